//! Outreach: an activity a row, and a row for each count of one that was held.

mod query;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::codec::Codec as _;
use sentier_eventing::db::{Dialect, Tx, Value};
use sentier_eventing::projection::{Projection, Tables, to_json};
use sentier_eventing::vault::Opener;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_statistics_domain::outreach::{Event, Outcome, Plan};

use crate::store::{ACTIVITY_EVENTS, ActivitiesCodec};
pub(crate) use query::{Filter, OutreachList, Place, Reached};

/// The read model's name, and that of its table of activities.
pub(crate) const OUTREACH: &str = "activity";
const COUNT: &str = "activity_count";
const VERSION: u32 = 2;

/// What a row of `activity_count` counts: its two codes are sex and age band, profession and sex, or a
/// cost line.
const AUDIENCE: &str = "audience";
const TRAINED: &str = "trained";
const COST: &str = "cost";

/// The projection.
#[derive(Debug)]
pub(crate) struct OutreachRows;

impl Projection for OutreachRows {
    fn name(&self) -> &'static str {
        OUTREACH
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn tables(&self) -> &'static [&'static str] {
        &[OUTREACH, COUNT]
    }

    fn schema(&self, dialect: Dialect, tables: &Tables) -> Vec<String> {
        let bytes = dialect.bytes();
        let (activity, count) = (tables.name(OUTREACH), tables.name(COUNT));
        vec![
            // `day` is the day it took place; before that, the day it is planned for. `funder` is who paid.
            format!(
                "CREATE TABLE {activity} (stream {bytes} PRIMARY KEY, id {bytes} NOT NULL, \
                 centre TEXT NOT NULL, version BIGINT NOT NULL, kind TEXT NOT NULL, \
                 state TEXT NOT NULL, planned_day BIGINT NOT NULL, day BIGINT NOT NULL, \
                 people_target BIGINT NOT NULL, budget BIGINT NOT NULL, plan {bytes} NOT NULL, \
                 theme TEXT NOT NULL, commune TEXT NOT NULL, planned_funder TEXT NOT NULL, \
                 outcome {bytes}, funder TEXT, cancel_reason TEXT)"
            ),
            format!("CREATE INDEX {activity}_by_day ON {activity} (centre, day, stream)"),
            format!(
                "CREATE TABLE {count} (stream {bytes} NOT NULL, counted TEXT NOT NULL, \
                 first_code TEXT NOT NULL, second_code TEXT NOT NULL, count BIGINT NOT NULL, \
                 PRIMARY KEY (stream, counted, first_code, second_code))"
            ),
        ]
    }

    fn takes(&self, event_type: &str) -> bool {
        ACTIVITY_EVENTS.contains(&event_type)
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            for stored in events.iter().filter(|it| self.takes(&it.event_type)) {
                let opener = Opener::withholding();
                let event = ActivitiesCodec::decode(&stored.event_type, &stored.payload, &opener)?;
                apply(tx, *tables, stored, &event).await?;
            }
            Ok(())
        }
        .boxed()
    }
}

async fn apply(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    event: &Event,
) -> Result<(), StoreError> {
    let table = tables.name(OUTREACH);
    let (stream, version) = (Value::from(stored.stream), Value::from(stored.version));
    match event {
        Event::ActivityPlanned { id, plan } => {
            let sql = format!(
                "INSERT INTO {table} (stream, version, id, centre, state, kind, planned_day, day, \
                 people_target, budget, plan, theme, commune, planned_funder) \
                 VALUES ($1, $2, $3, $4, 'planned', $5, $6, $6, $7, $8, $9, $10, $11, $12)"
            );
            let mut values = vec![stream, version, (*id).into(), stored.centre.as_str().into()];
            values.extend(columns(plan)?);
            tx.execute(&sql, &values).await?;
        }
        Event::PlanRevised { plan } => {
            let sql = format!(
                "UPDATE {table} SET version = $2, kind = $3, planned_day = $4, day = $4, \
                 people_target = $5, budget = $6, plan = $7, theme = $8, commune = $9, \
                 planned_funder = $10 WHERE stream = $1"
            );
            let mut values = vec![stream, version];
            values.extend(columns(plan)?);
            tx.execute(&sql, &values).await?;
        }
        Event::ActivityHeld { outcome } | Event::ActivityCorrected { outcome, .. } => {
            let sql = format!(
                "UPDATE {table} SET version = $2, state = 'held', day = $3, outcome = $4, \
                 funder = $5 WHERE stream = $1"
            );
            let values = [
                stream,
                version,
                outcome.day.number().into(),
                to_json(outcome)?.into(),
                outcome.funder.as_str().into(),
            ];
            tx.execute(&sql, &values).await?;
            count(tx, tables, stored, outcome).await?;
        }
        Event::ActivityCancelled { reason } => {
            let sql = format!(
                "UPDATE {table} SET version = $2, state = 'cancelled', cancel_reason = $3 \
                 WHERE stream = $1"
            );
            tx.execute(&sql, &[stream, version, reason.code().into()]).await?;
        }
    }
    Ok(())
}

/// What stands in columns of its own, and the whole plan, in the order of the statements above.
fn columns(plan: &Plan) -> Result<[Value; 8], StoreError> {
    Ok([
        plan.kind.code().into(),
        plan.day.number().into(),
        plan.people_target.into(),
        money(plan.budget).into(),
        to_json(plan)?.into(),
        plan.theme.code().into(),
        plan.commune.as_str().into(),
        plan.funder.as_str().into(),
    ])
}

/// The counts of what took place, in place of those that stood.
async fn count(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    outcome: &Outcome,
) -> Result<(), StoreError> {
    let table = tables.name(COUNT);
    let sql = format!("DELETE FROM {table} WHERE stream = $1");
    tx.execute(&sql, &[stored.stream.into()]).await?;
    let audience = outcome.audience.iter();
    let audience =
        audience.map(|it| (AUDIENCE, it.sex.code(), it.age_band.code(), i64::from(it.count)));
    let trained = outcome.trained.iter();
    let trained =
        trained.map(|it| (TRAINED, it.profession.code(), it.sex.code(), i64::from(it.count)));
    let costs = outcome.costs.iter().map(|it| (COST, it.line.code(), "", money(it.amount)));
    let sql = format!("INSERT INTO {table} VALUES ($1, $2, $3, $4, $5)");
    for (counted, first, second, count) in audience.chain(trained).chain(costs) {
        let values =
            [stored.stream.into(), counted.into(), first.into(), second.into(), count.into()];
        tx.execute(&sql, &values).await?;
    }
    Ok(())
}

/// An amount as the database takes it; the domain's limit lies far below.
fn money(amount: u64) -> i64 {
    i64::try_from(amount).unwrap_or(i64::MAX)
}
