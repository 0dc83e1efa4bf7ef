//! Attachments: uploaded, read, listed, taken off.
//!
//! The chunks of a file are sealed here and put away outside the log; the case tells of it only when all of
//! them are durable. A file's key follows from the survivor's and from one of its own, so her erasure ends
//! every file of hers, and taking one off ends that one.

mod read;
mod upload;

use sentier_cases_domain::attachment::Attachment;
use sentier_cases_domain::case::Command;
use sentier_cases_domain::case::care::{self, Attached, Fact};
use sentier_cases_domain::id::{CaseId, EntryId, ObjectId, StaffId, SurvivorId};
use sentier_eventing::streams::Call;
use sentier_eventing::vault::Whole;
use sentier_kernel::Moment;
use sentier_platform::ids::derived;

use super::{Cases, Fault, Known};
use crate::projections::object::Doomed;
pub use read::Download;
pub use upload::{Started, Upload, Uploading};

/// A file of a case, with its name. PERSONAL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenAttachment {
    /// The attachment.
    pub id: EntryId,
    /// Its place in the case's stream.
    pub version: i64,
    /// What it is.
    pub attachment: Attachment,
    /// When it was attached.
    pub at: Moment,
    /// Who attached it.
    pub by: StaffId,
}

impl Cases {
    /// Takes a file off a case. Its key and its chunks are destroyed now; a crash between is made good by
    /// `processes::destroy_objects`.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of store, keys or storage; a repeat goes on where it stopped.
    pub async fn remove_attachment(
        &self,
        call: Call,
        known: &Known,
        by: StaffId,
        attachment: EntryId,
    ) -> Result<(), Fault> {
        let state = self.streams.state(known.case.as_uuid()).await?.state;
        let held = state.care.attachments.get(&attachment);
        let object = held.map_or_else(|| nowhere(attachment), |held| held.object);
        let entry = EntryId::from_uuid(derived(call.stamp.request_id, "entry"));
        let fact = Fact::AttachmentRemoved { attachment, object };
        let command = Command::Care(care::Command { entry, by, fact });
        let done = self.change(call, known, command).await?;
        let (position, subject) = (done.version, attachment.as_uuid());
        // A repeat finds nothing attached, and what was destroyed stays so.
        let doomed = held.map(|_| Doomed { position, object, subject });
        self.destroy_objects(doomed.as_slice()).await
    }

    /// Destroys objects that must not be there any more: their own keys first, all at once.
    ///
    /// # Errors
    /// When the key store or the storage does not answer; a repeat goes on where it stopped.
    pub(crate) async fn destroy_objects(&self, doomed: &[Doomed]) -> Result<(), Fault> {
        let subjects: Vec<_> =
            doomed.iter().map(|one| SurvivorId::from_uuid(one.subject)).collect();
        self.destroy_keys(&subjects).await?;
        for one in doomed {
            self.objects.destroy(one.object.as_uuid()).await?;
        }
        Ok(())
    }
}

/// What the chunks of a file are bound to.
fn whole(centre: &str, case: CaseId, attachment: EntryId, attached: Attached) -> Whole {
    Whole {
        centre: centre.to_owned(),
        stream: case.as_uuid(),
        thing: attachment.as_uuid(),
        object: attached.object.as_uuid(),
        chunks: attached.chunks,
    }
}

/// An object that no attachment has, for a command about one that is not there: the domain refuses it.
const fn nowhere(attachment: EntryId) -> ObjectId {
    ObjectId::from_uuid(attachment.as_uuid())
}
