//! A time of day as the contract writes it: `08:30`; `24:00` is the end of the day.

/// `HH:MM` of minutes after midnight.
pub(super) fn write(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Minutes after midnight, 0 to 1 440; none when it is not written as one.
pub(super) fn read(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let is_number = |part: &str| part.len() == 2 && part.bytes().all(|it| it.is_ascii_digit());
    if !is_number(hours) || !is_number(minutes) {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let of_day = hours * 60 + minutes;
    (minutes < 60 && of_day <= 24 * 60).then_some(of_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minute_of_a_day_is_read_as_written() {
        for minutes in 0..=1_440 {
            assert_eq!(read(&write(minutes)), Some(minutes));
        }
    }

    #[test]
    fn what_is_no_time_of_day_is_not_read() {
        for text in ["", "8:00", "08:0", "08h00", "24:01", "08:60", "+8:00", "08:00:00", "99:99"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
