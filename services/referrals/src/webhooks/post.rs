//! One delivery over HTTP: no redirects, no proxy, no private address, and not for longer than ten
//! seconds. Of the answer only the status is looked at.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Certificate, Client, StatusCode, redirect};

use super::Reach;
use super::failure::Failure;

/// How long a receiver has for its answer, the connection included.
const DEADLINE: Duration = Duration::from_secs(10);
/// The longest wait that a receiver may ask for.
const LONGEST_WAIT: Duration = Duration::from_hours(6);

/// Posts deliveries. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Poster(Client);

/// Why deliveries cannot be posted from this machine.
#[derive(Debug, thiserror::Error)]
pub enum PosterError {
    /// The file of certificates cannot be read.
    #[error("the file of certificates for webhooks cannot be read")]
    File(#[from] std::io::Error),
    /// The client cannot be made: there are no certificates to trust, for one.
    #[error("no HTTPS client for webhooks: has this machine certificates of authorities?")]
    Client(#[from] reqwest::Error),
}

/// A signed delivery.
#[derive(Debug)]
pub struct Posted<'a> {
    /// Where it goes.
    pub url: &'a str,
    /// Its id.
    pub id: &'a str,
    /// When it is tried, in seconds since 1970.
    pub seconds: i64,
    /// What [`super::sign`] gave.
    pub signature: &'a str,
    /// What it says.
    pub body: &'a [u8],
}

/// What came of a delivery that was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub failure: Failure,
    /// The answer's status; none when there was no answer.
    pub status: Option<u16>,
    /// How long the receiver asks us to wait.
    pub wait: Option<Duration>,
}

impl Refused {
    /// Whether the receiver is gone for good.
    pub(super) fn is_gone(self) -> bool {
        self.status == Some(StatusCode::GONE.as_u16())
    }

    /// Whether it says something about the receiver and not about this one delivery.
    pub(super) fn is_of_all(self) -> bool {
        self.status.is_none_or(|status| status >= 500 || status == 429)
    }
}

impl Poster {
    /// A client that goes as far as `reach` says, and trusts these authorities beside the machine's own.
    ///
    /// # Errors
    /// When the file of further authorities cannot be read, or there is none to trust.
    pub fn new(reach: Reach, authorities: Option<&Path>) -> Result<Self, PosterError> {
        // Without a provider of its own the client looks for the process's.
        drop(rustls::crypto::ring::default_provider().install_default());
        let further = match authorities {
            Some(file) => Certificate::from_pem_bundle(&std::fs::read(file)?)?,
            None => Vec::new(),
        };
        let client = Client::builder()
            .tls_certs_merge(further)
            .dns_resolver(Guarded(reach))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .https_only(!reach.loopback)
            .timeout(DEADLINE)
            .user_agent("sentier")
            .build()?;
        Ok(Self(client))
    }

    /// Posts one delivery.
    ///
    /// # Errors
    /// When it was not taken.
    pub async fn post(&self, posted: &Posted<'_>) -> Result<(), Refused> {
        let request = self
            .0
            .post(posted.url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", posted.id)
            .header("webhook-timestamp", posted.seconds)
            .header("webhook-signature", posted.signature)
            .body(posted.body.to_vec());
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(Refused {
                failure: Failure::Status,
                status: Some(answer.status().as_u16()),
                wait: asked_wait(&answer),
            }),
            Err(error) => Err(Refused { failure: failure(&error), status: None, wait: None }),
        }
    }
}

/// The seconds of `retry-after`; its other form, a date, is not read.
fn asked_wait(answer: &reqwest::Response) -> Option<Duration> {
    let seconds = answer.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
}

fn failure(error: &reqwest::Error) -> Failure {
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        if inner.is::<NotPublic>() {
            return Failure::PrivateAddress;
        }
        cause = inner.source();
    }
    if error.is_timeout() { Failure::Timeout } else { Failure::Unreachable }
}

/// A name leads to an address that a webhook may not have.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the name leads to an address that is not public")]
struct NotPublic;

/// Looks names up, and lets good addresses through alone.
#[derive(Clone, Copy, Debug)]
struct Guarded(Reach);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let Self(reach) = *self;
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            // One bad address among good ones is an attempt, not an accident.
            if found.iter().all(|address| reach.allows(address.ip())) {
                Ok(Box::new(found.into_iter()) as Addrs)
            } else {
                Err(NotPublic.into())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_not_connected_to() {
        let closed = Reach::default();
        let refused = Guarded(closed).resolve("localhost".parse().unwrap()).await.err().unwrap();
        assert!(refused.is::<NotPublic>());
        let open = Reach { private: false, loopback: true };
        let found = Guarded(open).resolve("localhost".parse().unwrap()).await.unwrap();
        assert!(found.count() > 0);
    }

    #[test]
    fn what_is_about_the_receiver_is_told_from_what_is_about_one_delivery() {
        let refused = |status| Refused { failure: Failure::Status, status, wait: None };
        assert!(
            [None, Some(500), Some(503), Some(429)].map(refused).iter().all(|it| it.is_of_all())
        );
        assert!([Some(302), Some(404), Some(422)].map(refused).iter().all(|it| !it.is_of_all()));
        assert!(refused(Some(410)).is_gone() && !refused(Some(404)).is_gone());
    }
}
