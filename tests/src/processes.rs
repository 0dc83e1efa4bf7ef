//! A whole system in processes of its own, as a hub runs it, so that a test can kill them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use sentier::demo::play::Stage;
use sentier::up::{Options, Ports, Prepared, Stores};
use sentier_eventing::db::Database;
use sentier_platform::environment::Environment;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::system::{self, Kept, On, SERVICES, database, stores};

/// The processes, each serving one part on one data folder. The broker is watched by this process.
#[derive(Debug)]
pub struct Processes {
    folder: TempDir,
    stores: Stores,
    prepared: Prepared,
    running: BTreeMap<&'static str, Child>,
}

impl Processes {
    /// Makes a data folder and new stores ready, and starts a process for every service.
    ///
    /// # Panics
    /// When the folder cannot be prepared or a process does not start.
    pub async fn start(on: On) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let mut processes = Self::prepare(folder, stores(on).await).await;
        for service in SERVICES {
            processes.serve(service);
        }
        processes
    }

    /// Makes ready what a system left behind; no process is started yet. They go by the machine's clock, whatever
    /// clock that system had.
    ///
    /// # Panics
    /// When the folder cannot be prepared.
    pub async fn on(kept: Kept) -> Self {
        let (folder, stores) = kept.into_parts();
        Self::prepare(folder, stores).await
    }

    async fn prepare(folder: TempDir, stores: Stores) -> Self {
        let env = Environment::system().expect("policies that parse");
        let options = Options {
            ports: Ports::free(),
            stores: stores.clone(),
            ..Options::of_box(folder.path().join("data"), env)
        };
        let prepared = Box::pin(Prepared::new(options)).await.expect("a prepared folder");
        prepared.addresses.write(prepared.layout.root()).expect("the addresses");
        Self { folder, stores, prepared, running: BTreeMap::new() }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Kills a service without warning, and starts it again.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn kill(&mut self, service: &'static str) {
        self.end(service).await;
        self.serve(service);
    }

    /// Kills a service without warning; it stays away until it is served again.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub async fn end(&mut self, service: &'static str) {
        if let Some(mut child) = self.running.remove(service) {
            child.kill().await.expect("it can be killed");
        }
    }

    /// Kills the broker without warning; whoever watches it starts it again.
    ///
    /// # Panics
    /// When its process cannot be found.
    pub async fn kill_broker(&self) {
        let file = self.prepared.layout.nats().join("nats.pid");
        let pid = std::fs::read_to_string(file).expect("the broker's process id");
        let killed = Command::new("kill").args(["-KILL", pid.trim()]).status().await;
        assert!(killed.expect("kill runs").success(), "the broker was not running");
    }

    /// The broker's streams, as the services see them.
    ///
    /// # Panics
    /// When it does not answer.
    pub async fn broker(&self) -> async_nats::jetstream::Context {
        system::broker(&self.prepared.plan.access.service.nats).await
    }

    /// Everybody in place: accounts, agencies, credentials. Those who are there already stay.
    ///
    /// # Panics
    /// When a call is refused.
    pub async fn stage(&self) -> Stage {
        system::stage(&self.data(), self.prepared.addresses.clone()).await
    }

    /// The address of a service's database.
    pub fn database(&self, service: &str) -> String {
        database(&self.stores, self.prepared.layout.root(), service)
    }

    /// The store of a service.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn store(&self, service: &str) -> Database {
        Database::open(&self.database(service)).await.expect("the store opens")
    }

    /// Ends every process softly, and the broker after them.
    ///
    /// # Panics
    /// When one does not end.
    pub async fn stop(self) -> TempDir {
        for mut child in self.running.into_values() {
            let pid = child.id().expect("it runs").to_string();
            let asked = Command::new("kill").args(["-TERM", &pid]).status().await;
            assert!(asked.expect("kill runs").success());
            let ended = child.wait().await.expect("it ends");
            assert!(ended.success(), "it ended with {ended}");
        }
        self.prepared.stop().await;
        self.folder
    }

    /// Starts a service in a process of its own.
    ///
    /// # Panics
    /// When it does not start.
    pub fn serve(&mut self, service: &'static str) {
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.path().join(format!("{service}.log")))
            .expect("a log file");
        let child = Command::new(executable())
            .args(["serve", service, "--config"])
            .arg(self.prepared.layout.config(service))
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the executable runs");
        self.running.insert(service, child);
    }
}

/// Runs the executable to its end: whether it succeeded, and all that it said.
///
/// # Panics
/// When it does not start.
pub async fn ran(line: &[&str]) -> (bool, String) {
    let said = Command::new(executable()).args(line).output().await.expect("it runs");
    let text = [said.stdout, said.stderr].concat();
    (said.status.success(), String::from_utf8_lossy(&text).into_owned())
}

/// The executable that was built with these tests.
///
/// # Panics
/// When it was not.
pub fn executable() -> PathBuf {
    let own = std::env::current_exe().expect("the path of this test");
    let built = own.parent().and_then(Path::parent).expect("a target folder").join("sentier");
    assert!(built.exists(), "the executable is not built: run the tests with ./deploy/test");
    built
}
