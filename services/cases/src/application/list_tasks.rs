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
    /// Which tasks of health care.
    pub health: Health,
}

/// Tasks of health care of somebody, of incidents so lately recorded that a limit may still run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lately {
    /// Whose.
    pub owner: StaffId,
    /// Those that are due after this, as they are stored.
    pub due_after: Moment,
}

/// Which tasks of health care are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Health {
    /// All, as they are stored.
    #[default]
    All,
    /// All but these.
    Without(Lately),
    /// These, and no other task.
    Only(Lately),
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
    /// A page of tasks, and where the next one starts when there is one; `derived` are tasks that stand
    /// beside the stored ones, with an end of their own.
    ///
    /// # Errors
    /// When the read model is behind for too long, or the store does not answer.
    pub async fn list_tasks(
        &self,
        wanted: &WantedTasks,
        size: PageSize,
        behind: Option<(Moment, i64)>,
        derived: Vec<DueTask>,
    ) -> Result<(Vec<DueTask>, Option<(Moment, i64)>), Fault> {
        self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
        let db = self.host.store.database();
        let mut rows = task::page(db, wanted, behind, size.and_one()).await?;
        rows.extend(derived.into_iter().filter(|one| {
            wanted.after.is_none_or(|after| one.due > after)
                && wanted.until.is_none_or(|until| one.due <= until)
                && behind.is_none_or(|behind| (one.due, one.id) > behind)
        }));
        rows.sort_by_key(|one| (one.due, one.id));
        rows.truncate(usize::try_from(size.and_one()).unwrap_or(usize::MAX));
        Ok(size.cut(rows, |last| (last.due, last.id)))
    }

    /// Every task of health care of these, as it is stored.
    ///
    /// # Errors
    /// As [`Cases::list_tasks`].
    pub async fn health_tasks(
        &self,
        wanted: &WantedTasks,
        lately: Lately,
    ) -> Result<Vec<DueTask>, Fault> {
        self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
        let wanted = WantedTasks {
            after: None,
            until: None,
            health: Health::Only(lately),
            ..wanted.clone()
        };
        let (mut found, mut behind) = (Vec::new(), None);
        loop {
            let (db, size) = (self.host.store.database(), PageSize::LARGEST);
            let rows = task::page(db, &wanted, behind, size.and_one()).await?;
            let (rows, next) = size.cut(rows, |last| (last.due, last.id));
            found.extend(rows);
            if next.is_none() {
                return Ok(found);
            }
            behind = next;
        }
    }
}
