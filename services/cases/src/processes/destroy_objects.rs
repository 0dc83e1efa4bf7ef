//! Destroys what was attached and must not be there any more: files that were taken off, uploads that
//! lapsed, and everything of an erased survivor.

use futures_util::future::BoxFuture;
use sentier_kernel::id::Uuid;

use super::{PAGE, Process};
use crate::application::{Cases, Fault};
use crate::projections::object;

/// Where it is in the list; from the beginning at every start, because a storage or a key store that was
/// restored from a backup may have brought something back.
#[derive(Debug, Default)]
pub(crate) struct DestroyObjects {
    done: (i64, Uuid),
}

impl Process for DestroyObjects {
    fn work<'a>(&'a mut self, cases: &'a Cases) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            loop {
                let doomed = object::doomed(cases.host.store.database(), self.done, PAGE).await?;
                if doomed.is_empty() {
                    return Ok(());
                }
                cases.destroy_objects(&doomed).await?;
                if let Some(last) = doomed.last() {
                    self.done = (last.position, last.object.as_uuid());
                }
            }
        })
    }

    fn name(&self) -> &'static str {
        "destroy_objects"
    }
}
