//! The key to which facts are sealed, as the statistics service names it.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use sentier_eventing::facts::SealingKey;
use sentier_eventing::outbox::PublishError;
use sentier_kernel::Moment;
use sentier_platform::client::{Traced, traced};
use sentier_platform::clock::Clock;
use sentier_proto::statistics::v1::GetSealingKeyRequest;
use sentier_proto::statistics::v1::statistics_service_client::StatisticsServiceClient;
use tonic::Request;
use tonic::transport::Channel;

/// How long one call may take.
const DEADLINE: Duration = Duration::from_secs(2);
/// A key is asked for again after this, in case the news of its rotation went to another replica.
const FRESH: Duration = Duration::from_mins(5);

/// The key in force, fetched when first needed. Clones share it.
#[derive(Clone)]
pub(crate) struct SealingKeys {
    statistics: StatisticsServiceClient<Traced>,
    clock: Clock,
    held: Arc<RwLock<Option<(SealingKey, Moment)>>>,
}

impl SealingKeys {
    /// Keys of the statistics service behind `channel`; nothing is fetched yet.
    pub(crate) fn new(channel: Channel, clock: Clock) -> Self {
        let statistics = StatisticsServiceClient::new(traced(channel));
        Self { statistics, clock, held: Arc::default() }
    }

    /// The key in force. When the statistics service is away, the last one goes on: it still opens what
    /// is under way.
    pub(crate) async fn key(&self) -> Result<SealingKey, PublishError> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner).clone();
        let now = self.clock.now();
        if let Some((key, fetched)) = &held
            && now.since(*fetched) < FRESH
        {
            return Ok(key.clone());
        }
        match (self.fetch().await, held) {
            (Ok(key), _) => {
                *self.held.write().unwrap_or_else(PoisonError::into_inner) =
                    Some((key.clone(), now));
                Ok(key)
            }
            (Err(_), Some((key, _))) => Ok(key),
            (Err(error), None) => Err(error),
        }
    }

    /// A new key is in force: the next call fetches it.
    pub(crate) fn renew(&self) {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, fetched)) = held.as_mut() {
            *fetched = Moment::default();
        }
    }

    async fn fetch(&self) -> Result<SealingKey, PublishError> {
        let mut request = Request::new(GetSealingKeyRequest {});
        request.set_timeout(DEADLINE);
        let answer = self.statistics.clone().get_sealing_key(request).await;
        let answer = answer
            .map_err(|_status| PublishError("the statistics service gives no sealing key"))?
            .into_inner();
        SealingKey::new(&answer.key_id, &answer.public_key)
            .map_err(|_malformed| PublishError("the statistics service's sealing key is malformed"))
    }
}
