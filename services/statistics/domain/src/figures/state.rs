//! What is counted apart. Nothing must be remembered to count: sums are the read model's, and a state that
//! held them would depend on the order in which messages come.

use serde::{Deserialize, Serialize};

use crate::value::{AgeBand, IncidentType, Need, ReferralState, Sex};

/// Nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State;

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
