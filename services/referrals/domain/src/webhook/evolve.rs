//! What a fact changes in what is remembered of webhooks.

use super::{Event, Standing, State, Webhook};
use crate::value::WebhookId;

pub(super) fn evolve(mut state: State, event: &Event) -> State {
    match event {
        Event::WebhookRegistered { webhook, agency, url, secret: _, at } => {
            let registered = Webhook {
                agency: *agency,
                url: url.clone(),
                standing: Standing::Active,
                registered_at: *at,
                generation: 1,
                previous_until: None,
                replayed_at: None,
            };
            state.webhooks.insert(*webhook, registered);
        }
        Event::SecretRotated { webhook, secret: _, previous_until, at: _ } => {
            if let Some(known) = state.webhooks.get_mut(webhook) {
                known.generation += 1;
                known.previous_until = Some(*previous_until);
            }
        }
        Event::WebhookPaused { webhook, .. } => stand(&mut state, *webhook, Standing::Paused),
        Event::WebhookResumed { webhook, .. } => stand(&mut state, *webhook, Standing::Active),
        Event::WebhookDisabled { webhook, .. } => stand(&mut state, *webhook, Standing::Disabled),
        Event::WebhookRemoved { webhook, .. } => {
            state.webhooks.remove(webhook);
        }
        Event::DeadLettersReplayed { webhook, at } => {
            if let Some(known) = state.webhooks.get_mut(webhook) {
                known.replayed_at = Some(*at);
            }
        }
    }
    state
}

fn stand(state: &mut State, webhook: WebhookId, standing: Standing) {
    if let Some(known) = state.webhooks.get_mut(&webhook) {
        known.standing = standing;
    }
}
