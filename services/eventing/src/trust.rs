//! Whom a service believes: the keys and revocations of the access service, followed as they change.
//!
//! A service begins to serve only when it knows both. Revocations are listed once, then followed on
//! the broker from its beginning, so that none falls between; keys are fetched again every minute.

use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::consumer::{DeliverPolicy, pull::OrderedConfig};
use futures_util::StreamExt as _;
use prost::Message as _;
use sentier_platform::auth::Authenticator;
use sentier_platform::auth::token::Jwks;
use sentier_platform::client::{Traced, channel, traced};
use sentier_platform::config::ClientConfig;
use sentier_platform::grpc::{moment, uuid};
use sentier_proto::access::events::v1::AccessEvent;
use sentier_proto::access::events::v1::access_event::Fact;
use sentier_proto::access::v1::access_service_client::AccessServiceClient;
use sentier_proto::access::v1::{
    GetJwksRequest, ListRevocationsRequest, ListRevocationsResponse, RevokedAccount,
    RevokedCredential,
};
use tonic::Request;

use crate::host::{Host, HostError};
use crate::nats::{Nats, NatsError, stream_name};

/// How long one call to access may take.
const DEADLINE: Duration = Duration::from_secs(5);
/// How often keys are fetched again.
const REFRESH: Duration = Duration::from_mins(1);
/// How long after a failure the next try is.
const PAUSE: Duration = Duration::from_millis(500);
/// Revocations asked for at once.
const PAGE: i32 = 1_000;

type Access = AccessServiceClient<Traced>;

/// Why access could not be asked, or what it said cannot be read.
#[derive(Debug, thiserror::Error)]
enum Unsure {
    #[error("the access service does not answer: {0}")]
    Away(tonic::Code),
    #[error("the access service's keys cannot be read")]
    Keys,
}

impl Host {
    /// An authenticator that knows the keys and revocations of `access`, and follows both.
    ///
    /// # Errors
    /// When the client is configured wrongly, or the process ends before access has answered.
    pub async fn trust(&self, access: &ClientConfig) -> Result<Authenticator, HostError> {
        let client = Access::new(traced(channel(access)?));
        let clock = self.env.clock.clone();
        let stop = self.env.shutdown.token();
        let keys = loop {
            match keys(client.clone()).await {
                Ok(keys) => break keys,
                Err(error) => tracing::info!(%error, "waiting for the access service"),
            }
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                () = stop.cancelled() => return Err(HostError::Stopped),
            }
        };
        let authenticator = Authenticator::new(keys, Arc::new(move || clock.now()));
        while let Err(error) = load(client.clone(), &authenticator).await {
            tracing::info!(%error, "waiting for the access service");
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                () = stop.cancelled() => return Err(HostError::Stopped),
            }
        }
        self.until_the_end(follow(self.nats.clone(), authenticator.clone()));
        self.until_the_end(refresh(client, authenticator.clone()));
        Ok(authenticator)
    }

    fn until_the_end(&self, task: impl Future<Output = ()> + Send + 'static) {
        let stop = self.env.shutdown.token();
        drop(self.env.shutdown.spawn(async move {
            stop.run_until_cancelled(Box::pin(task)).await;
        }));
    }
}

fn asked<T>(message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(DEADLINE);
    request
}

async fn keys(mut client: Access) -> Result<Jwks, Unsure> {
    let answer = client.get_jwks(asked(GetJwksRequest {})).await;
    let answer = answer.map_err(|status| Unsure::Away(status.code()))?.into_inner();
    Jwks::parse(&answer.jwks_json).map_err(|_malformed| Unsure::Keys)
}

/// Takes every revocation that stands.
async fn load(mut client: Access, authenticator: &Authenticator) -> Result<(), Unsure> {
    let mut page_token = String::new();
    loop {
        let request = ListRevocationsRequest { page_size: PAGE, page_token };
        let answer = client.list_revocations(asked(request)).await;
        let ListRevocationsResponse { credentials, accounts, next_page_token } =
            answer.map_err(|status| Unsure::Away(status.code()))?.into_inner();
        for RevokedCredential { credential_id, expire_time } in credentials {
            revoke(authenticator, &credential_id, expire_time.as_ref());
        }
        for RevokedAccount { account_id, not_before_time } in accounts {
            revoke_before(authenticator, &account_id, not_before_time.as_ref());
        }
        if next_page_token.is_empty() {
            return Ok(());
        }
        page_token = next_page_token;
    }
}

async fn refresh(client: Access, authenticator: Authenticator) {
    loop {
        tokio::time::sleep(REFRESH).await;
        match keys(client.clone()).await {
            Ok(keys) => authenticator.trust(keys),
            Err(error) => tracing::warn!(%error, "the keys of access were not fetched again"),
        }
    }
}

/// Takes every revocation that is published, from the stream's beginning; again after each cut.
async fn follow(nats: Nats, authenticator: Authenticator) {
    loop {
        if let Err(error) = take(&nats, &authenticator).await {
            tracing::warn!(%error, "revocations are not followed for a moment");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn take(nats: &Nats, authenticator: &Authenticator) -> Result<(), NatsError> {
    nats.ensure_stream("access").await?;
    let wanted = OrderedConfig { deliver_policy: DeliverPolicy::All, ..OrderedConfig::default() };
    let refused = |error: async_nats::Error| NatsError::Refused(error);
    let stream = nats
        .jetstream
        .get_stream(stream_name("access"))
        .await
        .map_err(|error| refused(error.into()))?;
    let consumer = stream.create_consumer(wanted).await.map_err(|error| refused(error.into()))?;
    let mut messages = consumer.messages().await.map_err(|error| refused(error.into()))?;
    while let Some(message) = messages.next().await {
        let message = message.map_err(|error| refused(error.into()))?;
        match AccessEvent::decode(message.payload.clone()).map(|event| event.fact) {
            Ok(Some(fact)) => apply(authenticator, fact),
            Ok(None) => {}
            Err(_) => tracing::error!("an event of access cannot be read"),
        }
    }
    Ok(())
}

fn apply(authenticator: &Authenticator, fact: Fact) {
    match fact {
        Fact::CredentialRevoked(revoked) => {
            revoke(authenticator, &revoked.credential_id, revoked.expire_time.as_ref());
        }
        Fact::RoleChanged(changed) => {
            revoke_before(authenticator, &changed.account_id, changed.not_before_time.as_ref());
        }
    }
}

fn revoke(authenticator: &Authenticator, id: &str, until: Option<&prost_types::Timestamp>) {
    if let (Ok(id), Some(until)) = (uuid("credential_id", id), until.and_then(moment)) {
        authenticator.revoke(id, until);
    } else {
        tracing::error!("a revocation cannot be read");
    }
}

fn revoke_before(authenticator: &Authenticator, id: &str, at: Option<&prost_types::Timestamp>) {
    if let (Ok(id), Some(at)) = (uuid("account_id", id), at.and_then(moment)) {
        authenticator.revoke_before(id, at);
    } else {
        tracing::error!("a revocation cannot be read");
    }
}
