//! What is told of a case, specified.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sentier_kernel::id::Uuid;
use sentier_kernel::{Moment, Sensitive};

use super::*;
use crate::case::care::codes::{Risk, Subject};
use crate::case::care::{Aims, Findings, SafetyPlan};
use crate::codes::{ClosureReason, Sex};
use crate::consent::Withdrawal;
use crate::id::{CaseId, ConsentId, EntryId, FollowUpId, SurvivorId};
use crate::minimum::SurvivorProfile;
use crate::personal::{Contact, Identity};
use crate::value::{FullName, Note, SurvivorCode};

pub(super) const HOUR: Duration = Duration::from_hours(1);
const MINUTE: Duration = Duration::from_mins(1);

/// 20 November 2026, 10:00.
pub(super) fn opened_at() -> Moment {
    Date::parse(2026, 11, 20).unwrap().midnight().plus(10 * HOUR)
}

pub(super) fn id(number: u8) -> Uuid {
    Uuid::from_u128(u128::from(number) + 1)
}

fn worker(number: u8) -> StaffId {
    StaffId::from_uuid(id(number))
}

pub(super) fn opened() -> Event {
    Event::CaseOpened {
        case: CaseId::from_uuid(id(0)),
        survivor: SurvivorId::from_uuid(id(0)),
        survivor_code: SurvivorCode::parse("OG1-7K3M-QX").unwrap(),
        caseworker: worker(1),
        identity: Sensitive::new(Identity {
            full_name: FullName::parse("Afi").unwrap(),
            sex: Sex::Female,
            birth_date: None,
            birth_date_estimated: false,
        }),
        contact: Sensitive::new(Contact::default()),
        profile: Sensitive::new(SurvivorProfile::default()),
        at: opened_at(),
    }
}

pub(super) fn granted(number: u8, at: Moment, expires_at: Option<Moment>) -> Event {
    Event::ConsentGranted {
        consent: ConsentId::from_uuid(id(number)),
        purpose: Purpose::Statistics,
        agency: None,
        field_groups: BTreeSet::new(),
        expires_at,
        giving: None,
        at,
    }
}

pub(super) fn withdrawn(number: u8, at: Moment) -> Event {
    let (consent, because) = (ConsentId::from_uuid(id(number)), Withdrawal::TakenBack);
    Event::ConsentWithdrawn { consent, because, at }
}

fn care(number: u8, by: u8, at: Moment, fact: Fact) -> Event {
    let entry = EntryId::from_uuid(id(number));
    Event::Care(care::Event { entry, by: worker(by), at, fact })
}

fn note() -> Sensitive<Note> {
    Sensitive::new(Note::default())
}

fn assessed(at: Moment) -> Event {
    let findings = Sensitive::new(Findings(BTreeMap::new()));
    care(1, 1, at, Fact::AssessmentRecorded { risk: Risk::Low, review_on: None, findings })
}

fn planned(number: u8, at: Moment) -> Event {
    let aims = Sensitive::new(Aims::default());
    let fact = Fact::ActionPlanAgreed { actions: Vec::new(), follow_up_on: None, aims };
    care(number, 1, at, fact)
}

fn met(number: u8, at: Moment) -> Event {
    Event::FollowUpRecorded {
        follow_up: FollowUpId::from_uuid(id(number)),
        met_at: at,
        goals: BTreeMap::new(),
        next_on: None,
        note: note(),
        at,
    }
}

fn closed(at: Moment) -> Event {
    Event::CaseClosed { reason: ClosureReason::NeedsMet, at }
}

fn reopened(at: Moment) -> Event {
    care(40, 1, at, Fact::CaseReopened { why: note() })
}

fn assigned(to: u8, at: Moment) -> Event {
    care(50, 3, at, Fact::CaseAssigned { to: worker(to) })
}

pub(super) fn at_of(event: &Event) -> Moment {
    match event {
        Event::CaseOpened { at, .. }
        | Event::ConsentGranted { at, .. }
        | Event::ConsentWithdrawn { at, .. }
        | Event::FollowUpRecorded { at, .. }
        | Event::ReferralRequested { at, .. }
        | Event::ReferralProgressed { at, .. }
        | Event::CaseClosed { at, .. }
        | Event::SurvivorErased { at, .. } => *at,
        Event::Care(event) => event.at,
        Event::Merge(event) => event.at,
        _ => panic!("not used here"),
    }
}

/// What is told in all, event by event.
pub(super) fn told(events: &[Event]) -> Vec<Vec<Counted>> {
    let mut told = Told::default();
    events.iter().map(|event| told.step(event, at_of(event))).collect()
}

pub(super) fn measures(counted: &[Counted]) -> Vec<(Measure, i64)> {
    counted.iter().map(|one| (one.measure, one.amount)).collect()
}

/// The sum of a measure over everything that was told.
fn sum(told: &[Vec<Counted>], measure: Measure) -> i64 {
    let all = told.iter().flatten().filter(|one| one.measure == measure);
    all.map(|one| one.amount).sum()
}

pub(super) fn after(hours: u64) -> Moment {
    opened_at().plus(Duration::from_hours(hours))
}

#[test]
fn an_assessment_is_in_time_at_71_59_and_late_at_72_00() {
    for (at, measure) in
        [(after(72).minus(MINUTE), Measure::AssessedInTime), (after(72), Measure::AssessedLate)]
    {
        let told = told(&[opened(), granted(1, opened_at(), None), assessed(at)]);
        assert_eq!(measures(&told[2]), [(measure, 1)]);
    }
}

#[test]
fn nothing_of_care_is_told_without_a_consent_to_statistics() {
    let told = told(&[opened(), assessed(after(1)), planned(2, after(2)), closed(after(3))]);
    assert!(told.iter().all(Vec::is_empty));
}

#[test]
fn what_happened_before_the_consent_is_told_with_it_and_once() {
    let told = told(&[
        opened(),
        assessed(after(1)),
        granted(1, after(2), None),
        assessed(after(3)),
        planned(2, after(4)),
        planned(3, after(5)),
    ]);
    let with_consent =
        [(Measure::Opened, 1), (Measure::AssessedInTime, 1), (Measure::CasesHeld(worker(1)), 1)];
    assert_eq!(measures(&told[2]), with_consent);
    assert!(told[3].is_empty(), "a second assessment is no other case");
    assert_eq!(measures(&told[4]), [(Measure::ActionPlanned, 1)]);
    assert!(told[5].is_empty());
}

#[test]
fn a_withdrawal_stops_what_is_told_and_takes_the_case_from_her_worker() {
    let told = told(&[
        opened(),
        granted(1, after(0), None),
        withdrawn(1, after(1)),
        assessed(after(2)),
        closed(after(3)),
    ]);
    assert_eq!(measures(&told[2]), [(Measure::CasesHeld(worker(1)), -1)]);
    assert!(told[3].is_empty() && told[4].is_empty());
}

#[test]
fn a_consent_that_ran_out_ends_the_same_way_at_the_next_event() {
    let told = told(&[
        opened(),
        granted(1, after(0), Some(after(5))),
        assessed(after(5)),
        closed(after(6)),
    ]);
    assert_eq!(measures(&told[2]), [(Measure::CasesHeld(worker(1)), -1)]);
    assert!(told[3].is_empty());
}

#[test]
fn a_closed_case_tells_how_long_it_lasted_and_what_it_took_once() {
    // Opened on 20 November, closed on 20 December: a month to the day.
    let (end, again) = (after(30 * 24), after(40 * 24));
    let told = told(&[
        opened(),
        granted(1, after(0), None),
        met(1, after(24)),
        met(2, after(48)),
        closed(end),
        reopened(after(35 * 24)),
        met(3, after(36 * 24)),
        closed(again),
    ]);
    assert_eq!(
        measures(&told[4]),
        [
            (Measure::Closed, 1),
            (Measure::Lasted(Lasted::To1Month), 1),
            (Measure::FollowUps, 2),
            (Measure::CasesHeld(worker(1)), -1),
        ]
    );
    // The share of closed cases is of the month of opening, the rest of the month of closing.
    assert_eq!((told[4][0].on, told[4][1].on), (Date::of(opened_at()), Date::of(end)));
    assert_eq!(measures(&told[5]), [(Measure::CasesHeld(worker(1)), 1)]);
    assert_eq!(measures(&told[7]), [(Measure::CasesHeld(worker(1)), -1)]);
}

#[test]
fn a_case_moves_from_worker_to_worker_and_who_gave_it_supervised() {
    let told = told(&[opened(), granted(1, after(0), None), assigned(2, after(1))]);
    assert_eq!(
        measures(&told[2]),
        [
            (Measure::Supervised(worker(3)), 1),
            (Measure::CasesHeld(worker(1)), -1),
            (Measure::CasesHeld(worker(2)), 1),
        ]
    );
}

#[test]
fn a_plan_is_approved_once_and_another_s_approval_is_none_of_a_plan() {
    let answer = |number, approval: u8, approved| {
        let approval = EntryId::from_uuid(id(approval));
        let fact = Fact::ApprovalAnswered { approval, approved, comment: note() };
        care(number, 3, after(9), fact)
    };
    let ask = |number, subject| care(number, 1, after(8), Fact::ApprovalRequested { subject });
    let told = told(&[
        opened(),
        granted(1, after(0), None),
        assessed(after(1)),
        planned(2, after(2)),
        ask(10, Subject::Assessment),
        answer(11, 10, true),
        ask(12, Subject::ActionPlan),
        answer(13, 12, false),
        ask(14, Subject::ActionPlan),
        answer(15, 14, true),
    ]);
    assert_eq!(measures(&told[5]), [(Measure::Supervised(worker(3)), 1)]);
    assert_eq!(measures(&told[7]), [(Measure::Supervised(worker(3)), 1)]);
    let approved = [(Measure::Supervised(worker(3)), 1), (Measure::PlanApproved, 1)];
    assert_eq!(measures(&told[9]), approved);
}

#[test]
fn an_erased_survivor_s_case_is_nobody_s_any_more() {
    let erased = Event::SurvivorErased { survivor: SurvivorId::from_uuid(id(0)), at: after(2) };
    let told = told(&[opened(), granted(1, after(0), None), erased]);
    assert_eq!(measures(&told[2]), [(Measure::CasesHeld(worker(1)), -1)]);
}

#[test]
fn a_withdrawal_takes_back_what_was_told_of_open_months_and_a_new_consent_tells_it_again() {
    let mut told = Told::default();
    let mut step = |event: Event| {
        let one = told.step(&event, at_of(&event));
        (measures(&one), told.taken_back().to_vec())
    };
    step(opened());
    step(granted(1, after(1), None));
    step(planned(2, after(2)));
    let (_, back) = step(withdrawn(1, after(3)));
    // The opening was told by the second event, the plan by the third.
    let back: Vec<_> = back.iter().map(|(step, one)| (*step, one.measure)).collect();
    assert_eq!(back, [(2, Measure::Opened), (3, Measure::ActionPlanned)]);
    let (again, back) = step(granted(4, after(4), None));
    assert!(again.contains(&(Measure::Opened, 1)) && again.contains(&(Measure::ActionPlanned, 1)));
    assert!(back.is_empty());
}

#[test]
fn a_withdrawal_after_the_close_of_a_month_leaves_the_month_as_it_is() {
    // November closes on 10 December, 00:00; the case was opened on 20 November at 10:00.
    let close = Date::parse(2026, 12, 10).unwrap().midnight();
    for (at, taken) in [
        (Date::parse(2026, 12, 9).unwrap().midnight().plus(23 * HOUR + 59 * MINUTE), 1),
        (close, 0),
    ] {
        let mut told = Told::default();
        told.step(&opened(), opened_at());
        told.step(&granted(1, after(1), None), after(1));
        told.step(&withdrawn(1, at), at);
        assert_eq!(told.taken_back().len(), taken);
    }
}

#[test]
fn a_consent_after_the_close_tells_nothing_of_a_closed_month_and_all_of_an_open_one() {
    let january = after(45 * 24);
    let told = told(&[
        opened(),
        assessed(after(1)),
        met(1, january),
        granted(1, january, None),
        closed(january),
    ]);
    // Opened and assessed in November: closed. The closing is January's, but its share is November's.
    assert_eq!(measures(&told[3]), [(Measure::CasesHeld(worker(1)), 1)]);
    assert_eq!(
        measures(&told[4]),
        [
            (Measure::Lasted(Lasted::To3Months), 1),
            (Measure::FollowUps, 1),
            (Measure::CasesHeld(worker(1)), -1),
        ]
    );
}

#[test]
fn a_consent_that_ends_before_the_close_does_not_count() {
    let close = Date::parse(2026, 12, 10).unwrap().midnight();
    let enough = close.plus(MINUTE);
    for (expires, measures_told) in [(close, 0), (enough, 1)] {
        let told = told(&[opened(), granted(1, after(1), Some(expires))]);
        let openings = told[1].iter().filter(|one| one.measure == Measure::Opened);
        assert_eq!(openings.count(), measures_told);
    }
}

fn merged(fact: merge::Fact, at: Moment) -> Event {
    Event::Merge(merge::Event { case: CaseId::from_uuid(id(9)), fact, by: worker(3), at })
}

#[test]
fn a_case_that_turns_out_to_be_counted_already_is_taken_back_until_they_are_parted() {
    let number = crate::id::MergeId::from_uuid(id(1));
    let told = told(&[
        opened(),
        granted(1, after(0), None),
        planned(2, after(1)),
        merged(merge::Fact::Followed { merge: number }, after(2)),
        merged(merge::Fact::Parted { merge: number, open: true }, after(3)),
    ]);
    let back =
        [(Measure::Opened, -1), (Measure::ActionPlanned, -1), (Measure::CasesHeld(worker(1)), -1)];
    assert_eq!(measures(&told[3]), back);
    assert_eq!(measures(&told[4]), back.map(|(measure, amount)| (measure, -amount)));
}

#[test]
fn a_month_that_has_passed_is_not_corrected_by_a_merge() {
    let number = crate::id::MergeId::from_uuid(id(1));
    let december = after(20 * 24);
    let told = told(&[
        opened(),
        granted(1, after(0), None),
        merged(merge::Fact::Followed { merge: number }, december),
    ]);
    assert_eq!(measures(&told[2]), [(Measure::CasesHeld(worker(1)), -1)]);
}

fn any_event() -> impl Strategy<Value = (u8, u8)> {
    (0..9_u8, 0..4_u8)
}

fn event(kind: u8, which: u8, number: u8, at: Moment) -> Event {
    match kind {
        0 => granted(number, at, (which == 0).then(|| at.plus(2 * HOUR))),
        1 => withdrawn(number.saturating_sub(which + 1), at),
        2 => assessed(at),
        3 => planned(number, at),
        4 => closed(at),
        5 => reopened(at),
        6 => assigned(which, at),
        7 => met(number, at),
        _ => {
            let plan = Sensitive::new(SafetyPlan::default());
            care(number, 1, at, Fact::SafetyPlanMade { review_on: None, plan })
        }
    }
}

proptest! {
    /// The figures of a worker are what a look at the case says, and nobody counts a case twice.
    #[test]
    fn whatever_happens_a_case_is_held_by_one_worker_or_none(
        wishes in prop::collection::vec(any_event(), 0..40)
    ) {
        let mut told = Told::default();
        let mut all = vec![told.step(&opened(), opened_at())];
        for (number, (kind, which)) in (1_u8..).zip(wishes) {
            let at = after(number.into());
            let event = event(kind, which, number, at);
            let mut step = told.step(&event, at);
            let back = told.taken_back().iter();
            step.extend(back.map(|(_, one)| Counted { amount: -one.amount, ..*one }));
            all.push(step);
            let held: Vec<i64> =
                (0..5).map(|one| sum(&all, Measure::CasesHeld(worker(one)))).collect();
            prop_assert!(held.iter().all(|count| (0..=1).contains(count)), "{:?}", held);
            prop_assert!(held.iter().sum::<i64>() <= 1);
            if matters(&event) {
                let counts = is_covered(&told.state, at) && told.state.closed.is_none();
                prop_assert_eq!(held.iter().sum::<i64>(), i64::from(counts));
            }
            for once in [Measure::Opened, Measure::Closed, Measure::ActionPlanned] {
                prop_assert!(sum(&all, once) <= 1);
            }
            let assessed = [Measure::AssessedInTime, Measure::AssessedLate];
            prop_assert!(assessed.map(|one| sum(&all, one)).iter().sum::<i64>() <= 1);
        }
    }
}
