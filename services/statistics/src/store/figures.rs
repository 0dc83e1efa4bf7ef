//! The stored form of the figures' events. What tells of a person's incident or need is sealed under the key of the
//! month in which it was counted (`sums`); before version 2 it stood there in clear.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_statistics_domain::figures::{Event, Figures, IncidentCell, ReferralCell};
use sentier_statistics_domain::value::{AgeBand, IncidentType, Month, Need, ReferralState, Sex};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const CASE_OPENED: &str = "case_opened_counted.v1";
const CASE_CLOSED: &str = "case_closed_counted.v1";
const FOLLOW_UP: &str = "follow_up_counted.v1";
pub(super) const INCIDENT: &str = "incident_counted.v2";
pub(super) const RECOUNTED: &str = "incident_recounted.v2";
pub(super) const UNCOUNTED: &str = "incident_uncounted.v2";
pub(super) const REFERRAL: &str = "referral_reached_counted.v2";
const INCIDENT_V1: &str = "incident_counted.v1";
const RECOUNTED_V1: &str = "incident_recounted.v1";
const UNCOUNTED_V1: &str = "incident_uncounted.v1";
const REFERRAL_V1: &str = "referral_reached_counted.v1";
/// The type of the event that bars a message; it counts nothing.
pub(crate) const FIGURES_BARRED: &str = "figures_message_barred.v1";

/// Every type of event that counts.
pub(crate) const FIGURES_EVENTS: [&str; 11] = [
    CASE_OPENED,
    CASE_CLOSED,
    FOLLOW_UP,
    INCIDENT,
    RECOUNTED,
    UNCOUNTED,
    REFERRAL,
    INCIDENT_V1,
    RECOUNTED_V1,
    UNCOUNTED_V1,
    REFERRAL_V1,
];

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

impl IncidentCounted {
    const fn cell(&self) -> IncidentCell {
        let Self { incident_type, age_band, sex, .. } = *self;
        IncidentCell { incident_type, age_band, sex }
    }

    fn counted(self) -> Event {
        Event::IncidentCounted { month: self.month, cell: self.cell() }
    }

    fn uncounted(self) -> Event {
        Event::IncidentUncounted { month: self.month, cell: self.cell() }
    }
}

impl IncidentRecounted {
    fn event(self) -> Event {
        let Self { month, former, cell } = self;
        Event::IncidentRecounted { month, former, cell }
    }
}

impl ReferralReachedCounted {
    fn event(self) -> Event {
        let Self { month, need, state } = self;
        Event::ReferralReachedCounted { month, cell: ReferralCell { need, state } }
    }
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
            Event::MessageBarred | Event::NotOpen => FIGURES_BARRED,
            Event::ReferralReachedCounted { .. } => REFERRAL,
        }
    }

    fn encode(event: &Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match *event {
            Event::CaseOpenedCounted { month }
            | Event::CaseClosedCounted { month }
            | Event::FollowUpCounted { month } => super::write(&Counted { month }),
            Event::MessageBarred => super::write(&Barred {}),
            Event::IncidentCounted { month, cell } | Event::IncidentUncounted { month, cell } => {
                let IncidentCell { incident_type, age_band, sex } = cell;
                super::sealed(sealer, IncidentCounted { month, incident_type, age_band, sex })
            }
            Event::IncidentRecounted { month, former, cell } => {
                super::sealed(sealer, IncidentRecounted { month, former, cell })
            }
            Event::ReferralReachedCounted { month, cell } => {
                let ReferralCell { need, state } = cell;
                super::sealed(sealer, ReferralReachedCounted { month, need, state })
            }
            Event::NotOpen => Err(CodecError::Seal),
        }
    }

    fn decode(event_type: &str, payload: &[u8], opener: &Opener<'_>) -> Result<Event, CodecError> {
        let month = || super::read(payload).map(|Counted { month }| month);
        match event_type {
            CASE_OPENED => Ok(Event::CaseOpenedCounted { month: month()? }),
            CASE_CLOSED => Ok(Event::CaseClosedCounted { month: month()? }),
            FOLLOW_UP => Ok(Event::FollowUpCounted { month: month()? }),
            INCIDENT => super::opened(opener, payload, IncidentCounted::counted, Event::NotOpen),
            UNCOUNTED => super::opened(opener, payload, IncidentCounted::uncounted, Event::NotOpen),
            RECOUNTED => super::opened(opener, payload, IncidentRecounted::event, Event::NotOpen),
            REFERRAL => {
                super::opened(opener, payload, ReferralReachedCounted::event, Event::NotOpen)
            }
            INCIDENT_V1 => super::read(payload).map(IncidentCounted::counted),
            UNCOUNTED_V1 => super::read(payload).map(IncidentCounted::uncounted),
            RECOUNTED_V1 => super::read(payload).map(IncidentRecounted::event),
            REFERRAL_V1 => super::read(payload).map(ReferralReachedCounted::event),
            FIGURES_BARRED => {
                let Barred {} = super::read(payload)?;
                Ok(Event::MessageBarred)
            }
            _ => Err(CodecError::UnknownType),
        }
    }
}
