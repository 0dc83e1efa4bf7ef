//! Batches of records: off by default, one a quarter, approved by name, and gone with the year's key.

use sentier_platform::auth::token::Kind;
use sentier_proto::cases::events::v1::{SurvivorCounted, SurvivorPerpetrator};
use sentier_proto::common::v1::{Date, IncidentType};
use sentier_proto::statistics::v1::record_batch::State;
use sentier_proto::statistics::v1::record_service_client::RecordServiceClient;
use sentier_proto::statistics::v1::{
    ApproveRecordBatchRequest, DownloadRecordBatchRequest, GetRecordBatchRequest, RecordBatch,
};
use sentier_test_support::databases::On;
use tonic::{Code, Status};
use uuid::Uuid;

use super::told::{counted, moment};
use crate::callers::Caller;
use crate::world::{World, on_both};

on_both!(
    a_quarter_is_released_once_by_name_and_what_is_small_waits_or_goes,
    a_carried_record_is_corrected_where_it_waits_and_a_withdrawal_takes_it_out,
);

impl World {
    fn records(&self) -> RecordServiceClient<tonic::transport::Channel> {
        RecordServiceClient::new(self.channel(Caller::Nobody))
    }

    async fn batch(&self, quarter: &str) -> Result<RecordBatch, Status> {
        let message = GetRecordBatchRequest { name: format!("recordBatches/{quarter}") };
        let request = self.now_as(Kind::Staff, Some("manager"), 22, message);
        let answer = self.records().get_record_batch(request).await?;
        Ok(answer.into_inner().batch.expect("a batch"))
    }

    async fn approve(&self, role: &str, request_id: u128) -> Result<RecordBatch, Status> {
        self.approve_quarter("2026-Q4", role, request_id).await
    }

    async fn approve_quarter(
        &self,
        quarter: &str,
        role: &str,
        request_id: u128,
    ) -> Result<RecordBatch, Status> {
        let message = ApproveRecordBatchRequest {
            name: format!("recordBatches/{quarter}"),
            request_id: Uuid::from_u128(request_id).to_string(),
        };
        let request = self.now_as(Kind::Staff, Some(role), 22, message);
        let answer = self.records().approve_record_batch(request).await?;
        Ok(answer.into_inner().batch.expect("a batch"))
    }

    /// What waits, and in which quarter.
    async fn waiting(&self) -> Vec<(String, String)> {
        let sql = "SELECT period, record FROM open_record ORDER BY record";
        let rows = self.host.store.database().fetch(sql, &[]).await.expect("rows");
        let read = rows.iter().map(|row| (row.text(0).expect("one"), row.text(1).expect("one")));
        read.collect()
    }

    async fn kept(&self) -> i64 {
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM open_record";
        let rows = self.host.store.database().fetch(sql, &[]).await.expect("rows");
        rows[0].i64(0).expect("a count")
    }
}

/// Girls of 12 to 17 or women of 18 to 24 by turns of perpetrators, all by physical assault.
fn told(n: u128) -> SurvivorCounted {
    let who = [
        SurvivorPerpetrator::Partner,
        SurvivorPerpetrator::Family,
        SurvivorPerpetrator::Unspecified,
    ];
    let perpetrator = who[usize::try_from(n % 3).expect("a place")].into();
    let age_band = if n <= 14 { 2 } else { 3 };
    // The last three are of another kind, and too few.
    let kind = if n > 24 { 1 } else { 3 };
    SurvivorCounted { perpetrator, age_band, r#type: kind, ..counted() }
}

#[expect(clippy::cognitive_complexity, reason = "one story, told from its beginning to its end")]
async fn a_quarter_is_released_once_by_name_and_what_is_small_waits_or_goes(on: On) {
    let world = World::start_with_records(on).await;
    for n in 1..=27 {
        world.tell(n, n, Some(told(n))).await;
    }
    // Told again, and of another incident: she stays one record.
    world.tell(40, 1, Some(told(1))).await;
    // One of 24 leaves while nothing is released.
    world.tell(41, 24, None).await;
    world.marked(27 + 29).await;
    assert_eq!(world.kept().await, 26);
    let open = world.batch("2026-Q4").await.expect("a batch");
    assert_eq!((open.state(), open.records, open.classes.len()), (State::Open, 0, 0));
    let early = world.approve("manager", 1).await.expect_err("not due");
    assert_eq!(early.code(), Code::FailedPrecondition);

    world.at(moment("2027-01-10T02:00:00Z")).await;
    let waits = world.batch("2026-Q4").await.expect("a batch");
    // 14 girls; 9 women are too few alone, and with nobody else of their region; 3 of another kind too.
    assert_eq!((waits.state(), waits.records, waits.carried), (State::Waiting, 26, 12));
    let said: Vec<_> = waits.classes.iter().map(|one| (one.ages.as_str(), one.count)).collect();
    assert_eq!(said, [("under_18", 14)]);
    for role in ["caseworker", "supervisor", "administrator"] {
        let refused = world.approve(role, 2).await.expect_err("refused");
        assert_eq!(refused.code(), Code::PermissionDenied, "{role}");
    }
    assert_eq!(world.batch_file().await.expect_err("not approved").code(), Code::NotFound);

    let released = world.approve("manager", 3).await.expect("approved");
    assert_eq!((released.state(), released.records), (State::Released, 14));
    assert!(released.approver.ends_with(&Uuid::from_u128(22).to_string()), "{}", released.approver);
    assert!(released.limits.contains("garantie") || released.limits.contains("guarantee"));
    // The fourth quarter is the year's last: what is left is not kept.
    assert_eq!(world.kept().await, 0);
    assert_eq!(world.approve("manager", 3).await.expect("the same"), released);
    assert_eq!(world.approve("manager", 4).await.expect("once"), released);
    assert_eq!(world.logged("record_batch_released.v1").await.len(), 1);
    let file = world.batch_file().await.expect("a file");
    let rows: Vec<&str> = file.lines().skip(1).collect();
    assert_eq!(rows.len(), 14);
    assert!(rows.iter().all(|row| *row == "2026-Q4,plateaux,under_18,physical,none (k=10 l=3)"));
    world.end().await;
}

impl World {
    async fn batch_file(&self) -> Result<String, Status> {
        let message = DownloadRecordBatchRequest { name: "recordBatches/2026-Q4".to_owned() };
        let request = self.now_as(Kind::Staff, Some("manager"), 22, message);
        let file = self.records().download_record_batch(request).await?.into_inner();
        Ok(String::from_utf8(file.content).expect("text"))
    }
}

async fn a_carried_record_is_corrected_where_it_waits_and_a_withdrawal_takes_it_out(on: On) {
    let world = World::start_with_records(on).await;
    world.at(moment("2027-02-15T12:00:00Z")).await;
    let register_month = Some(Date { year: 2027, month: 2, day: 1 });
    let hers = SurvivorCounted { register_month, ..counted() };
    for n in 1..=3 {
        world.tell(n, n, Some(hers.clone())).await;
    }
    world.marked(6).await;
    world.at(moment("2027-04-10T02:00:00Z")).await;
    // The quarter is closed and not approved: a correction corrects.
    let girl = SurvivorCounted { age_band: 2, ..hers.clone() };
    world.tell(11, 1, Some(girl.clone())).await;
    world.marked(7).await;
    let waiting = world.waiting().await;
    let quarters = |waiting: &[(String, String)]| -> Vec<String> {
        waiting.iter().map(|(quarter, _)| quarter.clone()).collect()
    };
    assert_eq!(quarters(&waiting), ["2027-Q1"; 3], "none is lost: {waiting:?}");
    assert_ne!(waiting[0].1, waiting[2].1, "one is a girl's now");
    // Three are too few: approved, they wait for the next quarter, and are corrected there.
    let approved = world.approve_quarter("2027-Q1", "manager", 3).await.expect("approved");
    assert_eq!((approved.records, approved.carried), (0, 3));
    world.tell(12, 2, Some(girl)).await;
    world.marked(8).await;
    let waiting = world.waiting().await;
    assert_eq!(quarters(&waiting), ["2027-Q2"; 3], "none is lost: {waiting:?}");
    let girls = |waiting: &[(String, String)]| {
        waiting.iter().filter(|(_, record)| record.contains("under_18")).count()
    };
    assert_eq!(girls(&waiting), 2, "{waiting:?}");
    // Who leaves takes her record out, and what is no violence any more is no record.
    world.tell(13, 3, None).await;
    world.tell(14, 2, Some(SurvivorCounted { r#type: IncidentType::NonGbv.into(), ..hers })).await;
    world.marked(10).await;
    let waiting = world.waiting().await;
    assert_eq!((waiting.len(), girls(&waiting)), (1, 1), "{waiting:?}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_installation_that_did_not_switch_records_on_keeps_and_tells_none() {
    let world = World::start(On::Sqlite).await;
    world.tell(1, 1, Some(counted())).await;
    world.marked(2).await;
    assert_eq!(world.kept().await, 0);
    let off = world.batch("2026-Q4").await.expect_err("off");
    assert_eq!(off.code(), Code::FailedPrecondition);
    let wrong = world.batch("2026-11").await.expect_err("no quarter");
    assert_eq!(wrong.code(), Code::InvalidArgument);
    world.end().await;
}
