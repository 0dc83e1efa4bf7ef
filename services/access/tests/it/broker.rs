//! A nats-server of the test's own, which flushes every write.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, Command};

/// The running server; dropped, it is killed.
pub(crate) struct Broker {
    pub(crate) url: String,
    _server: Child,
}

impl Broker {
    pub(crate) async fn start(folder: &Path) -> Self {
        let path = folder.display();
        let config = format!(
            "listen: \"127.0.0.1:-1\"\nports_file_dir: \"{path}\"\n\
             jetstream {{ store_dir: \"{path}\", sync_interval: always }}\n"
        );
        std::fs::write(folder.join("nats.conf"), config).expect("writes");
        let server = Command::new("nats-server")
            .arg("-c")
            .arg(folder.join("nats.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("nats-server is on PATH: run the tests with ./deploy/test");
        let pid = server.id().expect("runs");
        let ports = folder.join(format!("nats-server_{pid}.ports"));
        let url = until(async || {
            let text = std::fs::read_to_string(&ports).ok()?;
            let (_, rest) = text.split_once("\"nats\"")?;
            Some(rest.split('"').nth(1)?.to_owned())
        })
        .await;
        Self { url, _server: server }
    }
}

/// Asks until there is an answer, for at most 20 seconds.
pub(crate) async fn until<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), asking).await.expect("an answer within 20 s")
}
