//! FHIR R4 over HTTP, for hospitals whose records system speaks it: an adapter and nothing else.
//!
//! A referral is seen from its sides: `Task` (where it stands), `ServiceRequest` (what is asked, and what she
//! released), `Consent` (what may be read, until when) and `Communication` (what is written on it). A request
//! comes through the platform's door ([`sentier_platform::door`]), is read ([`search`], [`resources`]), and
//! becomes a call of the very services that agencies call by gRPC, with the caller's own certificate or token
//! ([`services`]): so policies, limits, the ledger and the request log are theirs. Their refusals become an
//! `OperationOutcome` ([`outcome`]).
//!
//! PRIVACY: an address holds ids and codes, never a word about her; a log line holds the pattern of an
//! address; and nothing may be kept by what lies between (`no-store`).

mod answer;
mod caller;
mod finding;
mod id;
mod interactions;
mod moving;
mod outcome;
mod patching;
mod refusal;
mod resources;
mod search;
mod services;
mod standing;
mod value;
mod words;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use sentier_eventing::HostError;
use sentier_platform::config::ListenConfig;
use sentier_platform::door::{Door, DoorError};
use sentier_platform::environment::Environment;
use sentier_platform::server::Within;
use tracing::Instrument as _;

use crate::config::FhirConfig;
use caller::Caller;
use interactions::{
    create_communication, metadata, not_allowed, nothing, patch_task, read_communication,
    read_consent, read_request, read_task, search_communications, search_consents, search_requests,
    search_tasks, update_task,
};
use refusal::Refusal;
use services::Services;

/// The largest resource that is taken, in bytes: a Task with everything in it is a tenth of it.
const LARGEST: usize = 64 * 1024;

/// What every request shares.
#[derive(Debug)]
struct Facade {
    services: Services,
    /// The address by which others reach this door, when it is configured.
    public: Option<String>,
    secure: bool,
    /// How long a request may take, its body and the calls that it needs included.
    patience: Duration,
}

impl Facade {
    /// The address that links begin with.
    fn base(&self, caller: &Caller) -> String {
        if let Some(public) = &self.public {
            return format!("{}/fhir", public.trim_end_matches('/'));
        }
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}/fhir", caller.host().unwrap_or("localhost"))
    }
}

/// Opens the door, when an address is configured; it closes with the process.
pub(crate) async fn start(
    config: &FhirConfig,
    listen: &ListenConfig,
    within: &Within,
    env: &Environment,
) -> Result<(), HostError> {
    let Some(address) = config.address else { return Ok(()) };
    let room = config.max_connections;
    let door = Door::open(address, &listen.tls, room, env.shutdown.clone()).await;
    let door = door.map_err(|cause: DoorError| HostError::Service {
        what: "FHIR cannot be served at its address",
        source: Box::new(cause),
    })?;
    let facade = Facade {
        services: Services::new(within),
        public: config.public_address.clone(),
        secure: listen.tls.cert_file.is_some(),
        patience: Duration::from_millis(listen.deadline_ms) * 4,
    };
    tracing::info!(%address, "serving FHIR");
    drop(env.shutdown.spawn(door.serve(router(facade))));
    Ok(())
}

fn router(facade: Facade) -> Router {
    let resources = Router::new()
        .route("/metadata", get(metadata))
        .route("/Task", get(search_tasks))
        .route("/Task/{id}", get(read_task).put(update_task).patch(patch_task))
        .route("/ServiceRequest", get(search_requests))
        .route("/ServiceRequest/{id}", get(read_request))
        .route("/Consent", get(search_consents))
        .route("/Consent/{id}", get(read_consent))
        .route("/Communication", get(search_communications).post(create_communication))
        .route("/Communication/{id}", get(read_communication));
    let facade = Arc::new(facade);
    Router::new()
        .nest("/fhir", resources)
        .fallback(nothing)
        .method_not_allowed_fallback(not_allowed)
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(from_fn_with_state(Arc::clone(&facade), tell))
        .with_state(facade)
}

/// One line for each request: which kind, how it ended, how long it took. Never its address.
async fn tell(
    State(facade): State<Arc<Facade>>,
    caller: Caller,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.as_deref().unwrap_or("none");
    let span = tracing::info_span!("fhir", http.route = route);
    let answered = tokio::time::timeout(facade.patience, next.run(request).instrument(span)).await;
    let mut response =
        answered.unwrap_or_else(|_elapsed| outcome::refused(&caller.refuse(&Refusal::TooSlow)));
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let (status, duration_ms) = (response.status().as_u16(), began.elapsed().as_millis());
    tracing::info!(%method, route, status, duration_ms, "fhir");
    response
}
