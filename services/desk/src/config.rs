//! The desk's section of the configuration.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use sentier_platform::config::{ClientConfig, TelemetryConfig, TlsConfig};

sentier_platform::section! {
    /// Where the desk listens for browsers.
    pub struct DeskListenConfig {
        /// Address of the pages; port 0 lets the system choose.
        address: SocketAddr = SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), "host address:port";
        /// Certificate chain shown to browsers; without it the pages are served by plain HTTP.
        cert_file: Option<PathBuf> = None, "path of a PEM file";
        /// Private key of that certificate.
        key_file: Option<PathBuf> = None, "path of a PEM file, mode 0600";
        /// Serve plain HTTP on an address other than loopback, behind a proxy that encrypts.
        plaintext: bool = false, "true or false";
        /// Connections at once; further browsers wait.
        max_connections: usize = 512, "connections, 1 to 65536", in 1..=65_536;
    }
}

impl DeskListenConfig {
    /// Its certificates; browsers show none.
    pub(crate) fn tls(&self) -> TlsConfig {
        TlsConfig {
            cert_file: self.cert_file.clone(),
            key_file: self.key_file.clone(),
            client_ca_file: None,
            plaintext: self.plaintext,
        }
    }
}

sentier_platform::section! {
    /// The desk: pages for staff and for officers of agencies.
    pub struct DeskConfig {
        /// Address by which browsers reach the desk; with https:// cookies are sent over TLS only.
        public_address: Option<String> = None, "http:// or https:// URL without path";
        /// Key that seals sessions into cookies; made when the file is missing. Replicas share it.
        session_key_file: PathBuf = PathBuf::from("desk.key"), "path, mode 0600";
        /// A session ends after this long without a page.
        idle_minutes: u64 = 15, "minutes, 1 to 120", in 1..=120;
        /// How long a service may take to answer a page.
        deadline_ms: u64 = 10_000, "milliseconds, 100 to 60000", in 100..=60_000;
        /// Harmless page of another site, to which the exit button leads.
        exit_address: String = String::from("https://fr.wikipedia.org/"), "https:// URL";
        sections {
            /// Where it listens.
            listen: DeskListenConfig,
            /// Who is who.
            access: ClientConfig,
            /// Case work.
            cases: ClientConfig,
            /// Referrals and the directory.
            referrals: ClientConfig,
            /// Figures.
            statistics: ClientConfig,
            /// What it tells.
            telemetry: TelemetryConfig,
        }
    }
}
