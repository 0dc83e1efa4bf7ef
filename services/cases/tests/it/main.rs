//! The cases service on real stores and a real broker, called over mTLS as staff and services call it.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, draws its own ids, and may wait on the machine's clock"
)]

mod attachments;
mod audit;
mod care;
mod clocks;
mod correcting;
mod disclosures;
mod drafts;
mod erasing;
mod erasure;
mod escalating;
mod exporting;
mod finding;
mod fuzz;
mod golden;
mod good;
mod intake;
mod journeys;
mod ledger;
mod lists;
mod matrix;
mod merging;
mod minimum;
mod onward;
mod overriding;
mod oversized;
mod publishing;
mod readme;
mod referrals;
mod refusals;
mod releases;
mod retention;
mod roles;
mod safeguards;
mod subforms;
mod withheld;
mod work;
mod world;
