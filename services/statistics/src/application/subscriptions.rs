//! Subscriptions are asked for, approved, taken back; and a release goes out under one.

use sentier_eventing::host::Host;
use sentier_eventing::streams::{Committed, TransactError};
use sentier_eventing::vault::KeyRing;
use sentier_eventing::{StoreError, Streams};
use sentier_kernel::{Decider as _, Moment};
use sentier_platform::ids::{derived, new_id};
use sentier_platform::principal::Principal;
use sentier_statistics_domain::release::{Release, ReleaseId};
use sentier_statistics_domain::subscription::{
    Command, Rejection, State, Subscription, Subscriptions, Terms,
};
use uuid::Uuid;

use super::INSTALLATION;
use crate::store::{ReleaseCodec, SubscriptionsCodec, release_stream};

/// Keeps subscriptions and hands out releases. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Subscribing {
    host: Host,
    subscriptions: Streams<SubscriptionsCodec>,
    releases: Streams<ReleaseCodec>,
}

/// A subscription at a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) subscription: Subscription,
    /// Told by the list alone.
    pub(crate) trail: Trail,
}

/// Who let it begin, and when it was last used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trail {
    /// The resource name of a member of staff.
    pub(crate) approver: Option<String>,
    pub(crate) approved: Option<Moment>,
    pub(crate) delivered: Option<Moment>,
}

type Fault = TransactError<Rejection>;

impl Subscribing {
    pub(crate) fn new(host: &Host) -> Self {
        Self {
            host: host.clone(),
            subscriptions: Streams::new(&host.store),
            releases: Streams::new(&host.store),
        }
    }

    /// Asks for a subscription; its id follows from the request's, so that a repeat is the same one.
    pub(crate) async fn request(
        &self,
        analyst: (&Principal, Uuid),
        (request_id, fingerprint): (Uuid, [u8; 32]),
        terms: Terms,
    ) -> Result<Known, Fault> {
        let id = derived(request_id, "subscription");
        let command = Command::RequestSubscription { analyst: analyst.1, terms };
        self.keep(analyst.0, (request_id, fingerprint), id, command).await
    }

    /// Changes a subscription.
    pub(crate) async fn keep(
        &self,
        caller: &Principal,
        (request_id, fingerprint): (Uuid, [u8; 32]),
        id: Uuid,
        command: Command,
    ) -> Result<Known, Fault> {
        let call = self.host.call(caller, INSTALLATION, request_id, fingerprint, None);
        let at = call.stamp.at;
        let decide = move |state: &_| Subscriptions::decide(state, command.clone(), at);
        let Committed { version, state, .. } =
            self.subscriptions.transact(call, id, KeyRing::none(), decide).await?;
        known(id, version, &state)
    }

    /// A subscription as it stands.
    pub(crate) async fn subscription(&self, id: Uuid) -> Result<Known, Fault> {
        let loaded = self.subscriptions.state(id).await?;
        known(id, loaded.version, &loaded.state)
    }

    /// What was published under this name.
    pub(crate) async fn release(&self, id: ReleaseId) -> Result<Option<Release>, StoreError> {
        Ok(self.releases.state(release_stream(id)).await?.state.0.clone())
    }

    /// Enters in the ledger that a release goes out under a subscription, durably, before it does.
    ///
    /// PRIVACY: fails closed. A subscription that is not approved, was taken back or has ended delivers
    /// nothing, and neither does a ledger that cannot be written.
    pub(crate) async fn deliver(
        &self,
        caller: &Principal,
        analyst: Uuid,
        subscription: Uuid,
        release: ReleaseId,
    ) -> Result<(), Fault> {
        let command = Command::DeliverRelease { analyst, release };
        self.keep(caller, (new_id(), [0; 32]), subscription, command).await?;
        Ok(())
    }
}

fn known(id: Uuid, version: i64, state: &State) -> Result<Known, Fault> {
    let subscription = state.subscription.clone();
    let subscription = subscription.ok_or(TransactError::Rejected(Rejection::NotFound))?;
    Ok(Known { id, version, subscription, trail: Trail::default() })
}
