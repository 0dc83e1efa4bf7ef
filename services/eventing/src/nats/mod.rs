//! The broker: a connection that refuses a server which would silently ignore what we ask.

use std::time::Duration;

use async_nats::connection::State;
use async_nats::jetstream::{self, stream};
use async_nats::{Client, ConnectOptions};
use sentier_platform::config::NatsConfig;

/// The oldest server that does all we ask (atomic batches, several filter subjects).
const OLDEST: (i64, i64, i64) = (2, 12, 0);
/// Message ids are remembered this long; the inbox, not this window, makes effects happen once.
const DUPLICATE_WINDOW: Duration = Duration::from_mins(10);
/// How long a server that is up may take to answer.
const ANSWER: Duration = Duration::from_secs(2);
/// Published events are kept this long for consumers that are away.
pub const KEPT: Duration = Duration::from_hours(35 * 24);

/// Why the broker cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NatsError {
    /// The address, or a file of the configuration, is not usable.
    #[error("the NATS configuration is not usable")]
    Unusable(#[source] async_nats::ConnectError),
    /// A credentials or seed file cannot be read.
    #[error("a credentials file of the NATS configuration cannot be read")]
    Credentials(#[from] std::io::Error),
    /// No server answers at the address; the connection is tried again by itself.
    #[error("no NATS server answers")]
    Unreachable,
    /// The server is too old.
    #[error("the NATS server is older than 2.12 and would silently ignore what we ask")]
    TooOld,
    /// The server did not create the stream or the consumer.
    #[error("the NATS server refused a stream or a consumer")]
    Refused(#[source] async_nats::Error),
    /// The server answered with another configuration than the one asked for.
    #[error("the NATS server did not take the configuration as asked: {0}")]
    Ignored(&'static str),
}

/// A connection to the broker, made again by itself after a cut. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Nats {
    pub(crate) client: Client,
    pub(crate) jetstream: jetstream::Context,
    replicas: usize,
}

impl Nats {
    /// Begins to connect; a server that is away is waited for in the background, so that a service
    /// starts, and takes commands, while the broker is down.
    ///
    /// # Errors
    /// When the address or a file is not usable, or the server that answers is too old.
    pub async fn connect(config: &NatsConfig) -> Result<Self, NatsError> {
        let mut options = ConnectOptions::new()
            .connection_timeout(Duration::from_secs(5))
            .request_timeout(Some(Duration::from_secs(10)))
            .retry_on_initial_connect();
        if let Some(path) = &config.credentials_file {
            options = options.credentials_file(path).await?;
        }
        if let Some(path) = &config.nkey_file {
            options = options.nkey(std::fs::read_to_string(path)?.trim().to_owned());
        }
        if let Some(path) = &config.ca_file {
            options = options.add_root_certificates(path.clone()).require_tls(true);
        }
        let client = options.connect(&config.url).await.map_err(NatsError::Unusable)?;
        let jetstream = jetstream::new(client.clone());
        let nats = Self { client, jetstream, replicas: config.replicas };
        match nats.check().await {
            Ok(()) => Ok(nats),
            Err(NatsError::Unreachable) => {
                tracing::warn!("the broker does not answer yet; it is waited for");
                Ok(nats)
            }
            Err(refused) => Err(refused),
        }
    }

    /// Whether a server answers that does all we ask.
    ///
    /// # Errors
    /// [`NatsError::Unreachable`] when none answers, [`NatsError::TooOld`] when it cannot.
    pub async fn check(&self) -> Result<(), NatsError> {
        let answered = tokio::time::timeout(ANSWER, self.client.flush()).await;
        if !matches!(answered, Ok(Ok(()))) || self.client.connection_state() != State::Connected {
            return Err(NatsError::Unreachable);
        }
        if self.client.is_server_compatible(OLDEST.0, OLDEST.1, OLDEST.2) {
            Ok(())
        } else {
            Err(NatsError::TooOld)
        }
    }

    /// Makes sure that the stream of a service's published events exists as asked; answers whether
    /// nothing was ever published to it, as after the broker's disk was lost.
    ///
    /// # Errors
    /// When the server refuses, or keeps another configuration.
    pub async fn ensure_stream(&self, service: &str) -> Result<bool, NatsError> {
        self.check().await?;
        let wanted = stream::Config {
            name: stream_name(service),
            subjects: vec![format!("sentier.*.{service}.v1.>")],
            storage: stream::StorageType::File,
            retention: stream::RetentionPolicy::Limits,
            max_age: KEPT,
            duplicate_window: DUPLICATE_WINDOW,
            allow_atomic_publish: true,
            num_replicas: self.replicas,
            ..stream::Config::default()
        };
        let stream = self
            .jetstream
            .get_or_create_stream(wanted.clone())
            .await
            .map_err(|error| NatsError::Refused(error.into()))?;
        let info = stream.cached_info();
        let echoed = &info.config;
        if !echoed.allow_atomic_publish {
            return Err(NatsError::Ignored("allow_atomic"));
        }
        if echoed.subjects != wanted.subjects {
            return Err(NatsError::Ignored("subjects"));
        }
        Ok(info.state.last_sequence == 0)
    }
}

/// The JetStream stream of a service's published events.
pub fn stream_name(service: &str) -> String {
    format!("SENTIER_{}", service.to_uppercase())
}
