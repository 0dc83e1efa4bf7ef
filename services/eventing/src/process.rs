//! A process on a service's own log: what must follow from a stored event, or from the clock, whatever crashes
//! between.
//!
//! It works through a read model, which remembers what is still to do: at the start, whenever the read model
//! moved, and every so often for the clock. So a restart goes on where the process stopped, and what came due
//! while it was away is found.

use std::time::Duration;

use futures_util::future::BoxFuture;
use sentier_kernel::Explain;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// What follows from stored events.
pub trait Process: Send {
    /// Names it in the log.
    fn name(&self) -> &'static str;

    /// Does all that is due now.
    fn work(&mut self) -> BoxFuture<'_, Result<(), Box<dyn Explain>>>;
}

/// How a process waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// From a failure to the next try.
    pub pause: Duration,
    /// Until it looks again although nothing was stored.
    pub idle: Duration,
}

/// How long what moves the read model gathers before a process looks: it looks in the database, and whoever
/// calls meanwhile goes first.
const GATHER: Duration = Duration::from_millis(50);

/// Runs a process whenever its read model moved, until the service ends.
pub async fn run(
    mut process: impl Process,
    mut reached: watch::Receiver<i64>,
    rhythm: Rhythm,
    stop: CancellationToken,
) {
    loop {
        // Seen before the work: what is stored during it is worked on after it.
        reached.borrow_and_update();
        // Every step of it may be broken off: the next start goes on there.
        let Some(done) = stop.run_until_cancelled(process.work()).await else { return };
        let failed = done.err();
        if let Some(error) = &failed {
            let (process, reason) = (process.name(), error.reason());
            tracing::warn!(process, reason, %error, "a process waits");
        }
        let wait = if failed.is_some() { rhythm.pause } else { rhythm.idle };
        tokio::select! {
            moved = reached.changed(), if failed.is_none() => match moved {
                Ok(()) => tokio::time::sleep(GATHER).await,
                Err(_ended) => return,
            },
            () = tokio::time::sleep(wait) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Runs a process that no read model moves: at the start and every so often, for what the clock alone brings.
pub async fn every(process: impl Process, rhythm: Rhythm, stop: CancellationToken) {
    let (_never_moves, reached) = watch::channel(0);
    run(process, reached, rhythm, stop).await;
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::FutureExt as _;

    use super::*;
    use crate::projection::Behind;

    /// Fails the first time.
    struct Counting(Arc<AtomicUsize>);

    impl Process for Counting {
        fn name(&self) -> &'static str {
            "counting"
        }

        fn work(&mut self) -> BoxFuture<'_, Result<(), Box<dyn Explain>>> {
            async {
                let first = self.0.fetch_add(1, Ordering::SeqCst) == 0;
                if first { Err(Box::new(Behind) as Box<dyn Explain>) } else { Ok(()) }
            }
            .boxed()
        }
    }

    async fn until(worked: &AtomicUsize, times: usize) {
        let enough = async {
            while worked.load(Ordering::SeqCst) < times {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), enough).await.expect("works");
    }

    #[tokio::test]
    async fn a_failure_is_tried_again_and_whatever_is_stored_is_worked_on() {
        let worked = Arc::new(AtomicUsize::new(0));
        let (moves, reached) = watch::channel(0);
        let rhythm = Rhythm { pause: Duration::from_millis(1), idle: Duration::from_hours(1) };
        let stop = CancellationToken::new();
        let ran = run(Counting(Arc::clone(&worked)), reached, rhythm, stop.clone());
        let seen = async {
            until(&worked, 2).await;
            moves.send(1).expect("a process");
            until(&worked, 3).await;
            stop.cancel();
        };
        let both = async { tokio::join!(ran, seen) };
        tokio::time::timeout(Duration::from_secs(20), both).await.expect("ends when told to");
        assert_eq!(worked.load(Ordering::SeqCst), 3);
    }

    #[tokio::test]
    async fn what_the_clock_brings_is_worked_on_every_so_often_until_the_service_ends() {
        let worked = Arc::new(AtomicUsize::new(0));
        let wait = Duration::from_millis(1);
        let stop = CancellationToken::new();
        let rhythm = Rhythm { pause: wait, idle: wait };
        let ran = every(Counting(Arc::clone(&worked)), rhythm, stop.clone());
        let seen = async {
            until(&worked, 3).await;
            stop.cancel();
        };
        let both = async { tokio::join!(ran, seen) };
        tokio::time::timeout(Duration::from_secs(20), both).await.expect("ends when told to");
    }
}
