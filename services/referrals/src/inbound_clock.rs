//! Ends referrals towards a centre that it left unanswered, and destroys the keys of those that ended.
//!
//! As [`crate::deadlines`] and [`crate::keeper`] do, from the read model's rows: a restart finds what is due.

use std::time::Duration;

use sentier_platform::clock::Clock;

use crate::application::{Fault, Pathway, fault};
use crate::projections::InboundList;

/// Looked at once.
const BATCH: u32 = 200;
/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(2);

/// Works for ever.
pub(crate) async fn run(pathway: Pathway, list: InboundList, clock: Clock) {
    loop {
        match work(&pathway, &list, &clock).await {
            Ok(true) => {}
            Ok(false) => tokio::time::sleep(LOOK).await,
            Err(error) => {
                tracing::error!(reason = error.reason(), "referrals to the centre wait");
                tokio::time::sleep(LOOK).await;
            }
        }
    }
}

/// One batch; `false` when nothing more is to be done.
async fn work(pathway: &Pathway, list: &InboundList, clock: &Clock) -> Result<bool, Fault> {
    // What was ended a moment ago must not be seen as due.
    list.caught_up().await.map_err(fault)?;
    let due = list.due(clock.now(), BATCH).await.map_err(fault)?;
    for inbound in &due {
        pathway.lapse_inbound(*inbound).await?;
    }
    let doomed = list.doomed(BATCH).await.map_err(fault)?;
    // Every destruction wraps all other keys anew: none is done for nothing.
    if !doomed.is_empty() {
        pathway.destroy_submissions(&doomed).await?;
    }
    Ok(!due.is_empty() || !doomed.is_empty())
}
