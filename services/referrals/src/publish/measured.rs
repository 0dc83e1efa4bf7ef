//! How fast and how a structure answered, for figures: durations and codes, of no referral and no case.
//!
//! Whether a referral came within 72 hours of the incident is not here: when the incident was is personal,
//! and known to the cases context alone.

use prost::Message as _;
use sentier_eventing::StoredEvent;
use sentier_eventing::outbox::Published;
use sentier_kernel::Moment;
use sentier_platform::grpc::timestamp;
use sentier_platform::ids::derived;
use sentier_proto::common::v1::EventEnvelope;
use sentier_proto::referrals::events::v1::referrals_event::Fact;
use sentier_proto::referrals::events::v1::response_measured::Step;
use sentier_proto::referrals::events::v1::{ReferralsEvent, ResponseMeasured};
use sentier_referrals_domain::referral::{Event, Request};

use crate::contract;

const FACT: &str = "response_measured";

/// What an event of a referral that reached its inbox at `sent_at` tells figures.
pub(super) fn of(event: &Event, request: &Request, sent_at: Moment) -> Option<ResponseMeasured> {
    let (mut decline_reason, mut outcome) = (0, 0);
    let (step, at) = match event {
        Event::ReferralReceived { at } => (Step::Acknowledged, at),
        Event::ReferralAccepted { at } => (Step::Accepted, at),
        Event::ReferralDeclined { reason, at } => {
            decline_reason = contract::reason(*reason);
            (Step::Declined, at)
        }
        Event::ServiceStarted { at } => (Step::Served, at),
        Event::ReferralCompleted { outcome: led_to, at } => {
            outcome = contract::outcome(*led_to);
            (Step::Completed, at)
        }
        Event::ReferralExpired { at, .. } => (Step::Expired, at),
        Event::ReferralCancelled { at } => (Step::Cancelled, at),
        _ => return None,
    };
    let minutes = at.since(sent_at).as_secs() / 60;
    Some(ResponseMeasured {
        agency_id: request.agency.to_string(),
        structure_id: request.structure.to_string(),
        need: contract::need(request.need),
        urgency: contract::urgency(request.urgency),
        step: step.into(),
        elapsed_minutes: i64::try_from(minutes).unwrap_or(i64::MAX),
        decline_reason,
        outcome,
    })
}

/// It goes beside the fact that it was measured from, under an id of its own.
pub(super) fn published(event: &StoredEvent, measured: ResponseMeasured) -> Published {
    let event_id = derived(event.event_id(), FACT);
    let envelope = EventEnvelope {
        event_id: event_id.to_string(),
        centre: event.centre.clone(),
        position: event.position,
        occur_time: Some(timestamp(event.at)),
        may_ignore: true,
    };
    let fact = Some(Fact::ResponseMeasured(measured));
    let message = ReferralsEvent { envelope: Some(envelope), fact };
    let (centre, payload) = (event.centre.clone(), message.encode_to_vec());
    Published { event_id, fact: FACT, centre, payload }
}
