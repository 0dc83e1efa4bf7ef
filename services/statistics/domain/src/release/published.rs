//! One release: what was published of one table and period, once and for ever.

use std::fmt;
use std::str::FromStr;

use sentier_kernel::{Category, Decider, Explain, Moment};
use serde::{Deserialize, Serialize};

use super::{Estimates, Rho, Table};
use crate::period::Period;

/// The name of a release: its table and period, `region_type-2026-Q4`. It follows from the calendar, so
/// that it tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReleaseId {
    /// When; first, so that names sort in the order of publication.
    pub period: Period,
    /// What.
    pub table: Table,
}

/// A text that names no release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a release")]
pub struct MalformedReleaseId;

impl ReleaseId {
    /// Every release of one period, in the order of tables.
    pub fn of(period: Period) -> impl Iterator<Item = Self> {
        let such = move |table: &&Table| table.cadence() == period.cadence();
        Table::ALL.iter().filter(such).map(move |table| Self { table: *table, period })
    }

    /// Its place in the order of publication, a number that sorts as releases do: the year, the month in
    /// which the period ends, how long it is, and the table. A table beyond the tenth carries into the length,
    /// where there is none one longer than a month, a quarter or a year; so places of before it stay.
    pub fn place(self) -> i64 {
        let ends = self.period.months().last().map_or(0, |month| month.parts().1);
        let length = self.period.cadence().months();
        let digits = [(i64::from(ends), 100), (i64::from(length), 100), (self.table as i64, 10)];
        let year = i64::from(self.period.year());
        digits.into_iter().fold(year, |place, (digit, base)| place * base + digit)
    }
}

impl fmt::Display for ReleaseId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.table.code(), self.period)
    }
}

impl FromStr for ReleaseId {
    type Err = MalformedReleaseId;

    fn from_str(text: &str) -> Result<Self, MalformedReleaseId> {
        let (table, period) = text.split_once('-').ok_or(MalformedReleaseId)?;
        let table = Table::from_code(table).ok_or(MalformedReleaseId)?;
        let period: Period = period.parse().map_err(|_malformed| MalformedReleaseId)?;
        if period.cadence() == table.cadence() {
            Ok(Self { period, table })
        } else {
            Err(MalformedReleaseId)
        }
    }
}

impl TryFrom<String> for ReleaseId {
    type Error = MalformedReleaseId;

    fn try_from(text: String) -> Result<Self, MalformedReleaseId> {
        text.parse()
    }
}

impl From<ReleaseId> for String {
    fn from(id: ReleaseId) -> Self {
        id.to_string()
    }
}

/// What is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Which.
    pub id: ReleaseId,
    /// What its table costs in the year.
    pub rho: Rho,
    /// The count of every cell with its noise, in the order of the table's cells.
    pub noisy: Vec<i64>,
    /// The estimate of every cell.
    pub estimates: Estimates,
}

/// The aggregate: one release, a stream for each.
#[derive(Clone, Copy, Debug)]
pub struct Releases;

/// Nothing, or what was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication(pub Option<Release>);

/// A stored fact about a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was published; every replay gives these numbers again.
    ReleasePublished(Release),
}

/// Why nothing is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Other numbers were published under this name.
    #[error("the release was published with other numbers")]
    Published,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        Category::Bug
    }

    fn reason(&self) -> &'static str {
        "INTERNAL"
    }
}

impl Decider for Releases {
    type State = Publication;
    type Command = Release;
    type Event = Event;
    type Rejection = Rejection;

    fn initial() -> Publication {
        Publication::default()
    }

    fn decide(state: &Publication, release: Release, _at: Moment) -> Result<Vec<Event>, Rejection> {
        match &state.0 {
            None => Ok(vec![Event::ReleasePublished(release)]),
            Some(published) if *published == release => Ok(Vec::new()),
            Some(_) => Err(Rejection::Published),
        }
    }

    fn evolve(_state: Publication, event: &Event) -> Publication {
        let Event::ReleasePublished(release) = event;
        Publication(Some(release.clone()))
    }
}
