//! What survivors said of the centre's work in a quarter, question by question.
//!
//! PRIVACY: what fewer than five said is not told, and only whole quarters that have ended are looked at: between two looks nothing changes
//! by one voice.

use std::collections::BTreeMap;

use sentier_kernel::{Moment, Violation};

use crate::feedback::{Question, Scores};
use crate::value::Date;

/// What fewer than so many said is not told. Our choice: the number below which the figures of this house are
/// withheld.
pub const FEWEST: u32 = 5;

/// The first year that is asked for.
const FIRST_YEAR: i32 = 2000;
/// The last year that is asked for.
const LAST_YEAR: i32 = 2199;

/// A quarter of a year that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// Its beginning.
    pub from: Moment,
    /// The beginning of the next one.
    pub until: Moment,
}

impl Quarter {
    /// The quarter, 1 to 4, of a year.
    ///
    /// # Errors
    /// What is out of range, and `quarter` when it has not ended at `now`.
    pub fn parse(year: i32, quarter: i32, now: Moment) -> Result<Self, Vec<Violation>> {
        let range = |field: &'static str, holds: bool| {
            (!holds).then(|| Violation::new(field, "violation-out-of-range"))
        };
        let wrong = [
            range("year", (FIRST_YEAR..=LAST_YEAR).contains(&year)),
            range("quarter", (1..=4).contains(&quarter)),
        ];
        let wrong: Vec<Violation> = wrong.into_iter().flatten().collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let begins = |year: i32, quarter: i32| {
            let day = Date::parse(year, quarter * 3 - 2, 1).map(Date::midnight);
            day.map_err(|_no_day| vec![Violation::malformed("quarter")])
        };
        let from = begins(year, quarter)?;
        let until = if quarter == 4 { begins(year + 1, 1) } else { begins(year, quarter + 1) }?;
        if until > now {
            return Err(vec![Violation::in_future("quarter")]);
        }
        Ok(Self { from, until })
    }

    /// Whether a moment lies in it.
    pub fn holds(&self, at: Moment) -> bool {
        self.from <= at && at < self.until
    }
}

/// Sums of answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    feedbacks: u32,
    /// How many answered a question, and the sum of their scores.
    answers: BTreeMap<Question, (u32, u32)>,
}

/// What is told of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Average {
    /// How many answered.
    pub answers: u32,
    /// The mean of their scores in tenths, 10 to 50, rounded.
    pub tenths: u32,
}

impl Tally {
    /// Takes in one feedback.
    pub fn add(&mut self, scores: &Scores) {
        self.feedbacks += 1;
        for (question, score) in scores.iter() {
            let (answers, sum) = self.answers.entry(question).or_default();
            *answers += 1;
            *sum += u32::try_from(score).unwrap_or_default();
        }
    }

    /// How many feedbacks there were; `None` for fewer than are told.
    pub fn feedbacks(&self) -> Option<u32> {
        (self.feedbacks >= FEWEST).then_some(self.feedbacks)
    }

    /// How a question was answered; `None` for fewer answers than are told.
    pub fn average(&self, question: Question) -> Option<Average> {
        let (answers, sum) = *self.answers.get(&question)?;
        let tenths = (sum * 20 + answers) / (answers * 2).max(1);
        (answers >= FEWEST).then_some(Average { answers, tenths })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(scores: &[&[(Question, i32)]]) -> Tally {
        let mut tally = Tally::default();
        for given in scores {
            tally.add(&Scores::parse(given).unwrap());
        }
        tally
    }

    #[test]
    fn what_fewer_than_five_said_is_not_told() {
        use Question::{Helped, Safer};
        let four = tally(&[[(Helped, 5), (Safer, 1)].as_slice(); 4]);
        assert_eq!((four.feedbacks(), four.average(Helped)), (None, None));
        let five = tally(&[
            &[(Helped, 5)],
            &[(Helped, 4)],
            &[(Helped, 4)],
            &[(Helped, 1)],
            &[(Helped, 2), (Safer, 1)],
        ]);
        assert_eq!(five.feedbacks(), Some(5));
        assert_eq!(five.average(Helped), Some(Average { answers: 5, tenths: 32 }));
        assert_eq!(five.average(Safer), None, "one voice");
        assert_eq!(five.average(Question::Private), None, "nobody was asked");
    }

    #[test]
    fn a_mean_is_rounded_to_a_tenth() {
        use Question::Helped;
        let mean = |scores: &[i32]| {
            let given: Vec<[(Question, i32); 1]> =
                scores.iter().map(|it| [(Helped, *it)]).collect();
            let given: Vec<&[(Question, i32)]> = given.iter().map(<[_; 1]>::as_slice).collect();
            tally(&given).average(Helped).unwrap().tenths
        };
        assert_eq!(mean(&[5, 5, 5, 5, 5]), 50);
        assert_eq!(mean(&[1, 1, 1, 1, 1, 2]), 12);
        assert_eq!(mean(&[3, 3, 3, 3, 3, 3, 4, 4]), 33);
    }

    #[test]
    fn a_quarter_is_asked_for_when_it_has_ended() {
        let day = |year, month, day| Date::parse(year, month, day).unwrap().midnight();
        let now = day(2026, 11, 26);
        let third = Quarter::parse(2026, 3, now).unwrap();
        assert_eq!((third.from, third.until), (day(2026, 7, 1), day(2026, 10, 1)));
        assert!(third.holds(day(2026, 9, 30)) && !third.holds(day(2026, 10, 1)));
        let last = Quarter::parse(2025, 4, now).unwrap();
        assert_eq!((last.from, last.until), (day(2025, 10, 1), day(2026, 1, 1)));
        let wrong = |year, quarter| -> Vec<String> {
            let wrong = Quarter::parse(year, quarter, now).unwrap_err();
            wrong.into_iter().map(|one| one.field.into_owned()).collect()
        };
        assert_eq!(wrong(2026, 4), ["quarter"]);
        assert_eq!(wrong(1999, 0), ["year", "quarter"]);
        assert_eq!(wrong(i32::MAX, i32::MIN), ["year", "quarter"]);
    }
}
