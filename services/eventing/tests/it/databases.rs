//! A fresh database for each test: a SQLite file, or a database of the PostgreSQL server that
//! `./deploy/test` starts and names in `SENTIER_TEST_POSTGRES`.

use sentier_eventing::db::{Database, Dialect};
use sentier_eventing::store::{EventStore, StoreOptions};
use tempfile::TempDir;
use uuid::Uuid;

/// A database's address, and the folder that goes with it.
pub(crate) struct Fresh {
    pub(crate) url: String,
    _folder: Option<TempDir>,
}

impl Fresh {
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("store.db").display());
        Self { url, _folder: Some(folder) }
    }

    pub(crate) async fn postgres() -> Self {
        let server = std::env::var("SENTIER_TEST_POSTGRES")
            .expect("SENTIER_TEST_POSTGRES is not set: run the tests with ./deploy/test");
        let name = format!("t{}", Uuid::now_v7().simple());
        let admin =
            Database::open(&format!("{server}/postgres")).await.expect("PostgreSQL answers");
        admin.fetch(&format!("CREATE DATABASE {name}"), &[]).await.expect("a new database");
        admin.close().await;
        Self { url: format!("{server}/{name}"), _folder: None }
    }

    /// Lets the store's connections read, and refuses what they write.
    pub(crate) async fn make_read_only(&self, store: &EventStore) {
        let db = store.database();
        match db.dialect() {
            Dialect::Sqlite => {
                db.execute("PRAGMA query_only = ON", &[]).await.expect("read only");
            }
            Dialect::Postgres => {
                let (server, name) = self.url.rsplit_once('/').expect("a database's name");
                let admin = Database::open(&format!("{server}/postgres")).await.expect("answers");
                let sql = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
                admin.fetch(&sql, &[]).await.expect("read only");
                let sql =
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
                admin.fetch(sql, &[name.into()]).await.expect("sessions end");
                admin.close().await;
            }
        }
    }

    pub(crate) async fn store(&self) -> EventStore {
        EventStore::open(&self.url, StoreOptions::default()).await.expect("the store opens")
    }
}
