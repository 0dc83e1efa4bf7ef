//! The conformance kit on the clients of this repository, which pass, and on a careless one, which does not.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use sentier_platform::client::channel;
use sentier_platform::config::ClientConfig;
use sentier_proto::referrals::v1::check::Outcome;
use sentier_proto::referrals::v1::referrals_service_client::ReferralsServiceClient;
use sentier_proto::referrals::v1::sandbox_service_client::SandboxServiceClient;
use sentier_proto::referrals::v1::{ListChecksRequest, ListChecksResponse, ListReferralsRequest};
use sentier_tests::processes::executable;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tonic::transport::Channel;

use super::client::{Language, System};

/// All checks take a minute or so.
const PATIENCE: Duration = Duration::from_mins(5);

/// Plays the script against a client; what the kit said, and whether it was content.
async fn play(mut system: System) -> (bool, String) {
    let credential = system.credential();
    let mut kit = Command::new(executable())
        .args(["conformance", "--listen", "127.0.0.1:0", "--wait", "60", "--out"])
        .arg(&credential)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the executable runs");
    let mut lines = BufReader::new(kit.stdout.take().expect("its output")).lines();
    let first = lines.next_line().await.expect("readable").expect("a line");
    let address = first.split_whitespace().find(|word| word.starts_with("https://"));
    system.address = address.expect("its address").trim_end_matches(',').to_owned();
    let client = system.start("complete").await;
    let played = tokio::time::timeout(PATIENCE, async {
        let mut said = String::new();
        while let Some(line) = lines.next_line().await.expect("readable") {
            said.extend([line.as_str(), "\n"]);
        }
        (kit.wait().await.expect("it ends").success(), said)
    });
    let played = played.await.expect("in time");
    client.kill().await;
    played
}

/// A standing sandbox, and where it listens.
async fn sandbox(folder: &Path) -> (Child, String) {
    let mut kit = Command::new(executable())
        .args(["sandbox", "serve", "--listen", "127.0.0.1:0", "--folder"])
        .arg(folder)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the executable runs");
    let mut lines = BufReader::new(kit.stdout.take().expect("its output")).lines();
    let first = lines.next_line().await.expect("readable").expect("a line");
    let address = first.split_whitespace().find(|word| word.starts_with("https://"));
    (kit, address.expect("its address").to_owned())
}

/// Calls of who has the sandbox credential in this folder.
async fn enrolled(address: &str, folder: &Path, out: &Path) -> Channel {
    let enrolled = Command::new(executable())
        .args(["sandbox", "enrol", "--folder"])
        .arg(folder)
        .arg("--out")
        .arg(out)
        .output()
        .await
        .expect("it runs");
    assert!(enrolled.status.success(), "{}", String::from_utf8_lossy(&enrolled.stderr));
    let connection = ClientConfig {
        address: address.to_owned(),
        ca_file: Some(out.join("ca.pem")),
        cert_file: Some(out.join("agency.pem")),
        key_file: Some(out.join("agency.key")),
        ..ClientConfig::default()
    };
    channel(&connection).expect("a channel")
}

async fn report(channel: &Channel, page_size: i32, page_token: String) -> ListChecksResponse {
    let asked = ListChecksRequest { page_size, page_token };
    let answer = SandboxServiceClient::new(channel.clone()).list_checks(asked).await;
    answer.expect("lists").into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_in_python_passes_every_check_of_a_standing_sandbox_that_shows_it_nothing_of_others()
 {
    let mut system = System::build(Language::Python, "").await;
    let folder = TempDir::new().expect("a temporary folder");
    let (mut kit, address) = sandbox(folder.path()).await;
    let own = enrolled(&address, folder.path(), &system.credential()).await;
    let other = enrolled(&address, folder.path(), &folder.path().join("other")).await;
    system.address = address;
    let client = system.start("complete").await;
    let judged = tokio::time::timeout(PATIENCE, async {
        loop {
            let judged = report(&own, 0, String::new()).await;
            if judged.done {
                return judged.checks;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
    let judged = judged.await.expect("in time");
    let passed = judged.iter().filter(|check| check.outcome() == Outcome::Passed).count();
    assert_eq!((passed, judged.len()), (12, 12), "{judged:?}");
    // In pages, too.
    let first = report(&own, 7, String::new()).await;
    let rest = report(&own, 7, first.next_page_token).await;
    assert_eq!([first.checks, rest.checks].concat(), judged);
    assert_eq!(rest.next_page_token, "");
    // Another credential has a room of its own: no checks yet, and no referral.
    assert!(report(&other, 0, String::new()).await.checks.is_empty());
    let mut stranger = ReferralsServiceClient::new(other);
    let listed = stranger.list_referrals(ListReferralsRequest::default()).await.expect("lists");
    assert!(listed.into_inner().referrals.is_empty());
    client.kill().await;
    kit.kill().await.expect("it can be killed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_in_typescript_passes_every_check() {
    let (content, said) = play(System::build(Language::TypeScript, "").await).await;
    assert!(content && said.matches("ok  ").count() == 12, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_careless_client_is_told_what_it_does_wrong() {
    let system = System::build(Language::Python, "").await;
    let careless = system.careless();
    let (content, said) = play(careless).await;
    assert!(!content, "{said}");
    for check in ["repeats lost writes", "resumes", "waits as told"] {
        let failed = said.lines().any(|line| line.starts_with("FAIL") && line.contains(check));
        assert!(failed, "{check} did not fail: {said}");
    }
    assert!(said.lines().any(|line| line.starts_with("ok") && line.contains("answers")), "{said}");
}

/// What an agency's receiver was given for the test.
const SECRET: &str = "whsec_dGhlIHNlY3JldCBvZiB0aGUgY29uZm9ybWFuY2Uga2l0";

/// Tries a receiver; whether the kit was content, and what it said.
async fn try_endpoint(url: &str, secret: &str) -> (bool, String) {
    let tried = Command::new(executable())
        .args(["conformance", "--agency-endpoint", url, "--webhook-secret", secret])
        .output();
    let tried = tokio::time::timeout(PATIENCE, tried).await.expect("in time").expect("it runs");
    (tried.status.success(), String::from_utf8_lossy(&tried.stdout).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receivers_of_webhooks_pass_every_check_and_one_with_another_secret_does_not() {
    for language in [Language::Python, Language::TypeScript] {
        let system = System::build(language, "").await;
        let mut receiver = system.receive(SECRET).await;
        let (content, said) = try_endpoint(&receiver.listening(), SECRET).await;
        assert!(content && said.matches("ok  ").count() == 7, "{language:?}: {said}");
        receiver.until("to know the repeat", |told| told["duplicate"].is_string()).await;
        let other = "whsec_YW5vdGhlciBzZWNyZXQgdGhhbiB0aGUgcmVjZWl2ZXIncw==";
        let (content, said) = try_endpoint(&receiver.listening(), other).await;
        assert!(!content && said.contains("FAIL  takes a notice"), "{language:?}: {said}");
        receiver.kill().await;
    }
}
