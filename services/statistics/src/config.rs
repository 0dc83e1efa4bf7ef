//! The service's options.

use sentier_platform::config::{ClientConfig, ServiceConfig};

sentier_platform::section! {
    /// The statistics service.
    pub struct StatisticsConfig {
        sections {
            /// What every service has. The sealing keys lie in `keys_dir/sealing`.
            service: ServiceConfig,
            /// How it calls the access service, which says whose tokens are good.
            access: ClientConfig,
        }
    }
}
