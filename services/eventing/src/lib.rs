//! What every service shares to keep and tell its events, and nothing of any domain.
//!
//! A reader meets the steps of one command in this order: [`streams`] (load, decide, append),
//! [`store`] (the append path with its group commit, the request log, the total order), [`db`] (the
//! one way to speak SQL to PostgreSQL and SQLite).

pub mod codec;
pub mod db;
pub mod facts;
mod figures;
pub mod host;
pub mod inbox;
pub mod keyfile;
pub mod ledger;
pub mod nats;
pub mod objects;
pub mod outbox;
mod padding;
pub mod process;
pub mod projection;
pub mod store;
pub mod streams;
mod trust;
pub mod vault;

pub use codec::Codec;
pub use host::{Host, HostError, Running};
pub use store::{EventStore, StoreError, StoredEvent};
pub use streams::Streams;
