//! Outreach, specified.

use std::collections::BTreeSet;

use proptest::prelude::*;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Moment};
use uuid::Uuid;

use super::*;
use crate::value::{AgeBand, Sex};

/// 24 November 2026.
const AT: Moment = Moment::from_micros(1_795_478_400_000_000);

fn plan(kind: ActivityKind) -> Plan {
    Plan {
        kind,
        theme: Theme::RightsAndLaw,
        title: "Causerie au marché".to_owned(),
        day: "2026-11-20".parse().unwrap(),
        commune: "Ogou 1".to_owned(),
        place: "Marché de Talo".to_owned(),
        agencies: BTreeSet::new(),
        people_target: 60,
        budget: 150_000,
        funder: "Commune".to_owned(),
    }
}

fn outcome() -> Outcome {
    Outcome {
        day: "2026-11-20".parse().unwrap(),
        audience: vec![
            Audience { sex: Sex::Female, age_band: AgeBand::From18To24, count: 40 },
            Audience { sex: Sex::Male, age_band: AgeBand::Unknown, count: 15 },
        ],
        trained: Vec::new(),
        costs: vec![Cost { line: CostLine::Transport, amount: 30_000 }],
        funder: "Commune".to_owned(),
        agencies: BTreeSet::new(),
    }
}

fn trained() -> Outcome {
    let nurses = Trained { profession: Profession::HealthWorker, sex: Sex::Female, count: 12 };
    Outcome { audience: Vec::new(), trained: vec![nurses], ..outcome() }
}

fn planned(kind: ActivityKind) -> Event {
    Event::ActivityPlanned { id: ID, plan: plan(kind) }
}

const ID: Uuid = Uuid::from_u128(7);
const SESSION: ActivityKind = ActivityKind::AwarenessSession;

#[test]
fn an_activity_is_planned_held_and_corrected_and_every_version_stays() {
    let held = Event::ActivityHeld { outcome: outcome() };
    given::<Activities>([])
        .when(Command::PlanActivity { id: ID, plan: plan(SESSION) }, AT)
        .then([planned(SESSION)]);
    given::<Activities>([planned(SESSION)])
        .when(Command::RecordActivity { outcome: outcome() }, AT)
        .then([held.clone()]);
    let mut right = outcome();
    right.audience[0].count = 44;
    let reason = "liste de présence recomptée".to_owned();
    let corrected = Event::ActivityCorrected { outcome: right.clone(), reason: reason.clone() };
    given::<Activities>([planned(SESSION), held.clone()])
        .when(Command::CorrectActivity { outcome: right, reason: reason.clone() }, AT)
        .then([corrected]);
    given::<Activities>([planned(SESSION), held])
        .when(Command::CorrectActivity { outcome: outcome(), reason }, AT)
        .then([]);
    assert_eq!((outcome().people(), outcome().cost()), (55, 30_000));
}

#[test]
fn only_what_is_planned_is_held_revised_or_cancelled() {
    let held = || [planned(SESSION), Event::ActivityHeld { outcome: outcome() }];
    let cancelled =
        || [planned(SESSION), Event::ActivityCancelled { reason: CancelReason::Weather }];
    for command in [
        Command::RecordActivity { outcome: outcome() },
        Command::RevisePlan { plan: plan(SESSION) },
        Command::CancelActivity { reason: CancelReason::Other },
    ] {
        given::<Activities>(held()).when(command.clone(), AT).then_refused("ACTIVITY_STATE");
        given::<Activities>(cancelled()).when(command.clone(), AT).then_refused("ACTIVITY_STATE");
        given::<Activities>([]).when(command, AT).then_refused("NOT_FOUND");
    }
    let correct = Command::CorrectActivity { outcome: outcome(), reason: "erreur".to_owned() };
    given::<Activities>([planned(SESSION)]).when(correct, AT).then_refused("ACTIVITY_STATE");
}

fn wrong_fields(kind: ActivityKind, outcome: Outcome) -> Vec<String> {
    let state = Activities::fold(&[planned(kind)]);
    let refused = Activities::decide(&state, Command::RecordActivity { outcome }, AT);
    let Err(Rejection::Invalid(violations)) = refused else { panic!("{refused:?}") };
    violations.iter().map(|one| format!("{} {}", one.field, one.sentence)).collect()
}

#[test]
fn a_training_counts_by_profession_and_the_others_by_age() {
    assert_eq!(
        wrong_fields(ActivityKind::Training, outcome()),
        ["outcome.trained violation-required", "outcome.audience violation-not-allowed"]
    );
    assert_eq!(
        wrong_fields(SESSION, trained()),
        ["outcome.audience violation-required", "outcome.trained violation-not-allowed"]
    );
    let recorded = Command::RecordActivity { outcome: trained() };
    given::<Activities>([planned(ActivityKind::Training)])
        .when(recorded, AT)
        .then([Event::ActivityHeld { outcome: trained() }]);
}

#[test]
fn nothing_took_place_tomorrow_and_nobody_counts_twice() {
    let tomorrow = Outcome { day: "2026-11-25".parse().unwrap(), ..outcome() };
    assert_eq!(wrong_fields(SESSION, tomorrow), ["outcome.day violation-in-future"]);
    let today = Outcome { day: "2026-11-24".parse().unwrap(), ..outcome() };
    let recorded = Command::RecordActivity { outcome: today.clone() };
    given::<Activities>([planned(SESSION)])
        .when(recorded, AT)
        .then([Event::ActivityHeld { outcome: today }]);
    let mut twice = outcome();
    twice.audience.push(twice.audience[0]);
    assert_eq!(wrong_fields(SESSION, twice), ["outcome.audience violation-too-many"]);
    let mut none = outcome();
    none.audience[0].count = 0;
    assert_eq!(wrong_fields(SESSION, none), ["outcome.audience violation-out-of-range"]);
    let unpaid = Outcome { funder: String::new(), ..outcome() };
    assert_eq!(wrong_fields(SESSION, unpaid), ["outcome.funder violation-required"]);
}

#[test]
fn every_wrong_field_of_a_plan_is_named_at_once() {
    let wrong = Plan {
        title: "x".to_owned(),
        commune: String::new(),
        place: "y".repeat(121),
        funder: "a\u{7}b".to_owned(),
        people_target: 100_001,
        budget: 10_000_000_001,
        ..plan(SESSION)
    };
    let refused =
        Activities::decide(&State::default(), Command::PlanActivity { id: ID, plan: wrong }, AT);
    let Err(Rejection::Invalid(violations)) = refused else { panic!("{refused:?}") };
    let fields: Vec<_> = violations.iter().map(|one| one.field.as_ref()).collect();
    let expected = ["title", "commune", "place", "funder", "people_target", "budget"]
        .map(|it| format!("plan.{it}"));
    assert_eq!(fields, expected);
}

#[test]
fn a_kind_has_one_target_a_year() {
    let target = Target { kind: SESSION, activities: 24, people: 1_200 };
    let set = |targets: Vec<Target>| TargetsCommand::SetTargets { year: 2026, targets };
    let event = TargetsEvent::TargetsSet { year: 2026, targets: vec![target] };
    given::<Targets>([]).when(set(vec![target]), AT).then([event.clone()]);
    given::<Targets>([event]).when(set(vec![target]), AT).then([]);
    given::<Targets>([]).when(set(vec![target, target]), AT).then_refused("INVALID_FIELDS");
}

#[test]
fn a_day_is_read_as_it_is_written() {
    for text in ["2026-02-28", "2000-01-01", "2200-12-31"] {
        assert_eq!(text.parse::<Day>().unwrap().to_string(), text);
    }
    for text in ["2026-02-29", "1999-12-31", "2201-01-01", "2026-2-1", "", "hier"] {
        assert!(text.parse::<Day>().is_err(), "{text}");
    }
    assert_eq!(Day::of(AT).number(), 20_261_124);
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        Just(Command::PlanActivity { id: ID, plan: plan(SESSION) }),
        (0..200_000_u32).prop_map(|people_target| Command::RevisePlan {
            plan: Plan { people_target, ..plan(SESSION) }
        }),
        (0..3_u32).prop_map(|count| {
            let mut outcome = outcome();
            outcome.audience[0].count = count;
            Command::RecordActivity { outcome }
        }),
        (0..3_u32).prop_map(|count| {
            let mut outcome = outcome();
            outcome.audience[0].count = count;
            Command::CorrectActivity { outcome, reason: "recompté".to_owned() }
        }),
        Just(Command::CancelActivity { reason: CancelReason::NoFunding }),
    ]
}

proptest! {
    #[test]
    fn an_activity_ends_once(commands in prop::collection::vec(any_command(), 0..20)) {
        let mut events: Vec<Event> = Vec::new();
        for command in commands {
            let state = Activities::fold(&events);
            events.extend(Activities::decide(&state, command, AT).unwrap_or_default());
        }
        let ends = events.iter().filter(|event| {
            matches!(event, Event::ActivityHeld { .. } | Event::ActivityCancelled { .. })
        });
        prop_assert!(ends.count() <= 1);
        if let Some(Standing::Held(outcome)) =
            Activities::fold(&events).activity.map(|activity| activity.standing)
        {
            prop_assert!(outcome.people() > 0);
        }
    }
}
