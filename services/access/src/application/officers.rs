//! Officers of agencies, who use the desk's partner pages: an account and a credential in one.

use std::collections::BTreeSet;

use sentier_access_domain::account::Holder;
use sentier_access_domain::credential::{Command, Holder as CredentialHolder, Kind};
use sentier_access_domain::value::{OfficerRole, UserName};
use sentier_access_domain::{AccountId, AgencyId, CredentialId};
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;

use super::people::NewAccount;
use super::{Access, CredentialView, Fault, INSTALLATION, Password, Write};

/// An officer who is about to have an account.
#[derive(Debug)]
pub(crate) struct NewOfficer {
    pub(crate) agency: AgencyId,
    pub(crate) user_name: UserName,
    pub(crate) display_name: String,
    pub(crate) password: Password,
    /// What she may do, at least one.
    pub(crate) roles: BTreeSet<OfficerRole>,
}

impl Access {
    /// Creates an officer's account and the credential that stands for it.
    ///
    /// # Errors
    /// When the user name is taken.
    pub(crate) async fn create_officer(
        &self,
        principal: &Principal,
        write: Write,
        new: NewOfficer,
    ) -> Result<CredentialView, Fault> {
        let NewOfficer { agency, user_name, display_name, password, roles } = new;
        let account = AccountId::from_uuid(derived(write.request_id, "account"));
        let credential = CredentialId::from_uuid(derived(write.request_id, "credential"));
        let call = self.call(principal, INSTALLATION, write);
        let issue = Command::Issue {
            holder: CredentialHolder::Agency(agency),
            kind: Kind::Officer { account },
            display_name: display_name.clone(),
            until: None,
        };
        let officer = NewAccount {
            id: account,
            holder: Holder::Officer { agency, credential, roles: roles.clone() },
            user_name,
            display_name: display_name.clone(),
            password: self.passwords.hash(password).await?,
        };
        self.create_account(call, officer, Some((credential, issue))).await?;
        let issued = self.issued_view(credential, display_name).await?;
        Ok(CredentialView { officer_roles: roles, ..issued })
    }
}
