//! Our own commands: load, decide, append, acknowledged when flushed.

use sentier_eventing::Streams;
use sentier_eventing::vault::KeyRing;
use sentier_kernel::{Decider as _, Moment};
use uuid::Uuid;

use crate::callers::{self, Call};
use crate::databases::Fresh;
use crate::tally::{Counted, Tally, TallyCodec, call};

/// Streams that are written in turn, each caller its own.
pub const STREAMS_PER_CALLER: u64 = 50;

/// Counts one, in a store of this database.
pub async fn commands(fresh: &Fresh) -> anyhow::Result<Call> {
    let streams = Streams::<TallyCodec>::new(&fresh.store().await?);
    Ok(callers::call(move |caller, number| {
        let streams = streams.clone();
        async move {
            let stream = stream(caller, number);
            let decide = |state: &i64| Tally::decide(state, Counted::one(), Moment::from_micros(1));
            streams.transact(call(), stream, KeyRing::none(), decide).await?;
            Ok(())
        }
    }))
}

/// The stream of a caller's call.
pub fn stream(caller: usize, number: u64) -> Uuid {
    Uuid::from_u64_pair(caller as u64 + 1, number % STREAMS_PER_CALLER)
}
