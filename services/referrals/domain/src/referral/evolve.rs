//! What a fact changes in what is remembered of a referral.

use super::{Event, Referral, Standing, State};

pub(super) fn evolve(mut state: State, event: &Event) -> State {
    if let Event::ReferralSent { request, at, .. } = event {
        state.referral = Some(Referral {
            standing: Standing::Sent,
            sent_at: *at,
            received_at: None,
            answered_at: None,
            ended_at: None,
            decline_reason: None,
            outcome: None,
            read_until: Some(request.read_until),
            request: request.clone(),
        });
    } else if let Some(referral) = &mut state.referral {
        advance(referral, event);
    }
    state
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
        Event::DisclosureDestroyed { .. } => referral.read_until = None,
        // The first was handled by the caller; the second leaves the state as it is.
        Event::ReferralSent { .. } | Event::DisclosureRead { .. } => {}
    }
}
