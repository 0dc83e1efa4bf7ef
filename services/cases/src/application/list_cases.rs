//! Lists the cases that a member of staff may see, newest first, without personal data.

use sentier_cases_domain::case::care::codes::Risk;
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_cases_domain::value::SurvivorCode;
use sentier_kernel::{Moment, PageSize};

use super::{Cases, Fault, SHOWS_OWN};
use crate::projections::{CASE_LIST, case_list};

/// Which cases are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The centre's code.
    pub centre: String,
    /// Who asks: a case that must not reach her, or is sealed to others, is not there.
    pub viewer: Option<StaffId>,
    /// Only cases that she works on or opened; absent for all of the centre's.
    pub only_of: Option<Own>,
    /// Only cases that this member of staff works on.
    pub caseworker: Option<StaffId>,
    /// Only open, or only closed ones.
    pub open: Option<bool>,
    /// Only cases whose newest assessment found this risk.
    pub risk: Option<Risk>,
    /// Only cases on which a flag stands.
    pub flagged: bool,
    /// Only cases with an incident recorded after this, those that follow another case among them.
    pub incident_since: Option<Moment>,
}

/// A member of staff's own cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// Her account, when she may see the cases she works on.
    pub works_on: Option<StaffId>,
    /// Her principal's name, when she may see the cases she opened.
    pub opened: Option<String>,
}

/// Which part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many.
    pub size: PageSize,
    /// Only cases opened before this position; absent for the first page.
    pub before: Option<i64>,
}

/// One case of a list. Not personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Where it stands in the list: the position of its opening.
    pub position: i64,
    /// The case.
    pub case: CaseId,
    /// Its version.
    pub version: i64,
    /// The code that stands for her name.
    pub survivor_code: SurvivorCode,
    /// Who works on it.
    pub caseworker: StaffId,
    /// When it was opened.
    pub opened_at: Moment,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// Incidents recorded.
    pub incidents: i64,
    /// Whether the survivor was erased.
    pub erased: bool,
    /// The risk of the newest assessment.
    pub risk: Option<Risk>,
    /// How many flags stand.
    pub flags: i64,
}

impl Cases {
    /// A page of the list, and where the next one starts when there is one.
    ///
    /// # Errors
    /// When the read model is behind for too long, or the store does not answer.
    pub async fn list_cases(
        &self,
        wanted: &Wanted,
        page: Page,
    ) -> Result<(Vec<Listed>, Option<i64>), Fault> {
        self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
        let Page { size, before } = page;
        let db = self.host.store.database();
        let rows = case_list::page(db, wanted, before, size.and_one()).await?;
        Ok(size.cut(rows, |last| last.position))
    }
}
