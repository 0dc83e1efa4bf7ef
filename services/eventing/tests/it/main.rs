//! The event store against real databases: one conformance suite, run on SQLite and on PostgreSQL.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on must stop, and helpers are not tests themselves"
)]

mod broker;
mod claims;
mod conformance;
mod ledger;
mod naive;
mod objects;
mod projections;
mod tally;
mod traces;
