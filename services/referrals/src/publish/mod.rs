//! What of this context's events the world may know: the allow-list of `sentier.referrals.events.v1`.
//!
//! PRIVACY: opaque ids, the need and life-cycle facts; a disclosure or the directory never leave here.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use prost::Message as _;
use sentier_eventing::codec::Codec as _;
use sentier_eventing::outbox::{PublishError, Published, Publisher};
use sentier_eventing::vault::Opener;
use sentier_eventing::{StoredEvent, Streams};
use sentier_platform::grpc::timestamp;
use sentier_proto::common::v1::EventEnvelope;
use sentier_proto::referrals::events::v1::referrals_event::Fact;
use sentier_proto::referrals::events::v1::{
    DisclosureRead, ReferralAccepted, ReferralCompleted, ReferralDeclined, ReferralReceived,
    ReferralRef, ReferralRevoked, ReferralSent, ReferralsEvent,
};
use sentier_referrals_domain::referral::{Event, Request};
use sentier_referrals_domain::value::{DeclineReason, Refusal};

use crate::contract;
use crate::store::ReferralCodec;

/// Translates stored events.
#[derive(Debug)]
pub(crate) struct Teller {
    referrals: Streams<ReferralCodec>,
}

impl Teller {
    pub(crate) const fn new(referrals: Streams<ReferralCodec>) -> Self {
        Self { referrals }
    }

    /// What was asked: the first event of every referral says it.
    async fn request(&self, stored: &StoredEvent) -> Result<Request, PublishError> {
        let first = self.referrals.history(stored.stream, 0, 1).await;
        let first = first.map_err(|_fault| PublishError("the referral cannot be read"))?;
        match first.into_iter().next().map(|recorded| recorded.event) {
            Some(Event::ReferralSent { request, .. } | Event::RequestRefused { request, .. }) => {
                Ok(request)
            }
            _ => Err(PublishError("the referral has no beginning")),
        }
    }
}

impl Publisher for Teller {
    fn translate<'a>(
        &'a self,
        event: &'a StoredEvent,
    ) -> BoxFuture<'a, Result<Vec<Published>, PublishError>> {
        async move {
            if !ReferralCodec::knows(&event.event_type) {
                return Ok(Vec::new());
            }
            let opener = Opener::withholding();
            let decoded = ReferralCodec::decode(&event.event_type, &event.payload, &opener)
                .map_err(|_fault| PublishError("the event cannot be read"))?;
            let referral = reference(&self.request(event).await?);
            let told = told(&decoded, referral);
            Ok(told.map(|(fact, told)| published(event, fact, told)).into_iter().collect())
        }
        .boxed()
    }
}

/// The allow-list; an event that is not here stays inside.
fn told(event: &Event, referral: ReferralRef) -> Option<(&'static str, Fact)> {
    let referral = Some(referral);
    Some(match event {
        Event::ReferralSent { .. } => {
            ("referral_sent", Fact::ReferralSent(ReferralSent { referral }))
        }
        Event::RequestRefused { refusal, .. } => refused(*refusal, referral),
        Event::ReferralReceived { .. } => {
            ("referral_received", Fact::ReferralReceived(ReferralReceived { referral }))
        }
        Event::ReferralAccepted { .. } => {
            ("referral_accepted", Fact::ReferralAccepted(ReferralAccepted { referral }))
        }
        Event::ReferralDeclined { reason, .. } => declined(*reason, referral, false),
        Event::ReferralCompleted { outcome, .. } => {
            let outcome = contract::outcome(*outcome);
            let fact = ReferralCompleted { referral, outcome };
            ("referral_completed", Fact::ReferralCompleted(fact))
        }
        Event::ReferralRevoked { .. } => revoked(referral, false),
        Event::DisclosureRead { .. } => {
            ("disclosure_read", Fact::DisclosureRead(DisclosureRead { referral }))
        }
        Event::DisclosureEnded { .. } | Event::DisclosureDestroyed { .. } => return None,
    })
}

fn refused(refusal: Refusal, referral: Option<ReferralRef>) -> (&'static str, Fact) {
    match refusal {
        Refusal::Consent => revoked(referral, true),
        Refusal::AgencyNotActive => declined(DeclineReason::Closed, referral, true),
        Refusal::ServiceNotOffered => declined(DeclineReason::ServiceNotOffered, referral, true),
    }
}

fn revoked(referral: Option<ReferralRef>, never_sent: bool) -> (&'static str, Fact) {
    ("referral_revoked", Fact::ReferralRevoked(ReferralRevoked { referral, never_sent }))
}

fn declined(
    reason: DeclineReason,
    referral: Option<ReferralRef>,
    never_sent: bool,
) -> (&'static str, Fact) {
    let reason = contract::reason(reason);
    let fact = ReferralDeclined { referral, reason, never_sent };
    ("referral_declined", Fact::ReferralDeclined(fact))
}

fn reference(request: &Request) -> ReferralRef {
    ReferralRef {
        referral_id: request.referral.to_string(),
        case_id: request.case.to_string(),
        agency_id: request.agency.to_string(),
        structure_id: request.structure.to_string(),
        need: contract::need(request.need),
    }
}

fn published(event: &StoredEvent, fact: &'static str, told: Fact) -> Published {
    let event_id = event.event_id();
    let envelope = EventEnvelope {
        event_id: event_id.to_string(),
        centre: event.centre.clone(),
        position: event.position,
        occur_time: Some(timestamp(event.at)),
        // Whoever follows referrals must know each of these facts.
        may_ignore: false,
    };
    let message = ReferralsEvent { envelope: Some(envelope), fact: Some(told) };
    Published { event_id, fact, centre: event.centre.clone(), payload: message.encode_to_vec() }
}
