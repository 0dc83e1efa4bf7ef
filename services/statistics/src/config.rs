//! The service's options.

use sentier_platform::config::{ClientConfig, ServiceConfig};

sentier_platform::section! {
    /// What is shared between communes. Off, because each commune's managers then read the others' figures: the
    /// owners of an installation decide, not its operators.
    pub struct SharingConfig {
        /// Whether managers may compare the communes of this installation.
        comparison: bool = false, "true or false";
        /// Whether coarse, truthful records are kept for quarterly batches that a manager approves (tier T2). They
        /// carry no formal guarantee, and a seized store shows those that wait.
        records: bool = false, "true or false";
    }
}

sentier_platform::section! {
    /// The statistics service.
    pub struct StatisticsConfig {
        /// By which clock releases are published: the machine's. A test build takes `hand:FILE`, a file of
        /// microseconds since 1970; any other build refuses to start with it.
        release_clock: String = "system".to_owned(), "system";
        /// Streams of releases that are open at once.
        max_release_streams: usize = 256, "streams, 1 to 4096", in 1..=4_096;
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
