//! The one integration binary: house rules, contract, desk, journeys, partners, privacy and faults.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop, and helpers are not tests themselves"
)]

mod architecture;
mod contract;
mod desk;
mod faults;
mod journeys;
mod partners;
mod privacy;
mod replay;
