//! Forms: marks, repeats, wrong fields, conflicts, and services that do not answer.

use sentier_kernel::Category;
use sentier_proto::cases::v1::{CloseCaseRequest, OpenCaseRequest, RecordFollowUpRequest};

use crate::desk::Desk;
use crate::stub::facts::*;

/// Those of what guards a case.
fn of_safeguards() -> Vec<String> {
    let case = format!("/cases/{CASE}");
    let of_case = [
        "safeguards",
        "safeguards/exclude",
        "safeguards/readmit",
        "safeguards/seal",
        "safe-contact",
        "contact",
        "break-glass",
    ];
    let of_case = of_case.iter().map(|verb| format!("{case}/{verb}"));
    of_case
        .chain([
            format!("{case}/break-glass/{ENTRY}/approve"),
            format!("/alarms/{CASE}/{ENTRY}"),
            "/guarded/new".to_owned(),
            format!("/guarded/{CASE}/unseal"),
        ])
        .collect()
}

/// Whose addresses begin with no case and no agency.
const FIXED: [&str; 15] = [
    "/sign-in",
    "/sign-out",
    "/lock",
    "/unlock",
    "/exit",
    "/language",
    "/first-run",
    "/password",
    "/cases/new",
    "/staff/new",
    "/directory/new",
    "/feedback",
    "/exports/incident-recorder",
    "/outreach/new",
    "/outreach/targets",
];

/// Every address that takes a form.
fn posts() -> Vec<String> {
    let case = format!("/cases/{CASE}");
    let agency = format!("/directory/{AGENCY}");
    let inbox = format!("/inbox/{CENTRE}/{REFERRAL}");
    let of_case = [
        "file",
        "incidents/new",
        "consents/new",
        "referrals/new",
        "follow-ups/new",
        "close",
        "erase",
        "correct",
        "export",
        "care/assessment",
        "care/safety-plan",
        "care/plan",
        "care/service",
        "care/care-note",
        "care/flag",
        "care/conference",
        "care/assign",
        "care/transfer",
        "care/approve-assessment",
        "care/approve-plan",
        "care/closure",
        "care/reopen",
    ];
    let of_agency = ["active", "takeover", "structures/new", "officers/new", "tokens/new"];
    let of_inbox = ["disclosure", "acknowledge", "accept", "decline", "complete", "propose"];
    FIXED
        .iter()
        .map(|path| (*path).to_owned())
        .chain(of_case.iter().map(|verb| format!("{case}/{verb}")))
        .chain(of_agency.iter().map(|verb| format!("{agency}/{verb}")))
        .chain(of_inbox.iter().map(|verb| format!("{inbox}/{verb}")))
        .chain(of_safeguards())
        .chain(of_webhooks())
        .chain(of_retention())
        .chain([
            format!("{case}/consents/{CONSENT}/withdraw"),
            format!("{case}/onward/{ENTRY}/decline"),
            format!("{inbox}/propose/{ENTRY}"),
            format!("{case}/care/action/{ACTION}"),
            format!("{case}/care/lower-flag/{ENTRY}"),
            format!("{case}/care/approval/{ENTRY}"),
            format!("{case}/care/take-over/{ENTRY}"),
            format!("{agency}/credentials/{CREDENTIAL}/revoke"),
            format!("/staff/{STAFF}/roles"),
            format!("/staff/{STAFF}/disable"),
            format!("/structures/{AGENCY}/{STRUCTURE}/edit"),
            format!("/structures/{AGENCY}/{STRUCTURE}/services/health_care"),
            format!("/structures/{AGENCY}/{STRUCTURE}/places/health_care"),
            "/pathways/health_care".to_owned(),
            format!("/outreach/{CASE}/plan"),
            format!("/outreach/{CASE}/record"),
            format!("/outreach/{CASE}/cancel"),
        ])
        .collect()
}

fn of_webhooks() -> Vec<String> {
    vec![
        "/webhooks/new".to_owned(),
        format!("/webhooks/{WEBHOOK}/active"),
        format!("/webhooks/{WEBHOOK}/rotate"),
        format!("/webhooks/{WEBHOOK}/replay"),
        format!("/webhooks/{WEBHOOK}/remove"),
        format!("/directory/{AGENCY}/webhooks/{WEBHOOK}/active"),
    ]
}

fn of_retention() -> Vec<String> {
    vec![
        "/retention/schedule".to_owned(),
        format!("/retention/{CASE}/stop"),
        format!("/retention/{CASE}/hold"),
        format!("/retention/{CASE}/lift/{ENTRY}"),
        format!("/retention/{CASE}/erase"),
    ]
}

#[tokio::test]
async fn a_form_without_the_mark_of_its_session_asks_no_service() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("sena").await;
    let mut other = desk.browser_of("afi").await;
    other.get("/cases").await;
    let foreign = other.mark.clone();
    let before = desk.stub.calls().len();
    for path in posts() {
        for mark in ["", "forged", foreign.as_str()] {
            let page = afi.post_marked(&path, mark, &[("note", NOTE)]).await;
            assert_eq!(page.status, 403, "{path}");
            assert!(!page.says(NOTE));
        }
    }
    assert_eq!(desk.stub.calls().len(), before);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_even_with_its_mark() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    afi.get("/cases/new").await;
    let body = format!("mark={}&survivor.sex=SEX_FEMALE", afi.mark);
    let page = afi.send("POST /cases/new", &body, "sec-fetch-site: cross-site\r\n").await;
    assert_eq!(page.status, 403);
    assert!(desk.stub.asked::<OpenCaseRequest>("open_case").is_empty());
}

#[tokio::test]
async fn a_double_tap_is_one_write_with_one_request_id() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let form = afi.get("/cases/new").await;
    let id = form.value("request_id");
    let fields = [("request_id", id.as_str()), ("survivor.sex", "SEX_FEMALE")];
    let (one, two) = (afi.post("/cases/new", &fields).await, afi.post("/cases/new", &fields).await);
    assert_eq!(one.location(), two.location());
    let asked: Vec<OpenCaseRequest> = desk.stub.asked("open_case");
    assert_eq!(
        (asked[0].request_id.as_str(), asked[1].request_id.as_str()),
        (id.as_str(), id.as_str())
    );
    let fresh = afi.get("/cases/new").await.value("request_id");
    assert_ne!(fresh, id);
}

#[tokio::test]
async fn wrong_fields_are_told_where_they_are_and_nothing_typed_is_lost() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let form = afi.get("/cases/new").await;
    let id = form.value("request_id");
    desk.stub.refuse_fields(
        "open_case",
        Category::Invalid,
        "INVALID_FIELDS",
        &["survivor.phone", "survivor.elsewhere"],
    );
    let fields = [
        ("request_id", id.as_str()),
        ("survivor.full_name", NAME),
        ("survivor.sex", "SEX_MALE"),
        ("survivor.safe_contact", SAFE),
    ];
    let page = afi.post("/cases/new", &fields).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.value("survivor.full_name"), NAME);
    assert_eq!(page.value("request_id"), id);
    assert!(page.says(SAFE));
    assert!(page.body.contains("value=\"SEX_MALE\" checked"));
    assert!(page.body.contains("id=\"survivor.phone-error\">Ce champ est obligatoire."));
    assert!(page.says("Certains champs sont à corriger."));
}

#[tokio::test]
async fn what_the_desk_itself_finds_wrong_is_told_before_a_service_is_asked() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    afi.get("/cases/new").await;
    let fields = [("survivor.birth_date", "hier"), ("survivor.full_name", NAME)];
    let page = afi.post("/cases/new", &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Donnez une date") && page.says("Choisissez une réponse."));
    assert_eq!(page.value("survivor.full_name"), NAME);
    assert_eq!(page.value("survivor.birth_date"), "hier");
    assert!(page.body.contains("type=\"text\" value=\"hier\""), "a date field would not show it");
    assert!(desk.stub.asked::<OpenCaseRequest>("open_case").is_empty());
}

#[tokio::test]
async fn a_conflict_is_told_and_the_form_carries_the_fresh_version() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/close");
    assert_eq!(afi.get(&path).await.value("version"), "7");
    desk.stub.refuse("close_case", Category::Stale, "VERSION_BEHIND");
    let fields = [("reason", "REASON_NEEDS_MET"), ("version", "5")];
    let page = afi.post(&path, &fields).await;
    assert_eq!(page.status, 409);
    assert!(page.says("modifié") || page.says("entre-temps"), "{}", page.body);
    assert_eq!(page.value("version"), "7");
    let asked: Vec<CloseCaseRequest> = desk.stub.asked("close_case");
    assert_eq!(asked[0].expected_version, Some(5));
}

#[tokio::test]
async fn a_rule_that_says_no_is_told_in_its_own_words() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/close");
    afi.get(&path).await;
    desk.stub.refuse("close_case", Category::Refused, "REFERRALS_OPEN");
    let page = afi.post(&path, &[("reason", "REASON_OTHER"), ("version", "7")]).await;
    assert_eq!(page.status, 409);
    assert!(
        page.body.contains("role=\"alert\"")
            && page.body.contains("value=\"REASON_OTHER\" checked")
    );
}

#[tokio::test]
async fn a_service_that_restarts_is_asked_once_more_with_the_same_request_id() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/follow-ups/new");
    afi.get(&path).await;
    desk.stub.refuse("record_follow_up", Category::Down, "UNAVAILABLE");
    let page = afi.post(&path, &[("note", NOTE), ("meet_time", "2026-11-25")]).await;
    assert_eq!(page.status, 303);
    let asked: Vec<RecordFollowUpRequest> = desk.stub.asked("record_follow_up");
    assert_eq!(asked[0].request_id, asked[1].request_id);
}

#[tokio::test]
async fn a_service_that_is_gone_is_told_and_the_note_is_kept() {
    let desk = Desk::with(|config| {
        config.cases.address = "http://127.0.0.1:9".to_owned();
        config.deadline_ms = 500;
    })
    .await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/follow-ups/new");
    afi.get(&path).await;
    let page = afi.post(&path, &[("note", NOTE), ("meet_time", "2026-11-25")]).await;
    assert_eq!(page.status, 503, "{}", page.body);
    assert!(page.says("réessayez") && page.says(NOTE));
    assert_eq!(afi.get("/cases").await.status, 503);
}

#[tokio::test]
async fn erasing_needs_the_code_typed_again() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let path = format!("/cases/{CASE}/erase");
    sena.get(&path).await;
    assert_eq!(sena.post(&path, &[("survivor_code", "OG1-XXXX-XX")]).await.status, 422);
    let none = desk.stub.calls().into_iter().filter(|call| call.method == "erase_survivor").count();
    assert_eq!(none, 0);
    let page = sena.post(&path, &[("survivor_code", "og1-7k3m-qx")]).await;
    assert_eq!(page.location(), format!("/cases/{CASE}?n=survivor-erased"));
}

#[tokio::test]
async fn more_than_a_form_can_hold_is_refused() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let page = afi.get("/cases/new").await;
    assert_eq!(page.status, 200);
    let story = "é".repeat(20_000);
    let path = format!("/cases/{CASE}/follow-ups/new");
    let page = afi.post(&path, &[("note", &story), ("meet_time", "2026-11-25")]).await;
    assert_eq!(page.status, 303, "the longest note fits");
    let page = afi.post(&path, &[("note", &"é".repeat(300_000))]).await;
    assert_eq!(page.status, 413);
}
