//! Accounts of people: making one with its unique name, and reading whose it is.

use sentier_access_domain::account::{Account, Command, Event, Holder, Open, Rejection};
use sentier_access_domain::credential::{self, Credential};
use sentier_access_domain::user_name::{Claim, Claimed, Registry, Taken};
use sentier_access_domain::value::{PasswordHash, UserName};
use sentier_access_domain::{AccountId, CredentialId};
use sentier_eventing::StoreError;
use sentier_eventing::store::StreamAppend;
use sentier_eventing::streams::{Call, Reading, Streams};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::{Decider as _, Moment, Sensitive};
use sentier_platform::principal::{AgencyRole, Principal, Role};
use sentier_platform::status::NotFound;
use uuid::Uuid;

use super::{Access, Fault, INSTALLATION};
use crate::store::{AccountCodec, CredentialCodec, UserNameCodec};

/// Who an account is.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) user_name: Sensitive<String>,
    pub(super) display_name: Sensitive<String>,
}

/// An account that is about to be created.
#[derive(Clone, Debug)]
pub(super) struct NewAccount {
    pub(super) id: AccountId,
    pub(super) holder: Holder,
    pub(super) user_name: UserName,
    pub(super) display_name: String,
    pub(super) password: PasswordHash,
}

impl Access {
    /// Claims the user name and creates the account in one append; for an officer her credential too.
    /// Answers whether this repeats an earlier call.
    pub(super) async fn create_account(
        &self,
        call: Call,
        account: NewAccount,
        credential: Option<(CredentialId, credential::Command)>,
    ) -> Result<bool, Fault> {
        let (id, at) = (account.id, call.stamp.at);
        let name = self.lookup.user_name(&account.user_name);
        let holder = *self.names().state(name).await?.state;
        if holder.is_some_and(|holder| holder != id) {
            // Asked before keys are drawn, which would stay behind; the append asks again.
            return Err(Taken.into());
        }
        let created = created(account, at)?;
        let issued = match credential {
            Some((id, command)) => Some((id, Credential::decide(&None, command, at)?)),
            None => None,
        };
        let ring = self.host.vault.create(id.as_uuid()).await?;
        let around = call.clone();
        let committed = self
            .names()
            .transact_with(
                call,
                name,
                KeyRing::none(),
                move |state| Registry::decide(state, Claim { account: id }, at),
                move |_claimed| {
                    let mut also = vec![new_account(&around, id, &ring, &created)?];
                    if let Some((id, issued)) = &issued {
                        let id = id.as_uuid();
                        also.push(Streams::<CredentialCodec>::appended(
                            &around, id, 0, &ring, issued,
                        )?);
                    }
                    Ok(also)
                },
            )
            .await?;
        Ok(committed.repeated)
    }

    /// Who an account is; the reading stands in the log first.
    pub(super) async fn person(
        &self,
        reading: Reading,
        account: AccountId,
    ) -> Result<Person, Fault> {
        let ring = self.host.vault.ring(account.as_uuid()).await?;
        let events = self.accounts().disclose(reading, account.as_uuid(), &ring).await?;
        let person = events.into_iter().find_map(|recorded| match recorded.event {
            Event::Created { user_name, display_name, .. } => Some(Person {
                user_name: user_name.map(|name| name.as_str().to_owned()),
                display_name,
            }),
            _ => None,
        });
        Ok(person.ok_or_else(|| NotFound::new("staff"))?)
    }
}

/// The events of an account that does not exist yet.
pub(super) fn created(account: NewAccount, at: Moment) -> Result<Vec<Event>, Rejection> {
    let NewAccount { holder, user_name, display_name, password, .. } = account;
    Account::decide(&None, Command::Create { holder, user_name, display_name, password }, at)
}

/// Those events as an append to the account's own stream.
pub(super) fn new_account(
    call: &Call,
    id: AccountId,
    ring: &KeyRing,
    created: &[Event],
) -> Result<StreamAppend, StoreError> {
    Streams::<AccountCodec>::appended(call, id.as_uuid(), 0, ring, created)
}

/// The claim of a name as an append to the name's stream, where no other command claims names.
pub(super) fn claimed(
    call: &Call,
    name: Uuid,
    account: AccountId,
) -> Result<StreamAppend, StoreError> {
    let claimed = [Claimed { account }];
    Streams::<UserNameCodec>::appended(call, name, 0, &KeyRing::none(), &claimed)
}

/// An account's holder as the caller of her own commands, and the centre that they belong to.
pub(super) fn acting(account: AccountId, open: &Open) -> (Principal, String) {
    match &open.holder {
        Holder::Staff { centre, roles } => {
            let centre = centre.as_str().to_owned();
            let roles = roles.iter().filter_map(|role| Role::from_code(role.code())).collect();
            let id = account.as_uuid();
            (Principal::Staff { id, centre: centre.clone(), roles }, centre)
        }
        Holder::Officer { agency, credential, roles } => {
            let (agency, credential) = (agency.as_uuid(), credential.as_uuid());
            let roles = roles.iter().filter_map(|role| AgencyRole::from_code(role.code()));
            let roles = roles.collect();
            (Principal::Agency { agency, credential, roles }, INSTALLATION.to_owned())
        }
    }
}
