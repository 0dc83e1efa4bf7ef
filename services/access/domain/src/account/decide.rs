//! What follows from a command to an account, and from an event.

use std::collections::BTreeSet;
use std::time::Duration;

use sentier_kernel::{Decider, Moment, Sensitive};

use super::{Account, Command, Event, Holder, Open, Rejection, State};
use crate::value::Role;

/// So many failed sign-ins in a row lock the account.
pub const FAILURES_TO_LOCK: u32 = 6;
/// So long.
pub const LOCKED_FOR: Duration = Duration::from_mins(30);

type Decision = Result<Vec<Event>, Rejection>;

impl Decider for Account {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> State {
        None
    }

    fn decide(state: &State, command: Command, at: Moment) -> Decision {
        match command {
            Command::Create { holder, user_name, display_name, password } => create(
                state,
                Event::Created {
                    holder: with_roles(holder)?,
                    user_name: Sensitive::new(user_name),
                    display_name: Sensitive::new(display_name),
                    password,
                },
            ),
            Command::ChangeRoles { roles } => change_roles(active(state)?, roles),
            Command::ChangePassword { password } => {
                active(state)?;
                Ok(vec![Event::PasswordChanged { password }])
            }
            Command::Disable => disable(state),
            Command::FailSignIn => Ok(vec![failure(signing_in(state, at)?, at)]),
            Command::SucceedSignIn => {
                signing_in(state, at)?;
                Ok(vec![Event::SignInSucceeded])
            }
        }
    }

    fn evolve(state: State, event: &Event) -> State {
        if let Event::Created { holder, password, .. } = event {
            return Some(Open {
                holder: holder.clone(),
                password: password.clone(),
                active: true,
                failures: 0,
                locked_until: None,
            });
        }
        state.map(|open| later(open, event))
    }
}

fn create(state: &State, created: Event) -> Decision {
    match state {
        None => Ok(vec![created]),
        Some(_) => Err(Rejection::Exists),
    }
}

fn with_roles(holder: Holder) -> Result<Holder, Rejection> {
    match &holder {
        Holder::Staff { roles, .. } if roles.is_empty() => Err(Rejection::Roles),
        Holder::Staff { .. } | Holder::Officer { .. } => Ok(holder),
    }
}

fn active(state: &State) -> Result<&Open, Rejection> {
    match state {
        None => Err(Rejection::NotFound),
        Some(open) if !open.active => Err(Rejection::Disabled),
        Some(open) => Ok(open),
    }
}

fn change_roles(open: &Open, roles: BTreeSet<Role>) -> Decision {
    match &open.holder {
        Holder::Staff { roles: present, .. } if *present == roles => Ok(Vec::new()),
        Holder::Staff { .. } if !roles.is_empty() => Ok(vec![Event::RolesChanged { roles }]),
        Holder::Staff { .. } | Holder::Officer { .. } => Err(Rejection::Roles),
    }
}

fn disable(state: &State) -> Decision {
    match state {
        None => Err(Rejection::NotFound),
        Some(open) if open.active => Ok(vec![Event::Disabled]),
        Some(_) => Ok(Vec::new()),
    }
}

fn signing_in(state: &State, at: Moment) -> Result<&Open, Rejection> {
    state.as_ref().filter(|open| !open.is_shut(at)).ok_or(Rejection::SignIn)
}

fn failure(open: &Open, at: Moment) -> Event {
    let one_too_many = open.failures.saturating_add(1) >= FAILURES_TO_LOCK;
    Event::SignInFailed { locked_until: one_too_many.then(|| at.plus(LOCKED_FOR)) }
}

fn later(mut open: Open, event: &Event) -> Open {
    match event {
        Event::Created { .. } => {}
        Event::RolesChanged { roles: now } => {
            if let Holder::Staff { roles, .. } = &mut open.holder {
                roles.clone_from(now);
            }
        }
        Event::PasswordChanged { password } => open.password = password.clone(),
        Event::Disabled => open.active = false,
        Event::SignInFailed { locked_until: None } => {
            open.failures = open.failures.saturating_add(1);
        }
        Event::SignInFailed { locked_until } => {
            open.failures = 0;
            open.locked_until = *locked_until;
        }
        Event::SignInSucceeded => {
            open.failures = 0;
            open.locked_until = None;
        }
    }
    open
}
