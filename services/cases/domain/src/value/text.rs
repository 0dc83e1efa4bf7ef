//! Personal texts with their length limits, counted in characters.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Malformed;

/// Whether a character has no place in a text: control characters, but for line breaks and tabs.
fn is_stray(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\r' | '\t')
}

/// Declares texts: trimmed, at most so many characters, and never printed.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident <= $limit:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The longest text, in characters.
            pub const LIMIT: usize = $limit;

            /// Reads a text; surrounding white space is dropped.
            ///
            /// # Errors
            /// [`Malformed`] when it is too long or holds control characters.
            pub fn parse(text: &str) -> Result<Self, Malformed> {
                let text = text.trim();
                if text.chars().count() > Self::LIMIT {
                    return Err(Malformed::TooLong);
                }
                if text.chars().any(is_stray) {
                    return Err(Malformed::Form);
                }
                Ok(Self(text.to_owned()))
            }

            /// The text. PERSONAL.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Overwrites the text in memory; nothing is left of it.
            pub fn wipe(&mut self) {
                sentier_kernel::wipe(&mut self.0);
            }

            /// Whether nothing was given.
            pub const fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl TryFrom<String> for $name {
            type Error = Malformed;
            fn try_from(text: String) -> Result<Self, Malformed> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        // PRIVACY: a personal text cannot be printed by accident.
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("…")
            }
        }
    )+};
}

texts! {
    /// Her name as she gives it; empty at an anonymous intake.
    FullName <= 200,
    /// A phone number as she gives it; may be empty.
    Phone <= 40,
    /// How to reach her safely; may be empty.
    SafeContact <= 2_000,
    /// Her account in words; may be empty.
    Narrative <= 20_000,
    /// A note of a follow-up.
    Note <= 20_000,
    /// A few words of a form: an occupation, a place, a nationality; may be empty.
    ShortText <= 200,
    /// What else is to be known of a service of a sector; may be empty.
    SectorNote <= 500,
    /// What she does not consent to, in her words; may be empty.
    ConsentLimits <= 2_000,
    /// Why somebody acts without a consent.
    OverrideReason <= 2_000,
    /// What an action of a plan is.
    Aim <= 2_000,
    /// The name of a file, without a path; may be empty.
    FileName <= 255,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_two_hundred_characters_and_no_more() {
        assert!(FullName::parse(&"é".repeat(200)).is_ok());
        assert_eq!(FullName::parse(&"é".repeat(201)), Err(Malformed::TooLong));
    }

    #[test]
    fn a_text_does_not_print() {
        assert_eq!(format!("{:?}", FullName::parse("Afi").unwrap()), "…");
    }
}
