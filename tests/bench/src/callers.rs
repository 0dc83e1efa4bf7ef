//! Concurrent callers, each waiting for its answer before it calls again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::report::short;

/// What some callers achieved.
#[derive(Debug)]
pub struct Rate {
    waits: Vec<Duration>,
    lasted: Duration,
}

/// Lets `callers` call for `lasting`; a failed call ends the measurement.
pub async fn drive<F, Fut>(callers: usize, lasting: Duration, call: F) -> anyhow::Result<Rate>
where
    F: Fn(usize, u64) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = anyhow::Result<()>> + Send,
{
    let call = Arc::new(call);
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for caller in 0..callers {
        let call = Arc::clone(&call);
        tasks.spawn(async move {
            let mut waits = Vec::new();
            for number in 0.. {
                let asked = Instant::now();
                if asked.duration_since(began) >= lasting {
                    break;
                }
                call(caller, number).await?;
                waits.push(asked.elapsed());
            }
            anyhow::Ok(waits)
        });
    }
    let mut waits = Vec::new();
    while let Some(done) = tasks.join_next().await {
        waits.extend(done??);
    }
    waits.sort_unstable();
    Ok(Rate { waits, lasted: began.elapsed() })
}

impl Rate {
    fn rate(&self) -> f64 {
        self.waits.len() as f64 / self.lasted.as_secs_f64()
    }

    /// Calls a second.
    pub fn per_second(&self) -> String {
        format!("{:.0}", self.rate())
    }

    /// How many times the other's rate.
    pub fn over(&self, other: &Self) -> String {
        format!("{:.1}×", self.rate() / other.rate())
    }

    /// How long the middle call waited.
    pub fn quantile(&self, share: f64) -> Duration {
        let place = (self.waits.len().saturating_sub(1)) as f64 * share;
        self.waits.get(place as usize).copied().unwrap_or_default()
    }

    /// How long the middle call waited, printed.
    pub fn median(&self) -> String {
        short(self.quantile(0.5))
    }

    /// How long the slowest in a hundred waited, printed.
    pub fn p99(&self) -> String {
        short(self.quantile(0.99))
    }
}
