//! Clocks at their boundaries.

use proptest::prelude::*;

use super::*;
use crate::codes::{IncidentType, PartOfDay, Sex};
use crate::value::{Date, TimeOfDay};

const MINUTE: Duration = Duration::from_mins(1);

fn day() -> Date {
    Date::parse(2026, 11, 20).unwrap()
}

/// Recorded long after, so that it bounds nothing.
fn late() -> Moment {
    day().midnight().plus(Duration::from_hours(1_000))
}

fn exact(hours: i32, minutes: i32) -> Window {
    Window::of(day(), false, None, TimeOfDay::parse(hours, minutes).ok(), late())
}

fn clock(window: Window, limit: Limit) -> Clock {
    let clocks = health(IncidentType::Rape, window, Some(Sex::Female), Some(30));
    clocks.into_iter().find(|clock| clock.limit == limit).unwrap()
}

fn limits(kind: IncidentType, sex: Option<Sex>, years: Option<u8>) -> Vec<Limit> {
    health(kind, exact(9, 0), sex, years).iter().map(|clock| clock.limit).collect()
}

proptest! {
    /// What lists of running clocks rest on.
    #[test]
    fn no_clock_is_left_when_an_incident_was_recorded_long_ago(
        before in 0_u64..40_000,
        estimated: bool,
        part in prop::option::of(prop::sample::select(PartOfDay::ALL)),
        hours in prop::option::of(0_i32..24),
    ) {
        let recorded_at = day().midnight().plus(Duration::from_hours(1_000));
        let on = Date::of(recorded_at.minus(MINUTE * u32::try_from(before).unwrap()));
        let time = hours.and_then(|hours| TimeOfDay::parse(hours, 59).ok());
        let window = Window::of(on, estimated, part, time, recorded_at);
        let then = recorded_at.plus(NONE_LEFT_AFTER);
        for clock in health(IncidentType::Rape, window, None, None) {
            prop_assert_eq!(clock.standing(then), Standing::Over);
        }
    }
}

#[test]
fn prophylaxis_runs_at_71_59_and_is_over_at_72_00() {
    let at = day().midnight().plus(Duration::from_hours(22));
    let clock = clock(exact(22, 0), Limit::PostExposureProphylaxis);
    assert_eq!(clock.deadline, at.plus(Duration::from_hours(72)));
    let before = at.plus(Duration::from_hours(72)).minus(MINUTE);
    assert_eq!((clock.standing(before), clock.left(before)), (Standing::Running, MINUTE));
    let then = at.plus(Duration::from_hours(72));
    assert_eq!((clock.standing(then), clock.left(then)), (Standing::Over, Duration::ZERO));
}

#[test]
fn contraception_runs_at_119_59_and_is_over_at_120_00() {
    let at = day().midnight().plus(Duration::from_hours(22));
    let clock = clock(exact(22, 0), Limit::EmergencyContraception);
    let end = at.plus(Duration::from_hours(120));
    assert_eq!(clock.standing(end.minus(MINUTE)), Standing::Running);
    assert_eq!(clock.standing(end), Standing::Over);
}

#[test]
fn a_part_of_day_counts_from_its_earliest_instant() {
    let of = |part| Window::of(day(), false, Some(part), None, late());
    let minutes = |window: Window| window.earliest.since(day().midnight()).as_secs() / 60;
    assert_eq!(minutes(of(PartOfDay::Morning)), 330);
    assert_eq!(minutes(of(PartOfDay::Afternoon)), 720);
    assert_eq!(minutes(of(PartOfDay::EveningNight)), 0);
    let unknown = Window::of(day(), false, None, None, late());
    assert_eq!((minutes(unknown), unknown.certainty), (0, Certainty::Day));
}

#[test]
fn between_the_two_deadlines_a_clock_is_uncertain_and_not_over() {
    let window = Window::of(day(), false, Some(PartOfDay::Afternoon), None, late());
    let clock = clock(window, Limit::PostExposureProphylaxis);
    assert_eq!(clock.standing(clock.deadline), Standing::Uncertain);
    assert_eq!(clock.standing(clock.latest.minus(MINUTE)), Standing::Uncertain);
    assert_eq!(clock.standing(clock.latest), Standing::Over);
}

#[test]
fn an_incident_of_this_morning_did_not_happen_this_evening() {
    let recorded = day().midnight().plus(Duration::from_hours(7));
    let window = Window::of(day(), false, Some(PartOfDay::Morning), None, recorded);
    assert_eq!(window.latest, recorded);
}

#[test]
fn an_estimated_day_may_be_as_late_as_its_record() {
    let window = Window::of(day(), true, Some(PartOfDay::Morning), None, late());
    let span = (window.earliest, window.latest, window.certainty);
    assert_eq!(span, (day().midnight(), late(), Certainty::Estimated));
}

#[test]
fn only_rape_and_sexual_assault_have_health_clocks() {
    use Limit::{EmergencyContraception, ForensicEvidence, PostExposureProphylaxis};
    let female = Some(Sex::Female);
    let rape = limits(IncidentType::Rape, female, Some(30));
    assert_eq!(rape, [PostExposureProphylaxis, EmergencyContraception, ForensicEvidence]);
    let assault = limits(IncidentType::SexualAssault, female, Some(30));
    assert_eq!(assault, [PostExposureProphylaxis, ForensicEvidence]);
    let rest = IncidentType::ALL.iter().skip(2);
    assert!(rest.into_iter().all(|kind| limits(*kind, female, Some(30)).is_empty()));
}

#[test]
fn contraception_is_for_who_can_become_pregnant_and_a_doubt_counts_for_her() {
    let offered = |sex, years| {
        limits(IncidentType::Rape, sex, years).contains(&Limit::EmergencyContraception)
    };
    assert!(offered(Some(Sex::Female), None) && offered(None, None));
    assert!(offered(Some(Sex::Female), Some(8)) && offered(Some(Sex::Female), Some(55)));
    assert!(!offered(Some(Sex::Female), Some(7)) && !offered(Some(Sex::Female), Some(56)));
    assert!(!offered(Some(Sex::Male), Some(30)));
}

#[test]
fn a_case_is_assigned_in_three_hours_and_in_one_at_high_risk() {
    let opened = day().midnight();
    let left = |high| to_assignment(opened, high).left(opened);
    assert_eq!(left(false), Duration::from_hours(3));
    assert_eq!(left(true), Duration::from_hours(1));
}

proptest! {
    #[test]
    fn what_is_known_less_surely_never_gives_more_time(
        hours in 0..24_i32, minutes in 0..60_i32, recorded in 30_u64..200
    ) {
        let recorded_at = day().midnight().plus(Duration::from_hours(recorded));
        let time = TimeOfDay::parse(hours, minutes).ok();
        let part = match hours * 60 + minutes {
            330..720 => PartOfDay::Morning,
            720..1_080 => PartOfDay::Afternoon,
            _ => PartOfDay::EveningNight,
        };
        let exact = Window::of(day(), false, Some(part), time, recorded_at);
        let told = Window::of(day(), false, Some(part), None, recorded_at);
        let unknown = Window::of(day(), false, None, None, recorded_at);
        let estimated = Window::of(day(), true, None, None, recorded_at);
        for (surer, less) in [(exact, told), (told, unknown), (unknown, estimated)] {
            prop_assert!(less.earliest <= surer.earliest);
        }
        prop_assert!(exact.latest <= told.latest && unknown.latest <= estimated.latest);
        for window in [exact, told, unknown, estimated] {
            prop_assert!(window.earliest <= window.latest);
        }
    }
}
