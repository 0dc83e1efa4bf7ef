//! The wiring: which loops run and what is served.

use std::sync::Arc;

use sentier_eventing::host::{Host, HostError, Running};
use sentier_eventing::inbox::Reaction;
use sentier_eventing::projection::Projections;
use sentier_platform::auth::Authenticator;
use sentier_platform::environment::Environment;
use sentier_statistics_domain::indicators::Sums;
use sentier_statistics_domain::value::Month;

use crate::application::{
    Count, KeepError, Outreach, SealingKeys, Subscribing, close_week, sums_as_of,
};
use crate::config::StatisticsConfig;
use crate::grpc::releases::Following;
use crate::grpc::{
    Dhis2Api, Figures, Indicators, OutreachApi, RecordsApi, ReleasesApi, Reports, Responses,
};
use crate::processes;
use crate::projections::{OutreachList, with_keys};
use crate::publish::{Publish, PublishReleases};
use crate::reactions::{OnAnswers, OnCare, OnCases, OnReferrals, OnResponses, OnSurvivors};
use crate::releasing::{
    Calendar, RecordBatches, ReleaseClock, ReleasingError, Survivors, YearKeys,
};
use crate::sums::{CountKeys, Finalising};

/// What the service takes from the broker has so many durable consumers, one for each of its reactions.
pub const CONSUMERS: usize = 6;

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
    finalising: Finalising,
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
        let count_keys = CountKeys::of(&config.keys_dir);
        count_keys.create()?;
        let projections = host.project(with_keys(&count_keys)).await?;
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
        let finalising = Finalising::new(&host, &count_keys, &projections);
        let count = Count::new(&host, &count_keys);
        let reactions: [Arc<dyn Reaction>; CONSUMERS] = [
            Arc::new(OnCases::new(count.clone(), keys.clone())),
            Arc::new(OnCare::new(count.clone(), keys.clone())),
            Arc::new(OnAnswers::new(count.clone())),
            Arc::new(OnResponses::new(count.clone())),
            Arc::new(OnReferrals::new(count)),
            Arc::new(OnSurvivors::new(survivors, keys.clone())),
        ];
        for reaction in reactions {
            host.react(reaction);
        }
        processes::start(&host, &keys, &calendar, &finalising);
        Ok(Self { host, keys, projections, calendar, finalising, batches })
    }

    /// Does what the calendar of releases asks for now, and makes final what is due; the service's own
    /// processes do both.
    ///
    /// # Errors
    /// When the stores or the keys cannot be used, or there is no randomness.
    pub async fn keep_calendar(&self) -> Result<(), HostError> {
        self.calendar.keep().await.map_err(unreleased)?;
        self.finalising.keep().await.map_err(|source| HostError::Service {
            what: "the sums of a month cannot be made final",
            source: Box::new(source),
        })
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

    /// The sums of a centre in these months, both included, as of the end of the last week that ended: what every
    /// value that is told of them follows from. Nothing before the first week ended.
    ///
    /// PRIVACY: nothing is withheld from them. They are for tools that compare two countings; no call answers
    /// with them.
    ///
    /// # Errors
    /// When the read model has not caught up, or the store does not answer.
    pub async fn exact_sums(
        &self,
        centre: &str,
        months: (Month, Month),
    ) -> Result<Option<Sums>, HostError> {
        let found = sums_as_of(&self.host, &self.projections, (centre, months), None).await;
        let found = found.map_err(|source| HostError::Service {
            what: "the sums of a centre cannot be read",
            source: Box::new(source),
        })?;
        Ok(found.map(|(_ended, sums)| sums))
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
            kept: outreach.outreach.clone(),
            comparison,
        };
        let serving = self.host.serve(&config.listen, authenticator, |server| {
            let server = server.add(figures.server()).add(indicators.server());
            let server = server.add(outreach.server()).add(releases.server());
            let server = server.add(Dhis2Api(reports.clone()).server());
            server.add(records.server()).add(reports.server()).add(responses.server())
        });
        serving.await
    }
}

fn unreleased(source: ReleasingError) -> HostError {
    HostError::Service { what: "the releases cannot be kept", source: Box::new(source) }
}
