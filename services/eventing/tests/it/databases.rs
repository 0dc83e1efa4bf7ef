//! A fresh database for each test: a SQLite file, or a database of the PostgreSQL server that
//! `./deploy/test` starts and names in `SENTIER_TEST_POSTGRES`.

use sentier_eventing::db::{Database, Dialect};
use sentier_eventing::store::{EventStore, StoreOptions};
use sentier_eventing::vault::{Vault, VaultConfig};
use tempfile::TempDir;
use uuid::Uuid;

/// A database's address, and the folder that goes with it.
pub(crate) struct Fresh {
    pub(crate) url: String,
    folder: TempDir,
}

impl Fresh {
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("store.db").display());
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

    /// A vault of its own beside the store.
    pub(crate) async fn vault(&self) -> Vault {
        let epochs = self.folder.path().join("epochs");
        let database = match self.url.strip_prefix("sqlite:") {
            Some(_) => format!("sqlite:{}", self.folder.path().join("keys.db").display()),
            None => Self::postgres().await.url,
        };
        Vault::open(&VaultConfig { database, epochs }).await.expect("the vault opens")
    }

    /// Whether this text stands anywhere in the database: in its files, or in any row.
    pub(crate) async fn holds(&self, store: &EventStore, tables: &[&str], text: &str) -> bool {
        if let Some(path) = self.url.strip_prefix("sqlite:") {
            let files = [path.to_owned(), format!("{path}-wal")];
            let bytes: Vec<u8> =
                files.iter().flat_map(|file| std::fs::read(file).expect("a file")).collect();
            return bytes.windows(text.len()).any(|window| window == text.as_bytes());
        }
        for table in tables {
            // PostgreSQL prints bytes as hex, texts as they are.
            let sql =
                format!("SELECT 1 FROM {table} AS t WHERE t::text LIKE $1 OR t::text LIKE $2");
            let (plain, coded) = (format!("%{text}%"), format!("%{}%", hex::encode(text)));
            let values = [plain.as_str().into(), coded.as_str().into()];
            if !store.database().fetch(&sql, &values).await.expect("rows").is_empty() {
                return true;
            }
        }
        false
    }

    pub(crate) async fn store(&self) -> EventStore {
        EventStore::open(&self.url, StoreOptions::default()).await.expect("the store opens")
    }
}
