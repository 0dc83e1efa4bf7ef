//! The sealing keys, specified.

use std::time::Duration;

use sentier_kernel::Moment;
use sentier_kernel::spec::given;

use super::{
    Command, Event, HELD, IN_FORCE, KeyId, SealingKeys, forgotten_before, is_replacement_due,
};

const AT: Moment = Moment::from_micros(1_795_478_400_000_000);
const SECOND: Duration = Duration::from_secs(1);

fn key(n: u8) -> KeyId {
    format!("{n}-0a1b2c3d").parse().unwrap()
}

fn announce(n: u8) -> Command {
    Command::AnnounceKey { key: key(n) }
}

fn rotated(n: u8) -> Event {
    Event::SealingKeyRotated { key: key(n) }
}

#[test]
fn a_key_is_announced_once() {
    given::<SealingKeys>([]).when(announce(1), AT).then([rotated(1)]);
    given::<SealingKeys>([rotated(1)]).when(announce(1), AT).then_nothing();
    given::<SealingKeys>([rotated(1)]).when(announce(2), AT).then([rotated(2)]);
}

#[test]
fn a_replaced_key_never_comes_back() {
    given::<SealingKeys>([rotated(1), rotated(2)]).when(announce(1), AT).then_refused("INTERNAL");
}

#[test]
fn a_key_is_in_force_for_a_week() {
    assert!(!is_replacement_due(AT, AT.plus(IN_FORCE).minus(SECOND)));
    assert!(is_replacement_due(AT, AT.plus(IN_FORCE)));
}

#[test]
fn a_key_outlives_the_facts_that_were_sealed_to_it_on_its_last_day() {
    // Replaced now, and a fact sealed to it published in two days: the broker holds it until day 37.
    let replaced = AT;
    let published = AT.plus(Duration::from_hours(2 * 24));
    let held_until = published.plus(Duration::from_hours(35 * 24));
    assert!(replaced >= forgotten_before(held_until.minus(SECOND)));
    assert!(replaced < forgotten_before(AT.plus(HELD).plus(SECOND)));
}

#[test]
fn a_name_of_a_key_is_short_and_plain() {
    for text in ["", "../../etc/passwd", "KEY", "é", &"1".repeat(65)] {
        assert!(text.parse::<KeyId>().is_err(), "{text}");
    }
    assert_eq!(key(255).to_string(), "255-0a1b2c3d");
}
