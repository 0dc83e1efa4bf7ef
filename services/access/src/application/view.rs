//! What callers are shown.

use std::collections::BTreeSet;

use sentier_access_domain::account::{Holder as AccountHolder, Open};
use sentier_access_domain::credential::{Event, Holder, Kind};
use sentier_access_domain::value::Role;
use sentier_access_domain::{AccountId, CredentialId};
use sentier_eventing::streams::Recorded;
use sentier_kernel::{Moment, Sensitive};
use sentier_proto::name;

use crate::keys::RefreshToken;

/// A member of staff.
#[derive(Debug)]
pub(crate) struct StaffView {
    pub(crate) name: String,
    pub(crate) user_name: Sensitive<String>,
    pub(crate) display_name: Sensitive<String>,
    pub(crate) roles: BTreeSet<Role>,
    pub(crate) active: bool,
    pub(crate) version: i64,
}

/// Something that an agency or an analyst authenticates with.
#[derive(Debug)]
pub(crate) struct CredentialView {
    pub(crate) id: CredentialId,
    pub(crate) holder: Holder,
    pub(crate) kind: Kind,
    pub(crate) display_name: Sensitive<String>,
    pub(crate) issued: Moment,
    pub(crate) until: Option<Moment>,
    pub(crate) revoked: Option<Moment>,
}

/// A session and its access token.
#[derive(Debug)]
pub(crate) struct SessionView {
    pub(crate) access_token: AccessToken,
    pub(crate) expires: Moment,
    pub(crate) refresh: RefreshToken,
    pub(crate) principal: String,
    pub(crate) display_name: Sensitive<String>,
    pub(crate) roles: BTreeSet<Role>,
}

/// A signed token; it does not print.
pub(crate) struct AccessToken(pub(crate) String);

impl std::fmt::Debug for AccessToken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("…")
    }
}

impl CredentialView {
    /// The credential that these events tell of; `None` before it was issued.
    pub(super) fn of(id: CredentialId, events: Vec<Recorded<Event>>) -> Option<Self> {
        events.into_iter().fold(None, |view: Option<Self>, recorded| match recorded.event {
            Event::Issued { holder, kind, display_name, until } => {
                let (issued, revoked) = (recorded.at, None);
                Some(Self { id, holder, kind, display_name, issued, until, revoked })
            }
            Event::Revoked { .. } => {
                view.map(|view| Self { revoked: view.revoked.or(Some(recorded.at)), ..view })
            }
        })
    }
}

/// How an account is named: `centres/…/staff/…` or `agencies/…/officers/…`.
pub(super) fn account_name(account: AccountId, open: &Open) -> String {
    match &open.holder {
        AccountHolder::Staff { centre, .. } => name::staff(centre.as_str(), account),
        AccountHolder::Officer { agency, .. } => name::officer(agency, account),
    }
}

/// The roles of an account; an officer has none.
pub(super) fn roles(open: &Open) -> BTreeSet<Role> {
    match &open.holder {
        AccountHolder::Staff { roles, .. } => roles.clone(),
        AccountHolder::Officer { .. } => BTreeSet::new(),
    }
}
