//! Figures of a centre: how many, never who.
//!
//! A pure crate: [`figures`], the counts of one centre in one month, [`indicators`], what the indicators
//! are computed from and how, [`sums`], what stays of both, [`responses`], how structures answer, [`outreach`],
//! what a centre does beyond its cases, [`reports`] over months and quarters, [`weeks`], of which moment the
//! figures are, [`suppression`], what must not be told of small numbers, and [`sealing`], the keys to which the
//! other services seal facts. Neither a command nor an event of the counts holds an id of a case, a referral or
//! a survivor; that a fact is counted once is
//! the request log's work, which knows the id of the published event it came from.

pub mod figures;
pub mod indicators;
pub mod outreach;
pub mod reports;
pub mod responses;
pub mod sealing;
pub mod sums;
pub mod suppression;
pub mod value;
pub mod weeks;

// What analysts get: the calendar, the tables with their noise, the year's budget, who receives them.
pub mod budget;
pub mod period;
pub mod plan;
pub mod records;
pub mod release;
pub mod subscription;
