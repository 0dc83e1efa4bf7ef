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
            Command::ChangeRoles { roles, own } => change_roles(active(state)?, roles, own, at),
            Command::ChangePassword { password } => {
                active(state)?;
                Ok(vec![Event::PasswordChanged { password, not_before: after(at) }])
            }
            Command::Disable { own } => disable(state, own, at),
            Command::FailSignIn => Ok(vec![failure(signing_in(state, at)?, at)]),
            Command::SucceedSignIn => Ok(success(signing_in(state, at)?)),
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
                tokens_from: None,
                sessions_from: None,
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
        Holder::Officer { roles, .. } if roles.is_empty() => Err(Rejection::Roles),
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

/// The first moment whose sessions and access tokens count after a change at `at`.
///
/// Tokens say in whole seconds when they were issued, and one may be made while the change is being
/// stored; two seconds cover both.
fn after(at: Moment) -> Moment {
    let second = at.as_micros().div_euclid(1_000_000);
    Moment::from_micros(second.saturating_add(2).saturating_mul(1_000_000))
}

fn change_roles(open: &Open, roles: BTreeSet<Role>, own: bool, at: Moment) -> Decision {
    let Holder::Staff { roles: present, .. } = &open.holder else { return Err(Rejection::Roles) };
    if roles.is_empty() {
        return Err(Rejection::Roles);
    }
    let gives_up = |role| present.contains(role) && !roles.contains(role);
    if own && gives_up(&Role::Administrator) {
        return Err(Rejection::Own);
    }
    if *present == roles {
        return Ok(Vec::new());
    }
    Ok(vec![Event::RolesChanged { roles, not_before: after(at) }])
}

// Nobody locks herself out: so there is always an administrator who can let others in.
fn disable(state: &State, own: bool, at: Moment) -> Decision {
    match state {
        None => Err(Rejection::NotFound),
        Some(_) if own => Err(Rejection::Own),
        Some(open) if open.active => Ok(vec![Event::Disabled { not_before: after(at) }]),
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

fn success(open: &Open) -> Vec<Event> {
    if open.failures == 0 && open.locked_until.is_none() {
        return Vec::new();
    }
    vec![Event::SignInSucceeded]
}

fn later(mut open: Open, event: &Event) -> Open {
    match event {
        Event::Created { .. } => {}
        Event::RolesChanged { roles: now, not_before } => {
            if let Holder::Staff { roles, .. } = &mut open.holder {
                roles.clone_from(now);
            }
            open.tokens_from = Some(*not_before);
        }
        Event::PasswordChanged { password, not_before } => {
            open.password = password.clone();
            open.tokens_from = Some(*not_before);
            open.sessions_from = Some(*not_before);
        }
        Event::Disabled { not_before } => {
            open.active = false;
            open.tokens_from = Some(*not_before);
        }
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
