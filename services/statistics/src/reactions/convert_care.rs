//! Facts of the contract as what is counted. A code that is not known is no fact.

use sentier_proto::cases::events::v1::{self as pb};
use sentier_proto::cases::events::v1::{CareFact, CareFacts, CareMeasure, IncidentFacts};
use sentier_proto::common::v1::Date;
use sentier_statistics_domain::indicators::{Count, Measure, Worker};
use sentier_statistics_domain::value::{IncidentType, Lasted, Month, ReportDelay};

use super::convert;

/// More than this in one fact is a mistake.
const MOST: i64 = 10_000;

pub(super) fn care(facts: &CareFacts) -> Option<Vec<Count>> {
    facts.facts.iter().map(fact).collect()
}

/// An incident of gender-based violence that nobody else counts, by her age and by its delay; no count
/// for another incident. After a correction what it was counted as before is taken off.
pub(super) fn incident(facts: &IncidentFacts) -> Option<Vec<Count>> {
    let mut counts = counted(facts, 1)?;
    if let Some(former) = &facts.replaced {
        counts.extend(counted(former, -1)?);
    }
    Some(counts)
}

fn counted(facts: &IncidentFacts, amount: i64) -> Option<Vec<Count>> {
    let month = month(facts.record_month.as_ref())?;
    let kind = convert::incident_type(facts.r#type)?;
    if facts.counted_elsewhere || kind == IncidentType::NonGbv {
        return Some(Vec::new());
    }
    let count = |measure| Count { month, measure, amount };
    let mut counts = vec![count(Measure::Incident(convert::age_band(facts.age_band)?))];
    counts.extend(delay(facts.report_delay)?.map(|delay| count(Measure::Reported(delay))));
    Some(counts)
}

fn month(date: Option<&Date>) -> Option<Month> {
    let date = date?;
    Month::try_new(u16::try_from(date.year).ok()?, u8::try_from(date.month).ok()?).ok()
}

fn fact(fact: &CareFact) -> Option<Count> {
    let worker = || fact.worker_ref.parse().ok().map(Worker);
    let lasted = Measure::Lasted;
    let measure = match CareMeasure::try_from(fact.measure).ok()? {
        CareMeasure::Unspecified => return None,
        CareMeasure::Opened => Measure::Opened,
        CareMeasure::AssessedInTime => Measure::AssessedInTime,
        CareMeasure::AssessedLate => Measure::AssessedLate,
        CareMeasure::SafetyPlanned => Measure::SafetyPlanned,
        CareMeasure::ActionPlanned => Measure::ActionPlanned,
        CareMeasure::PlanApproved => Measure::PlanApproved,
        CareMeasure::Closed => Measure::Closed,
        CareMeasure::LastedTo1Month => lasted(Lasted::To1Month),
        CareMeasure::LastedTo3Months => lasted(Lasted::To3Months),
        CareMeasure::LastedTo6Months => lasted(Lasted::To6Months),
        CareMeasure::LastedLonger => lasted(Lasted::Longer),
        CareMeasure::FollowUps => Measure::FollowUps,
        CareMeasure::Referrals => Measure::Referrals,
        CareMeasure::ServiceGiven => Measure::ServiceGiven(convert::need(fact.need)?),
        CareMeasure::CasesHeld => Measure::CasesHeld(worker()?),
        CareMeasure::Supervised => Measure::Supervised(worker()?),
        CareMeasure::Content => Measure::Content,
        CareMeasure::NotContent => Measure::NotContent,
    };
    // Below zero: a worker has a case less, or a case turned out to be counted already.
    let amount = (-MOST..=MOST).contains(&fact.amount).then_some(fact.amount)?;
    Some(Count { month: month(fact.month.as_ref())?, measure, amount })
}

/// The delay; `Some(None)` when it is not known.
#[expect(clippy::option_option, reason = "not known is a fact, an unknown code is none")]
fn delay(code: i32) -> Option<Option<ReportDelay>> {
    Some(match pb::ReportDelay::try_from(code).ok()? {
        pb::ReportDelay::Unspecified => None,
        pb::ReportDelay::ReportDelay3Days => Some(ReportDelay::To3Days),
        pb::ReportDelay::ReportDelay5Days => Some(ReportDelay::To5Days),
        pb::ReportDelay::ReportDelay14Days => Some(ReportDelay::To14Days),
        pb::ReportDelay::ReportDelay30Days => Some(ReportDelay::To30Days),
        pb::ReportDelay::ReportDelay3Months => Some(ReportDelay::To3Months),
        pb::ReportDelay::Longer => Some(ReportDelay::Longer),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(measure: i32) -> CareFact {
        CareFact {
            measure,
            month: Some(Date { year: 2026, month: 11, day: 1 }),
            amount: 1,
            need: 1,
            worker_ref: "00000000-0000-0000-0000-000000000007".to_owned(),
        }
    }

    #[test]
    fn every_measure_of_the_contract_is_counted_as_another() {
        let mut measures: Vec<_> =
            (1..=18).map(|code| fact(&told(code)).unwrap().measure).collect();
        measures.sort();
        measures.dedup();
        assert_eq!(measures.len(), 18);
        assert_eq!((fact(&told(0)), fact(&told(19))), (None, None));
        let delays: Vec<_> = (0..=6).filter_map(|code| delay(code).unwrap()).collect();
        assert_eq!(delays, ReportDelay::ALL);
        assert_eq!(delay(7), None);
    }

    #[test]
    fn nothing_grows_or_falls_beyond_reason() {
        let of = |measure: CareMeasure, amount| {
            fact(&CareFact { amount, ..told(measure.into()) }).is_some()
        };
        assert!(of(CareMeasure::CasesHeld, -1) && of(CareMeasure::Opened, -1));
        assert!(!of(CareMeasure::FollowUps, -MOST - 1));
        assert!(of(CareMeasure::FollowUps, MOST) && !of(CareMeasure::FollowUps, MOST + 1));
    }

    #[test]
    fn an_incident_that_another_counts_or_that_is_no_gbv_is_not_counted() {
        let facts = IncidentFacts {
            r#type: 1,
            age_band: 2,
            sex: 1,
            record_month: Some(Date { year: 2026, month: 11, day: 1 }),
            report_delay: 2,
            counted_elsewhere: false,
            replaced: None,
        };
        assert_eq!(incident(&facts).unwrap().len(), 2);
        let elsewhere = IncidentFacts { counted_elsewhere: true, ..facts.clone() };
        assert_eq!(incident(&elsewhere), Some(vec![]));
        assert_eq!(incident(&IncidentFacts { r#type: 7, ..facts.clone() }), Some(vec![]));
        assert_eq!(incident(&IncidentFacts { report_delay: 0, ..facts.clone() }).unwrap().len(), 1);
        assert_eq!(incident(&IncidentFacts { report_delay: 9, ..facts }), None);
    }

    #[test]
    fn a_corrected_incident_is_counted_once() {
        let former = IncidentFacts {
            r#type: 1,
            age_band: 2,
            sex: 1,
            record_month: Some(Date { year: 2026, month: 11, day: 1 }),
            report_delay: 2,
            counted_elsewhere: false,
            replaced: None,
        };
        let right =
            IncidentFacts { age_band: 3, replaced: Some(Box::new(former.clone())), ..former };
        let counts = incident(&right).unwrap();
        let amounts: Vec<_> = counts.iter().map(|count| count.amount).collect();
        assert_eq!(amounts, [1, 1, -1, -1]);
        assert_ne!(counts[0].measure, counts[2].measure, "another age");
        assert_eq!(counts[1].measure, counts[3].measure, "the same delay");
        let no_gbv = IncidentFacts { r#type: 7, ..right };
        assert_eq!(incident(&no_gbv).unwrap().len(), 2, "only what it was is taken off");
    }
}
