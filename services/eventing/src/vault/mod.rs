//! Personal fields at rest: sealed under data keys of the survivor they belong to.
//!
//! A data key per survivor and class ([`Class`]) seals every personal field of every event. Erasing a
//! survivor destroys her data keys: the events stay, their sealed fields read as erased. Data keys
//! live in a key store outside the log, wrapped by epoch keys, each for a bounded number of survivors; an
//! erasure replaces hers, so that it costs the same in a small store and in a large one.

mod chunk;
mod create;
mod epoch;
mod epochs;
mod error;
mod facade;
mod keystore;
mod ring;
mod seal;
mod span;

pub use chunk::{CHUNK, ChunkOpener, ChunkSealer, Whole};
pub use error::VaultError;
pub use facade::{Vault, VaultConfig};
pub use ring::{Class, DataKey, KeyRing};
pub use seal::{Opener, Place, Sealed, Sealer};
pub use span::SpanKey;
