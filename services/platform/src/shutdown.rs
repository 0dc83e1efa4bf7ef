//! How a process ends: softly first, then hard.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long tasks have to notice that they were cut.
const CUT: Duration = Duration::from_secs(1);

/// The end of the process, shared by everything that runs in it.
///
/// [`Shutdown::trigger`] asks tasks to finish what they have begun (soft). [`Shutdown::wait`] gives
/// them a deadline and then drops those that [`Shutdown::spawn`] started (hard).
#[derive(Clone, Debug, Default)]
pub struct Shutdown {
    soft: CancellationToken,
    hard: CancellationToken,
    tasks: TaskTracker,
}

impl Shutdown {
    /// The shutdown of a new process.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancelled when the process should finish its work.
    pub fn token(&self) -> CancellationToken {
        self.soft.clone()
    }

    /// Runs `task`; the end waits for it, and drops it at the deadline (then the handle gives `None`).
    pub fn spawn<F>(&self, task: F) -> JoinHandle<Option<F::Output>>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let hard = self.hard.clone();
        self.tasks.spawn(async move { hard.run_until_cancelled(task).await })
    }

    /// Asks everything to finish.
    pub fn trigger(&self) {
        self.soft.cancel();
    }

    /// Triggers, waits for the tasks until `deadline`, then cuts them. True when all ended by
    /// themselves.
    pub async fn wait(&self, deadline: Duration) -> bool {
        self.trigger();
        self.tasks.close();
        if timeout(deadline, self.tasks.wait()).await.is_ok() {
            return true;
        }
        self.hard.cancel();
        if timeout(CUT, self.tasks.wait()).await.is_err() {
            tracing::warn!(tasks = self.tasks.len(), "tasks outlived the hard end");
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_that_listens_ends_softly() {
        let shutdown = Shutdown::new();
        let token = shutdown.token();
        let task = shutdown.spawn(async move {
            token.cancelled().await;
            7
        });
        assert!(shutdown.wait(Duration::from_secs(5)).await);
        assert_eq!(task.await.unwrap(), Some(7));
    }

    #[tokio::test]
    async fn a_deaf_task_is_cut_at_the_deadline() {
        let shutdown = Shutdown::new();
        let task = shutdown.spawn(std::future::pending::<()>());
        assert!(!shutdown.wait(Duration::from_millis(10)).await);
        assert_eq!(task.await.unwrap(), None);
    }
}
