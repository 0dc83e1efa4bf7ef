//! The baseline: one row, one durable commit, one connection per caller; what `pgbench` would do.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use uuid::Uuid;

use crate::callers::{Rate, drive};
use crate::databases::{Fresh, Kind};
use crate::tally::TEXT;

const CREATE: &str = "CREATE TABLE fact (id BYTEA PRIMARY KEY, body TEXT NOT NULL)";
const INSERT: &str = "INSERT INTO fact (id, body) VALUES ($1, $2)";

/// Rows a second.
pub async fn measure(kind: Kind, callers: usize, lasting: Duration) -> anyhow::Result<Rate> {
    let fresh = Fresh::new(kind).await?;
    match kind {
        Kind::Postgres => postgres(&fresh.url, callers, lasting).await,
        Kind::Sqlite => sqlite(&fresh.url, callers, lasting).await,
    }
}

async fn postgres(url: &str, callers: usize, lasting: Duration) -> anyhow::Result<Rate> {
    let connections = u32::try_from(callers)?;
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .min_connections(connections)
        .connect(url)
        .await?;
    sqlx::query(CREATE).execute(&pool).await?;
    let rate = drive(callers, lasting, {
        let pool = pool.clone();
        move |_, _| {
            let pool = pool.clone();
            async move {
                let id = Uuid::now_v7().as_bytes().to_vec();
                sqlx::query(INSERT).bind(id).bind(TEXT).execute(&pool).await?;
                Ok(())
            }
        }
    })
    .await;
    pool.close().await;
    rate
}

async fn sqlite(url: &str, callers: usize, lasting: Duration) -> anyhow::Result<Rate> {
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
    drive(callers, lasting, move |_, _| {
        let pool = pool.clone();
        async move {
            let id = Uuid::now_v7().as_bytes().to_vec();
            sqlx::query(INSERT).bind(id).bind(TEXT).execute(&pool).await?;
            Ok(())
        }
    })
    .await
}
