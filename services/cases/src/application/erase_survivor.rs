//! Erases a survivor: first the event, then the keys.

use sentier_cases_domain::case::Command;
use sentier_cases_domain::id::SurvivorId;
use sentier_eventing::streams::Call;

use super::{Answer, Cases, Fault, Known};

impl Cases {
    /// Erases the survivor of a case for ever. A crash between the event and the end of the keys is
    /// made good by `processes::erase_keys`.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of store or keys; a repeat goes on where it stopped.
    pub async fn erase_survivor(&self, call: Call, known: &Known) -> Result<Answer, Fault> {
        let answer = self.change(call, known, Command::EraseSurvivor).await?;
        self.destroy_keys(known.survivor).await?;
        Ok(answer)
    }

    /// Destroys a survivor's keys, unless that was done.
    ///
    /// # Errors
    /// When the key store cannot be read or written.
    pub(crate) async fn destroy_keys(&self, survivor: SurvivorId) -> Result<(), Fault> {
        if !self.host.vault.ring(survivor.as_uuid()).await?.is_erased() {
            self.host.vault.erase(survivor.as_uuid()).await?;
        }
        Ok(())
    }
}
