//! What a fact changes in what is remembered of a referral.

use sentier_kernel::Moment;

use super::{Event, Referral, Request, Standing, State};
use crate::value::{DeclineReason, Refusal};

pub(super) fn evolve(mut state: State, event: &Event) -> State {
    match event {
        Event::ReferralSent { request, read_until, at, .. } => {
            state.referral = Some(sent(request, *read_until, *at));
        }
        Event::RequestRefused { request, refusal, at } => {
            state.referral = Some(refused(request, *refusal, *at));
        }
        _ => {
            if let Some(referral) = &mut state.referral {
                advance(referral, event);
            }
        }
    }
    state
}

fn sent(request: &Request, read_until: Moment, at: Moment) -> Referral {
    Referral {
        request: request.clone(),
        standing: Standing::Sent,
        sent_at: Some(at),
        received_at: None,
        answered_at: None,
        ended_at: None,
        decline_reason: None,
        outcome: None,
        read_until: Some(read_until),
        key_held: true,
    }
}

/// Told back as if revoked or declined, so that the centre needs no further words for it.
fn refused(request: &Request, refusal: Refusal, at: Moment) -> Referral {
    let (standing, decline_reason) = match refusal {
        Refusal::Consent => (Standing::Revoked, None),
        Refusal::AgencyNotActive => (Standing::Declined, Some(DeclineReason::Closed)),
        Refusal::ServiceNotOffered => (Standing::Declined, Some(DeclineReason::ServiceNotOffered)),
    };
    Referral {
        request: request.clone(),
        standing,
        sent_at: None,
        received_at: None,
        answered_at: None,
        ended_at: Some(at),
        decline_reason,
        outcome: None,
        read_until: None,
        key_held: false,
    }
}

fn advance(referral: &mut Referral, event: &Event) {
    match event {
        Event::ReferralReceived { at } => {
            referral.standing = Standing::Received;
            referral.received_at = Some(*at);
        }
        Event::ReferralAccepted { at } => {
            referral.standing = Standing::Accepted;
            referral.answered_at = Some(*at);
        }
        Event::ReferralDeclined { reason, at } => {
            referral.standing = Standing::Declined;
            referral.decline_reason = Some(*reason);
            referral.answered_at = Some(*at);
            referral.ended_at = Some(*at);
            referral.read_until = None;
        }
        Event::ReferralCompleted { outcome, at } => {
            referral.standing = Standing::Completed;
            referral.outcome = Some(*outcome);
            referral.ended_at = Some(*at);
        }
        Event::ReferralRevoked { at } => {
            referral.standing = Standing::Revoked;
            referral.ended_at = Some(*at);
            referral.read_until = None;
        }
        Event::DisclosureEnded { .. } => referral.read_until = None,
        Event::DisclosureDestroyed { .. } => {
            referral.read_until = None;
            referral.key_held = false;
        }
        // The first two were handled by the caller; the last leaves the state as it is.
        Event::ReferralSent { .. }
        | Event::RequestRefused { .. }
        | Event::DisclosureRead { .. } => {}
    }
}
