//! One way to speak SQL to PostgreSQL and to SQLite.
//!
//! Statements use `$1` placeholders and the subset that both understand; what differs (arrays, locks)
//! stands beside its statement in a match on [`Dialect`].

mod rack;
mod row;
mod rows;
mod tx;
mod value;

use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions as _};

use rack::Rack;
pub use row::Row;
pub use rows::Column;
use tx::Open;
pub use tx::Tx;
pub use value::Value;

/// Which SQL a database speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL.
    Postgres,
    /// SQLite in WAL mode, one writer, every commit flushed.
    Sqlite,
}

impl Dialect {
    /// The database's own clock in microseconds since 1970, as an expression: leases hold by it, so that
    /// processes need not agree on theirs.
    pub const fn now(self) -> &'static str {
        match self {
            Self::Postgres => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)",
            Self::Sqlite => "CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
        }
    }

    /// The type of a column of bytes, as ids and sealed values are kept.
    pub const fn bytes(self) -> &'static str {
        match self {
            Self::Postgres => "BYTEA",
            Self::Sqlite => "BLOB",
        }
    }

    /// What ends the statement that creates a table whose rows stand in the order of their keys, so that
    /// it tells nothing of when they came.
    pub const fn by_key(self) -> &'static str {
        match self {
            Self::Postgres => "",
            Self::Sqlite => " WITHOUT ROWID",
        }
    }
}

/// A database of one service. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database(Pools);

#[derive(Clone, Debug)]
enum Pools {
    Postgres(Rack),
    // One writing connection: SQLite has one writer anyway, and a queue in front of a lock is fairer
    // than a busy loop on it.
    Sqlite { writer: SqlitePool, reader: SqlitePool },
}

/// How long a caller waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(10);
/// Connections to one PostgreSQL database, at most.
const CONNECTIONS: u32 = 16;
/// Rows of SQLite that wait for their reader, at most.
const ROWS: usize = 1_000;

impl Database {
    /// Opens `sqlite:PATH` (created when absent) or `postgres://…`.
    ///
    /// # Errors
    /// When the address is neither, or the database does not answer.
    pub async fn open(url: &str) -> Result<Self, sqlx::Error> {
        match url.strip_prefix("sqlite:") {
            Some(path) => Self::open_sqlite(Path::new(path)).await,
            None => Self::open_postgres(url).await,
        }
    }

    async fn open_postgres(url: &str) -> Result<Self, sqlx::Error> {
        let options = PgConnectOptions::from_str(url)?
            .application_name("sentier")
            // A plan that was made while a table was small is kept while it grows. Every statement of ours
            // has an index, and takes it from the first row on, row by row of what it is given; no query
            // is worth compiling.
            .options([
                ("enable_seqscan", "off"),
                ("enable_hashjoin", "off"),
                ("enable_mergejoin", "off"),
                ("jit", "off"),
            ])
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(ACQUIRE)
            .connect_with(options)
            .await?;
        Ok(Self(Pools::Postgres(Rack::new(pool, CONNECTIONS))))
    }

    async fn open_sqlite(path: &Path) -> Result<Self, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Power cuts are normal at a centre: what was acknowledged is on the disk.
            .synchronous(SqliteSynchronous::Full)
            // Deleted rows are overwritten, so that an erased key does not linger in free pages.
            .pragma("secure_delete", "ON")
            .busy_timeout(ACQUIRE)
            // Rows cross between two threads; the reader is not woken for each few.
            .row_buffer_size(ROWS)
            .disable_statement_logging();
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(ACQUIRE)
            .test_before_acquire(false)
            .connect_with(options.clone())
            .await?;
        let reader = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(ACQUIRE)
            .test_before_acquire(false)
            .connect_lazy_with(options);
        Ok(Self(Pools::Sqlite { writer, reader }))
    }

    /// Which SQL it speaks.
    pub const fn dialect(&self) -> Dialect {
        match self.0 {
            Pools::Postgres(_) => Dialect::Postgres,
            Pools::Sqlite { .. } => Dialect::Sqlite,
        }
    }

    /// Runs the migrations of its dialect that it has not seen.
    ///
    /// # Errors
    /// When a migration fails, or a stored one was edited.
    pub async fn migrate(
        &self,
        postgres: &Migrator,
        sqlite: &Migrator,
    ) -> Result<(), sqlx::migrate::MigrateError> {
        match &self.0 {
            Pools::Postgres(rack) => postgres.run(&rack.pool).await,
            Pools::Sqlite { writer, .. } => sqlite.run(writer).await,
        }
    }

    /// Begins a writing transaction; on SQLite it holds the write lock from the start.
    ///
    /// # Errors
    /// When no connection is free in time or the database is away.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        self.begin_with(
            "BEGIN",
            // Said each time: the connection may have served `begin_derived` before.
            "PRAGMA synchronous = FULL; BEGIN IMMEDIATE",
        )
        .await
    }

    /// As [`Database::begin`], for what can be derived again from the log: its commit is not flushed. After
    /// a power cut it may be gone, rows and checkpoint together, but never before what was flushed later.
    ///
    /// # Errors
    /// As [`Database::begin`].
    pub async fn begin_derived(&self) -> Result<Tx, sqlx::Error> {
        self.begin_with(
            "BEGIN; SET LOCAL synchronous_commit = off",
            "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE",
        )
        .await
    }

    async fn begin_with(
        &self,
        postgres: &'static str,
        sqlite: &'static str,
    ) -> Result<Tx, sqlx::Error> {
        match &self.0 {
            Pools::Postgres(rack) => {
                let mut taken = rack.take().await?;
                taken.run(postgres).await?;
                Ok(Tx(Open::Postgres(taken)))
            }
            Pools::Sqlite { writer, .. } => {
                writer.begin_with(sqlite).await.map(|tx| Tx(Open::Sqlite(tx)))
            }
        }
    }

    /// The rows of one reading statement.
    ///
    /// # Errors
    /// When the statement fails or the database is away.
    pub async fn fetch(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.0 {
            Pools::Postgres(rack) => {
                let mut taken = rack.take().await?;
                let query = value::bind_postgres(sqlx::query(sql), values);
                let rows = query.fetch_all(taken.connection()?).await;
                // A statement that was refused leaves the connection as it was.
                if matches!(rows, Ok(_) | Err(sqlx::Error::Database(_))) {
                    taken.give_back();
                }
                Ok(rows?.into_iter().map(Row::Postgres).collect())
            }
            Pools::Sqlite { reader, .. } => {
                let rows = value::bind_sqlite(sqlx::query(sql), values)?.fetch_all(reader).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
        }
    }

    /// Runs one writing statement that is a transaction by itself, on PostgreSQL; answers its rows.
    ///
    /// # Errors
    /// When the statement fails, the database is away, or is SQLite.
    pub(crate) async fn write_at_once(
        &self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<Row>, sqlx::Error> {
        match &self.0 {
            Pools::Postgres(_) => self.fetch(sql, values).await,
            Pools::Sqlite { .. } => {
                Err(sqlx::Error::Protocol("SQLite writes in a transaction only".to_owned()))
            }
        }
    }

    /// Runs one writing statement in a transaction of its own; answers how many rows it touched.
    ///
    /// # Errors
    /// When the statement fails or the database is away.
    pub async fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, sqlx::Error> {
        let mut tx = self.begin().await?;
        let touched = tx.execute(sql, values).await?;
        tx.commit().await?;
        Ok(touched)
    }

    /// Runs statements that create what is missing, each by itself.
    ///
    /// # Errors
    /// When a statement fails twice.
    pub async fn create<S: AsRef<str>>(
        &self,
        statements: impl IntoIterator<Item = S>,
    ) -> Result<(), sqlx::Error> {
        for statement in statements {
            // Two replicas that start at once may both create: the second try finds it there.
            if self.execute(statement.as_ref(), &[]).await.is_err() {
                self.execute(statement.as_ref(), &[]).await?;
            }
        }
        Ok(())
    }

    /// Closes every connection, after the statements that run.
    pub async fn close(&self) {
        match &self.0 {
            Pools::Postgres(rack) => rack.close().await,
            Pools::Sqlite { writer, reader } => {
                reader.close().await;
                writer.close().await;
            }
        }
    }
}
