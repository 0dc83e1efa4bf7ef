//! Counts how the structures answer: what was sent to each, and what became of it.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_kernel::Moment;
use sentier_platform::grpc::moment;
use sentier_proto::common::v1::EventEnvelope;
use sentier_proto::referrals::events::v1::referrals_event::Fact;
use sentier_proto::referrals::events::v1::response_measured::Step as Told;
use sentier_proto::referrals::events::v1::{ReferralsEvent, ResponseMeasured};
use sentier_statistics_domain::indicators::gbv::codes::DeclineReason;
use sentier_statistics_domain::indicators::{Command, Count as One, Measure};
use sentier_statistics_domain::responses::{Asked, Outcome, Step, Took};
use sentier_statistics_domain::value::Month;
use uuid::Uuid;

use super::convert_incident::given;
use super::{convert, decode, month, poison};
use crate::application::Count;

const NAME: &str = "statistics_on_responses";

/// The reaction.
#[derive(Debug)]
pub(crate) struct OnResponses {
    count: Count,
}

impl OnResponses {
    pub(crate) const fn new(count: Count) -> Self {
        Self { count }
    }
}

fn counted(message: &Delivered) -> Result<One, ReactionError> {
    let event: ReferralsEvent = decode(message)?;
    let stored = month(message, event.envelope.as_ref())?;
    let (month, asked, step) = match event.fact {
        Some(Fact::ReferralSent(sent)) => {
            let of = sent.referral.ok_or_else(|| poison("no referral"))?;
            (stored, asked(&of.agency_id, &of.structure_id, of.need)?, Step::Sent)
        }
        Some(Fact::ResponseMeasured(it)) => {
            let month = sent_in(&it, event.envelope.as_ref()).unwrap_or(stored);
            let step = step(&it).ok_or_else(|| poison("no step that is known"))?;
            (month, asked(&it.agency_id, &it.structure_id, it.need)?, step)
        }
        _ => return Err(poison("not a fact that is counted")),
    };
    Ok(One { month, measure: Measure::Response(asked, step), amount: 1 })
}

/// The month in which it was sent. Messages of before it was told say how many minutes ago that was.
fn sent_in(it: &ResponseMeasured, envelope: Option<&EventEnvelope>) -> Option<Month> {
    if let Some(told) = &it.sent_month {
        return Month::try_new(u16::try_from(told.year).ok()?, u8::try_from(told.month).ok()?).ok();
    }
    let at: Moment = moment(envelope?.occur_time.as_ref()?)?;
    let ago = it.elapsed_minutes.checked_mul(60_000_000)?;
    Month::of(Moment::from_micros(at.as_micros().checked_sub(ago)?)).ok()
}

fn asked(agency: &str, structure: &str, need: i32) -> Result<Asked, ReactionError> {
    let id = |text: &str| text.parse::<Uuid>().map_err(|_malformed| poison("an id is malformed"));
    let need = convert::need(need).ok_or_else(|| poison("no known need"))?;
    Ok(Asked { agency: id(agency)?, structure: id(structure)?, need })
}

fn step(it: &ResponseMeasured) -> Option<Step> {
    let took = (it.elapsed_minutes >= 0).then(|| Took::of_minutes(it.elapsed_minutes));
    Some(match it.step() {
        Told::Unspecified => return None,
        Told::Acknowledged => Step::Acknowledged(took?),
        Told::Accepted => Step::Accepted(took?),
        Told::Served => Step::Served(took?),
        Told::Declined => Step::Declined(given(it.decline_reason, DeclineReason::ALL)?),
        Told::Completed => Step::Completed(given(it.outcome, Outcome::ALL)?),
        Told::Expired => Step::Expired,
        Told::Cancelled => Step::Cancelled,
    })
}

impl Reaction for OnResponses {
    fn name(&self) -> &'static str {
        NAME
    }

    fn service(&self) -> &'static str {
        "referrals"
    }

    fn facts(&self) -> &'static [&'static str] {
        &["referral_sent", "response_measured"]
    }

    /// A sum does not depend on the order of what is added.
    fn in_order(&self) -> bool {
        false
    }

    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        async move {
            let one = counted(message)?;
            let command = Command::CountCare { counts: vec![one] };
            self.count.count_care(NAME, message, one.month, command).await
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use sentier_platform::grpc::timestamp;
    use sentier_proto::common::v1::Date;

    use super::*;

    fn measured(step: Told) -> ResponseMeasured {
        ResponseMeasured {
            step: step.into(),
            elapsed_minutes: 90,
            decline_reason: 1,
            outcome: 3,
            ..ResponseMeasured::default()
        }
    }

    #[test]
    fn every_step_of_the_contract_is_counted_as_another() {
        let steps: Vec<Option<Step>> = (0..=8)
            .map(|code| step(&ResponseMeasured { step: code, ..measured(Told::Served) }))
            .collect();
        let three = Took::Within3Hours;
        let known = [
            Step::Acknowledged(three),
            Step::Accepted(three),
            Step::Declined(DeclineReason::NoCapacity),
            Step::Served(three),
            Step::Completed(Outcome::NoShow),
            Step::Expired,
            Step::Cancelled,
        ];
        assert_eq!(steps[1..8], known.map(Some));
        assert_eq!((steps[0], steps[8]), (None, None));
        let backwards = ResponseMeasured { elapsed_minutes: -1, ..measured(Told::Accepted) };
        assert_eq!(step(&backwards), None);
    }

    #[test]
    fn a_step_belongs_to_the_month_of_the_sending_also_where_that_is_not_told() {
        let noon = Some(timestamp(Moment::from_micros(1_795_521_600_000_000)));
        let envelope = EventEnvelope { occur_time: noon, ..EventEnvelope::default() };
        // 24 November, 12:00, less 25 days is 30 October.
        let old = ResponseMeasured { elapsed_minutes: 25 * 1_440, ..measured(Told::Served) };
        let month = |it: &ResponseMeasured| sent_in(it, Some(&envelope)).unwrap().to_string();
        assert_eq!(month(&old), "2026-10");
        let told = Some(Date { year: 2026, month: 9, day: 1 });
        assert_eq!(month(&ResponseMeasured { sent_month: told, ..old }), "2026-09");
    }
}
