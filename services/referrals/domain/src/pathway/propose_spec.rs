//! Whom to ask, specified.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;

use super::{Asked, Candidate, ClinicalLimit, Obstacle, Reason, Rule, Step, next, propose};
use crate::agency::{Capacity, Eligibility, Hours, Opening, ServiceOffer, Sex, Structure, Weekday};
use crate::value::{AgencyId, Need, StructureId};

/// Tuesday, 24 November 2026, 00:00 UTC.
const NIGHT: Moment = Moment::from_micros(1_795_478_400_000_000);
const NEED: Need = Need::ClinicalManagementOfRape;

const fn id(number: u128) -> StructureId {
    StructureId::from_uuid(Uuid::from_u128(number))
}

fn place(number: u128, openings: Vec<Opening>) -> Candidate {
    Candidate {
        agency: AgencyId::from_uuid(Uuid::from_u128(100 + number)),
        id: id(number),
        structure: Structure {
            display_name: format!("Place {number}"),
            services: vec![ServiceOffer::of(NEED)],
            centres: BTreeSet::from(["ogou-1".to_owned()]),
            openings,
            ..Structure::default()
        },
    }
}

fn with_offer(mut candidate: Candidate, offer: ServiceOffer) -> Candidate {
    candidate.structure.services = vec![offer];
    candidate
}

fn days() -> Vec<Opening> {
    let day = |weekday: &Weekday| Opening {
        weekday: *weekday,
        opens_at: 480,
        closes_at: 1_020,
        night_duty: false,
    };
    Weekday::ALL.iter().map(day).collect()
}

fn nights() -> Vec<Opening> {
    days()
        .into_iter()
        .map(|day| Opening { opens_at: 1_020, closes_at: 480, night_duty: true, ..day })
        .collect()
}

fn rule(order: &[(u128, u32)]) -> Rule {
    let step = |(number, deadline_minutes): &(u128, u32)| Step {
        agency: AgencyId::from_uuid(Uuid::from_u128(100 + number)),
        structure: id(*number),
        deadline_minutes: *deadline_minutes,
    };
    Rule { steps: order.iter().map(step).collect(), ..Rule::default() }
}

fn asked() -> Asked {
    Asked::of(NEED, NIGHT)
}

fn noon() -> Asked {
    Asked { at: NIGHT.plus(Duration::from_hours(12)), ..asked() }
}

fn order(rule: Option<&Rule>, candidates: Vec<Candidate>, asked: &Asked) -> Vec<StructureId> {
    propose(rule, candidates, asked).ranked.into_iter().map(|one| one.candidate.id).collect()
}

#[test]
fn the_rules_order_stands_while_all_are_open() {
    let rule = rule(&[(2, 60), (1, 30)]);
    let places = vec![place(1, days()), place(2, days()), place(3, days())];
    let proposal = propose(Some(&rule), places, &noon());
    let reasons: Vec<_> = proposal.ranked.iter().map(|one| one.reasons.clone()).collect();
    assert_eq!(reasons[0], [Reason::FirstOnPathway, Reason::OpenNow]);
    assert_eq!(reasons[1], [Reason::OnPathway, Reason::OpenNow, Reason::NearestDeadline]);
    assert_eq!(reasons[2], [Reason::NotOnPathway, Reason::OpenNow]);
    assert_eq!(proposal.ranked[1].answer_by, noon().at.plus(Duration::from_mins(30)));
}

#[test]
fn at_night_whoever_is_on_duty_comes_first() {
    let rule = rule(&[(1, 60), (2, 60)]);
    let places = || vec![place(1, days()), place(2, nights()), place(3, Vec::new())];
    let proposal = propose(Some(&rule), places(), &asked());
    let ranked: Vec<_> = proposal.ranked.iter().map(|one| one.candidate.id).collect();
    assert_eq!(ranked, [id(2), id(3), id(1)]);
    assert!(proposal.ranked[0].reasons.contains(&Reason::NightDuty));
    assert!(proposal.ranked[1].reasons.contains(&Reason::HoursUnknown));
    assert_eq!(proposal.ranked[2].opens, Some(NIGHT.plus(Duration::from_hours(8))));
    assert_eq!(order(Some(&rule), places(), &noon()), [id(1), id(3), id(2)]);
}

#[test]
fn what_is_closed_full_or_not_for_her_is_not_proposed_and_says_why() {
    let full =
        ServiceOffer { capacity: Some(Capacity { maximum: 2, load: 2 }), ..ServiceOffer::of(NEED) };
    let women =
        Eligibility { minimum_age: Some(18), sex: Some(Sex::Female), ..Eligibility::default() };
    let women = ServiceOffer { eligibility: women, ..ServiceOffer::of(NEED) };
    let mut closed = place(1, days());
    closed.structure.closed_until = Some(noon().at.plus(Duration::from_micros(1)));
    let places =
        vec![closed, with_offer(place(2, days()), full), with_offer(place(3, days()), women)];
    let boy = Asked { age: Some(17), sex: Some(Sex::Male), ..noon() };
    let proposal = propose(None, places.clone(), &boy);
    assert!(proposal.ranked.is_empty());
    let why: Vec<_> = proposal.set_aside.into_iter().map(|one| one.obstacles).collect();
    let expected = [
        vec![Obstacle::Closed],
        vec![Obstacle::Full],
        vec![Obstacle::NotEligibleAge, Obstacle::NotEligibleSex],
    ];
    assert_eq!(why, expected);
    // The day it opens again, and to a grown woman, they are.
    let woman = Asked { age: Some(18), sex: Some(Sex::Female), ..noon() };
    let woman = Asked { at: woman.at.plus(Duration::from_micros(1)), ..woman };
    assert_eq!(order(None, places, &woman), [id(1), id(3)]);
}

#[test]
fn her_commune_decides_among_those_off_the_rule() {
    let of = |mut candidate: Candidate, commune: &str| {
        candidate.structure.communes = BTreeSet::from([commune.to_owned()]);
        candidate
    };
    let places = vec![of(place(1, days()), "Amou 2"), of(place(2, days()), "Ogou 1")];
    let here = Asked { commune: Some("OGOU 1".to_owned()), ..noon() };
    let proposal = propose(None, places, &here);
    assert_eq!(proposal.ranked[0].candidate.id, id(2));
    assert!(proposal.ranked[0].reasons.contains(&Reason::CoversCommune));
    assert!(proposal.ranked[1].reasons.contains(&Reason::OutsideCommune));
}

#[test]
fn the_clinical_time_left_is_told_and_bounds_the_answer() {
    let limits = |hours| {
        let asked = Asked { hours_since: Some(hours), ..noon() };
        propose(Some(&rule(&[(1, 240)])), vec![place(1, days())], &asked)
    };
    let early = limits(71);
    let [prophylaxis, contraception] = early.time_left.as_slice() else { panic!("two limits") };
    assert_eq!(prophylaxis.limit, ClinicalLimit::PostExposureProphylaxis);
    assert_eq!(prophylaxis.left, Duration::from_hours(1));
    assert_eq!(contraception.left, Duration::from_hours(49));
    assert_eq!(early.ranked[0].answer_by, prophylaxis.until);
    let late = limits(72);
    assert_eq!(late.time_left[0].left, Duration::ZERO);
    assert_eq!(late.ranked[0].answer_by, noon().at.plus(Duration::from_hours(4)));
    assert_eq!(limits(120).time_left[1].left, Duration::ZERO);
    let legal = Asked { need: Need::LegalAid, hours_since: Some(1), ..noon() };
    assert!(propose(None, Vec::new(), &legal).time_left.is_empty());
}

#[test]
fn what_opens_too_late_says_so() {
    let in_time = Asked { limit: Some(NIGHT.plus(Duration::from_hours(9))), ..asked() };
    let too_late = Asked { limit: Some(NIGHT.plus(Duration::from_hours(8))), ..asked() };
    let says = |asked: &Asked| {
        let proposal = propose(None, vec![place(1, days())], asked);
        proposal.ranked[0].reasons.contains(&Reason::OpensAfterLimit)
    };
    assert!(says(&too_late) && !says(&in_time) && !says(&asked()));
}

#[test]
fn the_next_is_the_first_of_the_rule_that_was_not_tried_and_can_take_her() {
    let rule = rule(&[(1, 60), (2, 90), (3, 60)]);
    let full =
        ServiceOffer { capacity: Some(Capacity { maximum: 0, load: 0 }), ..ServiceOffer::of(NEED) };
    let places = || {
        vec![
            place(1, days()),
            with_offer(place(2, days()), full.clone()),
            place(3, days()),
            place(4, days()),
        ]
    };
    let after = |tried: &[u128]| {
        let tried = tried.iter().copied().map(id).collect();
        next(Some(&rule), places(), &noon(), &tried).map(|one| one.candidate.id)
    };
    assert_eq!(after(&[]), Some(id(1)));
    assert_eq!(after(&[1]), Some(id(3)));
    assert_eq!(after(&[1, 3]), None, "nobody off the rule is asked unasked");
    let unruled = next(None, places(), &noon(), &BTreeSet::from([id(1)]));
    assert_eq!(unruled.map(|one| one.candidate.id), Some(id(3)), "by the directory alone");
}

/// Any place, with any hours, count and condition.
fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let week = prop::sample::select(vec![Vec::new(), days(), nights()]);
    let place_of =
        |(openings, load, least, closed): (Vec<Opening>, Option<u32>, Option<u8>, bool)| {
            let mut one = place(0, openings);
            one.structure.services[0].capacity = load.map(|load| Capacity { maximum: 2, load });
            one.structure.services[0].eligibility.minimum_age = least;
            one.structure.closed_until = closed.then_some(NIGHT.plus(Duration::from_hours(2_000)));
            one
        };
    let load = prop::option::of(0..4_u32);
    let one = (week, load, prop::option::of(10..30_u8), any::<bool>()).prop_map(place_of);
    prop::collection::vec(one, 0..8).prop_map(|places| {
        let numbered = (1..).zip(places).map(|(number, one)| Candidate { id: id(number), ..one });
        numbered.collect()
    })
}

proptest! {
    /// Each place is proposed or set aside, never both, never lost; and never one that cannot take her.
    #[test]
    fn nothing_closed_or_full_is_proposed_and_nothing_is_lost(
        places in candidates(),
        on_rule in prop::sample::subsequence(vec![1_u128, 2, 3, 4, 5, 6, 7], 0..=7).prop_shuffle(),
        hour in 0..168_u64,
        age in prop::option::of(5..40_u8),
    ) {
        let order: Vec<_> = on_rule.iter().map(|number| (*number, 60)).collect();
        let rule = rule(&order);
        let asked = Asked { age, at: NIGHT.plus(Duration::from_hours(hour)), ..asked() };
        let proposal = propose(Some(&rule), places.clone(), &asked);
        prop_assert_eq!(proposal.ranked.len() + proposal.set_aside.len(), places.len());
        let mut shut_seen = false;
        let mut last_on_rule = None;
        for one in &proposal.ranked {
            let place = &one.candidate.structure;
            prop_assert!(!place.is_closed(asked.at) && !place.services[0].is_full());
            prop_assert!(place.services[0].eligibility.takes_age(age));
            // Open ones first; among them the rule's order.
            let shut = matches!(place.hours(asked.at), Hours::Closed { .. });
            prop_assert!(shut || !shut_seen, "an open place stands behind a shut one");
            if shut && !shut_seen {
                last_on_rule = None;
            }
            shut_seen = shut;
            let at = rule.place(one.candidate.id);
            if let (Some(last), Some(at)) = (last_on_rule, at) {
                prop_assert!(at > last);
            }
            last_on_rule = at.or(last_on_rule);
        }
    }
}
