//! Names with a closed alphabet.

use std::fmt;

/// A text outside the alphabet or the length of the name it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a name: wrong length or characters")]
pub struct MalformedName;

/// The name a person signs in with: 3 to 40 of `a-z`, `0-9`, `.`, `-`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UserName(String);

impl UserName {
    /// Reads a user name.
    ///
    /// # Errors
    /// [`MalformedName`] when the length or a character is wrong.
    pub fn parse(text: &str) -> Result<Self, MalformedName> {
        checked(text, 3, 40, ".-").map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

// PRIVACY: a user name often is a person's name.
impl fmt::Debug for UserName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}

/// The code of a centre, for example `ogou-1`: 2 to 32 of `a-z`, `0-9`, `-`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CentreCode(String);

impl CentreCode {
    /// Reads a centre's code.
    ///
    /// # Errors
    /// [`MalformedName`] when the length or a character is wrong.
    pub fn parse(text: &str) -> Result<Self, MalformedName> {
        checked(text, 2, 32, "-").map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn checked(text: &str, least: usize, most: usize, marks: &str) -> Result<String, MalformedName> {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || marks.contains(c);
    if (least..=most).contains(&text.len()) && text.chars().all(known) {
        Ok(text.to_owned())
    } else {
        Err(MalformedName)
    }
}
