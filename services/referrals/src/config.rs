//! What the referrals service can be told.

use sentier_platform::config::{ClientConfig, ServiceConfig};

sentier_platform::section! {
    /// The referrals service.
    pub struct ReferralsConfig {
        /// Partner streams open at once; what comes beyond is refused with a delay to retry after.
        max_streams: usize = 4_096, "streams, 1 to 65536", in 1..=65_536;
        sections {
            /// The service itself.
            service: ServiceConfig,
            /// How it asks access for keys and revocations.
            access: ClientConfig,
            /// How it claims disclosures from cases.
            cases: ClientConfig,
        }
    }
}
