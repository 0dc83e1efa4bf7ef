//! What was told at intake is completed or corrected: the new values stand beside the old ones, which the
//! history keeps (right to rectification, Togo law 2019-014).

mod decide;
mod field;
#[cfg(test)]
pub(in crate::case) mod spec;

use std::collections::{BTreeMap, BTreeSet};

use sentier_kernel::Sensitive;

use crate::consent::Giving;
use crate::id::{ConsentId, IncidentId, StaffId};
use crate::minimum::{Circumstances, SurvivorProfile};
use crate::personal::{Contact, Identity, IncidentDetails};
use crate::value::Narrative;

pub(super) use decide::{correct_incident, correct_survivor};
pub use field::{IncidentField, SurvivorField};

/// What is known of her. PERSONAL.
#[derive(Clone, PartialEq, Eq)]
pub struct ToldSurvivor {
    /// Who she is.
    pub identity: Identity,
    /// How to reach her.
    pub contact: Contact,
    /// What else the form asks about her.
    pub profile: SurvivorProfile,
}

/// What is known of an incident. PERSONAL.
#[derive(Clone, PartialEq, Eq)]
pub struct ToldIncident {
    /// What happened, with its type.
    pub details: IncidentDetails,
    /// What else the form asks about it.
    pub circumstances: Circumstances,
    /// Her account.
    pub narrative: Narrative,
}

crate::personal::unprintable!(ToldSurvivor, ToldIncident);

/// New values for some fields of what is known of her.
#[derive(Clone, Debug)]
pub struct SurvivorCorrection {
    /// The fields that change.
    pub fields: BTreeSet<SurvivorField>,
    /// What was known before.
    pub former: Sensitive<ToldSurvivor>,
    /// All that is known from now on.
    pub told: Sensitive<ToldSurvivor>,
    /// How and by whom each consent was given, as the file knows it: whether one stands hangs on her age.
    pub givings: BTreeMap<ConsentId, Sensitive<Giving>>,
    /// Who corrects.
    pub by: StaffId,
}

/// New values for some fields of an incident.
#[derive(Clone, Debug)]
pub struct IncidentCorrection {
    /// The incident.
    pub incident: IncidentId,
    /// The fields that change.
    pub fields: BTreeSet<IncidentField>,
    /// What was known before.
    pub former: Sensitive<ToldIncident>,
    /// All that is known from now on.
    pub told: Sensitive<ToldIncident>,
    /// Who corrects.
    pub by: StaffId,
}
