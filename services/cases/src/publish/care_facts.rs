//! Facts of the work on cases, sealed to the statistics.
//!
//! PRIVACY: codes, months and numbers; no id of a case. A worker goes under a handle that only the
//! statistics know her by.

use sentier_cases_domain::counted::{Counted, Lasted, Measure, ResponseTime};
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_cases_domain::value::Date;
use sentier_eventing::StoredEvent;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::events::v1::{CareFact, CareFacts, CareFactsReleased, CareMeasure};
use sentier_proto::common::v1 as common;

use super::{FactsPublisher, PublishError};
use crate::application::FeedbackRecordedV1;
use crate::codes::Coded as _;

/// What the facts of care are sealed for.
const CARE_FACTS: &str = "statistics.care";

/// The id of what is published of an event beside its life-cycle fact: the broker takes an id once.
pub(super) fn event_id(stored: &StoredEvent) -> Uuid {
    derived(stored.event_id(), "care facts")
}

impl FactsPublisher {
    /// What an event of a case adds to the figures; `None` when that is nothing.
    pub(super) async fn care_facts(
        &self,
        stored: &StoredEvent,
    ) -> Result<Option<Fact>, PublishError> {
        if super::is_made_up(&self.cases, CaseId::from_uuid(stored.stream)).await? {
            return Ok(None);
        }
        let counted = self.cases.counted(stored).await;
        let counted = counted.map_err(|_fault| PublishError("a case cannot be read"))?;
        self.sealed(stored, counted.into_iter().map(fact).collect()).await
    }

    /// What a survivor said of the centre. PRIVACY: it names no case, and stands under its day.
    pub(super) async fn feedback(
        &self,
        stored: &StoredEvent,
    ) -> Result<Option<Fact>, PublishError> {
        let feedback: FeedbackRecordedV1 = serde_json::from_slice(&stored.payload)
            .map_err(|_malformed| PublishError("a stored feedback cannot be read"))?;
        let content = feedback.scores.is_content();
        let measure = if content { CareMeasure::Content } else { CareMeasure::NotContent };
        self.sealed(stored, vec![of(measure, Date::of(stored.at), 1)]).await
    }

    async fn sealed(
        &self,
        stored: &StoredEvent,
        facts: Vec<CareFact>,
    ) -> Result<Option<Fact>, PublishError> {
        if facts.is_empty() {
            return Ok(None);
        }
        let key = self.keys.key().await.map_err(|error| PublishError(error.0))?;
        let sealed = key
            .seal(CARE_FACTS, event_id(stored), &CareFacts { facts })
            .map_err(|_opaque| PublishError("facts cannot be sealed"))?;
        Ok(Some(Fact::CareFactsReleased(CareFactsReleased { facts: Some(sealed) })))
    }
}

fn of(measure: CareMeasure, on: Date, amount: i64) -> CareFact {
    let month = common::Date { year: on.year(), month: on.month().into(), day: 1 };
    CareFact { measure: measure.into(), month: Some(month), amount, ..CareFact::default() }
}

fn fact(counted: Counted) -> CareFact {
    let Counted { measure, on, amount } = counted;
    let plain = |measure| of(measure, on, amount);
    match measure {
        Measure::Opened => plain(CareMeasure::Opened),
        Measure::AssessedInTime => plain(CareMeasure::AssessedInTime),
        Measure::AssessedLate => plain(CareMeasure::AssessedLate),
        Measure::SafetyPlanned => plain(CareMeasure::SafetyPlanned),
        Measure::ActionPlanned => plain(CareMeasure::ActionPlanned),
        Measure::PlanApproved => plain(CareMeasure::PlanApproved),
        Measure::Closed => plain(CareMeasure::Closed),
        Measure::Lasted(Lasted::To1Month) => plain(CareMeasure::LastedTo1Month),
        Measure::Lasted(Lasted::To3Months) => plain(CareMeasure::LastedTo3Months),
        Measure::Lasted(Lasted::To6Months) => plain(CareMeasure::LastedTo6Months),
        Measure::Lasted(Lasted::Longer) => plain(CareMeasure::LastedLonger),
        Measure::FollowUps => plain(CareMeasure::FollowUps),
        Measure::Referrals => plain(CareMeasure::Referrals),
        Measure::ServiceGiven(need) => {
            CareFact { need: need.number(), ..plain(CareMeasure::ServiceGiven) }
        }
        Measure::CasesHeld(worker) => {
            CareFact { worker_ref: handle(worker), ..plain(CareMeasure::CasesHeld) }
        }
        Measure::Supervised(worker) => {
            CareFact { worker_ref: handle(worker), ..plain(CareMeasure::Supervised) }
        }
        Measure::ReferralSent => plain(CareMeasure::ReferralSent),
        Measure::Acknowledged(took) => timed(plain(CareMeasure::ReferralAcknowledged), took),
        Measure::Accepted(took) => timed(plain(CareMeasure::ReferralAccepted), took),
        Measure::Served(took) => timed(plain(CareMeasure::ReferralServed), took),
        Measure::Settled => plain(CareMeasure::ReferralSettled),
    }
}

fn timed(fact: CareFact, took: ResponseTime) -> CareFact {
    CareFact { response_time: took.number(), ..fact }
}

fn handle(worker: StaffId) -> String {
    derived(worker.as_uuid(), "statistics").to_string()
}
