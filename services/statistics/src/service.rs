//! The wiring: which loops run and what is served.

use std::sync::Arc;
use std::time::Duration;

use sentier_eventing::host::{Host, HostError, Running};
use sentier_eventing::projection::Projections;
use sentier_platform::auth::Authenticator;
use sentier_platform::environment::Environment;

use crate::application::{
    Count, KeepError, Outreach, SealingKeys, Subscribing, close_week, close_weeks,
};
use crate::config::StatisticsConfig;
use crate::grpc::releases::Following;
use crate::grpc::{Figures, Indicators, OutreachApi, RecordsApi, ReleasesApi, Reports, Responses};
use crate::projections::{OutreachList, projections};
use crate::publish::{Publish, PublishReleases};
use crate::reactions::{OnAnswers, OnCare, OnCases, OnReferrals, OnResponses, OnSurvivors};
use crate::releasing::{
    Calendar, RecordBatches, ReleaseClock, ReleasingError, Survivors, YearKeys,
};

/// How often the sealing keys are looked after; a caller who asks for the key in force never waits for
/// it.
const KEEP_KEYS: Duration = Duration::from_hours(1);

/// Starts the service.
///
/// # Errors
/// When a store, the keys, the broker or the address cannot be used.
pub async fn start(config: &StatisticsConfig, env: &Environment) -> Result<Running, HostError> {
    let host = Host::open("statistics", &config.service, env).await?;
    let statistics = Statistics::begin(host, config).await?;
    let authenticator = statistics.host.trust(&config.access).await?;
    statistics.serve(config, authenticator).await
}

/// The service at work: it counts, and is not yet served. It counts without the access service.
#[derive(Clone, Debug)]
pub struct Statistics {
    host: Host,
    keys: SealingKeys,
    projections: Projections,
    calendar: Calendar,
    batches: RecordBatches,
}

impl Statistics {
    /// Begins to count, to publish, to keep the sealing keys and the calendar of releases.
    ///
    /// # Errors
    /// When the keys or the read models cannot be used, or the release clock is not one of this build.
    pub async fn begin(host: Host, config: &StatisticsConfig) -> Result<Self, HostError> {
        let clock = ReleaseClock::open(&config.release_clock, &host.env.clock);
        let clock = clock.map_err(|source| HostError::Service {
            what: "the release clock cannot be used",
            source: Box::new(source),
        })?;
        let records = config.sharing.records;
        let config = &config.service;
        let unkept = |source: KeepError| HostError::Service {
            what: "the sealing keys cannot be kept",
            source: Box::new(source),
        };
        let keys = SealingKeys::open(&host, &config.keys_dir.join("sealing")).map_err(unkept)?;
        keys.in_force().await.map_err(unkept)?;
        let projections = host.project(projections()).await?;
        // What is counted from now on stands behind the week that has ended.
        close_week(&host).await.map_err(|source| HostError::Service {
            what: "the last week cannot be closed",
            source: Box::new(source),
        })?;
        host.publish(Arc::new(Publish));
        host.publish_beside(PublishReleases::NAME, Arc::new(PublishReleases));
        let year_keys = YearKeys::open(&config.keys_dir.join("releases"))?;
        let survivors = Survivors::open(host.store.database(), &year_keys, &clock, records).await;
        let survivors = survivors.map_err(unreleased)?;
        let calendar = Calendar::new(&host, &clock, &year_keys);
        let batches = RecordBatches::new(&host, &clock, records);
        calendar.keep().await.map_err(unreleased)?;
        let count = Count::new(&host);
        host.react(Arc::new(OnCases::new(count.clone(), keys.clone())));
        host.react(Arc::new(OnCare::new(count.clone(), keys.clone())));
        host.react(Arc::new(OnAnswers::new(count.clone())));
        host.react(Arc::new(OnResponses::new(count.clone())));
        host.react(Arc::new(OnReferrals::new(count)));
        host.react(Arc::new(OnSurvivors::new(survivors, keys.clone())));
        let statistics = Self { host, keys, projections, calendar, batches };
        let tasks = &statistics.host.env.shutdown;
        drop(tasks.spawn(keep_keys(statistics.clone())));
        drop(tasks.spawn(close_weeks(statistics.host.clone())));
        drop(tasks.spawn(statistics.calendar.clone().run()));
        Ok(statistics)
    }

    /// Does what the calendar of releases asks for now; the service's own loop does it every 15 s.
    ///
    /// # Errors
    /// When the stores or the keys cannot be used, or there is no randomness.
    pub async fn keep_calendar(&self) -> Result<(), HostError> {
        self.calendar.keep().await.map_err(unreleased)
    }

    /// Closes the last week that has ended, as the service does by itself every minute: what is told from
    /// then on is what was counted before.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn close_week(&self) -> Result<(), HostError> {
        close_week(&self.host).await.map_err(|source| HostError::Service {
            what: "the last week cannot be closed",
            source: Box::new(source),
        })
    }

    /// Answers calls.
    ///
    /// # Errors
    /// When the address cannot be served.
    pub async fn serve(
        &self,
        config: &StatisticsConfig,
        authenticator: Authenticator,
    ) -> Result<Running, HostError> {
        let releases = ReleasesApi {
            host: self.host.clone(),
            subscribing: Subscribing::new(&self.host),
            projections: self.projections.clone(),
            following: Following::new(authenticator.clone(), config.max_release_streams),
        };
        let (comparison, config) = (config.sharing.comparison, &config.service);
        let figures = Figures {
            host: self.host.clone(),
            keys: self.keys.clone(),
            projections: self.projections.clone(),
        };
        let indicators =
            Indicators { host: self.host.clone(), projections: self.projections.clone() };
        let responses =
            Responses { host: self.host.clone(), projections: self.projections.clone() };
        let records = RecordsApi { host: self.host.clone(), batches: self.batches.clone() };
        let outreach = OutreachApi {
            host: self.host.clone(),
            outreach: Outreach::new(&self.host),
            list: OutreachList::new(self.host.store.database().clone(), self.projections.clone()),
        };
        let reports = Reports {
            host: self.host.clone(),
            projections: self.projections.clone(),
            outreach: outreach.list.clone(),
            comparison,
        };
        let serving = self.host.serve(&config.listen, authenticator, |server| {
            let server = server.add(figures.server()).add(indicators.server());
            let server = server.add(outreach.server()).add(releases.server());
            server.add(records.server()).add(reports.server()).add(responses.server())
        });
        serving.await
    }
}

fn unreleased(source: ReleasingError) -> HostError {
    HostError::Service { what: "the releases cannot be kept", source: Box::new(source) }
}

async fn keep_keys(statistics: Statistics) {
    let stop = statistics.host.env.shutdown.token();
    while stop.run_until_cancelled(tokio::time::sleep(KEEP_KEYS)).await.is_some() {
        if let Err(error) = statistics.keys.in_force().await {
            tracing::error!(%error, "the sealing keys could not be kept");
        }
    }
}
