//! The local broker: a nats-server that `up` configures, checks, keeps running, and stops last.

mod binary;
mod check;
mod credentials;
mod server;
mod settings;
#[cfg(test)]
mod spec;

pub use binary::find;
pub use server::{Supervised, end_orphan};

/// Why the local broker cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BrokerError {
    /// There is no nats-server that does what we ask.
    #[error(
        "no nats-server 2.12 or newer was found ({0}); install one with ./deploy/setup, or name one \
         with --nats-server"
    )]
    Missing(String),
    /// A file of the broker cannot be read or written, or the program not started.
    #[error("the broker's folder cannot be used, or nats-server cannot be started")]
    Io(#[from] std::io::Error),
    /// A credential file is damaged.
    #[error("a credential in the broker's folder is damaged")]
    Credential(#[source] nkeys::error::Error),
    /// It did not begin to answer.
    #[error("nats-server does not answer; its log is {0}")]
    Silent(String),
    /// It runs, but not as configured.
    #[error("nats-server did not take its configuration as written: {0}")]
    Ignored(String),
}
