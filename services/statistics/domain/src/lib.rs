//! Figures of a centre: how many, never who.
//!
//! A pure crate. One aggregate, [`figures`]: the counts of one centre in one month. Neither a command
//! nor an event of it holds an id of a case, a referral or a survivor; that a fact is counted once is
//! the request log's work, which knows the id of the published event it came from.

pub mod figures;
pub mod value;
