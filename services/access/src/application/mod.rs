//! What access does for its callers: one file per family of uses, each load → decide → append.

mod attempts;
mod bootstrap;
mod credentials;
mod fault;
mod issue;
mod officers;
mod passwords;
mod people;
mod revocations;
mod rotate;
mod sessions;
mod sign_in;
mod staff;
mod view;

use std::time::Duration;

use sentier_eventing::host::Host;
use sentier_eventing::projection::Projections;
use sentier_eventing::store::Stamp;
use sentier_eventing::streams::{Call, Streams};
use sentier_kernel::{Moment, PageSize};
use sentier_platform::authorise::Resource;
use sentier_platform::ids::new_id;
use sentier_platform::pki::Authority;
use sentier_platform::principal::Principal;
use tokio::sync::watch;
use uuid::Uuid;

pub(crate) use attempts::Attempts;
pub(crate) use bootstrap::FirstAdministrator;
pub(crate) use credentials::NewCredential;
pub(crate) use fault::Fault;
pub(crate) use officers::NewOfficer;
pub(crate) use passwords::{Password, Passwords};
pub(crate) use rotate::Rotation;
pub(crate) use staff::NewStaff;
pub(crate) use view::{CredentialView, SessionView, StaffView};

use crate::config::Lives;
use crate::keys::{LookupKey, SigningKeys};
use crate::store::{AccountCodec, CredentialCodec, InstallationCodec, SessionCodec, UserNameCodec};

/// The centre's token of what belongs to the whole installation.
pub(crate) const INSTALLATION: &str = "installation";

/// How long a list waits to show what was just written.
const CATCH_UP: Duration = Duration::from_secs(2);

/// The access service's uses and what they stand on.
#[derive(Debug)]
pub(crate) struct Access {
    pub(crate) host: Host,
    pub(crate) projections: Projections,
    pub(crate) passwords: Passwords,
    pub(crate) attempts: Attempts,
    pub(crate) lookup: LookupKey,
    pub(crate) signing: SigningKeys,
    pub(crate) authority: Authority,
    pub(crate) lives: Lives,
    pub(crate) bootstrap_file: std::path::PathBuf,
    /// The position up to which this process refuses what was revoked.
    pub(crate) refused_up_to: watch::Receiver<i64>,
}

/// A write's key: the same id must come with the same content.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Write {
    /// The caller's key.
    pub(crate) request_id: Uuid,
    /// A keyed hash of the request.
    pub(crate) fingerprint: [u8; 32],
    /// The version that the caller saw.
    pub(crate) expected_version: Option<i64>,
}

impl Write {
    /// A write that its caller cannot repeat: a sign-in, for one.
    pub(crate) fn once() -> Self {
        Self { request_id: new_id(), fingerprint: [0; 32], expected_version: None }
    }
}

/// A page of a list: how many, and after which id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    pub(crate) size: PageSize,
    pub(crate) after: Option<Uuid>,
}

/// Items, and the id after which the next page starts.
pub(crate) type Listed<T> = (Vec<T>, Option<Uuid>);

impl Access {
    /// Whether `principal` may call `action` on `resource`.
    pub(crate) fn permit(
        &self,
        principal: &Principal,
        action: &'static str,
        resource: &Resource,
    ) -> Result<(), Fault> {
        Ok(self.host.env.authoriser.authorise(principal, action, resource)?)
    }

    pub(crate) fn now(&self) -> Moment {
        self.host.env.clock.now()
    }

    fn call(&self, principal: &Principal, centre: &str, write: Write) -> Call {
        let Write { request_id, fingerprint, expected_version } = write;
        self.host.call(principal, centre, request_id, fingerprint, expected_version)
    }

    /// A command that follows from a call without a request id, at a moment that was read before.
    fn call_at(principal: &Principal, centre: &str, at: Moment) -> Call {
        let Write { request_id, fingerprint, expected_version } = Write::once();
        let (principal, centre) = (principal.name(), centre.to_owned());
        Call { stamp: Stamp { request_id, fingerprint, principal, centre, at }, expected_version }
    }

    fn accounts(&self) -> Streams<AccountCodec> {
        Streams::new(&self.host.store)
    }

    fn names(&self) -> Streams<UserNameCodec> {
        Streams::new(&self.host.store)
    }

    fn installation(&self) -> Streams<InstallationCodec> {
        Streams::new(&self.host.store)
    }

    fn credentials(&self) -> Streams<CredentialCodec> {
        Streams::new(&self.host.store)
    }

    fn sessions(&self) -> Streams<SessionCodec> {
        Streams::new(&self.host.store)
    }

    /// Waits until this process refuses what was revoked up to `position`; the others follow within a
    /// second over the broker.
    async fn in_force(&self, position: i64) {
        let mut reached = self.refused_up_to.clone();
        let wait = reached.wait_for(|reached| *reached >= position);
        if !matches!(tokio::time::timeout(CATCH_UP, wait).await, Ok(Ok(_))) {
            tracing::warn!("a revocation is stored and not yet in force here");
        }
    }
}
