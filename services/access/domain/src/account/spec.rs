//! An account's life, its lock, and what always holds.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider, Moment, Sensitive};

use super::*;
use sentier_kernel::id::Uuid;

use crate::value::{CentreCode, OfficerRole, PasswordHash, Role, UserName};
use crate::{AgencyId, CredentialId};

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

fn roles_changed(roles: &[Role], at_second: u64) -> Event {
    Event::RolesChanged { roles: set(roles), not_before: second(at_second) }
}

fn set(roles: &[Role]) -> BTreeSet<Role> {
    roles.iter().copied().collect()
}

fn second(n: u64) -> Moment {
    Moment::default().plus(Duration::from_secs(n))
}

#[test]
fn roles_are_replaced_and_never_emptied() {
    let change = |roles: &[Role]| Command::ChangeRoles { roles: set(roles), own: false };
    let now = second(7).plus(Duration::from_millis(900));
    given::<Account>([created()])
        .when(change(&[Role::Supervisor]), now)
        .then([roles_changed(&[Role::Supervisor], 9)]);
    given::<Account>([created(), roles_changed(&[Role::Supervisor], 9)])
        .when(change(&[Role::Supervisor]), now)
        .then_nothing();
    given::<Account>([created()]).when(change(&[]), now).then_refused("INVALID_FIELDS");
}

#[test]
fn an_officer_has_roles_of_her_own_and_none_of_staff() {
    let holder = Holder::Officer {
        agency: AgencyId::from_uuid(Uuid::from_u128(1)),
        credential: CredentialId::from_uuid(Uuid::from_u128(2)),
        roles: BTreeSet::from([OfficerRole::Reader]),
    };
    let Holder::Officer { agency, credential, .. } = holder.clone() else { panic!() };
    let nothing = Holder::Officer { agency, credential, roles: BTreeSet::new() };
    given::<Account>([]).when(create(nothing), at(0)).then_refused("INVALID_FIELDS");
    let Event::Created { user_name, display_name, password, .. } = created() else { panic!() };
    given::<Account>([Event::Created { holder, user_name, display_name, password }])
        .when(Command::ChangeRoles { roles: set(&[Role::Intake]), own: false }, at(0))
        .then_refused("INVALID_FIELDS");
}

#[test]
fn an_administrator_does_not_lock_herself_out() {
    let history = [created(), roles_changed(&[Role::Administrator, Role::Manager], 2)];
    given::<Account>(history.clone())
        .when(Command::Disable { own: true }, at(0))
        .then_refused("OWN_ACCOUNT");
    given::<Account>(history.clone())
        .when(Command::ChangeRoles { roles: set(&[Role::Manager]), own: true }, at(0))
        .then_refused("OWN_ACCOUNT");
    given::<Account>(history)
        .when(Command::ChangeRoles { roles: set(&[Role::Administrator]), own: true }, at(0))
        .then([roles_changed(&[Role::Administrator], 2)]);
}

#[test]
fn a_disabled_account_stays_disabled() {
    let history = [created(), Event::Disabled { not_before: second(2) }];
    given::<Account>([created()])
        .when(Command::Disable { own: false }, at(0))
        .then([Event::Disabled { not_before: second(2) }]);
    given::<Account>(history.clone()).when(Command::Disable { own: false }, at(0)).then_nothing();
    given::<Account>(history.clone())
        .when(Command::SucceedSignIn, at(0))
        .then_refused("SIGN_IN_FAILED");
    let password = PasswordHash::from_phc("other".to_owned());
    given::<Account>(history)
        .when(Command::ChangePassword { password }, at(0))
        .then_refused("CREDENTIAL_REVOKED");
}

#[test]
fn a_new_password_ends_older_sessions_and_new_roles_do_not() {
    let password = PasswordHash::from_phc("other".to_owned());
    let changed = Event::PasswordChanged { password, not_before: second(62) };
    let open = Account::fold([&created(), &changed]).unwrap();
    assert!(!open.honours_session(second(61)));
    assert!(open.honours_session(open.session_begins(second(60))));
    let open = Account::fold([&created(), &roles_changed(&[Role::Manager], 62)]).unwrap();
    assert!(open.honours_session(second(1)));
}

proptest! {
    #[test]
    fn a_token_made_after_a_change_counts_and_one_made_before_does_not(
        change in 0_u64..10_000_000, gap in 0_u64..5_000_000,
    ) {
        let (made, changed) = (
            Moment::default().plus(Duration::from_micros(change)),
            Moment::default().plus(Duration::from_micros(change + gap)),
        );
        let before = Account::fold([&created()]);
        let issued_before = before.as_ref().unwrap().token_issued(made);
        let roles = Command::ChangeRoles { roles: set(&[Role::Manager]), own: false };
        let events = Account::decide(&before, roles, changed).unwrap();
        let after = events.iter().fold(before, Account::evolve).unwrap();
        prop_assert!(issued_before < after.tokens_from.unwrap());
        prop_assert!(after.token_issued(changed) >= after.tokens_from.unwrap());
        prop_assert!(after.token_issued(changed).since(changed) <= Duration::from_secs(2));
    }
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
fn a_success_without_failures_changes_nothing() {
    given::<Account>([created()]).when(Command::SucceedSignIn, at(0)).then_nothing();
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
