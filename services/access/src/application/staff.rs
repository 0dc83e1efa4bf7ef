//! A centre's staff: creating, listing, changing roles, disabling.

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use sentier_access_domain::AccountId;
use sentier_access_domain::account::{Account, Command, Holder, Rejection, State};
use sentier_access_domain::value::{CentreCode, Role, UserName};
use sentier_eventing::streams::{Committed, Reading};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::{Decider as _, Sensitive};
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;
use sentier_platform::status::NotFound;
use sentier_proto::name;

use super::people::NewAccount;
use super::view::roles;
use super::{Access, CATCH_UP, Fault, Listed, Page, Password, StaffView, Write};
use crate::projections::staff_list;

/// Readings that are made durable at once; they share commits.
const READINGS: usize = 32;

/// A member of staff who is about to have an account.
#[derive(Debug)]
pub(crate) struct NewStaff {
    pub(crate) centre: CentreCode,
    pub(crate) user_name: UserName,
    pub(crate) display_name: String,
    pub(crate) password: Password,
    pub(crate) roles: BTreeSet<Role>,
}

impl Access {
    /// Creates an account of a centre's staff.
    ///
    /// # Errors
    /// When the user name is taken.
    pub(crate) async fn create_staff(
        &self,
        principal: &Principal,
        write: Write,
        new: NewStaff,
    ) -> Result<StaffView, Fault> {
        let NewStaff { centre, user_name, display_name, password, roles } = new;
        let id = AccountId::from_uuid(derived(write.request_id, "account"));
        let call = self.call(principal, centre.as_str(), write);
        let account = NewAccount {
            id,
            holder: Holder::Staff { centre: centre.clone(), roles: roles.clone() },
            user_name: user_name.clone(),
            display_name: display_name.clone(),
            password: self.passwords.hash(password).await?,
        };
        self.create_account(call, account, None).await?;
        Ok(StaffView {
            name: name::staff(centre.as_str(), id),
            user_name: Sensitive::new(user_name.as_str().to_owned()),
            display_name: Sensitive::new(display_name),
            roles,
            active: true,
            version: 1,
        })
    }

    /// A page of a centre's staff, in the order of their ids.
    ///
    /// PRIVACY: the list holds ids; each name is opened by a reading of its own in the log.
    pub(crate) async fn list_staff(
        &self,
        principal: &Principal,
        centre: &CentreCode,
        page: Page,
    ) -> Result<Listed<StaffView>, Fault> {
        self.projections.caught_up(staff_list::NAME, CATCH_UP).await?;
        let (rows, next) =
            staff_list::page(self.host.store.database(), centre.as_str(), page).await?;
        let staff = stream::iter(rows).map(|row| async move {
            let id = AccountId::from_uuid(row.account);
            let person = self.person(self.administration(principal, centre), id).await?;
            Ok::<_, Fault>(StaffView {
                name: name::staff(centre.as_str(), id),
                user_name: person.user_name,
                display_name: person.display_name,
                roles: row.roles,
                active: row.active,
                version: row.version,
            })
        });
        Ok((staff.buffered(READINGS).try_collect().await?, next))
    }

    /// Replaces the roles of a member of staff.
    ///
    /// # Errors
    /// When the centre has no such account, or she would take the administrator's role from herself.
    pub(crate) async fn change_roles(
        &self,
        principal: &Principal,
        write: Write,
        (centre, account): (CentreCode, AccountId),
        roles: BTreeSet<Role>,
    ) -> Result<StaffView, Fault> {
        let own = principal.staff_id() == Some(account.as_uuid());
        let command = Command::ChangeRoles { roles, own };
        self.change_staff(principal, write, (centre, account), command).await
    }

    /// Disables an account; its tokens are refused from now on.
    ///
    /// # Errors
    /// When the centre has no such account, or it is the caller's own.
    pub(crate) async fn disable_staff(
        &self,
        principal: &Principal,
        write: Write,
        (centre, account): (CentreCode, AccountId),
    ) -> Result<StaffView, Fault> {
        let own = principal.staff_id() == Some(account.as_uuid());
        self.change_staff(principal, write, (centre, account), Command::Disable { own }).await
    }

    async fn change_staff(
        &self,
        principal: &Principal,
        write: Write,
        (centre, account): (CentreCode, AccountId),
        command: Command,
    ) -> Result<StaffView, Fault> {
        let call = self.call(principal, centre.as_str(), write);
        let (at, expected) = (call.stamp.at, centre.clone());
        let decide = move |state: &State| {
            if !works_at(state, &expected) {
                return Err(Rejection::NotFound);
            }
            Account::decide(state, command.clone(), at)
        };
        let stream = account.as_uuid();
        let committed = self.accounts().transact(call, stream, KeyRing::none(), decide).await?;
        self.in_force(committed.position).await;
        self.staff_view(principal, &centre, account, &committed).await
    }

    async fn staff_view(
        &self,
        principal: &Principal,
        centre: &CentreCode,
        account: AccountId,
        committed: &Committed<State>,
    ) -> Result<StaffView, Fault> {
        let open = committed.state.as_ref().as_ref().ok_or_else(|| NotFound::new("staff"))?;
        let person = self.person(self.administration(principal, centre), account).await?;
        Ok(StaffView {
            name: name::staff(centre.as_str(), account),
            user_name: person.user_name,
            display_name: person.display_name,
            roles: roles(open),
            active: open.active,
            version: committed.version,
        })
    }

    fn administration(&self, principal: &Principal, centre: &CentreCode) -> Reading {
        self.host.reading(principal, centre.as_str(), "administration", vec!["identity"])
    }
}

fn works_at(state: &State, centre: &CentreCode) -> bool {
    let holder = state.as_ref().map(|open| &open.holder);
    matches!(holder, Some(Holder::Staff { centre: hers, .. }) if hers == centre)
}
