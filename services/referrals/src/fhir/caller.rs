//! Who calls, in which language, and what she takes: what every handler needs of a request's head.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use sentier_platform::status::{Locale, to_status};
use tonic::metadata::MetadataValue;
use tonic::transport::server::{TcpConnectInfo, TlsConnectInfo};
use tonic::{Request, Response, Status};

use super::answer;
use super::refusal::Refusal;

/// Names the caller's own key of a write, so that a repeat is known.
const KEY: &str = "idempotency-key";
/// The longest key; a UUID is shorter.
const LONGEST_KEY: usize = 128;

/// The head of a request.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    peer: Option<TlsConnectInfo<TcpConnectInfo>>,
    headers: HeaderMap,
    /// The host that she called, as HTTP/2 says it; HTTP/1 has it among the headers.
    authority: Option<String>,
    /// The language that she reads.
    pub(super) locale: Locale,
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let language = parts.headers.get(header::ACCEPT_LANGUAGE);
        let language = language.and_then(|value| value.to_str().ok());
        Ok(Self {
            peer: parts.extensions.get().cloned(),
            headers: parts.headers.clone(),
            authority: parts.uri.authority().map(|authority| authority.as_str().to_owned()),
            locale: language.map_or(Locale::French, Locale::negotiate),
        })
    }
}

impl Caller {
    /// A call on her behalf: her certificate or token goes with it, and her language.
    fn call<Q>(&self, message: Q) -> Request<Q> {
        let mut request = Request::new(message);
        if let Some(peer) = &self.peer {
            request.extensions_mut().insert(peer.clone());
        }
        if let Some(token) = self.header(header::AUTHORIZATION.as_str())
            && let Ok(token) = MetadataValue::try_from(token)
        {
            request.metadata_mut().insert("authorization", token);
        }
        let language = MetadataValue::from_static(self.locale.tag());
        request.metadata_mut().insert("accept-language", language);
        request
    }

    /// Makes a call on her behalf; it has the deadline that calls by the wire have.
    pub(super) async fn ask<Q, A, F>(
        &self,
        message: Q,
        call: impl FnOnce(Request<Q>) -> F,
    ) -> Result<A, Status>
    where
        F: Future<Output = Result<Response<A>, Status>>,
    {
        call(self.call(message)).await.map(Response::into_inner)
    }

    /// A refusal in her language.
    pub(super) fn refuse(&self, refusal: &Refusal) -> Status {
        to_status(refusal, self.locale)
    }

    /// The version that she saw, of an update.
    pub(super) fn seen_version(&self) -> Result<i64, Status> {
        let seen = self.header(header::IF_MATCH.as_str()).and_then(answer::version);
        seen.ok_or_else(|| self.refuse(&Refusal::VersionRequired))
    }

    /// Whether she has this version already.
    pub(super) fn has(&self, version: i64) -> bool {
        let tags = self.header(header::IF_NONE_MATCH.as_str()).unwrap_or_default();
        tags.split(',').any(|tag| answer::version(tag) == Some(version))
    }

    /// Her key for a write.
    pub(super) fn key(&self) -> Option<&str> {
        self.header(KEY).map(str::trim).filter(|key| (1..=LONGEST_KEY).contains(&key.len()))
    }

    /// Whether parameters that are not known are to be refused.
    pub(super) fn is_strict(&self) -> bool {
        let wishes = self.header("prefer").unwrap_or_default();
        wishes.split([',', ';']).any(|wish| wish.trim() == "handling=strict")
    }

    /// What she is told of a write: nothing but that it is done, when she wishes it so.
    pub(super) fn wants_little(&self) -> bool {
        let wishes = self.header("prefer").unwrap_or_default();
        wishes.split([',', ';']).any(|wish| wish.trim() == "return=minimal")
    }

    /// That she takes JSON; `_format` in the address goes before the header.
    pub(super) fn takes_json(&self, format: Option<&str>) -> Result<(), Status> {
        let wished = format.or_else(|| self.header(header::ACCEPT.as_str())).unwrap_or("*/*");
        // An unencoded plus sign in an address reads as a space.
        let takes = |range: &str| {
            let kind = range.split(';').next().unwrap_or_default().trim().replace(' ', "+");
            ["*/*", "application/*", answer::JSON, "application/json", "json"]
                .contains(&kind.as_str())
        };
        let takes = wished.split(',').any(takes);
        if takes { Ok(()) } else { Err(self.refuse(&Refusal::NotAcceptable)) }
    }

    /// That she sends one of these kinds.
    pub(super) fn sends(&self, kinds: &[&str]) -> Result<(), Status> {
        let sent = self.header(header::CONTENT_TYPE.as_str()).unwrap_or_default();
        let kind = sent.split(';').next().unwrap_or_default().trim();
        if kinds.contains(&kind) { Ok(()) } else { Err(self.refuse(&Refusal::MediaType)) }
    }

    /// The host that she called, when it is written as one.
    pub(super) fn host(&self) -> Option<&str> {
        let written = |host: &&str| {
            (1..=255).contains(&host.len())
                && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
        };
        let host = self.authority.as_deref().or_else(|| self.header(header::HOST.as_str()));
        host.filter(written)
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(HeaderValue::to_str)?.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(headers: &[(&'static str, &'static str)]) -> Caller {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, HeaderValue::from_static(value));
        }
        Caller { peer: None, headers: map, authority: None, locale: Locale::English }
    }

    #[test]
    fn json_is_taken_and_given_and_nothing_else() {
        for accept in ["*/*", "application/fhir+json", "text/html, application/json;q=0.9"] {
            assert!(caller(&[("accept", accept)]).takes_json(None).is_ok(), "{accept}");
        }
        assert!(caller(&[]).takes_json(None).is_ok());
        assert!(caller(&[]).takes_json(Some("application/fhir json")).is_ok());
        assert!(caller(&[("accept", "application/fhir+xml")]).takes_json(None).is_err());
        assert!(caller(&[("accept", "*/*")]).takes_json(Some("xml")).is_err());
        let sends = |kind| caller(&[("content-type", kind)]).sends(&[answer::JSON]).is_ok();
        assert!(sends("application/fhir+json; charset=utf-8") && !sends("application/fhir+xml"));
        assert!(caller(&[]).sends(&[answer::JSON]).is_err());
    }

    #[test]
    fn an_update_says_which_version_it_is_made_of() {
        assert_eq!(caller(&[("if-match", "W/\"4\"")]).seen_version().unwrap(), 4);
        assert!(caller(&[]).seen_version().is_err());
        let has = caller(&[("if-none-match", "W/\"3\", W/\"4\"")]);
        assert!(has.has(4) && !has.has(5));
    }

    #[test]
    fn wishes_and_keys_are_read() {
        assert!(caller(&[("prefer", "return=minimal, handling=strict")]).is_strict());
        assert!(caller(&[("prefer", "return=minimal; handling=strict")]).wants_little());
        assert!(!caller(&[("prefer", "handling=lenient")]).is_strict());
        assert_eq!(caller(&[("idempotency-key", " a ")]).key(), Some("a"));
        assert_eq!(caller(&[("idempotency-key", " ")]).key(), None);
        assert_eq!(caller(&[("host", "centre.example:7435")]).host(), Some("centre.example:7435"));
        assert_eq!(caller(&[("host", "a\"b")]).host(), None);
    }
}
