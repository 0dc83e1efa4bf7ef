//! The coded values that forms offer, in the order in which they are shown.

use sentier_proto::access::v1::{OfficerRole, StaffRole};
use sentier_proto::cases::v1::close_case_request::Reason;
use sentier_proto::common::v1::{ConsentPurpose, FieldGroup, Need, PartOfDay, Sex, Urgency};
use sentier_proto::referrals::v1::referral::{DeclineReason, Outcome};

use crate::form::Choice;
use crate::page::Here;

/// Health first: the limits of 72 h and 120 h run from the incident on.
pub(crate) const NEEDS: [Need; 8] = [
    Need::ClinicalManagementOfRape,
    Need::HealthCare,
    Need::PsychosocialSupport,
    Need::SafetyAndShelter,
    Need::ChildProtection,
    Need::LegalAid,
    Need::Police,
    Need::Livelihood,
];
pub(crate) const GROUPS: [FieldGroup; 4] =
    [FieldGroup::Identity, FieldGroup::Contact, FieldGroup::Incident, FieldGroup::Narrative];
pub(crate) const PURPOSES: [ConsentPurpose; 3] =
    [ConsentPurpose::Services, ConsentPurpose::Statistics, ConsentPurpose::Research];
pub(crate) const URGENCIES: [Urgency; 2] = [Urgency::Urgent, Urgency::Routine];
pub(crate) const SEXES: [Sex; 2] = [Sex::Female, Sex::Male];
pub(crate) const PARTS_OF_DAY: [PartOfDay; 4] =
    [PartOfDay::Morning, PartOfDay::Afternoon, PartOfDay::EveningNight, PartOfDay::Unspecified];
pub(crate) const REASONS: [Reason; 7] = [
    Reason::NeedsMet,
    Reason::SurvivorRequest,
    Reason::Relocated,
    Reason::LostContact,
    Reason::Deceased,
    Reason::Transferred,
    Reason::Other,
];
pub(crate) const DECLINE_REASONS: [DeclineReason; 7] = [
    DeclineReason::NoCapacity,
    DeclineReason::ServiceNotOffered,
    DeclineReason::NotEligible,
    DeclineReason::Closed,
    DeclineReason::ConflictOfInterest,
    DeclineReason::NotReached,
    DeclineReason::Other,
];
pub(crate) const OUTCOMES: [Outcome; 4] =
    [Outcome::Served, Outcome::PartlyServed, Outcome::NoShow, Outcome::DeclinedBySurvivor];
pub(crate) const ROLES: [StaffRole; 5] = [
    StaffRole::Intake,
    StaffRole::Caseworker,
    StaffRole::Supervisor,
    StaffRole::Manager,
    StaffRole::Administrator,
];
pub(crate) const OFFICER_ROLES: [OfficerRole; 3] =
    [OfficerRole::ReferralOfficer, OfficerRole::Administrator, OfficerRole::Reader];
/// Why a file is read; the codes that the ledger keeps.
pub(crate) const READINGS: [&str; 3] = ["direct_care", "supervision", "referral"];

/// The choices of a field `name` among coded values of one `kind`.
pub(crate) fn of<C: Copy>(
    here: &Here,
    name: &str,
    kind: &str,
    codes: &[C],
    spelled: impl Fn(&C) -> &'static str,
) -> Vec<Choice> {
    codes
        .iter()
        .map(|code| {
            let value = spelled(code);
            Choice::new(name, value, here.words.code(kind, value), &here.fields)
        })
        .collect()
}

/// The choices of a select among all values of a code, from 1 on, behind that of giving no answer.
pub(crate) fn all(
    here: &Here,
    name: &str,
    kind: &str,
    spelled: impl Fn(i32) -> Option<&'static str>,
) -> Vec<Choice> {
    let none = Choice::new(name, "", here.words.say("choice-not-asked"), &here.fields);
    let codes = (1..)
        .map_while(spelled)
        .map(|value| Choice::new(name, value, here.words.code(kind, value), &here.fields));
    std::iter::once(none).chain(codes).collect()
}

/// The kind under which the catalogue names close reasons.
pub(crate) const CLOSING: &str = "closing";
