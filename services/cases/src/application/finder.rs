//! The indices in memory, one for each centre that is searched, and when they go.
//!
//! PRIVACY 5: an index is built when a centre is searched, and dropped on lock and when nobody searches. It
//! goes when nobody asked it for a quarter of an hour; when everyone who searched with it in that time has
//! locked her screen, signed out or was dismissed (her session's end reaches every service within a second,
//! whatever replica she spoke to); when another centre needs the room; and with the process. One task looks
//! each minute and at every end of a session, so nothing waits for the next search. What an index held is
//! overwritten when it goes.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex as Lock, PoisonError};
use std::time::Duration;

use sentier_cases_domain::finding::Index;
use sentier_cases_domain::id::CaseId;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_platform::auth::{Authenticator, Identity};
use sentier_platform::principal::Principal;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use super::Cases;

/// An index that nobody asked for so long is dropped, with every name in it.
const IDLE: Duration = Duration::from_mins(15);
/// How often it is looked for what nobody asked any more.
const LOOK: Duration = Duration::from_mins(1);
/// Centres that are searched at once, at most: the index of the largest takes some ten megabytes.
const CENTRES: usize = 16;

/// Who searches, and the session in which she does.
#[derive(Clone, Debug)]
pub struct Searcher {
    /// Who.
    pub principal: Principal,
    /// By what she was known; its end is her lock.
    pub session: Identity,
}

impl Searcher {
    /// One id for all calls of her session.
    fn session_id(&self) -> Option<Uuid> {
        match &self.session {
            Identity::Bearer(claims) => Some(claims.cid),
            Identity::Agency { credential, .. } => Some(*credential),
            Identity::Anonymous | Identity::Service(_) => None,
        }
    }
}

/// One centre's survivors, as far as the log was read.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) index: Index,
    /// The position of the last event that was taken in.
    pub(super) reached: i64,
}

/// An index, and who asks it.
struct Held {
    kept: Arc<Mutex<Kept>>,
    asked_at: Moment,
    /// Who searched, by session, each with her last time.
    by: HashMap<Option<Uuid>, (Identity, Moment)>,
}

/// Every centre's index. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Finder(Arc<Lock<HashMap<String, Held>>>);

impl fmt::Debug for Finder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Finder").finish_non_exhaustive()
    }
}

impl Finder {
    fn all<R>(&self, work: impl FnOnce(&mut HashMap<String, Held>) -> R) -> R {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A centre's index; empty when it is asked for the first time, or again after it went.
    pub(super) fn of(&self, centre: &str, searcher: &Searcher, now: Moment) -> Arc<Mutex<Kept>> {
        self.drop_idle(now);
        self.all(|held| {
            if !held.contains_key(centre) && held.len() >= CENTRES {
                let longest = held.iter().min_by_key(|(_, one)| one.asked_at);
                let longest = longest.map(|(centre, _)| centre.clone());
                longest.and_then(|centre| held.remove(&centre));
            }
            let one = held.entry(centre.to_owned()).or_insert_with(|| Held {
                kept: Arc::default(),
                asked_at: now,
                by: HashMap::new(),
            });
            one.asked_at = one.asked_at.max(now);
            one.by.insert(searcher.session_id(), (searcher.session.clone(), now));
            Arc::clone(&one.kept)
        })
    }

    /// Forgets an erased survivor at once, where an index knows her.
    pub(super) async fn forget(&self, centre: &str, case: CaseId) {
        let kept = self.all(|held| held.get(centre).map(|one| Arc::clone(&one.kept)));
        if let Some(kept) = kept {
            kept.lock().await.index.remove(case);
        }
    }

    /// Drops what nobody asked for a while.
    fn drop_idle(&self, now: Moment) {
        self.all(|held| held.retain(|_, one| now < one.asked_at.plus(IDLE)));
    }

    /// Drops what was asked, in that while, by nobody whose session still stands.
    fn drop_locked(&self, now: Moment, is_over: impl Fn(&Identity) -> bool) {
        self.all(|held| {
            held.retain(|_, one| {
                one.by.retain(|_, (session, at)| now < at.plus(IDLE) && !is_over(session));
                !one.by.is_empty()
            });
        });
    }

    /// Drops what is to go, whenever a session ends and every `look`, until the service stops.
    async fn guard(
        &self,
        now: impl Fn() -> Moment,
        authenticator: Authenticator,
        look: Duration,
        stop: CancellationToken,
    ) {
        let mut ends = authenticator.revocations();
        loop {
            tokio::select! {
                // Its sender is in the authenticator, which lives as long as this.
                _ = ends.changed() => {}
                () = tokio::time::sleep(look) => {}
                () = stop.cancelled() => break,
            }
            self.drop_idle(now());
            self.drop_locked(now(), |session| authenticator.is_revoked(session));
        }
        self.all(HashMap::clear);
    }
}

impl Cases {
    /// Drops indices when they are idle or locked, until the service stops; all of them then.
    pub(crate) async fn guard_indices(self, authenticator: Authenticator) {
        let env = &self.host.env;
        let now = || env.clock.now();
        self.finder.guard(now, authenticator, LOOK, env.shutdown.token()).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Weak;

    use sentier_platform::auth::token::{Claims, Jwks, Kind};
    use sentier_platform::clock::Clock;
    use tokio::task::JoinHandle;
    use tokio_util::task::TaskTracker;

    use super::*;

    /// A second less than an index stays.
    const NEARLY: Duration = Duration::from_secs(15 * 60 - 1);
    const AT: Moment = Moment::from_micros(1_795_478_400_000_000);

    fn searcher(session: u128) -> Searcher {
        let seconds = AT.as_micros() / 1_000_000;
        let claims = Claims {
            iss: "sentier".to_owned(),
            sub: Uuid::from_u128(1),
            kind: Kind::Staff,
            centre: Some("ogou-1".to_owned()),
            roles: Vec::new(),
            agency: None,
            cid: Uuid::from_u128(session),
            iat: seconds,
            exp: seconds + 600,
        };
        let session = Identity::Bearer(Arc::new(claims));
        Searcher { principal: Principal::from(&session), session }
    }

    /// A finder, its guard that looks every millisecond, and what ends it.
    struct Guarded {
        finder: Finder,
        clock: Clock,
        authenticator: Authenticator,
        stop: CancellationToken,
        task: JoinHandle<()>,
    }

    fn guarded(look: Duration) -> Guarded {
        let clock = Clock::fixed(AT);
        let of = clock.clone();
        let authenticator = Authenticator::new(Jwks::default(), Arc::new(move || of.now()));
        let (finder, stop) = (Finder::default(), CancellationToken::new());
        let (guarded, of) = (finder.clone(), clock.clone());
        let (known, end) = (authenticator.clone(), stop.clone());
        let task = TaskTracker::new()
            .spawn(async move { guarded.guard(|| of.now(), known, look, end).await });
        Guarded { finder, clock, authenticator, stop, task }
    }

    /// The index of a centre, as long as somebody holds it.
    fn asked(guarded: &Guarded, centre: &str, session: u128) -> Weak<Mutex<Kept>> {
        Arc::downgrade(&guarded.finder.of(centre, &searcher(session), guarded.clock.now()))
    }

    async fn goes(index: &Weak<Mutex<Kept>>) {
        let gone = async {
            while index.upgrade().is_some() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), gone).await.expect("the index is dropped");
    }

    /// Lets the guard look a few times.
    async fn looks() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    #[tokio::test]
    async fn an_index_that_nobody_asks_goes_without_another_search() {
        let guarded = guarded(Duration::from_millis(1));
        let index = asked(&guarded, "ogou-1", 1);
        guarded.clock.advance(NEARLY);
        let other = asked(&guarded, "kara-1", 2);
        looks().await;
        assert!(index.upgrade().is_some(), "it was asked a moment ago");
        guarded.clock.advance(Duration::from_secs(1));
        goes(&index).await;
        assert!(other.upgrade().is_some(), "another centre's was asked since");
        guarded.stop.cancel();
        guarded.task.await.expect("ends");
    }

    #[tokio::test]
    async fn an_index_goes_when_the_last_who_searched_locks() {
        // No look helps: the end of a session does it by itself.
        let guarded = guarded(Duration::from_hours(1));
        let index = asked(&guarded, "ogou-1", 1);
        assert!(asked(&guarded, "ogou-1", 2).ptr_eq(&index));
        let until = AT.plus(Duration::from_hours(1));
        looks().await;
        guarded.authenticator.revoke(Uuid::from_u128(1), until);
        looks().await;
        assert!(index.upgrade().is_some(), "a colleague still searches with it");
        guarded.authenticator.revoke(Uuid::from_u128(2), until);
        goes(&index).await;
        guarded.stop.cancel();
        guarded.task.await.expect("ends");
    }

    #[tokio::test]
    async fn who_searched_long_ago_does_not_keep_it_from_going() {
        let guarded = guarded(Duration::from_hours(1));
        let index = asked(&guarded, "ogou-1", 1);
        guarded.clock.advance(NEARLY);
        assert!(asked(&guarded, "ogou-1", 2).ptr_eq(&index));
        guarded.clock.advance(Duration::from_secs(1));
        looks().await;
        guarded.authenticator.revoke(Uuid::from_u128(2), guarded.clock.now().plus(IDLE));
        goes(&index).await;
        guarded.stop.cancel();
        guarded.task.await.expect("ends");
    }

    #[tokio::test]
    async fn no_index_outlives_the_service() {
        let guarded = guarded(Duration::from_hours(1));
        let index = asked(&guarded, "ogou-1", 1);
        guarded.stop.cancel();
        guarded.task.await.expect("ends");
        assert!(index.upgrade().is_none());
    }

    #[test]
    fn the_longest_unasked_makes_room() {
        let finder = Finder::default();
        let mut first = Weak::new();
        for number in 0..=CENTRES {
            let at = AT.plus(Duration::from_secs(u64::try_from(number).expect("a number")));
            let kept = Arc::downgrade(&finder.of(&format!("c-{number}"), &searcher(1), at));
            if number == 0 {
                first = kept;
            }
        }
        assert!(first.upgrade().is_none());
        assert_eq!(finder.all(|held| held.len()), CENTRES);
    }
}
