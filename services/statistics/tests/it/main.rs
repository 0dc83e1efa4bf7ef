//! The service on real stores, a real broker and a real TLS listener.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop, and helpers are not tests themselves"
)]

mod callers;
mod comparing;
mod counting;
mod dhis2;
mod indicators;
mod outreach;
mod refusing;
mod releases;
mod reporting;
mod responses;
mod sealing;
mod seizure;
mod source;
mod taking_back;
mod world;
