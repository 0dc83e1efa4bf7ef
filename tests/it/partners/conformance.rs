//! The conformance kit on the clients of this repository, which pass, and on a careless one, which does not.

use std::process::Stdio;
use std::time::Duration;

use sentier_tests::processes::executable;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

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

#[tokio::test(flavor = "multi_thread")]
async fn the_client_in_python_passes_every_check() {
    let (content, said) = play(System::build(Language::Python, "").await).await;
    assert!(content && said.matches("ok  ").count() == 12, "{said}");
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
