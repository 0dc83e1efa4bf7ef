//! The commands of the partner's guide, as they stand there, against a whole system.

use std::time::Duration;

use sentier::demo::world::AgencyKind;
use sentier_proto::cases::v1::case_referral::Progress;
use sentier_tests::system::{On, Whole};
use tempfile::TempDir;
use tokio::process::Command;

use super::centre::{enrol, refer, rotate, until_progress};
use super::client::root;

/// What stands in the guide's blocks of `sh`, one after the other.
fn commands() -> String {
    let guide =
        std::fs::read_to_string(root().join("tests/partners/README.md")).expect("the guide");
    let mut commands = String::new();
    let mut inside = false;
    for line in guide.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => commands.extend([line, "\n"]),
            _ => {}
        }
    }
    commands
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_serves_a_first_referral_with_the_guide_and_a_plain_client_alone() {
    let whole = Whole::start(On::Sqlite).await;
    let stage = whole.stage().await;
    let hospital = stage.agency(AgencyKind::Hospital).expect("a hospital");
    let folder = TempDir::new().expect("a temporary folder");
    enrol(&whole.data(), &hospital.name, &folder.path().join("credential")).await;
    let referred = refer(&stage, hospital, "kpessi11").await;
    let by_fhir = refer(&stage, hospital, "yawa12").await;

    let script = commands();
    assert!(script.lines().count() > 20, "the guide has commands");
    let running = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &script])
        .current_dir(folder.path())
        .env("ADDRESS", whole.partners())
        .env("FHIR", format!("{}/fhir", whole.fhir()))
        .kill_on_drop(true)
        .output();
    let done = tokio::time::timeout(Duration::from_mins(3), running).await;
    let done = done.expect("in time").expect("bash runs");
    let (said, complained) =
        (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{said}\n{complained}");
    // What was released stood on the stranger's screen, and nothing else of her.
    assert!(said.contains("kpessi11") && said.contains("yawa12"), "{said}");
    assert!(!said.contains("+228"), "{said}");
    for state in ["STATE_SENT", "STATE_RECEIVED", "STATE_ACCEPTED", "STATE_COMPLETED"] {
        assert!(said.contains(state), "{state} is not in {said}");
    }
    assert!(complained.contains("failed_precondition"), "{complained}");
    assert!(said.contains("REFERRAL_STATE"), "the batch says why: {said}");
    for shown in ["\"fhirVersion\":\"4.0.1\"", "\"scheduled\"", "She is expected.", "\"served\""] {
        assert!(said.contains(shown), "{shown} is not in {said}");
    }
    assert!(said.contains("state: scheduled; allowed: "), "{said}");
    until_progress(&stage, &referred, Progress::Completed).await;
    until_progress(&stage, &by_fhir, Progress::Completed).await;

    // A year later: the certificate is replaced without a break, and both serve.
    let credential = folder.path().join("credential");
    let pem = |name: &str| std::fs::read(credential.join(name)).expect("a certificate");
    let before = pem("agency.pem");
    rotate(&whole.data(), &credential).await;
    assert!(pem("agency.pem") != before && pem("agency.old.pem") == before);
    for (cert, key) in [("agency.pem", "agency.key"), ("agency.old.pem", "agency.old.key")] {
        let asked = "buf curl --protocol grpc --cacert ca.pem --cert \"$0\" --key \"$1\" \
                     \"$ADDRESS/sentier.referrals.v1.ReferralsService/ListReferrals\" --data '{}'";
        let listed = Command::new("bash")
            .args(["-euc", asked, cert, key])
            .current_dir(&credential)
            .env("ADDRESS", whole.partners())
            .output()
            .await
            .expect("bash runs");
        let said = String::from_utf8_lossy(&listed.stdout);
        assert!(listed.status.success() && said.contains(&referred.referral), "{cert}: {said}");
    }
    whole.stop().await;
}
