//! What may be asked of a case. Ids and facts from elsewhere arrive as values.

use std::collections::BTreeSet;

use sentier_kernel::{Moment, Sensitive};

use crate::classification::Answers;
use crate::codes::{ClosureReason, FieldGroup, Need, PartOfDay, Progress, Purpose, Urgency};
use crate::id::{
    AgencyId, CaseId, ConsentId, FollowUpId, IncidentId, ReferralId, StaffId, StructureId,
    SurvivorId,
};
use crate::personal::{Contact, Identity};
use crate::value::{Date, Narrative, Note, SurvivorCode};

/// A wish to change a case.
#[derive(Clone, Debug)]
pub enum Command {
    /// Open a case for a survivor.
    OpenCase {
        /// The case.
        case: CaseId,
        /// The survivor, whose keys seal the personal fields.
        survivor: SurvivorId,
        /// The code that stands for her name.
        survivor_code: SurvivorCode,
        /// Who works on the case.
        caseworker: StaffId,
        /// Who she is.
        identity: Sensitive<Identity>,
        /// How to reach her.
        contact: Sensitive<Contact>,
    },
    /// Record and classify an incident.
    RecordIncident {
        /// The incident.
        incident: IncidentId,
        /// When it happened.
        date: Date,
        /// Whether the date is an estimate.
        date_estimated: bool,
        /// Part of day; absent when unknown.
        part_of_day: Option<PartOfDay>,
        /// The answers that classify it.
        answers: Answers,
        /// Her account.
        narrative: Sensitive<Narrative>,
    },
    /// Record a consent.
    GrantConsent {
        /// The consent.
        consent: ConsentId,
        /// What it is for.
        purpose: Purpose,
        /// The agency; for services only.
        agency: Option<AgencyId>,
        /// Field groups; for services only.
        field_groups: BTreeSet<FieldGroup>,
        /// Until when, exclusive; absent means until withdrawn.
        expires_at: Option<Moment>,
    },
    /// Withdraw a consent, with immediate effect.
    WithdrawConsent {
        /// The consent.
        consent: ConsentId,
    },
    /// Ask that a structure serve her.
    RequestReferral {
        /// The referral.
        referral: ReferralId,
        /// The agency.
        agency: AgencyId,
        /// The structure.
        structure: StructureId,
        /// The need.
        need: Need,
        /// Urgency.
        urgency: Urgency,
        /// The consent it relies on.
        consent: ConsentId,
        /// The field groups to disclose.
        field_groups: BTreeSet<FieldGroup>,
    },
    /// Take up what the referrals context tells; duplicates and late arrivals change nothing.
    RecordReferralProgress {
        /// The referral.
        referral: ReferralId,
        /// How far it came.
        progress: Progress,
    },
    /// Record a follow-up meeting.
    RecordFollowUp {
        /// The meeting.
        follow_up: FollowUpId,
        /// When it took place.
        met_at: Moment,
        /// The note.
        note: Sensitive<Note>,
    },
    /// Release an incident's facts to the statistics, under a consent valid now.
    ReleaseFacts {
        /// The incident.
        incident: IncidentId,
    },
    /// Close the case.
    CloseCase {
        /// Why.
        reason: ClosureReason,
    },
    /// Erase the survivor's personal values for ever.
    EraseSurvivor,
}
