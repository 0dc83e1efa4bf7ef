//! The rules between a case and agencies.

use sentier_kernel::Moment;

use super::{Command, Event, Fact, HandingOver, Place, Proposal, Standing, TakingUp};
use crate::case::decide::{Decision, at_work, request_referral};
use crate::case::{self, Rejection, State, care};
use crate::codes::{ClosureReason, Progress};
use crate::id::{ProposalId, ReferralId};

fn happened(fact: Fact, at: Moment) -> Vec<case::Event> {
    vec![case::Event::Agency(Event { fact, at })]
}

/// The events that follow from a command.
pub(in crate::case) fn decide(state: &State, command: Command, at: Moment) -> Decision {
    state.opening.as_ref().ok_or(Rejection::NoSuchCase)?;
    match command {
        Command::ReferIn { inbound, agency, need } => {
            if state.agency.referred_in.contains_key(&inbound) {
                return Ok(Vec::new());
            }
            Ok(happened(Fact::ReferredIn { inbound, agency, need }, at))
        }
        Command::ProposeOnward { proposal, referral, need, urgency, place } => {
            let fact = Fact::OnwardProposed { proposal, referral, need, urgency, place };
            propose(state, (proposal, referral), fact, at)
        }
        Command::WithdrawOnward { proposal } => match find(state, proposal)? {
            Proposal { standing: Standing::Proposed, referral, .. } => {
                Ok(happened(Fact::OnwardEnded { proposal, of: *referral }, at))
            }
            _ => Ok(Vec::new()),
        },
        Command::DeclineOnward { proposal, reason } => {
            let known = find(state, proposal)?;
            if known.standing == Standing::Declined(reason) {
                return Ok(Vec::new());
            }
            at_work(state)?;
            let of = waiting(known)?;
            Ok(happened(Fact::OnwardDeclined { proposal, of, reason }, at))
        }
    }
}

/// Taken up by her caseworker, and ended at once where nothing can follow: on a case that is closed, erased
/// or follows another, and when the agency's own referral ended with its consent.
fn propose(
    state: &State,
    (proposal, referral): (ProposalId, ReferralId),
    fact: Fact,
    at: Moment,
) -> Decision {
    let held = state.referrals.get(&referral).ok_or(Rejection::NoSuchReferral)?;
    if state.agency.proposals.contains_key(&proposal) {
        return Ok(Vec::new());
    }
    let mut events = happened(fact, at);
    if at_work(state).is_err() || held.progress == Progress::Revoked {
        events.extend(happened(Fact::OnwardEnded { proposal, of: referral }, at));
    }
    Ok(events)
}

/// A referral that follows from a proposal is one like any other: nothing leaves without a consent of hers
/// for that agency, valid now. That she agrees to be served by one agency covers no other.
pub(in crate::case) fn take_up(state: &State, wish: TakingUp, at: Moment) -> Decision {
    let TakingUp { proposal, referral, place, consent, field_groups } = wish;
    let known = find(state, proposal)?;
    let Place { agency, structure } = place;
    let request = case::Command::RequestReferral {
        referral,
        agency,
        structure,
        need: known.need,
        urgency: known.urgency,
        consent,
        field_groups,
    };
    if known.standing == Standing::TakenUp(referral) {
        return request_referral(state, request, at);
    }
    at_work(state)?;
    let of = waiting(known)?;
    let mut events = request_referral(state, request, at)?;
    events.extend(happened(Fact::OnwardTakenUp { proposal, of, referral }, at));
    Ok(events)
}

/// Asks an agency to take the case over: as a referral under a consent of hers, once what closes a case was
/// approved for this, one agency at a time.
pub(in crate::case) fn ask_transfer(state: &State, wish: HandingOver, at: Moment) -> Decision {
    let HandingOver { referral, place, need, urgency, consent, field_groups, supervisor } = wish;
    let Place { agency, structure } = place;
    let request = case::Command::RequestReferral {
        referral,
        agency,
        structure,
        need,
        urgency,
        consent,
        field_groups,
    };
    if state.agency.transfers.contains(&referral) {
        return request_referral(state, request, at);
    }
    if state.referrals.contains_key(&referral) {
        return Err(Rejection::AlreadyExists);
    }
    at_work(state)?;
    care::may_close(state, ClosureReason::Transferred, supervisor)?;
    let open = |id: &ReferralId| state.referrals.get(id).is_some_and(|it| !it.progress.is_final());
    if state.agency.transfers.iter().any(open) {
        return Err(Rejection::TransferWaits);
    }
    let asked = request_referral(state, request, at)?;
    Ok(happened(Fact::TransferAsked { referral }, at).into_iter().chain(asked).collect())
}

/// Whether the case is the agency's from this progress on. A case that the centre took up again after that is
/// not closed by whatever the agency does next.
pub(in crate::case) fn takes_over(state: &State, referral: ReferralId, progress: Progress) -> bool {
    let unanswered = state.referrals.get(&referral).is_some_and(|it| {
        matches!(it.progress, Progress::Requested | Progress::Sent | Progress::Received)
    });
    unanswered
        && progress == Progress::Accepted
        && state.agency.transfers.contains(&referral)
        && at_work(state).is_ok()
}

/// What ends with a referral whose consent ended: the agency is told nothing more of her.
pub(in crate::case) fn ends_with(
    state: &State,
    ended: impl Fn(ReferralId) -> bool,
    at: Moment,
) -> Vec<case::Event> {
    let waits = state.agency.proposals.iter().filter(|(_, it)| it.standing == Standing::Proposed);
    let ends = waits.filter(|(_, it)| ended(it.referral));
    let facts = ends.map(|(id, it)| Fact::OnwardEnded { proposal: *id, of: it.referral });
    facts.flat_map(|fact| happened(fact, at)).collect()
}

fn find(state: &State, proposal: ProposalId) -> Result<&Proposal, Rejection> {
    state.agency.proposals.get(&proposal).ok_or(Rejection::NoSuchProposal)
}

/// The referral whose agency waits for an answer.
fn waiting(proposal: &Proposal) -> Result<ReferralId, Rejection> {
    match proposal.standing {
        Standing::Proposed => Ok(proposal.referral),
        _ => Err(Rejection::ProposalEnded),
    }
}
