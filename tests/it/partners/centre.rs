//! The centre's side: it enrols an agency's system, refers survivors to it, and learns its answers.

use std::path::Path;
use std::time::Duration;

use sentier::demo::play::{Accounts, Agency, Given, Stage, Wanted};
use sentier_platform::ids::new_id;
use sentier_proto::cases::v1::case_referral::Progress;
use sentier_proto::common::v1::{ConsentPurpose, FieldGroup, Need, Sex, Urgency};
use sentier_proto::referrals::v1::inbound_referral::Agreement;
use sentier_proto::referrals::v1::inbound_service_client::InboundServiceClient;
use sentier_proto::referrals::v1::messages_service_client::MessagesServiceClient;
use sentier_proto::referrals::v1::webhook_service_client::WebhookServiceClient;
use sentier_proto::referrals::v1::{
    RegisterWebhookRequest, SendMessageRequest, Submission, SubmitInboundReferralRequest,
    WatchReferralsResponse,
};
use sentier_tests::processes::executable;
use sentier_tests::wait::wait_for;
use tokio::process::Command;

use crate::journeys::people::survivor;

/// A referral, and what it rests on.
#[derive(Debug)]
pub(super) struct Referred {
    pub(super) case: String,
    pub(super) consent: String,
    pub(super) referral: String,
}

/// Opens a case and refers her to the agency with her consent; `word` is in her name.
pub(super) async fn refer(stage: &Stage, agency: &Agency, word: &str) -> Referred {
    let worker = &stage.caseworkers[0];
    let case = worker.open_case(&stage.centre, &survivor(word)).await.expect("a case");
    let field_groups = [FieldGroup::Identity];
    let given = Given {
        purpose: ConsentPurpose::Services,
        agency: &agency.name,
        field_groups: &field_groups,
        expire_time: None,
    };
    let consent = worker.grant_consent(&case, given).await.expect("a consent");
    let wanted = Wanted {
        structure: &agency.structure,
        need: agency.kind.serves()[0],
        urgency: Urgency::Urgent,
        consent: &consent,
        field_groups: &field_groups,
    };
    let referral = worker.request_referral(&case, wanted).await.expect("a referral");
    Referred { case, consent, referral }
}

/// Submits a referral of the agency to the centre; its name.
pub(super) async fn submit(stage: &Stage, agency: &Agency) -> String {
    let request = SubmitInboundReferralRequest {
        parent: stage.centre.clone(),
        request_id: new_id().to_string(),
        need: Need::PsychosocialSupport.into(),
        urgency: Urgency::Routine.into(),
        agreement: Agreement::Verbal.into(),
        submission: Some(Submission {
            sex: Sex::Female.into(),
            safe_contact: "Par la matrone du marché".to_owned(),
            ..Submission::default()
        }),
    };
    let request = agency.client.signed(request).await.expect("a credential");
    let mut client = InboundServiceClient::new(agency.client.channels.referrals.clone());
    let answer = client.submit_inbound_referral(request).await.expect("submits").into_inner();
    answer.inbound_referral.expect("a referral").name
}

/// Registers a webhook of the agency, which leads nowhere; its name.
pub(super) async fn register_webhook(agency: &Agency) -> String {
    let request = RegisterWebhookRequest {
        parent: agency.name.clone(),
        request_id: new_id().to_string(),
        url: "https://chr.example/sentier".to_owned(),
    };
    let request = agency.client.signed(request).await.expect("a credential");
    let mut client = WebhookServiceClient::new(agency.client.channels.referrals.clone());
    let answer = client.register_webhook(request).await.expect("registers").into_inner();
    answer.webhook.expect("a webhook").name
}

/// Writes to the centre about a referral; the message's name.
pub(super) async fn send_message(agency: &Agency, referral: &str) -> String {
    let request = SendMessageRequest {
        parent: referral.to_owned(),
        request_id: new_id().to_string(),
        text: "Peut-elle venir accompagnée ?".to_owned(),
    };
    let request = agency.client.signed(request).await.expect("a credential");
    let mut client = MessagesServiceClient::new(agency.client.channels.referrals.clone());
    client.send_message(request).await.expect("writes").into_inner().message
}

/// Waits until her caseworker sees how far the agency has come.
pub(super) async fn until_progress(stage: &Stage, referred: &Referred, expected: Progress) {
    wait_for("the answer to reach the case", async || {
        let file = stage.caseworkers[0].get_case(&referred.case).await.expect("the case");
        let referrals = file.case.expect("life-cycle facts").referrals;
        let known = referrals.iter().find(|one| one.referral == referred.referral)?;
        (known.progress() == expected).then_some(())
    })
    .await;
}

/// Writes the three files of a new credential, by the command that a centre types; the credential's name.
pub(super) async fn enrol(data: &Path, agency: &str, out: &Path) -> String {
    let accounts = Accounts::find(&data.join("demo")).expect("readable").expect("accounts");
    let password = out.with_extension("password");
    std::fs::write(&password, &accounts.manager.password).expect("writes");
    let enrolled = Command::new(executable())
        .args(["agency", "enrol", agency, "--user", &accounts.manager.user_name])
        .arg("--data")
        .arg(data)
        .arg("--password-file")
        .arg(&password)
        .arg("--out")
        .arg(out)
        .output()
        .await
        .expect("the executable runs");
    assert!(enrolled.status.success(), "{}", String::from_utf8_lossy(&enrolled.stderr));
    let said = String::from_utf8_lossy(&enrolled.stdout);
    said.split_whitespace().next().expect("its name").to_owned()
}

/// The agency replaces its own certificate, by the command that its engineer types.
pub(super) async fn rotate(data: &Path, credential: &Path) {
    let addresses = std::fs::read_to_string(data.join("addresses.json")).expect("addresses");
    let addresses: serde_json::Value = serde_json::from_str(&addresses).expect("JSON");
    let rotated = Command::new(executable())
        .args(["agency", "rotate", "--access", addresses["access"].as_str().expect("an address")])
        .arg("--credential")
        .arg(credential)
        .output()
        .await
        .expect("the executable runs");
    assert!(rotated.status.success(), "{}", String::from_utf8_lossy(&rotated.stderr));
    let said = String::from_utf8_lossy(&rotated.stdout);
    assert!(said.contains("  replaced  ") && said.contains("  good  "), "{said}");
}

/// Every change of the agency's referrals from the beginning on, as its stream has them now.
pub(super) async fn all_changes(agency: &Agency, count: usize) -> Vec<WatchReferralsResponse> {
    let mut stream =
        wait_for("the stream to open", async || agency.client.watch("").await.ok()).await;
    let mut changes = Vec::new();
    loop {
        // One more than were expected would come at once.
        let limit = Duration::from_secs(if changes.len() < count { 10 } else { 1 });
        let Ok(item) = tokio::time::timeout(limit, stream.message()).await else { return changes };
        let item = item.expect("no error").expect("no end");
        changes.extend(Some(item).filter(|item| item.referral.is_some()));
    }
}
