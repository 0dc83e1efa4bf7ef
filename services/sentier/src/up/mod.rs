//! Everything in one process, on a data folder: certificates, the broker, the services and the desk.
//!
//! [`Prepared`] makes the folder ready (keys, certificates, broker, one configuration file per service);
//! [`System`] runs the services on it in this process. `sentier serve NAME --config` runs them apart on
//! the same files.

pub mod broker;
mod certificates;
mod command;
mod layout;
mod options;
mod plan;
mod prepared;
mod system;

use std::path::PathBuf;

use sentier_platform::config::ConfigError;
use sentier_platform::pki::PkiError;

use crate::parts::StartError;
pub use command::{Args, run};
pub use layout::{Layout, Lock};
pub use options::{Broker, Options, Ports, Stores};
pub use plan::Plan;
pub use prepared::Prepared;
pub use system::System;

/// The parts of an installation, in the order in which they start.
pub const SERVICES: [&str; 5] = ["access", "cases", "referrals", "statistics", "desk"];

/// Why the system does not start.
#[derive(Debug, thiserror::Error)]
pub enum UpError {
    /// Another process works on the data folder.
    #[error(
        "a system is running on {0} already; stop it first, or name another folder with --data"
    )]
    Running(PathBuf),
    /// The data folder cannot be used.
    #[error("the data folder cannot be used")]
    Io(#[from] std::io::Error),
    /// Something else listens on a port.
    #[error("port {0} is taken by another program; name other ports with --ports-from")]
    PortTaken(u16),
    /// Certificates cannot be issued.
    #[error("certificates cannot be issued")]
    Pki(#[from] PkiError),
    /// The broker cannot be used.
    #[error(transparent)]
    Broker(#[from] broker::BrokerError),
    /// A configuration file cannot be written.
    #[error("a configuration file cannot be written")]
    Write(#[from] toml::ser::Error),
    /// A configuration file cannot be read.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A service does not start.
    #[error("{service} does not start")]
    Service {
        /// Which.
        service: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl UpError {
    fn of(service: &'static str, source: StartError) -> Self {
        Self::Service { service, source }
    }
}
