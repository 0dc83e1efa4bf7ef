//! The fifteen indicators, from published facts to the answer.

use std::time::Duration;

use sentier_eventing::facts::SealingKey;
use sentier_eventing::projection::compare;
use sentier_proto::cases::events::v1::cases_event::Fact as Case;
use sentier_proto::cases::events::v1::{
    AgeStep, CareFact, CareFacts, CareFactsReleased, CareMeasure, HealthReach, IncidentFacts,
    PerpetratorFacts, PerpetratorOccupation, ReportDelay, ResponseTime,
};
use sentier_proto::cases::v1::{
    DisplacementStage, DisplacementStatus, IncidentContext, MaritalStatus, PerpetratorAgeGroup,
    PerpetratorCount, PlaceType, ReferralSource, Relationship, Sector, SectorOutcome, SectorStatus,
    Separation, YesNo,
};
use sentier_proto::common::v1::{AgeBand, Date, IncidentType, Need, PartOfDay, Sex};
use sentier_proto::referrals::events::v1::referrals_event::Fact as Referral;
use sentier_proto::referrals::events::v1::{ReferralDeclined, ReferralRef};
use sentier_proto::statistics::v1::{
    IndicatorValue, ListIndicatorValuesRequest, ListIndicatorsRequest,
};
use sentier_statistics_domain::indicators::Indicator;
use sentier_test_support::databases::On;
use uuid::Uuid;

use crate::callers::MANAGER;
use crate::counting::{facts, released, sealed};
use crate::source::{Fact, event_id};
use crate::world::{NOW, World, on_both};

on_both!(
    a_week_gives_the_same_answer_for_ever,
    every_indicator_comes_to_what_was_worked_out_by_hand,
    what_comes_again_or_in_another_order_changes_nothing,
    sums_rebuilt_from_the_log_equal_the_live_ones,
);

pub(crate) fn fact(measure: CareMeasure, month: i32, amount: i64) -> CareFact {
    CareFact {
        measure: measure.into(),
        month: Some(Date { year: 2026, month, day: 1 }),
        amount,
        ..CareFact::default()
    }
}

fn staff(measure: CareMeasure, worker: u128, amount: i64) -> CareFact {
    CareFact { worker_ref: Uuid::from_u128(worker).to_string(), ..fact(measure, 11, amount) }
}

fn service(need: Need) -> CareFact {
    CareFact { need: need.into(), ..fact(CareMeasure::ServiceGiven, 11, 1) }
}

pub(crate) fn answered(measure: CareMeasure, time: ResponseTime) -> CareFact {
    CareFact { response_time: time.into(), ..fact(measure, 11, 1) }
}

fn times(count: usize, of: &CareFact) -> impl Iterator<Item = CareFact> {
    std::iter::repeat_n(of.clone(), count)
}

/// A month's facts, a message each for what one event of a case tells.
fn care() -> Vec<Vec<CareFact>> {
    let once = |measure| fact(measure, 11, 1);
    let mut told: Vec<Vec<CareFact>> = Vec::new();
    let mut tell = |count, of: CareFact| told.extend(times(count, &of).map(|one| vec![one]));
    tell(12, once(CareMeasure::Opened));
    tell(6, once(CareMeasure::AssessedInTime));
    tell(6, once(CareMeasure::AssessedLate));
    tell(6, once(CareMeasure::SafetyPlanned));
    tell(7, once(CareMeasure::ActionPlanned));
    tell(5, once(CareMeasure::PlanApproved));
    tell(6, service(Need::PsychosocialSupport));
    tell(5, service(Need::LegalAid));
    tell(8, once(CareMeasure::Content));
    tell(5, once(CareMeasure::NotContent));
    tell(12, staff(CareMeasure::CasesHeld, 1, 1));
    tell(3, staff(CareMeasure::CasesHeld, 2, 1));
    tell(1, staff(CareMeasure::CasesHeld, 2, -1));
    tell(2, staff(CareMeasure::Supervised, 8, 1));
    tell(1, staff(CareMeasure::Supervised, 9, 1));
    tell(12, once(CareMeasure::ReferralSent));
    tell(6, answered(CareMeasure::ReferralAcknowledged, ResponseTime::ResponseTime24Hours));
    tell(6, answered(CareMeasure::ReferralAcknowledged, ResponseTime::ResponseTime72Hours));
    tell(5, answered(CareMeasure::ReferralAccepted, ResponseTime::ResponseTime72Hours));
    tell(5, answered(CareMeasure::ReferralServed, ResponseTime::ResponseTime7Days));
    tell(6, once(CareMeasure::ReferralSettled));
    // A case that is closed: what it took comes in one message. Six were opened in October.
    for (number, lasted) in [CareMeasure::LastedTo1Month; 5]
        .into_iter()
        .chain([CareMeasure::LastedTo3Months; 6])
        .enumerate()
    {
        let opened = if number < 5 { 11 } else { 10 };
        told.push(vec![
            fact(CareMeasure::Closed, opened, 1),
            once(lasted),
            fact(CareMeasure::FollowUps, 11, 3),
            fact(CareMeasure::Referrals, 11, 2),
        ]);
    }
    told
}

/// A girl of 15, displaced and alone, raped at school in the afternoon by a schoolmate; at a health service within
/// 72 hours.
pub(crate) fn girl() -> IncidentFacts {
    IncidentFacts {
        age_step: AgeStep::AgeStep15To17.into(),
        part_of_day: PartOfDay::Afternoon.into(),
        displacement_status: DisplacementStatus::Idp.into(),
        displacement_stage: DisplacementStage::DuringFlight.into(),
        separation: Separation::UnaccompaniedMinor.into(),
        place_type: PlaceType::School.into(),
        referred_from: ReferralSource::TeacherSchool.into(),
        perpetrator_count: PerpetratorCount::One.into(),
        perpetrators: vec![PerpetratorFacts {
            age_group: PerpetratorAgeGroup::PerpetratorAgeGroup12To17.into(),
            relationship: Relationship::Schoolmate.into(),
            occupation: PerpetratorOccupation::Student.into(),
        }],
        sectors: vec![outcome(Sector::Health, SectorStatus::AlreadyReceived)],
        health_reach: HealthReach::HealthReach72Hours.into(),
        ..facts(IncidentType::Rape, AgeBand::AgeBand12To17, Sex::Female, 11)
    }
}

/// A woman of 30, raped at home in the evening by her husband, not for the first time; she came by herself, was
/// counselled and referred to legal aid, and no livelihood was to be had for her.
fn woman() -> IncidentFacts {
    IncidentFacts {
        age_band: AgeBand::AgeBand25To34.into(),
        age_step: AgeStep::AgeStep25To34.into(),
        report_delay: ReportDelay::ReportDelay5Days.into(),
        part_of_day: PartOfDay::EveningNight.into(),
        marital_status: MaritalStatus::MarriedCohabitating.into(),
        displacement_status: DisplacementStatus::Resident.into(),
        displacement_stage: DisplacementStage::NotDisplaced.into(),
        separation: 0,
        place_type: PlaceType::SurvivorHome.into(),
        previous_incidents: YesNo::Yes.into(),
        referred_from: ReferralSource::SelfReferred.into(),
        perpetrators: vec![PerpetratorFacts {
            age_group: PerpetratorAgeGroup::PerpetratorAgeGroup26To40.into(),
            relationship: Relationship::IntimatePartner.into(),
            occupation: PerpetratorOccupation::Farmer.into(),
        }],
        sectors: vec![
            outcome(Sector::Psychosocial, SectorStatus::ProvidedHere),
            outcome(Sector::Legal, SectorStatus::Referred),
            outcome(Sector::Livelihoods, SectorStatus::Unavailable),
        ],
        contexts: vec![IncidentContext::IntimatePartnerViolence.into()],
        health_reach: 0,
        ..girl()
    }
}

fn outcome(sector: Sector, status: SectorStatus) -> SectorOutcome {
    SectorOutcome { sector: sector.into(), status: status.into() }
}

fn incidents() -> Vec<IncidentFacts> {
    let mut all = vec![girl(); 5];
    all.extend(vec![woman(); 6]);
    // Neither what another organisation counts, nor what is not gender-based.
    all.push(IncidentFacts { counted_elsewhere: true, ..girl() });
    all.push(IncidentFacts { r#type: IncidentType::NonGbv.into(), ..girl() });
    all
}

/// The month as facts of streams from `base` on.
pub(crate) async fn history(world: &World, base: u128) -> Vec<(u128, Fact)> {
    let key = world.sealing_key().await;
    let key = SealingKey::new(&key.key_id, &key.public_key).expect("a public key");
    let mut told = Vec::new();
    for (n, facts) in (base..).zip(care()) {
        let sealed =
            key.seal("statistics.care", event_id(n), &CareFacts { facts, ..CareFacts::default() });
        let released = CareFactsReleased { facts: Some(sealed.expect("sealed")) };
        told.push((n, Fact::Case(Case::CareFactsReleased(released))));
    }
    for (n, incident) in (base + 500..).zip(incidents()) {
        told.push((n, released(n, sealed(world, n, &incident).await)));
    }
    told.extend((base + 600..base + 605).map(|n| (n, declined())));
    told
}

/// So many cases opened in a month of 2026, a message each.
pub(crate) async fn openings_of(
    world: &World,
    base: u128,
    month: i32,
    count: usize,
) -> Vec<(u128, Fact)> {
    let opened = fact(CareMeasure::Opened, month, 1);
    one_by_one(world, base, times(count, &opened).collect()).await
}

/// Facts of care, a message each.
pub(crate) async fn one_by_one(
    world: &World,
    base: u128,
    facts: Vec<CareFact>,
) -> Vec<(u128, Fact)> {
    let key = world.sealing_key().await;
    let key = SealingKey::new(&key.key_id, &key.public_key).expect("a public key");
    let told = (base..).zip(facts).map(|(n, one)| {
        let facts = CareFacts { facts: vec![one], ..CareFacts::default() };
        let sealed = key.seal("statistics.care", event_id(n), &facts).expect("sealed");
        (n, Fact::Case(Case::CareFactsReleased(CareFactsReleased { facts: Some(sealed) })))
    });
    told.collect()
}

/// An agency has no place.
fn declined() -> Fact {
    let referral = Some(ReferralRef { need: Need::LegalAid.into(), ..ReferralRef::default() });
    let reason = 1;
    Fact::Referral(Referral::ReferralDeclined(ReferralDeclined {
        referral,
        reason,
        never_sent: false,
    }))
}

/// How many messages of a history are counted: all but two incidents.
pub(crate) fn counted() -> usize {
    care().len() + 11 + 5
}

pub(crate) async fn tell(world: &World, centre: &str, history: &[(u128, Fact)]) {
    for (n, fact) in history {
        match fact {
            Fact::Case(_) => world.cases.publish(*n, centre, NOW, fact).await,
            Fact::Referral(_) => world.referrals.publish(*n, centre, NOW, fact).await,
        }
    }
}

/// An indicator's name, numerator, denominator and parts.
type Row = (&'static str, i64, Option<i64>, Vec<i64>);

/// What each indicator comes to, in the catalogue's order, worked out by hand.
fn expected() -> Vec<Row> {
    let mut all = vec![
        // 12 openings.
        ("number_of_cases", 12, None, vec![]),
        // 5 girls from 12 to 17 and 6 women from 25 to 34; unknown stands first.
        ("number_of_incidents", 11, None, vec![0, 0, 5, 0, 6, 0, 0]),
        // 5 within 3 days, 6 after 4 or 5 days.
        ("reporting_delay", 11, None, vec![5, 6, 0, 0, 0, 0, 0]),
        // 6 in time, 6 late, 12 - 6 - 6 = 0 not yet.
        ("assessment_status", 12, None, vec![6, 6, 0]),
        // 6 with a safety plan of 12 opened.
        ("completed_case_safety_plans", 6, Some(12), vec![]),
        // 7 with an action plan of 12.
        ("completed_case_action_plans", 7, Some(12), vec![]),
        // 5 of the 7 approved, of 12 opened.
        ("completed_supervisor_approved_case_action_plans", 5, Some(12), vec![]),
        // Psychosocial support 6, legal aid 5.
        ("services_provided", 11, None, vec![0, 0, 6, 0, 5, 0, 0, 0]),
        // 11 closed with 2 referrals each: 11 x 2.
        ("average_referrals", 22, Some(11), vec![]),
        // 11 x 3 follow-ups.
        ("average_followup_meetings_per_case", 33, Some(11), vec![]),
        // 5 of November's 12; the other 6 closed are October's.
        ("case_closure_rate", 5, Some(12), vec![]),
        // 5 within a month, 6 within three: 5 + 6.
        ("time_from_case_open_to_close", 11, None, vec![5, 6, 0, 0]),
        // One worker has 12 cases, another 3 - 1 = 2.
        ("case_load", 2, None, vec![1, 1, 0, 0]),
        // Two supervised, one of them twice; two workers.
        ("supervisor_to_caseworker_ratio", 2, Some(2), vec![]),
        // 8 of 8 + 5.
        ("client_satisfaction_rate", 8, Some(13), vec![]),
    ];
    all.extend(expected_of_incidents());
    all.extend(expected_of_the_pathway());
    all
}

/// So many parts, these of them above zero.
fn parts(count: usize, above: &[(usize, i64)]) -> Vec<i64> {
    let mut parts = vec![0; count];
    for (at, value) in above {
        parts[*at] = *value;
    }
    parts
}

/// 5 girls of 15, displaced and alone, raped at school in the afternoon; 6 women of 30 raped at home in the evening
/// by their husbands. Two more incidents are not counted.
fn expected_of_incidents() -> Vec<Row> {
    vec![
        // 5 girls and 6 women: 5 + 6.
        ("gbv_incidents", 11, None, vec![]),
        // The 6 women said yes, of 5 + 6.
        ("gbv_prior_incidents", 6, Some(11), vec![]),
        // Girls and women are female, 5 + 6; nobody is male.
        ("gbv_sex", 11, None, vec![11, 0]),
        // 0-11, 12-17, 18-49, 50 and over, unknown: 5 of 15 years and 6 of 30.
        ("gbv_age", 11, None, vec![0, 5, 6, 0, 0]),
        // 15 lies from 10 to 19 and 30 does not: the 5 girls of 5 + 6.
        ("gbv_adolescents", 5, Some(11), vec![]),
        // 6 married women; of the 5 girls it was not asked, and unknown stands last.
        ("gbv_marital_status", 11, None, vec![0, 6, 0, 0, 5]),
        // The women reside where they live, the girls are displaced within the country.
        ("gbv_displacement_status", 11, None, parts(8, &[(0, 6), (1, 5)])),
        // The women were not displaced, the girls were in flight, the third stage.
        ("gbv_displacement_stage", 11, None, parts(7, &[(0, 6), (2, 5)])),
        // Disability, unaccompanied, separated, vulnerable otherwise: the girls were unaccompanied; of 5 + 6.
        ("gbv_vulnerable_populations", 11, None, vec![0, 5, 0, 0]),
        // All 5 + 6 are rapes.
        ("gbv_sexual_violence", 11, Some(11), vec![]),
        // Rape stands first: 5 + 6.
        ("gbv_type", 11, None, parts(6, &[(0, 11)])),
        // Morning, afternoon, evening or night, unknown: the girls, then the women.
        ("gbv_time_of_day", 11, None, vec![0, 5, 6, 0]),
        // Violence by a partner stands first: the 6 women, of 5 + 6.
        ("gbv_case_context", 11, None, parts(6, &[(0, 6)])),
        // 5 girls within 3 days, 6 women on day 4 or 5.
        ("gbv_elapsed_time", 11, None, vec![5, 6, 0, 0, 0, 0]),
        // Every one of them was raped: as above, 5 and 6.
        ("gbv_elapsed_time_rape", 11, None, vec![5, 6, 0, 0, 0, 0]),
        // Only the girls had been at a health service.
        ("gbv_elapsed_time_rape_health", 5, None, vec![5, 0, 0, 0, 0, 0]),
        // School, the third place, 5; the survivor's home, the fifth, 6.
        ("gbv_location", 11, None, parts(17, &[(2, 5), (4, 6)])),
        // One perpetrator each: 5 + 6.
        ("gbv_perpetrator_number", 11, None, vec![11, 0, 0, 0, 0]),
        // Husbands, schoolmates.
        ("gbv_perpetrator_relationship", 11, None, parts(15, &[(0, 6), (4, 5)])),
        // 5 schoolmates of 12 to 17, 6 husbands of 26 to 40.
        ("gbv_perpetrator_age", 11, None, parts(8, &[(1, 5), (3, 6)])),
        // 5 pupils, 6 farmers.
        ("gbv_perpetrator_occupation", 11, None, parts(14, &[(1, 5), (2, 6)])),
        // The 6 women came by themselves, of 5 + 6.
        ("gbv_first_contact", 6, Some(11), vec![]),
        // By herself, the sixth, 6; sent by the school, the seventh, 5.
        ("gbv_referred_from", 11, None, parts(13, &[(5, 6), (6, 5)])),
        // The women were counselled here, of 5 + 6; what the girls had received already was not given here.
        ("gbv_services_provided", 11, None, parts(7, &[(2, 6)])),
        // The women were referred to legal aid, of 5 + 6; the girls to nobody.
        ("gbv_new_referrals", 11, None, parts(7, &[(3, 6)])),
    ]
}

/// 12 referrals sent, and what became of them; 11 rapes.
fn expected_of_the_pathway() -> Vec<Row> {
    vec![
        // 6 within 24 hours, 6 within 72: 12 - 6 - 6 = 0 not yet.
        ("time_to_acknowledge", 12, None, vec![6, 6, 0, 0, 0]),
        // 12 - 5 = 7 not yet.
        ("time_to_accept", 12, None, vec![0, 5, 0, 0, 7]),
        // 5 within 7 days, 12 - 5 = 7 not yet.
        ("time_to_serve", 12, None, vec![0, 0, 5, 0, 7]),
        // 6 settled of 12 sent.
        ("referral_loops_closed", 6, Some(12), vec![]),
        // 5 agencies had no place, the first of the reasons.
        ("referral_declines", 5, None, parts(7, &[(0, 5)])),
        // A livelihood was to be had for none of the 6 women, of 5 + 6.
        ("service_gaps", 11, None, parts(7, &[(5, 6)])),
        // The 5 girls within 72 hours; of the 6 women nothing is known.
        ("rape_at_health", 11, None, vec![5, 0, 0, 6]),
        // The 5 girls of 5 + 6 rapes.
        ("rape_at_health_72_hours", 5, Some(11), vec![]),
        // Who was there within 72 hours was there within 120: the same 5 of 11.
        ("rape_at_health_120_hours", 5, Some(11), vec![]),
        // Physical, sexual, psychological: the women were raped by their partners, the girls by others.
        ("sdg_5_2_1_form", 6, Some(11), vec![0, 6, 0]),
        // 15-19, 20-24, 25-34, 35-49, 50 and over: the 6 women are 30.
        ("sdg_5_2_1_age", 6, Some(11), vec![0, 0, 6, 0, 0]),
        // The 5 girls are 15, and their schoolmates no partners.
        ("sdg_5_2_2_age", 5, Some(11), vec![5, 0, 0, 0, 0]),
        // The same 5, at school.
        ("sdg_5_2_2_place", 5, Some(11), parts(17, &[(2, 5)])),
    ]
}

#[test]
fn every_indicator_has_a_golden_value_that_is_worked_out_in_a_comment() {
    let expected = expected();
    let named: Vec<&str> = expected.iter().map(|row| row.0).collect();
    let all: Vec<&str> = Indicator::ALL.iter().map(|indicator| indicator.code()).collect();
    assert_eq!(named, all, "an indicator without an expected value, or out of order");
    let lines: Vec<&str> = include_str!("indicators.rs").lines().map(str::trim).collect();
    for (code, numerator, _denominator, parts) in &expected {
        // A zero would be right of an indicator that counts nothing.
        let says = parts.is_empty() || parts.iter().any(|part| *part > 0);
        assert!(*numerator > 0 && says, "{code} is zero, which shows nothing");
        let row = format!("(\"{code}\", ");
        let at = lines.iter().position(|line| line.starts_with(&row)).expect("a row of its own");
        assert!(lines[at - 1].starts_with("// "), "{code} is not worked out in a comment");
    }
}

fn plain(values: &[IndicatorValue]) -> Vec<(&str, i64, Option<i64>, Vec<i64>)> {
    let of = |value| Option::unwrap_or(value, -1);
    let line = |value: &'_ IndicatorValue| {
        let parts = value.cells.iter().map(|cell| of(cell.count)).collect();
        (of(value.numerator), value.denominator, parts)
    };
    values
        .iter()
        .map(|value| {
            let (numerator, denominator, parts) = line(value);
            let code = value.indicator.strip_prefix("indicators/").expect("a name");
            (code, numerator, denominator, parts)
        })
        .collect()
}

/// Waits until all is counted, and a moment longer: what is counted twice would show.
async fn settles(world: &World, centre: &'static str) {
    world.stored(centre, "care_counted.v2", counted()).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    world.end_week().await;
    assert_eq!(plain(&world.indicators(centre, "2026-11").await), expected());
}

async fn every_indicator_comes_to_what_was_worked_out_by_hand(on: On) {
    let world = World::start(on).await;
    tell(&world, "ogou-1", &history(&world, 1_000).await).await;
    settles(&world, "ogou-1").await;

    // In the month before, two of the closed cases' openings are not among what was told.
    let october = world.indicators("ogou-1", "2026-10").await;
    assert_eq!((october[0].numerator, october[0].withheld), (Some(0), false));
    // A case that is held in November is held in December too.
    let december = world.indicators("ogou-1", "2026-12").await;
    assert_eq!(december[12].numerator, Some(2));
    // Another centre has nothing, and a small number is withheld with its parts.
    let few = history(&world, 5_000).await;
    tell(&world, "kara-2", &few[..4]).await;
    world.stored("kara-2", "care_counted.v2", 4).await;
    world.end_week().await;
    let values = world.indicators("kara-2", "2026-11").await;
    assert_eq!(
        (values[0].numerator, values[4].numerator, values[4].denominator),
        (None, None, None)
    );
    assert!(values[3].withheld && values[3].cells.iter().all(|cell| cell.count.is_none()));
    world.end().await;
}

#[expect(clippy::cognitive_complexity, reason = "one story, told from its beginning to its end")]
async fn a_week_gives_the_same_answer_for_ever(on: On) {
    let world = World::start(on).await;
    let asked = |week: &str| ListIndicatorValuesRequest {
        parent: "centres/ogou-1".to_owned(),
        from_month: "2026-10".to_owned(),
        to_month: "2026-11".to_owned(),
        page_size: 1_000,
        week: week.to_owned(),
        ..ListIndicatorValuesRequest::default()
    };
    tell(&world, "ogou-1", &history(&world, 1_000).await).await;
    world.stored("ogou-1", "care_counted.v2", counted()).await;
    // The open week tells nothing: the answer is that of the week that had ended when it began.
    let open = world.indicator_values_as(MANAGER, asked("")).await.expect("values");
    assert_eq!(open.week, "2026-11-16");
    assert!(open.values.iter().all(|value| value.numerator == Some(0)));
    world.end_week().await;
    let first = world.indicator_values_as(MANAGER, asked("")).await.expect("values");
    assert_eq!(first.week, "2026-11-23");
    assert!(first.log_position > open.log_position);
    assert_ne!(first.values, open.values);

    tell(&world, "ogou-1", &history(&world, 5_000).await).await;
    world.stored("ogou-1", "care_counted.v2", 2 * counted()).await;
    let again = world.indicator_values_as(MANAGER, asked("")).await.expect("values");
    assert_eq!(again, first, "what was counted since is not told");
    world.end_week().await;
    let second = world.indicator_values_as(MANAGER, asked("")).await.expect("values");
    assert_eq!(second.week, "2026-11-30");
    assert_ne!(second.values, first.values);
    for (week, answer) in [("2026-11-16", &open), ("2026-11-23", &first)] {
        let now = world.indicator_values_as(MANAGER, asked(week)).await.expect("values");
        assert_eq!(&now, answer, "{week}");
    }
    // A week that has not ended gives the last one that has; before the first there is nothing.
    let later = world.indicator_values_as(MANAGER, asked("2027-01-04")).await.expect("values");
    assert_eq!(later, second);
    let before = world.indicator_values_as(MANAGER, asked("2026-01-05")).await.expect("values");
    assert_eq!((before.week.as_str(), before.values.len()), ("", 0));
    let refused = world.indicator_values_as(MANAGER, asked("2026-11-24")).await;
    assert_eq!(refused.expect_err("no Monday").code(), tonic::Code::InvalidArgument);
    world.end().await;
}

async fn what_comes_again_or_in_another_order_changes_nothing(on: On) {
    let mut world = World::start(on).await;
    let mut history = history(&world, 1_000).await;
    history.reverse();
    tell(&world, "ogou-1", &history).await;
    settles(&world, "ogou-1").await;
    // The broker comes back with an empty disk: everything is published again.
    world.broker.kill().await;
    world.broker.lose_disk();
    world.broker.run().await;
    let after = self::history(&world, 5_000).await;
    tell(&world, "kara-2", &after).await;
    settles(&world, "kara-2").await;
    settles(&world, "ogou-1").await;
    world.end().await;
}

async fn sums_rebuilt_from_the_log_equal_the_live_ones(on: On) {
    let world = World::start(on).await;
    tell(&world, "ogou-1", &history(&world, 1_000).await).await;
    settles(&world, "ogou-1").await;
    for projection in world.projections() {
        let compared = compare(&world.host.store, projection.as_ref()).await.expect("rebuilds");
        assert!(compared.expect("it was built").is_equal());
    }
    // PRIVACY: neither the published events' ids nor a case's stand in what was stored.
    let events = world.host.store.read_log(0, 1_000).await.expect("reads");
    let bytes: Vec<u8> = events.into_iter().flat_map(|event| event.payload).collect();
    for known in (1_000..1_120).chain(1_500..1_513).map(event_id) {
        let text = known.to_string();
        assert!(!bytes.windows(text.len()).any(|window| window == text.as_bytes()));
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_catalogue_is_told_in_french_and_in_english() {
    let world = World::start(On::Sqlite).await;
    let asked =
        |size, token: &str| ListIndicatorsRequest { page_size: size, page_token: token.to_owned() };
    let french = world.indicators_as(MANAGER, "fr", asked(100, "")).await.expect("a catalogue");
    let english = world.indicators_as(MANAGER, "en", asked(100, "")).await.expect("a catalogue");
    assert_eq!((french.indicators.len(), french.next_page_token.as_str()), (53, ""));
    assert_eq!(french.indicators[0].title, "Nombre de dossiers");
    assert_eq!(english.indicators[0].title, "Number of cases");
    for (one, other) in french.indicators.iter().zip(&english.indicators) {
        assert_eq!((&one.name, one.parts.len()), (&other.name, other.parts.len()));
    }
    let first = world.indicators_as(MANAGER, "en", asked(50, "")).await.expect("a page");
    let last = world.indicators_as(MANAGER, "en", asked(50, &first.next_page_token)).await;
    assert_eq!(last.expect("a page").indicators, english.indicators[50..]);
    world.end().await;
}
