//! What took place.

use std::collections::BTreeSet;

use sentier_kernel::Violation;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::plan::{MOST_MONEY, MOST_PEOPLE, agencies, text};
use super::{ActivityKind, CostLine, Day, Profession};
use crate::value::{AgeBand, Sex};

/// How many people of one sex and age band came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// Sex.
    pub sex: Sex,
    /// Age band; unknown when it was not counted by age.
    pub age_band: AgeBand,
    /// How many.
    pub count: u32,
}

/// How many actors of one profession and sex were trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trained {
    /// Profession.
    pub profession: Profession,
    /// Sex.
    pub sex: Sex,
    /// How many.
    pub count: u32,
}

/// What was spent on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// The line.
    pub line: CostLine,
    /// CFA francs.
    pub amount: u64,
}

/// What took place: when, with whom, at what cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The day.
    pub day: Day,
    /// Who came; only of a session or an event.
    pub audience: Vec<Audience>,
    /// Who was trained; only of a training.
    pub trained: Vec<Trained>,
    /// What was spent.
    pub costs: Vec<Cost>,
    /// Who paid; at most 80 characters.
    pub funder: String,
    /// Agencies that took part.
    pub agencies: BTreeSet<Uuid>,
}

impl Outcome {
    /// People reached or trained.
    pub fn people(&self) -> u64 {
        let came = self.audience.iter().map(|one| u64::from(one.count));
        came.chain(self.trained.iter().map(|one| u64::from(one.count))).sum()
    }

    /// CFA francs spent.
    pub fn cost(&self) -> u64 {
        self.costs.iter().map(|one| one.amount).sum()
    }

    pub(super) fn violations(&self, kind: ActivityKind, today: Day) -> Vec<Violation> {
        let mut wrong = Vec::new();
        if self.day > today {
            wrong.push(Violation::in_future("outcome.day"));
        }
        // A training counts by profession and the others by age: nobody is counted twice.
        let (mine, others) = match kind {
            ActivityKind::Training => ("outcome.trained", "outcome.audience"),
            ActivityKind::AwarenessSession | ActivityKind::PublicEvent => {
                ("outcome.audience", "outcome.trained")
            }
        };
        let (counted, misplaced) = match kind {
            ActivityKind::Training => (!self.trained.is_empty(), !self.audience.is_empty()),
            ActivityKind::AwarenessSession | ActivityKind::PublicEvent => {
                (!self.audience.is_empty(), !self.trained.is_empty())
            }
        };
        if !counted {
            wrong.push(Violation::required(mine));
        }
        if misplaced {
            wrong.push(Violation::new(others, "violation-not-allowed"));
        }
        let audience = self.audience.iter().map(|one| (one.sex, one.age_band, one.count));
        let trained = self.trained.iter().map(|one| (one.profession, one.sex, one.count));
        people(&mut wrong, "outcome.audience", audience);
        people(&mut wrong, "outcome.trained", trained);
        self.costs_violations(&mut wrong);
        text(&mut wrong, "outcome.funder", &self.funder, usize::from(self.cost() > 0)..=80);
        agencies(&mut wrong, "outcome.agencies", &self.agencies);
        wrong
    }

    fn costs_violations(&self, wrong: &mut Vec<Violation>) {
        let lines: BTreeSet<_> = self.costs.iter().map(|one| one.line).collect();
        if lines.len() < self.costs.len() {
            wrong.push(Violation::new("outcome.costs", "violation-too-many"));
        }
        if self.costs.iter().any(|one| !(1..=MOST_MONEY).contains(&one.amount)) {
            wrong.push(Violation::new("outcome.costs", "violation-out-of-range"));
        }
    }
}

/// Each pair of codes stands once, with a count of people.
fn people<A: Ord, B: Ord>(
    wrong: &mut Vec<Violation>,
    field: &'static str,
    rows: impl Iterator<Item = (A, B, u32)>,
) {
    let mut seen = BTreeSet::new();
    let (mut twice, mut out_of_range) = (false, false);
    for (first, second, count) in rows {
        twice |= !seen.insert((first, second));
        out_of_range |= !(1..=MOST_PEOPLE).contains(&count);
    }
    if twice {
        wrong.push(Violation::new(field, "violation-too-many"));
    }
    if out_of_range {
        wrong.push(Violation::new(field, "violation-out-of-range"));
    }
}
