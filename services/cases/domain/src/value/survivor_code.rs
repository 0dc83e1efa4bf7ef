//! The code that stands for a survivor's name on paper.

use std::fmt;

use sentier_kernel::id::Uuid;
use serde::{Deserialize, Serialize};

use super::Malformed;

/// Digits and letters that cannot be mistaken for one another (Crockford's base 32).
const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A survivor code such as `OG1-7K3M-QX`: the centre's prefix, then four and two characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SurvivorCode(String);

impl SurvivorCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`Malformed`] when it is not of the form above.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let parts: Vec<&str> = text.split('-').collect();
        let [prefix, four, two] = parts.as_slice() else { return Err(Malformed::Form) };
        let prefix_fits = (1..=8).contains(&prefix.len())
            && prefix.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let spelled = |part: &str| part.chars().all(|letter| ALPHABET.contains(letter));
        if prefix_fits && four.len() == 4 && two.len() == 2 && spelled(four) && spelled(two) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Malformed::Form)
        }
    }

    /// The prefix of a centre's codes: the first two letters or digits of each part of its own code,
    /// `OG1` for `ogou-1`. Two centres may share a prefix; a code is unique within its centre.
    pub fn prefix(centre: &str) -> String {
        let prefix: String = centre
            .split(['-', '_'])
            .flat_map(|part| part.chars().filter(char::is_ascii_alphanumeric).take(2))
            .take(8)
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        if prefix.is_empty() { "C".to_owned() } else { prefix }
    }

    /// The code of a survivor at a centre: the same id always gives the same code.
    ///
    /// # Errors
    /// [`Malformed`] when the prefix is not 1 to 8 capital letters and digits.
    pub fn derive(prefix: &str, seed: Uuid) -> Result<Self, Malformed> {
        let mut code = format!("{prefix}-");
        for (at, letter) in letters(seed).take(6).enumerate() {
            if at == 4 {
                code.push('-');
            }
            code.push(letter);
        }
        Self::parse(&code)
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Characters of the alphabet that follow from an id, its last byte first.
pub(super) fn letters(seed: Uuid) -> impl Iterator<Item = char> {
    let bytes = seed.into_bytes().into_iter().rev();
    bytes.map(|byte| ALPHABET.chars().nth(usize::from(byte % 32)).unwrap_or('0'))
}

impl TryFrom<String> for SurvivorCode {
    type Error = Malformed;
    fn try_from(text: String) -> Result<Self, Malformed> {
        Self::parse(&text)
    }
}

impl From<SurvivorCode> for String {
    fn from(code: SurvivorCode) -> Self {
        code.0
    }
}

impl fmt::Display for SurvivorCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_code_reads_back() {
        let code = SurvivorCode::derive("OG1", Uuid::from_u128(0x1234_5678_9abc)).unwrap();
        assert_eq!(SurvivorCode::parse(code.as_str()), Ok(code));
    }

    #[test]
    fn a_centre_gives_its_codes_their_prefix() {
        assert_eq!(SurvivorCode::prefix("ogou-1"), "OG1");
        assert_eq!(SurvivorCode::prefix("lome-hedzranawoe-2"), "LOHE2");
        assert!(SurvivorCode::derive(&SurvivorCode::prefix("--"), Uuid::from_u128(7)).is_ok());
    }

    #[test]
    fn letters_that_look_alike_are_refused() {
        assert!(SurvivorCode::parse("OG1-7K3M-QX").is_ok());
        assert!(SurvivorCode::parse("OG1-7K3I-QX").is_err());
        assert!(SurvivorCode::parse("OG1-7K3M").is_err());
    }
}
