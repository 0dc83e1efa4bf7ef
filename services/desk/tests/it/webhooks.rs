//! An officer says where her agency's system is told of changes.

use sentier_kernel::Category;
use sentier_proto::referrals::v1::webhook::State;
use sentier_proto::referrals::v1::{
    ListWebhooksRequest, RegisterWebhookRequest, RemoveWebhookRequest, ReplayDeadLettersRequest,
    SetWebhookActiveRequest,
};

use crate::desk::Desk;
use crate::stub::facts::*;

fn named() -> String {
    sentier_proto::name::webhook(AGENCY, WEBHOOK)
}

#[tokio::test]
async fn an_officer_keeps_her_agencys_addresses() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let list = kodjo.get("/webhooks").await;
    for said in [
        "https://chr.example/sentier",
        "arrêtée : rien n'était reçu",
        "votre machine répond trop tard",
        "avis en attente : 3",
        "avis abandonnés : 2",
    ] {
        assert!(list.says(said), "{said}: {}", list.body);
    }
    kodjo.get("/webhooks/new").await;
    let shown = kodjo.post("/webhooks/new", &[("url", "https://chr.example/x")]).await;
    assert!(shown.says("whsec_bGUgc2VjcmV0") && shown.says("Copiez ce secret maintenant"));
    let asked: Vec<RegisterWebhookRequest> = desk.stub.asked("register_webhook");
    assert_eq!(asked[0].parent, format!("agencies/{AGENCY}"));
    assert_eq!(asked[0].url, "https://chr.example/x");
    let again = kodjo.post(&format!("/webhooks/{WEBHOOK}/rotate"), &[]).await;
    assert!(again.says("Ce secret a déjà été affiché"));

    let resumed = kodjo.post(&format!("/webhooks/{WEBHOOK}/active"), &[("active", "yes")]).await;
    assert_eq!(resumed.location(), "/webhooks?n=webhook-resumed");
    let asked: Vec<SetWebhookActiveRequest> = desk.stub.asked("set_webhook_active");
    assert!(asked[0].active && asked[0].name == named());
    let replayed = kodjo.post(&format!("/webhooks/{WEBHOOK}/replay"), &[]).await;
    assert_eq!(replayed.location(), "/webhooks?n=webhook-replayed");
    assert_eq!(desk.stub.asked::<ReplayDeadLettersRequest>("replay_dead_letters").len(), 1);
    let path = format!("/webhooks/{WEBHOOK}/remove");
    assert!(kodjo.get(&path).await.says("Les avis qui attendent sont perdus"));
    assert_eq!(kodjo.post(&path, &[]).await.location(), "/webhooks?n=webhook-removed");
    let asked: Vec<RemoveWebhookRequest> = desk.stub.asked("remove_webhook");
    assert_eq!(asked[0].name, named());
}

#[tokio::test]
async fn that_an_address_is_off_is_told_where_people_look() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let inbox = kodjo.get("/inbox").await;
    assert!(inbox.says("Votre système ne reçoit plus d'avis") && inbox.says("Voir les adresses"));
    let asked: Vec<ListWebhooksRequest> = desk.stub.asked("list_webhooks");
    assert_eq!(
        (asked[0].state(), &asked[0].parent),
        (State::Disabled, &format!("agencies/{AGENCY}"))
    );
    let mut manu = desk.browser_of("manu").await;
    assert!(manu.get("/directory").await.says("n'est plus avisée par son système"));
    let asked: Vec<ListWebhooksRequest> = desk.stub.asked("list_webhooks");
    assert_eq!(asked.last().map(|it| it.parent.as_str()), Some("agencies/-"));
    // Who may not know it, or when it cannot be said, finds the page without it.
    desk.stub.refuse("list_webhooks", Category::Denied, "NOT_PERMITTED");
    let mut lisa = desk.browser_of("lisa").await;
    let inbox = lisa.get("/inbox").await;
    assert!(inbox.status == 200 && !inbox.says("Votre système ne reçoit plus d'avis"));
}

#[tokio::test]
async fn what_was_given_up_is_shown_with_its_referral() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let path = format!("/webhooks/{WEBHOOK}/given-up");
    assert!(kodjo.get("/webhooks").await.body.contains(&path));
    let page = kodjo.get(&path).await;
    assert!(page.says("votre machine refuse l'avis (HTTP 422)"), "{}", page.body);
    assert!(page.body.contains(&format!("/inbox/ogou-1/{GIVEN_UP}")));
    assert!(page.body.contains(&format!("{path}?page=further")));
    assert_eq!(desk.browser_of("lisa").await.get(&path).await.status, 404);
}

#[tokio::test]
async fn an_address_that_is_refused_is_told_at_its_field() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    kodjo.get("/webhooks/new").await;
    desk.stub.refuse("register_webhook", Category::Refused, "TOO_MANY_WEBHOOKS");
    let page = kodjo.post("/webhooks/new", &[("url", "https://10.0.0.1/x")]).await;
    assert!(page.says("déjà cinq adresses") && page.says("https://10.0.0.1/x"), "{}", page.body);
}

#[tokio::test]
async fn a_manager_sees_whether_notices_arrive_and_can_stop_them() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    let page = manu.get(&format!("/directory/{AGENCY}")).await;
    assert!(page.says("https://chr.example/sentier") && page.says("avis abandonnés : 2"));
    let path = format!("/directory/{AGENCY}/webhooks/{WEBHOOK}/active");
    let stopped = manu.post(&path, &[("active", "no")]).await;
    assert_eq!(stopped.location(), format!("/directory/{AGENCY}?n=webhook-stopped"));
    let asked: Vec<SetWebhookActiveRequest> = desk.stub.asked("set_webhook_active");
    assert!(!asked[0].active && asked[0].name == named());
    assert_eq!(manu.get("/webhooks").await.status, 404);
    assert_eq!(desk.browser_of("afi").await.get("/webhooks").await.status, 404);
}

#[tokio::test]
async fn an_agencys_administrator_keeps_its_credentials_and_a_reader_does_not() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let own = kodjo.get("/credentials").await;
    assert_eq!(own.location(), format!("/directory/{AGENCY}"));
    let page = kodjo.follow(&own).await;
    assert!(page.says("Logiciel du CHR") && page.says("Créer un compte"));
    assert!(!page.body.contains("structures/new"), "what the centre decides is not offered");
    let tokens = format!("/directory/{AGENCY}/tokens/new");
    kodjo.get(&tokens).await;
    assert!(kodjo.post(&tokens, &[("display_name", "Logiciel")]).await.says("jeton-une-fois"));
    assert_eq!(kodjo.get(&format!("/directory/{OTHER_AGENCY}")).await.status, 404);

    let mut lisa = desk.browser_of("lisa").await;
    for path in ["/credentials", "/webhooks", tokens.as_str()] {
        assert_eq!(lisa.get(path).await.status, 404, "{path}");
    }
}
