//! A whole system for one test: a data folder, a broker and databases of its own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sentier::demo::play::{self, Caller, Journal, Setting, Stage};
use sentier::target::Addresses;
use sentier::up::{Options, Ports, Stores, System};
use sentier_eventing::db::Database;
use sentier_eventing::streams::READ_EVENT;
use sentier_platform::clock::Clock;
use sentier_platform::config::NatsConfig;
use sentier_platform::environment::Environment;
pub use sentier_test_support::databases::On;
use sentier_test_support::databases::new_postgres_for;
use tempfile::TempDir;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The services that have a store.
pub const SERVICES: [&str; 4] = ["access", "cases", "referrals", "statistics"];
/// The centre of every test.
pub const CENTRE: &str = "ogou-1";
/// How long a call is tried again.
const PATIENCE: Duration = Duration::from_mins(1);

/// New stores.
pub(crate) async fn stores(on: On) -> Stores {
    match on {
        On::Sqlite => Stores::Sqlite,
        On::Postgres => {
            let (server, prefix) = new_postgres_for(&SERVICES).await;
            Stores::Postgres { server, prefix }
        }
    }
}

/// A running system, and what goes with it.
#[derive(Debug)]
pub struct Whole {
    system: System,
    kept: Kept,
}

/// What stays when the system has stopped.
#[derive(Debug)]
pub struct Kept {
    folder: TempDir,
    stores: Stores,
    clock: Clock,
}

impl Whole {
    /// Starts a system on new stores.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start(on: On) -> Self {
        Self::start_at(on, &Clock::system()).await
    }

    /// The same by another clock than the machine's.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start_at(on: On, clock: &Clock) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        Kept { folder, stores: stores(on).await, clock: clock.clone() }.start().await
    }

    /// Everybody in place: accounts, agencies, credentials.
    ///
    /// # Panics
    /// When a call is refused.
    pub async fn stage(&self) -> Stage {
        stage(&self.data(), self.system.addresses().clone()).await
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.kept.data()
    }

    /// Where partners call.
    pub fn partners(&self) -> &str {
        &self.system.addresses().referrals
    }

    /// Where partners' records systems call.
    ///
    /// # Panics
    /// When that is off.
    pub fn fhir(&self) -> &str {
        self.system.addresses().fhir.as_deref().expect("FHIR is served")
    }

    /// Where the services answer.
    pub const fn addresses(&self) -> &Addresses {
        self.system.addresses()
    }

    /// Where the desk answers.
    pub fn desk(&self) -> &str {
        &self.system.addresses().desk
    }

    /// The one-time secret, as long as there is no administrator.
    pub fn first_secret(&self) -> Option<String> {
        first_secret(&self.data())
    }

    /// The broker's streams, as the services see them.
    ///
    /// # Panics
    /// When it does not answer.
    pub async fn broker(&self) -> async_nats::jetstream::Context {
        broker(&self.system.plan().access.service.nats).await
    }

    /// Stops it; what it stored stays.
    ///
    /// # Panics
    /// When it did not stop softly.
    pub async fn stop(self) -> Kept {
        assert!(self.system.stop().await, "the system had to be cut");
        self.kept
    }

    /// What it stores.
    pub const fn kept(&self) -> &Kept {
        &self.kept
    }
}

impl Kept {
    /// Starts a system on what was kept.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start(self) -> Whole {
        let env = Environment::system().expect("policies that parse");
        let env = Environment { clock: self.clock.clone(), ..env };
        let options = Options {
            ports: Ports::free(),
            stores: self.stores.clone(),
            ..Options::of_box(self.data(), env)
        };
        let system = Box::pin(System::start(options)).await.expect("the system starts");
        Whole { system, kept: self }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The folder that holds it, and the stores.
    pub(crate) fn into_parts(self) -> (TempDir, Stores) {
        (self.folder, self.stores)
    }

    /// The store of a service.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn store(&self, service: &str) -> Database {
        let url = database(&self.stores, &self.data(), service);
        Database::open(&url).await.expect("the store opens")
    }

    /// How many events a service wrote, entries of readings aside.
    ///
    /// # Panics
    /// When its store cannot be read.
    pub async fn written(&self, service: &str) -> i64 {
        let store = self.store(service).await;
        let sql = "SELECT COUNT(*) FROM event WHERE event_type <> $1";
        let rows = store.fetch(sql, &[READ_EVENT.into()]).await.expect("rows");
        store.close().await;
        rows[0].i64(0).expect("a count")
    }

    /// Every file of the data folder, with its name.
    ///
    /// # Panics
    /// When one cannot be read.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        files(&self.data())
    }
}

/// Every file below a folder.
///
/// # Panics
/// When one cannot be read.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.is_file() {
            let bytes = std::fs::read(&path).expect("a readable file");
            found.push((path.display().to_string(), bytes));
        }
    }
    found
}

/// Everybody in place, where the services of this data folder answer.
pub(crate) async fn stage(data: &Path, addresses: Addresses) -> Stage {
    let setting = Setting {
        addresses,
        folder: data.join("demo"),
        centre: CENTRE.to_owned(),
        first_secret: first_secret(data).map(Zeroizing::new),
        administrator: None,
    };
    let caller = Caller::new(Journal::default(), PATIENCE);
    play::set(&setting, &caller).await.expect("the stage is set")
}

/// The one-time secret, as long as there is no administrator.
fn first_secret(data: &Path) -> Option<String> {
    let text = std::fs::read_to_string(data.join("first-secret")).ok()?;
    Some(text.trim().to_owned())
}

/// The broker's streams, as the services see them.
pub(crate) async fn broker(nats: &NatsConfig) -> async_nats::jetstream::Context {
    let seed = nats.nkey_file.as_ref().expect("a broker of its own");
    let seed = std::fs::read_to_string(seed).expect("its seed");
    let options = async_nats::ConnectOptions::new().nkey(seed.trim().to_owned());
    async_nats::jetstream::new(options.connect(&nats.url).await.expect("connects"))
}

/// The address of a service's database.
pub(crate) fn database(stores: &Stores, data: &Path, service: &str) -> String {
    match stores {
        Stores::Sqlite => format!("sqlite:{}", data.join(format!("stores/{service}.db")).display()),
        Stores::Postgres { server, prefix } => format!("{server}/{prefix}{service}"),
    }
}

/// The id at the end of a resource name.
///
/// # Panics
/// When there is none.
pub fn id_of(name: &str) -> Uuid {
    let last = name.rsplit('/').next().unwrap_or_default();
    last.parse().expect("an id at the end of the name")
}
