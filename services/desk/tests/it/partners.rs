//! The pages of an agency's officer.

use sentier_proto::referrals::v1::referral::{DeclineReason, Outcome, State};
use sentier_proto::referrals::v1::{
    AcceptReferralRequest, AcknowledgeReferralRequest, CompleteReferralRequest,
    DeclineReferralRequest, GetDisclosureRequest, ListReferralsRequest,
};

use crate::desk::Desk;
use crate::stub::facts::*;

const PATH: &str = "/inbox/ogou-1/0190b0a6-0000-7000-8000-0000000023f1";
/// The stub takes the last digit for the state: accepted.
const ACCEPTED: &str = "/inbox/ogou-1/0190b0a6-0000-7000-8000-0000000023f3";

#[tokio::test]
async fn the_inbox_shows_urgency_and_state() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let home = kodjo.get("/").await;
    assert_eq!(home.location(), "/inbox");
    let page = kodjo.follow(&home).await;
    assert!(page.says("Nouvelle") && page.says("Urgent") && page.says("Urgences du CHR"));
    assert!(page.body.contains(&format!("href=\"{PATH}\"")), "{}", page.body);
    kodjo.get("/inbox?state=accepted").await;
    let asked: Vec<ListReferralsRequest> = desk.stub.asked("list_referrals");
    assert_eq!((asked[0].state(), asked[1].state()), (State::Unspecified, State::Accepted));
    assert!(asked[0].parent.is_empty());
}

#[tokio::test]
async fn the_disclosure_opens_on_purpose_and_only_there() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let page = kodjo.get(PATH).await;
    assert!(!page.says(NAME) && page.says("La lecture est inscrite"));
    assert!(desk.stub.asked::<GetDisclosureRequest>("get_disclosure").is_empty());
    let path = format!("{PATH}/disclosure");
    let shown = kodjo.post(&path, &[]).await;
    assert!(shown.says(NAME) && shown.says("Agression physique") && !shown.says(PHONE));
    assert!(shown.says("Transmis : Son nom, son sexe, sa date de naissance"));
    assert_eq!(kodjo.get(&path).await.location(), PATH);
}

#[tokio::test]
async fn an_officer_acknowledges_and_accepts_what_she_saw() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let page = kodjo.get(PATH).await;
    let fields = page.hidden(&format!("{PATH}/accept"));
    let value = |name: &str| fields.iter().find(|(known, _)| known == name).unwrap().1.clone();
    let (request_id, version) = (value("request_id"), value("version"));
    let sent = [("request_id", request_id.as_str()), ("version", version.as_str())];
    let answer = kodjo.post(&format!("{PATH}/accept"), &sent).await;
    assert_eq!(answer.location(), format!("{PATH}?n=accepted"));
    let answer = kodjo.post(&format!("{PATH}/acknowledge"), &sent).await;
    assert_eq!(answer.location(), format!("{PATH}?n=acknowledged"));
    let asked: Vec<AcceptReferralRequest> = desk.stub.asked("accept_referral");
    assert_eq!(
        (asked[0].request_id.as_str(), asked[0].expected_version),
        (request_id.as_str(), Some(3))
    );
    assert_eq!(desk.stub.asked::<AcknowledgeReferralRequest>("acknowledge_referral").len(), 1);
}

#[tokio::test]
async fn an_officer_declines_with_a_coded_reason() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let path = format!("{PATH}/decline");
    let form = kodjo.get(&path).await;
    assert!(form.says("Pas de capacité en ce moment"));
    let fields = [("reason", "DECLINE_REASON_NO_CAPACITY"), ("version", "3")];
    assert_eq!(kodjo.post(&path, &fields).await.location(), format!("{PATH}?n=declined"));
    let asked: Vec<DeclineReferralRequest> = desk.stub.asked("decline_referral");
    assert_eq!(asked[0].reason(), DeclineReason::NoCapacity);
}

#[tokio::test]
async fn an_officer_completes_with_an_outcome() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    assert!(kodjo.get(ACCEPTED).await.says("Terminer"));
    let path = format!("{ACCEPTED}/complete");
    kodjo.get(&path).await;
    kodjo.post(&path, &[("outcome", "OUTCOME_NO_SHOW")]).await;
    let asked: Vec<CompleteReferralRequest> = desk.stub.asked("complete_referral");
    assert_eq!(asked[0].outcome(), Outcome::NoShow);
}

#[tokio::test]
async fn an_officer_has_no_page_of_the_centre_and_staff_none_of_the_agency() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    for path in ["/cases", "/cases/new", "/staff", "/directory", "/figures"] {
        assert_eq!(kodjo.get(path).await.status, 404, "{path}");
    }
    let mut afi = desk.browser_of("afi").await;
    assert_eq!(afi.get("/inbox").await.status, 404);
}
