//! What a fact adds to the counts.

use super::{Event, State};

pub(super) fn evolve(mut state: State, event: Event) -> State {
    let cell = match event {
        Event::CaseOpenedCounted { .. } => &mut state.opened,
        Event::CaseClosedCounted { .. } => &mut state.closed,
        Event::FollowUpCounted { .. } => &mut state.follow_ups,
        Event::IncidentCounted { cell, .. } => state.incidents.entry(cell).or_default(),
        Event::IncidentRecounted { former, cell, .. } => {
            if let Some(counted) = state.incidents.get_mut(&former) {
                *counted = counted.saturating_sub(1);
            }
            state.incidents.entry(cell).or_default()
        }
        Event::ReferralReachedCounted { cell, .. } => state.referrals.entry(cell).or_default(),
    };
    *cell = cell.saturating_add(1);
    state
}
