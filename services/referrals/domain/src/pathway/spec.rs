//! The pathway's rules, specified.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Explain as _, Moment};

use super::{
    Command, Event, FieldGroup, HEALTH, Known, POLICE, Pathways, Revision, Rule, State, Step,
    waits_for_police,
};
use crate::value::{AgencyId, Need, StructureId};

const AT: Moment = Moment::from_micros(1_795_478_400_000_000);
const AGENCY: AgencyId = AgencyId::from_uuid(Uuid::from_u128(1));

const fn structure(number: u128) -> StructureId {
    StructureId::from_uuid(Uuid::from_u128(number))
}

fn step(number: u128, deadline_minutes: u32) -> Step {
    Step { agency: AGENCY, structure: structure(number), deadline_minutes }
}

fn rule(steps: &[Step]) -> Rule {
    Rule {
        steps: steps.to_vec(),
        serve_first: BTreeSet::new(),
        field_groups: BTreeSet::from([FieldGroup::Identity]),
    }
}

fn after(first: &[Need]) -> Rule {
    Rule { serve_first: first.iter().copied().collect(), ..rule(&[step(1, 60)]) }
}

/// Structures 1 to 3 serve everything but the law, 7 is a police post, 8 a place that serves both.
fn directory() -> BTreeMap<StructureId, Known> {
    let place = |number: u128, needs: &[Need]| {
        let needs = needs.iter().copied().collect();
        (structure(number), Known { needs, open_to_centre: true })
    };
    let caring: Vec<Need> = Need::ALL.iter().copied().filter(|it| !POLICE.contains(it)).collect();
    let mut known: BTreeMap<_, _> = (1..=3).map(|number| place(number, &caring)).collect();
    known.extend([place(7, &[Need::Police, Need::LegalAid]), place(8, Need::ALL)]);
    known
}

fn set(need: Need, rule: Rule) -> Command {
    Command::SetPathway { need, rule, known: directory(), seen: None }
}

fn was_set(need: Need, number: i64, rule: Rule) -> Event {
    Event::PathwaySet { need, revision: Revision { number, rule, at: AT } }
}

const RAPE: Need = Need::ClinicalManagementOfRape;

#[test]
fn a_rule_is_set_whole_and_numbered() {
    let (one, two) = (rule(&[step(1, 60)]), rule(&[step(2, 60), step(1, 120)]));
    given::<Pathways>([]).when(set(RAPE, one.clone()), AT).then([was_set(RAPE, 1, one.clone())]);
    given::<Pathways>([was_set(RAPE, 1, one.clone())])
        .when(set(RAPE, one.clone()), AT)
        .then_nothing();
    given::<Pathways>([was_set(RAPE, 1, one)])
        .when(set(RAPE, two.clone()), AT)
        .then([was_set(RAPE, 2, two)]);
}

#[test]
fn who_saw_another_rule_looks_again() {
    let seen = |seen| Command::SetPathway {
        need: RAPE,
        rule: rule(&[step(1, 60)]),
        known: directory(),
        seen: Some(seen),
    };
    given::<Pathways>([]).when(seen(1), AT).then_refused("VERSION_BEHIND");
    given::<Pathways>([was_set(RAPE, 1, rule(&[step(2, 60)]))])
        .when(seen(0), AT)
        .then_refused("VERSION_BEHIND");
    given::<Pathways>([]).when(seen(0), AT).then([was_set(RAPE, 1, rule(&[step(1, 60)]))]);
}

#[test]
fn a_police_post_never_stands_in_the_way_of_health() {
    let refused = "HEALTH_WAITS_FOR_POLICE";
    for need in HEALTH {
        given::<Pathways>([])
            .when(set(need, rule(&[step(7, 60), step(1, 60)])), AT)
            .then_refused(refused);
        given::<Pathways>([])
            .when(set(need, rule(&[step(1, 60), step(7, 60)])), AT)
            .then_refused(refused);
        given::<Pathways>([]).when(set(need, after(&[Need::Police])), AT).then_refused(refused);
        given::<Pathways>([]).when(set(need, after(&[Need::LegalAid])), AT).then_refused(refused);
    }
    // A place that treats and has an officer too is a place that treats.
    let both = rule(&[step(8, 60)]);
    given::<Pathways>([]).when(set(RAPE, both.clone()), AT).then([was_set(RAPE, 1, both)]);
}

#[test]
fn health_waits_for_the_police_by_no_detour_either() {
    let support = Need::PsychosocialSupport;
    given::<Pathways>([was_set(RAPE, 1, after(&[support]))])
        .when(set(support, after(&[Need::Police])), AT)
        .then_refused("HEALTH_WAITS_FOR_POLICE");
    given::<Pathways>([was_set(support, 1, after(&[Need::Police]))])
        .when(set(RAPE, after(&[support])), AT)
        .then_refused("HEALTH_WAITS_FOR_POLICE");
}

#[test]
fn what_is_served_first_is_told_with_what_that_waits_for_until_it_is_served() {
    let (support, shelter, law) =
        (Need::PsychosocialSupport, Need::SafetyAndShelter, Need::LegalAid);
    let events = [was_set(law, 1, after(&[support])), was_set(support, 1, after(&[shelter]))];
    let state = Pathways::fold(&events);
    let first =
        |need, settled: &[Need]| state.first_needs(need, &settled.iter().copied().collect());
    assert_eq!(first(law, &[]), [support, shelter]);
    assert_eq!(first(law, &[shelter]), [support]);
    assert!(first(law, &[support, shelter]).is_empty());
    assert!(first(shelter, &[]).is_empty() && first(RAPE, &[]).is_empty());
}

#[test]
fn no_need_waits_for_itself() {
    let (support, shelter) = (Need::PsychosocialSupport, Need::SafetyAndShelter);
    given::<Pathways>([]).when(set(support, after(&[support])), AT).then_refused("INVALID_FIELDS");
    given::<Pathways>([was_set(support, 1, after(&[shelter]))])
        .when(set(shelter, after(&[support])), AT)
        .then_refused("INVALID_FIELDS");
}

#[test]
fn everything_wrong_with_a_rule_is_said_at_once() {
    let wrong = rule(&[step(1, 4), step(1, 60), step(99, 43_201), step(7, 60)]);
    let refused =
        Pathways::decide(&State::default(), set(Need::Livelihood, wrong), AT).unwrap_err();
    let fields: Vec<_> = refused.violations().into_iter().map(|it| it.field).collect();
    let expected = [
        "pathway.steps[0].deadline_minutes",
        "pathway.steps[1].structure",
        "pathway.steps[2].structure",
        "pathway.steps[2].deadline_minutes",
        "pathway.steps[3].structure",
    ];
    assert_eq!(fields, expected);
    given::<Pathways>([]).when(set(RAPE, rule(&[])), AT).then_refused("INVALID_FIELDS");
}

#[test]
fn the_last_to_be_asked_is_asked_before_72_hours_are_over() {
    let day = 24 * 60;
    let slow = rule(&[step(1, 2 * day), step(2, day), step(3, day)]);
    given::<Pathways>([]).when(set(RAPE, slow.clone()), AT).then_refused("INVALID_FIELDS");
    given::<Pathways>([]).when(set(Need::Livelihood, slow.clone()), AT).then([was_set(
        Need::Livelihood,
        1,
        slow,
    )]);
    let in_time = rule(&[step(1, 2 * day), step(2, day - 1), step(3, day)]);
    given::<Pathways>([]).when(set(RAPE, in_time.clone()), AT).then([was_set(RAPE, 1, in_time)]);
}

fn needs() -> impl Strategy<Value = Need> {
    prop::sample::select(Need::ALL)
}

/// Any rule that a person could type.
fn rules() -> impl Strategy<Value = Rule> {
    let steps = prop::sample::subsequence(vec![1_u128, 2, 3, 7, 8], 1..=5).prop_shuffle();
    let first = prop::collection::btree_set(needs(), 0..3);
    (steps, first).prop_map(|(steps, serve_first)| Rule {
        steps: steps.into_iter().map(|number| step(number, 60)).collect(),
        serve_first,
        field_groups: BTreeSet::new(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Whatever rules are wished in whatever order, those that hold never make health wait for the law.
    #[test]
    fn health_never_waits_for_the_police(wishes in prop::collection::vec((needs(), rules()), 1..12)) {
        let mut state = State::default();
        for (need, rule) in wishes {
            let Ok(events) = Pathways::decide(&state, set(need, rule), AT) else { continue };
            state = events.iter().fold(state, Pathways::evolve);
            let first = state.rules.iter().map(|(need, it)| (*need, it.rule.serve_first.clone()));
            let first: BTreeMap<_, _> = first.collect();
            prop_assert!(!waits_for_police(&first));
            // And by a walk of its own: from health, step by step, the law is never reached.
            let mut reached: BTreeSet<Need> = HEALTH.into();
            for _ in Need::ALL {
                let more = reached.iter().filter_map(|need| first.get(need)).flatten().copied();
                let more: Vec<Need> = more.collect();
                reached.extend(more);
            }
            prop_assert!(POLICE.iter().all(|law| !reached.contains(law)));
            for need in HEALTH {
                let steps = state.rules.get(&need).map_or(&[][..], |it| &it.rule.steps);
                prop_assert!(steps.iter().all(|step| step.structure != structure(7)));
            }
        }
    }

    /// A rule that puts the police before the clinical management of rape is refused, and says so.
    #[test]
    fn police_before_rape_care_is_always_refused(mut wish in rules(), place in 0..5_usize, asked_first in any::<bool>()) {
        if asked_first {
            wish.serve_first.insert(Need::Police);
        } else {
            wish.steps.retain(|step| step.structure != structure(7));
            wish.steps.insert(place.min(wish.steps.len()), step(7, 60));
        }
        let refused = Pathways::decide(&State::default(), set(RAPE, wish), AT).unwrap_err();
        prop_assert_eq!(refused.reason(), "HEALTH_WAITS_FOR_POLICE");
    }

    /// Setting what is set changes nothing.
    #[test]
    fn a_repeat_changes_nothing(need in needs(), wish in rules()) {
        if let Ok(events) = Pathways::decide(&State::default(), set(need, wish.clone()), AT) {
            let state = Pathways::fold(&events);
            prop_assert_eq!(Pathways::decide(&state, set(need, wish), AT), Ok(Vec::new()));
        }
    }
}
