//! The stored form of corrections: the names of the fields in clear, their values sealed.

use std::collections::BTreeSet;

use sentier_cases_domain::case::{Event, IncidentField, SurvivorField};
use sentier_cases_domain::id::{IncidentId, StaffId};
use sentier_cases_domain::value::SurvivorCode;
use sentier_eventing::codec::{CodecError, read, write};
use sentier_eventing::vault::{Class, Opener, Sealed, Sealer};
use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

pub(super) const SURVIVOR_CORRECTED: &str = "survivor_corrected.v1";
pub(super) const INCIDENT_CORRECTED: &str = "incident_corrected.v1";

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SurvivorCorrectedV1 {
    survivor_code: SurvivorCode,
    fields: BTreeSet<SurvivorField>,
    identity: Sealed,
    contact: Sealed,
    profile: Sealed,
    recount: BTreeSet<IncidentId>,
    by: StaffId,
    at: Moment,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IncidentCorrectedV1 {
    incident: IncidentId,
    fields: BTreeSet<IncidentField>,
    details: Sealed,
    circumstances: Sealed,
    narrative: Sealed,
    recount: BTreeSet<IncidentId>,
    by: StaffId,
    at: Moment,
}

/// The bytes of a correction.
pub(super) fn encode(event: Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
    match event {
        Event::SurvivorCorrected {
            survivor_code,
            fields,
            identity,
            contact,
            profile,
            recount,
            by,
            at,
        } => write(&SurvivorCorrectedV1 {
            survivor_code,
            fields,
            identity: sealer.seal(Class::Identity, "identity", &identity)?,
            contact: sealer.seal(Class::Contact, "contact", &contact)?,
            profile: sealer.seal(Class::Identity, "profile", &profile)?,
            recount,
            by,
            at,
        }),
        Event::IncidentCorrected {
            incident,
            fields,
            details,
            circumstances,
            narrative,
            recount,
            by,
            at,
        } => write(&IncidentCorrectedV1 {
            incident,
            fields,
            details: sealer.seal(Class::Narrative, "details", &details)?,
            circumstances: sealer.seal(Class::Narrative, "circumstances", &circumstances)?,
            narrative: sealer.seal(Class::Narrative, "narrative", &narrative)?,
            recount,
            by,
            at,
        }),
        _ => Err(CodecError::UnknownType),
    }
}

/// The correction in the bytes of its newest type; `None` when the type is none of these.
pub(super) fn decode(
    event_type: &str,
    payload: &[u8],
    opener: &Opener<'_>,
) -> Result<Option<Event>, CodecError> {
    let event = match event_type {
        SURVIVOR_CORRECTED => {
            let it: SurvivorCorrectedV1 = read(payload)?;
            Event::SurvivorCorrected {
                survivor_code: it.survivor_code,
                fields: it.fields,
                identity: opener.open(Class::Identity, "identity", &it.identity)?,
                contact: opener.open(Class::Contact, "contact", &it.contact)?,
                profile: opener.open(Class::Identity, "profile", &it.profile)?,
                recount: it.recount,
                by: it.by,
                at: it.at,
            }
        }
        INCIDENT_CORRECTED => {
            let it: IncidentCorrectedV1 = read(payload)?;
            Event::IncidentCorrected {
                incident: it.incident,
                fields: it.fields,
                details: opener.open(Class::Narrative, "details", &it.details)?,
                circumstances: opener.open(Class::Narrative, "circumstances", &it.circumstances)?,
                narrative: opener.open(Class::Narrative, "narrative", &it.narrative)?,
                recount: it.recount,
                by: it.by,
                at: it.at,
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(event))
}
