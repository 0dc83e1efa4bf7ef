//! What follows from a command to a credential, and from an event.

use sentier_kernel::{Decider, Moment, Sensitive};

use super::{Command, Credential, Event, Issued, Rejection, State};
use crate::REMEMBERED_FOR;

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
            (None, Command::Revoke) => Err(Rejection::NotFound),
            (Some(issued), Command::Revoke) => Ok(revoke(issued, at)),
        }
    }

    fn evolve(state: State, event: &Event) -> State {
        match event {
            Event::Issued { holder, kind, until, .. } => {
                Some(Issued { holder: *holder, kind: kind.clone(), until: *until, revoked: false })
            }
            Event::Revoked { .. } => state.map(|issued| Issued { revoked: true, ..issued }),
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
