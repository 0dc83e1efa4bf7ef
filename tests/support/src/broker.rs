//! A nats-server of a test's own, which flushes every write; it can be stopped, started again, and lose
//! its disk.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::{Child, Command};
use uuid::Uuid;

use crate::wait::wait_for;

/// The running server; dropped, it is killed.
#[derive(Debug)]
pub struct Broker {
    /// Where it answers.
    pub url: String,
    folder: TempDir,
    server: Option<Child>,
}

impl Broker {
    /// Starts a server on a folder and a port of its own.
    pub async fn start() -> Self {
        Self::start_with("always").await
    }

    /// As [`Broker::start`], flushed every two minutes as the server's own default is: for millions of
    /// messages that nobody cuts the power of.
    pub async fn start_relaxed() -> Self {
        Self::start_with("2m").await
    }

    async fn start_with(sync_interval: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let port = free_port();
        let path = folder.path().display();
        let config = format!(
            "listen: \"127.0.0.1:{port}\"\nports_file_dir: \"{path}\"\n\
             jetstream {{ store_dir: \"{path}/store\", sync_interval: {sync_interval} }}\n"
        );
        std::fs::write(folder.path().join("nats.conf"), config).expect("writes");
        let mut broker = Self { url: format!("nats://127.0.0.1:{port}"), folder, server: None };
        broker.run().await;
        broker
    }

    /// Starts the stopped server again, on the same port.
    pub async fn run(&mut self) {
        let server = Command::new("nats-server")
            .arg("-c")
            .arg(self.folder().join("nats.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("nats-server is on PATH: run the tests with ./deploy/test");
        let pid = server.id().expect("runs");
        let listens = self.folder().join(format!("nats-server_{pid}.ports"));
        wait_for("nats-server to listen", async || listens.exists().then_some(())).await;
        self.server = Some(server);
    }

    /// Kills the server without warning.
    pub async fn kill(&mut self) {
        let mut server = self.server.take().expect("runs");
        server.kill().await.expect("dies");
    }

    /// What a new disk looks like; the server must be down.
    pub fn lose_disk(&self) {
        std::fs::remove_dir_all(self.folder().join("store")).expect("removed");
    }

    /// Where it keeps its messages.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// A port below those of outgoing connections: a client that knocks while the server is down may be given
/// the server's own port there, and keep it from coming back.
fn free_port() -> u16 {
    let [.., high, low] = Uuid::now_v7().into_bytes();
    let start = u16::from_be_bytes([high, low]) % 12_000;
    (0..12_000)
        .map(|step| 20_000 + (start + step) % 12_000)
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .expect("a free port")
}
