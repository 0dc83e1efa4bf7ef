//! What every page has: who reads it, in which language, and how it asks a service.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse as _, Response};
use sentier_platform::ids::new_id;
use sentier_proto::access::v1::StaffRole;
use tonic::Status;

use crate::app::Desk;
use crate::form::Fields;
use crate::session::{Signed, Visit, Who, mark};
use crate::trouble::Trouble;
use crate::words::Words;

/// What a handler answers.
pub(crate) type Answer = Result<Response, Trouble>;

/// How long a call waits before it is tried once more.
const PAUSE: Duration = Duration::from_millis(300);

/// The request as a page sees it.
pub(crate) struct Here {
    pub(crate) desk: Arc<Desk>,
    pub(crate) visit: Visit,
    pub(crate) words: Words,
    /// What was typed; empty unless a form was sent.
    pub(crate) fields: Fields,
    /// Path and query.
    pub(crate) path: String,
    notice: Option<String>,
}

/// What the frame around a page shows.
pub(crate) struct Page {
    pub(crate) words: Words,
    pub(crate) title: String,
    pub(crate) mark: String,
    pub(crate) links: Vec<Link>,
    pub(crate) name: String,
    pub(crate) signed: bool,
    pub(crate) notice: String,
    pub(crate) path: String,
    pub(crate) other_language: &'static str,
    pub(crate) exit: String,
}

/// One link of the head.
pub(crate) struct Link {
    pub(crate) href: &'static str,
    pub(crate) label: String,
    pub(crate) current: bool,
}

impl Page {
    /// A sentence of the catalogue.
    pub(crate) fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// A sentence with one value filled in.
    pub(crate) fn fill(&self, key: &str, name: &str, value: &str) -> String {
        self.words.fill(key, &[(name, value)])
    }

    /// The page's language tag.
    pub(crate) const fn language(&self) -> &'static str {
        self.words.0.tag()
    }
}

impl Here {
    pub(crate) fn new(desk: Arc<Desk>, visit: Visit, request: &Request, fields: Fields) -> Self {
        Self::of(desk, visit, request.uri(), request.headers(), fields)
    }

    fn of(desk: Arc<Desk>, visit: Visit, uri: &Uri, headers: &HeaderMap, fields: Fields) -> Self {
        let accepted = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let words = Words(visit.locale(accepted));
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let notice = in_query(&path, "n").and_then(|code| words.find(&format!("notice-{code}")));
        Self { desk, visit, words, fields, path, notice }
    }

    /// Somebody who signed in.
    pub(crate) fn signed(&self) -> Result<&Signed, Trouble> {
        match &self.visit.who {
            Who::Signed(signed) => Ok(signed),
            Who::Locked { .. } => Err(Trouble::Locked),
            Who::Nobody => Err(Trouble::SignIn),
        }
    }

    /// The centre of a member of staff, as a resource name.
    pub(crate) fn centre(&self) -> Result<String, Trouble> {
        let centre = self.signed()?.centre().ok_or(Trouble::NoPage)?;
        Ok(sentier_proto::name::centre(centre))
    }

    /// The name of a case of her centre.
    pub(crate) fn case(&self, id: &str) -> Result<String, Trouble> {
        Self::named::<2>("centres/*/cases/*", format!("{}/cases/{id}", self.centre()?))
    }

    /// A resource name that was put together from a path; not one of the form `pattern`: no such page.
    pub(crate) fn named<const N: usize>(pattern: &str, name: String) -> Result<String, Trouble> {
        match sentier_proto::name::parse::<N>(pattern, &name) {
            Some(_parts) => Ok(name),
            None => Err(Trouble::NoPage),
        }
    }

    /// The value of `name` in the address; empty when absent.
    pub(crate) fn query(&self, name: &str) -> String {
        in_query(&self.path, name).unwrap_or_default()
    }

    /// The id of the write that this form asks for; a form that is shown anew keeps it, so that sending
    /// it twice is one write.
    pub(crate) fn request_id(&self) -> String {
        match self.fields.get("request_id") {
            "" => new_id().to_string(),
            given => given.to_owned(),
        }
    }

    /// The frame of a page with this title.
    pub(crate) fn page(&self, title: &str) -> Page {
        let signed = self.visit.signed();
        Page {
            words: self.words,
            title: self.words.say(title),
            mark: mark::issue(&self.desk.keys, self.visit.id),
            links: signed.map_or_else(Vec::new, |signed| self.links(signed)),
            name: signed.map_or_else(String::new, |signed| signed.display_name.clone()),
            signed: signed.is_some(),
            notice: self.notice.clone().unwrap_or_default(),
            path: self.path.clone(),
            other_language: if self.words.0.tag() == "fr" { "en" } else { "fr" },
            exit: self.desk.exit_address.clone(),
        }
    }

    fn links(&self, signed: &Signed) -> Vec<Link> {
        let manager = signed.has(StaffRole::Manager);
        let shown = [
            ("/today", signed.works_on_cases()),
            ("/cases", signed.works_on_cases()),
            ("/inbound", signed.works_on_cases()),
            ("/outreach", manager || signed.works_on_cases()),
            ("/figures", manager),
            ("/releases", manager),
            ("/review", manager),
            ("/retention", manager),
            ("/directory", manager),
            ("/pathways", manager || signed.works_on_cases()),
            ("/staff", signed.has(StaffRole::Administrator)),
            ("/inbox", signed.agency().is_some()),
            ("/submissions", signed.agency().is_some()),
            ("/structures", signed.agency().is_some()),
            ("/webhooks", signed.keeps_agency()),
            ("/credentials", signed.keeps_agency()),
        ];
        let link = |(href, _): (&'static str, bool)| Link {
            href,
            label: self.words.say(&format!("nav{}", href.replace('/', "-"))),
            current: self.path.starts_with(href),
        };
        shown.into_iter().filter(|(_, shown)| *shown).map(link).collect()
    }

    /// The page itself.
    #[expect(clippy::unused_self, reason = "a page is shown to somebody; handlers read so")]
    pub(crate) fn show(&self, template: &impl Template) -> Response {
        draw(StatusCode::OK, template)
    }

    /// The page, after a form that could not be taken.
    #[expect(clippy::unused_self, reason = "a page is shown to somebody; handlers read so")]
    pub(crate) fn show_after(
        &self,
        trouble: Option<&Trouble>,
        template: &impl Template,
    ) -> Response {
        draw(trouble.map_or(StatusCode::OK, Trouble::status), template)
    }

    /// Asks a service, with her token, her language and a deadline; once more when a connection broke.
    /// A write carries its request id, so that asking twice writes once.
    pub(crate) async fn ask<Q, A, F, R>(
        &self,
        call: &'static str,
        message: Q,
        rpc: F,
    ) -> Result<A, Trouble>
    where
        Q: Clone,
        F: Fn(tonic::Request<Q>) -> R,
        R: Future<Output = Result<tonic::Response<A>, Status>>,
    {
        self.ask_within(self.desk.services.deadline(), call, message, rpc).await
    }

    /// As [`Here::ask`], with a deadline of its own: for what takes longer than a page.
    pub(crate) async fn ask_within<Q, A, F, R>(
        &self,
        deadline: Duration,
        call: &'static str,
        message: Q,
        rpc: F,
    ) -> Result<A, Trouble>
    where
        Q: Clone,
        F: Fn(tonic::Request<Q>) -> R,
        R: Future<Output = Result<tonic::Response<A>, Status>>,
    {
        let request = |message| {
            let mut request = tonic::Request::new(message);
            request.set_timeout(deadline);
            self.signed_request(request)
        };
        let first = Self::ask_once(deadline, rpc(request(message.clone()))).await;
        let answer = match first {
            Err(trouble) if trouble.is_passing() => {
                tokio::time::sleep(PAUSE).await;
                Self::ask_once(deadline, rpc(request(message))).await
            }
            answer => answer,
        };
        answer.inspect_err(|trouble| trouble.log(call))
    }

    async fn ask_once<A>(
        deadline: Duration,
        answer: impl Future<Output = Result<tonic::Response<A>, Status>>,
    ) -> Result<A, Trouble> {
        // The client keeps the deadline too; this one also bounds the time to connect.
        match tokio::time::timeout(deadline, answer).await {
            Ok(answer) => Ok(answer?.into_inner()),
            Err(_elapsed) => Err(Trouble::from(Status::deadline_exceeded(""))),
        }
    }

    /// A request with her token and her language; a stream's waits have ends of their own.
    pub(crate) fn signed_request<Q>(&self, mut request: tonic::Request<Q>) -> tonic::Request<Q> {
        let metadata = request.metadata_mut();
        if let Ok(language) = self.words.0.tag().parse() {
            metadata.insert("accept-language", language);
        }
        let bearer = self.visit.signed().map(|signed| format!("Bearer {}", signed.access_token));
        if let Some(Ok(bearer)) = bearer.map(|bearer| bearer.parse()) {
            metadata.insert("authorization", bearer);
        }
        request
    }
}

/// Asks a service: `ask!(here, cases.get_case, message).await`.
macro_rules! ask {
    ($here:expr, $client:ident.$method:ident, $message:expr) => {
        $here.ask(concat!(stringify!($client), ".", stringify!($method)), $message, |request| {
            let mut client = $here.desk.services.$client.clone();
            async move { client.$method(request).await }
        })
    };
}
pub(crate) use ask;

impl FromRequestParts<Arc<Desk>> for Here {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Infallible> {
        let visit = parts.extensions.get::<Visit>().cloned();
        let visit = visit.unwrap_or_else(|| Visit::nobody(desk.env.clock.now()));
        let fields = parts.extensions.get::<Fields>().cloned().unwrap_or_default();
        Ok(Self::of(Arc::clone(desk), visit, &parts.uri, &parts.headers, fields))
    }
}

fn in_query(path: &str, name: &str) -> Option<String> {
    let (_, query) = path.split_once('?')?;
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find_map(|(known, value)| (known == name).then(|| value.into_owned()))
}

fn draw(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(_never_with_our_filters) => Trouble::Page.into_response(),
    }
}

/// On to another page, by GET.
pub(crate) fn see_other(path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(location) = HeaderValue::from_str(path) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// On to another page, with somebody else at the browser.
pub(crate) fn see_other_as(path: &str, visit: Visit) -> Response {
    let mut response = see_other(path);
    response.extensions_mut().insert(visit);
    response
}
