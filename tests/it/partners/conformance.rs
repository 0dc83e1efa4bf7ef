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
