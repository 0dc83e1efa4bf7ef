//! A nats-server of this test's own, which can be stopped, started again, and lose its disk.

use std::net::TcpListener;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::{Child, Command};

pub(crate) struct Broker {
    pub(crate) url: String,
    folder: TempDir,
    server: Option<Child>,
}

impl Broker {
    pub(crate) fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("bound").port();
        drop(free);
        let path = folder.path().display();
        let config = format!(
            "listen: \"127.0.0.1:{port}\"\n\
             jetstream {{ store_dir: \"{path}/store\", sync_interval: always }}\n"
        );
        std::fs::write(folder.path().join("nats.conf"), config).expect("writes");
        let mut broker = Self { url: format!("nats://127.0.0.1:{port}"), folder, server: None };
        broker.run();
        broker
    }

    /// Starts the stopped server again, on the same port.
    pub(crate) fn run(&mut self) {
        let server = Command::new("nats-server")
            .arg("-c")
            .arg(self.folder.path().join("nats.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("nats-server is on PATH: run the tests with ./deploy/test");
        self.server = Some(server);
    }

    pub(crate) async fn kill(&mut self) {
        let mut server = self.server.take().expect("runs");
        server.kill().await.expect("dies");
    }

    /// What a new disk looks like; the server must be down.
    pub(crate) fn lose_disk(&self) {
        std::fs::remove_dir_all(self.folder.path().join("store")).expect("removed");
    }
}
