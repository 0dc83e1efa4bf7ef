//! Following releases: all from a place on, then each as it is published.
//!
//! A stream holds a place in the calendar and nothing else. Every release is entered in the ledger before
//! it is given; a subscription that is taken back or ends closes the stream. The heartbeat comes at a
//! constant rate, whatever else is sent, and every item has one size: who watches the line learns the
//! calendar, which everybody knows.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use sentier_eventing::db::Database;
use sentier_eventing::streams::TransactError;
use sentier_kernel::page::PageToken;
use sentier_kernel::{Explain, Violation};
use sentier_platform::apart::apart;
use sentier_platform::auth::{Authenticator, Identity};
use sentier_platform::clock::Clock;
use sentier_platform::grpc::{Violations, locale};
use sentier_platform::principal::Principal;
use sentier_platform::status::{Locale, Overloaded, Unauthenticated, Unavailable, to_status};
use sentier_proto::statistics::v1::{Release, SubscribeReleasesRequest, SubscribeReleasesResponse};
use sentier_statistics_domain::release::ReleaseId;
use sentier_statistics_domain::subscription::Rejection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Status};
use uuid::Uuid;

use super::{ReleasesApi, convert, pad, place};
use crate::application::Subscribing;
use crate::projections::{RELEASES, releases_after};

/// How often every stream shows that it lives.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Releases whose names are read at once.
const PAGE: u32 = 64;

/// What every stream needs, and how many there may be.
#[derive(Debug)]
pub(crate) struct Following {
    authenticator: Authenticator,
    room: Arc<Semaphore>,
}

type Item = Result<SubscribeReleasesResponse, Status>;

/// Behind which place the caller wants to go on.
pub(super) fn from(
    wrong: &mut Violations,
    message: &SubscribeReleasesRequest,
    subscription: Uuid,
) -> Option<i64> {
    if message.resume_token.is_empty() && !message.from_release.is_empty() {
        let first = convert::release_name(wrong, "from_release", &message.from_release)?;
        return Some(first.place() - 1);
    }
    let read = place(&filters(subscription), &message.resume_token);
    let read = read.map_err(|_foreign| Violation::malformed("resume_token"));
    Some(wrong.keep(read)?.unwrap_or(0))
}

impl Following {
    pub(crate) fn new(authenticator: Authenticator, max_streams: usize) -> Self {
        Self { authenticator, room: Arc::new(Semaphore::new(max_streams)) }
    }

    /// Opens a stream under a subscription that is good now.
    pub(super) async fn open(
        &self,
        api: &ReleasesApi,
        request: &Request<SubscribeReleasesRequest>,
        (caller, (analyst, subscription)): (Principal, (Uuid, Uuid)),
        place: i64,
    ) -> Result<BoxStream<'static, Item>, Status> {
        let locale = locale(request);
        let refuse = |error: &dyn Explain| to_status(error, locale);
        let identity = request.extensions().get::<Identity>().cloned();
        let identity = identity.ok_or_else(|| refuse(&Unauthenticated))?;
        let room = Arc::clone(&self.room).try_acquire_owned();
        let room = room.map_err(|_full| refuse(&Overloaded))?;
        let news = api.projections.reached(RELEASES);
        let mut heartbeat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let follower = Follower {
            news: news.ok_or_else(|| refuse(&Unavailable::new("releases")))?,
            revocations: self.authenticator.revocations(),
            authenticator: self.authenticator.clone(),
            subscribing: api.subscribing.clone(),
            db: api.host.store.database().clone(),
            clock: api.host.env.clock.clone(),
            stop: api.host.env.shutdown.token(),
            heartbeat,
            page: VecDeque::new(),
            caller,
            analyst,
            subscription,
            identity,
            locale,
            place,
            _room: room,
        };
        follower.may_go_on().await?;
        Ok(stream::unfold(Some(follower), |follower| apart(next(follower))).boxed())
    }
}

/// One open stream.
struct Follower {
    news: watch::Receiver<i64>,
    revocations: watch::Receiver<()>,
    authenticator: Authenticator,
    subscribing: Subscribing,
    db: Database,
    clock: Clock,
    stop: CancellationToken,
    heartbeat: Interval,
    page: VecDeque<ReleaseId>,
    caller: Principal,
    analyst: Uuid,
    subscription: Uuid,
    identity: Identity,
    locale: Locale,
    /// All releases up to here were given out.
    place: i64,
    _room: OwnedSemaphorePermit,
}

/// The next item, and the stream after it; an error is the last item.
async fn next(follower: Option<Follower>) -> Option<(Item, Option<Follower>)> {
    let mut follower = follower?;
    match follower.item().await {
        Some(Ok(item)) => Some((Ok(item), Some(follower))),
        Some(Err(last)) => Some((Err(last), None)),
        None => None,
    }
}

impl Follower {
    /// None when the process ends: the caller comes back with its token.
    async fn item(&mut self) -> Option<Item> {
        loop {
            if self.stop.is_cancelled() {
                return None;
            }
            if let Err(ended) = self.may_go_on().await {
                return Some(Err(ended));
            }
            if let Some(id) = self.page.pop_front() {
                return Some(self.give(id).await);
            }
            match releases_after(&self.db, self.place, PAGE).await {
                Ok(page) => self.page.extend(page.into_iter().map(|(id, _rho)| id)),
                Err(error) => return Some(Err(to_status(&error, self.locale))),
            }
            if self.page.is_empty() && self.sleep().await {
                return Some(self.message(None));
            }
        }
    }

    /// Whether the credential and the subscription are still good.
    async fn may_go_on(&self) -> Result<(), Status> {
        let refuse = |error: &dyn Explain| to_status(error, self.locale);
        self.authenticator.recheck(&self.identity).map_err(|unknown| refuse(&unknown))?;
        let known = self.subscribing.subscription(self.subscription).await;
        let subscription = known.map_err(|fault| refuse(&fault))?.subscription;
        let rejected = |rejection| TransactError::<Rejection>::Rejected(rejection);
        if subscription.analyst != self.analyst {
            return Err(refuse(&rejected(Rejection::NotFound)));
        }
        match subscription.state(self.clock.now()) {
            "approved" => Ok(()),
            state => Err(refuse(&rejected(Rejection::State { state }))),
        }
    }

    /// Sleeps until there may be something to do; true when the heartbeat is due.
    async fn sleep(&mut self) -> bool {
        tokio::select! {
            _ = self.news.changed() => false,
            _ = self.revocations.changed() => false,
            () = self.stop.cancelled() => false,
            _ = self.heartbeat.tick() => true,
        }
    }

    /// A release, entered before it goes.
    async fn give(&mut self, id: ReleaseId) -> Item {
        let found = self.subscribing.release(id).await;
        let found = found.map_err(|error| to_status(&error, self.locale))?;
        let found = found.ok_or_else(|| to_status(&Unavailable::new("releases"), self.locale))?;
        let (analyst, subscription) = (self.analyst, self.subscription);
        let entered = self.subscribing.deliver(&self.caller, analyst, subscription, id).await;
        entered.map_err(|fault| to_status(&fault, self.locale))?;
        self.place = id.place();
        self.message(Some(&convert::release(&found)))
    }

    fn message(&self, release: Option<&Release>) -> Item {
        let filters = filters(self.subscription);
        let resume_token = PageToken::encode(filters.as_bytes(), &self.place.to_be_bytes());
        let message = |padding| SubscribeReleasesResponse {
            resume_token: resume_token.clone(),
            release: release.cloned(),
            padding,
        };
        pad(message).ok_or_else(|| to_status(&Unavailable::new("releases"), self.locale))
    }
}

/// Binds a token to the subscription that it was given under.
fn filters(subscription: Uuid) -> String {
    format!("releases|{subscription}")
}
