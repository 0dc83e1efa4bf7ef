//! Ends what an agency left unanswered past its deadline, so that the same need can go elsewhere.
//!
//! The deadlines stand in the read model's rows. It looks there at its start, whenever something was
//! stored, and every few seconds for the clock; a process that was away finds what came due meanwhile,
//! and a deadline that two processes see is one request.

use std::time::Duration;

use sentier_platform::clock::Clock;

use crate::application::{AlongPathway, Fault, Pathway, fault};
use crate::projections::ReferralList;

/// Referrals looked at once.
const BATCH: u32 = 200;
/// How often the clock is looked at: a deadline of hours is kept to the second or so.
const LOOK: Duration = Duration::from_secs(2);
/// How long what moves the read model gathers first: whoever calls meanwhile goes first.
const GATHER: Duration = Duration::from_millis(50);

/// Works for ever.
pub(crate) async fn run(pathway: Pathway, list: ReferralList, next: AlongPathway, clock: Clock) {
    let Some(mut reached) = list.reached() else { return };
    loop {
        match end_due(&pathway, &list, &next, &clock).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                tracing::error!(reason = error.reason(), "referrals past their deadline wait");
                tokio::time::sleep(LOOK).await;
            }
        }
        tokio::select! {
            moved = reached.changed() => match moved {
                Ok(()) => tokio::time::sleep(GATHER).await,
                Err(_ended) => return,
            },
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Ends one batch; `false` when nothing more is due.
async fn end_due(
    pathway: &Pathway,
    list: &ReferralList,
    next: &AlongPathway,
    clock: &Clock,
) -> Result<bool, Fault> {
    // What was ended a moment ago must not be seen as due.
    list.caught_up().await.map_err(fault)?;
    let due = list.due(clock.now(), BATCH).await.map_err(fault)?;
    for referral in &due {
        pathway.expire(next, *referral).await?;
    }
    Ok(!due.is_empty())
}
