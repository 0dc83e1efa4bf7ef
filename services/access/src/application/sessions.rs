//! Sessions: beginning, renewing and ending one, and the access tokens they give.

use sentier_access_domain::account::{Holder, Open};
use sentier_access_domain::session::{Command, Open as Begun, Rejection, Session, State};
use sentier_access_domain::value::{OfficerRole, Role};
use sentier_access_domain::{AccountId, SessionId};
use sentier_eventing::streams::{Committed, TransactError};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::{Decider as _, Moment};
use sentier_platform::auth::token::{Claims, Kind};
use sentier_platform::ids::new_id;

use super::people::acting;
use super::view::{AccessToken, account_name, officer_roles, roles};
use super::{Access, Fault, SessionView};
use crate::keys::{RefreshToken, Secret};

impl Access {
    /// Begins a session for an account whose password was right.
    pub(super) async fn begin_session(
        &self,
        account: AccountId,
        open: &Open,
        at: Moment,
    ) -> Result<SessionView, Fault> {
        let session = SessionId::from_uuid(new_id());
        let refresh = RefreshToken { session, secret: Secret::draw()? };
        let command = Command::Start {
            account,
            refresh: refresh.secret.hash(),
            longest: self.lives.session,
            idle: self.lives.idle,
        };
        let begins = open.session_begins(at);
        let committed = self.decide_session(session, account, open, command, begins).await?;
        let begun = committed.state.as_ref().as_ref().ok_or(Rejection::Over)?;
        self.show(account, open, begun, refresh, at).await
    }

    /// Renews a session: a fresh access token and the next refresh token.
    ///
    /// # Errors
    /// When the session is over or the token is not its present one; a token that was used before ends
    /// the session.
    pub(crate) async fn refresh(&self, presented: &RefreshToken) -> Result<SessionView, Fault> {
        // INVARIANT: read before the account is, as at sign-in.
        let at = self.now();
        let (account, known) = self.account_of(presented.session).await?;
        let open = known.as_ref().as_ref().ok_or(Rejection::Over)?;
        let session = presented.session;
        let next = RefreshToken { session, secret: Secret::draw()? };
        let begun = self.sessions().state(session.as_uuid()).await?.state;
        let goes_on =
            begun.as_ref().as_ref().is_some_and(|begun| open.honours_session(begun.begun));
        let command = if goes_on {
            let (presented, next) = (presented.secret.hash(), next.secret.hash());
            Command::Refresh { presented, next }
        } else {
            Command::Stop
        };
        let committed = self.decide_session(session, account, open, command, at).await?;
        match committed.state.as_ref() {
            Some(begun) if begun.ended.is_none() => self.show(account, open, begun, next, at).await,
            _ => {
                self.in_force(committed.position).await;
                Err(Rejection::Over.into())
            }
        }
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the session is over, or the token is not its present one.
    pub(crate) async fn sign_out(&self, presented: &RefreshToken) -> Result<(), Fault> {
        let (account, known) = self.account_of(presented.session).await?;
        let open = known.as_ref().as_ref().ok_or(Rejection::Over)?;
        let command = Command::SignOut { presented: presented.secret.hash() };
        let at = self.now();
        let session = presented.session;
        let committed = self.decide_session(session, account, open, command, at).await?;
        self.in_force(committed.position).await;
        Ok(())
    }

    async fn account_of(
        &self,
        session: SessionId,
    ) -> Result<(AccountId, std::sync::Arc<Option<Open>>), Fault> {
        let begun = self.sessions().state(session.as_uuid()).await?.state;
        let account = begun.as_ref().as_ref().map(|begun| begun.account).ok_or(Rejection::Over)?;
        Ok((account, self.accounts().state(account.as_uuid()).await?.state))
    }

    async fn decide_session(
        &self,
        session: SessionId,
        account: AccountId,
        open: &Open,
        command: Command,
        at: Moment,
    ) -> Result<Committed<State>, TransactError<Rejection>> {
        let (principal, centre) = acting(account, open);
        let call = Self::call_at(&principal, &centre, at);
        let decide = move |state: &State| Session::decide(state, command, at);
        self.sessions().transact(call, session.as_uuid(), KeyRing::none(), decide).await
    }

    async fn show(
        &self,
        account: AccountId,
        open: &Open,
        begun: &Begun,
        refresh: RefreshToken,
        at: Moment,
    ) -> Result<SessionView, Fault> {
        let expires = at.plus(self.lives.access).min(begun.ends);
        let claims = claims(account, open, refresh.session, (open.token_issued(at), expires));
        let (principal, centre) = acting(account, open);
        let reading = self.host.reading(&principal, &centre, "sign_in", vec!["identity"]);
        let person = self.person(reading, account).await?;
        Ok(SessionView {
            access_token: AccessToken(self.signing.sign(&claims)?),
            expires,
            refresh,
            principal: account_name(account, open),
            display_name: person.display_name,
            roles: roles(open),
            officer_roles: officer_roles(open),
        })
    }
}

/// A member of staff is known by her session, so that signing out ends her tokens; an officer by the
/// credential that stands for her among the agency's.
fn claims(
    account: AccountId,
    open: &Open,
    session: SessionId,
    (issued, expires): (Moment, Moment),
) -> Claims {
    let seconds = |moment: Moment| moment.as_micros().div_euclid(1_000_000);
    let (kind, centre, agency, cid) = match &open.holder {
        Holder::Staff { centre, .. } => {
            (Kind::Staff, Some(centre.as_str().to_owned()), None, session.as_uuid())
        }
        Holder::Officer { agency, credential, .. } => {
            (Kind::Agency, None, Some(agency.as_uuid()), credential.as_uuid())
        }
    };
    let officer = officer_roles(open).into_iter().map(OfficerRole::code);
    let codes: Vec<&str> = roles(open).into_iter().map(Role::code).chain(officer).collect();
    Claims {
        iss: "sentier".to_owned(),
        sub: account.as_uuid(),
        kind,
        centre,
        roles: codes.into_iter().map(ToOwned::to_owned).collect(),
        agency,
        cid,
        iat: seconds(issued),
        exp: seconds(expires),
    }
}
