//! The first administrator: a one-time secret waits in a file until someone brings it.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use sentier_access_domain::AccountId;
use sentier_access_domain::account::Holder;
use sentier_access_domain::installation::{Command, Installation, Rejection, State};
use sentier_access_domain::value::{CentreCode, Role, UserName};
use sentier_eventing::host::HostError;
use sentier_eventing::streams::TransactError;
use sentier_eventing::vault::KeyRing;
use sentier_kernel::{Decider as _, Sensitive};
use sentier_platform::ids::new_id;
use sentier_platform::pki::write_secret_file;
use sentier_platform::principal::Principal;
use sentier_proto::name;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::people::{NewAccount, claimed, created, new_account};
use super::{Access, Fault, INSTALLATION, Password, StaffView, Write};
use crate::keys::Secret;

/// The stream of the one installation.
const STREAM: Uuid = Uuid::from_u128(1);

/// Who brings the one-time secret.
#[derive(Debug)]
pub(crate) struct FirstAdministrator {
    pub(crate) secret: Secret,
    pub(crate) centre: CentreCode,
    pub(crate) user_name: UserName,
    pub(crate) display_name: String,
    pub(crate) password: Password,
}

impl Access {
    /// Makes sure that an installation without administrator has a one-time secret in its file, and
    /// that one with an administrator has none.
    pub(crate) async fn prepare(&self) -> Result<(), HostError> {
        let file = &self.bootstrap_file;
        let known = match &*self.installation().state(STREAM).await?.state {
            State::Bootstrapped => return Ok(remove(file).await?),
            State::Prepared(known) => Some(*known),
            State::Empty => None,
        };
        let waiting = match std::fs::read_to_string(file).map(Zeroizing::new) {
            Ok(text) => Some(Secret::presented(text.trim())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        if waiting.is_none_or(|secret| Some(secret.hash()) != known) {
            let secret = Secret::draw().map_err(failed)?;
            write_secret_file(file, secret.reveal())?;
            self.announce(&secret).await.map_err(failed)?;
        }
        // The file's name is no secret; its content never comes near a log.
        tracing::info!(file = %file.display(), "the first administrator's one-time secret waits");
        Ok(())
    }

    async fn announce(&self, secret: &Secret) -> Result<(), TransactError<Rejection>> {
        let service = Principal::Service { name: self.host.name.to_owned() };
        let call = self.call(&service, INSTALLATION, Write::once());
        let (at, command) = (call.stamp.at, Command::Prepare { secret: secret.hash() });
        let decide = move |state: &State| Installation::decide(state, command.clone(), at);
        self.installation().transact(call, STREAM, KeyRing::none(), decide).await?;
        Ok(())
    }

    /// Creates the first administrator.
    ///
    /// # Errors
    /// When the secret is wrong, or there is an administrator already.
    pub(crate) async fn bootstrap(&self, first: FirstAdministrator) -> Result<StaffView, Fault> {
        let FirstAdministrator { secret, centre, user_name, display_name, password } = first;
        let administrator = AccountId::from_uuid(new_id());
        let call = self.call(&Principal::Anonymous, centre.as_str(), Write::once());
        let at = call.stamp.at;
        let (secret, first_centre) = (secret.hash(), centre.clone());
        let command = Command::Bootstrap { secret, administrator, centre: first_centre };
        let decide = move |state: &State| Installation::decide(state, command.clone(), at);
        // Whoever guesses is refused before a password is hashed and keys are drawn.
        decide(&self.installation().state(STREAM).await?.state)?;

        let roles = BTreeSet::from([Role::Administrator]);
        let account = NewAccount {
            id: administrator,
            holder: Holder::Staff { centre: centre.clone(), roles: roles.clone() },
            user_name: user_name.clone(),
            display_name: display_name.clone(),
            password: self.passwords.hash(password).await?,
        };
        let name = self.lookup.user_name(&user_name);
        let born = created(account, at)?;
        let ring = self.host.vault.create(administrator.as_uuid()).await?;
        let around = call.clone();
        let also = move |_: &[_]| {
            Ok(vec![
                claimed(&around, name, administrator)?,
                new_account(&around, administrator, &ring, &born)?,
            ])
        };
        self.installation().transact_with(call, STREAM, KeyRing::none(), decide, also).await?;
        if remove(&self.bootstrap_file).await.is_err() {
            tracing::warn!("the used one-time secret's file could not be removed");
        }
        Ok(StaffView {
            name: name::staff(centre.as_str(), administrator),
            user_name: Sensitive::new(user_name.as_str().to_owned()),
            display_name: Sensitive::new(display_name),
            roles,
            active: true,
            version: 1,
        })
    }
}

async fn remove(file: &Path) -> io::Result<()> {
    match tokio::fs::remove_file(file).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> HostError {
    HostError::Service { what: "the installation cannot be prepared", source: Box::new(error) }
}
