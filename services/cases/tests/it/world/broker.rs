//! A nats-server of the test's own, which flushes every write.

use std::path::Path;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::{Child, Command};

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
}
