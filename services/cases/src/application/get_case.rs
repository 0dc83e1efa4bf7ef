//! Reads a case: its life-cycle facts, or the whole file with the entry in the log first.

use std::sync::Arc;

use sentier_cases_domain::file::CaseFile;
use sentier_eventing::streams::Reading;

use super::{Answer, Cases, Fault, Known};

/// The field groups that a whole file holds, as the ledger names them.
pub(crate) const WHOLE_FILE: [&str; 4] = ["identity", "contact", "incident", "narrative"];

impl Cases {
    /// The life-cycle facts of a case; nothing personal is opened.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn life_cycle(&self, known: &Known) -> Result<Answer, Fault> {
        let loaded = self.streams.state(known.case.as_uuid()).await?;
        Ok(Answer {
            centre: known.centre.clone(),
            case: known.case,
            version: loaded.version,
            state: loaded.state,
        })
    }

    /// The whole file of a case. PRIVACY: the reading stands in the log before a field is opened. An
    /// erased survivor has no file.
    ///
    /// # Errors
    /// When the reading cannot be stored, or the store or the keys cannot be read.
    pub async fn read_case(
        &self,
        reading: Reading,
        known: &Known,
    ) -> Result<(Answer, Option<CaseFile>), Fault> {
        let answer = self.life_cycle(known).await?;
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        // Between the stored erasure and the end of the keys nothing is opened either.
        if answer.state.erased || ring.is_erased() {
            return Ok((answer, None));
        }
        let events = self.streams.disclose(reading, known.case.as_uuid(), &ring).await?;
        let file = CaseFile::fold(events.iter().map(|recorded| &recorded.event));
        let version = events.last().map_or(answer.version, |recorded| recorded.version);
        let state = Arc::new(file.state.clone());
        let answer = Answer { version, state, ..answer };
        let readable = !file.state.erased;
        Ok((answer, readable.then_some(file)))
    }
}
