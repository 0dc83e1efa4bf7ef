//! Reviewing credentials: listing and revoking.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use sentier_access_domain::account::{Account, Command as AccountCommand};
use sentier_access_domain::credential::{Command, Credential, Holder, Kind, Rejection, State};
use sentier_access_domain::{AccountId, CredentialId};
use sentier_eventing::store::StreamAppend;
use sentier_eventing::streams::{Call, Committed, Streams, TransactError};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;
use sentier_platform::status::NotFound;
use uuid::Uuid;

use super::view::officer_roles;
use super::{Access, CATCH_UP, CredentialView, Fault, INSTALLATION, Listed, Page, Write};
use crate::projections::credential_list::{self, Of};
use crate::store::AccountCodec;

/// Readings that are made durable at once; they share commits.
const READINGS: usize = 32;
/// Overlaps that are ended at one look.
const ENDINGS: u32 = 100;
/// How often an officer's revocation is tried again when her account changes meanwhile.
const TRIES: u32 = 5;

/// A credential that is about to be issued.
#[derive(Debug)]
pub(crate) struct NewCredential<H> {
    /// For whom.
    pub(crate) holder: H,
    /// What it is called, for people.
    pub(crate) display_name: String,
}

impl Access {
    /// A page of credentials, in the order of their ids.
    ///
    /// PRIVACY: the list holds ids; each name is opened by a reading of its own in the log.
    pub(crate) async fn list_credentials(
        &self,
        principal: &Principal,
        of: Of,
        page: Page,
    ) -> Result<Listed<CredentialView>, Fault> {
        self.projections.caught_up(credential_list::NAME, CATCH_UP).await?;
        let (rows, next) = credential_list::page(self.host.store.database(), of, page).await?;
        let views = stream::iter(rows).map(|row| {
            let id = CredentialId::from_uuid(row.credential);
            self.credential_view(principal, id, row.subject)
        });
        Ok((views.buffered(READINGS).try_collect().await?, next))
    }

    /// Revokes a credential; an officer's account is disabled with it.
    ///
    /// # Errors
    /// When the holder has no such credential.
    pub(crate) async fn revoke_credential(
        &self,
        principal: &Principal,
        write: Write,
        (holder, id): (Holder, CredentialId),
    ) -> Result<CredentialView, Fault> {
        let known = self.credentials().state(id.as_uuid()).await?.state;
        let kind = known.as_ref().as_ref().map(|issued| issued.kind.clone());
        let officer = match kind {
            Some(Kind::Officer { account }) => Some(account),
            Some(Kind::Certificate { .. } | Kind::Token) | None => None,
        };
        let call = self.call(principal, INSTALLATION, write);
        let committed = self.revoke(&call, holder, id, officer).await?;
        self.in_force(committed.position).await;
        let subject = officer.map_or(id.as_uuid(), AccountId::as_uuid);
        self.credential_view(principal, id, subject).await
    }

    /// Revokes what was replaced and whose overlap is over.
    ///
    /// # Errors
    /// When the store does not answer; the next look goes on.
    pub(crate) async fn end_overlaps(&self) -> Result<(), Fault> {
        let db = self.host.store.database();
        for (id, agency) in credential_list::ended(db, self.now(), ENDINGS).await? {
            let itself = Principal::Service { name: self.host.name.to_owned() };
            let request_id = derived(id.as_uuid(), "overlap");
            let write = Write { request_id, fingerprint: [0; 32], expected_version: None };
            let call = self.call(&itself, INSTALLATION, write);
            let committed = self.revoke(&call, Holder::Agency(agency), id, None).await?;
            self.in_force(committed.position).await;
        }
        Ok(())
    }

    async fn revoke(
        &self,
        call: &Call,
        holder: Holder,
        id: CredentialId,
        officer: Option<AccountId>,
    ) -> Result<Committed<State>, Fault> {
        let at = call.stamp.at;
        for _try in 0..TRIES {
            let disabled = match officer {
                Some(account) => self.disabled(call, account).await?,
                None => Vec::new(),
            };
            let decide = move |state: &State| {
                if !state.as_ref().is_some_and(|issued| issued.holder == holder) {
                    return Err(Rejection::NotFound);
                }
                Credential::decide(state, Command::Revoke, at)
            };
            let also = move |_: &[_]| Ok(disabled.clone());
            let stream = id.as_uuid();
            let ring = KeyRing::none();
            match self.credentials().transact_with(call.clone(), stream, ring, decide, also).await {
                // Her account changed between its reading and the append.
                Err(TransactError::Stale) => {}
                done => return Ok(done?),
            }
        }
        Err(TransactError::<Rejection>::Stale.into())
    }

    /// The append that disables an account behind the version it stands at.
    async fn disabled(&self, call: &Call, account: AccountId) -> Result<Vec<StreamAppend>, Fault> {
        let known = self.accounts().state(account.as_uuid()).await?;
        let command = AccountCommand::Disable { own: false };
        let events = Account::decide(&known.state, command, call.stamp.at)?;
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let (stream, ring) = (account.as_uuid(), KeyRing::none());
        let appended = Streams::<AccountCodec>::appended;
        Ok(vec![appended(call, stream, known.version, &ring, &events)?])
    }

    pub(super) async fn credential_view(
        &self,
        principal: &Principal,
        id: CredentialId,
        subject: Uuid,
    ) -> Result<CredentialView, Fault> {
        let (purpose, fields) = ("administration", vec!["identity"]);
        let reading = self.host.reading(principal, INSTALLATION, purpose, fields);
        let ring = self.host.vault.ring(subject).await?;
        let events = self.credentials().disclose(reading, id.as_uuid(), &ring).await?;
        let view = CredentialView::of(id, events).ok_or_else(|| NotFound::new("credential"))?;
        let Kind::Officer { account } = view.kind else { return Ok(view) };
        let known = self.accounts().state(account.as_uuid()).await?.state;
        let officer_roles = known.as_ref().as_ref().map(officer_roles).unwrap_or_default();
        Ok(CredentialView { officer_roles, ..view })
    }
}
