//! What callers are shown.

use std::collections::BTreeSet;

use sentier_access_domain::account::{Holder as AccountHolder, Open};
use sentier_access_domain::credential::{Event, Holder, Kind};
use sentier_access_domain::value::{OfficerRole, Role};
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
    /// Until when it is good beside the one that replaces it.
    pub(crate) overlap_end: Option<Moment>,
    /// For an officer's account.
    pub(crate) officer_roles: BTreeSet<OfficerRole>,
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
    pub(crate) officer_roles: BTreeSet<OfficerRole>,
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
                let (issued, revoked, overlap_end) = (recorded.at, None, None);
                let officer_roles = BTreeSet::new();
                Some(Self {
                    id,
                    holder,
                    kind,
                    display_name,
                    issued,
                    until,
                    revoked,
                    overlap_end,
                    officer_roles,
                })
            }
            Event::Replaced { until, .. } => {
                view.map(|view| Self { overlap_end: Some(until), ..view })
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

/// The roles of an officer's account; staff have none.
pub(super) fn officer_roles(open: &Open) -> BTreeSet<OfficerRole> {
    match &open.holder {
        AccountHolder::Staff { .. } => BTreeSet::new(),
        AccountHolder::Officer { roles, .. } => roles.clone(),
    }
}

/// The roles of an account of staff; an officer has none of them.
pub(super) fn roles(open: &Open) -> BTreeSet<Role> {
    match &open.holder {
        AccountHolder::Staff { roles, .. } => roles.clone(),
        AccountHolder::Officer { .. } => BTreeSet::new(),
    }
}
