//! Event and stored bytes, in both directions.

use sentier_cases_domain::case::{Case, Event, State};
use sentier_eventing::codec::{Codec, CodecError, read, write};
use sentier_eventing::vault::{Opener, Sealer};

use super::correction::{INCIDENT_CORRECTED, SURVIVOR_CORRECTED};
use super::stored::{
    CaseClosedV1, ConsentWithdrawnV2, FactsReleasedV1, FactsWithheldV1, OverrideApprovedV1,
    ReferralProgressedV2, ReferralRequestedV1, SurvivorErasedV1, TaskOverdueV1,
};
use super::{agency, care, correction, ending, merge, personal, safeguard, snapshot, upcast};

/// The stored form of a case's events.
#[derive(Clone, Copy, Debug)]
pub struct CaseCodec;

pub(super) const CASE_OPENED: &str = "case_opened.v2";
pub(super) const INCIDENT_RECORDED: &str = "incident_recorded.v3";
pub(super) const CONSENT_GRANTED: &str = "consent_granted.v2";
pub(super) const OVERRIDE_REQUESTED: &str = "override_requested.v1";
const OVERRIDE_APPROVED: &str = "override_approved.v1";
const CONSENT_WITHDRAWN: &str = "consent_withdrawn.v2";
const REFERRAL_REQUESTED: &str = "referral_requested.v1";
const REFERRAL_PROGRESSED: &str = "referral_progressed.v2";
pub(super) const FOLLOW_UP_RECORDED: &str = "follow_up_recorded.v2";
const FACTS_RELEASED: &str = "facts_released.v1";
const FACTS_WITHHELD: &str = "facts_withheld.v1";
const TASK_OVERDUE: &str = "task_overdue.v1";
const CASE_CLOSED: &str = "case_closed.v1";
const SURVIVOR_ERASED: &str = "survivor_erased.v1";

impl CaseCodec {
    /// Today's event types, one per kind of event.
    pub fn types() -> impl Iterator<Item = &'static str> {
        let entries = care::TYPES.iter().chain(merge::TYPES).chain(safeguard::TYPES);
        let entries = entries.chain(agency::TYPES).chain(&ending::TYPES);
        Self::OWN_TYPES.into_iter().chain(entries.copied())
    }

    const OWN_TYPES: [&str; 16] = [
        CASE_OPENED,
        INCIDENT_RECORDED,
        SURVIVOR_CORRECTED,
        INCIDENT_CORRECTED,
        CONSENT_GRANTED,
        OVERRIDE_REQUESTED,
        OVERRIDE_APPROVED,
        CONSENT_WITHDRAWN,
        REFERRAL_REQUESTED,
        REFERRAL_PROGRESSED,
        FOLLOW_UP_RECORDED,
        FACTS_RELEASED,
        FACTS_WITHHELD,
        TASK_OVERDUE,
        CASE_CLOSED,
        SURVIVOR_ERASED,
    ];
}

impl Codec for CaseCodec {
    type Aggregate = Case;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::CaseOpened { .. } => CASE_OPENED,
            Event::IncidentRecorded { .. } => INCIDENT_RECORDED,
            Event::SurvivorCorrected { .. } => SURVIVOR_CORRECTED,
            Event::IncidentCorrected { .. } => INCIDENT_CORRECTED,
            Event::ConsentGranted { .. } => CONSENT_GRANTED,
            Event::OverrideRequested { .. } => OVERRIDE_REQUESTED,
            Event::OverrideApproved { .. } => OVERRIDE_APPROVED,
            Event::ConsentWithdrawn { .. } => CONSENT_WITHDRAWN,
            Event::ReferralRequested { .. } => REFERRAL_REQUESTED,
            Event::ReferralProgressed { .. } => REFERRAL_PROGRESSED,
            Event::FollowUpRecorded { .. } => FOLLOW_UP_RECORDED,
            Event::Agency(event) => agency::event_type(event),
            Event::Care(event) => care::event_type(event),
            Event::Merge(event) => merge::event_type(event),
            Event::Ending(event) => ending::event_type(event),
            Event::Safeguard(event) => safeguard::event_type(event),
            Event::FactsReleased { .. } => FACTS_RELEASED,
            Event::FactsWithheld { .. } => FACTS_WITHHELD,
            Event::TaskOverdue { .. } => TASK_OVERDUE,
            Event::CaseClosed { .. } => CASE_CLOSED,
            Event::SurvivorErased { .. } => SURVIVOR_ERASED,
        }
    }

    fn encode(event: &Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event {
            Event::CaseOpened { .. }
            | Event::IncidentRecorded { .. }
            | Event::FollowUpRecorded { .. }
            | Event::ConsentGranted { .. }
            | Event::OverrideRequested { .. } => personal::encode(event.clone(), sealer),
            Event::SurvivorCorrected { .. } | Event::IncidentCorrected { .. } => {
                correction::encode(event.clone(), sealer)
            }
            Event::Agency(event) => agency::encode(*event),
            Event::Care(event) => care::encode(event.clone(), sealer),
            Event::Merge(event) => merge::encode(*event),
            Event::Ending(event) => ending::encode(event.clone()),
            Event::Safeguard(event) => safeguard::encode(event.clone(), sealer),
            _ => encode_facts(event.clone()),
        }
    }

    fn decode(event_type: &str, payload: &[u8], opener: &Opener<'_>) -> Result<Event, CodecError> {
        let (event_type, payload) =
            upcast::upcast(upcast::STEPS, event_type, payload).map_err(CodecError::Malformed)?;
        if let Some(event) = care::decode(event_type, payload.as_ref(), opener)? {
            return Ok(Event::Care(event));
        }
        if let Some(event) = agency::decode(event_type, payload.as_ref())? {
            return Ok(Event::Agency(event));
        }
        if let Some(event) = merge::decode(event_type, payload.as_ref())? {
            return Ok(Event::Merge(event));
        }
        if let Some(event) = ending::decode(event_type, payload.as_ref())? {
            return Ok(Event::Ending(event));
        }
        if let Some(event) = safeguard::decode(event_type, payload.as_ref(), opener)? {
            return Ok(Event::Safeguard(event));
        }
        if let Some(event) = correction::decode(event_type, payload.as_ref(), opener)? {
            return Ok(event);
        }
        match personal::decode(event_type, payload.as_ref(), opener)? {
            Some(event) => Ok(event),
            None => decode_facts(event_type, payload.as_ref()),
        }
    }

    fn snapshot(state: &State) -> Option<Vec<u8>> {
        snapshot::write(state)
    }

    fn restore(bytes: &[u8]) -> Option<State> {
        snapshot::read(bytes)
    }
}

/// The events without a personal field.
fn encode_facts(event: Event) -> Result<Vec<u8>, CodecError> {
    match event {
        Event::ConsentWithdrawn { consent, because, at } => {
            write(&ConsentWithdrawnV2 { consent, because, at })
        }
        Event::ReferralRequested {
            referral,
            agency,
            structure,
            need,
            urgency,
            consent,
            field_groups,
            at,
        } => write(&ReferralRequestedV1 {
            referral,
            agency,
            structure,
            need,
            urgency,
            consent,
            field_groups,
            at,
        }),
        Event::ReferralProgressed { referral, progress, outcome, happened_at, at } => {
            write(&ReferralProgressedV2 { referral, progress, outcome, happened_at, at })
        }
        Event::FactsReleased { incident, consent, at } => {
            write(&FactsReleasedV1 { incident, consent, at })
        }
        Event::FactsWithheld { incident, at } => write(&FactsWithheldV1 { incident, at }),
        Event::TaskOverdue { kind, subject, due, at } => {
            write(&TaskOverdueV1 { kind, subject, due, at })
        }
        Event::CaseClosed { reason, at } => write(&CaseClosedV1 { reason, at }),
        Event::SurvivorErased { survivor, at } => write(&SurvivorErasedV1 { survivor, at }),
        Event::OverrideApproved { id, by, expires_at, at } => {
            write(&OverrideApprovedV1 { id, by, expires_at, at })
        }
        // PRIVACY: an event with personal fields is never written without its sealer.
        Event::CaseOpened { .. }
        | Event::IncidentRecorded { .. }
        | Event::SurvivorCorrected { .. }
        | Event::IncidentCorrected { .. }
        | Event::ConsentGranted { .. }
        | Event::OverrideRequested { .. }
        | Event::FollowUpRecorded { .. }
        | Event::Merge(_)
        | Event::Agency(_)
        | Event::Ending(_)
        | Event::Care(_)
        | Event::Safeguard(_) => Err(CodecError::Seal),
    }
}

fn decode_facts(event_type: &str, payload: &[u8]) -> Result<Event, CodecError> {
    Ok(match event_type {
        OVERRIDE_APPROVED => {
            let it: OverrideApprovedV1 = read(payload)?;
            Event::OverrideApproved { id: it.id, by: it.by, expires_at: it.expires_at, at: it.at }
        }
        CONSENT_WITHDRAWN => {
            let it: ConsentWithdrawnV2 = read(payload)?;
            Event::ConsentWithdrawn { consent: it.consent, because: it.because, at: it.at }
        }
        REFERRAL_REQUESTED => {
            let it: ReferralRequestedV1 = read(payload)?;
            Event::ReferralRequested {
                referral: it.referral,
                agency: it.agency,
                structure: it.structure,
                need: it.need,
                urgency: it.urgency,
                consent: it.consent,
                field_groups: it.field_groups,
                at: it.at,
            }
        }
        REFERRAL_PROGRESSED => {
            let it: ReferralProgressedV2 = read(payload)?;
            Event::ReferralProgressed {
                referral: it.referral,
                progress: it.progress,
                outcome: it.outcome,
                happened_at: it.happened_at,
                at: it.at,
            }
        }
        FACTS_RELEASED => {
            let it: FactsReleasedV1 = read(payload)?;
            Event::FactsReleased { incident: it.incident, consent: it.consent, at: it.at }
        }
        FACTS_WITHHELD => {
            let it: FactsWithheldV1 = read(payload)?;
            Event::FactsWithheld { incident: it.incident, at: it.at }
        }
        TASK_OVERDUE => {
            let it: TaskOverdueV1 = read(payload)?;
            Event::TaskOverdue { kind: it.kind, subject: it.subject, due: it.due, at: it.at }
        }
        CASE_CLOSED => {
            let it: CaseClosedV1 = read(payload)?;
            Event::CaseClosed { reason: it.reason, at: it.at }
        }
        SURVIVOR_ERASED => {
            let it: SurvivorErasedV1 = read(payload)?;
            Event::SurvivorErased { survivor: it.survivor, at: it.at }
        }
        _ => return Err(CodecError::UnknownType),
    })
}
