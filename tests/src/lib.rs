//! What tests of the whole share: a system of their own, waiting without sleeping, what the process
//! told, and a search for personal values in every form.
//!
//! The tests are in the one integration binary `it/main.rs`; see `tests/README.md` for how to run it.

pub mod keys;
#[path = "../privacy/mod.rs"]
pub mod privacy;
pub mod processes;
#[path = "../replay/mod.rs"]
pub mod replay;
pub mod search;
pub mod stored;
pub mod system;
pub mod told;
pub use sentier_test_support::wait;
