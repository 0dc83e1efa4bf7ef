//! What happened to a case: the facts its stream stores. Personal fields are `Sensitive`.

use std::collections::{BTreeMap, BTreeSet};

use sentier_kernel::id::Uuid;
use sentier_kernel::{Moment, Sensitive};

use super::care::codes::{Goal, GoalProgress};
use super::care::task;
use super::consent::Wanted;
use super::correction::{IncidentField, SurvivorField};
use super::merge;
use super::{agency, care, ending, safeguard};
use crate::codes::{ClosureReason, FieldGroup, Need, Outcome, Progress, Purpose, Urgency};
use crate::consent::{Giving, Withdrawal};
use crate::id::{
    AgencyId, CaseId, ConsentId, FollowUpId, IncidentId, ReferralId, StaffId, StructureId,
    SurvivorId,
};
use crate::minimum::{Circumstances, SurvivorProfile};
use crate::personal::{Contact, Identity, IncidentDetails};
use crate::value::{Date, Narrative, Note, OverrideReason, SurvivorCode};

/// A fact of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A case was opened.
    CaseOpened {
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
        /// When.
        at: Moment,
    },
    /// An incident was recorded and classified.
    IncidentRecorded {
        /// The incident.
        incident: IncidentId,
        /// What happened.
        details: Sensitive<IncidentDetails>,
        /// What else the form asks about it.
        circumstances: Sensitive<Circumstances>,
        /// Her account.
        narrative: Sensitive<Narrative>,
        /// Whether what became of health care was told with it; not what. False in what was stored before
        /// that was kept.
        health_settled: bool,
        /// When.
        at: Moment,
    },
    /// What is known of her was completed or corrected.
    SurvivorCorrected {
        /// The code that stands for her name.
        survivor_code: SurvivorCode,
        /// The fields that changed.
        fields: BTreeSet<SurvivorField>,
        /// Who she is.
        identity: Sensitive<Identity>,
        /// How to reach her.
        contact: Sensitive<Contact>,
        /// What else the form asks about her.
        profile: Sensitive<SurvivorProfile>,
        /// The incidents whose figures may depend on it.
        recount: BTreeSet<IncidentId>,
        /// Who corrected.
        by: StaffId,
        /// When.
        at: Moment,
    },
    /// An incident was completed or corrected.
    IncidentCorrected {
        /// The incident.
        incident: IncidentId,
        /// The fields that changed.
        fields: BTreeSet<IncidentField>,
        /// What happened.
        details: Sensitive<IncidentDetails>,
        /// What else the form asks about it.
        circumstances: Sensitive<Circumstances>,
        /// Her account.
        narrative: Sensitive<Narrative>,
        /// The incident, when its figures may depend on it.
        recount: BTreeSet<IncidentId>,
        /// Who corrected.
        by: StaffId,
        /// When.
        at: Moment,
    },
    /// A consent was given.
    ConsentGranted {
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
        /// How and by whom it was given; absent in what was stored before that was asked.
        giving: Option<Sensitive<Giving>>,
        /// When.
        at: Moment,
    },
    /// Somebody asked that field groups may go to an agency without a consent.
    OverrideRequested {
        /// The override.
        id: ConsentId,
        /// What is asked for.
        wanted: Wanted,
        /// Why, in words.
        reason: Sensitive<OverrideReason>,
        /// Who asks.
        by: StaffId,
        /// When.
        at: Moment,
    },
    /// Another person approved an override: from now on, and for a time, it permits as a consent does.
    OverrideApproved {
        /// The override.
        id: ConsentId,
        /// Who approves.
        by: StaffId,
        /// Until when, exclusive.
        expires_at: Moment,
        /// When.
        at: Moment,
    },
    /// A consent was withdrawn; every open referral that relies on it is revoked.
    ConsentWithdrawn {
        /// The consent.
        consent: ConsentId,
        /// What ended it; in what was stored before that was kept she took it back.
        because: Withdrawal,
        /// When.
        at: Moment,
    },
    /// A referral was asked for.
    ReferralRequested {
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
        /// When.
        at: Moment,
    },
    /// A referral came further.
    ReferralProgressed {
        /// The referral.
        referral: ReferralId,
        /// How far it came.
        progress: Progress,
        /// What it led to; of a completion alone, and absent in what was stored before that was asked.
        outcome: Option<Outcome>,
        /// When the referrals context recorded it: figures count from this, so that a message which was long
        /// under way makes nobody late.
        happened_at: Moment,
        /// When the case learnt of it.
        at: Moment,
    },
    /// A follow-up took place.
    FollowUpRecorded {
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
        /// When.
        at: Moment,
    },
    /// Something happened between the case and an agency.
    Agency(agency::Event),
    /// Something was done for her.
    Care(care::Event),
    /// The time for a task passed, and it was not done.
    TaskOverdue {
        /// What was to be done.
        kind: task::Kind,
        /// The action or entry that it is about; nil when it is about the case.
        subject: Uuid,
        /// Until when.
        due: Moment,
        /// When that was noticed.
        at: Moment,
    },
    /// Its schedule announced its end, or ended it.
    Ending(ending::Event),
    /// It became something with another case.
    Merge(merge::Event),
    /// What guards her file, and herself, changed.
    Safeguard(safeguard::Event),
    /// An incident's facts were released to the statistics.
    FactsReleased {
        /// The incident.
        incident: IncidentId,
        /// The consent that allowed it.
        consent: ConsentId,
        /// When.
        at: Moment,
    },
    /// An incident that a consent covers was not released: something of its minimum data set is missing.
    FactsWithheld {
        /// The incident.
        incident: IncidentId,
        /// When.
        at: Moment,
    },
    /// The case was closed.
    CaseClosed {
        /// Why.
        reason: ClosureReason,
        /// When.
        at: Moment,
    },
    /// The survivor's personal values were erased; every open referral is revoked.
    SurvivorErased {
        /// The survivor.
        survivor: SurvivorId,
        /// When.
        at: Moment,
    },
}
