//! The statistics of incidents, specified: small hand-made histories, the expected number in a comment.

use super::codes::{
    AgeStep, Disability, DisplacementStage, DisplacementStatus, HealthReach, IncidentContext,
    MaritalStatus, Occupation, PartOfDay, PerpetratorAgeGroup, PerpetratorCount, PlaceType,
    ReferralSource, Relationship, Sector, SectorStatus, Separation, YesNo,
};
use super::*;
use crate::indicators::{Indicator, Measure, Sums, Value, value};
use crate::value::{AgeBand, IncidentType, Month, ReportDelay, Sex};

/// A woman of 30, beaten at home in the evening by her husband, who came by herself the same day.
fn woman() -> Incident {
    Incident {
        incident_type: IncidentType::PhysicalAssault,
        sex: Sex::Female,
        age_band: AgeBand::From25To34,
        age_step: Some(AgeStep::From25To34),
        report_delay: Some(ReportDelay::To3Days),
        part_of_day: Some(PartOfDay::EveningNight),
        marital_status: Some(MaritalStatus::MarriedCohabitating),
        displacement_status: Some(DisplacementStatus::Resident),
        disability: Some(Disability::None),
        separation: None,
        displacement_stage: Some(DisplacementStage::NotDisplaced),
        place_type: Some(PlaceType::SurvivorHome),
        previous_incidents: Some(YesNo::Yes),
        perpetrator_count: Some(PerpetratorCount::One),
        perpetrators: vec![husband()],
        referred_from: Some(ReferralSource::SelfReferred),
        sectors: vec![
            (Sector::Psychosocial, SectorStatus::ProvidedHere),
            (Sector::Health, SectorStatus::Referred),
            (Sector::Legal, SectorStatus::DeclinedBySurvivor),
            (Sector::Livelihoods, SectorStatus::Unavailable),
        ],
        contexts: vec![IncidentContext::IntimatePartnerViolence],
        health_reach: None,
    }
}

fn husband() -> Perpetrator {
    Perpetrator {
        age_group: PerpetratorAgeGroup::From26To40,
        relationship: Relationship::IntimatePartner,
        occupation: Some(Occupation::Farmer),
    }
}

/// A girl of 15, raped on the road by two strangers, reported on the fourth day.
fn girl() -> Incident {
    let stranger = Perpetrator {
        age_group: PerpetratorAgeGroup::Unknown,
        relationship: Relationship::NoRelation,
        occupation: None,
    };
    let pupil = Perpetrator { relationship: Relationship::Schoolmate, ..stranger };
    Incident {
        incident_type: IncidentType::Rape,
        age_band: AgeBand::From12To17,
        age_step: Some(AgeStep::From15To17),
        report_delay: Some(ReportDelay::To5Days),
        marital_status: Some(MaritalStatus::Single),
        separation: Some(Separation::SeparatedChild),
        place_type: Some(PlaceType::Road),
        previous_incidents: Some(YesNo::No),
        perpetrator_count: Some(PerpetratorCount::Two),
        perpetrators: vec![stranger, pupil],
        referred_from: Some(ReferralSource::TeacherSchool),
        sectors: vec![(Sector::Health, SectorStatus::AlreadyReceived)],
        contexts: vec![IncidentContext::ChildSexualAbuse],
        health_reach: Some(HealthReach::Within120Hours),
        ..woman()
    }
}

fn month() -> Month {
    "2026-11".parse().unwrap()
}

fn of(indicator: Indicator, incidents: &[Incident]) -> Value {
    let mut sums = Sums::default();
    for tally in incidents.iter().flat_map(tallies) {
        sums.add(month(), Measure::Tally(tally), 1);
    }
    value(indicator, month(), &sums)
}

fn part(indicator: Indicator, incidents: &[Incident], code: &str) -> i64 {
    let at = indicator.parts().iter().position(|part| *part == code).expect(code);
    of(indicator, incidents).parts[at]
}

/// Two women like the one above, and the girl.
fn three() -> [Incident; 3] {
    [woman(), woman(), girl()]
}

#[test]
fn what_is_asked_of_her_comes_to_what_was_worked_out_by_hand() {
    use Indicator as I;
    let all = three();
    // Two women and the girl: 2 + 1.
    assert_eq!(of(I::GbvIncidents, &all).numerator, 3);
    // Both women had incidents before; the girl answered no.
    let prior = of(I::GbvPriorIncidents, &all);
    assert_eq!((prior.numerator, prior.denominator), (2, Some(3)));
    // Female, male: 2 + 1 are female.
    assert_eq!(of(I::GbvSex, &all).parts, [3, 0]);
    // 0-11, 12-17, 18-49, 50+, unknown: the girl, then the women.
    assert_eq!(of(I::GbvAge, &all).parts, [0, 1, 2, 0, 0]);
    // The girl is 15, which lies from 10 to 19; the women are 30.
    let adolescents = of(I::GbvAdolescents, &all);
    assert_eq!((adolescents.numerator, adolescents.denominator), (1, Some(3)));
    // Single, married, divorced, widowed, unknown: the girl, then the women.
    assert_eq!(of(I::GbvMaritalStatus, &all).parts, [1, 2, 0, 0, 0]);
    // All 2 + 1 reside where they live, the first of eight answers ...
    assert_eq!(of(I::GbvDisplacementStatus, &all).parts, [3, 0, 0, 0, 0, 0, 0, 0]);
    // ... and were not displaced when it happened, the first of seven.
    assert_eq!(of(I::GbvDisplacementStage, &all).parts, [3, 0, 0, 0, 0, 0, 0]);
    // The answer "none" is no disability; the girl is a separated child.
    assert_eq!(of(I::GbvVulnerable, &all).parts, [0, 0, 1, 0]);
}

#[test]
fn what_happened_comes_to_what_was_worked_out_by_hand() {
    use Indicator as I;
    let all = three();
    // The girl was raped, the two women were beaten: 1 of 3.
    let sexual = of(I::GbvSexualViolence, &all);
    assert_eq!((sexual.numerator, sexual.denominator), (1, Some(3)));
    // Rape, sexual assault, physical assault, forced marriage, denial, psychological.
    assert_eq!(of(I::GbvType, &all).parts, [1, 0, 2, 0, 0, 0]);
    // Morning, afternoon, evening or night, unknown: all 2 + 1 in the evening.
    assert_eq!(of(I::GbvTimeOfDay, &all).parts, [0, 0, 3, 0]);
    // By a partner the two women, of a child the girl; marriage, exploitation, slavery, practices: none. Of 3.
    let context = of(I::GbvContext, &all);
    assert_eq!((context.numerator, context.parts), (3, vec![2, 1, 0, 0, 0, 0]));
    // 0-3 days, 4-5, 6-14, 15-30, more, unknown: day 4 is not in the first.
    assert_eq!(of(I::GbvDelay, &all).parts, [2, 1, 0, 0, 0, 0]);
    // Of the rapes there is the girl's alone, on day 4.
    assert_eq!(of(I::GbvDelayRape, &all).parts, [0, 1, 0, 0, 0, 0]);
    // She had been at a health service before she came.
    assert_eq!(of(I::GbvDelayRapeHealth, &all).parts, [0, 1, 0, 0, 0, 0]);
    // The girl on the road, the two women at home.
    assert_eq!(part(I::GbvPlace, &all, "road"), 1);
    assert_eq!(part(I::GbvPlace, &all, "survivor_home"), 2);
}

#[test]
fn who_did_it_comes_to_what_was_worked_out_by_hand() {
    use Indicator as I;
    let all = three();
    // One, two, three, more, unknown: a husband each of the two women, two strangers to the girl.
    assert_eq!(of(I::GbvPerpetratorNumber, &all).parts, [2, 1, 0, 0, 0]);
    // A stranger and a schoolmate are several relationships, and both ages are unknown.
    assert_eq!(part(I::GbvRelationship, &all, "intimate_partner"), 2);
    assert_eq!(part(I::GbvRelationship, &all, "several"), 1);
    assert_eq!(part(I::GbvPerpetratorAge, &all, "unknown"), 1);
    // Both husbands farm; of neither who raped the girl is it known.
    assert_eq!(part(I::GbvPerpetratorOccupation, &all, "farmer"), 2);
    assert_eq!(part(I::GbvPerpetratorOccupation, &all, "unknown"), 1);
}

#[test]
fn who_sent_her_and_what_was_done_comes_to_what_was_worked_out_by_hand() {
    use Indicator as I;
    let all = three();
    // The two women came by themselves: 2 of 3.
    let first = of(I::GbvFirstContact, &all);
    assert_eq!((first.numerator, first.denominator), (2, Some(3)));
    // By themselves the two women, sent by her teacher the girl.
    assert_eq!(part(I::GbvReferredFrom, &all, "self_referred"), 2);
    assert_eq!(part(I::GbvReferredFrom, &all, "teacher_school"), 1);
    // Given here: psychosocial, twice; referred: health, twice. What she declined is neither.
    assert_eq!(part(I::GbvServices, &all, "psychosocial"), 2);
    assert_eq!(part(I::GbvReferrals, &all, "health"), 2);
    assert_eq!(part(I::GbvReferrals, &all, "legal"), 0);
    // Livelihoods, the sixth sector, was to be had for neither of the two women.
    assert_eq!(of(I::ServiceGaps, &all).parts, [0, 0, 0, 0, 0, 2, 0]);
}

#[test]
fn a_rape_survivor_at_health_within_120_hours_is_not_within_72() {
    let other = Incident { health_reach: Some(HealthReach::Within72Hours), ..girl() };
    let never = Incident { health_reach: None, ..girl() };
    let all = [girl(), girl(), other, never, woman()];
    // Within 72 hours, within 120, later, not known: the woman was not raped.
    assert_eq!(of(Indicator::RapeAtHealth, &all).parts, [1, 2, 0, 1]);
    // The first part of 1 + 2 + 1 rapes.
    let early = of(Indicator::RapeWithin72Hours, &all);
    assert_eq!((early.numerator, early.denominator), (1, Some(4)));
    // Who was there within 72 hours was there within 120: 1 + 2 of 4.
    let late = of(Indicator::RapeWithin120Hours, &all);
    assert_eq!((late.numerator, late.denominator), (3, Some(4)));
}

#[test]
fn sdg_5_2_counts_women_and_girls_of_15_years_and_more() {
    use Indicator as I;
    let young =
        Incident { age_band: AgeBand::From12To17, age_step: Some(AgeStep::From12To14), ..girl() };
    let boy = Incident { sex: Sex::Male, ..girl() };
    let unknown = Incident { age_step: None, age_band: AgeBand::Unknown, ..woman() };
    let all = [woman(), woman(), girl(), young, boy, unknown];
    // Physical, sexual, psychological: the two women.
    let form = of(I::SdgPartnerForm, &all);
    assert_eq!((form.numerator, form.denominator, form.parts), (2, Some(6), vec![2, 0, 0]));
    // 15-19, 20-24, 25-34, 35-49, 50 and over.
    assert_eq!(of(I::SdgPartnerAge, &all).parts, [0, 0, 2, 0, 0]);
    // By others than a partner: the girl of 15; neither the one of 14 nor the boy.
    assert_eq!(of(I::SdgOtherAge, &all).parts, [1, 0, 0, 0, 0]);
    // She alone by place, on the road, of 6 incidents.
    let place = of(I::SdgOtherPlace, &all);
    assert_eq!((place.numerator, place.denominator), (1, Some(6)));
    assert_eq!(part(I::SdgOtherPlace, &all, "road"), 1);
}

#[test]
fn adolescents_are_10_to_19_and_sdg_5_2_begins_at_15() {
    use Indicator as I;
    // One girl of each step of age, raped by a stranger.
    let each: Vec<_> =
        AgeStep::ALL.iter().map(|step| Incident { age_step: Some(*step), ..girl() }).collect();
    // 10-11, 12-14, 15-17 and 18-19 of nine; neither 0-9 nor 20-24.
    let adolescents = of(I::GbvAdolescents, &each);
    assert_eq!((adolescents.numerator, adolescents.denominator), (4, Some(9)));
    for (step, adolescent) in [
        (AgeStep::From0To9, 0),
        (AgeStep::From10To11, 1),
        (AgeStep::From18To19, 1),
        (AgeStep::From20To24, 0),
    ] {
        let alone = [Incident { age_step: Some(step), ..girl() }];
        assert_eq!(of(I::GbvAdolescents, &alone).numerator, adolescent, "{step:?}");
    }
    // 15-17 and 18-19 are one band of the SDG, each of the four steps after them another: 6 of 9.
    assert_eq!(of(I::SdgOtherAge, &each).parts, [2, 1, 1, 1, 1]);
}

#[test]
fn sdg_5_2_1_is_physical_sexual_and_psychological_violence_and_nothing_else() {
    use Indicator as I;
    let by_partner = |incident_type| Incident { incident_type, ..woman() };
    let all = [
        by_partner(IncidentType::Rape),
        by_partner(IncidentType::SexualAssault),
        by_partner(IncidentType::PhysicalAssault),
        by_partner(IncidentType::PsychologicalAbuse),
        by_partner(IncidentType::DenialOfResources),
        by_partner(IncidentType::ForcedMarriage),
    ];
    // 1 physical, 2 sexual, 1 psychological of 6 incidents; denial and forced marriage are in none.
    let form = of(I::SdgPartnerForm, &all);
    assert_eq!((form.numerator, form.denominator, form.parts), (4, Some(6), vec![1, 2, 1]));
    // The same four women by age, all of 25 to 34.
    let age = of(I::SdgPartnerAge, &all);
    assert_eq!((age.numerator, age.parts), (4, vec![0, 0, 4, 0, 0]));
    // Nor are they anywhere in 5.2.2.
    assert_eq!(of(I::SdgOtherAge, &all).numerator, 0);
}

#[test]
fn what_was_counted_as_another_form_once_still_reads_and_is_told_no_more() {
    let former = Measure::from_codes("sdg_5_2_1_form", "other").expect("stored once");
    let mut sums = Sums::default();
    sums.add(month(), former, 3);
    assert_eq!(value(Indicator::SdgPartnerForm, month(), &sums).numerator, 0);
    assert_eq!(Measure::from_codes("sdg_5_2_1_form", "economic"), None);
}

#[test]
fn what_is_not_gender_based_adds_to_nothing() {
    let robbery = Incident { incident_type: IncidentType::NonGbv, ..woman() };
    assert_eq!(tallies(&robbery), []);
}

#[test]
fn every_tally_has_a_part_that_is_counted() {
    let silent = Incident {
        age_band: AgeBand::Unknown,
        age_step: None,
        report_delay: None,
        part_of_day: None,
        marital_status: None,
        displacement_status: None,
        disability: None,
        displacement_stage: None,
        place_type: None,
        previous_incidents: None,
        perpetrator_count: None,
        perpetrators: Vec::new(),
        referred_from: None,
        ..girl()
    };
    for tally in [woman(), girl(), silent].iter().flat_map(tallies) {
        assert!(parts::counted(tally.of).contains(&tally.part), "{tally:?}");
    }
}
