//! Referrals towards the centre: the agency's pages and the centre's.

use sentier_proto::cases::v1::{AddNoteRequest, OpenCaseRequest};
use sentier_proto::referrals::v1::inbound_referral::Agreement;
use sentier_proto::referrals::v1::referral::DeclineReason;
use sentier_proto::referrals::v1::{
    AcceptInboundReferralRequest, DeclineInboundReferralRequest, GetSubmissionRequest,
    ListInboundReferralsRequest, SubmitInboundReferralRequest, WithdrawInboundReferralRequest,
};

use crate::desk::Desk;
use crate::stub::facts::*;

#[tokio::test]
async fn an_officer_refers_somebody_who_agreed() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    let form = kodjo.get("/submissions/new").await;
    assert!(form.says("Seulement si elle est d'accord") && form.says("Par empreinte du pouce"));
    let centre = sentier_proto::name::centre(CENTRE);
    let wish = [
        ("parent", centre.as_str()),
        ("need", "NEED_PSYCHOSOCIAL_SUPPORT"),
        ("urgency", "URGENCY_URGENT"),
        ("agreement", "AGREEMENT_THUMBPRINT"),
        ("submission.full_name", NAME),
        ("submission.sex", "SEX_FEMALE"),
        ("submission.safe_contact", SAFE),
    ];
    let answer = kodjo.post("/submissions/new", &wish).await;
    assert_eq!(answer.location(), "/submissions?n=submitted");
    let asked: Vec<SubmitInboundReferralRequest> = desk.stub.asked("submit_inbound_referral");
    assert_eq!(
        (asked[0].parent.as_str(), asked[0].agreement()),
        (centre.as_str(), Agreement::Thumbprint)
    );
    assert_eq!(asked[0].submission.as_ref().expect("told").safe_contact, SAFE);

    let list = kodjo.get("/submissions").await;
    assert!(list.says("À prendre") && !list.says(NAME));
    let withdraw = format!("/submissions/{CENTRE}/{ENTRY}/withdraw");
    let answer = kodjo.post(&withdraw, &[("version", "1")]).await;
    assert_eq!(answer.location(), "/submissions?n=submission-withdrawn");
    let asked: Vec<WithdrawInboundReferralRequest> = desk.stub.asked("withdraw_inbound_referral");
    assert!(asked[0].name.ends_with(ENTRY));
    let asked: Vec<ListInboundReferralsRequest> = desk.stub.asked("list_inbound_referrals");
    assert!(asked.iter().all(|one| one.parent.is_empty()));
}

#[tokio::test]
async fn the_centre_reads_on_purpose_and_opens_a_case() {
    let desk = Desk::open().await;
    let mut afi = desk.browser_of("afi").await;
    let list = afi.get("/inbound").await;
    assert!(list.says("Urgent") && list.body.contains(&format!("/inbound/{ENTRY}")));
    let path = format!("/inbound/{ENTRY}");
    let page = afi.get(&path).await;
    assert!(page.says("Par empreinte du pouce") && !page.says(NAME));
    assert!(desk.stub.asked::<GetSubmissionRequest>("get_submission").is_empty());
    let told = afi.post(&format!("{path}/read"), &[]).await;
    assert!(told.says(NAME) && told.says(NOTE) && told.says("Accepter et ouvrir un dossier"));
    assert_eq!(afi.get(&format!("{path}/read")).await.location(), path);

    let fields = told.hidden(&format!("{path}/accept"));
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = afi.post(&format!("{path}/accept"), &fields).await;
    assert!(
        answer.location().starts_with("/cases/") && answer.location().ends_with("n=case-opened")
    );
    let opened: Vec<OpenCaseRequest> = desk.stub.asked("open_case");
    assert_eq!(opened[0].survivor.as_ref().expect("her").full_name, NAME);
    let noted: Vec<AddNoteRequest> = desk.stub.asked("add_note");
    assert_eq!(noted[0].note, NOTE);
    let linked: Vec<AcceptInboundReferralRequest> = desk.stub.asked("accept_inbound_referral");
    assert_eq!(linked[0].case, noted[0].name);
    let ids = [&opened[0].request_id, &noted[0].request_id, &linked[0].request_id];
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2], "each write has its own id");
}

#[tokio::test]
async fn who_only_receives_is_told_that_the_note_is_not_kept() {
    let desk = Desk::open().await;
    let mut inti = desk.browser_of("inti").await;
    let path = format!("/inbound/{ENTRY}");
    inti.get(&path).await;
    let told = inti.post(&format!("{path}/read"), &[]).await;
    assert!(told.says("n'entre pas d'elle-même dans le dossier"));
    let ids = [("accept_id", ENTRY), ("note_id", CASE)];
    inti.post(&format!("{path}/accept"), &ids).await;
    assert!(desk.stub.asked::<AddNoteRequest>("add_note").is_empty());
    assert_eq!(desk.stub.asked::<AcceptInboundReferralRequest>("accept_inbound_referral").len(), 1);
}

#[tokio::test]
async fn the_centre_declines_with_a_coded_reason() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let path = format!("/inbound/{ENTRY}/decline");
    sena.get(&path).await;
    let fields = [("reason", "DECLINE_REASON_NOT_ELIGIBLE"), ("version", "1")];
    assert_eq!(sena.post(&path, &fields).await.location(), "/inbound?n=inbound-declined");
    let asked: Vec<DeclineInboundReferralRequest> = desk.stub.asked("decline_inbound_referral");
    assert_eq!(
        (asked[0].reason(), asked[0].expected_version),
        (DeclineReason::NotEligible, Some(1))
    );
}

#[tokio::test]
async fn neither_side_has_the_others_pages() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    assert_eq!(kodjo.get("/inbound").await.status, 404);
    let (mut afi, mut manu) = (desk.browser_of("afi").await, desk.browser_of("manu").await);
    assert_eq!(afi.get("/submissions").await.status, 404);
    assert_eq!(afi.get("/submissions/new").await.status, 404);
    assert_eq!(manu.get("/inbound").await.status, 404);
}
