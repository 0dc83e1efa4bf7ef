//! Waiting for something that takes its time, with a deadline and never by a guess.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// The longest that anything may take; a machine that runs other tests beside this one is slow.
const DEADLINE: Duration = Duration::from_mins(1);
const LOOK: Duration = Duration::from_millis(20);

/// Looks again and again until there is something; fails the test at the deadline.
pub async fn wait_for<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    wait_within(what, DEADLINE, look).await
}

/// The same with a deadline of its own, for what takes hours.
pub async fn wait_within<T>(
    what: &str,
    deadline: Duration,
    mut look: impl AsyncFnMut() -> Option<T>,
) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(begun.elapsed() < deadline, "waited in vain for {what}");
        sleep(LOOK).await;
    }
}

/// The same for what needs no name.
pub async fn until<T>(look: impl AsyncFnMut() -> Option<T>) -> T {
    wait_for("an answer", look).await
}
