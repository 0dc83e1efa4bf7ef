//! Facts of the contract as what is counted. A code that is not known is no fact.

use sentier_proto::cases::events::v1::{CareFact, CareFacts, CareMeasure, IncidentFacts};
use sentier_proto::common::v1::Date;
use sentier_statistics_domain::indicators::gbv::codes::ResponseTime;
use sentier_statistics_domain::indicators::gbv::tallies;
use sentier_statistics_domain::indicators::{Count, Measure, Worker};
use sentier_statistics_domain::value::{IncidentType, Lasted, Month};

use super::convert;
use super::convert_incident::{self, given};

/// More than this in one fact is a mistake.
const MOST: i64 = 10_000;

pub(super) fn care(facts: &CareFacts) -> Option<Vec<Count>> {
    facts.facts.iter().map(fact).collect()
}

/// An incident of gender-based violence that nobody else counts, by everything that the statistics ask of
/// it; no count for another incident. After a correction what it was counted as before is taken off.
pub(super) fn incident(facts: &IncidentFacts) -> Option<Vec<Count>> {
    // What is taken back counts the other way round.
    let sign = if facts.takes_back.is_empty() { 1 } else { -1 };
    let mut counts = counted(facts, sign)?;
    if let Some(former) = &facts.replaced {
        for former in counted(former, -sign)? {
            let same =
                |count: &Count| (count.month, count.measure) == (former.month, former.measure);
            match counts.iter().position(same) {
                Some(unchanged) => drop(counts.swap_remove(unchanged)),
                None => counts.push(former),
            }
        }
    }
    Some(counts)
}

fn counted(facts: &IncidentFacts, amount: i64) -> Option<Vec<Count>> {
    let month = month(facts.record_month.as_ref())?;
    let incident = convert_incident::incident(facts)?;
    if facts.counted_elsewhere || incident.incident_type == IncidentType::NonGbv {
        return Some(Vec::new());
    }
    let count = |measure| Count { month, measure, amount };
    let mut counts = vec![count(Measure::Incident(incident.age_band))];
    counts.extend(incident.report_delay.map(|delay| count(Measure::Reported(delay))));
    counts.extend(tallies(&incident).into_iter().map(|tally| count(Measure::Tally(tally))));
    Some(counts)
}

fn month(date: Option<&Date>) -> Option<Month> {
    let date = date?;
    Month::try_new(u16::try_from(date.year).ok()?, u8::try_from(date.month).ok()?).ok()
}

fn fact(fact: &CareFact) -> Option<Count> {
    let worker = || fact.worker_ref.parse().ok().map(Worker);
    let lasted = Measure::Lasted;
    let time = || given(fact.response_time, ResponseTime::ALL);
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
        CareMeasure::ReferralSent => Measure::Sent,
        CareMeasure::ReferralAcknowledged => Measure::Acknowledged(time()?),
        CareMeasure::ReferralAccepted => Measure::Accepted(time()?),
        CareMeasure::ReferralServed => Measure::Served(time()?),
        CareMeasure::ReferralSettled => Measure::Settled,
    };
    // Below zero: a worker has a case less, or a case turned out to be counted already.
    let amount = (-MOST..=MOST).contains(&fact.amount).then_some(fact.amount)?;
    Some(Count { month: month(fact.month.as_ref())?, measure, amount })
}

#[cfg(test)]
mod tests {
    use sentier_statistics_domain::value::{AgeBand, ReportDelay};

    use super::*;

    fn told(measure: i32) -> CareFact {
        CareFact {
            measure,
            month: Some(Date { year: 2026, month: 11, day: 1 }),
            amount: 1,
            need: 1,
            response_time: 1,
            worker_ref: "00000000-0000-0000-0000-000000000007".to_owned(),
        }
    }

    #[test]
    fn every_measure_of_the_contract_is_counted_as_another() {
        let mut measures: Vec<_> =
            (1..=23).map(|code| fact(&told(code)).unwrap().measure).collect();
        measures.sort();
        measures.dedup();
        assert_eq!(measures.len(), 23);
        assert_eq!((fact(&told(0)), fact(&told(24))), (None, None));
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

    /// A girl of the second band, raped; reported on day 4 or 5.
    fn girl() -> IncidentFacts {
        IncidentFacts {
            r#type: 1,
            age_band: 2,
            sex: 1,
            record_month: Some(Date { year: 2026, month: 11, day: 1 }),
            report_delay: 2,
            ..IncidentFacts::default()
        }
    }

    #[test]
    fn an_incident_that_another_counts_or_that_is_no_gbv_is_not_counted() {
        let counts = incident(&girl()).unwrap();
        let measures: Vec<_> = counts.iter().map(|count| count.measure).collect();
        assert!(measures.contains(&Measure::Incident(AgeBand::From12To17)));
        assert!(measures.contains(&Measure::Reported(ReportDelay::To5Days)));
        let elsewhere = IncidentFacts { counted_elsewhere: true, ..girl() };
        assert_eq!(incident(&elsewhere), Some(vec![]));
        assert_eq!(incident(&IncidentFacts { r#type: 7, ..girl() }), Some(vec![]));
        let unknown = incident(&IncidentFacts { report_delay: 0, ..girl() }).unwrap();
        assert_eq!(unknown.len(), counts.len() - 1);
        assert_eq!(incident(&IncidentFacts { report_delay: 9, ..girl() }), None);
    }

    #[test]
    fn a_correction_takes_off_what_it_changes_and_nothing_else() {
        let right = IncidentFacts { age_band: 3, replaced: Some(Box::new(girl())), ..girl() };
        let counts = incident(&right).unwrap();
        // Two age statistics: one more here, one less there.
        assert_eq!(counts.len(), 4);
        assert_eq!(counts.iter().map(|count| count.amount).sum::<i64>(), 0);
        let same = IncidentFacts { replaced: Some(Box::new(girl())), ..girl() };
        assert_eq!(incident(&same), Some(vec![]));
        let no_gbv = IncidentFacts { r#type: 7, ..right };
        let counts = incident(&no_gbv).unwrap();
        assert!(counts.iter().all(|count| count.amount == -1), "only what it was is taken off");
        assert_eq!(counts.len(), incident(&girl()).unwrap().len());
    }
}
