//! Stands where cases and referrals stand: a real store and a real relay, told by hand what to publish.

use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use prost::Message as _;
use sentier_eventing::StoredEvent;
use sentier_eventing::host::Host;
use sentier_eventing::outbox::{PublishError, Published, Publisher};
use sentier_eventing::store::{NewEvent, Stamp, StreamAppend};
use sentier_kernel::Moment;
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::events::v1::CasesEvent;
use sentier_proto::cases::events::v1::cases_event::Fact as CasesFact;
use sentier_proto::common::v1::EventEnvelope;
use sentier_proto::referrals::events::v1::ReferralsEvent;
use sentier_proto::referrals::events::v1::referrals_event::Fact as ReferralsFact;
use uuid::Uuid;

/// The id of the published event that `publish` makes on this stream: known before it is published,
/// as a service that seals facts knows it.
pub(crate) fn event_id(stream: u128) -> Uuid {
    Uuid::new_v5(&Uuid::from_u128(stream), &1_i64.to_be_bytes())
}

/// One published fact.
#[derive(Clone)]
pub(crate) enum Fact {
    Case(CasesFact),
    Referral(ReferralsFact),
}

impl Fact {
    fn name(&self) -> &'static str {
        match self {
            Self::Case(CasesFact::CaseOpened(_)) => "case_opened",
            Self::Case(CasesFact::CaseClosed(_)) => "case_closed",
            Self::Case(CasesFact::FollowUpRecorded(_)) => "follow_up_recorded",
            Self::Case(CasesFact::IncidentFactsReleased(_)) => "incident_facts_released",
            Self::Case(CasesFact::CareFactsReleased(_)) => "care_facts_released",
            Self::Case(CasesFact::SurvivorFactsReleased(_)) => "survivor_facts_released",
            Self::Case(_) => "consent_granted",
            Self::Referral(ReferralsFact::ReferralSent(_)) => "referral_sent",
            Self::Referral(ReferralsFact::ReferralReceived(_)) => "referral_received",
            Self::Referral(ReferralsFact::ReferralAccepted(_)) => "referral_accepted",
            Self::Referral(ReferralsFact::ReferralDeclined(_)) => "referral_declined",
            Self::Referral(ReferralsFact::ReferralCompleted(_)) => "referral_completed",
            Self::Referral(ReferralsFact::ReferralRevoked(_)) => "referral_revoked",
            Self::Referral(ReferralsFact::ResponseMeasured(_)) => "response_measured",
            Self::Referral(_) => "disclosure_read",
        }
    }

    fn encode(&self, envelope: Option<EventEnvelope>) -> Vec<u8> {
        match self.clone() {
            Self::Case(fact) => CasesEvent { envelope, fact: Some(fact) }.encode_to_vec(),
            Self::Referral(fact) => ReferralsEvent { envelope, fact: Some(fact) }.encode_to_vec(),
        }
    }
}

/// A service that publishes.
pub(crate) struct Source(Host);

impl Source {
    pub(crate) fn start(host: Host) -> Self {
        host.publish(Arc::new(Teller(host.name)));
        Self(host)
    }

    /// Stores a fact, which its relay then publishes. Each `stream` holds one.
    pub(crate) async fn publish(&self, stream: u128, centre: &str, at: Moment, fact: &Fact) {
        let stamp = Stamp {
            request_id: Uuid::from_u128(stream),
            fingerprint: [0; 32],
            principal: "services/test".to_owned(),
            centre: centre.to_owned(),
            at,
        };
        let event = NewEvent { event_type: fact.name(), payload: fact.encode(None) };
        let append = StreamAppend {
            stream: Uuid::from_u128(stream),
            expected_version: 0,
            events: vec![event],
        };
        self.0.store.append(stamp, vec![append]).await.expect("stored");
    }
}

/// Publishes what is stored as it is, in an envelope.
struct Teller(&'static str);

/// Facts of both services, so that a stored name becomes one again.
const FACTS: [&str; 15] = [
    "case_opened",
    "case_closed",
    "follow_up_recorded",
    "incident_facts_released",
    "care_facts_released",
    "survivor_facts_released",
    "consent_granted",
    "referral_sent",
    "referral_received",
    "referral_accepted",
    "referral_declined",
    "referral_completed",
    "referral_revoked",
    "disclosure_read",
    "response_measured",
];

impl Publisher for Teller {
    fn translate<'a>(
        &'a self,
        event: &'a StoredEvent,
    ) -> BoxFuture<'a, Result<Vec<Published>, PublishError>> {
        async move {
            let envelope = Some(EventEnvelope {
                event_id: event.event_id().to_string(),
                centre: event.centre.clone(),
                position: event.position,
                occur_time: Some(timestamp(event.at)),
                may_ignore: false,
            });
            let payload = event.payload.as_slice();
            let payload = if self.0 == "cases" {
                let fact = CasesEvent::decode(payload).expect("a fact").fact;
                CasesEvent { envelope, fact }.encode_to_vec()
            } else {
                let fact = ReferralsEvent::decode(payload).expect("a fact").fact;
                ReferralsEvent { envelope, fact }.encode_to_vec()
            };
            let fact = FACTS.into_iter().find(|fact| *fact == event.event_type);
            Ok(vec![Published {
                event_id: event.event_id(),
                fact: fact.expect("a known fact"),
                centre: event.centre.clone(),
                payload,
            }])
        }
        .boxed()
    }
}
