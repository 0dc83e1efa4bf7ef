//! The broker: a connection that refuses a server which would silently ignore what we ask.

use std::time::Duration;

use async_nats::jetstream::{self, stream};
use async_nats::{Client, ConnectOptions};

/// The oldest server that does all we ask (atomic batches, several filter subjects).
const OLDEST: (i64, i64, i64) = (2, 12, 0);
/// Message ids are remembered this long; the inbox, not this window, makes effects happen once.
const DUPLICATE_WINDOW: Duration = Duration::from_mins(10);
/// Published events are kept this long for consumers that are away.
const KEPT: Duration = Duration::from_hours(35 * 24);

/// Why the broker cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NatsError {
    /// No server answers at the address.
    #[error("no NATS server answers")]
    Unreachable(#[source] async_nats::ConnectError),
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

/// A connection to the broker. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Nats {
    pub(crate) client: Client,
    pub(crate) jetstream: jetstream::Context,
}

impl Nats {
    /// Connects, and checks that the server is recent enough.
    ///
    /// # Errors
    /// When no server answers or it is too old.
    pub async fn connect(url: &str) -> Result<Self, NatsError> {
        let client = ConnectOptions::new()
            .connection_timeout(Duration::from_secs(5))
            .request_timeout(Some(Duration::from_secs(10)))
            .connect(url)
            .await
            .map_err(NatsError::Unreachable)?;
        if !client.is_server_compatible(OLDEST.0, OLDEST.1, OLDEST.2) {
            return Err(NatsError::TooOld);
        }
        let jetstream = jetstream::new(client.clone());
        Ok(Self { client, jetstream })
    }

    /// Makes sure that the stream of a service's published events exists as asked; answers its name.
    ///
    /// # Errors
    /// When the server refuses, or keeps another configuration.
    pub async fn ensure_stream(&self, service: &str) -> Result<String, NatsError> {
        let name = stream_name(service);
        let wanted = stream::Config {
            name: name.clone(),
            subjects: vec![format!("sentier.*.{service}.v1.>")],
            storage: stream::StorageType::File,
            retention: stream::RetentionPolicy::Limits,
            max_age: KEPT,
            duplicate_window: DUPLICATE_WINDOW,
            allow_atomic_publish: true,
            ..stream::Config::default()
        };
        let stream = self
            .jetstream
            .get_or_create_stream(wanted.clone())
            .await
            .map_err(|error| NatsError::Refused(error.into()))?;
        let echoed = &stream.cached_info().config;
        if !echoed.allow_atomic_publish {
            return Err(NatsError::Ignored("allow_atomic"));
        }
        if echoed.subjects != wanted.subjects {
            return Err(NatsError::Ignored("subjects"));
        }
        Ok(name)
    }
}

/// The JetStream stream of a service's published events.
pub fn stream_name(service: &str) -> String {
    format!("SENTIER_{}", service.to_uppercase())
}
