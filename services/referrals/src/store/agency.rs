//! The stored form of the directory's events; nothing of it is personal.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_referrals_domain::agency::{Agencies, Event, Structure};
use sentier_referrals_domain::value::{AgencyId, StructureId};
use serde::{Deserialize, Serialize};

use super::{read, write};

/// Events of [`Agencies`].
#[derive(Debug)]
pub(crate) struct AgencyCodec;

#[derive(Serialize, Deserialize)]
struct AgencyRegisteredV1 {
    agency: AgencyId,
    display_name: String,
}

#[derive(Serialize, Deserialize)]
struct StructureRegisteredV1 {
    id: StructureId,
    structure: Structure,
}

#[derive(Serialize, Deserialize)]
struct SwitchedV1 {}

impl AgencyCodec {
    /// Whether a stored event is one of an agency.
    pub(crate) fn knows(event_type: &str) -> bool {
        matches!(
            event_type,
            "agency_registered.v1"
                | "structure_registered.v1"
                | "agency_activated.v1"
                | "agency_deactivated.v1"
        )
    }
}

impl Codec for AgencyCodec {
    type Aggregate = Agencies;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::AgencyRegistered { .. } => "agency_registered.v1",
            Event::StructureRegistered { .. } => "structure_registered.v1",
            Event::AgencyActivated => "agency_activated.v1",
            Event::AgencyDeactivated => "agency_deactivated.v1",
        }
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event {
            Event::AgencyRegistered { agency, display_name } => {
                write(&AgencyRegisteredV1 { agency: *agency, display_name: display_name.clone() })
            }
            Event::StructureRegistered { id, structure } => {
                write(&StructureRegisteredV1 { id: *id, structure: structure.clone() })
            }
            Event::AgencyActivated | Event::AgencyDeactivated => write(&SwitchedV1 {}),
        }
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        Ok(match event_type {
            "agency_registered.v1" => {
                let AgencyRegisteredV1 { agency, display_name } = read(payload)?;
                Event::AgencyRegistered { agency, display_name }
            }
            "structure_registered.v1" => {
                let StructureRegisteredV1 { id, structure } = read(payload)?;
                Event::StructureRegistered { id, structure }
            }
            "agency_activated.v1" => {
                let SwitchedV1 {} = read(payload)?;
                Event::AgencyActivated
            }
            "agency_deactivated.v1" => {
                let SwitchedV1 {} = read(payload)?;
                Event::AgencyDeactivated
            }
            _ => return Err(CodecError::UnknownType),
        })
    }
}
