//! What follows from a command to a credential, and from an event.

use std::time::Duration;

use sentier_kernel::{Decider, Moment, Sensitive};

use super::{Command, Credential, Event, Issued, Kind, Rejection, State};
use crate::{CredentialId, REMEMBERED_FOR};

impl Decider for Credential {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        None
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        match (state, command) {
            (None, Command::Issue { holder, kind, display_name, until }) => {
                let display_name = Sensitive::new(display_name);
                Ok(vec![Event::Issued { holder, kind, display_name, until }])
            }
            (Some(_), Command::Issue { .. }) => Err(Rejection::Exists),
            (None, Command::Revoke | Command::Replace { .. }) => Err(Rejection::NotFound),
            (Some(issued), Command::Replace { by, overlap }) => replace(issued, by, overlap, at),
            (Some(issued), Command::Revoke) => Ok(revoke(issued, at)),
        }
    }

    fn evolve(state: State, event: &Event) -> State {
        match event {
            Event::Issued { holder, kind, until, .. } => {
                let (holder, kind, until) = (*holder, kind.clone(), *until);
                Some(Issued { holder, kind, until, revoked: false, overlap_end: None })
            }
            Event::Replaced { until, .. } => {
                state.map(|issued| Issued { overlap_end: Some(*until), ..issued })
            }
            Event::Revoked { .. } => state.map(|issued| Issued { revoked: true, ..issued }),
        }
    }
}

/// Once only: who rotates twice rotates the newer one. An account is no thing to replace.
fn replace(
    issued: &Issued,
    by: CredentialId,
    overlap: Duration,
    at: Moment,
) -> Result<Vec<Event>, Rejection> {
    match issued.kind {
        Kind::Officer { .. } => Err(Rejection::NotFound),
        _ if issued.revoked => Err(Rejection::Ended),
        _ if issued.overlap_end.is_some() => Err(Rejection::Replaced),
        Kind::Certificate { .. } | Kind::Token => {
            let until = at.plus(overlap);
            let until = issued.until.map_or(until, |end| end.min(until));
            Ok(vec![Event::Replaced { by, until }])
        }
    }
}

/// A credential without an end lives on in the access tokens that carry its id, and no longer.
fn revoke(issued: &Issued, at: Moment) -> Vec<Event> {
    if issued.revoked {
        return Vec::new();
    }
    let last_token = at.plus(REMEMBERED_FOR);
    let forget = issued.until.map_or(last_token, |until| until.max(last_token));
    vec![Event::Revoked { forget }]
}
