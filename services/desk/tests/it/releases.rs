//! The pages of releases, as the data owner sees them.

use sentier_proto::statistics::v1::download_release_request::Content;
use sentier_proto::statistics::v1::{
    ApproveRecordBatchRequest, ApproveSubscriptionRequest, DownloadReleaseRequest,
    RevokeSubscriptionRequest,
};

use crate::desk::Desk;
use crate::stub::facts::*;

#[tokio::test]
async fn the_data_owner_sees_who_receives_releases_and_approves_or_takes_back() {
    let desk = Desk::open().await;
    let mut manager = desk.browser_of("manu").await;
    let list = manager.get("/releases").await;
    assert!(list.says("Observatoire national") && list.says("Attend votre accord"));
    assert!(list.says("Rapport annuel"));
    assert!(list.says("Envois : 12, le dernier le "));
    assert!(list.says("Accordé par Mme afi, le "), "by name, not by id");
    assert!(list.says(&format!("/releases/{CASE}/approve")));
    assert!(!list.says(&format!("/releases/{STAFF}/approve")), "it is approved");

    let path = format!("/releases/{CASE}/approve");
    assert!(manager.get(&path).await.says("epsilon 2"));
    let page = manager.post(&path, &[]).await;
    assert_eq!(page.location(), "/releases?n=subscription-approved");
    let asked: Vec<ApproveSubscriptionRequest> = desk.stub.asked("approve_subscription");
    assert_eq!(asked[0].name, format!("subscriptions/{CASE}"));
    assert!(!asked[0].request_id.is_empty());

    let path = format!("/releases/{STAFF}/revoke");
    manager.get(&path).await;
    let page = manager.post(&path, &[("reason", "Fin du projet")]).await;
    assert_eq!(page.location(), "/releases?n=subscription-revoked");
    let asked: Vec<RevokeSubscriptionRequest> = desk.stub.asked("revoke_subscription");
    assert_eq!(asked[0].reason, "Fin du projet");
}

#[tokio::test]
async fn a_release_is_shown_with_its_noise_and_its_intervals() {
    let desk = Desk::open().await;
    let mut manager = desk.browser_of("manu").await;
    assert!(manager.get("/releases").await.says("/releases/region-2026-11"));
    let page = manager.get("/releases/region-2026-11").await;
    assert!(page.says("Grand Lomé") && page.says("30.8") && page.says("0.0 – 9.4"));
    assert!(page.says("−2.2"), "below zero is said as it is");
    assert!(page.says("Écart type du bruit : 4.7"));
}

#[tokio::test]
async fn a_release_is_saved_as_the_file_that_is_asked_for() {
    let desk = Desk::open().await;
    let mut manager = desk.browser_of("manu").await;
    let page = manager.get("/releases/region-2026-11").await;
    assert!(page.says("/releases/region-2026-11/file?form=table-parquet"));
    assert!(!page.says("form=records-csv"), "records are made of a quarter by region and type");
    let file = manager.get("/releases/region-2026-11/file?form=table-parquet").await;
    assert_eq!(file.header("content-type"), "application/vnd.apache.parquet");
    assert!(file.header("content-disposition").contains("region-2026-11.parquet"));
    assert!(file.says("PAR1 in two pieces"), "the pieces are put together");
    manager.get("/releases/region-2026-11/file?form=dictionary").await;
    let asked: Vec<DownloadReleaseRequest> = desk.stub.asked("download_release");
    let contents: Vec<Content> = asked.iter().map(DownloadReleaseRequest::content).collect();
    assert_eq!(contents, [Content::TableParquet, Content::DictionaryCsv]);
    assert_eq!(asked[0].name, "releases/region-2026-11");
}

#[tokio::test]
async fn a_batch_of_records_leaves_when_a_manager_approves_it_and_says_what_it_does_not_promise() {
    let desk = Desk::open().await;
    let mut manager = desk.browser_of("manu").await;
    let list = manager.get("/records").await;
    assert!(list.says("Attend votre accord") && list.says("Aucune garantie formelle."));
    assert!(list.says("Approuvé par Mme afi, le ") && !list.says(STAFF), "by name, not by id");
    let waits = list.body.split("/records/").find(|rest| rest.contains("/approve"));
    let quarter = waits.and_then(|rest| rest.split('/').next()).expect("a quarter").to_owned();
    let path = format!("/records/{quarter}/approve");
    let asked = manager.get(&path).await;
    assert!(asked.says("12 : Plateaux, moins de 18 ans, violence sexuelle"));
    assert!(asked.says("Votre nom reste") && asked.says("Aucune garantie formelle."));
    assert_eq!(manager.post(&path, &[]).await.location(), "/records?n=batch-approved");
    let asked: Vec<ApproveRecordBatchRequest> = desk.stub.asked("approve_record_batch");
    assert_eq!(asked[0].name, format!("recordBatches/{quarter}"));
    assert!(!asked[0].request_id.is_empty());
    let file = manager.get("/records/2026-Q3/file").await;
    assert!(file.header("content-disposition").contains("records-2026-Q3.csv"));
}
