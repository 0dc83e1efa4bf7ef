//! A fresh database for each test: a SQLite file, or a database of the PostgreSQL server that
//! `./deploy/test` starts and names in `SENTIER_TEST_POSTGRES`.

use sentier_eventing::db::{Database, Dialect};
use sentier_eventing::store::{EventStore, StoreOptions};
use sentier_eventing::vault::{Vault, VaultConfig};
use tempfile::TempDir;
use uuid::Uuid;

/// Which database a service stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// A file.
    Sqlite,
    /// The server that `./deploy/test` starts.
    Postgres,
}

/// A database's address, and the folder that goes with it.
#[derive(Debug)]
pub struct Fresh {
    /// The address.
    pub url: String,
    /// A folder for whatever else a test keeps.
    pub folder: TempDir,
}

impl Fresh {
    /// A new one.
    pub async fn on(on: On) -> Self {
        match on {
            On::Sqlite => Self::sqlite(),
            On::Postgres => Self::postgres().await,
        }
    }

    /// A new file.
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("store.db").display());
        Self { url, folder }
    }

    /// A new database of the server.
    pub async fn postgres() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        Self { url: new_postgres().await, folder }
    }

    /// Lets the store's connections read, and refuses what they write.
    pub async fn make_read_only(&self, store: &EventStore) {
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
    pub async fn vault(&self) -> Vault {
        let epochs = self.folder.path().join("epochs");
        let database = match self.url.strip_prefix("sqlite:") {
            Some(_) => format!("sqlite:{}", self.folder.path().join("keys.db").display()),
            None => new_postgres().await,
        };
        Vault::open(&VaultConfig { database, epochs }).await.expect("the vault opens")
    }

    /// Whether this text stands anywhere in the database: in its files, or in any row.
    pub async fn holds(&self, store: &EventStore, tables: &[&str], text: &str) -> bool {
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

    /// The event store on it.
    pub async fn store(&self) -> EventStore {
        EventStore::open(&self.url, StoreOptions::default()).await.expect("the store opens")
    }
}

/// The address of a new, empty database of the server.
pub async fn new_postgres() -> String {
    let server = server();
    let name = format!("t{}", Uuid::now_v7().simple());
    create(&server, &name).await;
    format!("{server}/{name}")
}

/// New databases of the server, one for each name; the server and what their names begin with.
pub async fn new_postgres_for(names: &[&str]) -> (String, String) {
    let (server, prefix) = (server(), format!("t{}_", Uuid::now_v7().simple()));
    for name in names {
        create(&server, &format!("{prefix}{name}")).await;
    }
    (server, prefix)
}

fn server() -> String {
    std::env::var("SENTIER_TEST_POSTGRES")
        .expect("SENTIER_TEST_POSTGRES is not set: run the tests with ./deploy/test")
}

async fn create(server: &str, name: &str) {
    let admin = Database::open(&format!("{server}/postgres")).await.expect("PostgreSQL answers");
    admin.fetch(&format!("CREATE DATABASE {name}"), &[]).await.expect("a new database");
    admin.close().await;
}
