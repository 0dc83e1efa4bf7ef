//! The sections that every service has.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

crate::section! {
    /// Certificates of a listening service.
    pub struct TlsConfig {
        /// Certificate chain of the service.
        cert_file: Option<PathBuf> = None, "path of a PEM file";
        /// Private key of the service.
        key_file: Option<PathBuf> = None, "path of a PEM file, mode 0600";
        /// Authority whose client certificates are accepted; without it clients bring tokens only.
        client_ca_file: Option<PathBuf> = None, "path of a PEM file";
        /// Serve without TLS on an address other than loopback, behind a mesh that encrypts.
        plaintext: bool = false, "true or false";
    }
}

crate::section! {
    /// Where a service listens, and what it bears.
    pub struct ListenConfig {
        /// Address of the gRPC server; port 0 lets the system choose.
        address: SocketAddr = SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), "host address:port";
        /// How long a call may take until its answer begins, unless the caller set less; what then streams may
        /// take longer.
        deadline_ms: u64 = 10_000, "milliseconds, 100 to 600000", in 100..=600_000;
        /// Calls in work at once; what comes beyond is refused with a delay to retry after.
        max_calls: usize = 1_024, "calls, 1 to 65536", in 1..=65_536;
        sections {
            /// Certificates.
            tls: TlsConfig,
        }
    }
}

crate::section! {
    /// How a service calls another.
    pub struct ClientConfig {
        /// Address of the called service.
        address: String = String::from("http://127.0.0.1:50051"), "http:// or https:// URL";
        /// Authority that signed the called service's certificate.
        ca_file: Option<PathBuf> = None, "path of a PEM file";
        /// Own certificate chain, for mTLS.
        cert_file: Option<PathBuf> = None, "path of a PEM file";
        /// Own private key, for mTLS.
        key_file: Option<PathBuf> = None, "path of a PEM file, mode 0600";
        /// How long connecting may take.
        connect_timeout_ms: u64 = 5_000, "milliseconds, 10 to 60000", in 10..=60_000;
    }
}

crate::section! {
    /// The broker.
    pub struct NatsConfig {
        /// Address of the NATS server.
        url: String = String::from("nats://127.0.0.1:4222"), "nats:// or tls:// URL without password";
        /// Credentials file (JWT and seed).
        credentials_file: Option<PathBuf> = None, "path, mode 0600";
        /// Nkey seed file, for a server whose users are listed by their public nkeys.
        nkey_file: Option<PathBuf> = None, "path, mode 0600";
        /// Authority of the server's certificate.
        ca_file: Option<PathBuf> = None, "path of a PEM file";
        /// Copies that `JetStream` keeps of every message.
        replicas: usize = 1, "servers, 1 to 5", in 1..=5;
    }
}

crate::section! {
    /// Logs, traces and metrics.
    pub struct TelemetryConfig {
        /// What is logged, in the syntax of tracing's `EnvFilter`.
        filter: String = String::from("info"), "filter directives";
        /// Log as JSON lines instead of text.
        json: bool = false, "true or false";
        /// OTLP collector that receives traces and metrics; nothing is sent when absent.
        otlp_endpoint: Option<String> = None, "http:// or https:// URL";
        /// Where `/metrics` and `/healthz` are served, to a scraper and to probes; nowhere when absent.
        scrape_address: Option<SocketAddr> = None, "host address:port";
    }
}

crate::section! {
    /// One service.
    pub struct ServiceConfig {
        /// The event store.
        database: String = String::from("sqlite:sentier.db"), "sqlite:PATH or postgres:// URL without password";
        /// File that holds the password of the `PostgreSQL` role.
        database_password_file: Option<PathBuf> = None, "path, mode 0600";
        /// Directory of the service's keys.
        keys_dir: PathBuf = PathBuf::from("keys"), "path, mode 0700";
        /// The key store of sealed values, never in one backup with `keys_dir`; by default `keys.db` in it.
        keys_database: Option<String> = None, "sqlite:PATH or postgres:// URL without password";
        /// How long a stopping service waits for the calls in work.
        shutdown_ms: u64 = 15_000, "milliseconds, 0 to 600000", in 0..=600_000;
        sections {
            /// Where it listens.
            listen: ListenConfig,
            /// The broker.
            nats: NatsConfig,
            /// What it tells.
            telemetry: TelemetryConfig,
        }
    }
}
