//! Wakes the partner streams and webhooks of the agencies whose referrals changed, and no others.
//!
//! One task follows the read model; a stream sleeps until its own agency has news and then reads from
//! the store by position. So a thousand idle streams cost nothing, and a slow one holds nobody up.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sentier_eventing::StoreError;
use sentier_referrals_domain::value::AgencyId;
use tokio::sync::watch;

use super::ReferralList;

/// Changes looked at once.
const PAGE: u32 = 1_000;
/// How long after a failure the next try is.
const PAUSE: Duration = Duration::from_millis(500);

/// The position of each agency's last change. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Feed {
    announced: Arc<watch::Sender<i64>>,
    // INVARIANT: one entry for each agency of the directory that ever had a stream or a webhook, at most.
    agencies: Arc<Mutex<HashMap<AgencyId, watch::Sender<i64>>>>,
}

impl Feed {
    /// Wakes when referrals of `agency` change. Subscribe first and read then, so that no change falls
    /// between.
    pub(crate) fn subscribe(&self, agency: AgencyId) -> watch::Receiver<i64> {
        let mut agencies = self.agencies.lock().unwrap_or_else(PoisonError::into_inner);
        agencies.entry(agency).or_default().subscribe()
    }

    /// Wakes when referrals of any agency changed, behind those who follow that agency.
    pub(crate) fn announced(&self) -> watch::Receiver<i64> {
        self.announced.subscribe()
    }

    /// Follows the read model for ever.
    pub(crate) async fn run(self, list: ReferralList) {
        let Some(mut reached) = list.reached() else { return };
        let mut position = *reached.borrow();
        loop {
            match self.announce(&list, position).await {
                Ok(last) if last > position => position = last,
                Ok(_) => {
                    if reached.changed().await.is_err() {
                        return;
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "partner streams are not woken for a moment");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    async fn announce(&self, list: &ReferralList, after: i64) -> Result<i64, StoreError> {
        let changed = list.changed(after, PAGE).await?;
        self.tell(&changed);
        Ok(changed.last().map_or(after, |(position, _)| *position))
    }

    /// Wakes who follows the agencies of these changes.
    pub(crate) fn tell(&self, changed: &[(i64, AgencyId)]) {
        let Some((last, _)) = changed.last() else { return };
        {
            let agencies = self.agencies.lock().unwrap_or_else(PoisonError::into_inner);
            for (position, agency) in changed {
                if let Some(stream) = agencies.get(agency) {
                    stream.send_replace(*position);
                }
            }
        }
        self.announced.send_replace(*last);
    }
}
