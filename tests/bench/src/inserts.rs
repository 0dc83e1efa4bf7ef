//! The baseline: one row, one durable commit, one connection per caller; what `pgbench` would do.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use uuid::Uuid;

use crate::callers::{self, Call};
use crate::databases::{Fresh, Kind};
use crate::tally::TEXT;

const CREATE: &str = "CREATE TABLE fact (id BYTEA PRIMARY KEY, body TEXT NOT NULL)";
const INSERT: &str = "INSERT INTO fact (id, body) VALUES ($1, $2)";

/// Inserts a row of its own.
pub async fn inserts(fresh: &Fresh, callers: usize) -> anyhow::Result<Call> {
    match fresh.kind {
        Kind::Postgres => postgres(&fresh.url, u32::try_from(callers)?).await,
        Kind::Sqlite => sqlite(&fresh.url).await,
    }
}

async fn postgres(url: &str, connections: u32) -> anyhow::Result<Call> {
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .min_connections(connections)
        .connect(url)
        .await?;
    sqlx::query(CREATE).execute(&pool).await?;
    Ok(callers::call(move |_, _| {
        let pool = pool.clone();
        async move {
            let id = Uuid::now_v7().as_bytes().to_vec();
            sqlx::query(INSERT).bind(id).bind(TEXT).execute(&pool).await?;
            Ok(())
        }
    }))
}

async fn sqlite(url: &str) -> anyhow::Result<Call> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    // SQLite has one writer: callers queue for its connection.
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(60))
        .connect_with(options)
        .await?;
    sqlx::query(CREATE).execute(&pool).await?;
    Ok(callers::call(move |_, _| {
        let pool = pool.clone();
        async move {
            let id = Uuid::now_v7().as_bytes().to_vec();
            sqlx::query(INSERT).bind(id).bind(TEXT).execute(&pool).await?;
            Ok(())
        }
    }))
}
