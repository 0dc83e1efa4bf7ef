//! Who read what, for those who may ask: the survivor's report, and the manager's review.

use std::collections::BTreeSet;

use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_cases_domain::review::{Concern, FOLLOW_UP};
use sentier_cases_domain::value::SurvivorCode;
use sentier_kernel::{Moment, PageSize};

use super::{Cases, Fault, Known, SHOWS_OWN};
use crate::projections::{CASE_LIST, audit};

/// One reading of a case's file, or of a disclosure of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenReading {
    /// Its place in the log.
    pub position: i64,
    /// When.
    pub at: Moment,
    /// Who, as a resource name.
    pub principal: String,
    /// Why, as a code.
    pub purpose: String,
}

/// An entry that deserves a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewItem {
    /// Its place in the log.
    pub position: i64,
    /// When.
    pub at: Moment,
    /// Who, as a resource name.
    pub principal: String,
    /// The case; absent for a search.
    pub case: Option<CaseId>,
    /// The code that stands for her name there; absent for a search.
    pub survivor_code: Option<SurvivorCode>,
    /// Why she read, as a code; empty for a search.
    pub purpose: String,
    /// Why it is shown.
    pub concerns: BTreeSet<Concern>,
}

/// The time that a review looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewWindow {
    /// From this moment on.
    pub since: Moment,
    /// Before this moment.
    pub until: Moment,
    /// The present.
    pub now: Moment,
}

impl ReviewWindow {
    /// Searches before this moment had their time to be followed up.
    pub fn settled(self) -> Moment {
        self.now.minus(FOLLOW_UP)
    }
}

impl Cases {
    /// A page of the readings of a case before a position, newest first, and where the next one starts.
    ///
    /// # Errors
    /// When the read model is behind for too long, or the store does not answer.
    pub async fn readings(
        &self,
        known: &Known,
        before: i64,
        size: PageSize,
    ) -> Result<(Vec<SeenReading>, Option<i64>), Fault> {
        self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
        let db = self.host.store.database();
        let rows = audit::readings(db, known.case, before, size.and_one()).await?;
        Ok(size.cut(rows, |row| row.position))
    }

    /// A page of what deserves a question in a centre, newest first, and where the next one starts; of a
    /// case that must not reach her, `viewer` is told nothing.
    ///
    /// # Errors
    /// As [`Cases::readings`].
    pub async fn review(
        &self,
        (centre, viewer): (&str, Option<StaffId>),
        window: ReviewWindow,
        before: i64,
        size: PageSize,
    ) -> Result<(Vec<ReviewItem>, Option<i64>), Fault> {
        self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
        let db = self.host.store.database();
        let rows =
            audit::review_items(db, (centre, viewer), window, before, size.and_one()).await?;
        Ok(size.cut(rows, |row| row.position))
    }
}
