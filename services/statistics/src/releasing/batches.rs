//! Batches of tier T2: what a quarter has, and its release when a named person approves it.

use sentier_eventing::Streams;
use sentier_eventing::host::Host;
use sentier_eventing::streams::TransactError;
use sentier_eventing::vault::KeyRing;
use sentier_kernel::{Category, Decider as _, Explain, Moment};
use sentier_platform::principal::Principal;
use sentier_statistics_domain::period::{Cadence, Period};
use sentier_statistics_domain::records::{Batch, Batches, Command, Outcome, Rejection, roll_up};
use uuid::Uuid;

use super::{ReleaseClock, ReleasingError, counters, open_records};
use crate::application::INSTALLATION;
use crate::store::{BatchCodec, batch_stream};

/// A batch as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// What was, or would be, released.
    pub(crate) batch: Batch,
    /// Records of the quarter; of a released one those that were released.
    pub(crate) records: u32,
    /// Whether its day has come.
    pub(crate) due: bool,
    /// Who approved it, as a resource name, and when.
    pub(crate) approved: Option<(String, Moment)>,
}

/// Why there is no batch.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BatchError {
    /// The owners did not switch it on.
    #[error("records are not released in this installation")]
    Off,
    /// The store cannot be used.
    #[error(transparent)]
    Releasing(#[from] ReleasingError),
    /// It is not approved.
    #[error(transparent)]
    Refused(#[from] TransactError<Rejection>),
}

impl Explain for BatchError {
    fn category(&self) -> Category {
        match self {
            Self::Off => Category::Refused,
            Self::Releasing(_) => Category::Down,
            Self::Refused(error) => error.category(),
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Off => "RECORDS_OFF",
            Self::Releasing(_) => "UNAVAILABLE",
            Self::Refused(error) => error.reason(),
        }
    }
}

/// Keeps batches. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct RecordBatches {
    host: Host,
    clock: ReleaseClock,
    streams: Streams<BatchCodec>,
    on: bool,
}

impl RecordBatches {
    pub(crate) fn new(host: &Host, clock: &ReleaseClock, on: bool) -> Self {
        let (host, clock) = (host.clone(), clock.clone());
        Self { streams: Streams::new(&host.store), host, clock, on }
    }

    /// A quarter's batch: as released, or as it would be now.
    pub(crate) async fn standing(&self, period: Period) -> Result<Standing, BatchError> {
        if !self.on {
            return Err(BatchError::Off);
        }
        let due = self.clock.now() >= period.published_at();
        let released = self.streams.state(batch_stream(period)).await;
        let released = released.map_err(ReleasingError::Store)?.state.0.clone();
        if let Some(batch) = released {
            let first = self.streams.history(batch_stream(period), 0, 1).await;
            let first = first.map_err(ReleasingError::Store)?;
            let approved = first.first().map(|event| (event.principal.clone(), event.at));
            let records = batch.classes.iter().map(|class| class.count).sum();
            return Ok(Standing { batch, records, due, approved });
        }
        let batch = self.would_be(period).await?;
        Ok(Standing { batch: batch.0, records: batch.1, due, approved: None })
    }

    /// Releases a quarter's batch, once; whoever calls approves it by name.
    pub(crate) async fn approve(
        &self,
        caller: &Principal,
        (request_id, fingerprint): (Uuid, [u8; 32]),
        period: Period,
    ) -> Result<Standing, BatchError> {
        let before = self.standing(period).await?;
        let open = before.due && before.approved.is_none();
        if open {
            let mut tx = self.enter().await?;
            open_records::settle(&mut tx, period).await?;
            tx.commit().await.map_err(ReleasingError::Database)?;
        }
        // Settled or not: the same records make the same batch.
        let batch = if open { self.would_be(period).await?.0 } else { before.batch };
        let call = self.host.call(caller, INSTALLATION, request_id, fingerprint, None);
        let at = self.clock.now();
        let decide =
            move |state: &_| Batches::decide(state, Command::ApproveBatch(batch.clone()), at);
        self.streams.transact(call, batch_stream(period), KeyRing::none(), decide).await?;
        let next = self.next(period).await?;
        let mut tx = self.enter().await?;
        open_records::carry(&mut tx, period, next).await?;
        tx.commit().await.map_err(ReleasingError::Database)?;
        self.standing(period).await
    }

    async fn enter(&self) -> Result<sentier_eventing::db::Tx, ReleasingError> {
        counters::enter(self.host.store.database()).await
    }

    async fn would_be(&self, period: Period) -> Result<(Batch, u32), ReleasingError> {
        let mut tx = self.enter().await?;
        let records = open_records::kept(&mut tx, period).await?;
        tx.commit().await?;
        let (classes, outcomes) = roll_up(&records);
        let count = |wanted| {
            let such = outcomes.iter().filter(|outcome| **outcome == wanted).count();
            u32::try_from(such).unwrap_or(u32::MAX)
        };
        let (carried, dropped) = (count(Outcome::Carried), count(Outcome::Dropped));
        let all = u32::try_from(records.len()).unwrap_or(u32::MAX);
        Ok((Batch { period, classes, carried, dropped }, all))
    }

    /// The next quarter of the year, when it was not released yet.
    async fn next(&self, period: Period) -> Result<Option<Period>, ReleasingError> {
        let year = Period::year_of(period.year()).map_err(|_beyond| ReleasingError::Foreign)?;
        let next = year.parts(Cadence::Quarter).into_iter().find(|quarter| *quarter > period);
        let Some(next) = next else { return Ok(None) };
        let released = self.streams.state(batch_stream(next)).await?.state.0.is_some();
        Ok((!released).then_some(next))
    }
}
