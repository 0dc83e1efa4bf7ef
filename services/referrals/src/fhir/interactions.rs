//! The interactions: a request is read, the services are asked, and what they say becomes a resource.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use sentier_kernel::Violation;
use sentier_proto::referrals::v1::{
    AddInterimNoteRequest, ListMessagesRequest, Message, Referral, SendMessageRequest,
};
use tonic::Status;

use super::caller::Caller;
use super::finding::{Found, found};
use super::moving::{Move, moved, noted, request_id};
use super::patching::patched;
use super::refusal::Refusal;
use super::resources::{
    Searchset, capability_statement, communication, consent, consent_subset, service_request,
    subsetted, task, wish, written,
};
use super::search::{Kind, Search};
use super::{Facade, answer, id, outcome, words};
use crate::application::message_of;

/// What a handler says: a resource, or why not.
type Said = Result<Response, Status>;

/// A refusal is an answer too.
fn told(said: Said) -> Response {
    said.unwrap_or_else(|status| outcome::refused(&status))
}

/// The referral in the address; what cannot be the id of one is the id of none.
fn named(caller: &Caller, id: &str) -> Result<String, Status> {
    id::referral(id).ok_or_else(|| caller.refuse(&Refusal::NotFound))
}

/// `_format` in an address.
fn format(query: Option<&str>) -> Option<String> {
    let mut parameters = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    parameters.find_map(|(name, value)| (name == "_format").then(|| value.into_owned()))
}

/// `GET metadata`.
pub(super) async fn metadata(
    State(facade): State<Arc<Facade>>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    if let Err(status) = caller.takes_json(format(query.as_deref()).as_deref()) {
        return outcome::refused(&status);
    }
    answer::json(StatusCode::OK, &capability_statement(&facade.base(&caller)))
}

/// `GET Task/{id}`.
pub(super) async fn read_task(
    State(facade): State<Arc<Facade>>,
    caller: Caller,
    RawQuery(query): RawQuery,
    Path(id): Path<String>,
) -> Response {
    told(shown(&facade, &caller, query, &id, Side::Task).await)
}

/// `GET ServiceRequest/{id}`.
pub(super) async fn read_request(
    State(facade): State<Arc<Facade>>,
    caller: Caller,
    RawQuery(query): RawQuery,
    Path(id): Path<String>,
) -> Response {
    told(shown(&facade, &caller, query, &id, Side::ServiceRequest).await)
}

/// `GET Consent/{id}`.
pub(super) async fn read_consent(
    State(facade): State<Arc<Facade>>,
    caller: Caller,
    RawQuery(query): RawQuery,
    Path(id): Path<String>,
) -> Response {
    told(shown(&facade, &caller, query, &id, Side::Consent).await)
}

/// A side of a referral.
#[derive(Clone, Copy, Debug)]
enum Side {
    Task,
    ServiceRequest,
    Consent,
}

async fn shown(
    facade: &Facade,
    caller: &Caller,
    query: Option<String>,
    id: &str,
    side: Side,
) -> Said {
    caller.takes_json(format(query.as_deref()).as_deref())?;
    let name = named(caller, id)?;
    let services = &facade.services;
    let referral = services.referral(caller, &name).await?;
    if caller.has(referral.version) {
        return Ok(answer::not_modified(&referral));
    }
    let locale = caller.locale;
    match side {
        Side::Task => Ok(answer::resource(&referral, &task(&referral, locale))),
        Side::ServiceRequest => {
            let released = services.disclosure(caller, &name).await?;
            let resource = service_request(&referral, &released, locale);
            Ok(answer::resource(&referral, &resource))
        }
        Side::Consent if referral.read_until_time.is_none() => {
            Ok(answer::resource(&referral, &consent(&referral, None, locale)))
        }
        Side::Consent => {
            let released = services.disclosure(caller, &name).await?;
            let resource = consent(&referral, Some(&released), locale);
            Ok(answer::resource(&referral, &resource))
        }
    }
}

/// `PUT Task/{id}`.
pub(super) async fn update_task(
    State(facade): State<Arc<Facade>>,
    caller: Caller,
    Path(id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    told(updated(&facade, &caller, &id, (&[answer::JSON, "application/json"], body)).await)
}

/// `PATCH Task/{id}`.
pub(super) async fn patch_task(
    State(facade): State<Arc<Facade>>,
    caller: Caller,
    Path(id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    told(updated(&facade, &caller, &id, (&[PATCH], body)).await)
}

/// A patch by RFC 6902.
const PATCH: &str = "application/json-patch+json";

/// Moves a Task: by all of it, or by a patch; which, says the kind of content that is taken.
async fn updated(
    facade: &Facade,
    caller: &Caller,
    id: &str,
    (kinds, body): (&[&str], Result<Bytes, BytesRejection>),
) -> Said {
    caller.takes_json(None)?;
    caller.sends(kinds)?;
    let name = named(caller, id)?;
    let seen = caller.seen_version()?;
    let body = whole(caller, body)?;
    let services = &facade.services;
    let referral = services.referral(caller, &name).await?;
    let sent = if kinds.contains(&PATCH) {
        patched(&task(&referral, caller.locale), &body)
    } else {
        serde_json::from_slice(&body).map_err(|_cause| Refusal::Malformed)
    };
    let wish = sent.and_then(|sent| wish(&sent, id));
    let wish = wish.map_err(|refusal| caller.refuse(&refusal))?;
    let request_id = request_id(&name, caller.key(), seen, &body);
    let it = Move { referral: &referral, wish, seen, request_id: request_id.to_string() };
    let referral = moved(services, caller, &it).await?;
    let mut response = answer::resource(&referral, &task(&referral, caller.locale));
    if caller.wants_little() {
        *response.body_mut() = axum::body::Body::empty();
        response.headers_mut().remove(header::CONTENT_TYPE);
    }
    Ok(response)
}

/// All of what was sent.
fn whole(caller: &Caller, body: Result<Bytes, BytesRejection>) -> Result<Bytes, Status> {
    body.map_err(|rejected| {
        let too_large = rejected.status() == StatusCode::PAYLOAD_TOO_LARGE;
        caller.refuse(if too_large { &Refusal::TooLarge } else { &Refusal::Malformed })
    })
}

/// `GET Task`.
pub(super) async fn search_tasks(
    State(facade): State<Arc<Facade>>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    told(listed(&facade, &caller, query, Kind::Task).await)
}

/// `GET ServiceRequest`.
pub(super) async fn search_requests(
    State(facade): State<Arc<Facade>>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    told(listed(&facade, &caller, query, Kind::ServiceRequest).await)
}

/// `GET Consent`.
pub(super) async fn search_consents(
    State(facade): State<Arc<Facade>>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    told(listed(&facade, &caller, query, Kind::Consent).await)
}

async fn listed(facade: &Facade, caller: &Caller, query: Option<String>, kind: Kind) -> Said {
    let search = searched(caller, kind, query)?;
    let Found { referrals, next } = found(&facade.services, caller, &search).await?;
    let locale = caller.locale;
    let one = |referral: &Referral| match kind {
        Kind::Task => task(referral, locale),
        Kind::Consent => consent_subset(referral, locale),
        Kind::ServiceRequest | Kind::Communication => subsetted(referral, locale),
    };
    Ok(page(facade, caller, &search, kind.name(), (referrals.iter().map(one).collect(), next)))
}

/// The parameters of a search; what is not known is refused or passed over, as the caller wishes.
fn searched(caller: &Caller, kind: Kind, query: Option<String>) -> Result<Search, Status> {
    let mut wrong = Vec::new();
    let search = Search::read(kind, &query.unwrap_or_default(), &mut wrong);
    caller.takes_json(search.format.as_deref())?;
    if caller.is_strict() {
        let unknown = search.unknown.iter();
        wrong.extend(
            unknown.map(|name| Violation::new(format!("http.{name}"), "violation-not-allowed")),
        );
    }
    if wrong.is_empty() { Ok(search) } else { Err(caller.refuse(&Refusal::Parameters(wrong))) }
}

fn page(
    facade: &Facade,
    caller: &Caller,
    search: &Search,
    kind: &str,
    (found, next): (Vec<serde_json::Value>, String),
) -> Response {
    let said = words::passed_over(caller.locale);
    let outcome = (!search.unknown.is_empty()).then(|| outcome::passed_over(&search.unknown, said));
    let searchset = Searchset {
        base: &facade.base(caller),
        kind,
        used: &search.used,
        page: &search.page,
        next: &next,
        found,
        outcome,
    };
    answer::json(StatusCode::OK, &searchset.bundle())
}

/// `GET Communication`.
pub(super) async fn search_communications(
    State(facade): State<Arc<Facade>>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Response {
    told(read_messages(&facade, &caller, query).await)
}

async fn read_messages(facade: &Facade, caller: &Caller, query: Option<String>) -> Said {
    let search = searched(caller, Kind::Communication, query)?;
    let Some([parent]) = search.names.as_deref() else {
        let wrong = vec![Violation::required("http.based-on")];
        return Err(caller.refuse(&Refusal::Parameters(wrong)));
    };
    let services = &facade.services;
    let referral = services.referral(caller, parent).await?;
    let request = ListMessagesRequest {
        parent: parent.clone(),
        page_size: i32::try_from(search.count).unwrap_or(i32::MAX),
        page_token: search.page.clone(),
    };
    let listed = services.messages(caller, request).await?;
    let one = |message: &Message| communication(&referral, message, caller.locale);
    let found = listed.messages.iter().map(one).collect();
    let found = (found, listed.next_page_token);
    Ok(page(facade, caller, &search, Kind::Communication.name(), found))
}

/// `GET Communication/{id}`.
pub(super) async fn read_communication(
    State(facade): State<Arc<Facade>>,
    caller: Caller,
    RawQuery(query): RawQuery,
    Path(id): Path<String>,
) -> Response {
    told(read_message(&facade, &caller, query, &id).await)
}

async fn read_message(facade: &Facade, caller: &Caller, query: Option<String>, id: &str) -> Said {
    caller.takes_json(format(query.as_deref()).as_deref())?;
    let not_found = || caller.refuse(&Refusal::NotFound);
    let name = id::message(id).ok_or_else(not_found)?;
    let services = &facade.services;
    let message = services.message(caller, &name).await?;
    let referral = id::referral_of_message(&message.name).ok_or_else(not_found)?;
    let referral = services.referral(caller, referral).await?;
    Ok(answer::json(StatusCode::OK, &communication(&referral, &message, caller.locale)))
}

/// `POST Communication`.
pub(super) async fn create_communication(
    State(facade): State<Arc<Facade>>,
    caller: Caller,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    told(wrote(&facade, &caller, body).await)
}

async fn wrote(facade: &Facade, caller: &Caller, body: Result<Bytes, BytesRejection>) -> Said {
    caller.takes_json(None)?;
    caller.sends(&[answer::JSON, "application/json"])?;
    let key = caller.key().ok_or_else(|| caller.refuse(&Refusal::KeyRequired))?;
    let body = whole(caller, body)?;
    let new = written(&body).map_err(|refusal| caller.refuse(&refusal))?;
    let request_id = request_id(&new.referral, Some(key), 0, &body);
    let services = &facade.services;
    let (parent, text) = (new.referral, new.text);
    let id = message_of(request_id);
    let request_id = request_id.to_string();
    if new.is_note {
        let request =
            AddInterimNoteRequest { name: parent, request_id, expected_version: None, text };
        noted(services, caller, request).await?;
    } else {
        let request = SendMessageRequest { parent, request_id, text };
        services.send_message(caller, request).await?;
    }
    // No content: its writer knows what it says, and reading it is recorded.
    Ok(answer::created(&format!("{}/Communication/{id}", facade.base(caller))))
}

/// No such interaction.
pub(super) async fn nothing(caller: Caller) -> Response {
    outcome::refused(&caller.refuse(&Refusal::NotSupported))
}

/// The kind of resource is there, and this cannot be done with it.
pub(super) async fn not_allowed(caller: Caller) -> Response {
    let mut response = outcome::refused(&caller.refuse(&Refusal::NotSupported));
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}
