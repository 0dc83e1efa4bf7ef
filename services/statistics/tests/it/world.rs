//! The service with everything around it: stores, broker, authority, and the services it listens to.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sentier_eventing::StoredEvent;
use sentier_eventing::host::{Host, Running};
use sentier_eventing::projection::Projection;
use sentier_kernel::Moment;
use sentier_platform::auth::Authenticator;
use sentier_platform::auth::token::Signer;
use sentier_platform::clock::Clock;
use sentier_platform::config::ServiceConfig;
use sentier_platform::environment::Environment;
use sentier_platform::pki::Authority;
use sentier_statistics::config::SharingConfig;
use sentier_statistics::{Statistics, StatisticsConfig};
use sentier_test_support::broker::Broker;
use sentier_test_support::callers::{listen, now, save};
use sentier_test_support::databases::{On, new_postgres};
use sentier_test_support::environment;
use sentier_test_support::wait::until;
use tempfile::TempDir;
use uuid::Uuid;

use crate::source::Source;

/// 24 November 2026, noon: what the service's clock says at first.
pub(crate) const NOW: Moment = Moment::from_micros(1_795_521_600_000_000);

/// Runs each sentence on both databases.
macro_rules! on_both {
    ($($sentence:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $sentence() {
                super::$sentence(sentier_test_support::databases::On::Sqlite).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $sentence() {
                super::$sentence(sentier_test_support::databases::On::Postgres).await;
            })+
        }
    };
}
pub(crate) use on_both;

pub(crate) struct World {
    pub(crate) broker: Broker,
    pub(crate) cases: Source,
    pub(crate) referrals: Source,
    /// The service's own host: its store is what is looked at.
    pub(crate) host: Host,
    pub(crate) statistics: Statistics,
    /// Boxed: it is large, and every test holds a world across its waits.
    pub(crate) config: Box<StatisticsConfig>,
    pub(crate) running: Running,
    pub(crate) signer: Signer,
    pub(crate) folder: TempDir,
    sources: Environment,
}

impl World {
    pub(crate) async fn start(on: On) -> Self {
        Box::pin(Self::begin(on, |_as_it_is| {})).await
    }

    /// With the comparison of communes switched on.
    pub(crate) async fn start_comparing(on: On) -> Self {
        Box::pin(Self::begin(on, |sharing| sharing.comparison = true)).await
    }

    /// With batches of records switched on.
    pub(crate) async fn start_with_records(on: On) -> Self {
        Box::pin(Self::begin(on, |sharing| sharing.records = true)).await
    }

    async fn begin(on: On, switch: fn(&mut SharingConfig)) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let broker = Broker::start().await;
        issue(folder.path());
        let sources = environment(&Clock::fixed(NOW));
        let cases = source(folder.path(), &broker, "cases", &sources).await;
        let referrals = source(folder.path(), &broker, "referrals", &sources).await;

        let mut service = config(folder.path(), &broker, "statistics");
        if on == On::Postgres {
            service.database = new_postgres().await;
        }
        service.listen = listen(folder.path(), "statistics");
        let env = environment(&Clock::fixed(NOW));
        let host = Host::open("statistics", &service, &env).await.expect("opens");
        let mut config = Box::new(StatisticsConfig::default());
        config.service = service;
        switch(&mut config.sharing);
        let statistics = Statistics::begin(host.clone(), &config).await.expect("begins");
        let signer = Signer::from_seed(&[3; 32]);
        let authenticator = Authenticator::new(signer.jwks(), Arc::new(move || env.clock.now()));
        let running = statistics.serve(&config, authenticator).await.expect("serves");
        Self {
            broker,
            cases,
            referrals,
            host,
            statistics,
            config,
            running,
            signer,
            folder,
            sources,
        }
    }

    /// Another replica of the service, on the same stores and keys, with a clock of its own.
    pub(crate) async fn replica(&self, clock: &Clock) -> (Host, Statistics) {
        let env = environment(clock);
        let host = Host::open("statistics", &self.config.service, &env).await.expect("opens");
        let statistics = Statistics::begin(host.clone(), &self.config).await.expect("begins");
        (host, statistics)
    }

    /// The service's read models, to be rebuilt and compared.
    pub(crate) fn projections(&self) -> Vec<Arc<dyn Projection>> {
        sentier_statistics::projections(&self.config.service.keys_dir)
    }

    /// Lets a week pass and closes it.
    pub(crate) async fn end_week(&self) {
        self.host.env.clock.advance(Duration::from_hours(7 * 24));
        self.statistics.close_week().await.expect("closes");
    }

    /// Waits until so many events of a type stand in the log of a centre.
    pub(crate) async fn stored(&self, centre: &str, event_type: &str, count: usize) {
        until(async || {
            let log = self.host.store.read_log(0, 10_000).await.expect("reads");
            let of =
                |event: &&StoredEvent| event.centre == centre && event.event_type == event_type;
            (log.iter().filter(of).count() >= count).then_some(())
        })
        .await;
    }

    /// Ends every loop, within a deadline.
    pub(crate) async fn end(self) {
        let deadline = Duration::from_secs(10);
        assert!(self.host.env.shutdown.wait(deadline).await, "the service ends softly");
        self.sources.shutdown.wait(deadline).await;
    }
}

fn config(folder: &Path, broker: &Broker, name: &str) -> ServiceConfig {
    let mut config = ServiceConfig {
        database: format!("sqlite:{}", folder.join(format!("{name}.db")).display()),
        keys_dir: folder.join(format!("{name}-keys")),
        ..ServiceConfig::default()
    };
    config.nats.url.clone_from(&broker.url);
    config
}

async fn source(folder: &Path, broker: &Broker, name: &'static str, env: &Environment) -> Source {
    let host = Host::open(name, &config(folder, broker, name), env).await.expect("opens");
    Source::start(host)
}

/// Certificates of the service and of everybody who calls it by one.
fn issue(folder: &Path) {
    let now = now();
    let authority = Authority::open_or_create(folder, now).expect("an authority");
    let names = ["localhost".to_owned()];
    save(folder, "statistics", &authority.issue_server("statistics", &names, now).expect("one"));
    for name in ["access", "cases", "referrals", "desk"] {
        save(folder, name, &authority.issue_service(name, now).expect("one"));
    }
    let (agency, credential) = (Uuid::from_u128(5), Uuid::from_u128(6));
    save(folder, "agency", &authority.issue_agency(agency, credential, now).expect("one"));
}
