//! The one integration binary: house rules, contract, journeys and privacy.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop, and helpers are not tests themselves"
)]

mod architecture;
mod contract;
<<<<<<< ours
mod desk;
=======
mod journeys;
mod privacy;
>>>>>>> theirs
