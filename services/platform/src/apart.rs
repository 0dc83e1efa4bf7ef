//! Work that goes on whether or not somebody polls for it.
//!
//! A server stream is polled only as fast as its reader takes. Were its next item worked out by that poll, then a
//! reader who stops would stop the work in the middle, and keep what it holds: a connection of the store's pool,
//! or a place in the queue for one. A few such readers would starve everybody else.

use std::future::{Future, pending};
use std::panic::resume_unwind;

use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument as _;

/// What comes of `work`, which runs in a task of its own; whoever drops this ends it.
#[expect(clippy::disallowed_methods, reason = "it lasts no longer than whoever waits for it here")]
pub async fn apart<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    match AbortOnDropHandle::new(tokio::spawn(work.in_current_span())).await {
        Ok(done) => done,
        Err(ended) => match ended.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The runtime is going down, and this with it.
            Err(_cancelled) => pending().await,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::Arc;
    use std::time::Duration;

    use futures_util::FutureExt as _;
    use tokio::sync::Semaphore;
    use tokio::time::timeout;

    use super::*;

    /// Takes the only place, and has to wait while it holds it.
    async fn hold(place: Arc<Semaphore>) {
        let _held = place.acquire().await;
        tokio::task::yield_now().await;
    }

    #[tokio::test]
    async fn who_stops_polling_keeps_nothing_from_others() {
        let place = Arc::new(Semaphore::new(1));
        let mut left = pin!(apart(hold(Arc::clone(&place))));
        assert!(left.as_mut().now_or_never().is_none(), "it has begun");
        let others = timeout(Duration::from_secs(5), place.acquire()).await;
        assert!(others.is_ok(), "the place is free again");
        drop(others);
        left.await;
    }

    #[tokio::test]
    async fn who_drops_it_ends_it() {
        let place = Arc::new(Semaphore::new(0));
        let mut left = Box::pin(apart(hold(Arc::clone(&place))));
        assert!(left.as_mut().now_or_never().is_none(), "it has begun");
        drop(left);
        let gone = async {
            while Arc::strong_count(&place) > 1 {
                tokio::task::yield_now().await;
            }
        };
        timeout(Duration::from_secs(5), gone).await.expect("its task is gone");
    }
}
