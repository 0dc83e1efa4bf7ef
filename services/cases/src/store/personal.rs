//! The stored form of the events that carry personal fields, each field sealed by its class.

use sentier_cases_domain::case::Event;
use sentier_eventing::codec::{CodecError, read, write};
use sentier_eventing::vault::{Class, Opener, Sealed, Sealer};
use sentier_kernel::Sensitive;
use serde::de::DeserializeOwned;

use super::codec::{
    CASE_OPENED, CONSENT_GRANTED, FOLLOW_UP_RECORDED, INCIDENT_RECORDED, OVERRIDE_REQUESTED,
};
use super::stored::{
    CaseOpenedV2, ConsentGrantedV2, FollowUpRecordedV2, IncidentRecordedV3, OverrideRequestedV1,
};

/// The bytes of an event with personal fields.
pub(super) fn encode(event: Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
    match event {
        Event::CaseOpened {
            case,
            survivor,
            survivor_code,
            caseworker,
            identity,
            contact,
            profile,
            at,
        } => {
            let identity = sealer.seal(Class::Identity, "identity", &identity)?;
            let contact = sealer.seal(Class::Contact, "contact", &contact)?;
            let profile = Some(sealer.seal(Class::Identity, "profile", &profile)?);
            write(&CaseOpenedV2 {
                case,
                survivor,
                survivor_code,
                caseworker,
                identity,
                contact,
                profile,
                at,
            })
        }
        Event::IncidentRecorded {
            incident,
            details,
            circumstances,
            narrative,
            health_settled,
            at,
        } => {
            let details = sealer.seal(Class::Narrative, "details", &details)?;
            let circumstances =
                Some(sealer.seal(Class::Narrative, "circumstances", &circumstances)?);
            let narrative = sealer.seal(Class::Narrative, "narrative", &narrative)?;
            write(&IncidentRecordedV3 {
                incident,
                details,
                circumstances,
                narrative,
                health_settled,
                at,
            })
        }
        Event::FollowUpRecorded { follow_up, met_at, goals, next_on, note, at } => {
            let note = sealer.seal(Class::Narrative, "note", &note)?;
            write(&FollowUpRecordedV2 { follow_up, met_at, goals, next_on, note, at })
        }
        other => encode_permission(other, sealer),
    }
}

/// Consents and what stands in their place.
fn encode_permission(event: Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
    match event {
        Event::ConsentGranted {
            consent,
            purpose,
            agency,
            field_groups,
            expires_at,
            giving,
            at,
        } => {
            let giving = giving
                .map(|giving| sealer.seal(Class::Narrative, "giving", &giving))
                .transpose()?;
            write(&ConsentGrantedV2 {
                consent,
                purpose,
                agency,
                field_groups,
                expires_at,
                giving,
                at,
            })
        }
        Event::OverrideRequested { id, wanted, reason, by, at } => {
            let reason = sealer.seal(Class::Narrative, "reason", &reason)?;
            write(&OverrideRequestedV1 { id, wanted, reason, by, at })
        }
        _ => Err(CodecError::UnknownType),
    }
}

/// The event in the bytes of its newest type; `None` when its type has no personal field.
pub(super) fn decode(
    event_type: &str,
    payload: &[u8],
    opener: &Opener<'_>,
) -> Result<Option<Event>, CodecError> {
    let event = match event_type {
        CASE_OPENED => {
            let it: CaseOpenedV2 = read(payload)?;
            Event::CaseOpened {
                case: it.case,
                survivor: it.survivor,
                survivor_code: it.survivor_code,
                caseworker: it.caseworker,
                identity: opener.open(Class::Identity, "identity", &it.identity)?,
                contact: opener.open(Class::Contact, "contact", &it.contact)?,
                profile: asked(opener, Class::Identity, "profile", it.profile.as_ref())?,
                at: it.at,
            }
        }
        INCIDENT_RECORDED => {
            let it: IncidentRecordedV3 = read(payload)?;
            let circumstances = it.circumstances.as_ref();
            Event::IncidentRecorded {
                incident: it.incident,
                details: opener.open(Class::Narrative, "details", &it.details)?,
                circumstances: asked(opener, Class::Narrative, "circumstances", circumstances)?,
                narrative: opener.open(Class::Narrative, "narrative", &it.narrative)?,
                health_settled: it.health_settled,
                at: it.at,
            }
        }
        FOLLOW_UP_RECORDED => {
            let it: FollowUpRecordedV2 = read(payload)?;
            Event::FollowUpRecorded {
                follow_up: it.follow_up,
                met_at: it.met_at,
                goals: it.goals,
                next_on: it.next_on,
                note: opener.open(Class::Narrative, "note", &it.note)?,
                at: it.at,
            }
        }
        other => return decode_permission(other, payload, opener),
    };
    Ok(Some(event))
}

fn decode_permission(
    event_type: &str,
    payload: &[u8],
    opener: &Opener<'_>,
) -> Result<Option<Event>, CodecError> {
    let event = match event_type {
        CONSENT_GRANTED => {
            let it: ConsentGrantedV2 = read(payload)?;
            let giving = it
                .giving
                .map(|giving| opener.open(Class::Narrative, "giving", &giving))
                .transpose()?;
            Event::ConsentGranted {
                consent: it.consent,
                purpose: it.purpose,
                agency: it.agency,
                field_groups: it.field_groups,
                expires_at: it.expires_at,
                giving,
                at: it.at,
            }
        }
        OVERRIDE_REQUESTED => {
            let it: OverrideRequestedV1 = read(payload)?;
            Event::OverrideRequested {
                id: it.id,
                wanted: it.wanted,
                reason: opener.open(Class::Narrative, "reason", &it.reason)?,
                by: it.by,
                at: it.at,
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(event))
}

/// A sealed field, or nothing known when it was not asked for at the time.
fn asked<T: Default + DeserializeOwned>(
    opener: &Opener<'_>,
    class: Class,
    field: &'static str,
    sealed: Option<&Sealed>,
) -> Result<Sensitive<T>, CodecError> {
    sealed.map_or_else(
        || Ok(Sensitive::new(T::default())),
        |sealed| opener.open(class, field, sealed),
    )
}
