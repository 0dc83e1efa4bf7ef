//! What was told so far: the bytes of the form as the edge writes them, half filled as it is.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::value::Malformed;

/// At most 24 KiB of a half-filled form. PERSONAL.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DraftContent(Vec<u8>);

impl DraftContent {
    /// The most bytes.
    pub const LIMIT: usize = 24 * 1024;

    /// Takes bytes.
    ///
    /// # Errors
    /// [`Malformed`] when there are too many.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, Malformed> {
        if bytes.len() > Self::LIMIT { Err(Malformed::TooLong) } else { Ok(Self(bytes)) }
    }

    /// The bytes. PERSONAL.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<DraftContent> for String {
    /// In hexadecimal, because events are stored as text.
    fn from(content: DraftContent) -> Self {
        use fmt::Write as _;
        content.0.iter().fold(Self::with_capacity(content.0.len() * 2), |mut text, byte| {
            // Writing to a string cannot fail.
            write!(text, "{byte:02x}").ok();
            text
        })
    }
}

impl TryFrom<String> for DraftContent {
    type Error = Malformed;
    fn try_from(text: String) -> Result<Self, Malformed> {
        let digits: Option<Vec<u8>> = text
            .chars()
            .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        let digits = digits.ok_or(Malformed::Form)?;
        let (pairs, []) = digits.as_chunks::<2>() else { return Err(Malformed::Form) };
        Self::parse(pairs.iter().map(|[high, low]| high << 4 | low).collect())
    }
}

impl fmt::Debug for DraftContent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DraftContent(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_their_text_and_do_not_print() {
        let content = DraftContent::parse((0..=255).collect()).unwrap();
        let text = String::from(content.clone());
        assert_eq!(DraftContent::try_from(text), Ok(content.clone()));
        assert_eq!(format!("{content:?}"), "DraftContent(…)");
        for wrong in ["0", "0g", "é0"] {
            assert!(DraftContent::try_from(wrong.to_owned()).is_err());
        }
        assert!(DraftContent::parse(vec![0; DraftContent::LIMIT + 1]).is_err());
    }
}
