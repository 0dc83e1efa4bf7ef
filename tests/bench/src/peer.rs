//! The peer: `cqrs-es` on `postgres-es`, doing the same load, decide and append.

use std::collections::HashMap;
use std::sync::Arc;

use cqrs_es::event_sink::EventSink;
use cqrs_es::{Aggregate, AggregateError, DomainEvent};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgPoolOptions;

use crate::callers::{self, Call};
use crate::commands::stream;
use crate::databases::Fresh;
use crate::tally::Counted;

/// The table that its documentation asks for.
const CREATE: &str = "CREATE TABLE events (aggregate_type text NOT NULL, aggregate_id text NOT NULL, \
     sequence bigint CHECK (sequence >= 0) NOT NULL, event_type text NOT NULL, \
     event_version text NOT NULL, payload json NOT NULL, metadata json NOT NULL, \
     PRIMARY KEY (aggregate_type, aggregate_id, sequence))";

#[derive(Debug, Default, Serialize, Deserialize)]
struct PeerTally(i64);

#[derive(Debug, thiserror::Error)]
#[error("the tally is full")]
struct Full;

impl DomainEvent for Counted {
    fn event_type(&self) -> String {
        "counted".to_owned()
    }
    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Aggregate for PeerTally {
    const TYPE: &'static str = "tally";
    type Command = Counted;
    type Event = Counted;
    type Error = Full;
    type Services = ();

    async fn handle(
        &mut self,
        command: Counted,
        _services: &(),
        sink: &EventSink<Self>,
    ) -> Result<(), Full> {
        if self.0 == i64::MAX {
            return Err(Full);
        }
        sink.write(command, self).await;
        Ok(())
    }

    fn apply(&mut self, event: Counted) {
        self.0 += event.by;
    }
}

/// Counts one, on PostgreSQL: the peer has no store on SQLite that flushes every commit.
pub async fn peer(fresh: &Fresh) -> anyhow::Result<Call> {
    let pool = PgPoolOptions::new().max_connections(1).connect(&fresh.url).await?;
    sqlx::query(CREATE).execute(&pool).await?;
    pool.close().await;
    // Its own pool, as its documentation makes it.
    let pool = postgres_es::default_postgress_pool(&fresh.url).await;
    let framework = Arc::new(postgres_es::postgres_cqrs::<PeerTally>(pool, Vec::new(), ()));
    Ok(callers::call(move |caller, number| {
        let framework = Arc::clone(&framework);
        async move {
            let id = stream(caller, number).to_string();
            let done = framework.execute_with_metadata(&id, Counted::one(), HashMap::new()).await;
            done.map_err(|error: AggregateError<Full>| anyhow::anyhow!("{error}"))
        }
    }))
}
