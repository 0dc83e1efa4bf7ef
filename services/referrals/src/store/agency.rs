//! The stored form of the directory's events; nothing of it is personal.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_referrals_domain::agency::{Agencies, Capacity, Event, Structure};
use sentier_referrals_domain::value::{AgencyId, Need, StructureId};
use serde::{Deserialize, Serialize};

use super::upcast::StructureV1;
use super::{read, write};

/// Events of [`Agencies`].
#[derive(Debug)]
pub(crate) struct AgencyCodec;

const AGENCY: &str = "agency_registered.v1";
const STRUCTURE_V1: &str = "structure_registered.v1";
const STRUCTURE: &str = "structure_registered.v2";
const UPDATED: &str = "structure_updated.v1";
const COUNTED: &str = "capacity_set.v1";
const ACTIVATED: &str = "agency_activated.v1";
const DEACTIVATED: &str = "agency_deactivated.v1";
const TAKEOVER: &str = "takeover_set.v1";

#[derive(Serialize, Deserialize)]
struct AgencyRegisteredV1 {
    agency: AgencyId,
    display_name: String,
}

/// `structure_registered.v1`: the structure had four fields.
#[derive(Deserialize)]
struct StructureRegisteredV1 {
    id: StructureId,
    structure: StructureV1,
}

/// `structure_registered.v2` and `structure_updated.v1`: the structure whole.
#[derive(Serialize, Deserialize)]
struct StructureStands {
    id: StructureId,
    structure: Structure,
}

#[derive(Serialize, Deserialize)]
struct CapacitySetV1 {
    id: StructureId,
    need: Need,
    capacity: Option<Capacity>,
}

#[derive(Serialize, Deserialize)]
struct TakeoverSetV1 {
    takes_cases_over: bool,
}

#[derive(Serialize, Deserialize)]
struct SwitchedV1 {}

impl AgencyCodec {
    /// The stored types of its events.
    pub(crate) const TYPES: &'static [&'static str] =
        &[AGENCY, STRUCTURE_V1, STRUCTURE, UPDATED, COUNTED, ACTIVATED, DEACTIVATED, TAKEOVER];
}

impl Codec for AgencyCodec {
    type Aggregate = Agencies;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::AgencyRegistered { .. } => AGENCY,
            Event::StructureRegistered { .. } => STRUCTURE,
            Event::StructureUpdated { .. } => UPDATED,
            Event::CapacitySet { .. } => COUNTED,
            Event::AgencyActivated => ACTIVATED,
            Event::AgencyDeactivated => DEACTIVATED,
            Event::TakeoverSet { .. } => TAKEOVER,
        }
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event {
            Event::AgencyRegistered { agency, display_name } => {
                write(&AgencyRegisteredV1 { agency: *agency, display_name: display_name.clone() })
            }
            Event::StructureRegistered { id, structure }
            | Event::StructureUpdated { id, structure } => {
                write(&StructureStands { id: *id, structure: structure.clone() })
            }
            Event::CapacitySet { id, need, capacity } => {
                write(&CapacitySetV1 { id: *id, need: *need, capacity: *capacity })
            }
            Event::TakeoverSet { takes_cases_over } => {
                write(&TakeoverSetV1 { takes_cases_over: *takes_cases_over })
            }
            Event::AgencyActivated | Event::AgencyDeactivated => write(&SwitchedV1 {}),
        }
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        Ok(match event_type {
            AGENCY => {
                let AgencyRegisteredV1 { agency, display_name } = read(payload)?;
                Event::AgencyRegistered { agency, display_name }
            }
            STRUCTURE_V1 => {
                let StructureRegisteredV1 { id, structure } = read(payload)?;
                Event::StructureRegistered { id, structure: structure.into() }
            }
            STRUCTURE => {
                let StructureStands { id, structure } = read(payload)?;
                Event::StructureRegistered { id, structure }
            }
            UPDATED => {
                let StructureStands { id, structure } = read(payload)?;
                Event::StructureUpdated { id, structure }
            }
            COUNTED => {
                let CapacitySetV1 { id, need, capacity } = read(payload)?;
                Event::CapacitySet { id, need, capacity }
            }
            ACTIVATED => {
                let SwitchedV1 {} = read(payload)?;
                Event::AgencyActivated
            }
            DEACTIVATED => {
                let SwitchedV1 {} = read(payload)?;
                Event::AgencyDeactivated
            }
            TAKEOVER => {
                let TakeoverSetV1 { takes_cases_over } = read(payload)?;
                Event::TakeoverSet { takes_cases_over }
            }
            _ => return Err(CodecError::UnknownType),
        })
    }
}
