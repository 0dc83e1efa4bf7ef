//! Destroys the key of every disclosure that has ended (declined, expired, cancelled, revoked, erased, or
//! past its term), and of what was written on a referral once nobody may read that any more.
//!
//! It looks at the read model, which knows which keys are still held, whenever that has moved and every
//! few seconds for terms. So a crash between the end of a disclosure and the destruction of its key
//! delays the latter to the next start.

use std::time::Duration;

use sentier_platform::clock::Clock;

use crate::application::{Fault, Pathway, fault};
use crate::projections::ReferralList;

/// Keys destroyed at once: those of all other referrals are wrapped anew for each batch.
const BATCH: u32 = 200;
/// How often terms are looked at.
const TERMS: Duration = Duration::from_secs(5);
/// How long what moves the read model gathers first: whoever calls meanwhile goes first.
const GATHER: Duration = Duration::from_millis(50);

/// Works for ever.
pub(crate) async fn run(pathway: Pathway, list: ReferralList, clock: Clock) {
    let Some(mut reached) = list.reached() else { return };
    loop {
        match destroy(&pathway, &list, &clock).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                tracing::error!(reason = error.reason(), "keys of ended disclosures wait");
                tokio::time::sleep(TERMS).await;
            }
        }
        tokio::select! {
            moved = reached.changed() => match moved {
                Ok(()) => tokio::time::sleep(GATHER).await,
                Err(_ended) => return,
            },
            () = tokio::time::sleep(TERMS) => {}
        }
    }
}

/// Destroys one batch; `false` when there is none.
async fn destroy(pathway: &Pathway, list: &ReferralList, clock: &Clock) -> Result<bool, Fault> {
    // A batch that was destroyed a moment ago must not be seen as held.
    list.caught_up().await.map_err(fault)?;
    let now = clock.now();
    let ended = list.ended(now, BATCH).await.map_err(fault)?;
    let silenced = list.silenced(now, BATCH).await.map_err(fault)?;
    if ended.is_empty() && silenced.is_empty() {
        return Ok(false);
    }
    // Every destruction wraps all other keys anew: none is done for nothing.
    if !ended.is_empty() {
        pathway.destroy_disclosures(&ended).await?;
    }
    if !silenced.is_empty() {
        pathway.destroy_messages(&silenced).await?;
    }
    Ok(true)
}
