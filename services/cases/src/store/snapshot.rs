//! The state of a case as a snapshot. PRIVACY: the state holds no personal value, so neither does this.

use sentier_cases_domain::case::State;
use serde::{Deserialize, Serialize};

/// Grows when the state changes its meaning or shape; other snapshots are refolded.
const SHAPE: u32 = 2;

#[derive(Serialize)]
struct Written<'a> {
    shape: u32,
    state: &'a State,
}

#[derive(Deserialize)]
struct Read {
    shape: u32,
    state: State,
}

/// The snapshot of a state.
pub(super) fn write(state: &State) -> Option<Vec<u8>> {
    serde_json::to_vec(&Written { shape: SHAPE, state }).ok()
}

/// The state in a snapshot; `None` when another version of the service wrote it.
pub(super) fn read(snapshot: &[u8]) -> Option<State> {
    let read: Read = serde_json::from_slice(snapshot).ok()?;
    (read.shape == SHAPE).then_some(read.state)
}
