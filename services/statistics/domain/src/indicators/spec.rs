//! The indicators, specified.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;

use super::*;
use crate::value::{AgeBand, Lasted, Need, ReportDelay};

/// 24 November 2026.
const AT: Moment = Moment::from_micros(1_795_478_400_000_000);

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn worker(number: u8) -> Worker {
    Worker(Uuid::from_u128(number.into()))
}

fn sums(counts: &[(&str, Measure, i64)]) -> Sums {
    let mut sums = Sums::default();
    for (of, measure, amount) in counts {
        sums.add(month(of), *measure, *amount);
    }
    sums
}

fn of(indicator: Indicator, sums: &Sums) -> (i64, Option<i64>, Vec<i64>) {
    let Value { numerator, denominator, parts } = value(indicator, month("2026-11"), sums);
    (numerator, denominator, parts)
}

#[test]
fn what_is_counted_is_stored_as_one_event_and_nothing_as_none() {
    let count = |of| Count { month: month(of), measure: Measure::Opened, amount: 1 };
    let counts = vec![count("2026-11"), count("2026-10")];
    given::<Indicators>([])
        .when(Command::CountCare { counts: counts.clone() }, AT)
        .then([Event::CareCounted { counts }]);
    given::<Indicators>([]).when(Command::CountCare { counts: Vec::new() }, AT).then_nothing();
    given::<Indicators>([])
        .when(Command::CountCare { counts: vec![count("2027-01")] }, AT)
        .then_refused("INVALID_FIELDS");
}

fn every_measure() -> Vec<Measure> {
    let mut all = vec![
        Measure::Opened,
        Measure::AssessedInTime,
        Measure::AssessedLate,
        Measure::SafetyPlanned,
        Measure::ActionPlanned,
        Measure::PlanApproved,
        Measure::Closed,
        Measure::FollowUps,
        Measure::Referrals,
        Measure::Content,
        Measure::NotContent,
        Measure::CasesHeld(worker(7)),
        Measure::Supervised(worker(8)),
    ];
    all.extend(Lasted::ALL.iter().map(|lasted| Measure::Lasted(*lasted)));
    all.extend(Need::ALL.iter().map(|need| Measure::ServiceGiven(*need)));
    all.extend(AgeBand::ALL.iter().map(|band| Measure::Incident(*band)));
    all.extend(ReportDelay::ALL.iter().map(|delay| Measure::Reported(*delay)));
    all.extend([Measure::Sent, Measure::Settled]);
    for time in gbv::codes::ResponseTime::ALL {
        let of = [Measure::Acknowledged(*time), Measure::Accepted(*time), Measure::Served(*time)];
        all.extend(of);
    }
    all.extend(gbv::codes::DeclineReason::ALL.iter().map(|reason| Measure::Declined(*reason)));
    for of in Indicator::ALL {
        let parts = gbv::parts::counted(*of);
        all.extend(parts.into_iter().map(|part| Measure::Tally(gbv::Tally { of: *of, part })));
    }
    all
}

#[test]
fn every_measure_is_read_from_the_names_it_was_stored_under() {
    for measure in every_measure() {
        let (name, part) = measure.codes();
        assert_eq!(Measure::from_codes(name, &part), Some(measure));
    }
    assert_eq!(Measure::from_codes("cases_held", "her name"), None);
}

#[test]
fn every_family_is_whole_and_a_value_has_each_part() {
    let of = |family| Indicator::ALL.iter().filter(|one| one.family() == family).count();
    assert_eq!(of(Family::CaseManagement), 15);
    // The 24 of the GBVIMS; adolescents overlap the bands of age and stand beside them.
    assert_eq!(of(Family::Incidents), 24 + 1);
    assert_eq!((of(Family::Pathway), of(Family::Sdg)), (9, 4));
    for indicator in Indicator::ALL {
        let value = value(*indicator, month("2026-11"), &Sums::default());
        assert_eq!(value.parts.len(), indicator.parts().len(), "{}", indicator.code());
        assert_eq!(value.denominator.is_some(), indicator.unit() != Unit::Count);
    }
}

#[test]
fn cases_are_counted_in_the_month_of_their_opening() {
    let sums = sums(&[("2026-10", Measure::Opened, 4), ("2026-11", Measure::Opened, 7)]);
    // The 7 of November; the 4 are October's.
    assert_eq!(of(Indicator::NumberOfCases, &sums), (7, None, vec![]));
}

#[test]
fn incidents_stand_by_her_age_at_them_and_by_their_delay() {
    let sums = sums(&[
        ("2026-11", Measure::Incident(AgeBand::From12To17), 3),
        ("2026-11", Measure::Incident(AgeBand::Unknown), 2),
        ("2026-11", Measure::Reported(ReportDelay::To3Days), 1),
        ("2026-11", Measure::Reported(ReportDelay::To5Days), 3),
    ]);
    // 3 girls and 2 of unknown age; in the order unknown, 0-11, 12-17, ...
    let ages = vec![2, 0, 3, 0, 0, 0, 0];
    assert_eq!(of(Indicator::NumberOfIncidents, &sums), (5, None, ages));
    // 5 incidents, 4 with a delay: 1 is of unknown delay.
    assert_eq!(of(Indicator::ReportingDelay, &sums), (5, None, vec![1, 3, 0, 0, 0, 0, 1]));
}

#[test]
fn what_is_planned_is_a_share_of_the_cases_opened_in_the_month() {
    let sums = sums(&[
        ("2026-11", Measure::Opened, 10),
        ("2026-11", Measure::AssessedInTime, 6),
        ("2026-11", Measure::AssessedLate, 1),
        ("2026-11", Measure::SafetyPlanned, 5),
        ("2026-11", Measure::ActionPlanned, 8),
        ("2026-11", Measure::PlanApproved, 7),
        ("2026-11", Measure::Closed, 2),
        ("2026-10", Measure::Closed, 9),
    ]);
    // 10 opened, 6 and 1 assessed: 3 are not.
    assert_eq!(of(Indicator::AssessmentStatus, &sums), (10, None, vec![6, 1, 3]));
    // 5 with a safety plan, 8 with an action plan, 7 of these approved; each of the 10 opened.
    assert_eq!(of(Indicator::CompletedSafetyPlans, &sums), (5, Some(10), vec![]));
    assert_eq!(of(Indicator::CompletedActionPlans, &sums), (8, Some(10), vec![]));
    assert_eq!(of(Indicator::ApprovedActionPlans, &sums), (7, Some(10), vec![]));
    // 2 of November's 10; the 9 are October's.
    assert_eq!(of(Indicator::ClosureRate, &sums), (2, Some(10), vec![]));
}

#[test]
fn averages_are_over_the_cases_closed_in_the_month() {
    let sums = sums(&[
        ("2026-11", Measure::Lasted(Lasted::To1Month), 1),
        ("2026-11", Measure::Lasted(Lasted::Longer), 3),
        ("2026-11", Measure::FollowUps, 10),
        ("2026-11", Measure::Referrals, 6),
    ]);
    // To 1 month, to 3, to 6, longer: 1 + 3 closed.
    assert_eq!(of(Indicator::TimeOpen, &sums), (4, None, vec![1, 0, 0, 3]));
    // 10 follow-ups and 6 referrals of these 4.
    assert_eq!(of(Indicator::AverageFollowUps, &sums), (10, Some(4), vec![]));
    assert_eq!(of(Indicator::AverageReferrals, &sums), (6, Some(4), vec![]));
}

#[test]
fn services_stand_by_need_and_feedback_by_content() {
    let sums = sums(&[
        ("2026-11", Measure::ServiceGiven(Need::PsychosocialSupport), 4),
        ("2026-11", Measure::ServiceGiven(Need::LegalAid), 1),
        ("2026-11", Measure::Content, 8),
        ("2026-11", Measure::NotContent, 2),
    ]);
    // 4 of psychosocial support, the third need, and 1 of legal aid, the fifth.
    let services = vec![0, 0, 4, 0, 1, 0, 0, 0];
    assert_eq!(of(Indicator::ServicesProvided, &sums), (5, None, services));
    // 8 content of 8 + 2.
    assert_eq!(of(Indicator::ClientSatisfaction, &sums), (8, Some(10), vec![]));
}

#[test]
fn referrals_stand_by_the_time_to_each_answer_and_those_without_come_last() {
    use gbv::codes::{DeclineReason, ResponseTime as Time};
    let sums = sums(&[
        ("2026-11", Measure::Sent, 9),
        ("2026-11", Measure::Acknowledged(Time::Within24Hours), 4),
        ("2026-11", Measure::Acknowledged(Time::Later), 3),
        ("2026-11", Measure::Accepted(Time::Within72Hours), 5),
        ("2026-11", Measure::Served(Time::Within7Days), 2),
        ("2026-11", Measure::Settled, 6),
        ("2026-10", Measure::Settled, 8),
        ("2026-11", Measure::Declined(DeclineReason::Closed), 2),
        ("2026-11", Measure::Declined(DeclineReason::Other), 1),
    ]);
    // 9 sent, 4 and 3 seen: 2 are not.
    assert_eq!(of(Indicator::TimeToAcknowledge, &sums), (9, None, vec![4, 0, 0, 3, 2]));
    // 5 taken: 9 - 5 = 4 are not.
    assert_eq!(of(Indicator::TimeToAccept, &sums), (9, None, vec![0, 5, 0, 0, 4]));
    // 2 served: 9 - 2 = 7 are not.
    assert_eq!(of(Indicator::TimeToServe, &sums), (9, None, vec![0, 0, 2, 0, 7]));
    // 6 of November's 9 are settled; the 8 are October's.
    assert_eq!(of(Indicator::LoopsClosed, &sums), (6, Some(9), vec![]));
    // 2 because it was closed, the fourth reason, and 1 for another, the last: 2 + 1.
    assert_eq!(of(Indicator::Declines, &sums), (3, None, vec![0, 0, 0, 2, 0, 0, 1]));
}

#[test]
fn a_case_load_is_what_a_worker_has_at_the_month_s_end() {
    let held = |number| Measure::CasesHeld(worker(number));
    let sums = sums(&[
        ("2026-09", held(1), 12),
        ("2026-11", held(1), -3),
        ("2026-10", held(2), 30),
        ("2026-10", held(3), 5),
        ("2026-11", held(3), -5),
        ("2026-10", held(4), 19),
        ("2026-11", held(4), 1),
        // What comes in December is not in November's.
        ("2026-12", held(1), 40),
        ("2026-11", Measure::Supervised(worker(9)), 3),
        ("2026-10", Measure::Supervised(worker(8)), 1),
    ]);
    // 9, 30 and 20 cases; the third worker has none left.
    assert_eq!(of(Indicator::CaseLoad, &sums), (3, None, vec![1, 0, 1, 1]));
    // One supervised in November.
    assert_eq!(of(Indicator::SupervisorRatio, &sums), (1, Some(3), vec![]));
}

#[test]
fn a_case_load_changes_its_band_at_10_at_20_and_at_30() {
    let band = |cases| {
        let sums = sums(&[("2026-11", Measure::CasesHeld(worker(1)), cases)]);
        of(Indicator::CaseLoad, &sums).2
    };
    // Under 10, 10 to 19, 20 to 29, 30 and over.
    for (cases, expected) in [
        (0, [0, 0, 0, 0]),
        (1, [1, 0, 0, 0]),
        (9, [1, 0, 0, 0]),
        (10, [0, 1, 0, 0]),
        (19, [0, 1, 0, 0]),
        (20, [0, 0, 1, 0]),
        (29, [0, 0, 1, 0]),
        (30, [0, 0, 0, 1]),
        (31, [0, 0, 0, 1]),
    ] {
        assert_eq!(band(cases), expected, "{cases}");
    }
}

fn shown(indicator: Indicator, numerator: i64, denominator: Option<i64>, parts: &[i64]) -> Shown {
    withheld(indicator, &Value { numerator, denominator, parts: parts.to_vec() })
}

#[test]
fn a_small_part_draws_the_first_of_the_others_with_it() {
    let of = |parts: &[i64]| shown(Indicator::TimeOpen, parts.iter().sum(), None, parts).parts;
    assert_eq!(of(&[20, 7, 9, 0]), [Some(20), Some(7), Some(9), Some(0)]);
    assert_eq!(of(&[20, 3, 9, 0]), [None, None, Some(9), Some(0)]);
    // 1 and 1 can be nothing else when their sum is 2.
    assert_eq!(of(&[20, 1, 1, 0]), [None, None, None, Some(0)]);
    assert_eq!(of(&[20, 4, 1, 0]), [Some(20), None, None, Some(0)]);
    // 4 and 4 can be nothing else, when what is withheld first is below 5.
    assert_eq!(of(&[20, 4, 4, 0]), [None, None, None, Some(0)]);
}

#[test]
fn a_share_is_withheld_when_few_have_it_or_few_have_not() {
    let of = |numerator, total| {
        let shown = shown(Indicator::ClosureRate, numerator, Some(total), &[]);
        (shown.numerator, shown.denominator)
    };
    assert_eq!(of(5, 10), (Some(5), Some(10)));
    assert_eq!(of(0, 10), (Some(0), Some(10)));
    assert_eq!(of(10, 10), (Some(10), Some(10)));
    assert_eq!(of(4, 10), (None, Some(10)));
    assert_eq!(of(6, 10), (None, Some(10)));
    assert_eq!(of(1, 4), (None, None));
    assert_eq!(of(0, 0), (Some(0), Some(0)));
}

#[test]
fn an_average_over_few_cases_is_withheld_and_staff_is_not() {
    assert!(shown(Indicator::AverageReferrals, 9, Some(4), &[]).withheld);
    assert!(!shown(Indicator::AverageReferrals, 9, Some(5), &[]).withheld);
    assert!(!shown(Indicator::CaseLoad, 2, None, &[1, 1, 0, 0]).withheld);
    assert!(!shown(Indicator::SupervisorRatio, 1, Some(2), &[]).withheld);
}

/// Every division of a total into so many parts.
fn tables(total: i64, parts: usize) -> Vec<Vec<i64>> {
    if parts == 1 {
        return vec![vec![total]];
    }
    let rest = |first| tables(total - first, parts - 1).into_iter().map(move |rest| (first, rest));
    let all = (0..=total).flat_map(rest);
    all.map(|(first, rest)| std::iter::once(first).chain(rest).collect()).collect()
}

fn nothing_is_certain(indicator: Indicator, totals: std::ops::Range<i64>) {
    for total in totals {
        let mut alike: BTreeMap<Vec<Option<i64>>, Vec<Vec<i64>>> = BTreeMap::new();
        for parts in tables(total, indicator.parts().len()) {
            alike.entry(shown(indicator, total, None, &parts).parts).or_default().push(parts);
        }
        for (shown, parts) in alike {
            for (at, part) in shown.iter().enumerate() {
                let first = parts[0][at];
                let certain = part.is_none() && parts.iter().all(|one| one[at] == first);
                assert!(!certain, "{total}: {shown:?} can only be {first}");
            }
        }
    }
}

#[test]
fn who_knows_the_rule_and_tries_every_table_finds_no_number_that_is_withheld() {
    nothing_is_certain(Indicator::AssessmentStatus, SMALL..40);
    nothing_is_certain(Indicator::TimeOpen, SMALL..24);
}

fn any_counts() -> impl Strategy<Value = Vec<(Measure, i64)>> {
    prop::collection::vec((prop::sample::select(every_measure()), -1..4_i64), 0..60)
}

proptest! {
    #[test]
    fn the_order_of_counting_changes_nothing(
        (counts, other) in any_counts()
            .prop_flat_map(|counts| (Just(counts.clone()), Just(counts).prop_shuffle()))
    ) {
        let sum = |counts: &[(Measure, i64)]| {
            let mut sums = Sums::default();
            for (measure, amount) in counts {
                sums.add(month("2026-11"), *measure, *amount);
            }
            sums
        };
        prop_assert_eq!(sum(&counts), sum(&other));
    }
}
