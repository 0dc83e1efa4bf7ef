//! Reading everything back: every event by position, decoded and folded.

use std::collections::HashMap;
use std::time::Instant;

use sentier_eventing::codec::Codec as _;
use sentier_eventing::vault::Opener;
use sentier_kernel::Decider as _;
use uuid::Uuid;

use crate::databases::{Fresh, Kind};
use crate::growth::fill;
use crate::report::Table;
use crate::tally::{Tally, TallyCodec};

const EVENTS: u64 = 500_000;
const PAGE: u32 = 5_000;

/// Events a second, of three runs the best and the worst.
pub async fn measure(kind: Kind) -> anyhow::Result<Table> {
    let fresh = Fresh::new(kind).await?;
    let store = fresh.store().await?;
    fill(&store, EVENTS).await?;
    let mut rates = Vec::new();
    for _ in 0..3 {
        let began = Instant::now();
        let mut states: HashMap<Uuid, i64> = HashMap::new();
        let mut next = store.read_log(0, PAGE).await?;
        let mut seen = 0_usize;
        while let Some(last) = next.last().map(|event| event.position) {
            // The next page is read while this one is decoded.
            let (store, page) = (store.clone(), next);
            let reading = tokio::spawn(async move { store.read_log(last, PAGE).await });
            for stored in &page {
                let event = TallyCodec::decode(
                    &stored.event_type,
                    &stored.payload,
                    &Opener::withholding(),
                )?;
                let state = states.entry(stored.stream).or_insert_with(Tally::initial);
                *state = Tally::evolve(*state, &event);
            }
            seen += page.len();
            next = reading.await??;
        }
        anyhow::ensure!(seen as u64 == EVENTS, "read {seen} of {EVENTS}");
        rates.push(seen as f64 / began.elapsed().as_secs_f64());
    }
    rates.sort_by(f64::total_cmp);
    let mut table = Table::new(
        &format!("Replay of {EVENTS} events, {kind} (aim 200 000 /s)"),
        &["slowest /s", "middle /s", "fastest /s"],
    );
    table.row(rates.iter().map(|rate| format!("{rate:.0}")));
    Ok(table)
}
