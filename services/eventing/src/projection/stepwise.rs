//! Read models of one aggregate: their rows follow from its events, one after the other.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use super::{Projection, Tables};
use crate::codec::{Codec, Event};
use crate::db::{Dialect, Tx};
use crate::store::{StoreError, StoredEvent};
use crate::vault::Opener;

/// A read model of one aggregate. What it does with a page of the log is said here once: it takes its own
/// events, their personal fields withheld, in their order.
pub trait Stepwise: Send + Sync + 'static {
    /// How the aggregate's events are stored.
    type Codec: Codec;

    /// Its name, `case_list`.
    const NAME: &'static str;

    /// Grows when its tables or its rules change.
    const VERSION: u32;

    /// The names of its tables, without version.
    const TABLE_NAMES: &'static [&'static str];

    /// The stored types of the events from which anything may follow.
    const TAKES: &'static [&'static str];

    /// As [`Projection::schema`].
    fn schema(dialect: Dialect, tables: Tables) -> Vec<String>;

    /// Writes what follows from one event.
    fn step(
        tx: &mut Tx,
        tables: Tables,
        stored: &StoredEvent,
        event: &Event<Self::Codec>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

impl<T: Stepwise> Projection for T {
    fn name(&self) -> &'static str {
        T::NAME
    }

    fn version(&self) -> u32 {
        T::VERSION
    }

    fn tables(&self) -> &'static [&'static str] {
        T::TABLE_NAMES
    }

    fn schema(&self, dialect: Dialect, tables: &Tables) -> Vec<String> {
        <T as Stepwise>::schema(dialect, *tables)
    }

    fn takes(&self, event_type: &str) -> bool {
        T::TAKES.contains(&event_type)
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            for stored in events.iter().filter(|it| self.takes(&it.event_type)) {
                let (kind, payload) = (&stored.event_type, &stored.payload);
                let event = T::Codec::decode(kind, payload, &Opener::withholding())?;
                T::step(tx, *tables, stored, &event).await?;
            }
            Ok(())
        }
        .boxed()
    }
}
