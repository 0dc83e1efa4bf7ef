//! Signing in and out, the lock, the exit, the end of a session, the language.

use std::time::Duration;

use sentier_kernel::Category;
use sentier_proto::access::v1::{
    ChangePasswordRequest, RefreshTokenRequest, SignInRequest, SignOutRequest,
};
use sentier_proto::cases::v1::RecordFollowUpRequest;

use crate::desk::Desk;
use crate::stub::facts::*;

#[tokio::test]
async fn a_page_asks_to_sign_in_and_is_found_again_afterwards() {
    let desk = Desk::open().await;
    let mut browser = desk.browser();
    let page = browser.get("/cases?state=closed").await;
    assert_eq!(page.location(), "/sign-in?back=%2Fcases%3Fstate%3Dclosed");
    let form = browser.follow(&page).await;
    assert_eq!(form.value("back"), "/cases?state=closed");
    let fields = [("user_name", "Afi"), ("password", "right"), ("back", "/cases?state=closed")];
    assert_eq!(browser.post("/sign-in", &fields).await.location(), "/cases?state=closed");
    let asked: Vec<SignInRequest> = desk.stub.asked("sign_in");
    assert_eq!(asked[0].user_name, "afi");
}

#[tokio::test]
async fn nobody_is_led_to_another_site_by_signing_in() {
    let desk = Desk::open().await;
    let mut browser = desk.browser();
    browser.get("/sign-in").await;
    let fields = [("user_name", "afi"), ("password", "right"), ("back", "//evil.example")];
    assert_eq!(browser.post("/sign-in", &fields).await.location(), "/");
}

#[tokio::test]
async fn a_wrong_password_is_told_and_not_repeated() {
    let desk = Desk::open().await;
    let mut browser = desk.browser();
    browser.get("/sign-in").await;
    let page = browser.post("/sign-in", &[("user_name", "afi"), ("password", "s3cret!")]).await;
    assert_eq!(page.status, 401);
    assert!(page.says("Le nom d'utilisateur ou le mot de passe") || page.says("mot de passe"));
    assert_eq!(page.value("user_name"), "afi");
    assert!(!page.body.contains("s3cret!"));
}

#[tokio::test]
async fn calls_carry_her_token_her_language_and_a_deadline() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    afi.get("/cases").await;
    let call = desk.stub.calls().into_iter().find(|call| call.method == "list_cases").unwrap();
    assert_eq!((call.bearer.as_str(), call.language.as_str()), ("Bearer token-afi-0", "fr"));
    assert!(call.deadline);
}

#[tokio::test]
async fn the_access_token_is_renewed_once_even_for_the_cookie_of_before() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let before = afi.cookies.clone();
    desk.env.clock.advance(Duration::from_secs(14 * 60 + 30));
    assert_eq!(afi.get("/cases").await.status, 200);
    afi.cookies = before;
    assert_eq!(afi.get("/cases").await.status, 200);
    assert_eq!(desk.stub.asked::<RefreshTokenRequest>("refresh_token").len(), 1);
    let last = desk.stub.calls().into_iter().rfind(|call| call.method == "list_cases").unwrap();
    assert_eq!(last.bearer, "Bearer token-afi-1");
}

#[tokio::test]
async fn an_idle_session_ends_and_signs_out() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    desk.env.clock.advance(Duration::from_mins(16));
    let page = afi.get("/cases").await;
    assert!(page.location().starts_with("/sign-in?n=session-ended"));
    assert!(afi.follow(&page).await.says("Votre session a pris fin"));
    let asked = || desk.stub.asked::<SignOutRequest>("sign_out");
    for _ in 0..100 {
        if !asked().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(asked()[0].refresh_token, "refresh-afi-0");
}

#[tokio::test]
async fn what_she_typed_while_her_session_ended_is_given_back_to_her_alone() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let path = format!("/cases/{CASE}/follow-ups/new");
    afi.get(&path).await;
    desk.env.clock.advance(Duration::from_mins(16));
    let fields = [("note", NOTE), ("meet_time", "2026-11-25"), ("request_id", "one-and-the-same")];
    let page = afi.post(&path, &fields).await;
    assert_eq!(page.status, 401);
    assert!(page.says("Ce que vous aviez saisi est gardé") && !page.says(NOTE));
    let kept = page.value("kept");
    let sign_in = [("user_name", "afi"), ("password", "right"), ("kept", kept.as_str())];
    let resume = afi.post("/sign-in", &sign_in).await;
    assert!(resume.says(NOTE) && resume.says("Enregistrer maintenant"));
    let hidden = resume.hidden(&path);
    let mark = hidden.iter().find(|(name, _)| name == "mark").unwrap().1.clone();
    let rest: Vec<(&str, &str)> = hidden
        .iter()
        .filter(|(name, _)| name != "mark")
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(afi.post_marked(&path, &mark, &rest).await.status, 303);
    let asked: Vec<RecordFollowUpRequest> = desk.stub.asked("record_follow_up");
    assert_eq!((asked[0].note.as_str(), asked[0].request_id.as_str()), (NOTE, "one-and-the-same"));

    // Another person at the same browser gets nothing of it.
    let mut other = desk.browser();
    other.get("/sign-in").await;
    let sign_in = [("user_name", "kodjo"), ("password", "right"), ("kept", kept.as_str())];
    let page = other.post("/sign-in", &sign_in).await;
    assert_eq!(page.location(), "/");
}

#[tokio::test]
async fn a_password_is_changed_as_typed_and_she_signs_in_anew() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    afi.get("/password").await;
    let typed =
        [("current_password", "right"), ("new_password", " trois chèvres "), ("again", "x")];
    let page = afi.post("/password", &typed).await;
    assert_eq!(page.status, 422);
    assert!(page.says("diffèrent") && !page.says("chèvres"));
    let typed = [typed[0], typed[1], ("again", " trois chèvres ")];
    assert_eq!(afi.post("/password", &typed).await.location(), "/sign-in?n=password-changed");
    let asked: Vec<ChangePasswordRequest> = desk.stub.asked("change_password");
    assert_eq!(asked[0].new_password, " trois chèvres ");
    assert_eq!(asked[0].name, format!("centres/ogou-1/staff/{STAFF}"));
    assert!(afi.get("/cases").await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn a_revoked_session_leads_to_the_sign_in_page() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    desk.stub.refuse("list_cases", Category::UnknownCaller, "UNAUTHENTICATED");
    let page = afi.get("/cases").await;
    assert!(page.location().starts_with("/sign-in?n=session-ended"));
    assert_eq!(afi.get("/cases").await.status, 303);
}

#[tokio::test]
async fn the_lock_ends_the_session_and_her_password_alone_opens_the_next() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    afi.get("/cases").await;
    let page = afi.post("/lock", &[]).await;
    assert_eq!(page.location(), "/unlock");
    assert_eq!(afi.get("/cases").await.location(), "/unlock");
    let locked = afi.get("/unlock").await;
    assert!(!locked.says("Mme afi") && !locked.body.contains("user_name"));
    assert_eq!(afi.post("/unlock", &[("password", "wrong")]).await.status, 401);
    assert_eq!(afi.post("/unlock", &[("password", "right")]).await.location(), "/");
    assert_eq!(afi.get("/cases").await.status, 200);
}

#[tokio::test]
async fn the_exit_leads_elsewhere_and_leaves_nothing() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let page = afi.get("/cases").await;
    assert!(page.body.contains("data-to=\"https://example.org/weather\""));
    let left = afi.post("/exit", &[]).await;
    assert_eq!(left.location(), "https://example.org/weather");
    assert!(left.header("clear-site-data").contains("cookies"));
    assert!(afi.get("/cases").await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn the_language_is_the_browsers_wish_until_she_chooses() {
    let desk = Desk::open().await;
    let mut browser = desk.browser();
    browser.language = "en-GB";
    assert!(browser.get("/sign-in").await.says("User name"));
    let page = browser.post("/language", &[("to", "fr"), ("back", "/sign-in")]).await;
    assert!(browser.follow(&page).await.says("Nom d'utilisatrice"));
    browser.sign_in("afi").await;
    assert!(browser.get("/cases").await.says("Dossiers"));
}
