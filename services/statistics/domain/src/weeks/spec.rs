//! The weeks, specified.

use std::time::Duration;

use proptest::prelude::*;
use sentier_kernel::spec::given;

use super::*;

/// Tuesday, 24 November 2026, 00:00.
const AT: Moment = Moment::from_micros(1_795_478_400_000_000);
const DAY: Duration = Duration::from_hours(24);

fn week(text: &str) -> Week {
    text.parse().unwrap()
}

#[test]
fn the_week_that_ended_is_closed_once() {
    let closed = Event::WeekClosed { week: week("2026-11-16") };
    given::<Weeks>([]).when(Command::CloseWeek, AT).then([closed]);
    given::<Weeks>([closed]).when(Command::CloseWeek, AT).then_nothing();
    let sunday = AT.plus(5 * DAY);
    given::<Weeks>([closed]).when(Command::CloseWeek, sunday).then_nothing();
    let monday = AT.plus(6 * DAY);
    let next = Event::WeekClosed { week: week("2026-11-23") };
    given::<Weeks>([closed]).when(Command::CloseWeek, monday).then([next]);
}

#[test]
fn a_clock_that_went_back_closes_nothing() {
    let later = Event::WeekClosed { week: week("2026-11-23") };
    given::<Weeks>([later]).when(Command::CloseWeek, AT).then_nothing();
}

#[test]
fn a_box_that_was_off_for_a_month_closes_the_last_week_alone() {
    let closed = Event::WeekClosed { week: week("2026-10-12") };
    let next = Event::WeekClosed { week: week("2026-11-16") };
    given::<Weeks>([closed]).when(Command::CloseWeek, AT).then([next]);
}

#[test]
fn a_week_is_named_by_its_monday() {
    assert_eq!(week("2026-11-16").to_string(), "2026-11-16");
    for text in ["2026-11-17", "2026-11-1", "2026-11-16-1", "2026-13-01", "1899-12-25", ""] {
        assert!(text.parse::<Week>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn a_week_survives_its_number_and_its_name(days in -20_000..80_000_i64) {
        let at = Moment::from_micros(days * 86_400_000_000);
        let week = Week::ended_before(at).unwrap();
        prop_assert_eq!(Week::from_number(week.number()), Some(week));
        prop_assert_eq!(week.to_string().parse(), Ok(week));
        // It had ended, and the one after it had not.
        prop_assert!((7..14).contains(&(days - week.number())));
    }
}
