//! How like somebody sought an entry is, and on what grounds.

use std::collections::BTreeSet;
use std::fmt;

use crate::id::CaseId;
use crate::value::{Date, FullName, Phone, SurvivorCode};
use sentier_kernel::codes;

codes! {
    /// What a search goes by, and what a match matched on.
    Criterion {
        /// The code that stands for her name.
        SurvivorCode = "survivor_code",
        /// Her name, by its sound.
        FullName = "full_name",
        /// Her phone number.
        Phone = "phone",
        /// Her date of birth.
        BirthDate = "birth_date",
    }
}

impl Criterion {
    /// How much it weighs beside the others that are asked for. A code is given out once; a phone is
    /// shared in a family; dates of birth are often guessed.
    const fn weight(self) -> u32 {
        match self {
            Self::SurvivorCode => 10,
            Self::FullName => 6,
            Self::Phone => 4,
            Self::BirthDate => 2,
        }
    }
}

/// What is known of the one who is sought; what is empty is not asked.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The code that stands for her name.
    pub survivor_code: Option<SurvivorCode>,
    /// Her name as she says it, all of it or a part.
    pub name: FullName,
    /// Her phone number.
    pub phone: Phone,
    /// Her date of birth.
    pub birth_date: Option<Date>,
}

impl Query {
    /// What it goes by.
    pub fn criteria(&self) -> BTreeSet<Criterion> {
        let asked = [
            (self.survivor_code.is_some(), Criterion::SurvivorCode),
            (!self.name.is_empty(), Criterion::FullName),
            (!self.phone.is_empty(), Criterion::Phone),
            (self.birth_date.is_some(), Criterion::BirthDate),
        ];
        asked.into_iter().filter_map(|(asked, criterion)| asked.then_some(criterion)).collect()
    }
}

/// A survivor as an index takes her in.
#[derive(Clone, PartialEq, Eq)]
pub struct Sought {
    /// Her case.
    pub case: CaseId,
    /// The code that stands for her name.
    pub survivor_code: SurvivorCode,
    /// Her name; empty at an anonymous intake.
    pub name: FullName,
    /// Her phone; may be empty.
    pub phone: Phone,
    /// Her date of birth, or 1 January of the estimated year.
    pub birth_date: Option<Date>,
    /// Whether the date of birth is an estimate.
    pub birth_date_estimated: bool,
}

// PRIVACY: what is sought and found does not print.
impl fmt::Debug for Query {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Query").field("criteria", &self.criteria()).finish_non_exhaustive()
    }
}
impl fmt::Debug for Sought {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Sought").field("case", &self.case).finish_non_exhaustive()
    }
}

/// A case that may be hers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The case.
    pub case: CaseId,
    /// How sure, of a thousand.
    pub score: u32,
    /// What spoke for it.
    pub on: BTreeSet<Criterion>,
}

/// The likeness by each criterion that was asked, of a thousand, as one score.
pub(super) fn score(likenesses: &[(Criterion, u32)]) -> u32 {
    let weights: u32 = likenesses.iter().map(|(criterion, _)| criterion.weight()).sum();
    let points: u32 =
        likenesses.iter().map(|(criterion, likeness)| criterion.weight() * likeness).sum();
    points / weights.max(1)
}

/// How like two dates of birth are: an estimated one is a year at best, give or take two.
pub(super) fn same_birth(asked: Date, hers: Date, estimated: bool) -> u32 {
    if asked == hers {
        return 1_000;
    }
    match (asked.year() - hers.year()).unsigned_abs() {
        0 if estimated => 900,
        1..=2 if estimated => 600,
        0 if asked.day() == hers.day() || asked.month() == hers.month() => 500,
        _ => 0,
    }
}

/// The digits by which a phone is known: the last eight, which is a Togolese number without its country.
pub(super) fn digits(phone: &Phone) -> Option<String> {
    const NATIONAL: usize = 8;
    let digits: Vec<char> = phone.as_str().chars().filter(char::is_ascii_digit).collect();
    let own = digits.iter().rev().take(NATIONAL).rev().collect();
    (digits.len() >= NATIONAL).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_with_its_country_and_without() {
        let known = |text| digits(&Phone::parse(text).unwrap());
        assert_eq!(known("+228 90 12 34 56"), known("90123456"));
        assert_eq!(known("00228-90-12-34-56"), Some("90123456".to_owned()));
        assert_eq!(known("1234"), None);
    }

    #[test]
    fn an_estimated_year_is_near_and_a_known_day_is_not() {
        let date = |year, month, day| Date::parse(year, month, day).unwrap();
        assert_eq!(same_birth(date(2001, 5, 6), date(2001, 5, 6), false), 1_000);
        assert_eq!(same_birth(date(2001, 5, 6), date(2002, 1, 1), true), 600);
        assert_eq!(same_birth(date(2001, 5, 6), date(2002, 1, 1), false), 0);
        assert_eq!(same_birth(date(2001, 5, 6), date(2004, 1, 1), true), 0);
    }

    #[test]
    fn a_query_does_not_print() {
        let query = Query { name: FullName::parse("Afi").unwrap(), ..Query::default() };
        assert!(!format!("{query:?}").contains("Afi"));
    }
}
