//! Before a page: who is at the browser, and whether a form is one of ours. After it: the cookie, and
//! the page of a trouble.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use sentier_kernel::Moment;
use sentier_proto::access::v1::SignOutRequest;

use super::kept::Kept;
use super::refresh::Renewal;
use super::{Visit, Who, mark, seconds};
use crate::app::Desk;
use crate::form::Fields;
use crate::form::upload::{self, Chosen};
use crate::page::{Here, see_other};
use crate::pages::{sign_in, stopped};
use crate::trouble::Trouble;

const PURPOSE: &str = "session";
/// The longest form: an account of 20 000 characters, each of them nine bytes when it travels.
const LONGEST_BODY: usize = 1 << 20;

/// The layer around every page.
pub(crate) async fn layer(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let now = desk.env.clock.now();
    let (visit, was) = arrive(&desk, request.headers(), now).await;
    let answered = match visit {
        Ok(visit) => pass(&desk, visit, was, request, next).await,
        Err((visit, trouble)) => {
            let here = Here::new(Arc::clone(&desk), visit, &request, Fields::default());
            (here.visit.clone(), stopped::page(&here, &trouble))
        }
    };
    let (mut visit, mut response) = answered;
    visit.seen = seconds(now);
    if !response.headers().contains_key(header::SET_COOKIE)
        && let Some(cookie) = cookie(&desk, &visit)
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

type Arrival = Result<Visit, (Visit, Trouble)>;

/// Who is at the browser now, and whose session has just ended.
async fn arrive(desk: &Desk, headers: &HeaderMap, now: Moment) -> (Arrival, Option<String>) {
    let mut visit = read(desk, headers).unwrap_or_else(|| Visit::nobody(now));
    let Some(signed) = visit.signed() else { return (Ok(visit), None) };
    let principal = signed.principal.clone();
    if visit.is_idle(now, desk.idle_minutes) {
        end(desk, signed.refresh_token.clone());
        visit.who = Who::Nobody;
        return (Ok(visit), Some(principal));
    }
    if !signed.ends_soon(now) {
        return (Ok(visit), None);
    }
    let still_good = signed.access_end > seconds(now);
    match desk.renewals.renew(&desk.services, signed, now).await {
        Renewal::Renewed(signed) => visit.who = Who::Signed(signed),
        Renewal::Ended => {
            visit.who = Who::Nobody;
            return (Ok(visit), Some(principal));
        }
        Renewal::Unknown if still_good => {}
        // Her session may well go on: she keeps it and tries again.
        Renewal::Unknown => {
            let trouble = Trouble::from(tonic::Status::unavailable(""));
            return (Err((visit, trouble)), None);
        }
    }
    (Ok(visit), None)
}

async fn pass(
    desk: &Arc<Desk>,
    visit: Visit,
    was: Option<String>,
    request: Request,
    next: Next,
) -> (Visit, Response) {
    let posted = request.method() == Method::POST;
    let (mut parts, body) = request.into_parts();
    let mut fields = Fields::default();
    let mut refused = None;
    if posted {
        match read_form(desk, &visit, &parts, body).await {
            Ok((read, file)) => {
                fields = read;
                parts.extensions.insert(file);
            }
            Err(trouble) => refused = Some(trouble),
        }
        let ours =
            is_ours(&parts.headers) && mark::accepts(&desk.keys, visit.id, fields.get("mark"));
        if !ours && refused.is_none() {
            refused = Some(Trouble::Forged);
        }
    }
    parts.extensions.insert(visit.clone());
    parts.extensions.insert(fields.clone());
    let request = Request::from_parts(parts, Body::empty());
    let here = Here::new(Arc::clone(desk), visit, &request, fields);
    let mut response = match refused {
        Some(trouble) => return (here.visit.clone(), stopped::page(&here, &trouble)),
        None => next.run(request).await,
    };
    if let Some(changed) = response.extensions_mut().remove::<Visit>() {
        return (changed, response);
    }
    match response.extensions_mut().remove::<Trouble>() {
        None => (here.visit, response),
        Some(trouble) if trouble.is_signed_out() => signed_out(here, was, posted),
        Some(trouble) => (here.visit.clone(), stopped::page(&here, &trouble)),
    }
}

/// What was typed, and the file that was chosen, where a page takes one.
async fn read_form(
    desk: &Desk,
    visit: &Visit,
    parts: &Parts,
    body: Body,
) -> Result<(Fields, Option<Chosen>), Trouble> {
    if upload::takes(parts) {
        return upload::read(desk, visit, parts, body).await;
    }
    match to_bytes(body, LONGEST_BODY).await {
        Ok(bytes) => Ok((Fields::parse(&bytes), None)),
        Err(_longer) => Err(Trouble::TooLarge),
    }
}

/// Her session is over: she signs in, and what she had typed waits for her.
fn signed_out(mut here: Here, was: Option<String>, posted: bool) -> (Visit, Response) {
    if matches!(here.visit.who, Who::Locked { .. }) {
        return (here.visit, see_other("/unlock"));
    }
    let principal = was.or_else(|| here.visit.signed().map(|signed| signed.principal.clone()));
    here.visit.who = Who::Nobody;
    let Some(principal) = principal else {
        let back = sign_in::back(&here.path);
        return (here.visit, see_other(&format!("/sign-in?{back}")));
    };
    if !posted {
        let back = sign_in::back(&here.path);
        return (here.visit, see_other(&format!("/sign-in?n=session-ended&{back}")));
    }
    let now = here.desk.env.clock.now();
    let kept = Kept::seal(&here.desk.keys, &principal, &here.path, &here.fields, now);
    let response = sign_in::again(&here, kept);
    (here.visit, response)
}

/// Browsers that say where a form comes from must say that it comes from here.
fn is_ours(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_none_or(|site| ["same-origin", "none"].iter().any(|ours| site == ours))
}

fn read(desk: &Desk, headers: &HeaderMap) -> Option<Visit> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let sealed = cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == desk.cookie_name()).then_some(value))?;
    serde_json::from_slice(&desk.keys.open(PURPOSE, sealed)?).ok()
}

/// Lives until the browser is closed; never sent to another site, never read by a script.
fn cookie(desk: &Desk, visit: &Visit) -> Option<HeaderValue> {
    let sealed = desk.keys.seal(PURPOSE, &serde_json::to_vec(visit).ok()?)?;
    let secure = if desk.secure { "; Secure" } else { "" };
    let text =
        format!("{}={sealed}; Path=/; HttpOnly; SameSite=Strict{secure}", desk.cookie_name());
    let mut value = HeaderValue::from_str(&text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Ends a session at access, without making her wait for it.
pub(crate) fn end(desk: &Desk, refresh_token: String) {
    let services = desk.services.clone();
    let ended = async move {
        let request = services.request(SignOutRequest { refresh_token });
        let mut access = services.access.clone();
        if let Err(status) = access.sign_out(request).await {
            Trouble::from(status).log("access.sign_out");
        }
    };
    drop(desk.env.shutdown.spawn(ended));
}
