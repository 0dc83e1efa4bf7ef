//! Whether an append grows slower as the store grows.

use std::time::Instant;

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
/// Appends whose waits are taken.
const SAMPLES: usize = 2_000;

/// The latency of one caller's append at each size.
pub async fn measure(kind: Kind, sizes: &[u64]) -> anyhow::Result<Table> {
    let fresh = Fresh::new(kind).await?;
    let store = fresh.store().await?;
    let streams = Streams::<TallyCodec>::new(&store);
    let mut table = Table::new(
        &format!("Append latency by stored events, one caller, {kind} (aim within 1.2)"),
        &["events", "p50", "p99", "p50 over the first"],
    );
    let (mut stored, mut first) = (0, None);
    for &size in sizes {
        fill(&store, stored, size).await?;
        stored = size;
        let mut waits = Vec::with_capacity(SAMPLES);
        for _ in 0..SAMPLES {
            let began = Instant::now();
            let decide = |state: &i64| Tally::decide(state, Counted::one(), Moment::from_micros(1));
            streams.transact(call(), Uuid::now_v7(), KeyRing::none(), decide).await?;
            waits.push(began.elapsed());
        }
        waits.sort_unstable();
        let middle = waits[SAMPLES / 2];
        let first = *first.get_or_insert(middle);
        table.row([
            size.to_string(),
            short(middle),
            short(waits[SAMPLES * 99 / 100]),
            format!("{:.2}×", middle.as_secs_f64() / first.as_secs_f64()),
        ]);
    }
    Ok(table)
}

/// Appends until the store holds `size` events, `stored` of which are there.
pub async fn fill(store: &EventStore, stored: u64, size: u64) -> anyhow::Result<()> {
    let payload = serde_json::to_vec(&Counted::one())?;
    let event = || NewEvent { event_type: "counted.v1", payload: payload.clone() };
    let mut missing = size.saturating_sub(stored);
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
