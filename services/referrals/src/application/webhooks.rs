//! An agency's webhooks are registered, changed and taken away.

use std::time::Duration;

use sentier_eventing::streams::{Committed, TransactError};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::id::Uuid;
use sentier_kernel::{Category, Decider as _, Explain, Sensitive};
use sentier_platform::ids::{derived, new_id};
use sentier_platform::principal::Principal;
use sentier_referrals_domain::value::{AgencyId, WebhookId};
use sentier_referrals_domain::webhook::{
    Command, Event, Rejection, Secret, State, Webhook, Webhooks,
};

use super::{Entry, Fault, Pathway, fault};

/// Bytes of a secret; Standard Webhooks asks for 24 to 64.
const SECRET: usize = 32;
/// What belongs to no centre stands under this one.
const INSTALLATION: &str = "installation";

/// The system gives no randomness for a secret.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the system gives no randomness")]
struct NoRandomness;

impl Explain for NoRandomness {
    fn category(&self) -> Category {
        Category::Down
    }

    fn reason(&self) -> &'static str {
        "UNAVAILABLE"
    }
}

/// The stream of an agency's webhooks, and the subject of the key that seals their secrets.
fn webhooks_stream(agency: AgencyId) -> Uuid {
    derived(agency.as_uuid(), "webhooks")
}

impl Pathway {
    /// Registers a webhook; its secret is shown this once, a repeat does not bring it back.
    pub(crate) async fn register_webhook(
        &self,
        principal: &Principal,
        entry: Entry,
        agency: AgencyId,
        url: String,
    ) -> Result<(WebhookId, Webhook, Option<Secret>), Fault> {
        // Only an agency of the directory has webhooks.
        self.agency(agency).await?;
        let webhook = WebhookId::from_uuid(derived(entry.request_id, "webhook"));
        let secret = drawn()?;
        let command =
            Command::Register { webhook, agency, url, secret: Sensitive::new(secret.clone()) };
        let done = self.sealing(principal, entry, agency, command).await?;
        Ok((webhook, standing(&done, webhook)?, (!done.repeated).then_some(secret)))
    }

    /// Gives a webhook another secret; it too is shown this once.
    pub(crate) async fn rotate_webhook_secret(
        &self,
        principal: &Principal,
        entry: Entry,
        (agency, webhook): (AgencyId, WebhookId),
        overlap: Duration,
    ) -> Result<(Webhook, Option<Secret>), Fault> {
        // No key is drawn for what will be refused.
        self.webhook(agency, webhook).await?;
        let secret = drawn()?;
        let command =
            Command::RotateSecret { webhook, secret: Sensitive::new(secret.clone()), overlap };
        let done = self.sealing(principal, entry, agency, command).await?;
        Ok((standing(&done, webhook)?, (!done.repeated).then_some(secret)))
    }

    /// Pauses a webhook, or resumes it.
    pub(crate) async fn set_webhook_active(
        &self,
        principal: &Principal,
        entry: Entry,
        (agency, webhook): (AgencyId, WebhookId),
        active: bool,
    ) -> Result<Webhook, Fault> {
        let command = if active { Command::Resume { webhook } } else { Command::Pause { webhook } };
        standing(&self.told(principal, entry, agency, command).await?, webhook)
    }

    /// Asks for what was given up; answers the webhook, whose `replayed_at` says until when.
    pub(crate) async fn replay_dead_letters(
        &self,
        principal: &Principal,
        entry: Entry,
        (agency, webhook): (AgencyId, WebhookId),
    ) -> Result<Webhook, Fault> {
        let command = Command::Replay { webhook };
        standing(&self.told(principal, entry, agency, command).await?, webhook)
    }

    /// Removes a webhook.
    pub(crate) async fn remove_webhook(
        &self,
        principal: &Principal,
        entry: Entry,
        (agency, webhook): (AgencyId, WebhookId),
    ) -> Result<(), Fault> {
        self.told(principal, entry, agency, Command::Remove { webhook }).await.map(drop)
    }

    /// The service itself stops a webhook of which nothing was taken for too long.
    pub(crate) async fn disable_webhook(
        &self,
        (agency, webhook): (AgencyId, WebhookId),
    ) -> Result<(), Fault> {
        let itself = Principal::Service { name: self.host.name.to_owned() };
        let entry = Entry { request_id: new_id(), fingerprint: [0; 32] };
        self.told(&itself, entry, agency, Command::Disable { webhook }).await.map(drop)
    }

    /// An agency's webhooks.
    pub(crate) async fn webhooks(&self, agency: AgencyId) -> Result<State, Fault> {
        let loaded = self.webhooks.state(webhooks_stream(agency)).await.map_err(fault)?;
        Ok(loaded.state.as_ref().clone())
    }

    /// One of them.
    pub(crate) async fn webhook(
        &self,
        agency: AgencyId,
        webhook: WebhookId,
    ) -> Result<Webhook, Fault> {
        self.webhooks(agency).await?.webhooks.remove(&webhook).ok_or_else(not_found)
    }

    /// The last two secrets of a webhook's first `generation`, the newest first.
    ///
    /// PRIVACY: the reading stands in the ledger before the key is used; who delivers keeps them in
    /// memory, so that there is one entry for each process and secret, and not one for each delivery.
    pub(crate) async fn webhook_secrets(
        &self,
        (agency, webhook): (AgencyId, WebhookId),
        generation: u32,
    ) -> Result<Vec<Secret>, Fault> {
        let itself = Principal::Service { name: self.host.name.to_owned() };
        let stream = webhooks_stream(agency);
        let ring = self.host.vault.ring(stream).await.map_err(fault)?;
        let reading = self.host.reading(&itself, INSTALLATION, "webhook", vec!["secret"]);
        let entered = self.webhooks.enter(&reading, stream).await.map_err(fault)?;
        let events =
            self.webhooks.opened(&entered, &ring, crate::store::WebhookCodec::brings_secret).await;
        let secrets = events.map_err(fault)?.into_iter().filter_map(|it| match it.event {
            Event::WebhookRegistered { webhook: of, secret, .. }
            | Event::SecretRotated { webhook: of, secret, .. } => {
                secret.into_exposed().filter(|_secret| of == webhook)
            }
            _ => None,
        });
        let known = usize::try_from(generation).unwrap_or(usize::MAX);
        let mut secrets: Vec<Secret> = secrets.take(known).collect();
        secrets.reverse();
        secrets.truncate(2);
        Ok(secrets)
    }

    async fn sealing(
        &self,
        principal: &Principal,
        entry: Entry,
        agency: AgencyId,
        command: Command,
    ) -> Result<Committed<State>, Fault> {
        let ring = self.host.vault.create(webhooks_stream(agency)).await.map_err(fault)?;
        self.change(principal, entry, agency, (command, ring)).await
    }

    async fn told(
        &self,
        principal: &Principal,
        entry: Entry,
        agency: AgencyId,
        command: Command,
    ) -> Result<Committed<State>, Fault> {
        self.change(principal, entry, agency, (command, KeyRing::none())).await
    }

    async fn change(
        &self,
        principal: &Principal,
        entry: Entry,
        agency: AgencyId,
        (command, ring): (Command, KeyRing),
    ) -> Result<Committed<State>, Fault> {
        let call =
            self.host.call(principal, INSTALLATION, entry.request_id, entry.fingerprint, None);
        let at = call.stamp.at;
        let decide = move |state: &_| Webhooks::decide(state, command.clone(), at);
        self.webhooks.transact(call, webhooks_stream(agency), ring, decide).await.map_err(fault)
    }
}

fn standing(done: &Committed<State>, webhook: WebhookId) -> Result<Webhook, Fault> {
    done.state.webhooks.get(&webhook).cloned().ok_or_else(not_found)
}

fn not_found() -> Fault {
    fault(TransactError::Rejected(Rejection::NotFound))
}

fn drawn() -> Result<Secret, Fault> {
    let mut bytes = vec![0; SECRET];
    getrandom::fill(&mut bytes).map_err(|_unavailable| fault(NoRandomness))?;
    Secret::new(bytes).map_err(|_length| fault(NoRandomness))
}
