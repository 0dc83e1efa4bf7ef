//! The rules of an end by schedule.

use sentier_kernel::Moment;

use super::{Command, Event};
use crate::case::{self, Rejection, State, care};

/// The events that follow from a command: none while a rule says no.
pub(in crate::case) fn decide(
    state: &State,
    command: Command,
    at: Moment,
) -> Result<Vec<case::Event>, Rejection> {
    let opening = state.opening.as_ref().ok_or(Rejection::NoSuchCase)?;
    if !may_end(state) {
        return Ok(Vec::new());
    }
    match command {
        Command::Announce { announcement, notice, since } => {
            // A stop is a person's word: it stands until somebody needs the file again.
            let stands = |known: super::Announced| known.stopped || known.stands(since);
            if state.announced.is_some_and(stands) {
                return Ok(Vec::new());
            }
            let erase_at = at.plus(notice.lasts());
            Ok(vec![case::Event::Ending(Event::Announced { announcement, erase_at, at })])
        }
        Command::Erase { announcement, since, chosen_by, keys } => {
            let known = state.announced.filter(|known| {
                known.announcement == announcement
                    && known.stands(since)
                    && !known.stopped
                    && at >= known.erase_at
            });
            let Some(known) = known else { return Ok(Vec::new()) };
            let objects = state.care.attachments.values().map(|held| held.object).collect();
            let announced_at = known.at;
            let erased = Event::Erased { announcement, announced_at, chosen_by, keys, objects, at };
            Ok(vec![
                case::Event::Ending(erased),
                case::Event::SurvivorErased { survivor: opening.survivor, at },
            ])
        }
    }
}

/// A schedule ends by itself only what somebody closed and nobody holds. What is merged is several files,
/// each with its own schedule: a person looks at them.
fn may_end(state: &State) -> bool {
    state.closed.is_some()
        && !state.erased
        && state.care.hold.is_none()
        && state.merging.follows.is_none()
        && state.merging.followers.is_empty()
}

/// Whether a person's stop is news.
pub(in crate::case) fn stop(state: &State) -> Result<bool, Rejection> {
    state.opening.as_ref().ok_or(Rejection::NoSuchCase)?;
    if state.erased {
        return Err(Rejection::SurvivorErased);
    }
    match state.announced {
        None => Err(care::Rejection::NotAnnounced.into()),
        Some(known) => Ok(!known.stopped),
    }
}
