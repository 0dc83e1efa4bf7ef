//! Specification of the supervised broker, with a real nats-server (`./deploy/test` puts it on PATH).

use std::path::Path;
use std::time::Duration;

use futures_util::StreamExt as _;
use rustix::process::{Pid, Signal, kill_process};

use super::*;

async fn started(folder: &Path, port: u16) -> Supervised {
    let binary = find(None).await.expect("nats-server: run the tests with ./deploy/test");
    Supervised::start(binary, folder, port).await.unwrap()
}

fn kill(folder: &Path) {
    let server = i32::try_from(pid(folder).unwrap()).unwrap();
    kill_process(Pid::from_raw(server).unwrap(), Signal::KILL).unwrap();
}

async fn client(broker: &Supervised) -> Result<async_nats::Client, async_nats::ConnectError> {
    let seed = std::fs::read_to_string(broker.config.nkey_file.as_ref().unwrap()).unwrap();
    async_nats::ConnectOptions::with_nkey(seed).connect(&broker.config.url).await
}

/// Asks until the broker lets us in again, for at most 20 seconds.
async fn client_again(broker: &Supervised) -> async_nats::Client {
    for _attempt in 0..400 {
        if let Ok(client) = client(broker).await {
            return client;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    client(broker).await.unwrap()
}

#[tokio::test]
async fn only_who_holds_the_installations_key_speaks_to_the_broker() {
    let folder = tempfile::tempdir().unwrap();
    let broker = started(folder.path(), 0).await;
    assert!(client(&broker).await.is_ok());
    assert!(async_nats::connect(&broker.config.url).await.is_err());
    broker.stop().await;
}

async fn all_kinds(services: &async_nats::Client) {
    for (subject, payload) in [
        ("sentier.ogou-1.cases.v1.case_opened", "a case"),
        ("sentier.installation.statistics.v1.sealing_key_rotated", "a key"),
        ("sentier.installation.statistics.v1.release_published", "a release"),
        ("sentier.releases.v1", "not from there"),
    ] {
        services.publish(subject, payload.into()).await.unwrap();
    }
    services.flush().await.unwrap();
}

#[tokio::test]
async fn analysts_on_the_machine_hear_releases_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let broker = started(folder.path(), 0).await;
    let services = client(&broker).await.unwrap();
    let seed = std::fs::read_to_string(folder.path().join("analysts.nk")).unwrap();
    let options = async_nats::ConnectOptions::with_nkey(seed.trim().to_owned());
    let analysts = options.connect(&broker.config.url).await.unwrap();
    let mut releases = analysts.subscribe("sentier.releases.v1").await.unwrap();
    let mut everything = analysts.subscribe(">").await.unwrap();
    analysts.flush().await.unwrap();
    // The subscription may reach the broker behind the first of them: they are sent until a release is heard.
    let heard = async {
        loop {
            all_kinds(&services).await;
            let next = tokio::time::timeout(Duration::from_millis(300), releases.next()).await;
            if let Ok(Some(message)) = next {
                break message;
            }
        }
    };
    let heard = tokio::time::timeout(Duration::from_secs(10), heard).await.unwrap();
    assert_eq!(&heard.payload[..], b"a release");
    let soon = Duration::from_millis(300);
    while let Ok(Some(more)) = tokio::time::timeout(soon, releases.next()).await {
        assert_eq!(&more.payload[..], b"a release", "nothing else is heard");
    }
    let more = tokio::time::timeout(soon, everything.next()).await;
    assert!(!matches!(more, Ok(Some(_))), "nothing else is heard");
    broker.stop().await;
}

#[tokio::test]
async fn a_broker_that_dies_comes_back_at_the_same_address_with_its_messages() {
    let folder = tempfile::tempdir().unwrap();
    let broker = started(folder.path(), 0).await;
    let jetstream = async_nats::jetstream::new(client(&broker).await.unwrap());
    let config = async_nats::jetstream::stream::Config {
        name: "KEPT".to_owned(),
        subjects: vec!["kept".to_owned()],
        ..Default::default()
    };
    jetstream.create_stream(config).await.unwrap();
    jetstream.publish("kept", "1".into()).await.unwrap().await.unwrap();
    kill(folder.path());
    let jetstream = async_nats::jetstream::new(client_again(&broker).await);
    let mut stream = jetstream.get_stream("KEPT").await.unwrap();
    assert_eq!(stream.info().await.unwrap().state.messages, 1);
    broker.stop().await;
}

#[tokio::test]
async fn a_stopped_broker_is_gone_and_starts_again_with_the_same_key() {
    let folder = tempfile::tempdir().unwrap();
    let broker = started(folder.path(), 0).await;
    let (url, key) = (broker.config.url.clone(), broker.config.nkey_file.clone().unwrap());
    let seed = std::fs::read_to_string(&key).unwrap();
    broker.stop().await;
    assert!(async_nats::ConnectOptions::with_nkey(seed.clone()).connect(&url).await.is_err());
    let again = started(folder.path(), 0).await;
    assert_eq!(std::fs::read_to_string(key).unwrap(), seed);
    assert!(client(&again).await.is_ok());
    again.stop().await;
}

#[tokio::test]
async fn a_broker_left_by_a_killed_process_is_ended_before_a_new_one_starts() {
    let folder = tempfile::tempdir().unwrap();
    let left = started(folder.path(), 0).await;
    left.stop().await;
    let mut orphan = orphan(folder.path()).await;
    let next = started(folder.path(), 0).await;
    let ended = tokio::time::timeout(Duration::from_secs(5), orphan.wait()).await;
    assert!(ended.is_ok(), "it was ended, not only outnumbered");
    assert!(client(&next).await.is_ok());
    next.stop().await;
}

/// A server on the folder that nobody watches, as `kill -9` of `up` leaves it.
async fn orphan(folder: &Path) -> tokio::process::Child {
    let server = tokio::process::Command::new(find(None).await.unwrap())
        .arg("--config")
        .arg(folder.canonicalize().unwrap().join("nats.conf"))
        .spawn()
        .unwrap();
    for _attempt in 0..400 {
        if pid(folder) == server.id() {
            return server;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nats-server does not start");
}

fn pid(folder: &Path) -> Option<u32> {
    std::fs::read_to_string(folder.join("nats.pid")).ok()?.trim().parse().ok()
}
