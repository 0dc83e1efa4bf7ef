//! Which passwords are good enough; asked before hashing.

use sentier_kernel::{Category, Explain, Violation};

/// The fewest characters of a password.
pub const LEAST_CHARACTERS: usize = 10;

/// Long enough, and still tried first by everyone who guesses.
const COMMON: [&str; 14] = [
    "0123456789",
    "1234567890",
    "12345678910",
    "administrateur",
    "administrator",
    "azertyuiop",
    "bienvenue1",
    "iloveyou123",
    "motdepasse",
    "motdepasse1",
    "password123",
    "password1234",
    "qwertyuiop",
    "sentier123",
];

/// A password that is too short or too common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the password is too short or too common")]
pub struct WeakPassword;

impl Explain for WeakPassword {
    fn category(&self) -> Category {
        Category::Invalid
    }

    fn reason(&self) -> &'static str {
        "WEAK_PASSWORD"
    }

    fn violations(&self) -> Vec<Violation> {
        vec![Violation::new("password", "error-weak-password")]
    }
}

/// Whether a password may be used.
///
/// # Errors
/// [`WeakPassword`] when it has fewer than [`LEAST_CHARACTERS`] characters, is one character
/// repeated, or is a common one in any case.
pub fn check(password: &str) -> Result<(), WeakPassword> {
    let mut characters = password.chars();
    let first = characters.next();
    let repeated = characters.all(|c| Some(c) == first);
    let short = password.chars().count() < LEAST_CHARACTERS;
    if short || repeated || COMMON.contains(&password.to_lowercase().as_str()) {
        return Err(WeakPassword);
    }
    Ok(())
}
