//! When a key is announced.

use super::{Command, Event, Rejection, State};

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    let Command::AnnounceKey { key } = command;
    if state.in_force.as_ref() == Some(&key) {
        return Ok(Vec::new());
    }
    if state.replaced.contains(&key) {
        return Err(Rejection::KeyReplaced);
    }
    Ok(vec![Event::SealingKeyRotated { key }])
}
