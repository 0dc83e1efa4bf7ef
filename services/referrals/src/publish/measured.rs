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
use sentier_proto::common::v1::{Date, EventEnvelope};
use sentier_proto::referrals::events::v1::referrals_event::Fact;
use sentier_proto::referrals::events::v1::response_measured::Step;
use sentier_proto::referrals::events::v1::{ReferralsEvent, ResponseMeasured};
use sentier_referrals_domain::referral::{Event, Request};
use sentier_referrals_domain::value::Outcome;

use crate::contract;

const FACT: &str = "response_measured";
/// What the id of a second step is derived with: a completion may tell two.
const SERVED: &str = "response_measured served";

/// What an event of a referral that reached its inbox at `sent_at` tells figures. `served_before`: whether an
/// earlier one told that she came or is served; the first word of it counts, and no other.
pub(super) fn of(
    event: &Event,
    request: &Request,
    sent_at: Moment,
    served_before: bool,
) -> Vec<ResponseMeasured> {
    let (mut decline_reason, mut led_to) = (0, 0);
    let (step, at) = match event {
        Event::ReferralReceived { at } => (Step::Acknowledged, at),
        Event::ReferralAccepted { at } => (Step::Accepted, at),
        Event::ReferralDeclined { reason, at } => {
            decline_reason = contract::reason(*reason);
            (Step::Declined, at)
        }
        Event::ReferralAttended { at } | Event::ServiceStarted { at } => (Step::Served, at),
        Event::ReferralCompleted { outcome, at } => {
            led_to = contract::outcome(*outcome);
            (Step::Completed, at)
        }
        Event::ReferralExpired { at, .. } => (Step::Expired, at),
        Event::ReferralCancelled { at } => (Step::Cancelled, at),
        _ => return Vec::new(),
    };
    let minutes = at.since(sent_at).as_secs() / 60;
    let measured = ResponseMeasured {
        agency_id: request.agency.to_string(),
        structure_id: request.structure.to_string(),
        need: contract::need(request.need),
        urgency: contract::urgency(request.urgency),
        step: step.into(),
        elapsed_minutes: i64::try_from(minutes).unwrap_or(i64::MAX),
        decline_reason,
        outcome: led_to,
        sent_month: Some(month_of(sent_at)),
    };
    let first = serves(event) && !served_before;
    match step {
        Step::Served => first.then_some(measured).into_iter().collect(),
        Step::Completed if first => {
            let served =
                ResponseMeasured { step: Step::Served.into(), outcome: 0, ..measured.clone() };
            vec![measured, served]
        }
        _ => vec![measured],
    }
}

/// Whether an event tells that she came, or is or was served.
pub(super) const fn serves(event: &Event) -> bool {
    match event {
        Event::ReferralAttended { .. } | Event::ServiceStarted { .. } => true,
        Event::ReferralCompleted { outcome, .. } => {
            matches!(outcome, Outcome::Served | Outcome::PartlyServed)
        }
        _ => false,
    }
}

fn month_of(at: Moment) -> Date {
    let day = at.to_datetime().date();
    Date { year: day.year(), month: u8::from(day.month()).into(), day: 1 }
}

/// They go beside the fact that they were measured from, each under an id of its own.
pub(super) fn published(
    event: &StoredEvent,
    (at, measured): (usize, ResponseMeasured),
) -> Published {
    let event_id = derived(event.event_id(), if at == 0 { FACT } else { SERVED });
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sentier_kernel::id::Uuid;
    use sentier_referrals_domain::value::{
        AgencyId, CaseId, ConsentId, Need, ReferralId, StructureId, Urgency,
    };

    use super::*;

    /// 30 November 2026, 23:59:30.
    const SENT: Moment = Moment::from_micros(1_796_083_170_000_000);

    fn after(minutes: u64) -> Moment {
        SENT.plus(Duration::from_mins(minutes))
    }

    fn steps(event: &Event, served_before: bool) -> Vec<(Step, i64)> {
        let measured = of(event, &request(), SENT, served_before);
        measured.iter().map(|it| (it.step(), it.elapsed_minutes)).collect()
    }

    fn request() -> Request {
        Request {
            referral: ReferralId::from_uuid(Uuid::from_u128(2)),
            case: CaseId::from_uuid(Uuid::from_u128(3)),
            consent: ConsentId::from_uuid(Uuid::from_u128(5)),
            centre: "ogou-1".to_owned(),
            agency: AgencyId::from_uuid(Uuid::from_u128(1)),
            structure: StructureId::from_uuid(Uuid::from_u128(4)),
            need: Need::HealthCare,
            urgency: Urgency::Urgent,
            transfer: false,
        }
    }

    #[test]
    fn the_first_word_of_the_service_counts_and_no_other() {
        let (came, began) =
            (Event::ReferralAttended { at: after(600) }, Event::ServiceStarted { at: after(700) });
        assert_eq!(steps(&came, false), [(Step::Served, 600)]);
        assert_eq!(steps(&began, true), []);
        let done = |outcome| Event::ReferralCompleted { outcome, at: after(4_800) };
        let served = done(Outcome::PartlyServed);
        assert_eq!(steps(&served, false), [(Step::Completed, 4_800), (Step::Served, 4_800)]);
        assert_eq!(steps(&served, true), [(Step::Completed, 4_800)]);
        for none in [Outcome::NoShow, Outcome::DeclinedBySurvivor] {
            assert_eq!(steps(&done(none), false), [(Step::Completed, 4_800)], "{none:?}");
        }
    }

    #[test]
    fn a_step_names_the_month_of_the_sending_to_the_second() {
        // Half a minute before December: a whole minute later it is still November that counts.
        let seen = Event::ReferralReceived { at: after(1) };
        let measured = of(&seen, &request(), SENT, false);
        assert_eq!(measured[0].sent_month, Some(Date { year: 2026, month: 11, day: 1 }));
    }
}
