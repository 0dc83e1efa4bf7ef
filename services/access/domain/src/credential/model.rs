//! Commands, events and state of a credential.

use std::time::Duration;

use sentier_kernel::{Moment, Sensitive};

use crate::{AccountId, AgencyId, AnalystId, CredentialId};

/// Whose credential it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// An agency's.
    Agency(AgencyId),
    /// An analyst's.
    Analyst(AnalystId),
}

/// What kind of credential it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A client certificate; it is public, and a repeated request is answered with it.
    Certificate {
        /// The certificate in PEM.
        pem: String,
    },
    /// A long-lived signed token; only its id is kept.
    Token,
    /// An officer's account.
    Officer {
        /// The account.
        account: AccountId,
    },
}

/// What may be wished of a credential.
#[derive(Clone, Debug)]
pub enum Command {
    /// Issues it.
    Issue {
        /// Whose it is.
        holder: Holder,
        /// What kind it is.
        kind: Kind,
        /// What it is called, for people.
        display_name: String,
        /// Until when it is good; an officer's account has no end.
        until: Option<Moment>,
    },
    /// Another takes its place; both are good for an overlap.
    Replace {
        /// The other one.
        by: CredentialId,
        /// How long this one stays good.
        overlap: Duration,
    },
    /// Ends its use.
    Revoke,
}

/// What happened to a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was issued.
    Issued {
        /// Whose it is.
        holder: Holder,
        /// What kind it is.
        kind: Kind,
        /// What it is called, for people.
        display_name: Sensitive<String>,
        /// Until when it is good.
        until: Option<Moment>,
    },
    /// Another took its place.
    Replaced {
        /// The other one.
        by: CredentialId,
        /// Until when this one stays good.
        until: Moment,
    },
    /// It must not be honoured any more.
    Revoked {
        /// Until when it could have been used; after this the revocation can be forgotten.
        forget: Moment,
    },
}

/// What is remembered of a credential; `None` before it was issued.
pub type State = Option<Issued>;

/// A credential that was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Whose it is.
    pub holder: Holder,
    /// What kind it is.
    pub kind: Kind,
    /// Until when it is good.
    pub until: Option<Moment>,
    /// Whether it was revoked.
    pub revoked: bool,
    /// Until when it stays good beside the one that replaces it.
    pub overlap_end: Option<Moment>,
}
