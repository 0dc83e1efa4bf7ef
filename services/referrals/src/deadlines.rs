//! Ends what an agency left unanswered past its deadline, so that the same need can go elsewhere.
//!
//! The deadlines stand in the read model's rows; a deadline that two processes see is one request.

use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt as _};
use sentier_eventing::process::{Process, Rhythm};
use sentier_kernel::Explain;
use sentier_platform::clock::Clock;

use crate::application::{Fault, Pathway, fault};
use crate::projections::ReferralList;

/// Referrals looked at once.
const BATCH: u32 = 200;
/// How often the clock is looked at: a deadline of hours is kept to the second or so.
const LOOK: Duration = Duration::from_secs(2);
/// How it waits.
pub(crate) const RHYTHM: Rhythm = Rhythm { pause: LOOK, idle: LOOK };

/// Ends what is due.
#[derive(Debug)]
pub(crate) struct Deadlines {
    pub(crate) pathway: Pathway,
    pub(crate) list: ReferralList,
    pub(crate) clock: Clock,
}

impl Deadlines {
    /// Ends one batch; `false` when nothing more is due.
    async fn end_due(&self) -> Result<bool, Fault> {
        // What was ended a moment ago must not be seen as due.
        self.list.caught_up().await.map_err(fault)?;
        let due = self.list.due(self.clock.now(), BATCH).await.map_err(fault)?;
        for referral in &due {
            self.pathway.expire(*referral).await?;
        }
        Ok(!due.is_empty())
    }
}

impl Process for Deadlines {
    fn name(&self) -> &'static str {
        "deadlines"
    }

    fn work(&mut self) -> BoxFuture<'_, Result<(), Box<dyn Explain>>> {
        async {
            while self.end_due().await? {}
            Ok(())
        }
        .boxed()
    }
}
