//! The configuration of the cases service.

use sentier_platform::config::{ClientConfig, ServiceConfig};

sentier_platform::section! {
    /// The cases service.
    pub struct CasesConfig {
        sections {
            /// Its stores, its address, the broker.
            service: ServiceConfig,
            /// How it reaches access, for keys and revocations.
            access: ClientConfig,
            /// How it reaches statistics, for the key to which facts are sealed.
            statistics: ClientConfig,
        }
    }
}
