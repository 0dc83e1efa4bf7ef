//! What intake leaves in the state. PRIVACY: ids and times only.

use crate::case::{Event, Opening, State};

/// Remembers the opening.
pub(in crate::case) fn opened(state: &mut State, event: &Event) {
    if let Event::CaseOpened { case, survivor, survivor_code, caseworker, at, .. } = event {
        state.opening = Some(Opening {
            case: *case,
            survivor: *survivor,
            survivor_code: survivor_code.clone(),
            caseworker: *caseworker,
            at: *at,
        });
    }
}

/// Remembers that there is an incident.
pub(in crate::case) fn recorded(state: &mut State, event: &Event) {
    if let Event::IncidentRecorded { incident, at, .. } = event {
        state.incidents.insert(*incident, false);
        state.last_incident_at = Some(*at);
    }
}
