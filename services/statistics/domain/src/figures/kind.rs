//! What a number of the figures counts.

use super::{Event, IncidentCell};
use crate::value::{AgeBand, IncidentType, Month, Need, ReferralState};

/// Which number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Cases opened.
    CaseOpened,
    /// Cases closed.
    CaseClosed,
    /// Follow-ups held.
    FollowUp,
    /// Incidents of a type, by her age at the incident.
    Incident(IncidentType, AgeBand),
    /// Referrals for a need that reached a state.
    Referral(Need, ReferralState),
}

impl Kind {
    /// What an event adds to, and takes from, which kinds.
    pub fn changed(event: Event) -> Vec<(Self, i64)> {
        match event {
            Event::IncidentRecounted { former, cell, .. } => {
                vec![(Self::incident(former), -1), (Self::incident(cell), 1)]
            }
            Event::IncidentUncounted { cell, .. } => vec![(Self::incident(cell), -1)],
            Event::CaseOpenedCounted { .. } => vec![(Self::CaseOpened, 1)],
            Event::CaseClosedCounted { .. } => vec![(Self::CaseClosed, 1)],
            Event::FollowUpCounted { .. } => vec![(Self::FollowUp, 1)],
            Event::IncidentCounted { cell, .. } => vec![(Self::incident(cell), 1)],
            Event::ReferralReachedCounted { cell, .. } => {
                vec![(Self::Referral(cell.need, cell.state), 1)]
            }
            Event::MessageBarred | Event::NotOpen => Vec::new(),
        }
    }

    const fn incident(cell: IncidentCell) -> Self {
        Self::Incident(cell.incident_type, cell.age_band)
    }

    /// Its stored name: what is counted, and its two codes.
    pub const fn codes(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::CaseOpened => ("case_opened", "", ""),
            Self::CaseClosed => ("case_closed", "", ""),
            Self::FollowUp => ("follow_up", "", ""),
            Self::Incident(incident_type, age_band) => {
                ("incident", incident_type.code(), age_band.code())
            }
            Self::Referral(need, state) => ("referral", need.code(), state.code()),
        }
    }

    /// The kind with this stored name.
    pub fn from_codes(kind: &str, first: &str, second: &str) -> Option<Self> {
        match kind {
            "case_opened" => Some(Self::CaseOpened),
            "case_closed" => Some(Self::CaseClosed),
            "follow_up" => Some(Self::FollowUp),
            "incident" => {
                Some(Self::Incident(IncidentType::from_code(first)?, AgeBand::from_code(second)?))
            }
            "referral" => {
                Some(Self::Referral(Need::from_code(first)?, ReferralState::from_code(second)?))
            }
            _ => None,
        }
    }
}

impl Event {
    /// The month that it counts in; what counts nothing has none.
    pub const fn month(self) -> Option<Month> {
        match self {
            Self::MessageBarred | Self::NotOpen => None,
            Self::CaseOpenedCounted { month }
            | Self::CaseClosedCounted { month }
            | Self::FollowUpCounted { month }
            | Self::IncidentCounted { month, .. }
            | Self::IncidentRecounted { month, .. }
            | Self::IncidentUncounted { month, .. }
            | Self::ReferralReachedCounted { month, .. } => Some(month),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_known_by_its_stored_name() {
        let incidents = IncidentType::ALL.iter().flat_map(|incident_type| {
            AgeBand::ALL.iter().map(|age_band| Kind::Incident(*incident_type, *age_band))
        });
        let referrals = Need::ALL
            .iter()
            .flat_map(|need| ReferralState::ALL.iter().map(|state| Kind::Referral(*need, *state)));
        let plain = [Kind::CaseOpened, Kind::CaseClosed, Kind::FollowUp];
        for kind in plain.into_iter().chain(incidents).chain(referrals) {
            let (name, first, second) = kind.codes();
            assert_eq!(Kind::from_codes(name, first, second), Some(kind));
        }
        assert_eq!(Kind::from_codes("incident", "rape", "all"), None);
    }
}
