//! One webhook's turn: its new changes are queued, what is due is posted, and what came of it is noted.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use sentier_eventing::StoredEvent;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_platform::clock::Clock;
use sentier_proto::name;
use sentier_referrals_domain::value::WebhookId;
use sentier_referrals_domain::webhook::{Secret, backoff};

use super::post::{Posted, Poster, Refused};
use super::queue::{Delivery, Lane, Queue, ROOM};
use super::{figures, message, signature, stored};
use crate::application::{Fault, Pathway};
use crate::projections::{ActiveWebhook, ReferralList};

/// Changes that are queued at once.
const PAGE: u32 = 100;
/// Deliveries of one round: with `ABREAST` at once and their deadline a round ends within its lease.
const ROUND: u32 = 8;
/// Deliveries of one webhook that are under way at once, each of another referral.
const ABREAST: usize = 4;
/// Rounds of one turn, so that others have theirs.
const ROUNDS: usize = 32;
/// How long a webhook rests, at most, after its receiver was away: it is asked by one delivery then.
const LONGEST_REST: Duration = Duration::from_mins(5);

/// Delivers webhooks.
#[derive(Debug)]
pub(super) struct Deliverer {
    pathway: Pathway,
    referrals: ReferralList,
    queue: Queue,
    poster: Poster,
    clock: Clock,
    holder: Uuid,
    patience: Duration,
    // INVARIANT: at most one entry for each webhook that this process ever delivered.
    secrets: Mutex<HashMap<WebhookId, (u32, Vec<Secret>)>>,
}

/// How a round ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Round {
    /// There may be more.
    Worked,
    /// Nothing is due, or the receiver is away.
    Over,
}

impl Deliverer {
    pub(super) fn new(
        pathway: Pathway,
        referrals: ReferralList,
        queue: Queue,
        (poster, clock): (Poster, Clock),
        (holder, patience): (Uuid, Duration),
    ) -> Self {
        let secrets = Mutex::default();
        Self { pathway, referrals, queue, poster, clock, holder, patience, secrets }
    }

    /// Delivers what is due, when no other process has this webhook.
    pub(super) async fn work(&self, one: &ActiveWebhook) -> Result<(), Fault> {
        // Looked at before anything is written: an idle webhook costs no commit.
        if !self.has_work(one).await? {
            return Ok(());
        }
        let Some(position) = stored(self.queue.lease(one.id, one.from, self.holder).await)? else {
            return Ok(());
        };
        let worked = self.rounds(one, position).await;
        stored(self.queue.release(Some(one.id), self.holder).await)?;
        worked
    }

    async fn has_work(&self, one: &ActiveWebhook) -> Result<bool, Fault> {
        let now = self.clock.now();
        let begun = stored(self.queue.lane(one.id, now).await)?;
        let Lane { position, rest, is_due } = begun.unwrap_or_else(|| Lane::beginning(one.from));
        if now < rest {
            return Ok(false);
        }
        if is_due {
            return Ok(true);
        }
        let news = stored(self.referrals.changes(one.webhook.agency, position, 1).await)?;
        Ok(!news.is_empty())
    }

    async fn rounds(&self, one: &ActiveWebhook, position: i64) -> Result<(), Fault> {
        let mut held = Some(position);
        for _round in 0..ROUNDS {
            let Some(position) = held else { break };
            if self.round(one, position).await? == Round::Over {
                break;
            }
            held = stored(self.queue.lease(one.id, one.from, self.holder).await)?;
        }
        Ok(())
    }

    async fn round(&self, one: &ActiveWebhook, position: i64) -> Result<Round, Fault> {
        self.fill(one, position).await?;
        let now = self.clock.now();
        let due = stored(self.queue.due(one.id, now, ROUND).await)?;
        if due.is_empty() {
            return Ok(Round::Over);
        }
        let secrets = self.secrets(one, now).await?;
        let done = stream::iter(due).map(|delivery| self.deliver(one, &secrets, delivery));
        let done: Vec<Result<Round, Fault>> = done.buffer_unordered(ABREAST).collect().await;
        let mut round = Round::Worked;
        for one in done {
            if one? == Round::Over {
                round = Round::Over;
            }
        }
        Ok(round)
    }

    /// Queues new changes, as far as there is room: the rest stays in the feed.
    async fn fill(&self, one: &ActiveWebhook, position: i64) -> Result<(), Fault> {
        let room = ROOM.saturating_sub(stored(self.queue.pending(one.id).await)?);
        if room == 0 {
            return Ok(());
        }
        let changes = self.referrals.changes(one.webhook.agency, position, room.min(PAGE)).await;
        let changes = stored(changes)?.into_iter().map(|change| {
            let request = &change.seen.referral.request;
            let event = StoredEvent::id_of(request.referral.as_uuid(), change.seen.version);
            let referral = name::referral(&request.centre, request.referral);
            (change, event, referral)
        });
        let changes: Vec<_> = changes.collect();
        stored(self.queue.add(one.id, self.holder, &changes).await).map(drop)
    }

    async fn deliver(
        &self,
        one: &ActiveWebhook,
        secrets: &[Secret],
        delivery: Delivery,
    ) -> Result<Round, Fault> {
        let (id, now) = (message::id(&delivery), self.clock.now());
        let seconds = now.as_micros().div_euclid(1_000_000);
        let body = message::body(one.webhook.agency, &delivery).unwrap_or_default();
        // Without a secret nothing leaves: its key is gone, and the agency must register anew.
        let Some(signature) = signature::sign(secrets, &id, seconds, &body) else {
            return Ok(Round::Over);
        };
        let posted =
            Posted { url: &one.webhook.url, id: &id, seconds, signature: &signature, body: &body };
        match self.poster.post(&posted).await {
            Ok(()) => {
                figures::tried("taken");
                stored(self.queue.taken(one.id, delivery.position, now).await)?;
                Ok(Round::Worked)
            }
            Err(refused) => self.failed(one, delivery, refused).await,
        }
    }

    async fn failed(
        &self,
        one: &ActiveWebhook,
        delivery: Delivery,
        refused: Refused,
    ) -> Result<Round, Fault> {
        let (now, tries) = (self.clock.now(), delivery.tries.saturating_add(1));
        let wait = backoff::wait(tries, chance()).max(refused.wait.unwrap_or_default());
        let died = (tries >= backoff::TRIES).then_some(now);
        figures::tried(if died.is_some() { "given_up" } else { refused.failure.code() });
        let delivery = Delivery {
            tries,
            died,
            failure: Some(refused.failure),
            status: refused.status.map(i64::from),
            ..delivery
        };
        // A receiver that is away is away for every referral: the others wait behind this one.
        let rest = refused.is_of_all().then(|| now.plus(wait.min(LONGEST_REST)));
        let due = (now, now.plus(wait));
        let since = stored(self.queue.failed(one.id, &delivery, due, rest).await)?;
        if refused.is_gone() || now.since(since) >= self.patience {
            figures::disabled();
            tracing::warn!("a webhook takes nothing any more and is switched off");
            self.pathway.disable_webhook((one.webhook.agency, one.id)).await?;
            return Ok(Round::Over);
        }
        Ok(if rest.is_some() { Round::Over } else { Round::Worked })
    }

    /// The secrets that count now; asked for once for each rotation, and kept in memory.
    async fn secrets(&self, one: &ActiveWebhook, now: Moment) -> Result<Vec<Secret>, Fault> {
        let generation = one.webhook.generation;
        let known = {
            let kept = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
            kept.get(&one.id).filter(|(of, _)| *of == generation).map(|(_, all)| all.clone())
        };
        let mut secrets = if let Some(secrets) = known {
            secrets
        } else {
            let whose = (one.webhook.agency, one.id);
            let read = self.pathway.webhook_secrets(whose, generation).await?;
            let mut kept = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
            kept.insert(one.id, (generation, read.clone()));
            read
        };
        if one.webhook.previous_until.is_none_or(|until| until <= now) {
            secrets.truncate(1);
        }
        Ok(secrets)
    }
}

/// Evenly from 0 to 999; without randomness the whole wait.
fn chance() -> u32 {
    let mut bytes = [0; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => u32::from_le_bytes(bytes) % 1_000,
        Err(_unavailable) => 0,
    }
}
