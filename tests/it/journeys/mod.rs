//! Through the whole system: a woman's path and the demo on SQLite and on PostgreSQL, and the import of a register.

pub(crate) mod demo;
mod path;
pub(crate) mod people;
mod register;
