//! What is to be started, and where it listens.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use sentier_platform::config::{NatsConfig, TelemetryConfig};
use sentier_platform::environment::Environment;

/// A whole system in one process.
#[derive(Clone, Debug)]
pub struct Options {
    /// The data folder.
    pub data: PathBuf,
    /// Where the services and the desk listen.
    pub listen: IpAddr,
    /// Names and addresses by which others reach this machine, for the certificates.
    pub hosts: Vec<String>,
    /// Ports.
    pub ports: Ports,
    /// Where the events lie.
    pub stores: Stores,
    /// Who carries the published events.
    pub broker: Broker,
    /// What is logged and traced; written to the services' configuration files.
    pub telemetry: TelemetryConfig,
    /// Clock, policies and end of the process.
    pub env: Environment,
}

impl Options {
    /// A system on `data` with SQLite, a broker of its own, and its usual ports on loopback.
    pub fn of_box(data: PathBuf, env: Environment) -> Self {
        Self {
            data,
            listen: Ipv4Addr::LOCALHOST.into(),
            hosts: Vec::new(),
            ports: Ports::default(),
            stores: Stores::Sqlite,
            broker: Broker::Supervised(None),
            telemetry: TelemetryConfig::default(),
            env,
        }
    }
}

/// The ports of a system; for 0 a free one is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ports {
    /// Accounts and credentials.
    pub access: u16,
    /// Case work.
    pub cases: u16,
    /// Referrals and what partners call.
    pub referrals: u16,
    /// Figures.
    pub statistics: u16,
    /// Pages.
    pub desk: u16,
    /// The local broker; on loopback always.
    pub nats: u16,
    /// FHIR, for partners' records systems; off when absent.
    pub fhir: Option<u16>,
}

impl Default for Ports {
    /// Below the range from which systems take the ports of outgoing connections.
    fn default() -> Self {
        Self {
            access: 7431,
            cases: 7432,
            referrals: 7433,
            statistics: 7434,
            desk: 8080,
            nats: 7422,
            fhir: None,
        }
    }
}

impl Ports {
    /// Free ports, for tests and second installations.
    pub const fn free() -> Self {
        Self { access: 0, cases: 0, referrals: 0, statistics: 0, desk: 0, nats: 0, fhir: Some(0) }
    }
}

/// Where the events lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stores {
    /// One file per service in the data folder.
    Sqlite,
    /// One database per service, `{server}/{prefix}{service}`, which exists already.
    Postgres {
        /// `postgres://user@host:port`.
        server: String,
        /// What the databases' names begin with.
        prefix: String,
    },
}

/// Who carries the published events.
#[derive(Clone, Debug)]
pub enum Broker {
    /// A local nats-server, from this path or the first good one that is found.
    Supervised(Option<PathBuf>),
    /// A server that is run by somebody else.
    At(NatsConfig),
}
