//! What is asked of the read model of outreach.

use sentier_eventing::StoreError;
use sentier_eventing::db::{Database, Row, Value};
use sentier_eventing::projection::{Behind, Projections, Tables, from_json};
use sentier_statistics_domain::outreach::{
    Activity, ActivityKind, Alike, CancelReason, CostLine, Profession, Standing, Sum, Theme,
};
use sentier_statistics_domain::value::{AgeBand, Month, Sex};
use uuid::Uuid;

use super::{AUDIENCE, COST, COUNT, OUTREACH, TRAINED, VERSION};
use crate::application::Seen;
use crate::projections::CAUGHT_UP;

const TABLES: Tables = Tables::of_version(VERSION);

/// Asks for outreach. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct OutreachList {
    db: Database,
    projections: Projections,
}

/// Which activities are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filter<'a> {
    pub(crate) centre: &'a str,
    pub(crate) state: Option<&'static str>,
    pub(crate) kind: Option<ActivityKind>,
}

/// Where a list stopped: the day's number, and the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) day: i64,
    pub(crate) stream: Uuid,
}

/// What was reached in a range of months.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reached {
    /// By kind: planned, held, cancelled, people meant and budget of those held.
    pub(crate) kinds: Vec<(ActivityKind, [i64; 5])>,
    /// By kind: people, and CFA francs.
    pub(crate) people: Vec<(ActivityKind, [i64; 2])>,
    pub(crate) audience: Vec<(Sex, AgeBand, i64)>,
    pub(crate) trained: Vec<(Profession, Sex, i64)>,
    pub(crate) costs: Vec<(CostLine, i64)>,
    /// By who paid, theme and commune.
    pub(crate) alike: Vec<Alike>,
}

impl OutreachList {
    pub(crate) const fn new(db: Database, projections: Projections) -> Self {
        Self { db, projections }
    }

    /// Waits until the lists show everything that was stored before this call.
    pub(crate) async fn caught_up(&self) -> Result<(), Behind> {
        self.projections.caught_up(OUTREACH, CAUGHT_UP).await
    }

    /// Activities behind `after`, the latest day first.
    pub(crate) async fn list(
        &self,
        filter: Filter<'_>,
        after: Option<Place>,
        limit: u32,
    ) -> Result<Vec<(Place, Seen)>, StoreError> {
        let table = TABLES.name(OUTREACH);
        let sql = format!(
            "SELECT stream, id, version, day, plan, outcome, cancel_reason FROM {table} \
             WHERE centre = $1 AND ($2 IS NULL OR state = $2) AND ($3 IS NULL OR kind = $3) \
             AND ($4 IS NULL OR (day, stream) < ($4, $5)) \
             ORDER BY day DESC, stream DESC LIMIT $6"
        );
        let values = [
            filter.centre.into(),
            Value::from(filter.state.map(str::to_owned)),
            Value::from(filter.kind.map(|kind| kind.code().to_owned())),
            after.map(|place| place.day).into(),
            after.map(|place| place.stream).into(),
            limit.into(),
        ];
        self.db.fetch(&sql, &values).await?.iter().map(listed).collect()
    }

    /// What a centre reached in these months, both included.
    pub(crate) async fn reached(
        &self,
        centre: &str,
        from: Month,
        to: Month,
    ) -> Result<Reached, StoreError> {
        let values = [centre.into(), day(from, 0).into(), day(to, 99).into()];
        let activity = TABLES.name(OUTREACH);
        let sql = format!(
            "SELECT kind, \
             CAST(SUM(CASE WHEN planned_day BETWEEN $2 AND $3 THEN 1 ELSE 0 END) AS BIGINT), \
             CAST(SUM(CASE WHEN state = 'held' AND day BETWEEN $2 AND $3 THEN 1 ELSE 0 END) AS BIGINT), \
             CAST(SUM(CASE WHEN state = 'cancelled' AND day BETWEEN $2 AND $3 THEN 1 ELSE 0 END) AS BIGINT), \
             CAST(SUM(CASE WHEN state = 'held' AND day BETWEEN $2 AND $3 THEN people_target ELSE 0 END) AS BIGINT), \
             CAST(SUM(CASE WHEN state = 'held' AND day BETWEEN $2 AND $3 THEN budget ELSE 0 END) AS BIGINT) \
             FROM {activity} WHERE centre = $1 AND (day BETWEEN $2 AND $3 OR planned_day BETWEEN $2 AND $3) \
             GROUP BY kind ORDER BY kind"
        );
        let rows = self.db.fetch(&sql, &values).await?;
        let kinds = rows.iter().map(of_kind).collect::<Result<_, _>>()?;
        let held = counts_of_held();
        let sql = format!(
            "SELECT a.kind, \
             CAST(SUM(CASE WHEN c.counted = '{COST}' THEN 0 ELSE c.count END) AS BIGINT), \
             CAST(SUM(CASE WHEN c.counted = '{COST}' THEN c.count ELSE 0 END) AS BIGINT) \
             {held} GROUP BY a.kind ORDER BY a.kind"
        );
        let rows = self.db.fetch(&sql, &values).await?;
        let people = rows.iter().map(of_people).collect::<Result<_, _>>()?;
        let sql = format!(
            "SELECT c.counted, c.first_code, c.second_code, CAST(SUM(c.count) AS BIGINT) \
             {held} GROUP BY c.counted, c.first_code, c.second_code"
        );
        let alike = self.alike(&values).await?;
        let mut reached = Reached { kinds, people, alike, ..Reached::default() };
        for row in &self.db.fetch(&sql, &values).await? {
            reached.add(row)?;
        }
        reached.audience.sort();
        reached.trained.sort();
        reached.costs.sort();
        Ok(reached)
    }

    /// By kind, the activities that a centre held from January to the end of a month, and their people.
    pub(crate) async fn done_since_january(
        &self,
        centre: &str,
        to: Month,
    ) -> Result<Vec<(ActivityKind, [i64; 2])>, StoreError> {
        let (year, _month) = to.parts();
        let values = [centre.into(), (i64::from(year) * 10_000).into(), day(to, 99).into()];
        let held = counts_of_held();
        let sql = format!(
            "SELECT a.kind, CAST(COUNT(DISTINCT a.stream) AS BIGINT), \
             CAST(SUM(CASE WHEN c.counted = '{COST}' THEN 0 ELSE c.count END) AS BIGINT) \
             {held} GROUP BY a.kind ORDER BY a.kind"
        );
        self.db.fetch(&sql, &values).await?.iter().map(of_people).collect()
    }

    /// What was held, by who paid (as recorded, else as planned), theme and commune.
    async fn alike(&self, values: &[Value]) -> Result<Vec<Alike>, StoreError> {
        let held = counts_of_held();
        let sum = |counted: &str| {
            format!(
                "CAST(SUM(CASE WHEN c.counted = '{counted}' THEN c.count ELSE 0 END) AS BIGINT)"
            )
        };
        let (audience, trained, cost) = (sum(AUDIENCE), sum(TRAINED), sum(COST));
        let sql = format!(
            "SELECT COALESCE(NULLIF(a.funder, ''), a.planned_funder), a.theme, a.commune, \
             CAST(COUNT(DISTINCT a.stream) AS BIGINT), {audience}, {trained}, {cost} \
             {held} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        );
        self.db.fetch(&sql, values).await?.iter().map(of_alike).collect()
    }
}

/// The counts of a centre's activities held between two days; one that was held has a count of people.
fn counts_of_held() -> String {
    let (activity, count) = (TABLES.name(OUTREACH), TABLES.name(COUNT));
    format!(
        "FROM {activity} a JOIN {count} c ON c.stream = a.stream \
         WHERE a.centre = $1 AND a.state = 'held' AND a.day BETWEEN $2 AND $3"
    )
}

impl Reached {
    fn add(&mut self, row: &Row) -> Result<(), StoreError> {
        let (first, second, count) = (row.text(1)?, row.text(2)?, row.i64(3)?);
        match row.text(0)?.as_str() {
            AUDIENCE => {
                let (sex, age_band) = (Sex::from_code(&first), AgeBand::from_code(&second));
                self.audience.push((known(sex)?, known(age_band)?, count));
            }
            TRAINED => {
                let (profession, sex) = (Profession::from_code(&first), Sex::from_code(&second));
                self.trained.push((known(profession)?, known(sex)?, count));
            }
            _ => self.costs.push((known(CostLine::from_code(&first))?, count)),
        }
        Ok(())
    }
}

/// A month's first or last possible day as [`Day::number`](sentier_statistics_domain::outreach::Day::number) has it.
fn day(month: Month, day: i64) -> i64 {
    let (year, month) = month.parts();
    i64::from(year) * 10_000 + i64::from(month) * 100 + day
}

fn of_kind(row: &Row) -> Result<(ActivityKind, [i64; 5]), StoreError> {
    let kind = known(ActivityKind::from_code(&row.text(0)?))?;
    Ok((kind, [row.i64(1)?, row.i64(2)?, row.i64(3)?, row.i64(4)?, row.i64(5)?]))
}

fn of_people(row: &Row) -> Result<(ActivityKind, [i64; 2]), StoreError> {
    Ok((known(ActivityKind::from_code(&row.text(0)?))?, [row.i64(1)?, row.i64(2)?]))
}

fn of_alike(row: &Row) -> Result<Alike, StoreError> {
    let sum =
        Sum { held: row.i64(3)?, reached: row.i64(4)?, trained: row.i64(5)?, cost: row.i64(6)? };
    let theme = known(Theme::from_code(&row.text(1)?))?;
    Ok(Alike { funder: row.text(0)?, theme, commune: row.text(2)?, sum })
}

fn listed(row: &Row) -> Result<(Place, Seen), StoreError> {
    let outcome = row.opt_bytes(5)?.map(|json| from_json(&json)).transpose()?;
    let cancelled =
        row.opt_text(6)?.map(|code| known(CancelReason::from_code(&code))).transpose()?;
    let standing = match (outcome, cancelled) {
        (Some(outcome), _) => Standing::Held(outcome),
        (None, Some(reason)) => Standing::Cancelled(reason),
        (None, None) => Standing::Planned,
    };
    let activity = Activity { id: row.uuid(1)?, plan: from_json(&row.bytes(4)?)?, standing };
    let place = Place { day: row.i64(3)?, stream: row.uuid(0)? };
    Ok((place, Seen { version: row.i64(2)?, activity }))
}

fn known<T>(code: Option<T>) -> Result<T, StoreError> {
    let foreign =
        || sqlx::Error::Decode("a row of outreach holds a code of another version".into());
    Ok(code.ok_or_else(foreign)?)
}
