//! The rules of merging.

use sentier_kernel::{Moment, Violation};

use super::{Command, Event, Fact};
use crate::case::decide::Decision;
use crate::case::{Rejection, State};
use crate::id::{CaseId, MergeId};

/// The events that follow from a command.
pub(in crate::case) fn decide(state: &State, command: Command, at: Moment) -> Decision {
    let opening = state.opening.as_ref().ok_or(Rejection::NoSuchCase)?;
    if state.erased {
        return Err(Rejection::SurvivorErased);
    }
    let itself = |case| {
        let wrong = vec![Violation::new("other", "violation-invalid")];
        if case == opening.case { Err(Rejection::InvalidFields(wrong)) } else { Ok(()) }
    };
    let merged = |fact: Option<(CaseId, Fact)>, by| {
        let event = fact.map(|(case, fact)| Event { case, fact, by, at });
        Ok(event.map(crate::case::Event::Merge).into_iter().collect())
    };
    match command {
        Command::Follow { merge, case, by } => {
            itself(case)?;
            merged(follow(state, merge, case)?, by)
        }
        Command::TakeIn { merge, case, by } => {
            itself(case)?;
            merged(take_in(state, merge, case)?, by)
        }
        Command::Undo { merge, by } => merged(undo(state, merge)?, by),
        Command::MarkDifferent { case, by } => {
            itself(case)?;
            merged(mark_different(state, case)?, by)
        }
    }
}

type Change = Result<Option<(CaseId, Fact)>, Rejection>;

/// A case follows one other at most, and none when it is followed itself: so of two cases one is always
/// where the work goes on.
fn follow(state: &State, merge: MergeId, case: CaseId) -> Change {
    match state.merging.follows {
        // A repeat of a merge that was undone since.
        _ if state.merging.undone.contains(&merge) => Ok(None),
        Some(known) if known.merge == merge && known.case == case => Ok(None),
        Some(_) => Err(Rejection::CaseMerged),
        None if !state.merging.followers.is_empty() => Err(Rejection::CaseMerged),
        None => Ok(Some((case, Fact::Followed { merge }))),
    }
}

fn take_in(state: &State, merge: MergeId, case: CaseId) -> Change {
    match state.merging.followers.get(&case) {
        _ if state.merging.undone.contains(&merge) => Ok(None),
        Some(known) if *known == merge => Ok(None),
        Some(_) => Err(Rejection::CaseMerged),
        None if state.merging.follows.is_some() => Err(Rejection::CaseMerged),
        None => Ok(Some((case, Fact::TookIn { merge }))),
    }
}

fn undo(state: &State, merge: MergeId) -> Change {
    if state.merging.undone.contains(&merge) {
        return Ok(None);
    }
    if let Some(known) = state.merging.follows.filter(|known| known.merge == merge) {
        return Ok(Some((known.case, Fact::Parted { merge, open: state.closed.is_none() })));
    }
    let follower = state.merging.followers.iter().find(|(_, known)| **known == merge);
    let (case, _) = follower.ok_or(Rejection::NoSuchMerge)?;
    Ok(Some((*case, Fact::Released { merge })))
}

fn mark_different(state: &State, case: CaseId) -> Change {
    let merged = state.merging.followers.contains_key(&case)
        || state.merging.follows.is_some_and(|known| known.case == case);
    if merged {
        return Err(Rejection::CaseMerged);
    }
    Ok((!state.merging.different.contains(&case)).then_some((case, Fact::MarkedDifferent)))
}
