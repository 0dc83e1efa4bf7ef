//! Through the whole system: a woman's path and the demo on SQLite and on PostgreSQL, the import of a register, and traces.

pub(crate) mod demo;
mod directions;
mod directory;
mod going_on;
pub(crate) mod path;
pub(crate) mod people;
mod register;
mod traces;
