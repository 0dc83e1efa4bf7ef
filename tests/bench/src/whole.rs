//! A whole system with everybody in place, on new stores.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use sentier::demo::play::{self, Caller, Client, Journal, Setting, Stage};
use sentier::up::{Options, Ports, Stores, System};
use sentier_eventing::db::Database;
use sentier_platform::clock::Clock;
use sentier_platform::environment::Environment;
use tempfile::TempDir;
use time::Date;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::databases::Kind;

/// The centre of every measurement.
pub const CENTRE: &str = "ogou-1";

/// A running system.
pub struct Whole {
    /// The system.
    pub system: System,
    /// Accounts, agencies and their credentials.
    pub stage: Stage,
    closed: Closed,
}

/// A system that does not run, on its data.
pub struct Closed {
    folder: TempDir,
    stores: Stores,
}

impl Whole {
    /// Starts a system, and sets its stage.
    pub async fn start(kind: Kind) -> anyhow::Result<Self> {
        let stores = match kind {
            Kind::Sqlite => Stores::Sqlite,
            Kind::Postgres => databases().await?,
        };
        Closed { folder: TempDir::new()?, stores }.open().await
    }

    /// Where the demo keeps its accounts.
    pub fn demo_folder(&self) -> PathBuf {
        self.closed.demo_folder()
    }

    /// Somebody who opens cases and works on them.
    pub fn caseworker(&self) -> anyhow::Result<&Client> {
        self.stage.caseworkers.first().context("the stage has no caseworker")
    }

    /// Today.
    pub fn today(&self) -> Date {
        Clock::system().now().to_datetime().date()
    }

    /// Stops it.
    pub async fn stop(self) {
        self.close().await;
    }

    /// Stops it, to be opened again.
    pub async fn close(self) -> Closed {
        self.system.stop().await;
        self.closed
    }
}

impl Closed {
    /// Starts it, and sets its stage the first time.
    pub async fn open(self) -> anyhow::Result<Whole> {
        let options = Options {
            ports: Ports::free(),
            stores: self.stores.clone(),
            ..Options::of_box(self.folder.path().join("data"), Environment::system()?)
        };
        let system = Box::pin(System::start(options)).await?;
        let stage = stage(&system, self.demo_folder()).await?;
        Ok(Whole { system, stage, closed: self })
    }

    fn demo_folder(&self) -> PathBuf {
        self.folder.path().join("demo")
    }
}

async fn stage(system: &System, folder: PathBuf) -> anyhow::Result<Stage> {
    // Gone once it was used.
    let secret = std::fs::read_to_string(system.layout().first_secret()).unwrap_or_default();
    let setting = Setting {
        addresses: system.addresses().clone(),
        folder,
        centre: CENTRE.to_owned(),
        first_secret: Some(Zeroizing::new(secret.trim().to_owned())),
        administrator: None,
    };
    play::set(&setting, &Caller::new(Journal::default(), Duration::from_mins(1))).await
}

async fn databases() -> anyhow::Result<Stores> {
    let server = std::env::var("SENTIER_TEST_POSTGRES")
        .context("SENTIER_TEST_POSTGRES is not set: run ./deploy/bench")?;
    let prefix = format!("b{}_", Uuid::now_v7().simple());
    let admin = Database::open(&format!("{server}/postgres")).await?;
    for service in ["access", "cases", "referrals", "statistics"] {
        admin.fetch(&format!("CREATE DATABASE {prefix}{service}"), &[]).await?;
    }
    admin.close().await;
    Ok(Stores::Postgres { server, prefix })
}
