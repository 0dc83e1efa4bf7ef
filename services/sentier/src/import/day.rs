//! Dates as they are written in registers.

use sentier_proto::common::v1 as pb;
use time::{Date, Month};

use super::fold::fold;

/// A day, or the first day of what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: Date,
    /// Whether only the month or the year is known.
    pub(super) estimated: bool,
}

impl Day {
    /// Reads `2026-03-08`, `08/03/2026` (the day stands first), `8-mars-2026`, `8 Mar 2026`, with or
    /// without a time behind; and, as estimates, `03/2026`, `2026-03` and `2026`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let folded = fold(without_time(text));
        let parts: Vec<&str> = folded.split(' ').collect();
        match *parts.as_slice() {
            [year, month, day] if is_year(year) => Self::exact(year, month, day),
            [day, month, year] => Self::exact(year, month, day),
            [year, month] if is_year(year) => Self::estimated(year, month),
            [month, year] => Self::estimated(year, month),
            [year] => Self::estimated(year, "1"),
            _ => None,
        }
    }

    fn exact(year: &str, month: &str, day: &str) -> Option<Self> {
        Some(Self { date: date(year, month, day)?, estimated: false })
    }

    fn estimated(year: &str, month: &str) -> Option<Self> {
        Some(Self { date: date(year, month, "1")?, estimated: true })
    }
}

/// What stands before the hour, `2026-03-08T14:30` or `8/3/2026 14:30`.
fn without_time(text: &str) -> &str {
    let before_minutes = text.split_once(':').map(|(before, _)| before);
    before_minutes.and_then(|before| before.rsplit_once([' ', 'T'])).map_or(text, |(day, _)| day)
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A date on the wire.
pub(super) fn on_wire(date: Date) -> pb::Date {
    sentier_platform::grpc::date(date)
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    if !is_year(year) || day.len() > 2 {
        return None;
    }
    Date::from_calendar_date(year.parse().ok()?, month_of(month)?, day.parse().ok()?).ok()
}

/// By number, or by its name in French or English, abbreviated or not.
fn month_of(text: &str) -> Option<Month> {
    const NAMES: [[&str; 2]; 12] = [
        ["janvier", "january"],
        ["fevrier", "february"],
        ["mars", "march"],
        ["avril", "april"],
        ["mai", "may"],
        ["juin", "june"],
        ["juillet", "july"],
        ["aout", "august"],
        ["septembre", "september"],
        ["octobre", "october"],
        ["novembre", "november"],
        ["decembre", "december"],
    ];
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Month::try_from(text.parse::<u8>().ok()?).ok();
    }
    let mut months = (1_u8..).zip(NAMES);
    let fits = |name: &str| name == text || (text.len() >= 3 && name.starts_with(text));
    // "jui" could be June or July: an abbreviation must fit one month only.
    let (number, _) = months.find(|(_, names)| names.iter().any(|name| fits(name)))?;
    if months.any(|(_, names)| names.iter().any(|name| fits(name))) {
        return None;
    }
    Month::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_day_is_read_in_every_way_it_is_written() {
        let eighth = Day { date: date!(2026 - 03 - 08), estimated: false };
        for text in [
            "2026-03-08",
            "2026-03-08T00:00:00",
            "2026-03-08 14:30:00",
            "08/03/2026",
            "8/3/2026",
            "08.03.2026",
            "08-mars-2026",
            "8 Mar 2026",
            "8-Mar-2026",
            "8 MARCH 2026",
        ] {
            assert_eq!(Day::parse(text), Some(eighth), "{text}");
        }
        let august = Day { date: date!(2026 - 08 - 01), estimated: true };
        for text in ["08/2026", "2026-08", "août 2026", "aug-2026"] {
            assert_eq!(Day::parse(text), Some(august), "{text}");
        }
        assert_eq!(Day::parse("1999"), Some(Day { date: date!(1999 - 01 - 01), estimated: true }));
    }

    #[test]
    fn what_is_no_day_is_not_guessed_at() {
        for text in [
            "",
            "31/02/2026",
            "03/13/2026",
            "8/3/26",
            "jui 2026",
            "yesterday",
            "20260308",
            "2026-3-8-9",
            "8/3/2026 or so",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}
