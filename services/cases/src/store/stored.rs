//! The stored shapes, one struct per event type and version; names never follow a rename in Rust.
//!
//! Each has a golden file in `golden/`. A shape that was once stored is not edited: a change is a new
//! struct with the next version in place of the old one, and a step in `upcast`.

use std::collections::{BTreeMap, BTreeSet};

use sentier_cases_domain::case::Wanted;
use sentier_cases_domain::case::care::codes::{Goal, GoalProgress};
use sentier_cases_domain::case::care::task::Kind;
use sentier_cases_domain::codes::{
    ClosureReason, FieldGroup, Need, Outcome, Progress, Purpose, Urgency,
};
use sentier_cases_domain::consent::Withdrawal;
use sentier_cases_domain::id::{
    AgencyId, CaseId, ConsentId, FollowUpId, IncidentId, ReferralId, StaffId, StructureId,
    SurvivorId,
};
use sentier_cases_domain::value::{Date, SurvivorCode};
use sentier_eventing::vault::Sealed;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use serde::{Deserialize, Serialize};

/// Declares stored shapes: what is not named here is refused when read.
macro_rules! stored {
    ($($name:ident { $($field:ident: $kind:ty),+ $(,)? })+) => {$(
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name { $(pub(super) $field: $kind),+ }
    )+};
}

stored! {
    CaseOpenedV2 {
        case: CaseId,
        survivor: SurvivorId,
        survivor_code: SurvivorCode,
        caseworker: StaffId,
        identity: Sealed,
        contact: Sealed,
        profile: Option<Sealed>,
        at: Moment,
    }
    IncidentRecordedV3 {
        incident: IncidentId,
        details: Sealed,
        circumstances: Option<Sealed>,
        narrative: Sealed,
        health_settled: bool,
        at: Moment,
    }
    OverrideRequestedV1 {
        id: ConsentId,
        wanted: Wanted,
        reason: Sealed,
        by: StaffId,
        at: Moment,
    }
    OverrideApprovedV1 {
        id: ConsentId,
        by: StaffId,
        expires_at: Moment,
        at: Moment,
    }
    ConsentGrantedV2 {
        consent: ConsentId,
        purpose: Purpose,
        agency: Option<AgencyId>,
        field_groups: BTreeSet<FieldGroup>,
        expires_at: Option<Moment>,
        giving: Option<Sealed>,
        at: Moment,
    }
    ConsentWithdrawnV2 {
        consent: ConsentId,
        because: Withdrawal,
        at: Moment,
    }
    ReferralRequestedV1 {
        referral: ReferralId,
        agency: AgencyId,
        structure: StructureId,
        need: Need,
        urgency: Urgency,
        consent: ConsentId,
        field_groups: BTreeSet<FieldGroup>,
        at: Moment,
    }
    ReferralProgressedV2 {
        referral: ReferralId,
        progress: Progress,
        outcome: Option<Outcome>,
        happened_at: Moment,
        at: Moment,
    }
    FollowUpRecordedV2 {
        follow_up: FollowUpId,
        met_at: Moment,
        goals: BTreeMap<Goal, GoalProgress>,
        next_on: Option<Date>,
        note: Sealed,
        at: Moment,
    }
    FactsReleasedV1 {
        incident: IncidentId,
        consent: ConsentId,
        at: Moment,
    }
    FactsWithheldV1 {
        incident: IncidentId,
        at: Moment,
    }
    TaskOverdueV1 {
        kind: Kind,
        subject: Uuid,
        due: Moment,
        at: Moment,
    }
    CaseClosedV1 {
        reason: ClosureReason,
        at: Moment,
    }
    SurvivorErasedV1 {
        survivor: SurvivorId,
        at: Moment,
    }
}
