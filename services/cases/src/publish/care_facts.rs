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

/// Ids of what is published of an event beside its life-cycle fact: the broker takes an id once.
fn event_id(stored: Uuid) -> Uuid {
    derived(stored, "care facts")
}

impl FactsPublisher {
    /// What an event of a case changes of the figures: what it tells of the case, how many cases a worker
    /// has, and, when it ends the consent, what earlier events told of open months. Each is a message of its
    /// own: the statistics must know which of them was counted.
    pub(super) async fn care_facts(
        &self,
        stored: &StoredEvent,
    ) -> Result<Vec<(Uuid, Fact)>, PublishError> {
        if super::is_made_up(&self.cases, CaseId::from_uuid(stored.stream)).await? {
            return Ok(Vec::new());
        }
        let counted = self.cases.counted(stored).await.map_err(|_fault| super::UNREAD)?;
        let own = stored.event_id();
        if counted.withheld {
            self.unsent.insert(event_id(own), ());
        }
        let mut messages = vec![
            (event_id(own), counted.of_case, None),
            (derived(own, "care facts of staff"), counted.of_staff, None),
        ];
        for (event, back) in counted.taken_back {
            // PRIVACY: what certainly did not leave is not told now that the consent has ended.
            if self.unsent.contains_key(&event_id(event)) {
                continue;
            }
            let back = back.into_iter().map(|one| Counted { amount: -one.amount, ..one }).collect();
            let taken = event_id(event);
            messages.push((derived(taken, "taken back"), back, Some(taken)));
        }
        let mut facts = Vec::new();
        for (id, counted, takes_back) in messages {
            let plain = CareFacts {
                facts: counted.into_iter().map(fact).collect(),
                takes_back: takes_back.map(|id| id.to_string()).unwrap_or_default(),
            };
            facts.extend(self.sealed(id, plain).await?.map(|fact| (id, fact)));
        }
        Ok(facts)
    }

    /// What a survivor said of the centre. PRIVACY: it names no case, and stands under its day.
    pub(super) async fn feedback(
        &self,
        stored: &StoredEvent,
    ) -> Result<Vec<(Uuid, Fact)>, PublishError> {
        let feedback: FeedbackRecordedV1 = serde_json::from_slice(&stored.payload)
            .map_err(|_malformed| PublishError("a stored feedback cannot be read"))?;
        let content = feedback.scores.is_content();
        let measure = if content { CareMeasure::Content } else { CareMeasure::NotContent };
        let facts = vec![of(measure, Date::of(stored.at), 1)];
        let id = event_id(stored.event_id());
        let sealed = self.sealed(id, CareFacts { facts, ..CareFacts::default() }).await?;
        Ok(sealed.map(|fact| (id, fact)).into_iter().collect())
    }

    async fn sealed(&self, id: Uuid, plain: CareFacts) -> Result<Option<Fact>, PublishError> {
        if plain.facts.is_empty() {
            return Ok(None);
        }
        let key = self.keys.key().await?;
        let sealed = key
            .seal(CARE_FACTS, id, &plain)
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
