//! Lists what is to be done, the nearest end first, without personal data.

use sentier_cases_domain::case::care::task::Kind;
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_cases_domain::value::SurvivorCode;
use sentier_kernel::id::Uuid;
use sentier_kernel::{Moment, PageSize};

use super::{Cases, Fault, SHOWS_OWN};
use crate::projections::{CASE_LIST, task};

/// Which tasks are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WantedTasks {
    /// The centre's code.
    pub centre: String,
    /// Who asks: a case that must not reach her, or is sealed to others, has no tasks.
    pub viewer: Option<StaffId>,
    /// Only tasks of this member of staff.
    pub owner: Option<StaffId>,
    /// Only tasks whose time ends after this.
    pub after: Option<Moment>,
    /// Only tasks whose time has ended by then.
    pub until: Option<Moment>,
}

/// One task. Not personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueTask {
    /// Orders tasks that end together.
    pub id: i64,
    /// The case.
    pub case: CaseId,
    /// The code that stands for her name.
    pub survivor_code: SurvivorCode,
    /// What is to be done.
    pub kind: Kind,
    /// The action or entry that it is about; absent when it is about the case.
    pub subject: Option<Uuid>,
    /// Until when.
    pub due: Moment,
    /// Whose it is; absent when it is any supervisor's.
    pub owner: Option<StaffId>,
}

impl Cases {
    /// A page of tasks, and where the next one starts when there is one.
    ///
    /// # Errors
    /// When the read model is behind for too long, or the store does not answer.
    pub async fn list_tasks(
        &self,
        wanted: &WantedTasks,
        size: PageSize,
        behind: Option<(Moment, i64)>,
    ) -> Result<(Vec<DueTask>, Option<(Moment, i64)>), Fault> {
        self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
        let db = self.host.store.database();
        let rows = task::page(db, wanted, behind, size.and_one()).await?;
        Ok(size.cut(rows, |last| (last.due, last.id)))
    }
}
