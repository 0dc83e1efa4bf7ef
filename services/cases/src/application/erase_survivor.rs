//! Erases a survivor: first the event, then the keys.

use sentier_cases_domain::case::{Command, Erasure, Rejection, care};
use sentier_cases_domain::id::{EntryId, StaffId, SurvivorId};
use sentier_cases_domain::retention::Ground;
use sentier_eventing::store::Stamp;
use sentier_eventing::streams::Call;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;

use super::{Answer, Cases, Fault, Known};
use crate::projections::object::Doomed;

impl Cases {
    /// Erases the survivor of a case, and of every case merged with it, for ever. A crash between the
    /// events and the end of the keys is made good by `processes::erase_keys` and
    /// `processes::destroy_objects`.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of store or keys; a repeat goes on where it stopped.
    pub async fn erase_survivor(
        &self,
        call: Call,
        known: &Known,
        by: StaffId,
        ground: Ground,
    ) -> Result<Answer, Fault> {
        let others = self.merged_with(known).await?;
        // All of her or nothing: a hold on one of her files keeps the others.
        for case in &others {
            let held = self.streams.state(case.as_uuid()).await?.state.care.hold.is_some();
            if held && !ground.is_above_hold() {
                return Err(Rejection::from(care::Rejection::OnHold).into());
            }
        }
        // Her other cases first: whoever is told that she is erased finds her nowhere.
        for case in others {
            let Some(other) = self.known(case).await? else { continue };
            let request_id = derived(call.stamp.request_id, &case.to_string());
            let stamp = Stamp { request_id, ..call.stamp.clone() };
            let beside = Call { stamp, expected_version: None };
            self.erase_case(beside, &other, ordered(request_id, by, ground)).await?;
        }
        let request_id = call.stamp.request_id;
        self.erase_case(call, known, ordered(request_id, by, ground)).await
    }

    /// Erases what one case holds of her, when `command` of the keys that this destroys erases her.
    pub(super) async fn erase_case(
        &self,
        call: Call,
        known: &Known,
        command: impl FnOnce(Vec<Uuid>) -> Command,
    ) -> Result<Answer, Fault> {
        let before = self.streams.state(known.case.as_uuid()).await?.state;
        let mut keys = self.host.vault.ring(known.survivor.as_uuid()).await?.ids();
        for attachment in before.care.attachments.keys() {
            keys.extend(self.host.vault.ring(attachment.as_uuid()).await?.ids());
        }
        let answer = self.change(call, known, command(keys)).await?;
        // INVARIANT: no key is destroyed before the erasure is stored.
        if !answer.state.erased {
            return Ok(answer);
        }
        self.finder.forget(&known.centre, known.case).await;
        self.destroy_keys(&[known.survivor]).await?;
        // Without her keys her files are noise already; they go too.
        let files = answer.state.care.attachments.iter().map(|(id, held)| Doomed {
            position: answer.version,
            object: held.object,
            subject: id.as_uuid(),
        });
        self.destroy_objects(&files.collect::<Vec<_>>()).await?;
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

/// The command that a person's order is.
fn ordered(request_id: Uuid, by: StaffId, ground: Ground) -> impl FnOnce(Vec<Uuid>) -> Command {
    let entry = EntryId::from_uuid(derived(request_id, "entry"));
    move |keys| Command::EraseSurvivor(Erasure { entry, by, ground, keys })
}
