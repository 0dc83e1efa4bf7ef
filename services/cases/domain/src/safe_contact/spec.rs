//! Safe contact by example, and against a second reading of the plan, minute by minute.

use std::time::Duration;

use proptest::prelude::*;
use sentier_kernel::Moment;

use super::*;
use crate::value::{ShortText, TimeOfDay};

/// Monday, 23 November 2026, midnight in Lomé.
const MONDAY: Moment = Moment::from_micros(1_795_392_000_000_000);

fn at(day: u64, hour: u64, minute: u64) -> Moment {
    MONDAY.plus(Duration::from_mins((day * 24 + hour) * 60 + minute))
}

fn time(hours: i32, minutes: i32) -> TimeOfDay {
    TimeOfDay::parse(hours, minutes).unwrap()
}

fn way(channel: Channel, days: &[Weekday], from: TimeOfDay, until: TimeOfDay) -> Way {
    Way {
        channel,
        address: ShortText::default(),
        days: days.iter().copied().collect(),
        hours: Hours { from, until },
        answerers: [Answerer::Survivor].into(),
    }
}

/// A call on Tuesdays and Thursdays, two to four.
fn plan() -> SafeContactPlan {
    let days = [Weekday::Tuesday, Weekday::Thursday];
    SafeContactPlan {
        ways: vec![way(Channel::Call, &days, time(14, 0), time(16, 0))],
        code_word: ShortText::parse("mango").unwrap(),
        ..SafeContactPlan::default()
    }
}

fn call(plan: &SafeContactPlan, at: Moment) -> Answer {
    decide(Some(plan), Channel::Call, Answerer::Survivor, at)
}

#[test]
fn she_is_called_at_her_hours_and_not_a_minute_beside_them() {
    let plan = plan();
    assert_eq!(call(&plan, at(1, 13, 59)), Answer::NotUntil(at(1, 14, 0)));
    let allowed = Answer::Allowed { code_word: true, may_name_centre: false };
    assert_eq!(call(&plan, at(1, 14, 0)), allowed);
    assert_eq!(call(&plan, at(1, 15, 59)), allowed);
    assert_eq!(call(&plan, at(1, 16, 0)), Answer::NotUntil(at(3, 14, 0)));
    assert_eq!(call(&plan, at(3, 16, 0)), Answer::NotUntil(at(8, 14, 0)));
}

#[test]
fn never_is_never_and_so_is_what_she_was_not_asked() {
    let never = SafeContactPlan { never: true, ..plan() };
    assert_eq!(call(&never, at(1, 15, 0)), Answer::Never(Ground::SheSaidNever));
    let unasked = decide(None, Channel::Call, Answerer::Survivor, at(1, 15, 0));
    assert_eq!(unasked, Answer::Never(Ground::NoPlan));
}

#[test]
fn another_channel_and_another_ear_are_not_hers() {
    let noon = at(1, 15, 0);
    for (channel, answerer) in [
        (Channel::TextMessage, Answerer::Survivor),
        (Channel::Visit, Answerer::Survivor),
        (Channel::Call, Answerer::TrustedPerson),
        (Channel::Call, Answerer::AnsweringMachine),
    ] {
        let answer = decide(Some(&plan()), channel, answerer, noon);
        assert_eq!(answer, Answer::Never(Ground::NotThisWay), "{channel:?} {answerer:?}");
    }
}

#[test]
fn a_plan_says_never_or_a_way_with_days_hours_and_an_ear() {
    let fields = |plan: &SafeContactPlan| -> Vec<String> {
        violations("plan", plan).into_iter().map(|wrong| wrong.field.into_owned()).collect()
    };
    assert!(fields(&plan()).is_empty());
    assert!(fields(&SafeContactPlan { never: true, ..SafeContactPlan::default() }).is_empty());
    assert_eq!(fields(&SafeContactPlan::default()), ["plan.ways"]);
    assert_eq!(fields(&SafeContactPlan { never: true, ..plan() }), ["plan.ways"]);
    let mut bad = way(Channel::Call, &[], time(16, 0), time(14, 0));
    bad.answerers.clear();
    let plan = SafeContactPlan { ways: vec![bad], ..SafeContactPlan::default() };
    let parts = ["plan.ways[0].days", "plan.ways[0].answerers", "plan.ways[0].until_time"];
    assert_eq!(fields(&plan), parts);
}

#[test]
fn a_plan_does_not_print() {
    assert_eq!(format!("{:?} {:?}", plan(), plan().ways), "SafeContactPlan(…) [Way(…)]");
}

/// The plan read once more, for one minute, without a thought of the next.
fn open_at(plan: &SafeContactPlan, channel: Channel, answerer: Answerer, minute: u64) -> bool {
    let day = (minute / (24 * 60)) % 7;
    let of_day = minute % (24 * 60);
    let minutes = |time: TimeOfDay| u64::from(time.hours()) * 60 + u64::from(time.minutes());
    !plan.never
        && plan.ways.iter().any(|way| {
            way.channel == channel
                && way.answerers.contains(&answerer)
                && way.days.iter().any(|known| *known as u64 == day)
                && (minutes(way.hours.from)..minutes(way.hours.until)).contains(&of_day)
        })
}

fn any_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

pub(crate) fn any_plan() -> impl Strategy<Value = SafeContactPlan> {
    let time = || (0..24, 0..60).prop_map(|(hours, minutes)| time(hours, minutes));
    let way = (
        any_of(Channel::ALL),
        prop::collection::btree_set(any_of(Weekday::ALL), 1..4),
        (time(), time()),
        prop::collection::btree_set(any_of(Answerer::ALL), 1..3),
    )
        .prop_map(|(channel, days, (from, until), answerers)| Way {
            channel,
            address: ShortText::default(),
            days,
            hours: Hours { from, until },
            answerers,
        });
    (prop::bool::weighted(0.1), prop::collection::vec(way, 0..4))
        .prop_map(|(never, ways)| SafeContactPlan { never, ways, ..SafeContactPlan::default() })
}

pub(crate) fn any_contact() -> impl Strategy<Value = (Channel, Answerer)> {
    (any_of(Channel::ALL), any_of(Answerer::ALL))
}

proptest! {
    #[test]
    fn an_answer_is_what_the_plan_says_of_that_minute(
        plan in any_plan(),
        (channel, answerer) in any_contact(),
        minute in 0_u64..(14 * 24 * 60),
    ) {
        let answer = decide(Some(&plan), channel, answerer, MONDAY.plus(Duration::from_mins(minute)));
        let open = |minute| open_at(&plan, channel, answerer, minute);
        prop_assert_eq!(answer.is_allowed(), open(minute));
        match answer {
            // The first open minute from here, and no earlier one.
            Answer::NotUntil(then) => {
                let wait = then.since(MONDAY).as_secs() / 60;
                prop_assert!(wait > minute && open(wait));
                prop_assert!((minute..wait).all(|earlier| !open(earlier)));
            }
            Answer::Never(_) => prop_assert!((0..7 * 24 * 60).all(|any| !open(any))),
            Answer::Allowed { .. } => {}
        }
    }
}
