//! The read models of the cases service. The list of cases and its like are one projection with a file
//! per table, so that they share one checkpoint and one commit; who can be sought, and who read what, are
//! others.

pub(crate) mod alarm;
pub(crate) mod audit;
pub(crate) mod case_list;
pub(crate) mod draft_list;
pub(crate) mod erased_survivor;
pub(crate) mod honey_record;
pub(crate) mod safeguard;
pub(crate) mod sought;
pub(crate) mod task;
pub(crate) mod unreleased_incident;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use sentier_cases_domain::case::Event;
use sentier_cases_domain::id::CaseId;
use sentier_eventing::db::{Dialect, Tx};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::{StoreError, StoredEvent};

use crate::store::CaseCodec;

/// The projection's name.
pub(crate) const CASE_LIST: &str = "case_list";
/// Grows when a table or a rule of it changes.
const VERSION: u32 = 3;
/// Today's tables, for queries.
const TABLES: Tables = Tables::of_version(VERSION);

/// Every read model of the service, so that tools can rebuild and compare them.
pub fn projections() -> Vec<Arc<dyn Projection>> {
    vec![
        Arc::new(CaseList),
        Arc::new(draft_list::DraftList),
        Arc::new(sought::SoughtList),
        Arc::new(audit::Audit),
    ]
}

/// The list of cases, and what the processes have still to do. Holds no personal value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CaseList;

/// An event of a case with its place.
pub(crate) struct Placed<'a> {
    pub stored: &'a StoredEvent,
    pub case: CaseId,
    pub event: &'a Event,
}

impl Projection for CaseList {
    fn name(&self) -> &'static str {
        CASE_LIST
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn tables(&self) -> &'static [&'static str] {
        &[
            case_list::TABLE,
            erased_survivor::TABLE,
            task::TABLE,
            unreleased_incident::TABLE,
            unreleased_incident::CONSENTS,
            alarm::TABLE,
            honey_record::TABLE,
            safeguard::EXCLUSIONS,
            safeguard::NAMED,
            safeguard::SEALS,
        ]
    }

    fn schema(&self, dialect: Dialect, tables: &Tables) -> Vec<String> {
        let bytes = match dialect {
            Dialect::Postgres => "BYTEA",
            Dialect::Sqlite => "BLOB",
        };
        let mut statements = case_list::schema(bytes, *tables);
        statements.extend(alarm::schema(bytes, *tables));
        statements.extend(honey_record::schema(bytes, *tables));
        statements.extend(safeguard::schema(bytes, *tables));
        statements.extend(erased_survivor::schema(bytes, *tables));
        statements.extend(task::schema(bytes, *tables));
        statements.extend(unreleased_incident::schema(bytes, *tables));
        statements
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let mut known = Vec::with_capacity(events.len());
            for stored in events {
                erased_survivor::apply_draft(tx, *tables, stored).await?;
                honey_record::apply(tx, *tables, stored).await?;
                let event = CaseCodec::withheld(&stored.event_type, &stored.payload)?;
                known.extend(event.map(|event| (stored, event)));
            }
            let placed: Vec<Placed<'_>> = known
                .iter()
                .map(|(stored, event)| Placed {
                    stored,
                    case: CaseId::from_uuid(stored.stream),
                    event,
                })
                .collect();
            case_list::apply(tx, *tables, &placed).await?;
            for one in &placed {
                erased_survivor::apply(tx, *tables, one).await?;
                // After the list: a task is whose the case is.
                task::apply(tx, *tables, one).await?;
                unreleased_incident::apply(tx, *tables, one).await?;
                safeguard::apply(tx, *tables, one).await?;
                alarm::apply(tx, *tables, one).await?;
            }
            Ok(())
        })
    }
}
