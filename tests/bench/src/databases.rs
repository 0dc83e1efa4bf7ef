//! Fresh databases: a SQLite file, or a database of the server named in `SENTIER_TEST_POSTGRES`.

use std::fmt;

use anyhow::Context as _;
use sentier_eventing::EventStore;
use sentier_eventing::db::Database;
use sentier_eventing::store::StoreOptions;
use tempfile::TempDir;
use uuid::Uuid;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// PostgreSQL, `fsync` and `synchronous_commit` on.
    Postgres,
    /// SQLite in WAL mode, `synchronous=FULL`.
    Sqlite,
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
        })
    }
}

/// A database's address, and the folder that goes with it.
#[derive(Debug)]
pub struct Fresh {
    /// Which kind.
    pub kind: Kind,
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    _folder: Option<TempDir>,
}

impl Fresh {
    /// A new, empty database.
    pub async fn new(kind: Kind) -> anyhow::Result<Self> {
        match kind {
            Kind::Sqlite => {
                let folder = TempDir::new()?;
                let url = format!("sqlite:{}", folder.path().join("store.db").display());
                Ok(Self { kind, url, _folder: Some(folder) })
            }
            Kind::Postgres => {
                let server = std::env::var("SENTIER_TEST_POSTGRES")
                    .context("SENTIER_TEST_POSTGRES is not set: run ./deploy/bench")?;
                let name = format!("b{}", Uuid::now_v7().simple());
                let admin = Database::open(&format!("{server}/postgres")).await?;
                admin.fetch(&format!("CREATE DATABASE {name}"), &[]).await?;
                admin.close().await;
                Ok(Self { kind, url: format!("{server}/{name}"), _folder: None })
            }
        }
    }

    /// An event store in it.
    pub async fn store(&self) -> anyhow::Result<EventStore> {
        Ok(EventStore::open(&self.url, StoreOptions::default()).await?)
    }
}
