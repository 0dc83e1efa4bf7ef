//! Values that are parsed once and valid ever after.

mod name;
mod officer_role;
pub mod password;
mod role;
mod secret;

pub use name::{CentreCode, MalformedName, UserName};
pub use officer_role::OfficerRole;
pub use role::Role;
pub use secret::{PasswordHash, SecretHash};

#[cfg(test)]
mod spec;
