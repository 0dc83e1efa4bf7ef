//! A woman's path through the whole system, the same on SQLite and on PostgreSQL.

pub(crate) mod demo;
mod path;
pub(crate) mod people;
