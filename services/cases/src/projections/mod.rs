//! The read models of the cases service: one projection with a file per table, so that they share one
//! checkpoint and one commit. A page of the log is read once, and each table writes what it takes of the
//! page in as few statements as it can.

pub(crate) mod alarm;
pub(crate) mod audit;
pub(crate) mod case_list;
pub(crate) mod draft_list;
pub(crate) mod erased_survivor;
pub(crate) mod erasing;
pub(crate) mod honey_record;
pub(crate) mod merged;
pub(crate) mod object;
pub(crate) mod retention;
pub(crate) mod safeguard;
pub(crate) mod sought;
pub(crate) mod task;
pub(crate) mod unreleased_incident;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use sentier_cases_domain::case::Event;
use sentier_cases_domain::id::CaseId;
use sentier_cases_domain::{draft, honey, upload};
use sentier_eventing::codec::Codec as _;
use sentier_eventing::db::{Dialect, Tx};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::{StoreError, StoredEvent};

use crate::store::{CaseCodec, DraftCodec, ErasingCodec, HoneyCodec, UploadCodec};

/// The projection's name.
pub(crate) const CASE_LIST: &str = "case_list";
/// Grows when a table or a rule of it changes.
const VERSION: u32 = 9;
/// Today's tables, for queries.
const TABLES: Tables = Tables::of_version(VERSION);

/// Every read model of the service, so that tools can rebuild and compare them.
pub fn projections() -> Vec<Arc<dyn Projection>> {
    vec![Arc::new(CaseList)]
}

/// The list of cases, and all that is listed beside it. Holds no personal value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CaseList;

/// An event of a case with its place.
pub(crate) struct Placed<'a> {
    pub stored: &'a StoredEvent,
    pub case: CaseId,
    pub event: &'a Event,
}

/// What a stored event is, its personal fields withheld.
enum Told {
    Case(Box<Event>),
    Draft(draft::Event),
    Upload(upload::Event),
    Honey(honey::Event),
    Erasing(sentier_cases_domain::erasing::Event),
    /// A reading, a search, or what only the log needs.
    Else,
}

impl Told {
    fn of(stored: &StoredEvent) -> Result<Self, StoreError> {
        let (event_type, payload) = (&stored.event_type, &stored.payload);
        if let Some(event) = CaseCodec::withheld(event_type, payload)? {
            return Ok(Self::Case(Box::new(event)));
        }
        if let Some(event) = DraftCodec::withheld(event_type, payload)? {
            return Ok(Self::Draft(event));
        }
        if let Some(event) = ErasingCodec::withheld(event_type, payload)? {
            return Ok(Self::Erasing(event));
        }
        if let Some(event) = UploadCodec::withheld(event_type, payload)? {
            return Ok(Self::Upload(event));
        }
        Ok(HoneyCodec::withheld(event_type, payload)?.map_or(Self::Else, Self::Honey))
    }
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
            sought::TABLE,
            erased_survivor::TABLE,
            erasing::TABLE,
            merged::TABLE,
            object::UPLOAD,
            object::ATTACHED,
            object::DOOMED,
            retention::TABLE,
            task::TABLE,
            unreleased_incident::TABLE,
            unreleased_incident::CONSENTS,
            unreleased_incident::HEALTH,
            draft_list::TABLE,
            audit::TABLE,
            audit::CASES,
            alarm::TABLE,
            honey_record::TABLE,
            safeguard::EXCLUSIONS,
            safeguard::NAMED,
            safeguard::SEALS,
        ]
    }

    fn schema(&self, dialect: Dialect, tables: &Tables) -> Vec<String> {
        let bytes = dialect.bytes();
        let mut statements = case_list::schema(bytes, *tables);
        statements.extend(sought::schema(bytes, *tables));
        statements.extend(alarm::schema(bytes, *tables));
        statements.extend(honey_record::schema(bytes, *tables));
        statements.extend(safeguard::schema(bytes, *tables));
        statements.extend(erased_survivor::schema(bytes, *tables));
        statements.extend(erasing::schema(*tables));
        statements.extend(merged::schema(bytes, *tables));
        statements.extend(object::schema(bytes, *tables));
        statements.extend(retention::schema(bytes, *tables));
        statements.extend(task::schema(bytes, *tables));
        statements.extend(unreleased_incident::schema(bytes, *tables));
        statements.extend(draft_list::schema(bytes, *tables));
        statements.extend(audit::schema(bytes, *tables));
        statements
    }

    fn takes(&self, _event_type: &str) -> bool {
        // Nearly all that this store holds is of a case, or a reading for the audit.
        true
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let told: Vec<Told> = events.iter().map(Told::of).collect::<Result<_, _>>()?;
            let mut placed = Vec::with_capacity(events.len());
            for (stored, told) in events.iter().zip(&told) {
                match told {
                    Told::Case(event) => {
                        let case = CaseId::from_uuid(stored.stream);
                        placed.push(Placed { stored, case, event });
                    }
                    Told::Draft(event) => {
                        draft_list::apply(tx, *tables, stored, event).await?;
                        erased_survivor::apply_draft(tx, *tables, stored, event).await?;
                    }
                    Told::Upload(event) => {
                        object::apply_upload(tx, *tables, stored, event).await?;
                    }
                    Told::Honey(event) => {
                        honey_record::apply(tx, *tables, stored, event).await?;
                    }
                    Told::Erasing(event) => {
                        erasing::apply(tx, *tables, stored, event).await?;
                    }
                    Told::Else => {}
                }
            }
            case_list::apply(tx, *tables, &placed).await?;
            sought::apply(tx, *tables, &placed).await?;
            retention::apply(tx, *tables, &placed).await?;
            for one in &placed {
                erased_survivor::apply(tx, *tables, one).await?;
                merged::apply(tx, *tables, one).await?;
                object::apply(tx, *tables, one).await?;
                unreleased_incident::apply(tx, *tables, one).await?;
                safeguard::apply(tx, *tables, one).await?;
                alarm::apply(tx, *tables, one).await?;
            }
            // After the list: a task is whose the case is.
            task::apply(tx, *tables, &placed).await?;
            audit::apply(tx, *tables, events, &placed).await
        })
    }
}
