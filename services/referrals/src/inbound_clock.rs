//! Ends referrals towards a centre that it left unanswered, and destroys the keys of those that ended.

use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt as _};
use sentier_eventing::process::{Process, Rhythm};
use sentier_kernel::Explain;
use sentier_platform::clock::Clock;

use crate::application::{Fault, Pathway, fault};
use crate::projections::InboundList;

/// Looked at once.
const BATCH: u32 = 200;
/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// How it waits.
pub(crate) const RHYTHM: Rhythm = Rhythm { pause: LOOK, idle: LOOK };

/// Ends and destroys what is due.
#[derive(Debug)]
pub(crate) struct InboundClock {
    pub(crate) pathway: Pathway,
    pub(crate) list: InboundList,
    pub(crate) clock: Clock,
}

impl InboundClock {
    /// One batch; `false` when nothing more is to be done.
    async fn step(&self) -> Result<bool, Fault> {
        // What was ended a moment ago must not be seen as due.
        self.list.caught_up().await.map_err(fault)?;
        let due = self.list.due(self.clock.now(), BATCH).await.map_err(fault)?;
        for inbound in &due {
            self.pathway.lapse_inbound(*inbound).await?;
        }
        let doomed = self.list.doomed(BATCH).await.map_err(fault)?;
        // Every destruction wraps all other keys anew: none is done for nothing.
        if !doomed.is_empty() {
            self.pathway.destroy_submissions(&doomed).await?;
        }
        Ok(!due.is_empty() || !doomed.is_empty())
    }
}

impl Process for InboundClock {
    fn name(&self) -> &'static str {
        "inbound_clock"
    }

    fn work(&mut self) -> BoxFuture<'_, Result<(), Box<dyn Explain>>> {
        async {
            while self.step().await? {}
            Ok(())
        }
        .boxed()
    }
}
