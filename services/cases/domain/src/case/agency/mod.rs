//! What agencies have to do with a case beyond serving a need.
//!
//! One may have referred her to the centre. One that serves her may propose what else she needs: her
//! caseworker asks her, and what follows is a referral under a consent of hers, or nothing. And one may be
//! asked to take the whole case over: until it accepts the responsibility stays where it is, and from then
//! on it is the agency's (IASC, *Inter-Agency GBV Case Management Guidelines*, 2017: a referral asks for a
//! service, a transfer hands the case on).

mod decide;
#[cfg(test)]
mod spec;
#[cfg(test)]
pub(super) use spec::any_command;

use std::collections::{BTreeMap, BTreeSet};

use sentier_kernel::{Moment, codes};
use serde::{Deserialize, Serialize};

pub(super) use decide::{ask_transfer, decide, ends_with, take_up, takes_over};

use crate::codes::{FieldGroup, Need, Urgency};
use crate::id::{AgencyId, ConsentId, InboundId, ProposalId, ReferralId, StaffId, StructureId};

codes! {
    /// Why a proposal is not gone on with.
    Refusal {
        /// She does not wish it.
        SurvivorDeclines = "survivor_declines",
        /// She is served already.
        ServedAlready = "served_already",
        /// Nobody here can see to it.
        NoStructure = "no_structure",
        /// She cannot be reached.
        NotReached = "not_reached",
        /// Another reason.
        Other = "other",
    }
}

/// A structure and its agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The agency.
    pub agency: AgencyId,
    /// The structure.
    pub structure: StructureId,
}

/// An agency that referred her to the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferredIn {
    /// The agency.
    pub agency: AgencyId,
    /// The need that brought her.
    pub need: Need,
    /// When the centre took it.
    pub at: Moment,
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// She is to be asked.
    Proposed,
    /// She agreed; this referral followed.
    TakenUp(ReferralId),
    /// It is not gone on with.
    Declined(Refusal),
    /// The agency took it back, its consent ended, or nothing was open any more.
    Ended,
}

/// What an agency proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The referral that the agency holds.
    pub referral: ReferralId,
    /// What else she needs.
    pub need: Need,
    /// How fast.
    pub urgency: Urgency,
    /// Who could see to it, when the agency named somebody.
    pub place: Option<Place>,
    /// Where it stands.
    pub standing: Standing,
    /// When it was made.
    pub proposed_at: Moment,
    /// When it was answered or ended.
    pub ended_at: Option<Moment>,
}

/// What agencies have to do with a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// Who referred her to the centre, by the referral towards it.
    pub referred_in: BTreeMap<InboundId, ReferredIn>,
    /// What agencies proposed.
    pub proposals: BTreeMap<ProposalId, Proposal>,
    /// Referrals that followed from a proposal, each with the one whose agency made it.
    pub onward_of: BTreeMap<ReferralId, ReferralId>,
    /// Referrals that ask an agency to take the case over.
    pub transfers: BTreeSet<ReferralId>,
}

/// A wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Keep who referred her to the centre.
    ReferIn {
        /// The referral towards the centre.
        inbound: InboundId,
        /// The agency.
        agency: AgencyId,
        /// The need that brought her.
        need: Need,
    },
    /// An agency proposes what else she needs.
    ProposeOnward {
        /// The proposal.
        proposal: ProposalId,
        /// The referral that it holds.
        referral: ReferralId,
        /// What else she needs.
        need: Need,
        /// How fast.
        urgency: Urgency,
        /// Who could see to it.
        place: Option<Place>,
    },
    /// The agency takes a proposal back.
    WithdrawOnward {
        /// The proposal.
        proposal: ProposalId,
    },
    /// A proposal is not gone on with.
    DeclineOnward {
        /// The proposal.
        proposal: ProposalId,
        /// Why.
        reason: Refusal,
    },
}

/// The asking for a referral that follows from a proposal: the proposal says need and urgency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakingUp {
    /// The proposal.
    pub proposal: ProposalId,
    /// The new referral.
    pub referral: ReferralId,
    /// Who is asked.
    pub place: Place,
    /// The consent that it relies on.
    pub consent: ConsentId,
    /// The field groups to disclose.
    pub field_groups: BTreeSet<FieldGroup>,
}

/// The asking of an agency to take the case over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandingOver {
    /// The referral that asks.
    pub referral: ReferralId,
    /// Who is asked.
    pub place: Place,
    /// What she needs most, which says who answers by when.
    pub need: Need,
    /// How fast.
    pub urgency: Urgency,
    /// The consent that it relies on.
    pub consent: ConsentId,
    /// The field groups to disclose.
    pub field_groups: BTreeSet<FieldGroup>,
    /// Who supervises the case, when she asks: then she approves by that what another asked to close.
    pub supervisor: Option<StaffId>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub fact: Fact,
    /// When.
    pub at: Moment,
}

/// What happened between a case and an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// An agency had referred her to the centre.
    ReferredIn {
        /// The referral towards the centre.
        inbound: InboundId,
        /// The agency.
        agency: AgencyId,
        /// The need that brought her.
        need: Need,
    },
    /// An agency proposed what else she needs.
    OnwardProposed {
        /// The proposal.
        proposal: ProposalId,
        /// The referral that it holds.
        referral: ReferralId,
        /// What else she needs.
        need: Need,
        /// How fast.
        urgency: Urgency,
        /// Who could see to it.
        place: Option<Place>,
    },
    /// She agreed, and a referral was asked for.
    OnwardTakenUp {
        /// The proposal.
        proposal: ProposalId,
        /// The referral whose agency proposed.
        of: ReferralId,
        /// The referral that followed.
        referral: ReferralId,
    },
    /// A proposal is not gone on with.
    OnwardDeclined {
        /// The proposal.
        proposal: ProposalId,
        /// The referral whose agency proposed.
        of: ReferralId,
        /// Why.
        reason: Refusal,
    },
    /// The agency took a proposal back, its consent ended, or nothing was open any more.
    OnwardEnded {
        /// The proposal.
        proposal: ProposalId,
        /// The referral whose agency proposed.
        of: ReferralId,
    },
    /// An agency was asked to take the case over, by a referral that is told next.
    TransferAsked {
        /// The referral.
        referral: ReferralId,
    },
    /// No consent covers a structure that the pathway ranks first, so that another was asked: she is to be
    /// asked about it.
    PassedOver {
        /// The referral that asks the other.
        referral: ReferralId,
        /// Who was passed over.
        place: Place,
        /// What she needs.
        need: Need,
        /// How fast.
        urgency: Urgency,
    },
}

/// The state after one more event. Total: history is never refused.
pub(super) fn evolve(state: &mut State, event: &Event) {
    let at = event.at;
    match event.fact {
        Fact::ReferredIn { inbound, agency, need } => {
            state.referred_in.insert(inbound, ReferredIn { agency, need, at });
        }
        Fact::OnwardProposed { proposal, referral, need, urgency, place } => {
            let standing = Standing::Proposed;
            let made = Proposal {
                referral,
                need,
                urgency,
                place,
                standing,
                proposed_at: at,
                ended_at: None,
            };
            state.proposals.insert(proposal, made);
        }
        Fact::OnwardTakenUp { proposal, of, referral } => {
            state.onward_of.insert(referral, of);
            settle(state, proposal, Standing::TakenUp(referral), at);
        }
        Fact::OnwardDeclined { proposal, reason, .. } => {
            settle(state, proposal, Standing::Declined(reason), at);
        }
        Fact::OnwardEnded { proposal, .. } => settle(state, proposal, Standing::Ended, at),
        Fact::TransferAsked { referral } => {
            state.transfers.insert(referral);
        }
        // Nothing is decided by it: it begins a task.
        Fact::PassedOver { .. } => {}
    }
}

fn settle(state: &mut State, proposal: ProposalId, standing: Standing, at: Moment) {
    if let Some(known) = state.proposals.get_mut(&proposal) {
        known.standing = standing;
        known.ended_at = Some(at);
    }
}
