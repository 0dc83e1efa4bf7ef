//! The words of a message. PERSONAL: they may tell of her, so they never print.

use std::fmt;

use sentier_kernel::Moment;

/// The longest text, in characters.
pub const LONGEST: usize = 2_000;

/// What was written.
///
/// PRIVACY: it travels and rests sealed (inside `Sensitive`); `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Words {
    text: String,
    expected_at: Option<Moment>,
}

/// Why words cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Nothing is said.
    #[error("nothing is said")]
    Empty,
    /// More than [`LONGEST`] characters.
    #[error("the text is too long")]
    TooLong,
    /// Control characters, but for line breaks and tabs.
    #[error("the text holds control characters")]
    Stray,
    /// An appointment that is over.
    #[error("the appointment is not in the future")]
    Past,
}

impl Words {
    /// A text; surrounding white space is dropped.
    ///
    /// # Errors
    /// [`Unfit`] when it is empty, too long or holds control characters.
    pub fn parse(text: &str) -> Result<Self, Unfit> {
        let text = tidy(text)?;
        if text.is_empty() { Err(Unfit::Empty) } else { Ok(Self { text, expected_at: None }) }
    }

    /// An appointment at `expected_at`, given at `now`; the text may be empty.
    ///
    /// # Errors
    /// [`Unfit`] when it is over, or the text is too long or holds control characters.
    pub fn appointment(text: &str, expected_at: Moment, now: Moment) -> Result<Self, Unfit> {
        let text = tidy(text)?;
        if expected_at <= now {
            return Err(Unfit::Past);
        }
        Ok(Self { text, expected_at: Some(expected_at) })
    }

    /// What was stored; it was checked when it was written.
    pub const fn stored(text: String, expected_at: Option<Moment>) -> Self {
        Self { text, expected_at }
    }

    /// The text. PERSONAL.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// When she is expected, for an appointment. PERSONAL.
    pub const fn expected_at(&self) -> Option<Moment> {
        self.expected_at
    }
}

fn tidy(text: &str) -> Result<String, Unfit> {
    let text = text.trim();
    if text.chars().count() > LONGEST {
        return Err(Unfit::TooLong);
    }
    let stray = |it: char| it.is_control() && !matches!(it, '\n' | '\r' | '\t');
    if text.chars().any(stray) { Err(Unfit::Stray) } else { Ok(text.to_owned()) }
}

impl fmt::Debug for Words {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}
