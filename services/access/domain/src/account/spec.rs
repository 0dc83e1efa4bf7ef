//! An account's life, its lock, and what always holds.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider, Moment, Sensitive};

use super::*;
use crate::value::{CentreCode, PasswordHash, Role, UserName};

fn staff(roles: &[Role]) -> Holder {
    Holder::Staff {
        centre: CentreCode::parse("ogou-1").unwrap(),
        roles: roles.iter().copied().collect(),
    }
}

fn create(holder: Holder) -> Command {
    Command::Create {
        holder,
        user_name: UserName::parse("afi").unwrap(),
        display_name: "Afi".to_owned(),
        password: PasswordHash::from_phc("hash".to_owned()),
    }
}

fn created() -> Event {
    Event::Created {
        holder: staff(&[Role::Intake]),
        user_name: Sensitive::new(UserName::parse("afi").unwrap()),
        display_name: Sensitive::new("Afi".to_owned()),
        password: PasswordHash::from_phc("hash".to_owned()),
    }
}

fn failed() -> Event {
    Event::SignInFailed { locked_until: None }
}

fn at(minute: u64) -> Moment {
    Moment::default().plus(Duration::from_mins(minute))
}

fn five_failures() -> Vec<Event> {
    let mut history = vec![created()];
    history.extend((0..5).map(|_| failed()));
    history
}

fn locked_until(minute: u64) -> Event {
    Event::SignInFailed { locked_until: Some(at(minute)) }
}

#[test]
fn an_account_is_created_once_with_a_role() {
    given::<Account>([]).when(create(staff(&[Role::Intake])), at(0)).then([created()]);
    given::<Account>([]).when(create(staff(&[])), at(0)).then_refused("INVALID_FIELDS");
    given::<Account>([created()])
        .when(create(staff(&[Role::Intake])), at(0))
        .then_refused("ALREADY_EXISTS");
}

#[test]
fn roles_are_replaced_and_never_emptied() {
    let roles = BTreeSet::from([Role::Supervisor]);
    given::<Account>([created()])
        .when(Command::ChangeRoles { roles: roles.clone() }, at(0))
        .then([Event::RolesChanged { roles: roles.clone() }]);
    given::<Account>([created(), Event::RolesChanged { roles: roles.clone() }])
        .when(Command::ChangeRoles { roles }, at(0))
        .then_nothing();
    given::<Account>([created()])
        .when(Command::ChangeRoles { roles: BTreeSet::new() }, at(0))
        .then_refused("INVALID_FIELDS");
}

#[test]
fn a_disabled_account_stays_disabled() {
    let history = [created(), Event::Disabled];
    given::<Account>(history.clone()).when(Command::Disable, at(0)).then_nothing();
    given::<Account>(history.clone())
        .when(Command::SucceedSignIn, at(0))
        .then_refused("SIGN_IN_FAILED");
    let password = PasswordHash::from_phc("other".to_owned());
    given::<Account>(history)
        .when(Command::ChangePassword { password }, at(0))
        .then_refused("CREDENTIAL_REVOKED");
}

#[test]
fn the_sixth_failure_locks_for_half_an_hour() {
    given::<Account>(five_failures()).when(Command::FailSignIn, at(1)).then([locked_until(31)]);
    let mut locked = five_failures();
    locked.push(locked_until(31));
    given::<Account>(locked.clone())
        .when(Command::SucceedSignIn, at(30))
        .then_refused("SIGN_IN_FAILED");
    given::<Account>(locked.clone())
        .when(Command::SucceedSignIn, at(31))
        .then([Event::SignInSucceeded]);
    given::<Account>(locked).when(Command::FailSignIn, at(31)).then([failed()]);
}

#[test]
fn a_success_forgets_the_failures() {
    let mut history = five_failures();
    history.push(Event::SignInSucceeded);
    given::<Account>(history).when(Command::FailSignIn, at(1)).then([failed()]);
}

#[test]
fn a_stranger_learns_nothing_from_an_unknown_account() {
    given::<Account>([]).when(Command::FailSignIn, at(0)).then_refused("SIGN_IN_FAILED");
}

proptest! {
    #[test]
    fn every_sixth_failure_that_is_weighed_locks_and_no_other(
        gaps in proptest::collection::vec(0_u64..240, 1..80),
    ) {
        let mut state = Account::fold([&created()]);
        let (mut now, mut weighed) = (Moment::default(), Vec::new());
        for gap in gaps {
            now = now.plus(Duration::from_secs(gap));
            if let Ok(events) = Account::decide(&state, Command::FailSignIn, now) {
                weighed.push(events.iter().any(|e| *e != failed()));
                state = events.iter().fold(state, Account::evolve);
            } else {
                prop_assert!(state.as_ref().unwrap().is_shut(now));
            }
        }
        for (n, locked) in weighed.iter().enumerate() {
            prop_assert_eq!(*locked, n % 6 == 5);
        }
    }
}
