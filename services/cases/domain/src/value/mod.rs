//! Values that are parsed once and valid ever after.

mod date;
mod survivor_code;
mod text;

pub use date::Date;
pub use survivor_code::SurvivorCode;
pub use text::{FullName, Narrative, Note, Phone, SafeContact};

/// A text that is not the value it should be; says why, never quotes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Longer than the field allows.
    #[error("too long")]
    TooLong,
    /// Not of the field's form.
    #[error("malformed")]
    Form,
}
