//! The month has the shares that its sources give, is the same for the same seed, and names nobody real.

use std::collections::{BTreeMap, BTreeSet};

use sentier_proto::common::v1::{ConsentPurpose, IncidentType, Need, PartOfDay, Sex};
use time::Date;
use time::macros::date;

use super::*;

const TODAY: Date = date!(2026 - 11 - 25);
const CASES: usize = 4_000;

fn month() -> World {
    World::generate(42, CASES, TODAY)
}

/// Chi-square of counts against shares in a hundred.
fn chi_square(counts: &[(u32, u32)]) -> f64 {
    let total: u32 = counts.iter().map(|(count, _)| count).sum();
    counts
        .iter()
        .map(|(count, share)| {
            let expected = f64::from(total) * f64::from(*share) / 100.0;
            (f64::from(*count) - expected).powi(2) / expected
        })
        .sum()
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap()
}

fn share(part: usize, whole: usize) -> f64 {
    f64::from(count(part)) / f64::from(count(whole))
}

#[test]
fn the_same_seed_gives_the_same_month_and_another_seed_another() {
    assert_eq!(World::generate(7, 60, TODAY), World::generate(7, 60, TODAY));
    assert_ne!(World::generate(7, 60, TODAY), World::generate(8, 60, TODAY));
}

#[test]
fn types_come_in_the_shares_of_listening_centres() {
    let kinds = [
        (IncidentType::Rape, 13),
        (IncidentType::SexualAssault, 8),
        (IncidentType::PhysicalAssault, 27),
        (IncidentType::ForcedMarriage, 5),
        (IncidentType::DenialOfResources, 24),
        (IncidentType::PsychologicalAbuse, 23),
    ];
    let world = month();
    let first = world.cases.iter().map(|case| case.incidents[0].kind);
    let counts =
        kinds.map(|(kind, share)| (count(first.clone().filter(|one| *one == kind).count()), share));
    // The 99.9 % point of chi-square with five degrees of freedom.
    assert!(chi_square(&counts) < 20.5, "{counts:?}");
}

#[test]
fn nights_weigh_most() {
    let world = month();
    let parts = [
        (PartOfDay::EveningNight, 53),
        (PartOfDay::Afternoon, 22),
        (PartOfDay::Morning, 15),
        (PartOfDay::Unspecified, 10),
    ];
    let incidents: Vec<_> = world.cases.iter().flat_map(|case| &case.incidents).collect();
    let counts = parts.map(|(part, share)| {
        (count(incidents.iter().filter(|one| one.part_of_day == part).count()), share)
    });
    assert!(chi_square(&counts) < 16.3, "{counts:?}");
}

#[test]
fn of_rapes_a_quarter_is_seen_within_three_days_and_of_all_a_third_after_a_month() {
    let world = month();
    let days = |rape: bool| -> Vec<i64> {
        world
            .cases
            .iter()
            .map(|case| &case.incidents[0])
            .filter(|one| (one.kind == IncidentType::Rape) == rape)
            .map(|one| (TODAY - one.date).whole_days())
            .collect()
    };
    let rapes = days(true);
    let soon = share(rapes.iter().filter(|days| **days < 3).count(), rapes.len());
    assert!((0.22..0.32).contains(&soon), "{soon}");
    let others = days(false);
    let late = share(others.iter().filter(|days| **days > 30).count(), others.len());
    assert!((0.27..0.33).contains(&late), "{late}");
}

#[test]
fn women_and_girls_are_most_and_four_in_ten_survivors_of_sexual_violence_are_minors() {
    let world = month();
    let women = world.cases.iter().filter(|case| case.survivor.sex == Sex::Female).count();
    assert!((0.925..0.955).contains(&share(women, CASES)));
    let sexual: Vec<_> = world
        .cases
        .iter()
        .filter(|case| {
            matches!(case.incidents[0].kind, IncidentType::Rape | IncidentType::SexualAssault)
        })
        .filter_map(|case| case.survivor.birth_date)
        .collect();
    let minors = sexual.iter().filter(|birth| TODAY.year() - birth.year() < 18).count();
    assert!((0.33..0.45).contains(&share(minors, sexual.len())));
}

#[test]
fn a_survivor_requires_two_to_three_services_and_is_referred_to_one_to_three_agencies() {
    let world = month();
    let needs = world.cases.iter().map(|case| case.needs.len()).sum();
    let mean = share(needs, CASES);
    assert!((2.5..2.7).contains(&mean), "{mean}");
    let referrals = world.cases.iter().map(|case| case.referrals.len()).sum();
    let mean = share(referrals, CASES);
    assert!((1.5..2.5).contains(&mean), "{mean}");
}

#[test]
fn some_come_again_some_withdraw_and_a_few_are_erased() {
    let world = month();
    let people: BTreeSet<&str> =
        world.cases.iter().map(|case| case.survivor.code_word.as_str()).collect();
    let again = share(CASES - people.len(), CASES);
    assert!((0.06..0.095).contains(&again), "{again}");
    let acts = |wanted: fn(&Act) -> bool| {
        let acts = world.cases.iter().flat_map(|case| &case.visits).flat_map(|one| &one.acts);
        acts.filter(|act| wanted(act)).count()
    };
    assert_eq!(acts(|act| matches!(act, Act::Withdraw(_))), CASES / 100);
    assert_eq!(acts(|act| matches!(act, Act::Erase)), CASES / 200);
}

#[test]
fn a_small_month_shows_a_withdrawal_and_an_erasure_too() {
    let world = World::generate(3, 20, TODAY);
    let acts: Vec<_> =
        world.cases.iter().flat_map(|case| &case.visits).flat_map(|one| &one.acts).collect();
    assert!(acts.iter().any(|act| matches!(act, Act::Withdraw(_))));
    assert!(acts.iter().any(|act| matches!(act, Act::Erase)));
}

#[test]
fn the_answers_lead_to_the_type() {
    for incident in month().cases.iter().flat_map(|case| &case.incidents) {
        let answers = &incident.answers;
        let found = [
            (answers.penetration, IncidentType::Rape),
            (answers.sexual_contact, IncidentType::SexualAssault),
            (answers.physical_assault, IncidentType::PhysicalAssault),
            (answers.forced_marriage, IncidentType::ForcedMarriage),
            (answers.denial_of_resources, IncidentType::DenialOfResources),
            (answers.psychological_abuse, IncidentType::PsychologicalAbuse),
        ]
        .into_iter()
        .find_map(|(yes, kind)| (yes && answers.gender_based).then_some(kind))
        .unwrap_or(IncidentType::NonGbv);
        assert_eq!(found, incident.kind);
    }
}

#[test]
fn a_referral_comes_after_the_consent_it_relies_on_and_discloses_no_more() {
    for case in &month().cases {
        let mut granted = BTreeSet::new();
        for act in case.visits.iter().flat_map(|visit| &visit.acts) {
            match act {
                Act::Grant(place) => assert!(granted.insert(*place)),
                Act::Refer(place) => {
                    let referral = &case.referrals[*place];
                    assert!(granted.contains(&referral.consent));
                    let consent = &case.consents[referral.consent];
                    assert_eq!(consent.purpose, ConsentPurpose::Services);
                    assert_eq!(consent.agency, Some(referral.agency));
                    let more = referral.field_groups.iter();
                    assert!(more.clone().all(|group| consent.field_groups.contains(group)));
                    assert!(referral.agency.serves().contains(&referral.need));
                }
                Act::Withdraw(place) => assert!(granted.contains(place)),
                _ => {}
            }
        }
        assert_eq!(case.visits[0].acts[0], Act::Open);
        assert!(case.visits.is_sorted_by_key(|visit| visit.at));
    }
}

#[test]
fn every_need_has_one_kind_of_agency() {
    for need in 1..=8 {
        let need = Need::try_from(need).unwrap();
        let serving = AgencyKind::ALL.iter().filter(|kind| kind.serves().contains(&need));
        assert_eq!(serving.count(), 1, "{need:?}");
    }
}

/// Families of people in Togo's public life: none of ours may be met in a newspaper.
const PUBLIC: [&str; 16] = [
    "Gnassingbé",
    "Eyadéma",
    "Olympio",
    "Grunitzky",
    "Meatchi",
    "Tomegah",
    "Dogbé",
    "Adebayor",
    "Agboyibo",
    "Kodjo",
    "Fabre",
    "Houngbo",
    "Klassou",
    "Kpodzro",
    "Apévon",
    "Atchadam",
];

#[test]
fn no_family_of_the_lists_is_in_public_life() {
    for family in names::FAMILY {
        let family = family.to_lowercase();
        for public in PUBLIC {
            assert!(family != public.to_lowercase(), "{family} is a public person's family");
        }
    }
    let all: Vec<&str> = [&names::FIRST_FEMALE[..], &names::FIRST_MALE, &names::FAMILY].concat();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "a name stands twice");
}

#[test]
fn phone_numbers_ring_nowhere_and_every_text_about_her_holds_her_word() {
    let world = World::generate(5, 200, TODAY);
    let mut by_case: BTreeMap<usize, Vec<PersonalValue>> = BTreeMap::new();
    for value in world.personal_values() {
        by_case.entry(value.case).or_default().push(value);
    }
    assert_eq!(by_case.len(), 200);
    for (case, values) in by_case {
        let word = &world.cases[case].survivor.code_word;
        for one in values {
            match one.field {
                "phone" => assert!(one.value.starts_with("+228 00 ")),
                "full_name" => assert!(one.value.contains(' ')),
                _ => assert!(one.value.contains(word), "{}", one.field),
            }
        }
    }
}

#[test]
fn the_erased_come_once_only() {
    let world = month();
    for case in world.cases.iter().filter(|case| case.is_erased()) {
        let word = &case.survivor.code_word;
        let times = world.cases.iter().filter(|one| one.survivor.code_word == *word).count();
        assert_eq!(times, 1);
    }
}
