//! Papers for the survivor, and the manager's work on files that come to their end.

use sentier_kernel::Category;
use sentier_proto::cases::v1::{
    ErasureGround, LiftHoldRequest, ListRetentionItemsRequest, OrderErasureRequest,
    SetErasureScheduleRequest, SetHoldRequest, StopErasureRequest,
    list_retention_items_request::View,
};

use crate::desk::Desk;
use crate::stub::facts::*;

#[tokio::test]
async fn the_report_says_who_read_or_changed_what_when_and_why() {
    let desk = Desk::open().await;
    let mut browser = desk.browser_of("sena").await;
    let page = browser.get(&format!("/cases/{CASE}/report")).await;
    assert_eq!(page.status, 200);
    for said in [CODE, "Dossier ouvert", "Lecture : identité, récit", "Pour l'accompagner"] {
        assert!(page.says(said), "{said}: {}", page.body);
    }
    for value in PERSONAL {
        assert!(!page.says(value));
    }
}

#[tokio::test]
async fn the_certificate_is_shown_as_it_was_signed() {
    let desk = Desk::open().await;
    let mut browser = desk.browser_of("sena").await;
    let page = browser.get(&format!("/cases/{CASE}/certificate")).await;
    assert!(page.body.contains("case: &#60;1&#62;"), "{}", page.body);
    assert!(page.says("À sa demande"));
    assert!(page.says("Clés détruites"));
}

#[tokio::test]
async fn a_manager_holds_lifts_and_orders() {
    let desk = Desk::open().await;
    let mut browser = desk.browser_of("manu").await;
    let page = browser.get(&format!("/retention?code={}", CODE.to_lowercase())).await;
    assert!(page.says("Clos quand elle était enfant"));
    let asked = desk.stub.asked::<ListRetentionItemsRequest>("list_retention_items");
    assert_eq!((asked[0].view(), asked[0].survivor_code.as_str()), (View::Code, CODE));

    let case = sentier_proto::name::case(CENTRE, CASE);
    browser.get(&format!("/retention/{CASE}/hold")).await;
    browser.post(&format!("/retention/{CASE}/hold"), &[("why", "Une enquête.")]).await;
    let held = desk.stub.asked::<SetHoldRequest>("set_hold");
    assert_eq!((held[0].name.as_str(), held[0].why.as_str()), (case.as_str(), "Une enquête."));
    let lift = format!("/retention/{CASE}/lift/{ENTRY}");
    browser.get(&lift).await;
    browser.post(&lift, &[("why", "Elle est close.")]).await;
    let lifted = desk.stub.asked::<LiftHoldRequest>("lift_hold");
    assert_eq!(lifted[0].hold, format!("{case}/entries/{ENTRY}"));
    let erase = format!("/retention/{CASE}/erase");
    browser.get(&erase).await;
    let page = browser.post(&erase, &[("ground", "ERASURE_GROUND_LEGAL_ORDER")]).await;
    assert!(page.location().starts_with(&format!("/cases/{CASE}/certificate")));
    let ordered = desk.stub.asked::<OrderErasureRequest>("order_erasure");
    assert_eq!(ordered[0].ground(), ErasureGround::LegalOrder);
    assert!(!ordered[0].request_id.is_empty());
}

#[tokio::test]
async fn a_manager_lets_the_schedule_erase_and_stops_one_erasure() {
    let desk = Desk::open().await;
    let mut browser = desk.browser_of("manu").await;
    let page = browser.get("/retention?view=announced").await;
    assert!(page.says("30 jours après l'avoir annoncé") && page.says("effacé le 3 décembre 2026"));
    assert!(page.says("Effacement arrêté"));
    let asked = desk.stub.asked::<ListRetentionItemsRequest>("list_retention_items");
    assert_eq!(asked[0].view(), View::Announced);
    let page = browser.get("/retention/schedule").await;
    assert!(page.says("jamais un dossier ouvert, gelé, fusionné") && page.says("après 5 ans"));
    let fields = [("erases", "yes"), ("notice_days", "60")];
    let page = browser.post("/retention/schedule", &fields).await;
    assert_eq!(page.location(), "/retention?n=schedule-chosen");
    browser.post("/retention/schedule", &[("erases", "no"), ("notice_days", "60")]).await;
    let chosen = desk.stub.asked::<SetErasureScheduleRequest>("set_erasure_schedule");
    let told: Vec<_> = chosen.iter().map(|one| (one.erases, one.notice_days)).collect();
    assert_eq!(told, [(true, 60), (false, 0)]);
    // What was typed is not lost when it is refused.
    desk.stub.refuse_fields(
        "set_erasure_schedule",
        Category::Invalid,
        "INVALID_FIELDS",
        &["notice_days"],
    );
    let refused = browser.post("/retention/schedule", &[("erases", "yes"), ("notice_days", "3")]);
    assert!(refused.await.body.contains("value=\"3\""));

    let stop = format!("/retention/{CASE}/stop");
    browser.get(&stop).await;
    let page = browser.post(&stop, &[("why", "Elle a demandé un papier.")]).await;
    assert_eq!(page.location(), "/retention?view=announced&n=erasure-stopped");
    let stopped = desk.stub.asked::<StopErasureRequest>("stop_erasure");
    assert_eq!(stopped[0].why, "Elle a demandé un papier.");
}
