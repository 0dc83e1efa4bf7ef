//! What a fact changes in what is remembered of a referral.

use sentier_kernel::Moment;

use super::onward::Onward;
use super::{Event, Referral, Request, Standing, State};
use crate::value::{DeclineReason, Refusal};

pub(super) fn evolve(mut state: State, event: &Event) -> State {
    let read_until = state.referral.as_ref().and_then(|before| before.read_until);
    match event {
        Event::ReferralSent { request, read_until, answer_by, at, .. } => {
            state.referral = Some(sent(request, *read_until, *answer_by, *at));
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
    if let Some(referral) = &mut state.referral {
        let changed_at = event.changed_at();
        referral.changed_at = changed_at.or(referral.changed_at);
        // That the reading period is over is seen, also where the destruction of the key says it first.
        let is_seen = changed_at.is_some() || referral.read_until != read_until;
        referral.unseen = if is_seen { 0 } else { referral.unseen.saturating_add(1) };
    }
    state
}

fn blank(request: &Request, standing: Standing) -> Referral {
    Referral {
        request: request.clone(),
        standing,
        sent_at: None,
        received_at: None,
        answered_at: None,
        ended_at: None,
        decline_reason: None,
        outcome: None,
        read_until: None,
        key_held: false,
        answer_by: None,
        served_at: None,
        confirm_by: None,
        messages: 0,
        last_message_at: None,
        messages_until: None,
        messages_held: false,
        changed_at: None,
        unseen: 0,
        next: None,
        onward: Onward::default(),
    }
}

fn sent(request: &Request, read_until: Moment, answer_by: Option<Moment>, at: Moment) -> Referral {
    Referral {
        sent_at: Some(at),
        read_until: Some(read_until),
        key_held: true,
        answer_by,
        messages_until: Some(read_until),
        ..blank(request, Standing::Sent)
    }
}

/// Told back as if revoked or declined, so that the centre needs no further words for it.
fn refused(request: &Request, refusal: Refusal, at: Moment) -> Referral {
    let (standing, decline_reason) = match refusal {
        Refusal::Consent => (Standing::Revoked, None),
        Refusal::AgencyNotActive => (Standing::Declined, Some(DeclineReason::Closed)),
        Refusal::ServiceNotOffered | Refusal::CasesNotTakenOver => {
            (Standing::Declined, Some(DeclineReason::ServiceNotOffered))
        }
    };
    Referral { ended_at: Some(at), decline_reason, ..blank(request, standing) }
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
            referral.decline_reason = Some(*reason);
            referral.answered_at = Some(*at);
            end(referral, Standing::Declined, *at);
        }
        Event::ReferralCompleted { outcome, at } => {
            referral.standing = Standing::Completed;
            referral.outcome = Some(*outcome);
            referral.ended_at = Some(*at);
        }
        Event::ReferralRevoked { at } => {
            referral.messages_until = None;
            referral.onward.end(*at);
            end(referral, Standing::Revoked, *at);
        }
        Event::ReferralCancelled { at } => end(referral, Standing::Cancelled, *at),
        Event::ReferralExpired { next, at } => {
            referral.next = *next;
            end(referral, Standing::Expired, *at);
        }
        Event::DisclosureEnded { at } => {
            referral.read_until = None;
            referral.messages_until = None;
            referral.onward.end(*at);
        }
        Event::DisclosureDestroyed { .. } => {
            referral.read_until = None;
            referral.key_held = false;
        }
        Event::MessagesDestroyed { .. } => {
            referral.messages_until = None;
            referral.messages_held = false;
        }
        _ => go_on(referral, event),
    }
}

/// What happens between the acceptance and the end.
fn go_on(referral: &mut Referral, event: &Event) {
    match event {
        Event::ReferralScheduled { at } => {
            referral.standing = Standing::Scheduled;
            wrote(referral, *at);
        }
        Event::AppointmentCancelled { .. } => referral.standing = Standing::Accepted,
        Event::ReferralAttended { .. } => referral.standing = Standing::Attended,
        Event::AppointmentMissed { .. } => referral.standing = Standing::NoShow,
        Event::ServiceStarted { at } => {
            referral.standing = Standing::InService;
            referral.served_at = Some(*at);
        }
        Event::Onward(event) => referral.onward.evolve(event),
        Event::InterimNoteAdded { at } | Event::MessageSent { at, .. } => wrote(referral, *at),
        Event::CancellationRequested { confirm_by, .. } => {
            referral.standing = Standing::CancelRequested;
            referral.confirm_by = Some(*confirm_by);
        }
        // Beginnings and ends were handled by the callers; a reading leaves the state as it is.
        _ => {}
    }
}

fn end(referral: &mut Referral, standing: Standing, at: Moment) {
    referral.standing = standing;
    referral.ended_at = Some(at);
    referral.read_until = None;
}

fn wrote(referral: &mut Referral, at: Moment) {
    referral.messages = referral.messages.saturating_add(1);
    referral.last_message_at = Some(at);
    referral.messages_held = true;
}
