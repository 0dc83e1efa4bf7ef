//! State and event give the next state. Total: history is never refused.

use super::{CaseReferral, Event, State, agency, care, consent, ending, intake, merge, safeguard};
use crate::codes::Progress;
use crate::counted::{Service, is_covered};
use crate::id::ConsentId;

/// The state after one more event.
pub(super) fn evolve(mut state: State, event: &Event) -> State {
    ending::evolve(&mut state, event);
    match event {
        Event::CaseOpened { .. } => intake::opened(&mut state, event),
        Event::IncidentRecorded { .. } => intake::recorded(&mut state, event),
        // What was released of them is no longer so.
        Event::SurvivorCorrected { recount, .. } | Event::IncidentCorrected { recount, .. } => {
            state.incidents.extend(recount.iter().map(|incident| (*incident, false)));
            state.withheld.retain(|incident| !recount.contains(incident));
        }
        Event::ConsentGranted { .. } => consent::granted(&mut state, event),
        Event::ConsentWithdrawn { consent, because, at } => {
            consent::withdrawn(&mut state, *consent, *because, *at);
            // Whether anything is still missing is looked at again.
            state.withheld.clear();
            // A new consent releases them again.
            if !is_covered(&state, *at) {
                recount(&mut state);
            }
        }
        Event::OverrideRequested { .. } => consent::requested(&mut state, event),
        Event::OverrideApproved { .. } => consent::approved(&mut state, event),
        Event::ReferralRequested { .. } => requested(&mut state, event),
        Event::ReferralProgressed { referral, progress, outcome, .. } => {
            if let Some(known) = state.referrals.get_mut(referral) {
                known.progress = *progress;
                known.outcome = *outcome;
                if known.need.is_health() && Service::of(*progress, *outcome).is_some() {
                    recount(&mut state);
                }
            }
        }
        Event::FollowUpRecorded { follow_up, goals, .. } => {
            state.follow_ups.insert(*follow_up);
            state.care.goals.extend(goals);
        }
        Event::Agency(event) => agency::evolve(&mut state.agency, event),
        Event::Care(event) => {
            care::evolve(&mut state, event);
            if matches!(&event.fact, care::Fact::ServiceGiven { need, .. } if need.is_health()) {
                recount(&mut state);
            }
        }
        Event::TaskOverdue { kind, subject, due, .. } => {
            state.care.overdue.insert((*kind, *subject, *due));
        }
        // What it changes beside the announcement is told by the erasure that follows.
        Event::Ending(_) => {}
        Event::Merge(event) => merge::evolve(&mut state.merging, event),
        Event::Safeguard(event) => safeguard::evolve(&mut state, event),
        Event::FactsReleased { incident, .. } => {
            state.incidents.insert(*incident, true);
            state.withheld.remove(incident);
        }
        Event::FactsWithheld { incident, .. } => state.withheld.extend([*incident]),
        Event::CaseClosed { reason, at } => state.closed = Some((*reason, *at)),
        Event::SurvivorErased { at, .. } => {
            state.erased = true;
            for consent in &mut state.consents {
                consent.withdrawn_at.get_or_insert(*at);
            }
            revoke(&mut state, None);
        }
    }
    state
}

/// How soon she was at a health service is a fact of her incidents too: after one they are released
/// once more, and what changed nothing goes no further.
fn recount(state: &mut State) {
    state.incidents.values_mut().for_each(|released| *released = false);
    state.withheld.clear();
}

/// Remembers a referral that was asked for.
fn requested(state: &mut State, event: &Event) {
    if let Event::ReferralRequested {
        referral,
        agency,
        structure,
        need,
        urgency,
        consent,
        field_groups,
        at,
    } = event
    {
        let known = CaseReferral {
            agency: *agency,
            structure: *structure,
            need: *need,
            urgency: *urgency,
            consent: *consent,
            field_groups: field_groups.clone(),
            progress: Progress::Requested,
            outcome: None,
            requested_at: *at,
        };
        state.referrals.insert(*referral, known);
    }
}

/// Revokes every open referral, or those that rely on one consent.
pub(super) fn revoke(state: &mut State, relying_on: Option<ConsentId>) {
    for referral in state.referrals.values_mut() {
        let relies = relying_on.is_none_or(|consent| consent == referral.consent);
        if relies && !referral.progress.is_final() {
            referral.progress = Progress::Revoked;
        }
    }
}
