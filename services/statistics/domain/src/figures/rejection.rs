//! Why a fact is not counted.

use sentier_kernel::{Category, Explain, Violation};

/// A refusal of the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The month has not begun.
    #[error("the month has not begun")]
    MonthAhead,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::MonthAhead => Category::Invalid,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::MonthAhead => "INVALID_FIELDS",
        }
    }

    fn violations(&self) -> Vec<Violation> {
        match self {
            Self::MonthAhead => vec![Violation::in_future("month")],
        }
    }
}
