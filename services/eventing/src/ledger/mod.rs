//! The Merkle log over stored events and readings: nobody rewrites history unseen.
//!
//! Every stored event is a [`leaf`] of one tree per service; the tree's right edge moves with the head
//! row, in the append's own transaction. A [`Keeper`] signs the tree's root as it grows; [`verify`]
//! recomputes all of it from the rows, with the public key alone. Hashing and proofs follow RFC 9162
//! ([`tree`]); a [`Checkpoint`] is a signed note of C2SP's tlog-checkpoint, which any witness of that
//! ecosystem reads.

mod checkpoint;
mod keeper;
mod leaf;
pub mod tree;
mod verify;

pub use checkpoint::{Checkpoint, CheckpointError, Signer, Verifier};
pub use keeper::{Keeper, KeeperError};
pub(crate) use leaf::Leaf;
pub use tree::{Frontier, Hash, leaf_hash};
pub use verify::{Fault, Finding, Report, leaf_at, verify};
