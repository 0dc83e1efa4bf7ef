//! The broker's account of analysts, as `deploy/nats/users.conf` has it: releases, and nothing else.

use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use async_nats::jetstream::{self, stream};
use async_nats::{Client, ConnectOptions, HeaderMap};
use futures_util::StreamExt as _;
use nkeys::KeyPair;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use sentier_tests::wait::wait_for;

/// A server with the users of a hub, and the seeds of two of them.
struct Hub {
    url: String,
    statistics: String,
    analysts: String,
    _server: Child,
    _folder: TempDir,
}

impl Hub {
    async fn start() -> Self {
        let folder = TempDir::new().expect("a folder");
        let port =
            TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("one").port();
        let users = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/nats/users.conf");
        let path = folder.path().display();
        let text = format!(
            "listen: \"127.0.0.1:{port}\"\njetstream {{ store_dir: \"{path}/store\" }}\n{}",
            std::fs::read_to_string(users).expect("the users of a hub")
        );
        let config = folder.path().join("nats.conf");
        std::fs::write(&config, text).expect("written");
        let names = ["ACCESS", "CASES", "REFERRALS", "STATISTICS", "ANALYSTS"];
        let keys = names.map(|name| (name, KeyPair::new_user()));
        let environment = keys.iter().map(|(name, key)| (format!("{name}_NKEY"), key.public_key()));
        let server = Command::new("nats-server")
            .arg("-c")
            .arg(&config)
            .envs(environment)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("nats-server is on PATH: run the tests with ./deploy/test");
        let seed = |wanted: &str| {
            let (_, key) = keys.iter().find(|(name, _)| *name == wanted).expect("a user");
            key.seed().expect("a seed")
        };
        let (statistics, analysts) = (seed("STATISTICS"), seed("ANALYSTS"));
        let url = format!("nats://127.0.0.1:{port}");
        let hub = Self { url, statistics, analysts, _server: server, _folder: folder };
        wait_for("the broker", async || hub.connect(&hub.statistics).await.ok()).await;
        hub
    }

    async fn connect(&self, seed: &str) -> Result<Client, async_nats::ConnectError> {
        ConnectOptions::with_nkey(seed.to_owned()).connect(&self.url).await
    }
}

#[tokio::test]
async fn analysts_hear_releases_and_can_ask_for_nothing() {
    let hub = Hub::start().await;
    let statistics = hub.connect(&hub.statistics).await.expect("connects");
    let context = jetstream::new(statistics.clone());
    let config = stream::Config {
        name: "SENTIER_STATISTICS".to_owned(),
        subjects: vec!["sentier.*.statistics.v1.>".to_owned()],
        ..stream::Config::default()
    };
    context.create_stream(config).await.expect("a stream");

    let analysts = hub.connect(&hub.analysts).await.expect("connects");
    let mut releases = analysts.subscribe("sentier.releases.v1").await.expect("subscribes");
    let mut everything = analysts.subscribe(">").await.expect("asks");
    let mut others = analysts.subscribe("sentier.ogou-1.cases.v1.>").await.expect("asks");
    analysts.flush().await.expect("flushes");

    for (subject, payload) in [
        ("sentier.installation.statistics.v1.sealing_key_rotated", "a key"),
        ("sentier.ogou-1.statistics.v1.release_published", "not the installation's"),
        ("sentier.installation.statistics.v1.release_published", "a release"),
    ] {
        let mut headers = HeaderMap::new();
        headers.insert("Nats-Msg-Id", payload);
        let sent = context.publish_with_headers(subject, headers, payload.into()).await;
        sent.expect("sent").await.expect("stored");
    }
    let heard = tokio::time::timeout(Duration::from_secs(10), releases.next()).await;
    let heard = heard.expect("in time").expect("a message");
    assert_eq!(
        (heard.subject.as_str(), &heard.payload[..]),
        ("sentier.releases.v1", &b"a release"[..])
    );
    let silent = Duration::from_millis(500);
    for subscriber in [&mut releases, &mut everything, &mut others] {
        let more = tokio::time::timeout(silent, subscriber.next()).await;
        assert!(!matches!(more, Ok(Some(_))), "nothing else is heard");
    }
    // How many messages there are, and when the last one came, is not theirs to ask.
    let info = analysts.request("$JS.API.STREAM.INFO.SENTIER_STATISTICS", "".into());
    assert!(!matches!(tokio::time::timeout(silent * 4, info).await, Ok(Ok(_))));
}
