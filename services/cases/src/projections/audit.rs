//! Who read which file and who searched, for the survivor's report and the manager's review. The ledger
//! is the proof; these rows only make it readable. They hold no personal value.

use std::collections::{BTreeMap, HashMap};

use sentier_cases_domain::case::Event;
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_cases_domain::review::{self, Concern};
use sentier_cases_domain::value::SurvivorCode;
use sentier_eventing::codec::read;
use sentier_eventing::db::{Column, Database, Row, Tx};
use sentier_eventing::projection::Tables;
use sentier_eventing::streams::{READ_EVENT, readings_stream};
use sentier_eventing::{StoreError, StoredEvent};
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_proto::name;
use serde::Deserialize;

use super::{Placed, TABLES, case_list, safeguard};
use crate::application::{DISCLOSURE_READ, ReviewItem, ReviewWindow, SeenReading};
use crate::store::{AloneCodec, SURVIVOR_SOUGHT};

/// The entries' table.
pub(super) const TABLE: &str = "audit";
/// Whose each case is.
pub(super) const CASES: &str = "audit_case";

pub(super) fn schema(bytes: &str, tables: Tables) -> Vec<String> {
    let (entries, cases) = (tables.name(TABLE), tables.name(CASES));
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
        format!(
            "CREATE INDEX {entries}_searches ON {entries} (principal, at) WHERE case_id IS NULL"
        ),
    ]
}

/// Applies a page of the log; `placed` are the events of cases in it.
pub(super) async fn apply(
    tx: &mut Tx,
    tables: Tables,
    page: &[StoredEvent],
    placed: &[Placed<'_>],
) -> Result<(), StoreError> {
    open(tx, tables, placed).await?;
    let mut found = Found::of(tx, tables, page).await?;
    let mut placed = placed.iter().peekable();
    for stored in page {
        match placed.next_if(|placed| placed.stored.position == stored.position) {
            Some(Placed { event: Event::CaseOpened { .. }, .. }) => found.follow_up(stored),
            Some(Placed { event: Event::Care(event), .. }) => {
                // Who took a case over reads her own from then on.
                if let Some(to) = event.takes_over() {
                    let to = name::staff(&stored.centre, to);
                    found.takes_over(tx, tables, readings_stream(stored.stream), to).await?;
                }
            }
            Some(_) => {}
            None => found.look_at(stored)?,
        }
    }
    found.write(tx, tables).await
}

/// Remembers whose the cases are that a page opens.
async fn open(tx: &mut Tx, tables: Tables, page: &[Placed<'_>]) -> Result<(), StoreError> {
    let opened: Vec<_> = page
        .iter()
        .filter_map(|placed| match placed.event {
            Event::CaseOpened { case, caseworker, .. } => Some((
                placed.stored,
                case.as_uuid(),
                name::staff(&placed.stored.centre, caseworker),
            )),
            _ => None,
        })
        .collect();
    if opened.is_empty() {
        return Ok(());
    }
    let columns = vec![
        Column::ids(opened.iter().map(|(stored, ..)| readings_stream(stored.stream))),
        Column::ids(opened.iter().map(|(_, case, _)| *case)),
        Column::Texts(opened.iter().map(|(.., caseworker)| caseworker.clone()).collect()),
        Column::Texts(opened.iter().map(|(stored, ..)| stored.principal.clone()).collect()),
    ];
    let into =
        format!("INSERT INTO {} (readings, case_id, caseworker, opened_by)", tables.name(CASES));
    tx.insert(&into, columns).await?;
    Ok(())
}

#[derive(Deserialize)]
struct ReadEntry {
    purpose: String,
}

/// A case as the audit knows it.
struct Whose {
    case: CaseId,
    caseworker: String,
    opened_by: String,
}

/// One row to write.
struct Entry<'a> {
    stored: &'a StoredEvent,
    case: Option<CaseId>,
    purpose: String,
    not_own: bool,
    followed: bool,
}

/// What a page holds for the audit.
#[derive(Default)]
struct Found<'a> {
    cases: HashMap<Uuid, Whose>,
    entries: Vec<Entry<'a>>,
    /// By principal: her searches in each of these spans of time led to something.
    followed: BTreeMap<&'a str, Vec<(Moment, Moment)>>,
}

impl<'a> Found<'a> {
    /// Knows the cases that the page reads.
    async fn of(tx: &mut Tx, tables: Tables, page: &'a [StoredEvent]) -> Result<Self, StoreError> {
        let is_reading =
            |stored: &&StoredEvent| [READ_EVENT, DISCLOSURE_READ].contains(&&*stored.event_type);
        let read: Vec<Uuid> = page.iter().filter(is_reading).map(|stored| stored.stream).collect();
        let mut found = Self::default();
        if read.is_empty() {
            return Ok(found);
        }
        let (condition, values) = tx.dialect().among("readings", Column::ids(read));
        let sql = format!(
            "SELECT readings, case_id, caseworker, opened_by FROM {} WHERE {condition}",
            tables.name(CASES)
        );
        for row in tx.fetch(&sql, &values).await? {
            let case = CaseId::from_uuid(row.uuid(1)?);
            let whose = Whose { case, caseworker: row.text(2)?, opened_by: row.text(3)? };
            found.cases.insert(row.uuid(0)?, whose);
        }
        Ok(found)
    }

    /// A reading of a case, or a search; what is read over a whole centre, for an index, is neither.
    fn look_at(&mut self, stored: &'a StoredEvent) -> Result<(), StoreError> {
        let purpose = match stored.event_type.as_str() {
            READ_EVENT => {
                let entry: ReadEntry = read(&stored.payload)?;
                entry.purpose
            }
            DISCLOSURE_READ => "disclosure".to_owned(),
            SURVIVOR_SOUGHT => {
                let purpose = String::new();
                let entry = Entry { stored, case: None, purpose, not_own: false, followed: false };
                self.entries.push(entry);
                return Ok(());
            }
            other => {
                // Nothing was read: no search of hers led to it, and it is not in the survivor's report.
                if let Some(case) = AloneCodec::refused(other, &stored.payload)? {
                    let (case, purpose) = (Some(case), review::ALONE_REFUSED.to_owned());
                    let entry = Entry { stored, case, purpose, not_own: false, followed: false };
                    self.entries.push(entry);
                }
                return Ok(());
            }
        };
        let Some(whose) = self.cases.get(&stored.stream) else { return Ok(()) };
        let hers = [&whose.caseworker, &whose.opened_by].contains(&&stored.principal);
        let not_own = is_staff(&stored.principal) && !hers;
        let case = Some(whose.case);
        self.entries.push(Entry { stored, case, purpose, not_own, followed: false });
        self.follow_up(stored);
        Ok(())
    }

    /// Her searches of the last hour led to something. Only staff search.
    fn follow_up(&mut self, stored: &'a StoredEvent) {
        if !is_staff(&stored.principal) {
            return;
        }
        let (since, until) = (stored.at.minus(review::FOLLOW_UP), stored.at);
        for entry in &mut self.entries {
            let hers = entry.case.is_none() && entry.stored.principal == stored.principal;
            entry.followed |= hers && (since..=until).contains(&entry.stored.at);
        }
        let spans = self.followed.entry(&stored.principal).or_default();
        match spans.last_mut() {
            Some(last) if since >= last.0 && since <= last.1 => last.1 = last.1.max(until),
            _ => spans.push((since, until)),
        }
    }

    async fn takes_over(
        &mut self,
        tx: &mut Tx,
        tables: Tables,
        readings: Uuid,
        to: String,
    ) -> Result<(), StoreError> {
        let sql = format!("UPDATE {} SET caseworker = $2 WHERE readings = $1", tables.name(CASES));
        tx.execute(&sql, &[readings.into(), to.as_str().into()]).await?;
        if let Some(whose) = self.cases.get_mut(&readings) {
            whose.caseworker = to;
        }
        Ok(())
    }

    /// The searches of earlier pages first: those of this one know already what they led to.
    async fn write(self, tx: &mut Tx, tables: Tables) -> Result<(), StoreError> {
        let table = tables.name(TABLE);
        let spans: Vec<_> = self
            .followed
            .iter()
            .flat_map(|(principal, spans)| spans.iter().map(|span| ((*principal).to_owned(), span)))
            .collect();
        if !spans.is_empty() {
            let (given, values) = tx.dialect().rows(vec![
                Column::Texts(spans.iter().map(|(principal, _)| principal.clone()).collect()),
                Column::Ints(spans.iter().map(|(_, span)| span.0.as_micros()).collect()),
                Column::Ints(spans.iter().map(|(_, span)| span.1.as_micros()).collect()),
            ]);
            let sql = format!(
                "UPDATE {table} SET followed = 1 FROM {given} WHERE case_id IS NULL \
                 AND principal = c1 AND at >= c2 AND at <= c3"
            );
            tx.execute(&sql, &values).await?;
        }
        let (read, sought): (Vec<_>, Vec<_>) =
            self.entries.iter().partition(|entry| entry.case.is_some());
        insert(tx, &table, &read).await?;
        insert(tx, &table, &sought).await
    }
}

/// Rows that are all of readings, or all of searches.
async fn insert(tx: &mut Tx, table: &str, entries: &[&Entry<'_>]) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    let stored = || entries.iter().map(|entry| entry.stored);
    let at_night = |it: &StoredEvent| is_staff(&it.principal) && review::is_at_night(it.at);
    let mut columns = vec![
        Column::Ints(stored().map(|stored| stored.position).collect()),
        Column::Texts(stored().map(|stored| stored.centre.clone()).collect()),
        Column::Texts(stored().map(|stored| stored.principal.clone()).collect()),
        Column::Ints(stored().map(|stored| stored.at.as_micros()).collect()),
        Column::Texts(entries.iter().map(|entry| entry.purpose.clone()).collect()),
        Column::Ints(entries.iter().map(|entry| entry.not_own.into()).collect()),
        Column::Ints(stored().map(|stored| at_night(stored).into()).collect()),
        Column::Ints(entries.iter().map(|entry| entry.followed.into()).collect()),
    ];
    let cases: Vec<Uuid> =
        entries.iter().filter_map(|entry| entry.case.map(CaseId::as_uuid)).collect();
    let case_id = if cases.is_empty() { "" } else { ", case_id" };
    columns.extend((!cases.is_empty()).then(|| Column::ids(cases)));
    let into = format!(
        "INSERT INTO {table} (position, centre, principal, at, purpose, not_own, at_night, \
         followed{case_id})"
    );
    tx.insert(&into, columns).await?;
    Ok(())
}

fn is_staff(principal: &str) -> bool {
    name::parse::<2>("centres/*/staff/*", principal).is_some()
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
         WHERE case_id = $1 AND position < $2 AND purpose <> $4 ORDER BY position DESC LIMIT $3",
        TABLES.name(TABLE)
    );
    let nothing_read = review::ALONE_REFUSED.into();
    let values = [case.as_uuid().into(), before.into(), limit.into(), nothing_read];
    let rows = db.fetch(&sql, &values).await?;
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
    let (table, cases) = (TABLES.name(TABLE), TABLES.name(case_list::TABLE));
    let code =
        format!("(SELECT survivor_code FROM {cases} WHERE {cases}.case_id = {table}.case_id)");
    let sql = format!(
        "SELECT position, at, principal, case_id, purpose, not_own, at_night, followed, {code} \
         FROM {table} WHERE centre = $1 AND at >= $2 AND at < $3 AND position < $4 \
         AND (not_own = 1 OR at_night = 1 OR purpose = $7 OR purpose = $9 \
         OR (case_id IS NULL AND followed = 0 AND at < $5)) AND {} \
         ORDER BY position DESC LIMIT $6",
        safeguard::not_excluded(&format!("{table}.case_id"), "$8")
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
        review::ALONE_REFUSED.into(),
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
        (purpose == review::ALONE_REFUSED, Concern::AloneRefused),
    ];
    Ok(ReviewItem {
        position: row.i64(0)?,
        at,
        principal: row.text(2)?,
        case,
        survivor_code: row.opt_text(8)?.and_then(|code| SurvivorCode::parse(&code).ok()),
        purpose,
        concerns: concerns.into_iter().filter_map(|(holds, it)| holds.then_some(it)).collect(),
    })
}
