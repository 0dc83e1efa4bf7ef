//! A writing transaction.

use sqlx::{AssertSqlSafe, Sqlite, Transaction};

use super::rack::Taken;
use super::value::{bind_postgres, bind_sqlite};
use super::{Column, Dialect, Row, Value};

/// A transaction; dropped without [`Tx::commit`] it is rolled back.
#[derive(Debug)]
pub struct Tx(pub(super) Open);

/// A transaction that was begun.
#[derive(Debug)]
pub(super) enum Open {
    /// On PostgreSQL: the connection is this transaction's alone, and closed if it is given up.
    Postgres(Taken),
    /// On SQLite, holding the write lock.
    Sqlite(Transaction<'static, Sqlite>),
}

impl Tx {
    /// Which SQL it speaks.
    pub const fn dialect(&self) -> Dialect {
        match self.0 {
            Open::Postgres(_) => Dialect::Postgres,
            Open::Sqlite(_) => Dialect::Sqlite,
        }
    }

    /// Runs a statement; answers how many rows it touched.
    ///
    /// # Errors
    /// When the statement fails or the database is away.
    pub async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &mut self.0 {
            Open::Postgres(taken) => {
                let query = bind_postgres(sqlx::query(sql), values);
                let done = query.execute(taken.connection()?).await?;
                Ok(done.rows_affected())
            }
            Open::Sqlite(tx) => {
                let done = bind_sqlite(sqlx::query(sql), values)?.execute(&mut **tx).await?;
                Ok(done.rows_affected())
            }
        }
    }

    /// Inserts rows: `into` is the statement up to its columns (`INSERT INTO head (id, position)`).
    ///
    /// # Errors
    /// When the statement fails or the database is away.
    pub async fn insert(&mut self, into: &str, columns: Vec<Column>) -> Result<u64, sqlx::Error> {
        let (given, values) = self.dialect().rows(columns);
        self.execute(&format!("{into} SELECT * FROM {given}"), &values).await
    }

    /// The rows of a statement, seen from inside the transaction.
    ///
    /// # Errors
    /// When the statement fails or the database is away.
    pub async fn fetch(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &mut self.0 {
            Open::Postgres(taken) => {
                let query = bind_postgres(sqlx::query(sql), values);
                let rows = query.fetch_all(taken.connection()?).await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
            Open::Sqlite(tx) => {
                let rows = bind_sqlite(sqlx::query(sql), values)?.fetch_all(&mut **tx).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
        }
    }

    /// Makes it durable.
    ///
    /// # Errors
    /// When the commit fails; then whether it took effect is unknown, and a retry with the same request
    /// id finds out.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self.0 {
            Open::Postgres(mut taken) => {
                taken.run("COMMIT").await?;
                taken.give_back();
                Ok(())
            }
            Open::Sqlite(tx) => tx.commit().await,
        }
    }
}
