//! Who comes: sex, age, name, and how she may be reached.

use rand::RngExt as _;
use sentier_proto::common::v1::{IncidentType, Sex};
use time::{Date, Duration};

use super::draw::{Mix, Source, between, chance};
use super::{names, words};

/// A survivor, invented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Her name; empty at an anonymous intake.
    pub full_name: String,
    /// Sex.
    pub sex: Sex,
    /// Date of birth; absent when she does not know it.
    pub birth_date: Option<Date>,
    /// Whether only the year is known.
    pub birth_date_estimated: bool,
    /// Phone number; may be empty.
    pub phone: String,
    /// How to reach her safely; may be empty.
    pub safe_contact: String,
    /// A word that stands in every text about her and nowhere else.
    pub code_word: String,
}

/// 94 % of survivors are girls and women (Central African Republic, UNHCR 2025; DOMAIN 5.2).
const SEX: Mix<Sex> = Mix::new((Sex::Female, 94), &[(Sex::Male, 6)]);

/// Four in ten survivors of sexual violence are minors (Central African Republic, MSF 2019; PRIVACY 4).
const MINORS_SEXUAL: u32 = 40;
/// Most forced marriages are of girls (MICS6 2017: 24 % of women were married before 18). Share assumed.
const MINORS_MARRIAGE: u32 = 70;
/// Of the others, one in eight is 12 to 17 (Mali 2022; PRIVACY 4).
const MINORS_OTHER: u32 = 12;

/// A survivor of an incident of this type, on this day.
pub(super) fn draw(source: &mut Source, kind: IncidentType, today: Date) -> Person {
    let sex = SEX.draw(source);
    let code_word = names::code_word(source);
    let age = age(source, kind);
    let birth_date_estimated = chance(source, 35);
    let birth_date = birth_date(source, age, today, birth_date_estimated);
    let named = !chance(source, 4);
    let reachable = chance(source, 70);
    Person {
        full_name: if named { names::full_name(source, sex) } else { String::new() },
        sex,
        birth_date: if chance(source, 94) { birth_date } else { None },
        birth_date_estimated,
        phone: if reachable { names::phone(source) } else { String::new() },
        safe_contact: words::safe_contact(source, &code_word),
        code_word,
    }
}

fn age(source: &mut Source, kind: IncidentType) -> u32 {
    let minors = match kind {
        IncidentType::Rape | IncidentType::SexualAssault => MINORS_SEXUAL,
        IncidentType::ForcedMarriage => MINORS_MARRIAGE,
        _ => MINORS_OTHER,
    };
    if chance(source, minors) {
        let youngest = if kind == IncidentType::ForcedMarriage { 12 } else { 6 };
        return between(source, youngest, 17);
    }
    // Mean near 30, spread near 9 (Tambacounda court files: 26.5 ± 10.1, minors included; PRIVACY 4).
    let bell: u32 = (0..3).map(|_| source.random_range(0..=18_u32)).sum();
    18 + bell.saturating_sub(15).max(bell / 4).min(60)
}

/// A day on which she would be `age` today; 1 January when only the year is known.
fn birth_date(source: &mut Source, age: u32, today: Date, estimated: bool) -> Option<Date> {
    let year = today.year() - i32::try_from(age).ok()?;
    let days = Duration::days(i64::from(between(source, 0, 364)));
    let day = Date::from_ordinal_date(year, 1).ok()?.checked_add(days)?;
    let birthday_passed = day.ordinal() <= today.ordinal();
    let day = if birthday_passed {
        day
    } else {
        Date::from_ordinal_date(year - 1, day.ordinal().min(365)).ok()?
    };
    if estimated { Date::from_ordinal_date(day.year(), 1).ok() } else { Some(day) }
}
