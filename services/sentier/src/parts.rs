//! The five parts of an installation, each with its configuration, its start and its read models.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use clap::ValueEnum;
use sentier_eventing::projection::Projection;
use sentier_platform::config::{Section, ServiceConfig, TelemetryConfig};
use sentier_platform::environment::Environment;

/// Why a part does not start.
pub type StartError = Box<dyn std::error::Error + Send + Sync>;

/// A part, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Accounts, credentials, keys.
    Access,
    /// Survivors, cases, consents.
    Cases,
    /// The directory, referrals, disclosures.
    Referrals,
    /// Figures and releases.
    Statistics,
    /// Pages.
    Desk,
}

/// What every part is to the executable.
pub trait Service {
    /// Its name.
    const NAME: &'static str;
    /// Its options.
    type Config: Section;

    /// What it tells of itself.
    fn telemetry(config: &Self::Config) -> &TelemetryConfig;

    /// Its stores; the desk has none.
    fn stores(config: &Self::Config) -> Option<&ServiceConfig>;

    /// Its read models; what some of them add up is sealed under keys in its folder of keys.
    fn projections(keys_dir: &Path) -> Vec<Arc<dyn Projection>>;

    /// Starts it; answers where it listens.
    fn start(
        config: &Self::Config,
        env: &Environment,
    ) -> impl Future<Output = Result<SocketAddr, StartError>>;

    /// How long it has to finish what it began.
    fn patience(config: &Self::Config) -> Duration {
        Duration::from_millis(Self::stores(config).map_or(5_000, |service| service.shutdown_ms))
    }
}

macro_rules! service {
    ($(#[$doc:meta])* $part:ident, $name:literal, $crate_name:ident :: $config:ident, $models:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $part;

        impl Service for $part {
            const NAME: &'static str = $name;
            type Config = $crate_name::$config;

            fn telemetry(config: &Self::Config) -> &TelemetryConfig {
                &config.service.telemetry
            }

            fn stores(config: &Self::Config) -> Option<&ServiceConfig> {
                Some(&config.service)
            }

            fn projections(keys_dir: &Path) -> Vec<Arc<dyn Projection>> {
                let models: fn(&Path) -> Vec<Arc<dyn Projection>> = $models;
                models(keys_dir)
            }

            async fn start(
                config: &Self::Config,
                env: &Environment,
            ) -> Result<SocketAddr, StartError> {
                Ok($crate_name::start(config, env).await?.address)
            }
        }
    };
}

service!(
    /// Accounts, credentials, keys.
    Access, "access", sentier_access::AccessConfig, |_none| sentier_access::projections()
);
service!(
    /// Survivors, cases, consents.
    Cases, "cases", sentier_cases::CasesConfig, |_none| sentier_cases::projections()
);
service!(
    /// The directory, referrals, disclosures.
    Referrals, "referrals", sentier_referrals::ReferralsConfig, |_none| sentier_referrals::projections()
);
service!(
    /// Figures and releases.
    Statistics, "statistics", sentier_statistics::StatisticsConfig, sentier_statistics::projections
);

/// Pages.
#[derive(Clone, Copy, Debug)]
pub struct Desk;

impl Service for Desk {
    const NAME: &'static str = "desk";
    type Config = sentier_desk::DeskConfig;

    fn telemetry(config: &Self::Config) -> &TelemetryConfig {
        &config.telemetry
    }

    fn stores(_config: &Self::Config) -> Option<&ServiceConfig> {
        None
    }

    fn projections(_none: &Path) -> Vec<Arc<dyn Projection>> {
        Vec::new()
    }

    async fn start(config: &Self::Config, env: &Environment) -> Result<SocketAddr, StartError> {
        Ok(sentier_desk::start(config, env).await?.address)
    }
}
