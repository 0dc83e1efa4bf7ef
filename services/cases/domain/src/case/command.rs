//! What may be asked of a case. Ids and facts from elsewhere arrive as values.

use std::collections::{BTreeMap, BTreeSet};

use sentier_kernel::id::Uuid;
use sentier_kernel::{Moment, Sensitive};

use super::care::codes::{Goal, GoalProgress};
use super::care::task;
use super::consent::Wanted;
use super::correction::{IncidentCorrection, SurvivorCorrection};
use super::merge;
use super::{agency, care, ending, safeguard};
use crate::classification::Answers;
use crate::codes::{
    ClosureReason, FieldGroup, Need, Outcome, PartOfDay, Progress, Purpose, Urgency,
};
use crate::consent::{Born, Giving};
use crate::id::{
    AgencyId, CaseId, ConsentId, EntryId, FollowUpId, IncidentId, ReferralId, StaffId, StructureId,
    SurvivorId,
};
use crate::minimum::{Circumstances, SurvivorProfile};
use crate::personal::{Contact, Identity};
use crate::retention::Ground;
use crate::value::{Date, Narrative, Note, OverrideReason, SurvivorCode};

/// An order to erase a survivor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// The entry that tells of it.
    pub entry: EntryId,
    /// Who orders it.
    pub by: StaffId,
    /// On what ground.
    pub ground: Ground,
    /// The ids of the keys that will be destroyed.
    pub keys: Vec<Uuid>,
}

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
        /// What else the form asks about her.
        profile: Sensitive<SurvivorProfile>,
        /// Her consent to statistics, when she gives it at intake.
        statistics: Option<(ConsentId, Sensitive<Giving>)>,
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
        /// What else the form asks about it.
        circumstances: Sensitive<Circumstances>,
        /// Her account.
        narrative: Sensitive<Narrative>,
    },
    /// Complete or correct what is known of her.
    CorrectSurvivor(SurvivorCorrection),
    /// Complete or correct an incident.
    CorrectIncident(IncidentCorrection),
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
        /// How and by whom it was given.
        giving: Sensitive<Giving>,
        /// Her birth as the file knows it, which the stated age must not contradict; absent when it is not
        /// known.
        born: Option<Born>,
    },
    /// Ask that field groups may go to an agency without a consent.
    RequestOverride {
        /// The override, and the permission that it becomes.
        id: ConsentId,
        /// What is asked for.
        wanted: Wanted,
        /// Why, in words.
        reason: Sensitive<OverrideReason>,
        /// Who asks.
        by: StaffId,
    },
    /// Approve an override: another person than the one who asked.
    ApproveOverride {
        /// The override.
        id: ConsentId,
        /// Who approves.
        by: StaffId,
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
        /// What it led to; of a completion alone.
        outcome: Option<Outcome>,
        /// When the referrals context recorded it.
        happened_at: Moment,
    },
    /// Ask another structure for what one left unanswered: the first whose agency a consent covers.
    EscalateReferral {
        /// The referral that expired.
        expired: ReferralId,
        /// The new referral.
        referral: ReferralId,
        /// Who takes her for this need, best first, as the pathway ranks them now.
        ranked: Vec<agency::Place>,
    },
    /// Record a follow-up meeting.
    RecordFollowUp {
        /// The meeting.
        follow_up: FollowUpId,
        /// When it took place.
        met_at: Moment,
        /// How near her goals are, as far as they were looked at.
        goals: BTreeMap<Goal, GoalProgress>,
        /// When to meet next.
        next_on: Option<Date>,
        /// The note.
        note: Sensitive<Note>,
    },
    /// Take up what an agency tells, or answer it.
    Agency(agency::Command),
    /// Ask a structure for what an agency proposed.
    TakeUpOnward(agency::TakingUp),
    /// Ask an agency to take the case over.
    AskTransfer(agency::HandingOver),
    /// Record what was done for her.
    Care(care::Command),
    /// Tell that the time for a task passed.
    TellOverdue {
        /// What was to be done.
        kind: task::Kind,
        /// The action or entry that it is about; nil when it is about the case.
        subject: Uuid,
        /// Until when.
        due: Moment,
    },
    /// Announce its end by its schedule, or end it.
    Ending(ending::Command),
    /// Join it with another case, or part them.
    Merge(merge::Command),
    /// Record what guards her file, and herself.
    Safeguard(safeguard::Command),
    /// Release an incident's facts to the statistics, under a consent valid now.
    ReleaseFacts {
        /// The incident.
        incident: IncidentId,
        /// Whether its minimum data set is whole, hers included: what is not waits.
        is_whole: bool,
    },
    /// Close the case.
    CloseCase {
        /// Why.
        reason: ClosureReason,
        /// Who supervises the case, when she closes it: then she approves by that what another asked for.
        supervisor: Option<StaffId>,
    },
    /// Erase the survivor's personal values for ever.
    EraseSurvivor(Erasure),
}
