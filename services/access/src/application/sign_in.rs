//! Signing in, and changing one's own password.
//!
//! An unknown name, a wrong password and a locked account get the same answer after the same work: one
//! hash and one commit.

use sentier_access_domain::account::{Account, Command, Holder, Open, Rejection, State};
use sentier_access_domain::value::{PasswordHash, UserName};
use sentier_access_domain::{AccountId, CredentialId};
use sentier_eventing::store::{AppendError, NewEvent, StreamAppend};
use sentier_eventing::streams::{Committed, TransactError};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::{Decider as _, Moment};
use sentier_platform::ids::new_id;
use sentier_platform::principal::Principal;
use sentier_platform::status::NotFound;

use super::people::acting;
use super::{Access, Fault, INSTALLATION, Password, SessionView, Write};
use crate::store::STRANGER_TRIED;

impl Access {
    /// Begins a session for whoever knows the password.
    ///
    /// # Errors
    /// When the name, the password or the account's state does not allow it: one error for all.
    pub(crate) async fn sign_in(
        &self,
        user_name: UserName,
        password: Password,
    ) -> Result<SessionView, Fault> {
        let name = self.lookup.user_name(&user_name);
        self.attempts.count(name)?;
        // INVARIANT: read before the account is: so a change that this sign-in did not see makes its
        // tokens worthless.
        let at = self.now();
        let claimed = *self.names().state(name).await?.state;
        // Without an account the name's own stream is read once more, and has no account in it.
        let account = claimed.unwrap_or_else(|| AccountId::from_uuid(new_id()));
        let known = self.accounts().state(account.as_uuid()).await?.state;
        let hash = known.as_ref().as_ref().map(|open| open.password.clone());
        let right = self.passwords.check(password, hash.clone()).await?;
        let (Some(open), Some(hash)) = (known.as_ref(), hash) else {
            return Err(self.stranger(at).await);
        };
        if !right {
            return Err(self.wrong_password(account, open, at).await);
        }
        match self.right_password(account, open, hash, at).await {
            Ok(committed) => match committed.state.as_ref() {
                Some(open) => self.begin_session(account, open, at).await,
                None => Err(Rejection::SignIn.into()),
            },
            Err(TransactError::Rejected(_)) => Err(self.stranger(at).await),
            Err(error) => Err(error.into()),
        }
    }

    async fn right_password(
        &self,
        account: AccountId,
        open: &Open,
        hash: PasswordHash,
        at: Moment,
    ) -> Result<Committed<State>, TransactError<Rejection>> {
        let (principal, centre) = acting(account, open);
        let call = Self::call_at(&principal, &centre, at);
        let decide = move |state: &State| {
            // It may have been changed while this one was checked.
            if !state.as_ref().is_some_and(|open| open.password == hash) {
                return Err(Rejection::SignIn);
            }
            Account::decide(state, Command::SucceedSignIn, at)
        };
        self.accounts().transact(call, account.as_uuid(), KeyRing::none(), decide).await
    }

    /// Counts the failure; answers what the caller is told.
    async fn wrong_password(&self, account: AccountId, open: &Open, at: Moment) -> Fault {
        let (principal, centre) = acting(account, open);
        let call = Self::call_at(&principal, &centre, at);
        let decide = move |state: &State| Account::decide(state, Command::FailSignIn, at);
        let stream = account.as_uuid();
        match self.accounts().transact(call, stream, KeyRing::none(), decide).await {
            Ok(_) => Rejection::SignIn.into(),
            Err(TransactError::Rejected(_)) => self.stranger(at).await,
            Err(error) => error.into(),
        }
    }

    /// Leaves the mark of a try that counts on no account; answers what the caller is told.
    async fn stranger(&self, at: Moment) -> Fault {
        let stamp = Self::call_at(&Principal::Anonymous, INSTALLATION, at).stamp;
        let event = NewEvent { event_type: STRANGER_TRIED, payload: b"{}".to_vec() };
        let append = StreamAppend { stream: new_id(), expected_version: 0, events: vec![event] };
        match self.host.store.append(stamp, vec![append]).await {
            Ok(_) | Err(AppendError::Stale | AppendError::RequestReused) => {
                Rejection::SignIn.into()
            }
            Err(AppendError::Store(error)) => error.into(),
        }
    }

    /// Replaces the caller's own password, after checking the present one.
    ///
    /// # Errors
    /// When the account is not the caller's, or the present password is wrong.
    pub(crate) async fn change_password(
        &self,
        principal: &Principal,
        account: AccountId,
        write: Write,
        (current, new): (Password, Password),
    ) -> Result<(), Fault> {
        let known = self.accounts().state(account.as_uuid()).await?.state;
        let open = known.as_ref().as_ref().filter(|open| is_own(principal, account, open));
        let open = open.ok_or_else(|| NotFound::new("account"))?;
        self.attempts.count(account.as_uuid())?;
        let hash = open.password.clone();
        let right = self.passwords.check(current, Some(hash.clone())).await?;
        let password = self.passwords.hash(new).await?;
        let (_, centre) = acting(account, open);
        let call = self.call(principal, &centre, write);
        let at = call.stamp.at;
        let decide = move |state: &State| {
            // A repeat, whose present password is another by now, is answered from the request log.
            if !right || !state.as_ref().is_some_and(|open| open.password == hash) {
                return Err(Rejection::SignIn);
            }
            Account::decide(state, Command::ChangePassword { password: password.clone() }, at)
        };
        let stream = account.as_uuid();
        match self.accounts().transact(call, stream, KeyRing::none(), decide).await {
            Ok(committed) => {
                self.in_force(committed.position).await;
                Ok(())
            }
            Err(TransactError::Rejected(Rejection::SignIn)) => {
                Err(self.wrong_password(account, open, at).await)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Whether the account is the caller's own.
fn is_own(principal: &Principal, account: AccountId, open: &Open) -> bool {
    match (principal, &open.holder) {
        (Principal::Staff { id, .. }, Holder::Staff { .. }) => *id == account.as_uuid(),
        (Principal::Agency { credential, .. }, Holder::Officer { credential: hers, .. }) => {
            CredentialId::from_uuid(*credential) == *hers
        }
        _ => false,
    }
}
