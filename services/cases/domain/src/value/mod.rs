//! Values that are parsed once and valid ever after.

mod caseworker_code;
mod date;
mod survivor_code;
mod text;
mod time_of_day;

pub use caseworker_code::CaseworkerCode;
pub use date::Date;
pub use survivor_code::SurvivorCode;
pub use text::{
    Aim, ConsentLimits, FileName, FullName, Narrative, Note, OverrideReason, Phone, SafeContact,
    SectorNote, ShortText,
};
pub use time_of_day::TimeOfDay;

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
