//! The rules of a draft.

use sentier_kernel::Moment;

use super::{Command, Event, Rejection, State};

/// The events that follow from a command.
pub(super) fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::Save { draft, staff, content } => {
            if state.kept.is_some_and(|(owner, _)| owner != staff) {
                return Err(Rejection::AlreadyExists);
            }
            // What ended or lapsed does not come back: its keys are going.
            if state.kept.is_some() && !state.is_kept(at) {
                return Err(Rejection::NoSuchDraft);
            }
            Ok(vec![Event::DraftSaved { draft, staff, content, at }])
        }
        // A repeat of the opening that took it over.
        Command::Take { case } if state.ended == Some(Some(case)) => Ok(Vec::new()),
        Command::Take { case } => {
            kept(state, at)?;
            Ok(vec![Event::DraftEnded { case: Some(case), at }])
        }
        Command::Discard if state.ended == Some(None) => Ok(Vec::new()),
        Command::Discard => {
            kept(state, at)?;
            Ok(vec![Event::DraftEnded { case: None, at }])
        }
        Command::Lapse => {
            let lapsed = state.kept.is_some() && state.ended.is_none() && !state.is_kept(at);
            Ok(lapsed.then_some(Event::DraftEnded { case: None, at }).into_iter().collect())
        }
    }
}

fn kept(state: &State, at: Moment) -> Result<(), Rejection> {
    if state.is_kept(at) { Ok(()) } else { Err(Rejection::NoSuchDraft) }
}
