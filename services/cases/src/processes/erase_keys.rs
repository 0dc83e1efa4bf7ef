//! Destroys the keys of every survivor whose erasure is stored: at start, and as erasures are stored.

use futures_util::future::BoxFuture;

use super::{PAGE, Process};
use crate::application::{Cases, Fault};
use crate::projections::erased_survivor;

/// Where it is in the list of erasures; from the beginning at every start, because a key store that was
/// restored from a backup may have brought keys back.
#[derive(Debug, Default)]
pub(crate) struct EraseKeys {
    done: i64,
}

impl Process for EraseKeys {
    fn work<'a>(&'a mut self, cases: &'a Cases) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            loop {
                let erased =
                    erased_survivor::after(cases.host.store.database(), self.done, PAGE).await?;
                let Some((last, _)) = erased.last() else { return Ok(()) };
                let survivors: Vec<_> = erased.iter().map(|(_, survivor)| *survivor).collect();
                cases.destroy_keys(&survivors).await?;
                self.done = *last;
            }
        })
    }

    fn name(&self) -> &'static str {
        "erase_keys"
    }
}
