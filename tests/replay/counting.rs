//! A statistics service on stores of its own, and what its read models hold.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sentier_eventing::db::Row;
use sentier_eventing::host::Host;
use sentier_eventing::projection::{Projection, Tables};
use sentier_kernel::Moment;
use sentier_platform::clock::Clock;
use sentier_platform::config::ServiceConfig;
use sentier_statistics::{Statistics, StatisticsConfig, projections};
use sentier_test_support::broker::Broker;
use sentier_test_support::databases::{On, new_postgres};
use sentier_test_support::environment;

use super::asking::{Answers, every_indicator};
use super::rows::{Rows, all};
use super::source::{jetstream, pending};
use crate::wait::wait_within;

/// How long millions of events may take.
pub(super) const DEADLINE: Duration = Duration::from_hours(4);
/// How often the broker is asked how much is left.
const LOOK: Duration = Duration::from_millis(100);
/// How long a service may take to end.
pub(super) const ENOUGH: Duration = Duration::from_secs(30);

/// A week, so that what was counted stands behind its end.
pub(super) const WEEK: Duration = Duration::from_hours(7 * 24);

/// What a service stands on.
pub(super) struct Stores {
    database: String,
    keys_dir: PathBuf,
}

impl Stores {
    /// Empty ones.
    pub(super) async fn new(folder: &Path, name: &str, on: On) -> Self {
        let database = match on {
            On::Sqlite => format!("sqlite:{}", folder.join(format!("{name}.db")).display()),
            On::Postgres => new_postgres().await,
        };
        Self { database, keys_dir: folder.join(format!("{name}-keys")) }
    }
}

/// The service.
pub(super) struct Counting {
    host: Host,
    statistics: Statistics,
    keys_dir: PathBuf,
}

impl Counting {
    /// Begins to count what the broker has, by a clock that stands at this moment.
    pub(super) async fn start(stores: &Stores, broker: &Broker, at: Moment) -> Self {
        let Stores { database, keys_dir } = stores;
        let mut service = ServiceConfig {
            database: database.clone(),
            keys_dir: keys_dir.clone(),
            ..ServiceConfig::default()
        };
        service.nats.url.clone_from(&broker.url);
        let env = environment(&Clock::fixed(at));
        let host = Host::open("statistics", &service, &env).await.expect("opens");
        let config = StatisticsConfig { service, ..StatisticsConfig::default() };
        let statistics = Statistics::begin(host.clone(), &config).await.expect("begins");
        Self { host, statistics, keys_dir: keys_dir.clone() }
    }

    /// Waits until everything is counted, and the read models show it.
    pub(super) async fn counted(&self, broker: &Broker) {
        let jetstream = jetstream(broker).await;
        wait_within("every event to be counted", DEADLINE, async || {
            // Asking costs the broker something too.
            tokio::time::sleep(LOOK).await;
            (pending(&jetstream).await == 0).then_some(())
        })
        .await;
        self.caught_up().await;
    }

    /// Waits until the read models show all that is in the log.
    async fn caught_up(&self) {
        let last = self.last_of_each_type().await;
        for model in self.models() {
            let taken = last.iter().filter(|(event_type, _)| model.takes(event_type));
            let wanted = taken.map(|(_, position)| *position).max().unwrap_or_default();
            wait_within("the read models to have caught up", DEADLINE, async || {
                let reached = "SELECT MAX(position) FROM projection WHERE name = $1";
                (self.number(reached, &[model.name().into()]).await >= wanted).then_some(())
            })
            .await;
        }
    }

    fn models(&self) -> Vec<Arc<dyn Projection>> {
        projections(&self.keys_dir)
    }

    /// The events' types, each with its last position: a read model need not go beyond what it takes.
    async fn last_of_each_type(&self) -> Vec<(String, i64)> {
        let sql = "SELECT event_type, MAX(position) FROM event GROUP BY event_type";
        let rows = self.host.store.database().fetch(sql, &[]).await.expect("rows");
        let read = |row: &Row| (row.text(0).expect("a type"), row.i64(1).expect("a position"));
        rows.iter().map(read).collect()
    }

    /// Events in its log.
    pub(super) fn logged(&self) -> u64 {
        u64::try_from(*self.host.store.head().borrow()).expect("a position")
    }

    /// Lets a week pass and closes it, so that what was counted is told.
    pub(super) async fn end_week(&self) {
        self.host.env.clock.advance(WEEK);
        self.statistics.close_week().await.expect("closes");
        self.caught_up().await;
    }

    /// What every indicator comes to.
    pub(super) async fn answers(&self) -> Answers {
        every_indicator(&self.statistics).await
    }

    /// Every row of every read model.
    pub(super) async fn rows(&self) -> Rows {
        all(self.host.store.database(), &self.models()).await
    }

    /// Messages that could not be taken.
    pub(super) async fn parked(&self) -> i64 {
        self.number("SELECT CAST(COUNT(*) AS BIGINT) FROM parked", &[]).await
    }

    /// Cases opened, by the figures.
    pub(super) async fn opened(&self) -> i64 {
        let figures = self.models().into_iter().find(|it| it.name() == "figure").expect("figures");
        let table = Tables::of_version(figures.version());
        let sql = format!(
            "SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM {} WHERE kind = 'case_opened'",
            table.name("figure")
        );
        self.number(&sql, &[]).await
    }

    async fn number(&self, sql: &str, values: &[sentier_eventing::db::Value]) -> i64 {
        let rows = self.host.store.database().fetch(sql, values).await.expect("rows");
        rows.first().expect("a row").i64(0).expect("a number")
    }

    /// Ends every loop.
    pub(super) async fn end(self) {
        self.stop().await;
    }

    async fn stop(&self) {
        assert!(self.host.env.shutdown.wait(ENOUGH).await, "the service ends softly");
    }

    /// Ends every loop and forgets every read model: who starts on these stores builds them from the log.
    pub(super) async fn end_without_read_models(self) {
        self.stop().await;
        let mut tx = self.host.store.database().begin().await.expect("begins");
        for model in self.models() {
            let tables = Tables::of_version(model.version());
            for table in model.tables() {
                let drop_table = format!("DROP TABLE {}", tables.name(table));
                tx.execute(&drop_table, &[]).await.expect("dropped");
            }
            let forget = "DELETE FROM projection WHERE name = $1";
            tx.execute(forget, &[model.name().into()]).await.expect("forgotten");
        }
        tx.commit().await.expect("forgotten");
    }
}
