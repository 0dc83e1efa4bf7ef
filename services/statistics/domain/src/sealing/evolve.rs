//! What an announcement makes of the keys.

use super::{Event, State};

pub(super) fn evolve(mut state: State, event: &Event) -> State {
    let Event::SealingKeyRotated { key } = event;
    state.replaced.extend(state.in_force.replace(key.clone()));
    state
}
