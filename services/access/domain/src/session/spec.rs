//! A session's life, its renewals, and what a stolen token leads to.

use std::time::Duration;

use proptest::prelude::*;
use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider, Moment};

use super::*;
use crate::AccountId;
use crate::value::SecretHash;

const HOUR: Duration = Duration::from_hours(1);

fn at(minute: u64) -> Moment {
    Moment::default().plus(Duration::from_mins(minute))
}

fn token(n: u8) -> SecretHash {
    SecretHash::from_bytes([n; 32])
}

fn account() -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(1))
}

fn started() -> Event {
    Event::Started { account: account(), refresh: token(0), at: at(0), ends: at(720), idle: HOUR }
}

fn refresh(presented: u8, next: u8) -> Command {
    Command::Refresh { presented: token(presented), next: token(next) }
}

fn refreshed(n: u8, minute: u64) -> Event {
    Event::Refreshed { refresh: token(n), at: at(minute) }
}

fn ended(why: Ending, minute: u64) -> Event {
    Event::Ended { why, forget: at(minute + 16) }
}

#[test]
fn a_session_starts_once() {
    let start =
        Command::Start { account: account(), refresh: token(0), longest: HOUR * 12, idle: HOUR };
    given::<Session>([]).when(start, at(0)).then([started()]);
    given::<Session>([started()]).when(start, at(0)).then_refused("ALREADY_EXISTS");
}

#[test]
fn a_refresh_token_is_good_once_and_its_second_coming_ends_the_session() {
    given::<Session>([started()]).when(refresh(0, 1), at(5)).then([refreshed(1, 5)]);
    let history = [started(), refreshed(1, 5)];
    given::<Session>(history.clone()).when(refresh(1, 2), at(6)).then([refreshed(2, 6)]);
    given::<Session>(history).when(refresh(0, 2), at(6)).then([ended(Ending::Reused, 6)]);
    given::<Session>([started(), refreshed(1, 5), ended(Ending::Reused, 6)])
        .when(refresh(1, 2), at(7))
        .then_refused("SESSION_ENDED");
}

#[test]
fn who_knows_only_the_id_cannot_end_a_session() {
    given::<Session>([started()]).when(refresh(9, 1), at(5)).then_refused("SESSION_ENDED");
    given::<Session>([started()])
        .when(Command::SignOut { presented: token(9) }, at(5))
        .then_refused("SESSION_ENDED");
    given::<Session>([]).when(refresh(0, 1), at(5)).then_refused("SESSION_ENDED");
}

#[test]
fn an_hour_without_renewal_or_twelve_hours_end_it() {
    given::<Session>([started()]).when(refresh(0, 1), at(59)).then([refreshed(1, 59)]);
    given::<Session>([started()]).when(refresh(0, 1), at(60)).then_refused("SESSION_ENDED");
    let mut history = vec![started()];
    history.extend((1..=14).map(|n| refreshed(n, u64::from(n) * 50)));
    given::<Session>(history.clone()).when(refresh(14, 15), at(719)).then([refreshed(15, 719)]);
    given::<Session>(history).when(refresh(14, 15), at(720)).then_refused("SESSION_ENDED");
}

#[test]
fn signing_out_ends_it_and_may_be_repeated() {
    let wish = Command::SignOut { presented: token(0) };
    given::<Session>([started()]).when(wish, at(5)).then([ended(Ending::SignedOut, 5)]);
    let history = [started(), ended(Ending::SignedOut, 5)];
    given::<Session>(history.clone()).when(wish, at(6)).then_nothing();
    given::<Session>(history).when(refresh(0, 1), at(6)).then_refused("SESSION_ENDED");
}

#[test]
fn a_stopped_account_ends_it() {
    given::<Session>([started()])
        .when(Command::Stop, at(5))
        .then([ended(Ending::AccountStopped, 5)]);
    given::<Session>([started(), ended(Ending::SignedOut, 4)])
        .when(Command::Stop, at(5))
        .then_nothing();
}

proptest! {
    #[test]
    fn only_the_last_token_renews_and_any_other_ends_the_session(
        picks in proptest::collection::vec(0_u8..4, 1..40),
    ) {
        let (mut state, mut last) = (Session::fold([&started()]), 0);
        for (minute, back) in (1..).zip(picks) {
            let presented = u8::saturating_sub(last, back);
            let events = Session::decide(&state, refresh(presented, last + 1), at(minute));
            let over = state.as_ref().unwrap().ended.is_some();
            match events {
                Ok(events) if events == [refreshed(last + 1, minute)] => {
                    prop_assert!(!over && presented == last);
                    last += 1;
                    state = events.iter().fold(state, Session::evolve);
                }
                Ok(events) => {
                    prop_assert_eq!(&events, &[ended(Ending::Reused, minute)]);
                    prop_assert!(!over && presented < last);
                    state = events.iter().fold(state, Session::evolve);
                }
                Err(rejection) => {
                    prop_assert_eq!(rejection, Rejection::Over);
                    prop_assert!(over);
                }
            }
        }
    }

    #[test]
    fn what_is_remembered_of_used_tokens_has_a_bound(count in 1_usize..600) {
        let events = (1..=count).map(|n| {
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&n.to_be_bytes());
            Event::Refreshed { refresh: SecretHash::from_bytes(bytes), at: at(1) }
        });
        let state = events.fold(Session::fold([&started()]), |state, e| Session::evolve(state, &e));
        prop_assert_eq!(state.unwrap().spent.len(), count.min(SPENT_REMEMBERED));
    }
}
