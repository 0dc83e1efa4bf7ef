//! What a caller shows: nothing, a token, a session that renews itself, or a certificate that its
//! connection carries.

use std::time::Duration;

use sentier_proto::access::v1::access_service_client::AccessServiceClient;
use sentier_proto::access::v1::{RefreshTokenRequest, Session, SignInRequest};
use tokio::sync::Mutex;
use tokio::time::Instant;
use tonic::Request;
use tonic::transport::Channel;

use super::caller::{Caller, Nobody, Sign};
use super::client::send;
use super::failed::Failed;
use crate::login::Bearer;

/// An access token is renewed after this long, well before the quarter of an hour that it is good for.
const RENEW_AFTER: Duration = Duration::from_mins(10);

/// Who calls.
#[derive(Debug)]
pub(super) enum Credential {
    /// Nobody, or whoever the connection's certificate names.
    OfConnection,
    /// A long-lived token of an agency's system.
    Token(String),
    /// An account.
    Account(Box<Account>),
}

/// An account and its living session.
pub(super) struct Account {
    user_name: String,
    password: String,
    access: Channel,
    caller: Caller,
    living: Mutex<Option<(Session, Instant)>>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Account").finish_non_exhaustive()
    }
}

impl Account {
    pub(super) fn new(caller: Caller, access: Channel, user_name: &str, password: &str) -> Self {
        Self {
            user_name: user_name.to_owned(),
            password: password.to_owned(),
            access,
            caller,
            living: Mutex::default(),
        }
    }

    /// The access token; signs in, or renews the session, when there is none that is good.
    async fn token(&self, renew: bool) -> Result<String, Failed> {
        let mut living = self.living.lock().await;
        let known = living.take().filter(|_| !renew);
        let (session, since) = match known {
            Some((session, since)) if since.elapsed() < RENEW_AFTER => (session, since),
            Some((session, _)) => match self.refresh(session.refresh_token).await {
                Err(Failed::Refused { .. }) => (self.sign_in().await?, Instant::now()),
                renewed => (renewed?, Instant::now()),
            },
            None => (self.sign_in().await?, Instant::now()),
        };
        let token = session.access_token.clone();
        *living = Some((session, since));
        Ok(token)
    }

    async fn sign_in(&self) -> Result<Session, Failed> {
        const RPC: &str = "access.v1/SignIn";
        let message =
            SignInRequest { user_name: self.user_name.clone(), password: self.password.clone() };
        let send = send!(AccessServiceClient, self.access, sign_in);
        let answer = self.caller.call(RPC, message, &Nobody, send).await?;
        answer.session.ok_or(Failed::Incomplete(RPC))
    }

    async fn refresh(&self, refresh_token: String) -> Result<Session, Failed> {
        const RPC: &str = "access.v1/RefreshToken";
        let message = RefreshTokenRequest { refresh_token };
        let send = send!(AccessServiceClient, self.access, refresh_token);
        let answer = self.caller.call(RPC, message, &Nobody, send).await?;
        answer.session.ok_or(Failed::Incomplete(RPC))
    }
}

impl Sign for Credential {
    async fn sign<Q: Send>(&self, request: &mut Request<Q>, renew: bool) -> Result<(), Failed> {
        let token = match self {
            Self::OfConnection => return Ok(()),
            Self::Token(token) => token.clone(),
            Self::Account(account) => account.token(renew).await?,
        };
        let bearer = Bearer::of(&token).map_err(|_odd| Failed::Incomplete("the token"))?;
        bearer.sign(request);
        Ok(())
    }
}
