//! A webhook's life.

use std::time::Duration;

use proptest::prelude::*;
use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider, Moment, Sensitive};

use super::*;
use crate::value::{AgencyId, WebhookId};

const AGENCY: AgencyId = AgencyId::from_uuid(Uuid::from_u128(1));

fn id(number: u128) -> WebhookId {
    WebhookId::from_uuid(Uuid::from_u128(number))
}

fn at(hour: u64) -> Moment {
    Moment::default().plus(Duration::from_hours(hour))
}

fn secret(byte: u8) -> Sensitive<Secret> {
    Sensitive::new(Secret::new(vec![byte; 32]).unwrap())
}

fn register(number: u128) -> Command {
    let url = "https://chr.example/sentier".to_owned();
    Command::Register { webhook: id(number), agency: AGENCY, url, secret: secret(1) }
}

fn registered(number: u128) -> Event {
    Event::WebhookRegistered {
        webhook: id(number),
        agency: AGENCY,
        url: "https://chr.example/sentier".to_owned(),
        secret: secret(1),
        at: at(0),
    }
}

#[test]
fn an_agency_registers_five_webhooks_and_no_sixth() {
    given::<Webhooks>([]).when(register(1), at(0)).then([registered(1)]);
    let five = (1..=5).map(registered).collect::<Vec<_>>();
    given::<Webhooks>(five.clone()).when(register(6), at(0)).then_refused("TOO_MANY_WEBHOOKS");
    // Who removed one has room again.
    let four = five.into_iter().chain([Event::WebhookRemoved { webhook: id(2), at: at(1) }]);
    given::<Webhooks>(four.collect::<Vec<_>>()).when(register(6), at(0)).then([registered(6)]);
}

#[test]
fn the_secret_until_now_signs_for_an_overlap() {
    let overlap = Duration::from_hours(24);
    let rotated = Event::SecretRotated {
        webhook: id(1),
        secret: secret(2),
        previous_until: at(27),
        at: at(3),
    };
    given::<Webhooks>([registered(1)])
        .when(Command::RotateSecret { webhook: id(1), secret: secret(2), overlap }, at(3))
        .then([rotated.clone()]);
    let state = Webhooks::fold([&registered(1), &rotated]);
    assert_eq!(state.webhooks[&id(1)].generation, 2);
    assert_eq!(state.webhooks[&id(1)].previous_until, Some(at(27)));
}

#[test]
fn a_pause_is_not_taken_for_a_failure() {
    let paused = Event::WebhookPaused { webhook: id(1), at: at(1) };
    given::<Webhooks>([registered(1)])
        .when(Command::Pause { webhook: id(1) }, at(1))
        .then([paused.clone()]);
    given::<Webhooks>([registered(1), paused])
        .when(Command::Disable { webhook: id(1) }, at(2))
        .then_nothing();
}

#[test]
fn what_the_service_gave_up_somebody_resumes() {
    let disabled = Event::WebhookDisabled { webhook: id(1), at: at(120) };
    given::<Webhooks>([registered(1)])
        .when(Command::Disable { webhook: id(1) }, at(120))
        .then([disabled.clone()]);
    given::<Webhooks>([registered(1), disabled])
        .when(Command::Resume { webhook: id(1) }, at(121))
        .then([Event::WebhookResumed { webhook: id(1), at: at(121) }]);
    given::<Webhooks>([registered(1)])
        .when(Command::Resume { webhook: id(1) }, at(1))
        .then_nothing();
}

#[test]
fn what_is_not_there_is_not_changed() {
    let gone = [registered(1), Event::WebhookRemoved { webhook: id(1), at: at(1) }];
    for command in [
        Command::Pause { webhook: id(1) },
        Command::Resume { webhook: id(1) },
        Command::Disable { webhook: id(1) },
        Command::Remove { webhook: id(1) },
        Command::Replay { webhook: id(1) },
    ] {
        given::<Webhooks>(gone.clone()).when(command, at(2)).then_refused("NOT_FOUND");
    }
}

#[test]
fn a_secret_does_not_print() {
    let printed = format!("{:?}", secret(1).into_exposed().unwrap());
    assert_eq!(printed, "…");
    assert_eq!(Secret::new(vec![1; 23]), Err(MalformedSecret));
}

proptest! {
    #[test]
    fn there_are_never_more_than_five(steps in proptest::collection::vec((0_u8..3, 0_u128..8), 0..60)) {
        let mut state = Webhooks::initial();
        for (what, number) in steps {
            let command = match what {
                0 | 1 => register(number),
                _ => Command::Remove { webhook: id(number) },
            };
            if let Ok(events) = Webhooks::decide(&state, command, at(0)) {
                state = events.iter().fold(state, Webhooks::evolve);
            }
            prop_assert!(state.webhooks.len() <= MOST);
        }
    }
}
