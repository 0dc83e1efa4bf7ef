//! Personal fields at rest: sealed under data keys of the survivor they belong to.
//!
//! A data key per survivor and class ([`Class`]) seals every personal field of every event. Erasing a
//! survivor destroys her data keys: the events stay, their sealed fields read as erased. Data keys
//! live in a key store outside the log, wrapped by an epoch key that every erasure replaces.

mod create;
mod epoch;
mod error;
mod facade;
mod keystore;
mod ring;
mod seal;

pub use error::VaultError;
pub use facade::{Vault, VaultConfig};
pub use ring::{Class, DataKey, KeyRing};
pub use seal::{Opener, Place, Sealed, Sealer};
