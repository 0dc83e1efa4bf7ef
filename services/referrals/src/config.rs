//! What the referrals service can be told.

use std::net::SocketAddr;
use std::path::PathBuf;

use sentier_platform::config::{ClientConfig, ServiceConfig};

sentier_platform::section! {
    /// The same for records systems that speak FHIR R4 over HTTP. It shows the service's certificate, and takes
    /// the same credentials within the same limits.
    pub struct FhirConfig {
        /// Address of the FHIR server; it is off when absent. Port 0 lets the system choose.
        address: Option<SocketAddr> = None, "host address:port";
        /// Address that links in answers begin with; by default the host that the caller named.
        public_address: Option<String> = None, "http:// or https:// URL without path";
        /// Connections at once; further callers wait.
        max_connections: usize = 512, "connections, 1 to 65536", in 1..=65_536;
    }
}

sentier_platform::section! {
    /// The referrals service.
    pub struct ReferralsConfig {
        /// Partner streams open at once; what comes beyond is refused with a delay to retry after.
        max_streams: usize = 4_096, "streams, 1 to 65536", in 1..=65_536;
        /// Streams that one agency may hold open at once.
        agency_streams: usize = 32, "streams, 1 to 65536", in 1..=65_536;
        /// Calls that one agency may make each second in the long run.
        agency_calls_per_second: u32 = 500, "calls, 1 to 10000", in 1..=10_000;
        /// Calls that one agency may make at once after it was quiet, as after a day without a line.
        agency_burst: u32 = 5_000, "calls, 1 to 100000", in 1..=100_000;
        /// Webhooks may lead to addresses of private networks too, as where agencies reach the centre by a VPN.
        webhook_private_networks: bool = false, "true or false";
        /// Webhooks may lead to this machine, and there without TLS: for tests.
        webhook_loopback: bool = false, "true or false";
        /// Authorities that webhooks' certificates may be of, beside the machine's own.
        webhook_ca_file: Option<PathBuf> = None, "path of a PEM file";
        /// After so long without one delivery that was taken a webhook is switched off.
        webhook_patience_hours: u32 = 120, "hours, 1 to 720", in 1..=720;
        sections {
            /// The service itself.
            service: ServiceConfig,
            /// How it asks access for keys and revocations.
            access: ClientConfig,
            /// How it claims disclosures from cases.
            cases: ClientConfig,
            /// What records systems call.
            fhir: FhirConfig,
        }
    }
}
