//! Figures of a centre: how many, never who.
//!
//! A pure crate. [`figures`] are the counts of one centre in one month, [`sealing`] the keys to which the
//! other services seal facts for the statistics, [`outreach`] what a centre does beyond its cases. Neither a command nor an event
//! of the figures holds an id of a case, a referral or a survivor; that a fact is counted once is the
//! request log's work, which knows the id of the published event it came from.

pub mod figures;
pub mod outreach;
pub mod sealing;
pub mod value;
