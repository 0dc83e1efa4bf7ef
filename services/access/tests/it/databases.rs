//! A fresh database for each test: a SQLite file, or a database of the PostgreSQL server that
//! `./deploy/test` starts and names in `SENTIER_TEST_POSTGRES`.

use sentier_eventing::db::Database;
use tempfile::TempDir;
use uuid::Uuid;

/// A database's address, and the folder that goes with it.
pub(crate) struct Fresh {
    pub(crate) url: String,
    pub(crate) folder: TempDir,
}

impl Fresh {
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("access.db").display());
        Self { url, folder }
    }

    pub(crate) async fn postgres() -> Self {
        let server = std::env::var("SENTIER_TEST_POSTGRES")
            .expect("SENTIER_TEST_POSTGRES is not set: run the tests with ./deploy/test");
        let name = format!("t{}", Uuid::now_v7().simple());
        let admin =
            Database::open(&format!("{server}/postgres")).await.expect("PostgreSQL answers");
        admin.fetch(&format!("CREATE DATABASE {name}"), &[]).await.expect("a new database");
        admin.close().await;
        let folder = TempDir::new().expect("a temporary folder");
        Self { url: format!("{server}/{name}"), folder }
    }
}
