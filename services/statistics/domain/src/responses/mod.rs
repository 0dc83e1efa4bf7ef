//! How structures answer: what is counted of each structure and need, and what of it is told.
//!
//! Counted as everything is that indicators are computed from ([`crate::indicators::Measure::Response`]): a
//! number for each step of a referral, in the month of its sending, that adds up in any order. Who answers and
//! how fast says nothing of her, and no id of a referral or a case is in a message or an event; but few
//! referrals to one structure would name one, so that small numbers are withheld as in every dashboard
//! ([`shown`]).

mod measure;
#[cfg(test)]
mod spec;
mod told;

use std::fmt;
use std::str::FromStr;

use sentier_kernel::id::Uuid;

pub use measure::{Outcome, Step, Took};
pub use told::{ENDINGS, NONE, Part, Response, Sums, shown};

use crate::value::Need;

/// A structure, and the need that it was asked to serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asked {
    /// Its agency.
    pub agency: Uuid,
    /// The structure.
    pub structure: Uuid,
    /// The need.
    pub need: Need,
}

/// A text that names no structure and need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a structure and need: expected an agency, a structure and a need with slashes between"
)]
pub struct MalformedAsked;

/// As it is stored: `{agency}/{structure}/{need}`.
impl fmt::Display for Asked {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}/{}", self.agency, self.structure, self.need.code())
    }
}

impl FromStr for Asked {
    type Err = MalformedAsked;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('/');
        let (Some(agency), Some(structure), Some(need), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(MalformedAsked);
        };
        let id = |text: &str| text.parse().or(Err(MalformedAsked));
        let need = Need::from_code(need).ok_or(MalformedAsked)?;
        Ok(Self { agency: id(agency)?, structure: id(structure)?, need })
    }
}
