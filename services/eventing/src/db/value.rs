//! Values that statements take.

use sqlx::postgres::{PgArguments, Postgres};
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments};
use uuid::Uuid;

use super::Column;

/// One bound value. Ids are 16 bytes, moments microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A whole number.
    Int(Option<i64>),
    /// A text.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
    /// A column, for PostgreSQL alone: [`Dialect::rows`](super::Dialect::rows) makes it where it can be
    /// bound.
    Column(Column),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}
impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Int(Some(value.into()))
    }
}
impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Int(Some(value.into()))
    }
}
impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Int(Some(value.into()))
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(Some(value.to_owned()))
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(Some(value))
    }
}
impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(Some(value))
    }
}
impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(Some(value.to_vec()))
    }
}
impl From<Uuid> for Value {
    fn from(value: Uuid) -> Self {
        Self::Bytes(Some(value.as_bytes().to_vec()))
    }
}
impl From<sentier_kernel::Moment> for Value {
    fn from(value: sentier_kernel::Moment) -> Self {
        Self::Int(Some(value.as_micros()))
    }
}
impl From<Option<i64>> for Value {
    fn from(value: Option<i64>) -> Self {
        Self::Int(value)
    }
}
impl From<Option<String>> for Value {
    fn from(value: Option<String>) -> Self {
        Self::Text(value)
    }
}
impl From<Option<Uuid>> for Value {
    fn from(value: Option<Uuid>) -> Self {
        Self::Bytes(value.map(|id| id.as_bytes().to_vec()))
    }
}

pub(super) fn bind_postgres<'q>(
    query: Query<'q, Postgres, PgArguments>,
    values: &[Value],
) -> Query<'q, Postgres, PgArguments> {
    values.iter().fold(query, |query, value| match value {
        Value::Int(value) => query.bind(*value),
        Value::Text(value) => query.bind(value.as_deref()),
        Value::Bytes(value) => query.bind(value.as_deref()),
        Value::Column(Column::Ints(values)) => query.bind(values.as_slice()),
        Value::Column(Column::Texts(values)) => query.bind(values.as_slice()),
        Value::Column(Column::Blobs(values)) => query.bind(values.as_slice()),
    })
}

pub(super) fn bind_sqlite<'q>(
    query: Query<'q, Sqlite, SqliteArguments>,
    values: &[Value],
) -> Result<Query<'q, Sqlite, SqliteArguments>, sqlx::Error> {
    values.iter().try_fold(query, |query, value| match value {
        Value::Int(value) => Ok(query.bind(*value)),
        Value::Text(value) => Ok(query.bind(value.clone())),
        Value::Bytes(value) => Ok(query.bind(value.clone())),
        Value::Column(_) => {
            Err(sqlx::Error::Protocol("SQLite takes no columns of values".to_owned()))
        }
    })
}
