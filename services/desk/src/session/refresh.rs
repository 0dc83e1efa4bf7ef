//! Renews access tokens, once per session however many pages ask at the same time.

use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;
use sentier_kernel::Moment;
use sentier_proto::access::v1::{RefreshTokenRequest, Session};
use sha2::{Digest as _, Sha256};
use tonic::Code;

use super::Signed;
use crate::services::Services;
use crate::trouble::Trouble;

/// How long a browser may still come with the cookie of before: the answer that brought it the next
/// one was lost on a bad network, or two pages were asked for at once.
const OVERLAP: Duration = Duration::from_mins(30);
const SESSIONS: u64 = 10_000;
/// More renewals than fit into that time.
const STEPS: usize = 4;

/// Renewed sessions, by the token that renewed them.
///
/// A refresh token is good for one renewal, and one that comes twice ends the session: so the desk
/// remembers what it led to for a while. Replicas do not share this: they need sticky connections.
pub(crate) struct Renewals(Cache<[u8; 32], Arc<Session>>);

/// What became of a session.
pub(crate) enum Renewal {
    /// It goes on.
    Renewed(Box<Signed>),
    /// It is over.
    Ended,
    /// Access could not say.
    Unknown,
}

impl Renewals {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self(Cache::builder().max_capacity(SESSIONS).time_to_live(OVERLAP).build())
    }

    /// Renews the session of `signed`.
    pub(crate) async fn renew(&self, services: &Services, signed: &Signed, now: Moment) -> Renewal {
        let mut latest = signed.clone();
        for _step in 0..STEPS {
            match self.step(services, &latest).await {
                Renewal::Renewed(renewed) if renewed.ends_soon(now) => latest = *renewed,
                other => return other,
            }
        }
        Renewal::Ended
    }

    async fn step(&self, services: &Services, signed: &Signed) -> Renewal {
        let key: [u8; 32] = Sha256::digest(signed.refresh_token.as_bytes()).into();
        let asked = async {
            let mut access = services.access.clone();
            let message = RefreshTokenRequest { refresh_token: signed.refresh_token.clone() };
            let answer = access.refresh_token(services.request(message)).await?;
            Ok::<_, tonic::Status>(Arc::new(answer.into_inner().session.unwrap_or_default()))
        };
        match self.0.try_get_with(key, asked).await {
            Ok(session) if !session.access_token.is_empty() => {
                Renewal::Renewed(Box::new(Signed::of(Session::clone(&session), &signed.user_name)))
            }
            Ok(_empty) => Renewal::Ended,
            Err(status) if status.code() == Code::Unauthenticated => Renewal::Ended,
            Err(status) => {
                Trouble::from(Arc::unwrap_or_clone(status)).log("access.refresh_token");
                Renewal::Unknown
            }
        }
    }
}
