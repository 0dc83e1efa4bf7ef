//! Age bands of the figures, from the age at the incident and not at its report.

use crate::codes::AgeBand;
use crate::value::Date;

/// The band of her age on the day of the incident; `None` when that day is before her birth.
///
/// Primero takes the age stored at intake, which counts late reports of childhood abuse as abuse of
/// adults (DOMAIN 2.3).
pub fn band_at(birth: Date, incident: Date) -> Option<AgeBand> {
    Some(match years_at(birth, incident)? {
        ..=11 => AgeBand::From0To11,
        12..=17 => AgeBand::From12To17,
        18..=24 => AgeBand::From18To24,
        25..=34 => AgeBand::From25To34,
        35..=49 => AgeBand::From35To49,
        _ => AgeBand::From50,
    })
}

/// Below this age she is a child (children's code of Togo, law 2007-017; Convention on the Rights of the
/// Child, article 1).
pub const ADULT: u8 = 18;

/// Her age in completed years on a day; `None` when that day is before her birth.
pub fn years_at(birth: Date, day: Date) -> Option<u8> {
    if day < birth {
        return None;
    }
    let had_birthday = (day.month(), day.day()) >= (birth.month(), birth.day());
    let years = day.year() - birth.year() - i32::from(!had_birthday);
    Some(u8::try_from(years).unwrap_or(u8::MAX))
}

/// Whether she was a child on a day; `None` when that day is before her birth.
pub fn was_child_at(birth: Date, day: Date) -> Option<bool> {
    years_at(birth, day).map(|years| years < ADULT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_before_her_eighteenth_birthday_she_is_a_child() {
        let birth = Date::parse(2000, 3, 15).unwrap();
        let band = |day| band_at(birth, Date::parse(2018, 3, day).unwrap());
        assert_eq!(band(14), Some(AgeBand::From12To17));
        assert_eq!(band(15), Some(AgeBand::From18To24));
    }

    #[test]
    fn an_incident_before_birth_has_no_band() {
        let birth = Date::parse(2000, 3, 15).unwrap();
        assert_eq!(band_at(birth, Date::parse(2000, 3, 14).unwrap()), None);
    }
}
