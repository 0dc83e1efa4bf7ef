//! Services and the broker are killed without warning while both clients serve: each gets each change.

use std::time::Duration;

use sentier::demo::play::{self, Caller, Journal, Setting, Stage};
use sentier::demo::world::AgencyKind;
use sentier::target::Addresses;
use sentier_proto::cases::v1::case_referral::Progress;
use sentier_tests::processes::Processes;
use sentier_tests::system::{CENTRE, On};
use sentier_tests::wait::wait_for;
use tokio::time::sleep;
use zeroize::Zeroizing;

use super::centre::{Referred, all_changes, enrol, refer, until_progress};
use super::client::{Language, System, events};

/// Referrals to each agency, and a kill after each.
const ROUNDS: usize = 8;
/// Who is killed in turn; the empty name is the broker.
const VICTIMS: [&str; 4] = ["referrals", "", "cases", "referrals"];

#[tokio::test(flavor = "multi_thread")]
async fn kills_of_services_and_broker_keep_no_change_from_either_client() {
    let mut processes = Processes::start(On::Sqlite).await;
    let stage = stage(&processes).await;
    let address = Addresses::read(&processes.data()).expect("addresses").referrals;
    let mut sides = Vec::new();
    for (language, kind) in
        [(Language::Python, AgencyKind::Hospital), (Language::TypeScript, AgencyKind::Shelter)]
    {
        let agency = stage.agency(kind).expect("an agency").clone();
        let system = System::build(language, &address).await;
        enrol(&processes.data(), &agency.name, &system.credential()).await;
        let client = system.start("complete").await;
        sides.push((agency, system, client, Vec::<Referred>::new()));
    }
    for round in 0..ROUNDS {
        for (agency, _, _, referred) in &mut sides {
            let word = format!("yawa{round}{}", referred.len());
            referred.push(refer(&stage, agency, &word).await);
        }
        match VICTIMS[round % VICTIMS.len()] {
            "" => processes.kill_broker().await,
            service => processes.kill(service).await,
        }
        sleep(Duration::from_millis(700)).await;
    }
    for (agency, system, mut client, referred) in sides {
        let last = referred.last().expect("one");
        client.until_state("STATE_COMPLETED", &last.referral).await;
        for one in &referred {
            until_progress(&stage, one, Progress::Completed).await;
        }
        sleep(Duration::from_secs(1)).await;
        let told = client.kill().await;
        let seen = events(&told);
        let all = all_changes(&agency, seen.len()).await;
        let all: Vec<String> = all.into_iter().map(|change| change.event_id).collect();
        assert_eq!(seen, all, "each change once and in order");
        assert!(all.len() >= 4 * ROUNDS, "sent, received, accepted, completed");
        assert!(system.copy(&last.referral).is_some());
    }
    processes.stop().await;
}

/// Everybody in place, in processes of their own.
async fn stage(processes: &Processes) -> Stage {
    let secret = processes.data().join("first-secret");
    let secret =
        wait_for("the one-time secret", async || std::fs::read_to_string(&secret).ok()).await;
    let setting = Setting {
        addresses: Addresses::read(&processes.data()).expect("addresses"),
        folder: processes.data().join("demo"),
        centre: CENTRE.to_owned(),
        first_secret: Some(Zeroizing::new(secret.trim().to_owned())),
        administrator: None,
    };
    let caller = Caller::new(Journal::default(), Duration::from_mins(2));
    play::set(&setting, &caller).await.expect("the stage is set")
}
