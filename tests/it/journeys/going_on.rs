//! From an acceptance on: an appointment, messages, a service; and who must not know of it.

use std::time::Duration;

use sentier::demo::play::{Client, Stage};
use sentier::demo::world::AgencyKind;
use sentier_platform::clock::Clock;
use sentier_platform::grpc::timestamp;
use sentier_platform::ids::new_id;
use sentier_proto::access::v1::access_service_client::AccessServiceClient;
use sentier_proto::access::v1::{ListStaffRequest, StaffRole};
use sentier_proto::cases::v1::ExcludeStaffRequest;
use sentier_proto::cases::v1::case_referral::Progress;
use sentier_proto::cases::v1::safeguard_service_client::SafeguardServiceClient;
use sentier_proto::referrals::v1::lifecycle_service_client::LifecycleServiceClient;
use sentier_proto::referrals::v1::messages_service_client::MessagesServiceClient;
use sentier_proto::referrals::v1::{
    ListMessagesRequest, Message, ScheduleReferralRequest, SendMessageRequest, StartServiceRequest,
};
use sentier_tests::system::{On, Whole};
use sentier_tests::wait::wait_for;
use tonic::{Code, Status};

use super::path::{Case, progress, refer};

#[tokio::test(flavor = "multi_thread")]
async fn a_referral_goes_on_after_its_acceptance_on_sqlite() {
    going_on(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_referral_goes_on_after_its_acceptance_on_postgres() {
    going_on(On::Postgres).await;
}

async fn going_on(on: On) {
    let whole = Whole::start(on).await;
    let stage = whole.stage().await;
    let hospital = &stage.agency(AgencyKind::Hospital).expect("a hospital").client;
    let case = refer(&stage, "agbélé03").await;
    wait_for("the referral to arrive", async || hospital.accept(&case.referral).await.ok()).await;

    scheduled(hospital, &case).await;
    progress(&stage, &case, Progress::Scheduled).await;
    written(&stage, hospital, &case).await;
    let start = StartServiceRequest {
        name: case.referral.clone(),
        request_id: new_id().to_string(),
        expected_version: None,
    };
    let start = hospital.signed(start).await.expect("a credential");
    LifecycleServiceClient::new(hospital.channels.referrals.clone())
        .start_service(start)
        .await
        .expect("starts");
    progress(&stage, &case, Progress::InService).await;
    hidden(&stage, &case).await;
    withdrawn(&stage, hospital, &case).await;
    whole.stop().await;
}

async fn scheduled(hospital: &Client, case: &Case) {
    let at = Clock::system().now().plus(Duration::from_hours(24));
    let schedule = ScheduleReferralRequest {
        name: case.referral.clone(),
        request_id: new_id().to_string(),
        expected_version: None,
        appointment_time: Some(timestamp(at)),
        text: "porte 3".to_owned(),
    };
    let schedule = hospital.signed(schedule).await.expect("a credential");
    LifecycleServiceClient::new(hospital.channels.referrals.clone())
        .schedule_referral(schedule)
        .await
        .expect("schedules");
}

async fn read(reader: &Client, case: &Case) -> Result<Vec<Message>, Status> {
    let asked = ListMessagesRequest { parent: case.referral.clone(), ..<_>::default() };
    let asked = reader.signed(asked).await.expect("a credential");
    let mut client = MessagesServiceClient::new(reader.channels.referrals.clone());
    Ok(client.list_messages(asked).await?.into_inner().messages)
}

/// Her caseworker asks, and both read what both wrote.
async fn written(stage: &Stage, hospital: &Client, case: &Case) {
    let worker = &stage.caseworkers[0];
    let question = SendMessageRequest {
        parent: case.referral.clone(),
        request_id: new_id().to_string(),
        text: "Peut-elle venir accompagnée ?".to_owned(),
    };
    let question = worker.signed(question).await.expect("a credential");
    MessagesServiceClient::new(worker.channels.referrals.clone())
        .send_message(question)
        .await
        .expect("writes");
    for reader in [worker, &stage.supervisor, hospital] {
        let texts: Vec<_> =
            read(reader, case).await.expect("reads").into_iter().map(|one| one.text).collect();
        assert_eq!(texts, ["Peut-elle venir accompagnée ?", "porte 3"]);
    }
    let other = stage.caseworkers.last().expect("another");
    let refused = read(other, case).await.expect_err("not her case");
    assert_eq!(refused.code(), Code::NotFound);
}

/// A supervisor with a conflict of interest finds no referral of the case from that moment on.
async fn hidden(stage: &Stage, case: &Case) {
    let worker = &stage.caseworkers[0];
    let found = stage.supervisor.find_referral(&case.referral).await.expect("an answer");
    assert!(found.is_some());
    let staff = ListStaffRequest { parent: stage.centre.clone(), ..<_>::default() };
    let staff = worker.signed(staff).await.expect("a credential");
    let staff = AccessServiceClient::new(worker.channels.access.clone()).list_staff(staff).await;
    let staff = staff.expect("lists").into_inner().staff;
    let supervisors =
        staff.iter().filter(|one| one.roles().any(|role| role == StaffRole::Supervisor));
    for supervisor in supervisors {
        let exclude = ExcludeStaffRequest {
            name: case.name.clone(),
            request_id: new_id().to_string(),
            expected_version: None,
            staff: supervisor.name.clone(),
            reason: "parente".to_owned(),
        };
        let exclude = worker.signed(exclude).await.expect("a credential");
        SafeguardServiceClient::new(worker.channels.cases.clone())
            .exclude_staff(exclude)
            .await
            .expect("excludes");
    }
    let found = stage.supervisor.find_referral(&case.referral).await.expect("an answer");
    assert!(found.is_none(), "her referral is not there for who must not know of the case");
    let refused = read(&stage.supervisor, case).await.expect_err("hidden");
    assert_eq!(refused.code(), Code::NotFound);
    assert!(worker.find_referral(&case.referral).await.expect("an answer").is_some());
}

/// She withdraws: what was written cannot be read any more, by anybody.
async fn withdrawn(stage: &Stage, hospital: &Client, case: &Case) {
    let worker = &stage.caseworkers[0];
    worker.withdraw_consent(&case.consent).await.expect("withdraws");
    progress(stage, case, Progress::Revoked).await;
    for reader in [worker, hospital] {
        wait_for("the words to be gone", async || {
            let refused = read(reader, case).await.err()?;
            (refused.code() == Code::FailedPrecondition).then_some(())
        })
        .await;
    }
}
