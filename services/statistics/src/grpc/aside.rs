//! What keeps a processor busy is done beside the calls.

use sentier_kernel::{Category, Explain};

/// The work ended without a result.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the figures cannot be worked out")]
pub(super) struct NotWorkedOut;

impl Explain for NotWorkedOut {
    fn category(&self) -> Category {
        Category::Bug
    }

    fn reason(&self) -> &'static str {
        "INTERNAL"
    }
}

/// Works something out where it holds up no other call: what is withheld is searched for, table by table.
pub(super) async fn worked_out<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, NotWorkedOut> {
    tokio::task::spawn_blocking(work).await.map_err(|_panicked| NotWorkedOut)
}
