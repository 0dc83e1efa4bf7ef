//! Rows that statements give, read by column index.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, ValueRef as _};
use uuid::Uuid;

/// One row of an answer.
pub enum Row {
    /// From PostgreSQL.
    Postgres(PgRow),
    /// From SQLite.
    Sqlite(SqliteRow),
}

// PRIVACY: rows hold payloads; they are never printed.
impl std::fmt::Debug for Row {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Row")
    }
}

macro_rules! get {
    ($row:expr, $column:expr, $kind:ty) => {
        match $row {
            Row::Postgres(row) => row.try_get::<$kind, _>($column),
            Row::Sqlite(row) => row.try_get::<$kind, _>($column),
        }
    };
}

impl Row {
    /// The whole number in a `BIGINT`/`INTEGER` column.
    ///
    /// # Errors
    /// When the column is absent, null, or of another type.
    pub fn i64(&self, column: usize) -> Result<i64, sqlx::Error> {
        get!(self, column, i64)
    }

    /// The whole number, or null.
    ///
    /// # Errors
    /// When the column is absent or of another type.
    pub fn opt_i64(&self, column: usize) -> Result<Option<i64>, sqlx::Error> {
        get!(self, column, Option<i64>)
    }

    /// The text.
    ///
    /// # Errors
    /// When the column is absent, null, or of another type.
    pub fn text(&self, column: usize) -> Result<String, sqlx::Error> {
        get!(self, column, String)
    }

    /// The text, or null.
    ///
    /// # Errors
    /// When the column is absent or of another type.
    pub fn opt_text(&self, column: usize) -> Result<Option<String>, sqlx::Error> {
        get!(self, column, Option<String>)
    }

    /// The bytes.
    ///
    /// # Errors
    /// When the column is absent, null, or of another type.
    pub fn bytes(&self, column: usize) -> Result<Vec<u8>, sqlx::Error> {
        get!(self, column, Vec<u8>)
    }

    /// The bytes, or null.
    ///
    /// # Errors
    /// When the column is absent or of another type.
    pub fn opt_bytes(&self, column: usize) -> Result<Option<Vec<u8>>, sqlx::Error> {
        get!(self, column, Option<Vec<u8>>)
    }

    /// The id in 16 bytes.
    ///
    /// # Errors
    /// When the column is absent, null, or not 16 bytes.
    pub fn uuid(&self, column: usize) -> Result<Uuid, sqlx::Error> {
        let bytes = get!(self, column, &[u8])?;
        Uuid::from_slice(bytes).map_err(|source| sqlx::Error::Decode(source.into()))
    }

    /// The id, or null.
    ///
    /// # Errors
    /// When the column is absent or not 16 bytes.
    pub fn opt_uuid(&self, column: usize) -> Result<Option<Uuid>, sqlx::Error> {
        self.opt_bytes(column)?
            .map(|bytes| {
                Uuid::from_slice(&bytes).map_err(|source| sqlx::Error::Decode(source.into()))
            })
            .transpose()
    }

    /// Whether the column is null.
    ///
    /// # Errors
    /// When the column is absent.
    pub fn is_null(&self, column: usize) -> Result<bool, sqlx::Error> {
        match self {
            Self::Postgres(row) => row.try_get_raw(column).map(|value| value.is_null()),
            Self::Sqlite(row) => row.try_get_raw(column).map(|value| value.is_null()),
        }
    }
}
