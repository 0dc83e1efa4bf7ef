//! Destroys the key of every disclosure that has ended (declined, expired, cancelled, revoked, erased, or
//! past its term), and of what was written on a referral once nobody may read that any more.
//!
//! The read model knows which keys are still held, so a crash between the end of a disclosure and the
//! destruction of its key delays the latter to the next start.

use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt as _};
use sentier_eventing::process::{Process, Rhythm};
use sentier_kernel::Explain;
use sentier_platform::clock::Clock;

use crate::application::{Fault, Pathway, fault};
use crate::projections::ReferralList;

/// Keys destroyed at once: those of all other referrals are wrapped anew for each batch.
const BATCH: u32 = 200;
/// How often terms are looked at.
const TERMS: Duration = Duration::from_secs(5);
/// How it waits.
pub(crate) const RHYTHM: Rhythm = Rhythm { pause: TERMS, idle: TERMS };

/// Destroys keys.
#[derive(Debug)]
pub(crate) struct Keeper {
    pub(crate) pathway: Pathway,
    pub(crate) list: ReferralList,
    pub(crate) clock: Clock,
}

impl Keeper {
    /// Destroys one batch; `false` when there is none.
    async fn destroy(&self) -> Result<bool, Fault> {
        // A batch that was destroyed a moment ago must not be seen as held.
        self.list.caught_up().await.map_err(fault)?;
        let now = self.clock.now();
        let ended = self.list.ended(now, BATCH).await.map_err(fault)?;
        let silenced = self.list.silenced(now, BATCH).await.map_err(fault)?;
        if ended.is_empty() && silenced.is_empty() {
            return Ok(false);
        }
        // Every destruction wraps all other keys anew: none is done for nothing.
        if !ended.is_empty() {
            self.pathway.destroy_disclosures(&ended).await?;
        }
        if !silenced.is_empty() {
            self.pathway.destroy_messages(&silenced).await?;
        }
        Ok(true)
    }
}

impl Process for Keeper {
    fn name(&self) -> &'static str {
        "keeper"
    }

    fn work(&mut self) -> BoxFuture<'_, Result<(), Box<dyn Explain>>> {
        async {
            while self.destroy().await? {}
            Ok(())
        }
        .boxed()
    }
}
