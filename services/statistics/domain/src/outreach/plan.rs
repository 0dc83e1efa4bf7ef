//! What is to be done.

use std::collections::BTreeSet;

use sentier_kernel::Violation;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ActivityKind, Day, Theme};

/// The most people that one activity can mean to reach, or reach with one sex and age band.
pub(super) const MOST_PEOPLE: u32 = 100_000;
/// The most money of one activity, in CFA francs.
pub(super) const MOST_MONEY: u64 = 10_000_000_000;
/// The most agencies that take part.
pub(super) const MOST_AGENCIES: usize = 20;

/// What is to be done, where, when, for whom and at what cost. Public facts only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What kind.
    pub kind: ActivityKind,
    /// What about.
    pub theme: Theme,
    /// A title, 2 to 120 characters.
    pub title: String,
    /// The day.
    pub day: Day,
    /// The commune, 2 to 60 characters.
    pub commune: String,
    /// The place, 2 to 120 characters.
    pub place: String,
    /// Agencies of the directory that take part.
    pub agencies: BTreeSet<Uuid>,
    /// How many people shall be reached or trained.
    pub people_target: u32,
    /// CFA francs it may cost.
    pub budget: u64,
    /// Who pays; at most 80 characters.
    pub funder: String,
}

impl Plan {
    pub(super) fn violations(&self) -> Vec<Violation> {
        let mut wrong = Vec::new();
        text(&mut wrong, "plan.title", &self.title, 2..=120);
        text(&mut wrong, "plan.commune", &self.commune, 2..=60);
        text(&mut wrong, "plan.place", &self.place, 2..=120);
        text(&mut wrong, "plan.funder", &self.funder, 0..=80);
        agencies(&mut wrong, "plan.agencies", &self.agencies);
        if self.people_target > MOST_PEOPLE {
            wrong.push(Violation::new("plan.people_target", "violation-out-of-range"));
        }
        if self.budget > MOST_MONEY {
            wrong.push(Violation::new("plan.budget", "violation-out-of-range"));
        }
        wrong
    }
}

/// A text of so many characters, without control characters.
pub(crate) fn text(
    wrong: &mut Vec<Violation>,
    field: &'static str,
    text: &str,
    length: std::ops::RangeInclusive<usize>,
) {
    let characters = text.chars().count();
    if characters == 0 && *length.start() > 0 {
        wrong.push(Violation::required(field));
    } else if characters < *length.start() {
        wrong.push(Violation::new(field, "violation-too-short"));
    } else if characters > *length.end() {
        wrong.push(Violation::too_long(field));
    } else if text.chars().any(char::is_control) {
        wrong.push(Violation::malformed(field));
    }
}

pub(super) fn agencies(wrong: &mut Vec<Violation>, field: &'static str, given: &BTreeSet<Uuid>) {
    if given.len() > MOST_AGENCIES {
        wrong.push(Violation::new(field, "violation-too-many"));
    }
}
