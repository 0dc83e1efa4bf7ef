//! What can be done here: each use case loads, decides and appends; none knows the wire.

mod answer;
mod deadlines;
mod directory;
mod disclosure;
mod inbound;
mod onward;
mod proposals;
mod request;
mod rules;
mod webhooks;
mod withdrawal;
mod writing;

use sentier_eventing::db::Database;
use sentier_eventing::{Host, Streams};
use sentier_kernel::Explain;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;
use sentier_referrals_domain::value::{CaseId, ConsentId, ReferralId};

use crate::projections::Seen;
use crate::store::{
    AgencyCodec, BasisCodec, InboundCodec, MessageCodec, PathwayCodec, ReferralCodec, WebhookCodec,
};
pub(crate) use answer::Answer;
pub(crate) use directory::{AgencySeen, Entry};
pub(crate) use inbound::InboundWish;
pub(crate) use proposals::{Along, Before, Proposals};
pub(crate) use request::{Admission, Terms};
pub(crate) use writing::{Writing, message_of};

/// Why a use case did not do what was asked, ready to be explained.
pub(crate) type Fault = Box<dyn Explain>;

/// An error as a [`Fault`].
pub(crate) fn fault(error: impl Explain) -> Fault {
    Box::new(error)
}

/// The streams of this context, and what they stand on. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Pathway {
    host: Host,
    agencies: Streams<AgencyCodec>,
    referrals: Streams<ReferralCodec>,
    bases: Streams<BasisCodec>,
    messages: Streams<MessageCodec>,
    inbound: Streams<InboundCodec>,
    rules: Streams<PathwayCodec>,
    webhooks: Streams<WebhookCodec>,
}

/// What another context's event asks: the same on every delivery.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// The centre's code.
    pub(crate) centre: String,
    /// Derived from the event.
    pub(crate) request_id: Uuid,
    /// Of the event.
    pub(crate) fingerprint: [u8; 32],
}

impl Told {
    /// The same news, as it concerns one thing among several.
    pub(crate) fn about(&self, label: &str) -> Self {
        Self { request_id: derived(self.request_id, label), ..self.clone() }
    }
}

impl Pathway {
    pub(crate) fn new(host: &Host) -> Self {
        Self {
            host: host.clone(),
            agencies: Streams::new(&host.store),
            referrals: Streams::new(&host.store),
            bases: Streams::new(&host.store),
            messages: Streams::new(&host.store),
            inbound: Streams::new(&host.store),
            rules: Streams::new(&host.store),
            webhooks: Streams::new(&host.store),
        }
    }

    /// Where what is no event is kept beside them.
    pub(crate) fn database(&self) -> &Database {
        self.host.store.database()
    }

    /// A referral as it stands; none when nothing was ever asked under this id.
    pub(crate) async fn find(&self, referral: ReferralId) -> Result<Option<Seen>, Fault> {
        let loaded = self.referrals.state(referral.as_uuid()).await.map_err(fault)?;
        let found = loaded.state.referral.clone();
        Ok(found.map(|referral| Seen::new(loaded.version, referral)))
    }

    fn call(&self, told: &Told) -> sentier_eventing::streams::Call {
        let itself = Principal::Service { name: self.host.name.to_owned() };
        self.host.call(&itself, &told.centre, told.request_id, told.fingerprint, None)
    }
}

/// The stream of a consent as a basis. Another centre's word about the same id is another basis.
fn consent_basis(centre: &str, consent: ConsentId) -> Uuid {
    derived(consent.as_uuid(), centre)
}

/// The stream of a case as a basis.
fn case_basis(centre: &str, case: CaseId) -> Uuid {
    derived(case.as_uuid(), centre)
}
