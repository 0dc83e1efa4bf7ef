//! The counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::value::{AgeBand, IncidentType, Need, ReferralState, Sex};

/// Counts of one centre and month; a cell that is absent is zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Cases opened.
    pub opened: u64,
    /// Cases closed.
    pub closed: u64,
    /// Follow-ups held.
    pub follow_ups: u64,
    /// Incidents by kind.
    pub incidents: BTreeMap<IncidentCell, u64>,
    /// Referrals by need and the state they reached.
    pub referrals: BTreeMap<ReferralCell, u64>,
}

/// The kind of an incident, as far as the figures tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IncidentCell {
    /// Core type.
    #[serde(rename = "type")]
    pub incident_type: IncidentType,
    /// Age band at the incident.
    #[serde(rename = "age_band")]
    pub age_band: AgeBand,
    /// Sex.
    #[serde(rename = "sex")]
    pub sex: Sex,
}

/// A need and the state that a referral for it reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReferralCell {
    /// The need.
    #[serde(rename = "need")]
    pub need: Need,
    /// The state.
    #[serde(rename = "state")]
    pub state: ReferralState,
}
