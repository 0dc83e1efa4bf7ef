//! What every call passes before its handler: room, a span, who is calling, and how long it may take.

use std::collections::HashSet;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use http::{HeaderMap, Request, Response};
use sentier_kernel::Explain;
use tokio::sync::Semaphore;
use tonic::body::Body;
use tonic::transport::server::{TcpConnectInfo, TlsConnectInfo};
use tower::{Layer, Service};
use tracing::Instrument as _;

use super::line::{self, Line};
use super::{deadline, malformed, oversize};
use crate::auth::{Authenticator, Identity, Unknown};
use crate::principal::Principal;
use crate::status::{DeadlineExceeded, Locale, Overloaded, to_status};
use crate::trace::{self, TraceParent};

/// The layer; clones share the room and the authenticator.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    authenticator: Authenticator,
    public: Arc<HashSet<&'static str>>,
    room: Arc<Semaphore>,
    /// How long a call may take until its answer begins.
    longest: Duration,
}

impl Gate {
    pub(super) fn new(
        authenticator: Authenticator,
        public: Vec<&'static str>,
        room: Arc<Semaphore>,
        longest: Duration,
    ) -> Self {
        Self { authenticator, public: Arc::new(public.into_iter().collect()), room, longest }
    }

    /// Health and the contract itself are no secrets.
    fn is_public(&self, path: &str) -> bool {
        self.public.contains(path)
            || path.starts_with("/grpc.health.v1.Health/")
            || path.starts_with("/grpc.reflection.v")
    }

    fn identify(&self, request: &Request<Body>) -> Result<Caller, Unknown> {
        let by_certificate = request
            .extensions()
            .get::<TlsConnectInfo<TcpConnectInfo>>()
            .and_then(TlsConnectInfo::peer_certs)
            .and_then(|chain| Some(self.authenticator.certificate(chain.first()?)))
            .transpose()?;
        let ours = matches!(by_certificate, Some(Identity::Service(_)));
        // A service may carry the token of the person it acts for; the token then says who calls.
        let identity = match request.headers().get(http::header::AUTHORIZATION) {
            Some(value) => {
                let token = value.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
                self.authenticator.bearer(token.ok_or(Unknown::NoValidCredential)?)?
            }
            None => by_certificate.ok_or(Unknown::NoValidCredential)?,
        };
        Ok(Caller { identity, ours })
    }
}

/// Who calls, and whether one of our own services holds the connection.
struct Caller {
    identity: Identity,
    ours: bool,
}

impl<S> Layer<S> for Gate {
    type Service = Gated<S>;

    fn layer(&self, inner: S) -> Gated<S> {
        Gated { gate: self.clone(), inner }
    }
}

/// A service behind the gate.
#[derive(Clone, Debug)]
pub struct Gated<S> {
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
        let mut line = Line {
            method: line::known(request.uri().path()),
            principal: "unknown",
            started: Instant::now(),
        };
        let Ok(permit) = Arc::clone(&self.gate.room).try_acquire_owned() else {
            return refuse(line, &Overloaded, request.headers());
        };
        let public = self.gate.is_public(request.uri().path());
        let caller = match self.gate.identify(&request) {
            Ok(caller) => caller,
            Err(_) if public => Caller { identity: Identity::Anonymous, ours: false },
            Err(unknown) => return refuse(line, &unknown, request.headers()),
        };
        let principal = Principal::from(&caller.identity);
        line.principal = principal.kind();
        // PRIVACY: the span holds the method alone; neither caller nor content.
        let span = tracing::info_span!("rpc", rpc.system = "grpc", rpc.method = line.method);
        if caller.ours
            && let Some(parent) = parent(request.headers())
        {
            parent.adopt(&span);
        }
        request.extensions_mut().insert(principal);
        request.extensions_mut().insert(caller.identity);
        let locale = locale(request.headers());
        // The framework keeps the caller's own deadline too, and would tell of it without a reason: its clock
        // starts after this one, and it looks at the answer before its clock.
        let until = deadline::of(request.headers(), self.gate.longest);
        let answered = self.inner.call(oversize::watched(request, locale));
        Box::pin(
            async move {
                let answered = tokio::time::timeout_at(until, answered).await;
                drop(permit);
                let answered = answered.unwrap_or_else(|_elapsed| {
                    Ok(to_status(&DeadlineExceeded, locale).into_http())
                });
                answered.map(|response| line.follow(malformed::named(response, locale)))
            }
            .instrument(span),
        )
    }
}

/// The language that the caller reads, French by default.
fn locale(headers: &HeaderMap) -> Locale {
    let wished = headers.get(http::header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    wished.map_or(Locale::French, Locale::negotiate)
}

fn parent(headers: &HeaderMap) -> Option<TraceParent> {
    TraceParent::parse(headers.get(trace::HEADER)?.to_str().ok()?)
}

fn refuse<E>(
    line: Line,
    error: &dyn Explain,
    headers: &HeaderMap,
) -> BoxFuture<'static, Result<Response<Body>, E>>
where
    E: 'static,
{
    let status = to_status(error, locale(headers));
    line.tell(Some(&status));
    Box::pin(async move { Ok(status.into_http::<Body>()) })
}
