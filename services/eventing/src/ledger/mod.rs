//! The Merkle log over stored events and readings: nobody rewrites history unseen.
//!
//! Hashing and proofs follow RFC 9162 ([`tree`]); a [`Checkpoint`] is a signed note of C2SP's
//! tlog-checkpoint, which any witness of that ecosystem reads.

mod checkpoint;
pub mod tree;

pub use checkpoint::{Checkpoint, CheckpointError, Signer, Verifier};
pub use tree::{Frontier, Hash, leaf_hash};
