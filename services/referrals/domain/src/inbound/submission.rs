//! What an agency tells of a survivor. PERSONAL: it never prints.

use std::fmt;

use serde::{Deserialize, Serialize};

use sentier_kernel::codes;

codes! {
    /// Sex, as the minimum data set has it.
    Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
    }
}

/// What is told of her.
///
/// PRIVACY: it travels and rests sealed (inside `Sensitive`); `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Her name as she gives it; may be empty.
    pub full_name: String,
    /// Sex.
    pub sex: Sex,
    /// Phone number; may be empty.
    pub phone: String,
    /// How to reach her safely.
    pub safe_contact: String,
    /// What the centre should know before it meets her; may be empty.
    pub note: String,
}

/// Why a field cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It must be given.
    Required,
    /// It is too long.
    TooLong,
    /// It holds control characters, but for line breaks and tabs.
    Malformed,
}

/// Each text, the most characters it may have, and whether it must be given.
const LIMITS: [(&str, usize, bool); 4] = [
    ("submission.full_name", 200, false),
    ("submission.phone", 40, false),
    ("submission.safe_contact", 2_000, true),
    ("submission.note", 2_000, false),
];

impl Submission {
    /// What is wrong with its texts, field by field.
    pub fn unfit(&self) -> Vec<(&'static str, Unfit)> {
        Self::unfit_texts([&self.full_name, &self.phone, &self.safe_contact, &self.note])
    }

    /// What would be wrong with these texts: name, phone, safe contact and note.
    pub fn unfit_texts(texts: [&str; 4]) -> Vec<(&'static str, Unfit)> {
        let stray = |it: char| it.is_control() && !matches!(it, '\n' | '\r' | '\t');
        let wrong = |text: &str, most: usize, required: bool| match text {
            "" if required => Some(Unfit::Required),
            _ if text.chars().count() > most => Some(Unfit::TooLong),
            _ if text.chars().any(stray) => Some(Unfit::Malformed),
            _ => None,
        };
        LIMITS
            .into_iter()
            .zip(texts)
            .filter_map(|((field, most, required), text)| {
                Some((field, wrong(text, most, required)?))
            })
            .collect()
    }
}

impl fmt::Debug for Submission {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}
