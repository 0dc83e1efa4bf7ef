//! The subforms of the minimum data set, and how long ago it was: told, sealed, read back, corrected; and what
//! was sealed before they were asked for reads still.

use std::time::Duration;

use sentier_cases_domain::case::care::Findings;
use sentier_cases_domain::case::care::codes::Area;
use sentier_cases_domain::clock::HoursSince as Hours;
use sentier_cases_domain::minimum::{Circumstances as Stored, ReferralSource as Source};
use sentier_proto::cases::v1::get_case_request::View;
use sentier_proto::cases::v1::{
    AssessmentArea, Circumstances, CorrectIncidentRequest, EarlierReport, Finding, GetCaseRequest,
    HoursSince, RecordAssessmentRequest, RecordIncidentRequest, ReferralSource, ReportedElsewhere,
    Sector, SectorDetail, TimeOfDay,
};
use sentier_proto::common::v1::Date;
use tonic::Code;

use crate::care::requests::assessment;
use crate::world::*;

/// Words that must be found nowhere they do not belong.
const PROVIDER: &str = "Dispensaire Agbonou-Test";
const NOTES: &str = "ask for sister Ablavi, word: gboma";

fn told() -> Circumstances {
    let mut told = circumstances();
    told.reported_elsewhere = ReportedElsewhere::OtherOrganisation.into();
    told.earlier_reports = vec![EarlierReport {
        provider_type: ReferralSource::Health.into(),
        provider: PROVIDER.to_owned(),
    }];
    told.sector_details = vec![SectorDetail {
        sector: Sector::Legal.into(),
        date: Some(Date { year: 2027, month: 1, day: 5 }),
        time: Some(TimeOfDay { hours: 9, minutes: 30 }),
        provider: PROVIDER.to_owned(),
        place: "Atakpamé".to_owned(),
        notes: NOTES.to_owned(),
    }];
    told.perpetrators[1].secondary = true;
    told
}

fn with(case: &str, told: Circumstances) -> RecordIncidentRequest {
    RecordIncidentRequest { circumstances: Some(told), ..incident(case) }
}

async fn who_serves_her_and_where_it_was_reported_is_kept_sealed_and_corrected(on: On) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.record_incident(with(&case, told())).await.expect("records");
    let read = file(&mut akouvi, &case).await.incidents.remove(0);
    assert_eq!(read.circumstances, Some(told()));

    let mut changed = told();
    "Anié".clone_into(&mut changed.sector_details[0].place);
    let paths = ["circumstances.sector_details", "circumstances.earlier_reports"];
    let asked = CorrectIncidentRequest {
        circumstances: Some(changed.clone()),
        ..correct_incident(&read.name, &paths)
    };
    world.corrections(AKOUVI, "caseworker").correct_incident(asked).await.expect("corrects");
    let read = file(&mut akouvi, &case).await;
    assert_eq!(read.incidents[0].circumstances, Some(changed));
    assert_eq!(read.corrections[0].fields, ["circumstances.sector_details"]);
    world.stop().await;
    for word in [PROVIDER, "gboma"] {
        world.nothing_holds(word);
    }
}

#[tokio::test]
async fn who_serves_her_and_where_it_was_reported_is_kept_sealed_and_corrected_on_sqlite() {
    Box::pin(who_serves_her_and_where_it_was_reported_is_kept_sealed_and_corrected(On::Sqlite))
        .await;
}

#[tokio::test]
async fn who_serves_her_and_where_it_was_reported_is_kept_sealed_and_corrected_on_postgres() {
    Box::pin(who_serves_her_and_where_it_was_reported_is_kept_sealed_and_corrected(On::Postgres))
        .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_subform_is_named_by_its_place() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let mut wrong = told();
    wrong.reported_elsewhere = ReportedElsewhere::No.into();
    wrong.earlier_reports[0].provider_type = ReferralSource::SelfReferred.into();
    wrong.earlier_reports.push(EarlierReport::default());
    wrong.sector_details[0].date = Some(Date { year: 2027, month: 2, day: 30 });
    wrong.sector_details[0].time = Some(TimeOfDay { hours: 24, minutes: 0 });
    wrong.sector_details.push(SectorDetail {
        sector: Sector::Health.into(),
        notes: "x".repeat(501),
        ..SectorDetail::default()
    });
    let status = akouvi.record_incident(with(&case, wrong)).await.expect_err("refused");
    assert_eq!(status.code(), Code::InvalidArgument);
    let of = |path: &str| format!("circumstances.{path}");
    assert_eq!(
        fields(&status),
        [
            of("earlier_reports"),
            of("earlier_reports[0].provider_type"),
            of("earlier_reports[1].provider_type"),
            of("sector_details[0].date"),
            of("sector_details[0].time"),
            of("sector_details[1].notes"),
        ]
    );
    let mut twice = told();
    twice.sector_details.push(twice.sector_details[0].clone());
    let status = akouvi.record_incident(with(&case, twice)).await.expect_err("refused");
    assert_eq!(fields(&status), [of("sector_details[1].sector")]);
}

fn health(assessment: &mut RecordAssessmentRequest) -> &mut Finding {
    let mut findings = assessment.findings.iter_mut();
    findings.find(|it| it.area() == AssessmentArea::Health).expect("her health")
}

/// What the file says of her health, assessment by assessment.
async fn since(client: &mut Client, case: &str) -> Vec<Option<HoursSince>> {
    let care = file(client, case).await.care.expect("care");
    let of = |one: &sentier_proto::cases::v1::Assessment| {
        let told: Vec<_> = one.findings.iter().filter_map(|it| it.hours_since_incident).collect();
        assert!(told.len() <= 1, "only her health has hours");
        told.first().copied()
    };
    care.assessments.iter().map(of).collect()
}

#[tokio::test]
async fn hours_since_the_incident_are_told_until_one_is_recorded_and_follow_from_it_then() {
    let world = World::start(On::Sqlite).await;
    let (mut akouvi, mut care) = (world.caseworker(), world.care(AKOUVI, "caseworker"));
    let case = opened(&mut akouvi).await;
    let hours = |least, most| Some(HoursSince { least, most, told: true });

    let mut wrong = assessment(&case, None);
    wrong.findings[0].hours_since_incident = hours(1, 2);
    health(&mut wrong).hours_since_incident = hours(5, 2);
    let status = care.record_assessment(wrong).await.expect_err("refused");
    assert_eq!(
        fields(&status),
        ["findings[0].hours_since_incident", "findings[1].hours_since_incident"]
    );
    let mut by_hand = assessment(&case, None);
    health(&mut by_hand).hours_since_incident = hours(20, 30);
    care.record_assessment(by_hand.clone()).await.expect("assesses");
    assert_eq!(since(&mut akouvi, &case).await, [hours(20, 30)]);

    // Yesterday, at a time that she knows.
    world.clock.advance(Duration::from_hours(2));
    let now = world.clock.now();
    let happened = now.minus(Duration::from_hours(26)).to_datetime();
    let mut known = incident(&case);
    known.date = Some(sentier_platform::grpc::date(happened.date()));
    known.date_estimated = false;
    let time = TimeOfDay { hours: happened.hour().into(), minutes: happened.minute().into() };
    known.circumstances = Some(Circumstances { time: Some(time), ..circumstances() });
    akouvi.record_incident(known).await.expect("records");
    by_hand.request_id = request_id();
    let refused = care.record_assessment(by_hand).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::FailedPrecondition, "HOURS_KNOWN".to_owned()));
    world.clock.advance(Duration::from_hours(4));
    care.record_assessment(assessment(&case, None)).await.expect("assesses");
    let told = since(&mut akouvi, &case).await;
    assert_eq!(told[0], hours(20, 30), "what was told stands");
    assert_eq!(told[1], Some(HoursSince { least: 30, most: 31, told: false }));

    // The form's view says it as of now, and no more of the incident than its limits.
    world.clock.advance(Duration::from_hours(1));
    let view = GetCaseRequest { view: View::Clocks.into(), ..read(&case) };
    let read = akouvi.get_case(view).await.expect("reads").into_inner().incidents.remove(0);
    assert_eq!(read.hours_since, Some(HoursSince { least: 31, most: 32, told: false }));
    assert!(read.date.is_none() && read.circumstances.is_none());
}

/// As it was sealed before hours and subforms were asked for, and since.
#[test]
fn what_was_sealed_before_reads_still_and_what_is_sealed_today_keeps_its_shape() {
    let before = r#"{"health":{"concern":"urgent","note":"him"}}"#;
    let today =
        r#"{"health":{"concern":"urgent","note":"him","hours_since":{"least":20,"most":30}}}"#;
    let read = |text: &str| serde_json::from_str::<Findings>(text).expect("reads");
    assert_eq!(read(before).0[&Area::Health].hours_since, None);
    let hours = Some(Hours { least: 20, most: 30 });
    assert_eq!(read(today).0[&Area::Health].hours_since, hours);
    for text in [before, today] {
        assert_eq!(serde_json::to_string(&read(text)).expect("writes"), text);
    }

    let before = r#"{"town":"Anié","sectors":{"legal":"referred"}}"#;
    let read: Stored = serde_json::from_str(before).expect("reads");
    assert!(read.earlier_reports.is_empty() && read.sector_details.is_empty());
    assert_eq!(read.sectors.len(), 1);
    let today = r#"{"earlier_reports":[{"provider_type":"health","provider":"A"}],"sector_details":{"legal":{"date":[2027,1,5],"time":[9,30],"provider":"A","place":"B","notes":"C"}}}"#;
    let read: Stored = serde_json::from_str(today).expect("reads");
    assert_eq!(read.earlier_reports[0].provider_type, Source::Health);
    let written = serde_json::to_value(&read).expect("writes");
    let golden: serde_json::Value = serde_json::from_str(today).expect("JSON");
    assert_eq!(written["earlier_reports"], golden["earlier_reports"]);
    assert_eq!(written["sector_details"], golden["sector_details"]);
}
