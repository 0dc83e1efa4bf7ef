//! Following an agency's referrals: every change from a token on, then as they happen.
//!
//! A stream holds a position in the store's total order and nothing else. It is read only as fast as
//! its caller takes: the transport's own flow control is the bound, and between two reads at most one
//! page waits in memory; what a slow caller leaves waits in the store. The store is read
//! [`apart`], so that one who stops taking stops nothing but his own stream. A token is such a position: the
//! store keeps every event and the read model is built from them, so that a token of any age resumes. Idle, it
//! sleeps until [`Feed`] wakes it, the heartbeat is due, a credential is revoked, or the process ends.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use sentier_eventing::StoredEvent;
use sentier_kernel::page::PageToken;
use sentier_kernel::{Category, Explain, Violation};
use sentier_platform::apart::apart;
use sentier_platform::auth::{Authenticator, Identity};
use sentier_platform::environment::Environment;
use sentier_platform::grpc::{locale, timestamp};
use sentier_platform::status::{Locale, Unauthenticated, to_status};
use sentier_proto::referrals::v1::{WatchReferralsRequest, WatchReferralsResponse};
use sentier_referrals_domain::value::AgencyId;
use tokio::sync::watch;
use tokio::time::Instant;
use tonic::{Request, Status};

use super::at_position;
use super::convert::{Viewer, referral};
use super::limits::{Place, Room};
use crate::projections::{Change, Feed, ReferralList};

/// How often a silent stream shows that it lives.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Changes read at once.
const PAGE: u32 = 64;
/// How often in a row a stream reads in vain before it sends its caller away, and the rest between.
const PATIENCE: u32 = 5;
const PAUSE: Duration = Duration::from_millis(500);

/// A resume token that this stream did not give, or gave in a future that was lost.
#[derive(Debug, thiserror::Error)]
#[error("the resume token is not one of this stream's")]
struct ForeignResumeToken;

impl Explain for ForeignResumeToken {
    fn category(&self) -> Category {
        Category::Invalid
    }

    fn reason(&self) -> &'static str {
        "FOREIGN_RESUME_TOKEN"
    }

    fn violations(&self) -> Vec<Violation> {
        vec![Violation::malformed("resume_token")]
    }
}

/// What every stream needs.
#[derive(Debug)]
pub(crate) struct Watching {
    env: Environment,
    authenticator: Authenticator,
    feed: Feed,
    room: Room,
}

type Item = Result<WatchReferralsResponse, Status>;

impl Watching {
    pub(crate) fn new(
        env: &Environment,
        authenticator: Authenticator,
        feed: Feed,
        room: Room,
    ) -> Self {
        Self { env: env.clone(), authenticator, feed, room }
    }

    /// Opens a stream for `agency`.
    pub(super) async fn open(
        &self,
        request: &Request<WatchReferralsRequest>,
        agency: AgencyId,
        list: &ReferralList,
    ) -> Result<BoxStream<'static, Item>, Status> {
        let locale = locale(request);
        let refuse = |error: &dyn Explain| to_status(error, locale);
        let identity = request.extensions().get::<Identity>().cloned();
        let identity = identity.ok_or_else(|| refuse(&Unauthenticated))?;
        let token = &request.get_ref().resume_token;
        let position = at_position(&filters(agency), token).ok();
        let position = position.ok_or_else(|| refuse(&ForeignResumeToken))?.unwrap_or(0);
        if position > list.head().await.map_err(|error| refuse(&error))? {
            return Err(refuse(&ForeignResumeToken));
        }
        let place = self.room.enter(agency.as_uuid()).map_err(|full| refuse(full.as_ref()))?;
        let watcher = Watcher {
            news: self.feed.subscribe(agency),
            revocations: self.authenticator.revocations(),
            authenticator: self.authenticator.clone(),
            stop: self.env.shutdown.token(),
            list: list.clone(),
            heartbeat_at: Instant::now() + HEARTBEAT,
            page: VecDeque::new(),
            failures: 0,
            agency,
            identity,
            locale,
            position,
            _place: place,
        };
        Ok(stream::unfold(Some(watcher), |watcher| apart(next(watcher))).boxed())
    }
}

/// One open stream.
struct Watcher {
    news: watch::Receiver<i64>,
    revocations: watch::Receiver<()>,
    authenticator: Authenticator,
    stop: tokio_util::sync::CancellationToken,
    list: ReferralList,
    heartbeat_at: Instant,
    page: VecDeque<Change>,
    /// Readings in a row that failed.
    failures: u32,
    agency: AgencyId,
    identity: Identity,
    locale: Locale,
    /// All changes up to here were given out.
    position: i64,
    _place: Place,
}

/// The next item, and the stream after it; an error is the last item.
async fn next(watcher: Option<Watcher>) -> Option<(Item, Option<Watcher>)> {
    let mut watcher = watcher?;
    match watcher.item().await {
        Some(Ok(item)) => Some((Ok(item), Some(watcher))),
        Some(Err(last)) => Some((Err(last), None)),
        None => None,
    }
}

impl Watcher {
    /// None when the process ends: the caller comes back with its token.
    async fn item(&mut self) -> Option<Item> {
        loop {
            if self.stop.is_cancelled() {
                return None;
            }
            if let Err(unknown) = self.authenticator.recheck(&self.identity) {
                return Some(Err(to_status(&unknown, self.locale)));
            }
            if let Some(change) = self.page.pop_front() {
                return Some(Ok(self.give(&change)));
            }
            match self.list.changes(self.agency, self.position, PAGE).await {
                Ok(page) => {
                    self.failures = 0;
                    self.page.extend(page);
                }
                // A busy moment of the store should not make a thousand callers dial again at once.
                Err(error) if self.failures < PATIENCE => {
                    tracing::warn!(%error, "a partner stream waits for the store");
                    self.failures += 1;
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
                Err(error) => return Some(Err(to_status(&error, self.locale))),
            }
            if self.page.is_empty() && self.sleep().await {
                return Some(Ok(self.heartbeat()));
            }
        }
    }

    /// Sleeps until there may be something to do; true when the heartbeat is due.
    async fn sleep(&mut self) -> bool {
        tokio::select! {
            _ = self.news.changed() => false,
            _ = self.revocations.changed() => false,
            () = self.stop.cancelled() => false,
            () = tokio::time::sleep_until(self.heartbeat_at) => true,
        }
    }

    fn give(&mut self, change: &Change) -> WatchReferralsResponse {
        self.position = change.position;
        let seen = &change.seen;
        let stream = seen.referral.request.referral.as_uuid();
        WatchReferralsResponse {
            event_id: StoredEvent::id_of(stream, seen.version).to_string(),
            referral: Some(referral(seen, Viewer::Agency)),
            change_time: Some(timestamp(change.at)),
            ..self.heartbeat()
        }
    }

    fn heartbeat(&mut self) -> WatchReferralsResponse {
        self.heartbeat_at = Instant::now() + HEARTBEAT;
        let resume_token = resume_token(self.agency, self.position);
        WatchReferralsResponse { resume_token, ..WatchReferralsResponse::default() }
    }
}

/// Binds a token to the agency that it was given to.
fn filters(agency: AgencyId) -> String {
    format!("watch|{agency}")
}

/// The token that goes on behind a position of an agency's feed.
pub(crate) fn resume_token(agency: AgencyId, position: i64) -> String {
    PageToken::encode(filters(agency).as_bytes(), &position.to_be_bytes())
}
