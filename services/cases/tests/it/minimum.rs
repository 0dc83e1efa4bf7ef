//! The GBVIMS minimum data set: what intake asks, when it must be answered, and how it is read back.

use sentier_proto::cases::v1::{
    ChildSurvivor, Circumstances, Consent, ConsentGiving, IncidentAnswers, IncidentContext,
    Relationship, Separation, Survivor, SurvivorProfile, TimeOfDay, YesNo, consent_giving,
};
use sentier_proto::common::v1::{ConsentPurpose, Date, FieldGroup};
use tonic::{Code, Response, Status};

use crate::world::*;

fn wrong<T>(answer: Result<Response<T>, Status>) -> Vec<String> {
    let status = answer.map(drop).expect_err("refused");
    assert_eq!(reason(&status), (Code::InvalidArgument, "INVALID_FIELDS".to_owned()));
    fields(&status)
}

/// A girl who was ten when the clock of these tests stands.
fn girl(profile: SurvivorProfile) -> Survivor {
    let birth_date = Some(Date { year: 2016, month: 1, day: 1 });
    Survivor { birth_date, birth_date_estimated: true, profile: Some(profile), ..survivor() }
}

async fn the_minimum_data_set_is_stored_sealed_and_reads_back(on: On) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let told = Circumstances {
        time: Some(TimeOfDay { hours: 22, minutes: 30 }),
        interview_date: Some(Date { year: 2024, month: 3, day: 2 }),
        ..circumstances()
    };
    let request = sentier_proto::cases::v1::RecordIncidentRequest {
        circumstances: Some(told.clone()),
        ..incident(&case)
    };
    akouvi.record_incident(request).await.expect("records");
    akouvi.record_incident(incident(&case)).await.expect("records a second one");
    let read = file(&mut akouvi, &case).await;
    assert_eq!(read.survivor, Some(survivor()));
    assert_eq!(read.incidents.len(), 2);
    assert_eq!(read.incidents[0].circumstances, Some(told));
    assert_eq!(read.incidents[1].circumstances, Some(circumstances()));
    for incident in &read.incidents {
        let found: Vec<_> = incident.contexts().collect();
        assert_eq!(found, [IncidentContext::IntimatePartnerViolence]);
    }
    let code = read.case.expect("a case").caseworker_code;
    assert!(code.starts_with("OG1-W-"), "{code}");
    world.stop().await;
    for (path, bytes) in world.files() {
        for word in [TOWN, ETHNICITY] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{path} holds {word}");
        }
    }
}

#[tokio::test]
async fn the_minimum_data_set_is_stored_sealed_and_reads_back_on_sqlite() {
    Box::pin(the_minimum_data_set_is_stored_sealed_and_reads_back(On::Sqlite)).await;
}

#[tokio::test]
async fn the_minimum_data_set_is_stored_sealed_and_reads_back_on_postgres() {
    Box::pin(the_minimum_data_set_is_stored_sealed_and_reads_back(On::Postgres)).await;
}

#[tokio::test]
async fn what_is_required_follows_from_consent_and_age_and_each_field_is_named() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    // An anonymous intake: her sex, and nothing else.
    let mut anonymous = open_case();
    anonymous.survivor = Some(Survivor { sex: survivor().sex, ..Survivor::default() });
    akouvi.open_case(anonymous.clone()).await.expect("opens");
    // The same, when she also agrees to be counted.
    anonymous.request_id = request_id();
    anonymous.statistics_giving = Some(giving());
    assert_eq!(
        wrong(akouvi.open_case(anonymous).await),
        [
            "survivor.birth_date",
            "survivor.profile.marital_status",
            "survivor.profile.displacement_status",
            "survivor.profile.disability",
        ]
    );
    // A child, of whom nothing but her age is told, and then something.
    let mut minor = open_case();
    let child = ["survivor.profile.separation", "survivor.profile.child"];
    for told in [SurvivorProfile::default(), profile()] {
        minor.survivor = Some(girl(told));
        assert_eq!(wrong(akouvi.open_case(minor.clone()).await), child);
    }
    let at_home = ChildSurvivor { lives_alone: YesNo::No.into(), ..ChildSurvivor::default() };
    let told =
        SurvivorProfile { separation: Separation::No.into(), child: Some(at_home), ..profile() };
    minor.survivor = Some(girl(told));
    let carer = ["survivor.profile.child.carer_relation"];
    assert_eq!(wrong(akouvi.open_case(minor).await), carer);
}

#[tokio::test]
async fn an_incident_under_a_consent_to_statistics_is_whole_and_without_one_may_be_short() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let short = |case: &str| sentier_proto::cases::v1::RecordIncidentRequest {
        circumstances: None,
        ..incident(case)
    };
    let quiet = opened(&mut akouvi).await;
    akouvi.record_incident(short(&quiet)).await.expect("records");

    let mut counted = open_case();
    counted.statistics_giving = Some(giving());
    let case = akouvi.open_case(counted).await.expect("opens").into_inner().case.expect("a case");
    let consents: Vec<_> = case.consents.iter().map(Consent::purpose).collect();
    assert_eq!(consents, [ConsentPurpose::Statistics]);
    let missing = wrong(akouvi.record_incident(short(&case.name)).await);
    assert_eq!(missing.len(), 10, "{missing:?}");
    assert!(missing.iter().all(|field| field.starts_with("circumstances.")));
    akouvi.record_incident(incident(&case.name)).await.expect("records");
}

#[tokio::test]
async fn every_wrong_value_of_the_minimum_data_set_is_named() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let mut request = open_case();
    request.survivor = Some(Survivor {
        profile: Some(SurvivorProfile {
            ethnicity: "x".repeat(201),
            dependant_count: Some(100),
            marital_status: 99,
            child: Some(ChildSurvivor { carer_relation: -1, ..ChildSurvivor::default() }),
            ..SurvivorProfile::default()
        }),
        ..survivor()
    });
    assert_eq!(
        wrong(akouvi.open_case(request).await),
        [
            "survivor.profile.ethnicity",
            "survivor.profile.dependant_count",
            "survivor.profile.marital_status",
            "survivor.profile.child.carer_relation",
        ]
    );
    let case = opened(&mut akouvi).await;
    let mut told = incident(&case);
    told.circumstances = Some(Circumstances {
        time: Some(TimeOfDay { hours: 24, minutes: 0 }),
        place_type: 17,
        interview_date: Some(Date { year: 2150, month: 1, day: 1 }),
        perpetrators: vec![
            perpetrator(Relationship::NoRelation),
            sentier_proto::cases::v1::Perpetrator::default(),
        ],
        ..circumstances()
    });
    assert_eq!(
        wrong(akouvi.record_incident(told).await),
        [
            "circumstances.time",
            "circumstances.place_type",
            "circumstances.interview_date",
            "circumstances.perpetrators[1].sex",
            "circumstances.perpetrators[1].age_group",
            "circumstances.perpetrators[1].relationship",
        ]
    );
}

#[tokio::test]
async fn a_late_report_of_childhood_abuse_is_abuse_of_a_child() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    // Born in 1999, told today, happened in 2010.
    let case = opened(&mut akouvi).await;
    let mut told = incident(&case);
    told.date = Some(Date { year: 2010, month: 6, day: 1 });
    told.answers = Some(IncidentAnswers {
        penetration: true,
        gender_based: true,
        ..IncidentAnswers::default()
    });
    akouvi.record_incident(told).await.expect("records");
    let read = file(&mut akouvi, &case).await;
    let found: Vec<_> = read.incidents[0].contexts().collect();
    assert!(found.contains(&IncidentContext::ChildSexualAbuse), "{found:?}");
}

#[tokio::test]
async fn who_may_consent_for_a_child_follows_from_her_age() {
    use consent_giving::{Age, BestInterest, By};
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let mut minor = open_case();
    let alone = ChildSurvivor { lives_alone: YesNo::Unknown.into(), ..ChildSurvivor::default() };
    minor.survivor = Some(girl(SurvivorProfile { child: Some(alone), ..profile() }));
    let case =
        akouvi.open_case(minor).await.expect("opens").into_inner().case.expect("a case").name;
    let grant = |giving: ConsentGiving| {
        let mut request = statistics(&case);
        request.giving = Some(giving);
        let mut client = akouvi.clone();
        async move { client.grant_consent(request).await }
    };
    // The file says how old she is: an adult's consent is not hers.
    assert_eq!(wrong(grant(giving()).await), ["giving.age"]);
    let mut to_hospital = services(&case, &[FieldGroup::Identity]);
    to_hospital.giving = Some(giving());
    assert_eq!(wrong(akouvi.clone().grant_consent(to_hospital).await), ["giving.age"]);
    let minor = ConsentGiving { age: Age::Age6To11.into(), ..giving() };
    assert_eq!(
        wrong(grant(minor.clone()).await),
        ["giving.by", "giving.assent", "giving.best_interest"]
    );
    let declined =
        ConsentGiving { by: By::Caregiver.into(), assent: YesNo::No.into(), ..minor.clone() };
    assert_eq!(wrong(grant(declined).await), ["giving.assent"]);
    let in_her_interest = ConsentGiving {
        by: By::TrustedAdult.into(),
        assent: YesNo::Yes.into(),
        best_interest: BestInterest::CaregiverInvolved.into(),
        ..minor
    };
    grant(in_her_interest.clone()).await.expect("grants");
    let read = file(&mut akouvi, &case).await;
    let given: Vec<_> = read.given_consents.into_iter().filter_map(|one| one.giving).collect();
    assert_eq!(given, [in_her_interest]);
}
