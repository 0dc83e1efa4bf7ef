//! What every call passes before its handler: room, a span, and who is calling.

use std::collections::HashSet;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::BoxFuture;
use http::{Request, Response};
use sentier_kernel::Explain as _;
use tokio::sync::Semaphore;
use tonic::body::Body;
use tonic::transport::server::{TcpConnectInfo, TlsConnectInfo};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};
use tower::{Layer, Service};
use tracing::Instrument as _;

use crate::auth::{Authenticator, Identity, Unknown};
use crate::principal::Principal;

const DOMAIN: &str = "sentier";
/// How long a caller that found no room should wait.
const RETRY_AFTER: Duration = Duration::from_millis(250);

/// The layer; clones share the room and the authenticator.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    authenticator: Authenticator,
    public: Arc<HashSet<&'static str>>,
    room: Arc<Semaphore>,
}

impl Gate {
    pub(super) fn new(
        authenticator: Authenticator,
        public: Vec<&'static str>,
        calls: usize,
    ) -> Self {
        Self {
            authenticator,
            public: Arc::new(public.into_iter().collect()),
            room: Arc::new(Semaphore::new(calls)),
        }
    }

    /// Health and the contract itself are no secrets.
    fn is_public(&self, path: &str) -> bool {
        self.public.contains(path)
            || path.starts_with("/grpc.health.v1.Health/")
            || path.starts_with("/grpc.reflection.v")
    }

    fn identify(&self, request: &Request<Body>) -> Result<Identity, Unknown> {
        let by_certificate = request
            .extensions()
            .get::<TlsConnectInfo<TcpConnectInfo>>()
            .and_then(TlsConnectInfo::peer_certs)
            .and_then(|chain| Some(self.authenticator.certificate(chain.first()?)))
            .transpose()?;
        // A service may carry the token of the person it acts for; the token then says who calls.
        match request.headers().get(http::header::AUTHORIZATION) {
            Some(value) => {
                let token = value.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
                self.authenticator.bearer(token.ok_or(Unknown::NoValidCredential)?)
            }
            None => by_certificate.ok_or(Unknown::NoValidCredential),
        }
    }
}

impl<S> Layer<S> for Gate {
    type Service = Gated<S>;

    fn layer(&self, inner: S) -> Gated<S> {
        Gated { gate: self.clone(), inner }
    }
}

/// A service behind the gate.
#[derive(Clone, Debug)]
pub(super) struct Gated<S> {
    gate: Gate,
    inner: S,
}

impl<S> Service<Request<Body>> for Gated<S>
where
    S: Service<Request<Body>, Response = Response<Body>>,
    S::Error: 'static,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response<Body>, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let Ok(permit) = Arc::clone(&self.gate.room).try_acquire_owned() else {
            return answer(overloaded());
        };
        let public = self.gate.is_public(request.uri().path());
        let identity = match self.gate.identify(&request) {
            Ok(identity) => identity,
            Err(_) if public => Identity::Anonymous,
            Err(unknown) => return answer(unauthenticated(unknown)),
        };
        // PRIVACY: the span holds the method alone; neither caller nor content.
        let span =
            tracing::info_span!("rpc", rpc.system = "grpc", rpc.method = request.uri().path());
        request.extensions_mut().insert(Principal::from(&identity));
        request.extensions_mut().insert(identity);
        let answered = self.inner.call(request);
        Box::pin(
            async move {
                let answered = answered.await;
                drop(permit);
                answered
            }
            .instrument(span),
        )
    }
}

fn answer<E>(status: Status) -> BoxFuture<'static, Result<Response<Body>, E>>
where
    E: 'static,
{
    Box::pin(async move { Ok(status.into_http::<Body>()) })
}

fn unauthenticated(unknown: Unknown) -> Status {
    let details = ErrorDetails::with_error_info(unknown.reason(), DOMAIN, []);
    Status::with_error_details(Code::Unauthenticated, unknown.to_string(), details)
}

fn overloaded() -> Status {
    let mut details = ErrorDetails::with_error_info("OVERLOADED", DOMAIN, []);
    details.set_retry_info(Some(RETRY_AFTER));
    Status::with_error_details(Code::ResourceExhausted, "too many calls at once", details)
}
