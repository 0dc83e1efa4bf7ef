//! Personal fields at rest: sealed under data keys of the survivor they belong to.
//!
//! A data key per survivor and class ([`Class`]) seals every personal field of every event. Erasing a
//! survivor destroys her data keys: the events stay, their sealed fields read as erased.

mod ring;
mod seal;

pub use ring::{Class, DataKey, KeyRing};
pub use seal::{Opener, Place, Sealed, Sealer};
