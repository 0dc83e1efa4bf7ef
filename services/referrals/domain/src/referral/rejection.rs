//! Why a wish about a referral is refused.

use sentier_kernel::{Category, Explain};

use super::{Action, Mover, Standing, allowed};

/// A refusal of a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// No such referral, or another agency's.
    #[error("there is no such referral")]
    NotFound,
    /// The id stands for another request already.
    #[error("the referral exists already with another content")]
    AlreadyExists,
    /// The transition table says no.
    #[error("the referral's state does not allow this")]
    State {
        /// Where it stands.
        standing: Standing,
        /// Who wanted to move it.
        by: Mover,
    },
    /// The disclosure has ended or its term is over.
    #[error("the disclosure may not be read any more")]
    DisclosureEnded,
    /// Nothing more is written on it, and the agency reads no more.
    #[error("nothing more can be written on this referral")]
    MessagesEnded,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::NotFound => Category::NotFound,
            Self::AlreadyExists => Category::Exists,
            Self::State { .. } | Self::DisclosureEnded | Self::MessagesEnded => Category::Refused,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NotFound => "NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::State { .. } => "REFERRAL_STATE",
            Self::DisclosureEnded => "DISCLOSURE_ENDED",
            Self::MessagesEnded => "MESSAGES_ENDED",
        }
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::State { standing, by } => {
                let actions: Vec<_> =
                    allowed(*standing, *by).into_iter().map(Action::code).collect();
                vec![("state", standing.code().to_owned()), ("allowed", actions.join(","))]
            }
            Self::NotFound | Self::AlreadyExists | Self::DisclosureEnded | Self::MessagesEnded => {
                Vec::new()
            }
        }
    }
}
