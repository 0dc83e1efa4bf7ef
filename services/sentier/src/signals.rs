//! How the process is asked to end: Ctrl-C at the terminal, SIGTERM from whoever runs it.

use tokio::signal::unix::{Signal, SignalKind, signal};

/// The two signals that end us.
#[derive(Debug)]
pub(crate) struct Ends {
    interrupt: Signal,
    terminate: Signal,
}

impl Ends {
    /// Begins to listen for them; from now on they do not kill the process.
    ///
    /// # Errors
    /// When the system does not let us.
    pub(crate) fn new() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Completes when one of them has come.
    pub(crate) async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
