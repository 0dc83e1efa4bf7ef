//! The service's options.

use sentier_platform::config::{ClientConfig, ServiceConfig};

sentier_platform::section! {
    /// What is shared between communes. Off, because each commune's managers then read the others' figures: the
    /// owners of an installation decide, not its operators.
    pub struct SharingConfig {
        /// Whether managers may compare the communes of this installation.
        comparison: bool = false, "true or false";
    }
}

sentier_platform::section! {
    /// The statistics service.
    pub struct StatisticsConfig {
        sections {
            /// What every service has. The sealing keys lie in `keys_dir/sealing`.
            service: ServiceConfig,
            /// How it calls the access service, which says whose tokens are good.
            access: ClientConfig,
            /// What is shared between communes.
            sharing: SharingConfig,
        }
    }
}
