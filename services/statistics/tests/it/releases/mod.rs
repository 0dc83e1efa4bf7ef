//! Releases for analysts: counted behind their noise, published by the calendar, given under a subscription.

mod counting;
mod following;
mod publishing;
mod records;
mod seizure;
pub(crate) mod told;
mod twins;
