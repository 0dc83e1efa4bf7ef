//! Erases a survivor: first the event, then the keys.

use sentier_cases_domain::case::Command;
use sentier_cases_domain::id::SurvivorId;
use sentier_eventing::store::Stamp;
use sentier_eventing::streams::Call;
use sentier_platform::ids::derived;

use super::{Answer, Cases, Fault, Known};

impl Cases {
    /// Erases the survivor of a case, and of every case merged with it, for ever. A crash between the event and the end of the keys is
    /// made good by `processes::erase_keys`.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of store or keys; a repeat goes on where it stopped.
    pub async fn erase_survivor(&self, call: Call, known: &Known) -> Result<Answer, Fault> {
        // Her other cases first: whoever is told that she is erased finds her nowhere.
        let mut survivors = vec![known.survivor];
        for case in self.merged_with(known).await? {
            let Some(other) = self.known(case).await? else { continue };
            let request_id = derived(call.stamp.request_id, &case.to_string());
            let stamp = Stamp { request_id, ..call.stamp.clone() };
            let beside = Call { stamp, expected_version: None };
            self.change(beside, &other, Command::EraseSurvivor).await?;
            self.finder.forget(&other.centre, case).await;
            survivors.push(other.survivor);
        }
        let answer = self.change(call, known, Command::EraseSurvivor).await?;
        self.finder.forget(&known.centre, known.case).await;
        self.destroy_keys(&survivors).await?;
        Ok(answer)
    }

    /// Destroys the keys of those survivors whose keys still live.
    ///
    /// # Errors
    /// When the key store cannot be read or written.
    pub(crate) async fn destroy_keys(&self, survivors: &[SurvivorId]) -> Result<(), Fault> {
        let mut alive = Vec::new();
        for survivor in survivors {
            let survivor = survivor.as_uuid();
            if !self.host.vault.ring(survivor).await?.is_erased() {
                alive.push(survivor);
            }
        }
        if !alive.is_empty() {
            self.host.vault.erase_all(&alive).await?;
        }
        Ok(())
    }
}
