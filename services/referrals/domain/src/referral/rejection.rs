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
    /// The agency proposed the same need already, and the centre has not answered.
    #[error("the same need is proposed already")]
    ProposedAlready,
    /// A referral carries so many proposals and no more.
    #[error("no more can be proposed on this referral")]
    TooManyProposals,
    /// No such proposal.
    #[error("there is no such proposal")]
    NoSuchProposal,
    /// The proposal was answered, or taken back.
    #[error("the proposal was answered")]
    ProposalEnded,
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::NotFound | Self::NoSuchProposal => Category::NotFound,
            Self::AlreadyExists => Category::Exists,
            Self::State { .. }
            | Self::DisclosureEnded
            | Self::MessagesEnded
            | Self::ProposedAlready
            | Self::TooManyProposals
            | Self::ProposalEnded => Category::Refused,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NotFound => "NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::State { .. } => "REFERRAL_STATE",
            Self::DisclosureEnded => "DISCLOSURE_ENDED",
            Self::MessagesEnded => "MESSAGES_ENDED",
            Self::ProposedAlready => "ONWARD_PROPOSED_ALREADY",
            Self::TooManyProposals => "TOO_MANY_ONWARD_PROPOSALS",
            Self::NoSuchProposal => "NO_SUCH_ONWARD_PROPOSAL",
            Self::ProposalEnded => "ONWARD_PROPOSAL_ENDED",
        }
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::State { standing, by } => {
                let actions: Vec<_> =
                    allowed(*standing, *by).into_iter().map(Action::code).collect();
                vec![("state", standing.code().to_owned()), ("allowed", actions.join(","))]
            }
            _ => Vec::new(),
        }
    }
}
