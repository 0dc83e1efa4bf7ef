//! What a stored event makes worthless: read alike by the publisher, the read model and this process's
//! own authenticator.

use sentier_access_domain::REMEMBERED_FOR;
use sentier_access_domain::account::Event as AccountEvent;
use sentier_access_domain::credential::Event as CredentialEvent;
use sentier_access_domain::session::Event as SessionEvent;
use sentier_eventing::codec::CodecError;
use sentier_eventing::{Codec as _, StoredEvent};
use sentier_kernel::Moment;
use uuid::Uuid;

use super::{AccountCodec, CredentialCodec, SessionCodec};

/// Something that must not be honoured any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Revocation {
    /// A credential, or a session by whose id access tokens are known.
    Credential {
        /// Its id.
        id: Uuid,
        /// When this can be forgotten.
        until: Moment,
    },
    /// An account's older access tokens.
    Account {
        /// The account.
        id: Uuid,
        /// Tokens issued before this moment do not count.
        not_before: Moment,
    },
}

impl Revocation {
    /// Whose it is.
    pub(crate) const fn id(self) -> Uuid {
        match self {
            Self::Credential { id, .. } | Self::Account { id, .. } => id,
        }
    }

    /// When it can be forgotten.
    pub(crate) fn forget(self) -> Moment {
        match self {
            Self::Credential { until, .. } => until,
            Self::Account { not_before, .. } => not_before.plus(REMEMBERED_FOR),
        }
    }
}

/// The stored types of what can make something worthless.
pub(crate) const REVOKING: &[&str] = &[
    "credential_revoked.v1",
    "session_ended.v1",
    "roles_changed.v1",
    "password_changed.v1",
    "account_disabled.v1",
];

/// What `event` makes worthless, if anything.
///
/// # Errors
/// When the event cannot be read by this version.
pub(crate) fn revocation(event: &StoredEvent) -> Result<Option<Revocation>, CodecError> {
    let (kind, payload, id) = (event.event_type.as_str(), &event.payload, event.stream);
    if !REVOKING.contains(&kind) {
        return Ok(None);
    }
    if let Some(CredentialEvent::Revoked { forget }) = CredentialCodec::withheld(kind, payload)? {
        return Ok(Some(Revocation::Credential { id, until: forget }));
    }
    if let Some(SessionEvent::Ended { forget, .. }) = SessionCodec::withheld(kind, payload)? {
        return Ok(Some(Revocation::Credential { id, until: forget }));
    }
    Ok(match AccountCodec::withheld(kind, payload)? {
        Some(
            AccountEvent::RolesChanged { not_before, .. }
            | AccountEvent::PasswordChanged { not_before, .. }
            | AccountEvent::Disabled { not_before },
        ) => Some(Revocation::Account { id, not_before }),
        Some(
            AccountEvent::Created { .. }
            | AccountEvent::SignInFailed { .. }
            | AccountEvent::SignInSucceeded,
        )
        | None => None,
    })
}
