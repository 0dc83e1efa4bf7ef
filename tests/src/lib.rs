//! Tests of the whole: the house rules and the contract, each checked against the real files.
//!
//! Everything is in the one integration binary `it/main.rs`; see `tests/README.md` for how to run it.
