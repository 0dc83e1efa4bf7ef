//! The one integration binary: house rules and contract.

mod architecture;
mod contract;
mod desk;
