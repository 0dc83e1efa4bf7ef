//! The rules of webhooks.

use std::time::Duration;

use sentier_kernel::{Moment, Sensitive};

use super::{Command, Event, Rejection, Secret, Standing, State, Webhook};
use crate::value::WebhookId;

/// Webhooks that an agency may have: each costs a request for each change.
pub const MOST: usize = 5;

pub(super) fn decide(state: &State, command: Command, at: Moment) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::Register { webhook, agency, url, secret } => {
            if state.webhooks.contains_key(&webhook) {
                return Err(Rejection::AlreadyExists);
            }
            if state.webhooks.len() >= MOST {
                return Err(Rejection::TooMany);
            }
            Ok(vec![Event::WebhookRegistered { webhook, agency, url, secret, at }])
        }
        Command::RotateSecret { webhook, secret, overlap } => {
            rotate(state, webhook, secret, overlap, at)
        }
        Command::Pause { webhook } => {
            let paused = Event::WebhookPaused { webhook, at };
            Ok(unless(known(state, webhook)?, Standing::Paused, paused))
        }
        Command::Resume { webhook } => {
            let resumed = Event::WebhookResumed { webhook, at };
            Ok(unless(known(state, webhook)?, Standing::Active, resumed))
        }
        // Who paused it meanwhile has decided already.
        Command::Disable { webhook } => Ok(match known(state, webhook)?.standing {
            Standing::Active => vec![Event::WebhookDisabled { webhook, at }],
            Standing::Paused | Standing::Disabled => Vec::new(),
        }),
        Command::Remove { webhook } => {
            known(state, webhook)?;
            Ok(vec![Event::WebhookRemoved { webhook, at }])
        }
        Command::Replay { webhook } => {
            known(state, webhook)?;
            Ok(vec![Event::DeadLettersReplayed { webhook, at }])
        }
    }
}

/// The secret before the one until now is forgotten: two sign at once, never three.
fn rotate(
    state: &State,
    webhook: WebhookId,
    secret: Sensitive<Secret>,
    overlap: Duration,
    at: Moment,
) -> Result<Vec<Event>, Rejection> {
    known(state, webhook)?;
    Ok(vec![Event::SecretRotated { webhook, secret, previous_until: at.plus(overlap), at }])
}

fn known(state: &State, webhook: WebhookId) -> Result<&Webhook, Rejection> {
    state.webhooks.get(&webhook).ok_or(Rejection::NotFound)
}

fn unless(known: &Webhook, standing: Standing, event: Event) -> Vec<Event> {
    if known.standing == standing { Vec::new() } else { vec![event] }
}
