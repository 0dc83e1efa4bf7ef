//! The stored form of the figures' events.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_statistics_domain::figures::{Event, Figures, IncidentCell, ReferralCell};
use sentier_statistics_domain::value::{AgeBand, IncidentType, Month, Need, ReferralState, Sex};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const CASE_OPENED: &str = "case_opened_counted.v1";
const CASE_CLOSED: &str = "case_closed_counted.v1";
const FOLLOW_UP: &str = "follow_up_counted.v1";
const INCIDENT: &str = "incident_counted.v1";
const RECOUNTED: &str = "incident_recounted.v1";
const UNCOUNTED: &str = "incident_uncounted.v1";
const REFERRAL: &str = "referral_reached_counted.v1";
/// The type of the event that bars a message; it counts nothing.
pub(crate) const FIGURES_BARRED: &str = "figures_message_barred.v1";

/// Every type of event that counts.
pub(crate) const FIGURES_EVENTS: [&str; 7] =
    [CASE_OPENED, CASE_CLOSED, FOLLOW_UP, INCIDENT, RECOUNTED, UNCOUNTED, REFERRAL];

/// The stream of a centre's month.
pub(crate) fn figures_stream(centre: &str, month: Month) -> Uuid {
    // A centre's code holds no slash, so no two pairs share a name.
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("sentier/figures/{centre}/{month}").as_bytes())
}

/// Figures as JSON.
#[derive(Debug)]
pub(crate) struct FiguresCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    month: Month,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IncidentCounted {
    month: Month,
    #[serde(rename = "type")]
    incident_type: IncidentType,
    age_band: AgeBand,
    sex: Sex,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Barred {}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IncidentRecounted {
    month: Month,
    former: IncidentCell,
    cell: IncidentCell,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferralReachedCounted {
    month: Month,
    need: Need,
    state: ReferralState,
}

impl Codec for FiguresCodec {
    type Aggregate = Figures;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::CaseOpenedCounted { .. } => CASE_OPENED,
            Event::CaseClosedCounted { .. } => CASE_CLOSED,
            Event::FollowUpCounted { .. } => FOLLOW_UP,
            Event::IncidentCounted { .. } => INCIDENT,
            Event::IncidentRecounted { .. } => RECOUNTED,
            Event::IncidentUncounted { .. } => UNCOUNTED,
            Event::MessageBarred => FIGURES_BARRED,
            Event::ReferralReachedCounted { .. } => REFERRAL,
        }
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match *event {
            Event::CaseOpenedCounted { month }
            | Event::CaseClosedCounted { month }
            | Event::FollowUpCounted { month } => super::write(&Counted { month }),
            Event::MessageBarred => super::write(&Barred {}),
            Event::IncidentCounted { month, cell } | Event::IncidentUncounted { month, cell } => {
                super::write(&IncidentCounted {
                    month,
                    incident_type: cell.incident_type,
                    age_band: cell.age_band,
                    sex: cell.sex,
                })
            }
            Event::IncidentRecounted { month, former, cell } => {
                super::write(&IncidentRecounted { month, former, cell })
            }
            Event::ReferralReachedCounted { month, cell } => {
                super::write(&ReferralReachedCounted { month, need: cell.need, state: cell.state })
            }
        }
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        let month = || super::read(payload).map(|Counted { month }| month);
        match event_type {
            CASE_OPENED => Ok(Event::CaseOpenedCounted { month: month()? }),
            CASE_CLOSED => Ok(Event::CaseClosedCounted { month: month()? }),
            FOLLOW_UP => Ok(Event::FollowUpCounted { month: month()? }),
            INCIDENT => {
                let IncidentCounted { month, incident_type, age_band, sex } = super::read(payload)?;
                let cell = IncidentCell { incident_type, age_band, sex };
                Ok(Event::IncidentCounted { month, cell })
            }
            UNCOUNTED => {
                let IncidentCounted { month, incident_type, age_band, sex } = super::read(payload)?;
                let cell = IncidentCell { incident_type, age_band, sex };
                Ok(Event::IncidentUncounted { month, cell })
            }
            FIGURES_BARRED => {
                let Barred {} = super::read(payload)?;
                Ok(Event::MessageBarred)
            }
            RECOUNTED => {
                let IncidentRecounted { month, former, cell } = super::read(payload)?;
                Ok(Event::IncidentRecounted { month, former, cell })
            }
            REFERRAL => {
                let ReferralReachedCounted { month, need, state } = super::read(payload)?;
                let cell = ReferralCell { need, state };
                Ok(Event::ReferralReachedCounted { month, cell })
            }
            _ => Err(CodecError::UnknownType),
        }
    }
}
