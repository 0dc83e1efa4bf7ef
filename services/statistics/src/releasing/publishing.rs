//! The calendar at work: opens counters, publishes what is due, destroys the keys of years that are over.

use std::collections::BTreeMap;

use sentier_eventing::host::Host;
use sentier_eventing::streams::TransactError;
use sentier_eventing::vault::KeyRing;
use sentier_eventing::{StoreError, Streams};
use sentier_kernel::{Category, Decider as _, Explain, Moment};
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;
use sentier_statistics_domain::budget::{self, Command, PrivacyBudget, YEAR};
use sentier_statistics_domain::period::open_at;
use sentier_statistics_domain::release::{self, Release, ReleaseId, Table, estimate};
use sha2::{Digest as _, Sha256};

use super::counters::{self, Counter};
use super::entropy::{Entropy, NoRandomness};
use super::year_keys::Unsealable;
use super::{ReleaseClock, YearKeys, marks, open_records};
use crate::application::INSTALLATION;
use crate::store::{BudgetCodec, ReleaseCodec, budget_stream, release_stream};

/// Why a survivor is not counted or a release not published now.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReleasingError {
    /// The database does not answer.
    #[error("the database of the releases does not answer")]
    Database(#[from] sqlx::Error),
    /// The store does not take or give an event.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A year's key cannot be read or written.
    #[error("the keys of the releases cannot be used")]
    Keys(#[from] std::io::Error),
    /// No randomness, no noise; no noise, no counter.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// A mark does not open.
    #[error(transparent)]
    Mark(#[from] Unsealable),
    /// The budget or its stream says no.
    #[error("a release cannot be entered in the budget")]
    Budget(#[source] TransactError<budget::Rejection>),
    /// A row is of another version.
    #[error("a row of the releases is of another version")]
    Foreign,
}

impl Explain for ReleasingError {
    fn category(&self) -> Category {
        match self {
            Self::Database(_) | Self::Keys(_) | Self::Randomness(_) => Category::Down,
            Self::Store(error) => error.category(),
            Self::Budget(error) => error.category(),
            Self::Mark(_) | Self::Foreign => Category::Bug,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Database(_) | Self::Keys(_) | Self::Randomness(_) => "UNAVAILABLE",
            Self::Store(error) => error.reason(),
            Self::Budget(error) => error.reason(),
            Self::Mark(_) | Self::Foreign => "INTERNAL",
        }
    }
}

/// Keeps the calendar. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    host: Host,
    clock: ReleaseClock,
    keys: YearKeys,
    budgets: Streams<BudgetCodec>,
    releases: Streams<ReleaseCodec>,
}

impl Calendar {
    pub(crate) fn new(host: &Host, clock: &ReleaseClock, keys: &YearKeys) -> Self {
        Self {
            host: host.clone(),
            clock: clock.clone(),
            keys: keys.clone(),
            budgets: Streams::new(&host.store),
            releases: Streams::new(&host.store),
        }
    }

    /// Does what the calendar asks for at this moment. Safe to repeat, and to do twice at once.
    pub(crate) async fn keep(&self) -> Result<(), ReleasingError> {
        let at = self.clock.now();
        self.publish_due(at).await?;
        self.open(at).await?;
        let destroyed = self.keys.destroy_before(at)?;
        if destroyed > 0 {
            let oldest = self.keys.kept(at)?.iter().map(|key| key.year).min();
            let mut tx = counters::enter(self.host.store.database()).await?;
            marks::forget_before(&mut tx, oldest.unwrap_or(u16::MAX)).await?;
            open_records::forget_before(&mut tx, oldest.unwrap_or(u16::MAX)).await?;
            tx.commit().await?;
            tracing::info!(destroyed, "keys of years that are over were destroyed");
        }
        Ok(())
    }

    /// Opens the counters of the periods that are open now: by the calendar, not by who comes.
    async fn open(&self, at: Moment) -> Result<(), ReleasingError> {
        let db = self.host.store.database();
        let there: Vec<ReleaseId> = counters::all(db).await?.iter().map(|one| one.id).collect();
        let wanted = open_at(at).into_iter().flat_map(ReleaseId::of);
        let missing: Vec<ReleaseId> = wanted.filter(|id| !there.contains(id)).collect();
        for id in missing {
            let budget = self.budgets.state(budget_stream(id.period.year())).await?.state;
            // A clock that was set back opens nothing again.
            if budget.released.contains(&id) {
                continue;
            }
            let mut tx = counters::enter(db).await?;
            counters::open(&mut tx, id, &mut Entropy::new()).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Publishes what is due, in the order of the calendar.
    async fn publish_due(&self, at: Moment) -> Result<(), ReleasingError> {
        let all = counters::all(self.host.store.database()).await?;
        let due: Vec<Counter> =
            all.into_iter().filter(|counter| at >= counter.id.period.published_at()).collect();
        for counter in &due {
            let known = self.known(counter.id, &due).await?;
            let estimates = estimate(counter.id, &known, YEAR).ok_or(ReleasingError::Foreign)?;
            let Counter { id, rho, counts } = counter.clone();
            self.publish(Release { id, rho, noisy: counts, estimates }, at).await?;
        }
        Ok(())
    }

    /// The noisy counts of a release and of every other of its time: what is due, and what was published.
    async fn known(
        &self,
        id: ReleaseId,
        due: &[Counter],
    ) -> Result<BTreeMap<ReleaseId, Vec<i64>>, ReleasingError> {
        let mut known: BTreeMap<ReleaseId, Vec<i64>> =
            due.iter().map(|counter| (counter.id, counter.counts.clone())).collect();
        for table in Table::ALL.iter().filter(|table| table.cadence() <= id.period.cadence()) {
            for period in id.period.parts(table.cadence()) {
                let part = ReleaseId { table: *table, period };
                if known.contains_key(&part) {
                    continue;
                }
                let published = self.releases.state(release_stream(part)).await?.state;
                if let Some(release) = &published.0 {
                    known.insert(part, release.noisy.clone());
                }
            }
        }
        Ok(known)
    }

    /// Enters the debit and the release in one append: both, or neither.
    async fn publish(&self, release: Release, at: Moment) -> Result<(), ReleasingError> {
        let (id, rho) = (release.id, release.rho);
        let (year, stream) = (id.period.year(), release_stream(id));
        let principal = Principal::Service { name: self.host.name.to_owned() };
        let fingerprint = Sha256::digest(id.to_string()).into();
        let request = derived(stream, "publish");
        let call = self.host.call(&principal, INSTALLATION, request, fingerprint, None);
        let command = Command::EnterRelease { year, release: id, rho };
        let decide = move |state: &_| PrivacyBudget::decide(state, command, at);
        let stamped = call.clone();
        let also = move |_entered: &[budget::Event]| {
            let published = release::Event::ReleasePublished(release.clone());
            let ring = KeyRing::none();
            Ok(vec![Streams::<ReleaseCodec>::appended(&stamped, stream, 0, &ring, &[published])?])
        };
        let budget = budget_stream(year);
        match self.budgets.transact_with(call, budget, KeyRing::none(), decide, also).await {
            Ok(_) => {}
            Err(TransactError::Rejected(budget::Rejection::Overspent)) => {
                // What may not be published is not kept either.
                tracing::error!("a release exceeds the year's privacy budget and is withheld");
            }
            Err(error) => return Err(ReleasingError::Budget(error)),
        }
        counters::remove(self.host.store.database(), id).await
    }
}
