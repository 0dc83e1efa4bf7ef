//! What an agency proposes beyond its referral, the caseworker's answer, and a case that is handed over.

use sentier_proto::cases::v1::onward_proposal::Refusal;
use sentier_proto::cases::v1::{
    DeclineOnwardRequest, RequestAgencyTransferRequest, RequestReferralRequest, TakeUpOnwardRequest,
};
use sentier_proto::common::v1::{FieldGroup, Need, Urgency};
use sentier_proto::name;
use sentier_proto::referrals::v1::{
    SetCaseTakeoverRequest, SubmitOnwardProposalRequest, WithdrawOnwardProposalRequest,
};

use crate::desk::Desk;
use crate::stub::facts::*;

#[tokio::test]
async fn an_officer_proposes_what_else_she_needs_and_takes_it_back() {
    let desk = Desk::open().await;
    let mut kodjo = desk.browser_of("kodjo").await;
    // The stub takes the last digit of the id for the state: accepted.
    let path = format!("/inbox/{CENTRE}/0190b0a6-0000-7000-8000-0000000023f3");
    let page = kodjo.get(&path).await;
    assert!(page.says("Proposer autre chose") && page.says("En attente"));
    assert!(kodjo.get(&format!("{path}/propose")).await.says("Le centre lui en parle"));
    let structure = name::structure(AGENCY, STRUCTURE);
    let fields = [
        ("need", "NEED_LEGAL_AID"),
        ("urgency", "URGENCY_ROUTINE"),
        ("structure", structure.as_str()),
        ("version", "3"),
    ];
    let answer = kodjo.post(&format!("{path}/propose"), &fields).await;
    assert_eq!(answer.location(), format!("{path}?n=onward-proposed"));
    let asked: Vec<SubmitOnwardProposalRequest> = desk.stub.asked("submit_onward_proposal");
    let told = (asked[0].need(), asked[0].urgency(), asked[0].expected_version);
    assert_eq!(told, (Need::LegalAid, Urgency::Routine, Some(3)));
    assert_eq!(asked[0].structure, structure);
    let back = kodjo.post(&format!("{path}/propose/{ENTRY}"), &[("version", "3")]).await;
    assert_eq!(back.location(), format!("{path}?n=onward-withdrawn"));
    let asked: Vec<WithdrawOnwardProposalRequest> = desk.stub.asked("withdraw_onward_proposal");
    assert_eq!(asked[0].proposal, ENTRY);
}

#[tokio::test]
async fn her_caseworker_goes_on_with_a_proposal_by_the_steps_of_a_referral() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let case = sena.get(&format!("/cases/{CASE}")).await;
    assert!(case.says("Lui en parler") && case.says("Orientée par") && case.says("Commissariat"));
    let page = sena.get(&format!("/cases/{CASE}/onward/{ENTRY}")).await;
    assert!(page.says("Parlez-en d'abord avec elle") && page.says("Structure suggérée"));

    let path = format!("/cases/{CASE}/referrals/new");
    let structure = name::structure(AGENCY, STRUCTURE);
    let first = [("need", "NEED_CLINICAL_MANAGEMENT_OF_RAPE"), ("onward", ENTRY)];
    let offers = sena.post(&path, &first).await;
    let carried = offers.hidden(&path);
    assert!(carried.iter().any(|(name, value)| name == "onward" && value == ENTRY));
    let mut last = first.to_vec();
    last.push(("structure", structure.as_str()));
    let form = sena.post(&path, &last).await;
    assert!(!form.body.contains("name=\"urgency\""), "the agency said how urgent it is");
    last.extend([("step", "send"), ("field_groups", "FIELD_GROUP_IDENTITY"), ("version", "7")]);
    let sent = sena.post(&path, &last).await;
    assert!(sent.location().ends_with("n=referral-requested"));
    let asked: Vec<TakeUpOnwardRequest> = desk.stub.asked("take_up_onward");
    assert_eq!((asked[0].proposal.as_str(), asked[0].structure.as_str()), (ENTRY, &*structure));
    assert!(asked[0].consent.ends_with(CONSENT));
    assert_eq!(asked[0].field_groups().collect::<Vec<_>>(), [FieldGroup::Identity]);
    assert!(desk.stub.asked::<RequestReferralRequest>("request_referral").is_empty());
}

#[tokio::test]
async fn a_proposal_is_declined_for_a_reason_that_stays_in_the_file() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let path = format!("/cases/{CASE}/onward/{ENTRY}/decline");
    assert!(sena.get(&path).await.says("La raison reste dans le dossier"));
    let fields = [("reason", "REFUSAL_SURVIVOR_DECLINES"), ("version", "7")];
    let answer = sena.post(&path, &fields).await;
    assert_eq!(answer.location(), format!("/cases/{CASE}?n=onward-declined"));
    let asked: Vec<DeclineOnwardRequest> = desk.stub.asked("decline_onward");
    assert_eq!((asked[0].reason(), asked[0].proposal.as_str()), (Refusal::SurvivorDeclines, ENTRY));
    // What was answered is not answered again.
    assert_eq!(sena.get(&format!("/cases/{CASE}/onward/{ACTION}")).await.status, 404);
}

#[tokio::test]
async fn a_case_is_handed_over_by_the_same_steps_to_an_agency_that_takes_cases() {
    let desk = Desk::open().await;
    let mut sena = desk.browser_of("sena").await;
    let begin = sena.get(&format!("/cases/{CASE}/handover")).await;
    assert!(begin.says("le centre reste responsable"));
    let path = format!("/cases/{CASE}/referrals/new");
    let structure = name::structure(AGENCY, STRUCTURE);
    let fields = [
        ("need", "NEED_CLINICAL_MANAGEMENT_OF_RAPE"),
        ("transfer", "yes"),
        ("structure", structure.as_str()),
        ("step", "send"),
        ("urgency", "URGENCY_ROUTINE"),
        ("field_groups", "FIELD_GROUP_IDENTITY"),
        ("version", "7"),
    ];
    assert!(sena.post(&path, &fields).await.location().ends_with("n=referral-requested"));
    let asked: Vec<RequestAgencyTransferRequest> = desk.stub.asked("request_agency_transfer");
    assert_eq!((asked[0].structure.as_str(), asked[0].expected_version), (&*structure, Some(7)));
    let mut kodjo = desk.browser_of("kodjo").await;
    let path = format!("/inbox/{CENTRE}/0190b0a6-0000-7000-8000-0000000023f2");
    assert!(kodjo.get(&path).await.says("vous devenez responsable"));
}

#[tokio::test]
async fn the_manager_says_which_agency_takes_cases_over() {
    let desk = Desk::open().await;
    let mut manu = desk.browser_of("manu").await;
    let path = format!("/directory/{AGENCY}");
    assert!(manu.get(&path).await.says("Ne plus lui transférer de dossiers"));
    let set = manu.post(&format!("{path}/takeover"), &[("takes_cases_over", "no")]).await;
    assert_eq!(set.location(), format!("{path}?n=takeover-ends"));
    let asked: Vec<SetCaseTakeoverRequest> = desk.stub.asked("set_case_takeover");
    assert!(!asked[0].takes_cases_over);
}
