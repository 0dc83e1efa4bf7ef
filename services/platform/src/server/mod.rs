//! A listening service: TLS, authentication, load shedding, deadline, reflection, health, graceful stop.

mod contract;
mod deadline;
#[cfg(test)]
mod deadline_spec;
mod gate;
mod line;
mod malformed;
mod oversize;
#[cfg(test)]
mod spec;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tonic::server::NamedService;
use tonic::service::{Routes, RoutesBuilder};
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Certificate, Identity, ServerTlsConfig};
use tower::Layer as _;

use crate::auth::Authenticator;
use crate::config::{ListenConfig, TlsConfig};

/// Why a server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be bound, or a file cannot be read.
    #[error("the address cannot be bound, or a certificate file cannot be read")]
    Io(#[from] std::io::Error),
    /// A certificate or key is malformed.
    #[error("a certificate or key of the server is malformed")]
    Tls(#[from] tonic::transport::Error),
    /// The contract's descriptors are malformed.
    #[error("the contract cannot be reflected")]
    Reflection(#[from] tonic_reflection::server::Error),
    /// Only one of certificate and key is named.
    #[error("`tls.cert_file` and `tls.key_file` go together")]
    HalfIdentity,
    /// No certificate, and the address can be reached from other machines.
    #[error(
        "refusing to serve without TLS beyond loopback; name a certificate or set `tls.plaintext`"
    )]
    Plaintext,
}

/// A server that listens and waits to be driven.
pub struct Serving {
    /// The bound address.
    pub address: SocketAddr,
    /// Completes when the server has stopped and all calls have ended.
    pub done: BoxFuture<'static, Result<(), tonic::transport::Error>>,
}

impl std::fmt::Debug for Serving {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Serving").field("address", &self.address).finish_non_exhaustive()
    }
}

/// The services of a server behind its gate, for another door of the same process.
///
/// Who calls, how many at once and for how long, is asked as for a call that came by the wire. A generated client takes it
/// for its channel.
pub type Within = gate::Gated<Routes>;

/// Collects gRPC services and serves them.
#[derive(Debug)]
pub struct Server {
    config: ListenConfig,
    authenticator: Authenticator,
    stop: CancellationToken,
    routes: RoutesBuilder,
    names: Vec<&'static str>,
    public: Vec<&'static str>,
    room: Arc<Semaphore>,
}

impl Server {
    /// A server that stops gracefully when `stop` is cancelled.
    pub fn new(
        config: &ListenConfig,
        authenticator: Authenticator,
        stop: CancellationToken,
    ) -> Self {
        Self {
            config: config.clone(),
            authenticator,
            stop,
            routes: Routes::builder(),
            names: Vec::new(),
            public: Vec::new(),
            room: Arc::new(Semaphore::new(config.max_calls)),
        }
    }

    /// Adds a generated gRPC service.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "a builder's verb; nothing is summed")]
    pub fn add<S>(mut self, service: S) -> Self
    where
        S: tower::Service<http::Request<tonic::body::Body>, Error = std::convert::Infallible>
            + NamedService
            + Clone
            + Send
            + Sync
            + 'static,
        S::Response: axum::response::IntoResponse,
        S::Future: Send + 'static,
    {
        self.names.push(S::NAME);
        self.routes.add_service(service);
        self
    }

    /// Lets anybody call the RPC with this path, for example `/sentier.access.v1.AccessService/SignIn`.
    #[must_use]
    pub fn public(mut self, path: &'static str) -> Self {
        self.public.push(path);
        self
    }

    /// The services that were added so far, without a socket. A request brings its caller's certificate as
    /// the extension `TlsConnectInfo`, or her token as the metadata `authorization`.
    pub fn within(&self) -> Within {
        self.gate().layer(self.routes.clone().routes())
    }

    fn gate(&self) -> gate::Gate {
        let (authenticator, public) = (self.authenticator.clone(), self.public.clone());
        let longest = Duration::from_millis(self.config.deadline_ms);
        gate::Gate::new(authenticator, public, Arc::clone(&self.room), longest)
    }

    /// Binds the address and begins to listen.
    ///
    /// # Errors
    /// When the address is taken, or TLS is not configured as it must be.
    pub async fn serve(mut self) -> Result<Serving, StartError> {
        let tls = tls(&self.config.tls)?;
        if tls.is_none() && !self.config.address.ip().is_loopback() && !self.config.tls.plaintext {
            return Err(StartError::Plaintext);
        }
        let reflection = || {
            tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(sentier_proto::DESCRIPTORS)
        };
        let (health, health_service) = tonic_health::server::health_reporter();
        for name in &self.names {
            health.set_service_status(*name, tonic_health::ServingStatus::Serving).await;
        }
        self.routes
            .add_service(health_service)
            .add_service(reflection().build_v1()?)
            .add_service(reflection().build_v1alpha()?);

        let listener = TcpListener::bind(self.config.address).await?;
        let address = listener.local_addr()?;
        let mut builder = tonic::transport::Server::builder()
            .http2_keepalive_interval(Some(Duration::from_secs(30)));
        if let Some(tls) = tls {
            builder = builder.tls_config(tls)?;
        }
        let gate = self.gate();
        let serving =
            builder.layer(gate).add_routes(self.routes.routes()).serve_with_incoming_shutdown(
                TcpIncoming::from(listener).with_nodelay(Some(true)),
                self.stop.cancelled_owned(),
            );
        Ok(Serving { address, done: Box::pin(serving) })
    }
}

fn tls(config: &TlsConfig) -> Result<Option<ServerTlsConfig>, StartError> {
    let (cert, key) = match (&config.cert_file, &config.key_file) {
        (Some(cert), Some(key)) => (std::fs::read(cert)?, std::fs::read(key)?),
        (None, None) => return Ok(None),
        _ => return Err(StartError::HalfIdentity),
    };
    let mut tls = ServerTlsConfig::new().identity(Identity::from_pem(cert, key));
    if let Some(path) = &config.client_ca_file {
        tls = tls
            .client_ca_root(Certificate::from_pem(std::fs::read(path)?))
            .client_auth_optional(true);
    }
    Ok(Some(tls))
}
