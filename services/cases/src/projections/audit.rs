//! Who read which file and who searched, for the survivor's report and the manager's review. The ledger
//! is the proof; these rows only make it readable. They hold no personal value.

use futures_util::future::BoxFuture;
use sentier_cases_domain::case::Event;
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_cases_domain::review::{self, Concern};
use sentier_eventing::codec::CodecError;
use sentier_eventing::db::{Database, Dialect, Row, Tx, Value};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::streams::{READ_EVENT, readings_stream};
use sentier_eventing::{StoreError, StoredEvent};
use sentier_kernel::Moment;
use sentier_proto::name;
use serde::Deserialize;

use super::safeguard;
use crate::application::{DISCLOSURE_READ, ReviewItem, ReviewWindow, SeenReading};
use crate::store::{CaseCodec, SURVIVOR_SOUGHT};

/// The projection's name, and its entries' table.
pub(crate) const AUDIT: &str = "audit";
/// Whose each case is.
const CASES: &str = "audit_case";
const VERSION: u32 = 1;
const TABLES: Tables = Tables::of_version(VERSION);

/// The projection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Audit;

#[derive(Deserialize)]
struct ReadEntry {
    purpose: String,
}

impl Projection for Audit {
    fn name(&self) -> &'static str {
        AUDIT
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn tables(&self) -> &'static [&'static str] {
        &[AUDIT, CASES]
    }

    fn schema(&self, dialect: Dialect, tables: &Tables) -> Vec<String> {
        let bytes = match dialect {
            Dialect::Postgres => "BYTEA",
            Dialect::Sqlite => "BLOB",
        };
        let (entries, cases) = (tables.name(AUDIT), tables.name(CASES));
        vec![
            format!(
                "CREATE TABLE {cases} (readings {bytes} PRIMARY KEY, case_id {bytes} NOT NULL, \
                 caseworker TEXT NOT NULL, opened_by TEXT NOT NULL)"
            ),
            format!(
                "CREATE TABLE {entries} (position BIGINT PRIMARY KEY, centre TEXT NOT NULL, \
                 case_id {bytes}, principal TEXT NOT NULL, at BIGINT NOT NULL, \
                 purpose TEXT NOT NULL, not_own BIGINT NOT NULL, at_night BIGINT NOT NULL, \
                 followed BIGINT NOT NULL)"
            ),
            format!("CREATE INDEX {entries}_case ON {entries} (case_id, position)"),
            format!("CREATE INDEX {entries}_centre ON {entries} (centre, at)"),
            format!("CREATE INDEX {entries}_principal ON {entries} (principal, at)"),
        ]
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            for stored in events {
                apply(tx, *tables, stored).await?;
            }
            Ok(())
        })
    }
}

async fn apply(tx: &mut Tx, tables: Tables, stored: &StoredEvent) -> Result<(), StoreError> {
    match stored.event_type.as_str() {
        READ_EVENT => {
            let entry: ReadEntry =
                serde_json::from_slice(&stored.payload).map_err(CodecError::Malformed)?;
            read(tx, tables, stored, &entry.purpose).await
        }
        DISCLOSURE_READ => read(tx, tables, stored, "disclosure").await,
        SURVIVOR_SOUGHT => {
            let entry = Entry { stored, case: None, purpose: "", not_own: false };
            entry.insert(tx, tables).await
        }
        _ => match CaseCodec::withheld(&stored.event_type, &stored.payload)? {
            Some(Event::CaseOpened { case, caseworker, .. }) => {
                let sql = format!(
                    "INSERT INTO {} (readings, case_id, caseworker, opened_by) \
                     VALUES ($1, $2, $3, $4)",
                    tables.name(CASES)
                );
                let values = [
                    readings_stream(stored.stream).into(),
                    case.as_uuid().into(),
                    name::staff(&stored.centre, caseworker).into(),
                    stored.principal.as_str().into(),
                ];
                tx.execute(&sql, &values).await?;
                follow_up(tx, tables, stored).await
            }
            Some(Event::Care(event)) => {
                // Who took a case over reads her own from then on.
                if let Some(to) = event.takes_over() {
                    let sql = format!(
                        "UPDATE {} SET caseworker = $2 WHERE readings = $1",
                        tables.name(CASES)
                    );
                    let to = name::staff(&stored.centre, to);
                    tx.execute(&sql, &[readings_stream(stored.stream).into(), to.into()]).await?;
                }
                Ok(())
            }
            _ => Ok(()),
        },
    }
}

/// A reading of a case; what is read over a whole centre, for an index, is no reading of a case.
async fn read(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    purpose: &str,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT case_id, caseworker, opened_by FROM {} WHERE readings = $1",
        tables.name(CASES)
    );
    let rows = tx.fetch(&sql, &[stored.stream.into()]).await?;
    let Some(row) = rows.first() else { return Ok(()) };
    let hers = [row.text(1)?, row.text(2)?].contains(&stored.principal);
    let case = Some(CaseId::from_uuid(row.uuid(0)?));
    let not_own = is_staff(&stored.principal) && !hers;
    Entry { stored, case, purpose, not_own }.insert(tx, tables).await?;
    follow_up(tx, tables, stored).await
}

/// Her searches of the last hour led to something.
async fn follow_up(tx: &mut Tx, tables: Tables, stored: &StoredEvent) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE {} SET followed = 1 \
         WHERE principal = $1 AND at >= $2 AND at <= $3 AND case_id IS NULL",
        tables.name(AUDIT)
    );
    let since = stored.at.minus(review::FOLLOW_UP);
    tx.execute(&sql, &[stored.principal.as_str().into(), since.into(), stored.at.into()]).await?;
    Ok(())
}

fn is_staff(principal: &str) -> bool {
    name::parse::<2>("centres/*/staff/*", principal).is_some()
}

struct Entry<'a> {
    stored: &'a StoredEvent,
    case: Option<CaseId>,
    purpose: &'a str,
    not_own: bool,
}

impl Entry<'_> {
    async fn insert(&self, tx: &mut Tx, tables: Tables) -> Result<(), StoreError> {
        let stored = self.stored;
        let sql = format!(
            "INSERT INTO {} (position, centre, case_id, principal, at, purpose, not_own, at_night, \
             followed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
            tables.name(AUDIT)
        );
        let at_night = is_staff(&stored.principal) && review::is_at_night(stored.at);
        let values: [Value; 8] = [
            stored.position.into(),
            stored.centre.as_str().into(),
            self.case.map(CaseId::as_uuid).into(),
            stored.principal.as_str().into(),
            stored.at.into(),
            self.purpose.into(),
            i64::from(self.not_own).into(),
            i64::from(at_night).into(),
        ];
        tx.execute(&sql, &values).await?;
        Ok(())
    }
}

/// At most `limit` readings of a case before a position, newest first.
pub(crate) async fn readings(
    db: &Database,
    case: CaseId,
    before: i64,
    limit: u32,
) -> Result<Vec<SeenReading>, StoreError> {
    let sql = format!(
        "SELECT position, at, principal, purpose FROM {} \
         WHERE case_id = $1 AND position < $2 ORDER BY position DESC LIMIT $3",
        TABLES.name(AUDIT)
    );
    let rows = db.fetch(&sql, &[case.as_uuid().into(), before.into(), limit.into()]).await?;
    let read = rows.iter().map(|row| {
        Ok(SeenReading {
            position: row.i64(0)?,
            at: Moment::from_micros(row.i64(1)?),
            principal: row.text(2)?,
            purpose: row.text(3)?,
        })
    });
    Ok(read.collect::<Result<_, sqlx::Error>>()?)
}

/// At most `limit` entries of a centre that deserve a question, before a position, newest first.
pub(crate) async fn review_items(
    db: &Database,
    (centre, viewer): (&str, Option<StaffId>),
    window: ReviewWindow,
    before: i64,
    limit: u32,
) -> Result<Vec<ReviewItem>, StoreError> {
    let sql = format!(
        "SELECT position, at, principal, case_id, purpose, not_own, at_night, followed FROM {} \
         WHERE centre = $1 AND at >= $2 AND at < $3 AND position < $4 \
         AND (not_own = 1 OR at_night = 1 OR purpose = $7 \
         OR (case_id IS NULL AND followed = 0 AND at < $5)) AND {} \
         ORDER BY position DESC LIMIT $6",
        TABLES.name(AUDIT),
        safeguard::not_excluded(&format!("{}.case_id", TABLES.name(AUDIT)), "$8")
    );
    let values = [
        centre.into(),
        window.since.into(),
        window.until.into(),
        before.into(),
        window.settled().into(),
        limit.into(),
        review::BREAK_GLASS.into(),
        safeguard::seen_by(viewer),
    ];
    let rows = db.fetch(&sql, &values).await?;
    Ok(rows.iter().map(|row| item(row, window)).collect::<Result<_, _>>()?)
}

fn item(row: &Row, window: ReviewWindow) -> Result<ReviewItem, sqlx::Error> {
    let at = Moment::from_micros(row.i64(1)?);
    let case = row.opt_uuid(3)?.map(CaseId::from_uuid);
    let led_to_nothing = case.is_none() && row.i64(7)? == 0 && at < window.settled();
    let purpose = row.text(4)?;
    let concerns = [
        (row.i64(5)? != 0, Concern::NotOwn),
        (row.i64(6)? != 0, Concern::AtNight),
        (led_to_nothing, Concern::SearchWithoutFollowUp),
        (purpose == review::BREAK_GLASS, Concern::BreakGlass),
    ];
    Ok(ReviewItem {
        position: row.i64(0)?,
        at,
        principal: row.text(2)?,
        case,
        purpose,
        concerns: concerns.into_iter().filter_map(|(holds, it)| holds.then_some(it)).collect(),
    })
}
