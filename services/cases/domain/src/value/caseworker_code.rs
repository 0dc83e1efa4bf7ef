//! The code that stands for a caseworker's name on paper and in the Incident Recorder.

use std::fmt;

use sentier_kernel::id::Uuid;

use super::survivor_code::{SurvivorCode, letters};

/// A caseworker code such as `OG1-W-7K3MQ`: the centre's prefix, `W`, and five characters.
///
/// It follows from the account, so it is never stored; among the staff of a centre two are the same once in many
/// thousand centres.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CaseworkerCode(String);

impl CaseworkerCode {
    /// The code of a member of staff at a centre.
    pub fn of(centre: &str, staff: Uuid) -> Self {
        let letters: String = letters(staff).take(5).collect();
        Self(format!("{}-W-{letters}", SurvivorCode::prefix(centre)))
    }
}

impl fmt::Display for CaseworkerCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_follows_from_the_account_and_names_nobody() {
        let code = |number| CaseworkerCode::of("ogou-1", Uuid::from_u128(number)).to_string();
        assert_eq!(code(0x0102_0304_0506), "OG1-W-65432");
        assert_eq!(code(7), code(7));
        assert_ne!(code(7), code(8));
    }
}
