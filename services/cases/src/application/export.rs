//! Files that leave the centre. PRIVACY: consent is asked for before a case is opened, when it is opened,
//! and once more before the file leaves; each case's reading stands in the log before it is opened.

use sentier_cases_domain::counted::is_covered;
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_eventing::streams::Reading;
use sentier_kernel::PageSize;

use super::{Cases, Fault, Known, Page, SHOWS_OWN, Wanted};
use crate::projections::{CASE_LIST, case_list};

impl Cases {
    /// Every case of a centre that is there for who asks, has an incident and was not erased, oldest first.
    ///
    /// # Errors
    /// When the read model is behind for too long, or the store does not answer.
    pub async fn cases_with_incidents(
        &self,
        centre: &str,
        viewer: Option<StaffId>,
    ) -> Result<Vec<CaseId>, Fault> {
        self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
        let wanted = Wanted { centre: centre.to_owned(), viewer, ..Wanted::default() };
        let (mut cases, mut page) = (Vec::new(), Page { size: PageSize::LARGEST, before: None });
        loop {
            let db = self.host.store.database();
            let rows = case_list::page(db, &wanted, page.before, page.size.and_one()).await?;
            let (rows, next) = page.size.cut(rows, |last| last.position);
            let told = rows.iter().filter(|row| row.incidents > 0 && !row.erased);
            cases.extend(told.map(|row| row.case));
            let Some(before) = next else { break };
            page.before = Some(before);
        }
        cases.reverse();
        Ok(cases)
    }

    /// Whether a consent to statistics is valid now; nothing is opened.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn is_counted(&self, known: &Known) -> Result<bool, Fault> {
        let state = self.streams.state(known.case.as_uuid()).await?.state;
        Ok(is_covered(&state, self.host.env.clock.now()))
    }

    /// The file of a case under a consent to statistics that is valid now.
    ///
    /// # Errors
    /// When the reading cannot be stored, or the store or the keys cannot be read.
    pub async fn counted_file(
        &self,
        reading: Reading,
        known: &Known,
    ) -> Result<Option<CaseFile>, Fault> {
        if !self.is_counted(known).await? {
            return Ok(None);
        }
        let (_, file) = self.read_case(reading, known).await?;
        let now = self.host.env.clock.now();
        Ok(file.filter(|file| is_covered(&file.state, now)))
    }
}
