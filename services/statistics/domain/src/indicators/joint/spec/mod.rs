//! What is told of all indicators together, held against a linear programme that knows how they hang together.
//!
//! The promise: whatever is withheld of somebody ranges over at least [`SPAN`], in every month and in the sums
//! of three, for a reader of all of them. Centres are made of single incidents, cases and referrals, so that
//! all their figures agree. What a reader knows stands here once more, by the names of the contract, and not as
//! the rule has it.

mod reader;
mod world;

use std::collections::BTreeMap;

use proptest::prelude::*;

use reader::*;
use world::*;

use super::relations::relations;
use super::*;
use crate::indicators::gbv::codes::{
    AgeStep, Disability, HealthReach, IncidentContext, MaritalStatus, Occupation,
    PerpetratorAgeGroup, PerpetratorCount, PlaceType, ReferralSource, Relationship, ResponseTime,
    Sector, SectorStatus, Separation, YesNo,
};
use crate::indicators::gbv::{Incident, Perpetrator, tallies};
use crate::indicators::{Measure, over as over_months};
use crate::suppression::SPAN;
use crate::value::{AgeBand, IncidentType, ReportDelay, Sex};

fn told(seen: &Seen, name: &str) -> bool {
    seen[name].1
}

#[test]
fn first_contact_is_withheld_with_those_who_came_by_themselves() {
    let by = |source| Incident { referred_from: Some(source), ..woman() };
    let sums = of_incidents(&[
        (3, by(ReferralSource::Health)),
        (20, by(ReferralSource::SelfReferred)),
        (6, by(ReferralSource::CommunityLeader)),
    ]);
    let mut seen = month_seen(month(1), &sums);
    assert!(!told(&seen, "gbv_referred_from/health"));
    assert!(!told(&seen, "gbv_referred_from/self_referred"));
    assert!(!told(&seen, "gbv_first_contact"));
    assert!(told(&seen, "gbv_referred_from/community_leader"));
    let health = (0, "gbv_referred_from/health".to_owned());
    assert!(Reader::of(&[seen.clone()]).span(&health) >= float(SPAN) - 1e-6);
    // Told, it gives the 3 away: 29 - 20 - 6.
    seen.insert("gbv_first_contact".to_owned(), (20, true));
    assert!(Reader::of(&[seen]).span(&health) < 1e-6);
}

#[test]
fn partner_violence_does_not_tell_how_many_had_a_partner_for_perpetrator() {
    let partner =
        Perpetrator { relationship: Relationship::IntimatePartner, ..woman().perpetrators[0] };
    let beaten = Incident {
        perpetrators: vec![partner],
        contexts: vec![IncidentContext::IntimatePartnerViolence],
        ..woman()
    };
    let stranger = Perpetrator { relationship: Relationship::NoRelation, ..partner };
    let others = Incident { perpetrators: vec![stranger], ..woman() };
    let sums = of_incidents(&[(20, beaten), (3, others), (6, woman())]);
    let seen = month_seen(month(1), &sums);
    let every: Vec<usize> = (0..withheld_numbers(std::slice::from_ref(&seen)).len()).collect();
    no_number_is_narrow(&[seen], &every);
}

#[test]
fn adolescents_do_not_tell_few_who_are_no_longer_children() {
    let aged = |age_step, age_band| Incident { age_step: Some(age_step), age_band, ..woman() };
    let sums = of_incidents(&[
        (9, aged(AgeStep::From15To17, AgeBand::From12To17)),
        (2, aged(AgeStep::From18To19, AgeBand::From18To24)),
        (8, aged(AgeStep::From20To24, AgeBand::From18To24)),
        (7, woman()),
    ]);
    let seen = month_seen(month(1), &sums);
    // 11 - 9 would be 2.
    assert!(!told(&seen, "gbv_adolescents") || !told(&seen, "number_of_incidents/12_to_17"));
    let every: Vec<usize> = (0..withheld_numbers(std::slice::from_ref(&seen)).len()).collect();
    no_number_is_narrow(&[seen], &every);
}

#[test]
fn a_month_without_small_numbers_is_told_whole() {
    let raped = Incident { incident_type: IncidentType::Rape, health_reach: None, ..woman() };
    let sums = of_incidents(&[(9, woman()), (7, raped)]);
    let seen = month_seen(month(1), &sums);
    let hidden: Vec<&String> =
        seen.iter().filter(|(_, (_, told))| !told).map(|(name, _)| name).collect();
    assert!(hidden.is_empty(), "{hidden:?}");
}

#[test]
fn the_rest_of_the_figures_stays_where_a_few_are_small() {
    let man = Incident { sex: Sex::Male, ..woman() };
    let raped = Incident { incident_type: IncidentType::Rape, ..woman() };
    let sums = of_incidents(&[(14, woman()), (2, man), (9, raped)]);
    let seen = month_seen(month(1), &sums);
    for name in ["gbv_incidents", "gbv_type/rape", "gbv_age/18_to_49", "gbv_referred_from/health"] {
        assert!(told(&seen, name), "{name}");
    }
    assert!(!told(&seen, "gbv_sex/male") && !told(&seen, "gbv_sex/female"));
}

#[test]
fn every_relation_of_the_rule_names_numbers_that_there_are() {
    for relation in relations() {
        for cell in relation.left.iter().chain(&relation.right) {
            assert!(LAYOUT.place(*cell).is_some(), "{cell:?}");
        }
    }
}

#[test]
fn what_is_told_does_not_depend_on_who_asked_before() {
    let months = [vec![[7; 20]; 9], vec![[90; 20]; 6], vec![[180; 20]; 3]];
    let (named, sums) = centre(&months);
    let asked = all_seen(&named, &sums);
    assert_eq!(asked, all_seen(&named, &sums));
    assert_eq!(asked, all_seen(&named, &centre(&months).1));
}

fn any_month(most: usize) -> impl Strategy<Value = Vec<[u8; 20]>> {
    prop::collection::vec(any::<[u8; 20]>(), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// No number of a month can be bounded more tightly than allowed by all that is told of the month.
    #[test]
    fn no_indicator_tells_what_another_withholds(
        incidents in any_month(45),
        looked_at in any::<[u16; 2]>(),
    ) {
        let (months, sums) = centre(&[incidents]);
        no_number_is_narrow(&all_seen(&months, &sums), &looked_at.map(usize::from));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    /// Nor by all that is told of three months and of their sums.
    #[test]
    fn no_quarter_tells_what_another_indicator_withholds_of_a_month(
        months in prop::collection::vec(any_month(30), 3..4),
        looked_at in any::<[u16; 2]>(),
    ) {
        let (months, sums) = centre(&months);
        no_number_is_narrow(&all_seen(&months, &sums), &looked_at.map(usize::from));
    }
}

/// A month of so many incidents, and what is told of it before any number is held against others.
fn made(size: usize, mut seed: u64) -> (Seen, Closing, Sums) {
    let mut byte = || {
        // Knuth's generator of MMIX: the months are the same in every run.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed.to_be_bytes()[1]
    };
    let incidents = (0..size).map(|_| [0; 20].map(|_| byte())).collect();
    let (months, sums) = centre(&[incidents]);
    let of = |of| value(of, months[0], &sums);
    let closing = Closing::new(&[block(of, |one| withheld(one, &of(one)))]);
    let before = Plan { told: closing.told() };
    (seen(of, |one| before.shown(one, &of(one))), closing, sums)
}

fn count_told(seen: &Seen) -> usize {
    seen.values().filter(|(_, told)| *told).count()
}

/// The name of every number, and its place.
fn named() -> BTreeMap<String, usize> {
    let all = joined().flat_map(cells);
    let named = all.map(|cell| {
        let (code, place) = (cell.0.code(), LAYOUT.place(cell).unwrap());
        match cell.1 {
            WHOLE => (code.to_owned(), place),
            OF => (format!("{code}/"), place),
            part => (format!("{code}/{part}"), place),
        }
    });
    named.collect()
}

/// How many were told of some months before anything was held against anything, and how many are told.
fn told_before_and_after(size: usize, seeds: std::ops::Range<u64>) -> (usize, usize) {
    let told = seeds.map(|seed| {
        let (before, _, sums) = made(size, seed);
        (count_told(&before), count_told(&month_seen(month(1), &sums)))
    });
    told.fold((0, 0), |(before, after), (b, a)| (before + b, after + a))
}

#[test]
fn few_incidents_of_sexual_violence_do_not_take_the_month_with_them() {
    let (before, _, sums) = made(10, 7);
    assert_eq!(before["gbv_sexual_violence"], (5, false));
    // It ranges over all ten incidents; what is told is told with it.
    let sexual = (0, "gbv_sexual_violence".to_owned());
    assert!(Reader::of(std::slice::from_ref(&before)).span(&sexual) >= float(SPAN));
    assert_eq!(month_seen(month(1), &sums), before);
}

#[test]
fn small_months_are_told_almost_as_before_they_were_held_against_each_other() {
    for size in [5, 10] {
        let (before, after) = told_before_and_after(size, 0..12);
        assert!(after * 100 >= before * 97, "{size} incidents: {after} of {before}");
    }
}

#[test]
fn a_number_that_may_range_is_seldom_taken_for_a_narrow_one() {
    let places = named();
    let mut missed = Vec::new();
    for (size, seed) in [5, 10].into_iter().flat_map(|size| (0..12).map(move |seed| (size, seed))) {
        let (before, mut closing, _) = made(size, seed);
        let reader = Reader::of(std::slice::from_ref(&before));
        let hidden = withheld_numbers(std::slice::from_ref(&before));
        let taken = hidden.into_iter().filter(|number| !closing.ranges(places[&number.1]));
        let free = taken.filter(|number| reader.span(number) >= float(SPAN) - 1e-6);
        missed.extend(free.map(|(_, name)| (size, seed, name)));
    }
    // Of two thousand, in two dozen months.
    assert!(missed.len() <= 6, "{missed:?}");
}
