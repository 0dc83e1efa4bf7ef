//! What must be remembered to decide. PRIVACY: no personal value, withheld or open, stands here, so
//! that the state may be kept as a snapshot and in memory.

use std::collections::{BTreeMap, BTreeSet};

use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

use super::care::codes::Risk;
use super::consent::Override;
use super::{agency, care, ending, merge, safeguard};
use crate::clock::{Clock, to_assignment};
use crate::codes::{ClosureReason, FieldGroup, Need, Outcome, Progress, Urgency};
use crate::consent::Consent;
use crate::id::{
    AgencyId, CaseId, ConsentId, FollowUpId, IncidentId, ReferralId, StaffId, StructureId,
    SurvivorId,
};
use crate::value::SurvivorCode;

/// How a case began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The case.
    pub case: CaseId,
    /// The survivor.
    pub survivor: SurvivorId,
    /// The code that stands for her name.
    pub survivor_code: SurvivorCode,
    /// Who works on the case.
    pub caseworker: StaffId,
    /// When it was opened.
    pub at: Moment,
}

/// A referral as the case knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseReferral {
    /// The agency.
    pub agency: AgencyId,
    /// The structure.
    pub structure: StructureId,
    /// The need.
    pub need: Need,
    /// Urgency.
    pub urgency: Urgency,
    /// The consent it relies on.
    pub consent: ConsentId,
    /// The field groups to disclose.
    pub field_groups: BTreeSet<FieldGroup>,
    /// How far it came.
    pub progress: Progress,
    /// What it led to, when it was completed; older snapshots hold nothing of it.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// When it was requested.
    pub requested_at: Moment,
}

/// The state of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// How it began; absent before any event.
    pub opening: Option<Opening>,
    /// Incidents, and whether their facts were released.
    pub incidents: BTreeMap<IncidentId, bool>,
    /// Incidents that are withheld from the statistics until they are whole; older snapshots hold none.
    #[serde(default)]
    pub withheld: BTreeSet<IncidentId>,
    /// When the last incident was recorded at the centre; says nothing of when it happened.
    pub last_incident_at: Option<Moment>,
    /// Consents and approved overrides, in the order given.
    pub consents: Vec<Consent>,
    /// Overrides, approved or not.
    pub overrides: BTreeMap<ConsentId, Override>,
    /// Referrals.
    pub referrals: BTreeMap<ReferralId, CaseReferral>,
    /// Follow-ups recorded.
    pub follow_ups: BTreeSet<FollowUpId>,
    /// What agencies have to do with it; older snapshots hold nothing of it.
    #[serde(default)]
    pub agency: agency::State,
    /// What was done for her; older snapshots hold nothing of it.
    #[serde(default)]
    pub care: care::State,
    /// What it is with other cases; older snapshots hold nothing of it.
    #[serde(default)]
    pub merging: merge::State,
    /// What guards her file, and herself; older snapshots hold nothing of it.
    #[serde(default)]
    pub safeguard: safeguard::State,
    /// That its schedule will end it; older snapshots hold nothing of it.
    #[serde(default)]
    pub announced: Option<ending::Announced>,
    /// Why and when it was closed.
    pub closed: Option<(ClosureReason, Moment)>,
    /// Whether her personal values were erased.
    pub erased: bool,
}

impl State {
    /// The consent with this id.
    pub fn consent(&self, id: ConsentId) -> Option<&Consent> {
        self.consents.iter().find(|consent| consent.id == id)
    }

    /// Until when somebody must work on the case: from its opening while nobody does, and from a request to
    /// take it over while that waits; an hour at high risk. `None` when somebody works on it.
    pub fn assignment_clock(&self) -> Option<Clock> {
        let opening = self.opening.as_ref()?;
        if self.closed.is_some() || self.erased || self.merging.follows.is_some() {
            return None;
        }
        let assessed = self.care.assessment.as_ref();
        let high = assessed.is_some_and(|assessed| assessed.risk == Risk::High);
        if let Some(transfer) = &self.care.transfer {
            return Some(to_assignment(transfer.at, high));
        }
        let untouched = self.incidents.is_empty()
            && self.follow_ups.is_empty()
            && self.referrals.is_empty()
            && self.care.entries.is_empty();
        untouched.then(|| to_assignment(opening.at, high))
    }

    /// How many referrals wait for an answer or a service.
    pub fn open_referrals(&self) -> usize {
        self.referrals.values().filter(|referral| !referral.progress.is_final()).count()
    }
}
