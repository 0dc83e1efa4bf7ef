//! Her birth as the file knows it, for what hangs on her age: opened with an entry in the log first, and only
//! the events that tell it.

use sentier_cases_domain::case::Event;
use sentier_cases_domain::consent::Born;
use sentier_eventing::streams::Reading;
use sentier_eventing::vault::KeyRing;
use sentier_kernel::id::Uuid;

use super::{Cases, Fault};

impl Cases {
    /// Her birth as it was told last, as far as it is known.
    ///
    /// # Errors
    /// When the reading cannot be stored, or the store or the keys cannot be read.
    pub(super) async fn born(
        &self,
        reading: &Reading,
        case: Uuid,
        ring: &KeyRing,
    ) -> Result<Option<Born>, Fault> {
        let entered = self.streams.enter(reading, case).await?;
        let tells = |event_type: &str| {
            event_type.starts_with("case_opened.") || event_type.starts_with("survivor_corrected.")
        };
        let events = self.streams.opened(&entered, ring, tells).await?;
        let last = events.iter().rev().find_map(|one| match &one.event {
            Event::CaseOpened { identity, .. } | Event::SurvivorCorrected { identity, .. } => {
                identity.expose()
            }
            _ => None,
        });
        Ok(last.and_then(Born::of))
    }
}
