//! This process's own refusals: access believes its own log, whichever replica wrote it.

use std::time::Duration;

use sentier_eventing::{EventStore, StoreError};
use sentier_kernel::{Moment, PageSize};
use sentier_platform::auth::Authenticator;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::application::Page;
use crate::projections::revocation_list;
use crate::store::{Revocation, revocation};

/// Events that are read at once.
const PAGE: u32 = 500;
/// How long after a failure the next try is.
const PAUSE: Duration = Duration::from_millis(200);

/// Follows the log and tells the authenticator what it must refuse.
pub(crate) struct Refusals {
    store: EventStore,
    authenticator: Authenticator,
    position: i64,
    reached: watch::Sender<i64>,
}

impl Refusals {
    /// Takes what is refused at `now` from the read model, which shows everything up to `position`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn load(
        store: &EventStore,
        authenticator: Authenticator,
        position: i64,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let mut page = Page { size: PageSize::LARGEST, after: None };
        loop {
            let (revoked, next) = revocation_list::page(store.database(), now, page).await?;
            for revoked in revoked {
                refuse(&authenticator, revoked);
            }
            let Some(after) = next else { break };
            page.after = Some(after);
        }
        let (reached, _) = watch::channel(position);
        Ok(Self { store: store.clone(), authenticator, position, reached })
    }

    /// The position up to which everything that was revoked is refused.
    pub(crate) fn reached(&self) -> watch::Receiver<i64> {
        self.reached.subscribe()
    }

    /// Works until `stop` is cancelled.
    pub(crate) async fn follow(mut self, stop: CancellationToken) {
        let mut head = self.store.head();
        while !stop.is_cancelled() {
            let position = self.position;
            tokio::select! {
                moved = head.wait_for(|head| *head > position) => if moved.is_err() { return },
                () = stop.cancelled() => return,
            }
            if let Err(error) = self.advance().await {
                tracing::error!(%error, "revocations are not followed for a moment");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    async fn advance(&mut self) -> Result<(), StoreError> {
        let events = self.store.read_log(self.position, PAGE).await?;
        for event in &events {
            if let Some(revoked) = revocation(event)? {
                refuse(&self.authenticator, revoked);
            }
            self.position = event.position;
        }
        self.reached.send_replace(self.position);
        Ok(())
    }
}

fn refuse(authenticator: &Authenticator, revoked: Revocation) {
    match revoked {
        Revocation::Credential { id, until } => authenticator.revoke(id, until),
        Revocation::Account { id, not_before } => authenticator.revoke_before(id, not_before),
    }
}
