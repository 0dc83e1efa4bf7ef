//! A case is opened and read.

use sentier_proto::cases::v1::case::State;
use tonic::Code;

use crate::world::*;

async fn a_case_opens_and_reads_back(on: On) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let opened = akouvi.open_case(open_case()).await.expect("opens").into_inner();
    let case = opened.case.expect("a case");
    assert_eq!(case.version, 1);
    assert_eq!(case.state(), State::Open);
    assert!(case.survivor_code.starts_with("OG1-"), "{}", case.survivor_code);
    assert_eq!(case.caseworker, format!("centres/{CENTRE}/staff/{AKOUVI}"));
    let read = file(&mut akouvi, &case.name).await;
    assert_eq!(read.survivor, Some(survivor()));
    assert_eq!(read.case, Some(case));
    world.stop().await;
}

#[tokio::test]
async fn a_case_opens_and_reads_back_on_sqlite() {
    Box::pin(a_case_opens_and_reads_back(On::Sqlite)).await;
}

#[tokio::test]
async fn a_case_opens_and_reads_back_on_postgres() {
    Box::pin(a_case_opens_and_reads_back(On::Postgres)).await;
}

#[tokio::test]
async fn nobody_opens_a_case_without_a_credential() {
    let world = World::start(On::Sqlite).await;
    let refused = world.anonymous().open_case(open_case()).await.expect_err("refused");
    assert_eq!(refused.code(), Code::Unauthenticated);
}
