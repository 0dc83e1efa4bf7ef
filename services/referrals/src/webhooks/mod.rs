//! Tells agencies that cannot hold a stream of each change, by a signed request to their own address.
//!
//! The feed that partner streams read is the queue behind everything: a webhook has its place in it
//! ([`queue`]), so that nothing is lost while a receiver, or this process, is away. Several processes share
//! the work: who has the lease of a webhook delivers it ([`lane`]). A slow receiver holds up its own
//! webhook and no other.
//!
//! PRIVACY: a delivery says which referral changed and where it stands, never anything of her.

mod address;
mod failure;
mod figures;
mod lane;
mod message;
mod post;
mod queue;
mod reach;
mod signature;
mod turns;

use std::path::PathBuf;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use sentier_platform::clock::Clock;
use sentier_platform::ids::new_id;
use sentier_referrals_domain::value::WebhookId;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use crate::application::{Fault, Pathway, fault};
use crate::projections::{Feed, ReferralList, WebhookList};
pub(crate) use address::read as read_url;
pub use failure::Failure;
use lane::Deliverer;
pub use post::{Posted, Poster, PosterError, Refused};
pub(crate) use queue::{Delivery, Queue};
pub use reach::Reach;
pub(crate) use signature::shown as shown_secret;
pub use signature::{read_secret, sign};
use turns::Turns;

/// How often every webhook is looked at, for what waits to be tried again.
const LOOK: Duration = Duration::from_secs(1);
/// How long after the client could not be made the next try is.
const PAUSE: Duration = Duration::from_mins(1);

/// What delivering stands on.
#[derive(Debug)]
pub(crate) struct Webhooks {
    pub(crate) pathway: Pathway,
    pub(crate) list: WebhookList,
    pub(crate) referrals: ReferralList,
    pub(crate) feed: Feed,
    pub(crate) queue: Queue,
    pub(crate) clock: Clock,
    pub(crate) reach: Reach,
    /// Authorities that are trusted beside the machine's own, in PEM.
    pub(crate) authorities: Option<PathBuf>,
    /// After so long without a delivery that was taken a webhook is switched off.
    pub(crate) patience: Duration,
}

impl Webhooks {
    /// Works until `stop`; what it held is then free for another process.
    pub(crate) async fn run(self, stop: CancellationToken) {
        let holder = new_id();
        let queue = self.queue.clone();
        stop.run_until_cancelled(Box::pin(self.deliver(holder))).await;
        if queue.release(None, holder).await.is_err() {
            tracing::warn!("leases of webhooks could not be given back and end by themselves");
        }
    }

    async fn deliver(self, holder: sentier_kernel::id::Uuid) {
        let Some(poster) = self.poster().await else { return };
        let Self { pathway, list, referrals, feed, queue, clock, patience, .. } = self;
        let mut announced = feed.announced();
        let deliverer =
            Deliverer::new(pathway, referrals, queue, (poster, clock), (holder, patience));
        let (mut working, mut turns) = (FuturesUnordered::new(), Turns::new(feed));
        let mut tick = tokio::time::interval(LOOK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let all = tokio::select! {
                Some(done) = working.next(), if !working.is_empty() => {
                    turns.end(done);
                    false
                }
                moved = announced.changed() => if moved.is_err() { return } else { false },
                _ = tick.tick() => true,
            };
            if !all && !turns.are_wanted() {
                continue;
            }
            let active = match list.active().await {
                Ok(active) => active,
                Err(error) => {
                    tracing::error!(%error, "webhooks cannot be listed and wait");
                    continue;
                }
            };
            for one in turns.begun(active, all) {
                working.push(work(&deliverer, one));
            }
        }
    }

    /// The client, made when the first webhook needs it: most centres have none.
    async fn poster(&self) -> Option<Poster> {
        let mut reached = self.list.reached()?;
        loop {
            match self.list.active().await {
                Ok(active) if active.is_empty() => {}
                Ok(_) => match Poster::new(self.reach, self.authorities.as_deref()) {
                    Ok(poster) => return Some(poster),
                    Err(error) => {
                        tracing::error!(%error, "webhooks cannot be delivered and wait");
                        tokio::time::sleep_until(Instant::now() + PAUSE).await;
                        continue;
                    }
                },
                Err(error) => tracing::error!(%error, "webhooks cannot be listed and wait"),
            }
            tokio::select! {
                moved = reached.changed() => if moved.is_err() { return None },
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }
}

async fn work(deliverer: &Deliverer, one: crate::projections::ActiveWebhook) -> WebhookId {
    if let Err(error) = deliverer.work(&one).await {
        tracing::error!(reason = error.reason(), "deliveries of a webhook wait");
    }
    one.id
}

/// What the rows say goes wrong, as a fault.
fn stored<T>(done: Result<T, sentier_eventing::StoreError>) -> Result<T, Fault> {
    done.map_err(fault)
}
