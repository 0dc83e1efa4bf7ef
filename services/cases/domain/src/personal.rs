//! Personal values that events carry sealed; none of them prints.

use serde::{Deserialize, Serialize};

use crate::classification::Classification;
use crate::codes::{PartOfDay, Sex};
use crate::value::{Date, FullName, Phone, SafeContact};

/// Who she is (field group identity).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Her name; empty at an anonymous intake.
    pub full_name: FullName,
    /// Sex.
    pub sex: Sex,
    /// Date of birth, or 1 January of the estimated year; absent when unknown.
    pub birth_date: Option<Date>,
    /// Whether the date of birth is an estimate.
    pub birth_date_estimated: bool,
}

/// How to reach her (field group contact).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Phone number; may be empty.
    pub phone: Phone,
    /// Who may answer, at what hours, code word, or "never".
    pub safe_contact: SafeContact,
}

/// What happened (field group incident), without her words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentDetails {
    /// When it happened.
    pub date: Date,
    /// Whether the date is an estimate.
    pub date_estimated: bool,
    /// Part of day; absent when unknown.
    pub part_of_day: Option<PartOfDay>,
    /// Type and deciding question.
    pub classification: Classification,
}

/// PRIVACY: derives nothing, so that no field can reach a log.
macro_rules! unprintable {
    ($($name:ident),+) => {$(
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, out: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                out.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}
pub(crate) use unprintable;
unprintable!(Identity, Contact, IncidentDetails);
