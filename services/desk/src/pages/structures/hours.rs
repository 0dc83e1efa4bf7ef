//! Opening hours as people write them: a line a day, `08:00-12:00, 18:00-07:00*`, where `*` is night duty.

use sentier_proto::referrals::v1::Opening;
use sentier_proto::referrals::v1::opening::Weekday;

/// One day of the form.
pub(super) struct Day {
    pub(super) weekday: Weekday,
    /// The name of its field.
    pub(super) field: &'static str,
}

/// The week.
pub(super) const DAYS: [Day; 7] = [
    Day { weekday: Weekday::Monday, field: "hours.monday" },
    Day { weekday: Weekday::Tuesday, field: "hours.tuesday" },
    Day { weekday: Weekday::Wednesday, field: "hours.wednesday" },
    Day { weekday: Weekday::Thursday, field: "hours.thursday" },
    Day { weekday: Weekday::Friday, field: "hours.friday" },
    Day { weekday: Weekday::Saturday, field: "hours.saturday" },
    Day { weekday: Weekday::Sunday, field: "hours.sunday" },
];

/// The line of a day.
pub(super) fn write(openings: &[Opening], weekday: Weekday) -> String {
    let of_day = openings.iter().filter(|one| one.weekday() == weekday);
    let lines = of_day.map(|one| {
        let duty = if one.night_duty { "*" } else { "" };
        format!("{}-{}{duty}", one.opens_at, one.closes_at)
    });
    lines.collect::<Vec<_>>().join(", ")
}

/// The openings of a line; none when it cannot be read.
pub(super) fn read(weekday: Weekday, line: &str) -> Option<Vec<Opening>> {
    let parts = line.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| opening(weekday, part)).collect()
}

fn opening(weekday: Weekday, part: &str) -> Option<Opening> {
    let (span, night_duty) = match part.strip_suffix('*') {
        Some(span) => (span, true),
        None => (part, false),
    };
    let (opens_at, closes_at) = span.split_once(['-', '–'])?;
    let (opens_at, closes_at) = (time(opens_at)?, time(closes_at)?);
    Some(Opening { weekday: weekday.into(), opens_at, closes_at, night_duty })
}

/// `8h30`, `8:30`, `08:30` or `8h`, as the contract writes it.
fn time(text: &str) -> Option<String> {
    let text = text.trim();
    let (hours, minutes) = text.split_once([':', 'h', 'H']).unwrap_or((text, ""));
    let number = |part: &str, most: u8| part.trim().parse::<u8>().ok().filter(|it| *it <= most);
    let hours = number(hours, 24)?;
    let minutes = if minutes.trim().is_empty() { 0 } else { number(minutes, 59)? };
    (hours < 24 || minutes == 0).then(|| format!("{hours:02}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_written_as_it_is_read() {
        let line = "08:00-12:00, 18:00-07:00*";
        let openings = read(Weekday::Monday, line).unwrap();
        assert_eq!(openings.len(), 2);
        assert!(openings[1].night_duty && !openings[0].night_duty);
        assert_eq!(write(&openings, Weekday::Monday), line);
        assert_eq!(write(&openings, Weekday::Tuesday), "");
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        let read = |line| read(Weekday::Friday, line).map(|all| write(&all, Weekday::Friday));
        assert_eq!(read("8h-12h30 ; 14h - 17h").as_deref(), Some("08:00-12:30, 14:00-17:00"));
        assert_eq!(read("0:00–24:00").as_deref(), Some("00:00-24:00"));
        assert_eq!(read(""), Some(String::new()));
        for line in ["8h", "8h-25h", "8h-24h01", "matin", "8h-12h60", "8h-12h-14h"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
