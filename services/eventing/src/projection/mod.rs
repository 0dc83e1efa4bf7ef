//! Read models: rows folded from the log, with the checkpoint in the transaction of the rows.
//!
//! There is one mechanism for keeping up and for rebuilding: a task that reads the log from its
//! checkpoint. A new version of a read model builds its own tables beside the old ones and is swapped
//! in when it has caught up; the old tables are dropped at the next start. A list that must show what
//! its caller has just written waits for the store's head ([`Projections::caught_up`]).

mod compare;
mod json;
mod runner;
mod stepwise;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::{Notify, watch};

use crate::db::{Dialect, Tx};
use crate::store::{EventStore, StoreError, StoredEvent};
pub use compare::{ComparedTable, Comparison, compare};
pub use json::{from_json, to_json};
pub use runner::PASSED_OVER;
pub use stepwise::Stepwise;

/// A read model.
pub trait Projection: Send + Sync + 'static {
    /// Its name, `case_list`.
    fn name(&self) -> &'static str;

    /// Grows when its tables or its rules change; then it is rebuilt from the beginning of the log.
    fn version(&self) -> u32;

    /// The names of its tables, without version.
    fn tables(&self) -> &'static [&'static str];

    /// Statements that create its tables and their indices, under the names that `tables` gives: it is
    /// also built beside the live one, to be swapped in or compared.
    fn schema(&self, dialect: Dialect, tables: &Tables) -> Vec<String>;

    /// Whether anything may follow from an event of this stored type. A page from which nothing follows
    /// costs no transaction.
    fn takes(&self, event_type: &str) -> bool;

    /// Writes what follows from these events, in the transaction that moves the checkpoint.
    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>>;
}

/// The table names of one version of a read model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tables {
    version: u32,
    scratch: bool,
}

impl Tables {
    /// The tables of this version.
    pub const fn of_version(version: u32) -> Self {
        Self { version, scratch: false }
    }

    /// The tables that this version is rebuilt in to be compared.
    pub(crate) const fn scratch(version: u32) -> Self {
        Self { version, scratch: true }
    }

    /// The name of `table` in this version, `case_list_v2`.
    pub fn name(self, table: &str) -> String {
        let scratch = if self.scratch { "_scratch" } else { "" };
        format!("{table}_v{}{scratch}", self.version)
    }
}

/// A read model that did not catch up before the caller's deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the read model has not caught up yet")]
pub struct Behind;

impl sentier_kernel::Explain for Behind {
    fn category(&self) -> sentier_kernel::Category {
        sentier_kernel::Category::Down
    }

    fn reason(&self) -> &'static str {
        "UNAVAILABLE"
    }
}

/// The read models of one service, kept up to date while this value and the process live.
#[derive(Clone)]
pub struct Projections {
    store: EventStore,
    reached: Arc<HashMap<&'static str, Reached>>,
}

/// How far one read model is, and how to hurry it.
struct Reached {
    position: watch::Receiver<i64>,
    awaited: Arc<Notify>,
}

impl fmt::Debug for Projections {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.reached.keys()).finish()
    }
}

impl Projections {
    /// Creates missing tables and keeps every projection up to date on tasks given to `spawn`; they end
    /// when `stop` turns true.
    ///
    /// # Errors
    /// When the tables cannot be created.
    pub async fn start(
        store: &EventStore,
        projections: Vec<Arc<dyn Projection>>,
        stop: &watch::Receiver<bool>,
        spawn: impl Fn(BoxFuture<'static, ()>),
    ) -> Result<Self, StoreError> {
        let mut reached = HashMap::new();
        for projection in projections {
            let position = runner::prepare(store, projection.as_ref()).await?;
            let (announce, watch) = watch::channel(position);
            let awaited = Arc::new(Notify::new());
            let known = Reached { position: watch, awaited: Arc::clone(&awaited) };
            reached.insert(projection.name(), known);
            let task = runner::Runner {
                store: store.clone(),
                projection,
                position,
                stored: position,
                ahead: None,
                announce,
                awaited,
                stop: stop.clone(),
            };
            spawn(Box::pin(task.run()));
        }
        Ok(Self { store: store.clone(), reached: Arc::new(reached) })
    }

    /// The position that a read model has reached, and its changes; `None` for an unknown name.
    pub fn reached(&self, name: &str) -> Option<watch::Receiver<i64>> {
        self.reached.get(name).map(|reached| reached.position.clone())
    }

    /// Waits until a read model shows everything that was stored before this call.
    ///
    /// # Errors
    /// [`Behind`] after `deadline`.
    pub async fn caught_up(&self, name: &str, deadline: Duration) -> Result<(), Behind> {
        let wanted = *self.store.head().borrow();
        let model = self.reached.get(name).ok_or(Behind)?;
        let mut reached = model.position.clone();
        if *reached.borrow() < wanted {
            model.awaited.notify_one();
        }
        let waiting = reached.wait_for(|position| *position >= wanted);
        match tokio::time::timeout(deadline, waiting).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Behind),
        }
    }
}
