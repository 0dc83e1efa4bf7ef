//! What a client in each language lives through: a referral to its end, a withdrawal under its eyes, a day
//! without a line, a lost token, a term that is over.

use std::time::{Duration, Instant};

use sentier::demo::play::{Agency, Stage};
use sentier::demo::world::AgencyKind;
use sentier_platform::clock::Clock;
use sentier_proto::cases::v1::case_referral::Progress;
use sentier_tests::system::{On, Whole};
use serde_json::Value;

use super::centre::{all_changes, enrol, refer, until_progress};
use super::client::{Language, System, duplicates, events};

#[tokio::test(flavor = "multi_thread")]
async fn a_client_in_python_serves_resumes_and_forgets() {
    live(Language::Python).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_in_typescript_serves_resumes_and_forgets() {
    live(Language::TypeScript).await;
}

async fn live(language: Language) {
    let clock = Clock::fixed(Clock::system().now());
    let whole = Whole::start_at(On::Sqlite, &clock).await;
    let stage = whole.stage().await;
    let hospital = stage.agency(AgencyKind::Hospital).expect("a hospital");
    let system = System::build(language, whole.partners()).await;
    enrol(&whole.data(), &hospital.name, &system.credential()).await;

    let mut told = to_its_end(&system, &stage, hospital).await;
    told.extend(withdrawals(&system, &stage, hospital, &clock).await);
    let all = all_changes(hospital, events(&told).len()).await;
    let all: Vec<String> = all.into_iter().map(|change| change.event_id).collect();
    // A client that is killed between taking a change and keeping that it did takes it again.
    let mut taken = events(&told);
    taken.dedup();
    assert_eq!(taken, all, "each change, in order, over the lives of the client");
    a_lost_token(&system, &whole, &all).await;
    whole.stop().await;
}

/// It serves a referral to its end.
async fn to_its_end(system: &System, stage: &Stage, hospital: &Agency) -> Vec<Value> {
    let mut client = system.start("complete").await;
    let served = refer(stage, hospital, "dzidefo21").await;
    client.until_done("complete", &served.referral).await;
    client.until_state("STATE_COMPLETED", &served.referral).await;
    until_progress(stage, &served, Progress::Completed).await;
    client.kill().await
}

/// One consent is withdrawn under its eyes, another on a day without a line, when a referral comes too.
async fn withdrawals(
    system: &System,
    stage: &Stage,
    hospital: &Agency,
    clock: &Clock,
) -> Vec<Value> {
    let worker = &stage.caseworkers[0];
    let mut client = system.start("acknowledge").await;
    let withdrawn = refer(stage, hospital, "enyonam22").await;
    client.until_done("acknowledge", &withdrawn.referral).await;
    let copy = system.copy(&withdrawn.referral).expect("a copy");
    assert!(copy.contains("enyonam22"), "it holds what was disclosed");
    worker.withdraw_consent(&withdrawn.consent).await.expect("withdrawn");
    let since = Instant::now();
    client.until_forgotten(&withdrawn.referral).await;
    let took = since.elapsed();
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert_eq!(system.copy(&withdrawn.referral), None);

    let kept = refer(stage, hospital, "mawuena23").await;
    client.until_done("acknowledge", &kept.referral).await;
    let mut told = client.kill().await;
    clock.advance(Duration::from_hours(25));
    worker.withdraw_consent(&kept.consent).await.expect("withdrawn");
    let late = refer(stage, hospital, "sikavi24").await;
    assert!(system.copy(&kept.referral).is_some(), "it cannot know yet");
    let mut client = system.start("complete").await;
    client.until_state("STATE_COMPLETED", &late.referral).await;
    assert_eq!(system.copy(&kept.referral), None);
    until_progress(stage, &late, Progress::Completed).await;
    told.extend(client.kill().await);
    told
}

/// The token is lost, as with an old backup: all comes again, is known, and is answered once. A copy whose
/// term is over is not kept, whatever the stream says.
async fn a_lost_token(system: &System, whole: &Whole, all: &[String]) {
    system.lose_token();
    let expired = system.keep_expired();
    let before = whole.kept().written("referrals").await;
    let mut client = system.start("complete").await;
    client.until_forgotten(&expired).await;
    client.until("what it knows", |line| line["duplicate"] == *all.last().expect("one")).await;
    let again = client.kill().await;
    assert_eq!((duplicates(&again), events(&again).len()), (all.len(), 0));
    assert_eq!(whole.kept().written("referrals").await, before);
}
