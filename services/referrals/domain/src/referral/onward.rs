//! What an agency proposes beyond its referral: another need of hers, and perhaps who could see to it.
//!
//! The centre asks her. Whether it goes on is all that the agency learns; to whom, when, and what she said
//! of it stays with her caseworker. A consent that ends ends what waits for an answer.

use std::collections::BTreeMap;

use sentier_kernel::{Moment, codes};
use serde::{Deserialize, Serialize};

use super::decide::{Decision, step};
use super::{Action, Next, Referral, Rejection};
use crate::value::{Need, ProposalId, Urgency};

/// Proposals that one referral carries, whatever became of them. Our bound: twice the needs there are.
pub const MOST: usize = 16;

codes! {
    /// Where a proposal stands.
    Standing {
        /// The centre has not answered.
        Proposed = "proposed",
        /// She agreed, and the centre goes on with it.
        TakenUp = "taken_up",
        /// It is not gone on with.
        NotTakenUp = "not_taken_up",
        /// The agency took it back.
        Withdrawn = "withdrawn",
    }
}

/// What is proposed. Ids and codes; nothing personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// What else she needs.
    pub need: Need,
    /// How fast.
    pub urgency: Urgency,
    /// Who could see to it, when the agency knows somebody.
    pub place: Option<Next>,
}

/// One proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What is proposed.
    pub wanted: Wanted,
    /// Where it stands.
    pub standing: Standing,
    /// When it was made.
    pub proposed_at: Moment,
    /// When it was answered, taken back, or ended.
    pub ended_at: Option<Moment>,
}

/// The proposals of a referral.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Onward(BTreeMap<ProposalId, Proposal>);

/// What happened to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The agency made it.
    Proposed {
        /// The proposal.
        proposal: ProposalId,
        /// What is proposed.
        wanted: Wanted,
        /// When.
        at: Moment,
    },
    /// The agency took it back.
    Withdrawn {
        /// The proposal.
        proposal: ProposalId,
        /// When.
        at: Moment,
    },
    /// The centre answered.
    Answered {
        /// The proposal.
        proposal: ProposalId,
        /// Whether it goes on with it.
        taken_up: bool,
        /// When.
        at: Moment,
    },
}

impl Event {
    /// When it happened.
    pub(super) const fn at(&self) -> Moment {
        match self {
            Self::Proposed { at, .. } | Self::Withdrawn { at, .. } | Self::Answered { at, .. } => {
                *at
            }
        }
    }
}

impl Onward {
    /// Whether nothing was ever proposed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The proposals, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (ProposalId, &Proposal)> {
        self.0.iter().map(|(id, proposal)| (*id, proposal))
    }

    /// The proposals after one more event. Total: history is never refused.
    pub(super) fn evolve(&mut self, event: &Event) {
        match *event {
            Event::Proposed { proposal, wanted, at } => {
                let standing = Standing::Proposed;
                let made = Proposal { wanted, standing, proposed_at: at, ended_at: None };
                self.0.insert(proposal, made);
            }
            Event::Withdrawn { proposal, at } => self.settle(proposal, Standing::Withdrawn, at),
            Event::Answered { proposal, taken_up, at } => {
                let standing = if taken_up { Standing::TakenUp } else { Standing::NotTakenUp };
                self.settle(proposal, standing, at);
            }
        }
    }

    /// Nothing that waits is gone on with.
    pub(super) fn end(&mut self, at: Moment) {
        let waiting = self.0.values_mut().filter(|it| it.standing == Standing::Proposed);
        for proposal in waiting {
            proposal.standing = Standing::NotTakenUp;
            proposal.ended_at = Some(at);
        }
    }

    fn settle(&mut self, proposal: ProposalId, standing: Standing, at: Moment) {
        if let Some(known) = self.0.get_mut(&proposal) {
            known.standing = standing;
            known.ended_at = Some(at);
        }
    }
}

/// Who holds a referral proposes; each need once at a time, while what was disclosed may be read.
pub(super) fn propose(
    referral: &Referral,
    proposal: ProposalId,
    wanted: Wanted,
    at: Moment,
) -> Decision {
    let known = &referral.onward.0;
    if let Some(made) = known.get(&proposal) {
        return if made.wanted == wanted { Ok(Vec::new()) } else { Err(Rejection::AlreadyExists) };
    }
    step(referral, Action::ProposeOnward)?;
    if !referral.is_readable(at) {
        return Err(Rejection::DisclosureEnded);
    }
    let waits = |it: &Proposal| it.standing == Standing::Proposed && it.wanted.need == wanted.need;
    if known.values().any(waits) {
        Err(Rejection::ProposedAlready)
    } else if known.len() >= MOST {
        Err(Rejection::TooManyProposals)
    } else {
        Ok(vec![super::Event::Onward(Event::Proposed { proposal, wanted, at })])
    }
}

/// Until the centre has answered, whatever became of the referral.
pub(super) fn withdraw(referral: &Referral, proposal: ProposalId, at: Moment) -> Decision {
    let known = referral.onward.0.get(&proposal).ok_or(Rejection::NoSuchProposal)?;
    match known.standing {
        Standing::Proposed => Ok(vec![super::Event::Onward(Event::Withdrawn { proposal, at })]),
        Standing::Withdrawn => Ok(Vec::new()),
        Standing::TakenUp | Standing::NotTakenUp => Err(Rejection::ProposalEnded),
    }
}

/// The centre's word about what ended meanwhile changes nothing: the agency is told no more of her.
pub(super) fn answer(
    referral: &Referral,
    proposal: ProposalId,
    taken_up: bool,
    at: Moment,
) -> Decision {
    let known = referral.onward.0.get(&proposal).ok_or(Rejection::NoSuchProposal)?;
    Ok(match known.standing {
        Standing::Proposed => {
            vec![super::Event::Onward(Event::Answered { proposal, taken_up, at })]
        }
        Standing::TakenUp | Standing::NotTakenUp | Standing::Withdrawn => Vec::new(),
    })
}
