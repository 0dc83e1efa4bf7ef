//! A nats-server of the test's own, which flushes every write.

use std::path::Path;
use std::process::Stdio;

use async_nats::jetstream;
use futures_util::StreamExt as _;
use prost::Message as _;
use sentier_proto::cases::events::v1::CasesEvent;
use sentier_proto::referrals::events::v1::ReferralsEvent;
use sentier_proto::statistics::events::v1::statistics_event::Fact;
use sentier_proto::statistics::events::v1::{SealingKeyRotated, StatisticsEvent};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use uuid::Uuid;

use super::until;

pub(crate) struct Broker {
    pub(crate) url: String,
    _server: Child,
    folder: TempDir,
}

impl Broker {
    pub(crate) async fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let path = folder.path().display();
        let config = format!(
            "listen: \"127.0.0.1:-1\"\nports_file_dir: \"{path}\"\n\
             jetstream {{ store_dir: \"{path}\", sync_interval: always }}\n"
        );
        std::fs::write(folder.path().join("nats.conf"), config).expect("writes");
        let server = Command::new("nats-server")
            .arg("-c")
            .arg(folder.path().join("nats.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("nats-server is on PATH: run the tests with ./deploy/test");
        let pid = server.id().expect("runs");
        let ports = folder.path().join(format!("nats-server_{pid}.ports"));
        let url = until(|| async {
            let text = std::fs::read_to_string(&ports).ok()?;
            let ports: serde_json::Value = serde_json::from_str(&text).ok()?;
            Some(ports.get("nats")?.get(0)?.as_str()?.to_owned())
        })
        .await;
        Self { url, _server: server, folder }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    async fn jetstream(&self) -> jetstream::Context {
        jetstream::new(async_nats::connect(&self.url).await.expect("connects"))
    }

    /// The published events, once there are at least `count` of them.
    pub(crate) async fn published(&self, count: usize) -> Vec<(String, CasesEvent)> {
        let jetstream = self.jetstream().await;
        let stream = until(|| async {
            let mut stream = jetstream.get_stream("SENTIER_CASES").await.ok()?;
            let held = stream.info().await.ok()?.state.messages;
            (usize::try_from(held).unwrap_or(0) >= count).then_some(stream)
        })
        .await;
        let held = stream.cached_info().state.messages;
        let config = jetstream::consumer::pull::OrderedConfig::default();
        let consumer = stream.create_consumer(config).await.expect("a consumer");
        let messages = consumer.messages().await.expect("messages");
        messages
            .take(usize::try_from(held).expect("a count"))
            .map(|message| {
                let message = message.expect("a message");
                let event = CasesEvent::decode(message.payload.clone()).expect("an event");
                (message.subject.to_string(), event)
            })
            .collect()
            .await
    }

    /// Publishes an event as the referrals service does.
    pub(crate) async fn tell(&self, centre: &str, fact: &str, id: Uuid, event: &ReferralsEvent) {
        let subject = format!("sentier.{centre}.referrals.v1.{fact}");
        self.publish("SENTIER_REFERRALS", subject, id, event.encode_to_vec()).await;
    }

    /// Tells that a new sealing key is in force, as the statistics service does.
    pub(crate) async fn rotated(&self, key_id: &str) {
        let fact = Fact::SealingKeyRotated(SealingKeyRotated { key_id: key_id.to_owned() });
        let event = StatisticsEvent { envelope: None, fact: Some(fact) };
        let subject = "sentier.installation.statistics.v1.sealing_key_rotated".to_owned();
        let id = Uuid::now_v7();
        self.publish("SENTIER_STATISTICS", subject, id, event.encode_to_vec()).await;
    }

    async fn publish(&self, stream: &str, subject: String, id: Uuid, payload: Vec<u8>) {
        let jetstream = self.jetstream().await;
        // The consumer of the service under test makes the stream.
        until(|| async { jetstream.get_stream(stream).await.ok() }).await;
        let mut headers = async_nats::HeaderMap::new();
        headers.insert("Nats-Msg-Id", id.to_string().as_str());
        let message =
            jetstream::message::PublishMessage::build().payload(payload.into()).headers(headers);
        let sent = jetstream.send_publish(subject, message).await.expect("sent");
        sent.await.expect("stored");
    }
}
