//! What follows from a command to a session, and from an event.

use std::collections::VecDeque;

use sentier_kernel::{Decider, Moment};

use super::{Command, Ending, Event, Open, Rejection, Session, State};
use crate::REMEMBERED_FOR;
use crate::value::SecretHash;

/// So many used refresh tokens are recognised; an older one is refused without ending the session.
pub const SPENT_REMEMBERED: usize = 256;

impl Decider for Session {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        None
    }

    fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
        match (state, command) {
            (None, Command::Start { account, refresh, longest, idle }) => {
                Ok(vec![Event::Started { account, refresh, at, ends: at.plus(longest), idle }])
            }
            (Some(_), Command::Start { .. }) => Err(Rejection::Exists),
            (None, _) => Err(Rejection::Over),
            (Some(open), Command::Refresh { presented, next }) => {
                renewal(open, presented, at, Event::Refreshed { refresh: next, at })
            }
            (Some(open), Command::SignOut { presented }) => sign_out(open, presented, at),
            (Some(open), Command::Stop) => Ok(stop(open, at)),
        }
    }

    fn evolve(state: State, event: &Event) -> State {
        match (state, event) {
            (None, Event::Started { account, refresh, at, ends, idle }) => Some(Open {
                account: *account,
                begun: *at,
                refresh: *refresh,
                spent: VecDeque::new(),
                renewed: *at,
                ends: *ends,
                idle: *idle,
                ended: None,
            }),
            (Some(open), Event::Refreshed { refresh, at }) => Some(renewed(open, *refresh, *at)),
            (Some(open), Event::Ended { why, .. }) => Some(Open { ended: Some(*why), ..open }),
            (state, _) => state,
        }
    }
}

fn ended(why: Ending, at: Moment) -> Event {
    Event::Ended { why, forget: at.plus(REMEMBERED_FOR) }
}

/// `wish` for the token that is good; the end for one that was used before; refused otherwise, so that
/// who knows only a session's id cannot end it.
fn renewal(
    open: &Open,
    presented: SecretHash,
    at: Moment,
    wish: Event,
) -> Result<Vec<Event>, Rejection> {
    if !open.is_alive(at) {
        return Err(Rejection::Over);
    }
    if presented == open.refresh {
        return Ok(vec![wish]);
    }
    if open.spent.contains(&presented) {
        return Ok(vec![ended(Ending::Reused, at)]);
    }
    Err(Rejection::Over)
}

fn sign_out(open: &Open, presented: SecretHash, at: Moment) -> Result<Vec<Event>, Rejection> {
    if open.ended == Some(Ending::SignedOut) && presented == open.refresh {
        return Ok(Vec::new());
    }
    renewal(open, presented, at, ended(Ending::SignedOut, at))
}

fn stop(open: &Open, at: Moment) -> Vec<Event> {
    if open.ended.is_some() {
        return Vec::new();
    }
    vec![ended(Ending::AccountStopped, at)]
}

fn renewed(mut open: Open, refresh: SecretHash, at: Moment) -> Open {
    if open.spent.len() == SPENT_REMEMBERED {
        open.spent.pop_front();
    }
    open.spent.push_back(open.refresh);
    Open { refresh, renewed: at, ..open }
}
