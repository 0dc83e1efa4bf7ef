//! Whether an append takes longer as the store grows.

use std::time::{Duration, Instant};

use sentier_eventing::store::{NewEvent, StreamAppend};
use sentier_eventing::vault::KeyRing;
use sentier_eventing::{EventStore, Streams};
use sentier_kernel::{Decider as _, Moment};
use uuid::Uuid;

use crate::databases::{Fresh, Kind};
use crate::report::{Table, short};
use crate::tally::{Counted, Tally, TallyCodec, call};

/// Events of one stream that the filling appends.
const PER_STREAM: u64 = 20;
/// Streams that the filling appends at once.
const AT_ONCE: u64 = 50;
/// How often each store has its turn, and the appends of one turn.
const ROUNDS: usize = 20;
const TURN: usize = 100;

/// A store of some size, and how long its appends waited.
struct Grown {
    size: u64,
    streams: Streams<TallyCodec>,
    waits: Vec<Duration>,
    _fresh: Fresh,
}

/// The latency of one caller's append at each size; the stores are measured in turns.
pub async fn measure(kind: Kind, sizes: &[u64]) -> anyhow::Result<Table> {
    let mut stores = Vec::new();
    for &size in sizes {
        let fresh = Fresh::new(kind).await?;
        let store = fresh.store().await?;
        fill(&store, size).await?;
        let streams = Streams::new(&store);
        stores.push(Grown { size, streams, waits: Vec::new(), _fresh: fresh });
    }
    for _ in 0..ROUNDS {
        for store in &mut stores {
            for _ in 0..TURN {
                store.append().await?;
            }
        }
    }
    let mut table = Table::new(
        &format!("Append latency by stored events, one caller, {kind} (aim within 1.2)"),
        &["events", "p50", "p99", "p50 over the first"],
    );
    let mut first = None;
    for mut store in stores {
        store.waits.sort_unstable();
        let middle = store.waits[store.waits.len() / 2];
        let first = *first.get_or_insert(middle);
        table.row([
            store.size.to_string(),
            short(middle),
            short(store.waits[store.waits.len() * 99 / 100]),
            format!("{:.2}×", middle.as_secs_f64() / first.as_secs_f64()),
        ]);
    }
    Ok(table)
}

impl Grown {
    async fn append(&mut self) -> anyhow::Result<()> {
        let began = Instant::now();
        let decide = |state: &i64| Tally::decide(state, Counted::one(), Moment::from_micros(1));
        self.streams.transact(call(), Uuid::now_v7(), KeyRing::none(), decide).await?;
        self.waits.push(began.elapsed());
        Ok(())
    }
}

/// Appends until an empty store holds `size` events.
pub async fn fill(store: &EventStore, size: u64) -> anyhow::Result<()> {
    let payload = serde_json::to_vec(&Counted::one())?;
    let event = || NewEvent { event_type: "counted.v1", payload: payload.clone() };
    let mut missing = size;
    while missing > 0 {
        let mut appends = Vec::new();
        for _ in 0..AT_ONCE {
            let take = missing.min(PER_STREAM);
            if take > 0 {
                let events = (0..take).map(|_| event()).collect();
                appends.push(StreamAppend { stream: Uuid::now_v7(), expected_version: 0, events });
                missing -= take;
            }
        }
        store.append(call().stamp, appends).await?;
    }
    Ok(())
}
