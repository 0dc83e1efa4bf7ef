//! The privacy bench: worlds of survivors, the publisher of the releases, and everything an adversary can try.
//!
//! ```text
//! world (a year of reports) ──▶ publisher (the domain's own counting, noise, budget, estimates) ──▶ messages
//!                                  └─ six planted bad ones                                         │
//!                                                  attacks ◀── all that a subscriber receives ◀────┘
//! ```
//!
//! An attack gives a number and has a bound. The releases must stay within every bound; each planted
//! publisher must break one, or the bench could not see what it is there to see. What only the wire can
//! show (sizes of real messages, a broker's replay) is tried in `services/statistics/tests/it/releases/`.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::missing_panics_doc,
    reason = "statistics of small whole numbers; a bench that cannot go on must stop"
)]

pub mod attacks;
pub mod bad;
pub mod bits;
pub mod errors;
pub mod publisher;
pub mod reference;
pub mod report;
pub mod world;

pub use publisher::{Faults, Kind, Message, publish, publish_counts, publish_through};
pub use world::{Told, World};
