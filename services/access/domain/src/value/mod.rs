//! Values that are parsed once and valid ever after.

mod name;
pub mod password;
mod role;
mod secret;

pub use name::{CentreCode, MalformedName, UserName};
pub use role::Role;
pub use secret::{PasswordHash, SecretHash};

#[cfg(test)]
mod spec;
