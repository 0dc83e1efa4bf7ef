//! The calendar, specified.

use proptest::prelude::*;
use sentier_kernel::Moment;
use time::macros::datetime;

use super::*;

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

#[test]
fn a_period_is_read_as_it_is_written() {
    for text in ["2026-11", "2026-Q4", "2026", "1900-01", "2199-12", "2199-Q1"] {
        assert_eq!(period(text).to_string(), text);
    }
    for text in ["2026-13", "2026-Q5", "2026-Q", "26", "2200", "2200-01", "", "2026-1", "2026-Q04"]
    {
        assert_eq!(text.parse::<Period>(), Err(MalformedPeriod), "{text}");
    }
}

#[test]
fn a_period_closes_nine_days_after_its_end_and_is_published_two_hours_later() {
    for (text, closes) in [
        ("2026-11", datetime!(2026-12-10 0:00 UTC)),
        ("2026-12", datetime!(2027-01-10 0:00 UTC)),
        ("2026-Q3", datetime!(2026-10-10 0:00 UTC)),
        ("2026", datetime!(2027-01-10 0:00 UTC)),
        ("2024-02", datetime!(2024-03-10 0:00 UTC)),
    ] {
        let closes = Moment::from_datetime(closes);
        assert_eq!(period(text).closes_at(), closes, "{text}");
        assert_eq!(period(text).published_at().since(closes).as_secs(), 7_200, "{text}");
    }
}

#[test]
fn the_last_instant_before_the_10th_is_open_and_the_10th_is_not() {
    let november = period("2026-11");
    let last = Moment::from_datetime(datetime!(2026-12-09 23:59:59.999999 UTC));
    assert!(november.is_open(last));
    assert!(!november.is_open(Moment::from_datetime(datetime!(2026-12-10 0:00 UTC))));
    assert!(!november.is_open(Moment::from_datetime(datetime!(2026-10-31 23:59:59 UTC))));
    assert!(november.is_open(Moment::from_datetime(datetime!(2026-11-01 0:00 UTC))));
}

#[test]
fn what_is_open_follows_from_the_day_alone() {
    let open = |at| {
        let open = open_at(Moment::from_datetime(at));
        open.iter().map(Period::to_string).collect::<Vec<_>>()
    };
    assert_eq!(open(datetime!(2026-11-24 12:00 UTC)), ["2026-11", "2026-Q4", "2026"]);
    assert_eq!(
        open(datetime!(2027-01-09 12:00 UTC)),
        ["2026-12", "2026-Q4", "2026", "2027-01", "2027-Q1", "2027"]
    );
    assert_eq!(open(datetime!(2027-01-10 0:00 UTC)), ["2027-01", "2027-Q1", "2027"]);
}

proptest! {
    #[test]
    fn the_parts_of_a_year_tile_it(year in 1900_u16..2200) {
        let whole = Period::year_of(year).unwrap();
        for cadence in [Cadence::Month, Cadence::Quarter, Cadence::Year] {
            let parts = whole.parts(cadence);
            let months: Vec<_> = parts.iter().flat_map(|part| part.months()).collect();
            prop_assert_eq!(months, whole.months());
            for part in parts {
                prop_assert!(part.months().into_iter().all(|month| part.holds(month)));
                prop_assert!(part <= whole);
                prop_assert!(part.published_at() <= whole.published_at());
            }
        }
    }
}
