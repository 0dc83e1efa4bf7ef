//! Concurrent callers, each waiting for its answer before it calls again.

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::report::short;

/// How long the machine has to finish what one side began before the next side's turn.
const PAUSE: Duration = Duration::from_millis(300);

/// What a caller does again and again: it is told which caller it is, and how often it called before.
pub type Call = Arc<dyn Fn(usize, u64) -> Pin<Box<dyn Future<Output = Done> + Send>> + Send + Sync>;
/// How a call ended; one that fails ends the measurement.
pub type Done = anyhow::Result<()>;

/// Makes a call of a closure.
pub fn call<F, Fut>(call: F) -> Call
where
    F: Fn(usize, u64) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Done> + Send + 'static,
{
    Arc::new(move |caller, number| Box::pin(call(caller, number)))
}

/// How much is called.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Callers at once.
    pub callers: usize,
    /// How often each side has its turn.
    pub rounds: u32,
    /// How long a turn is.
    pub turn: Duration,
}

/// What some callers achieved.
#[derive(Debug, Default)]
pub struct Rate {
    waits: Vec<Duration>,
    lasted: Duration,
}

/// Measures the sides in turns, so that whatever else the machine does meets them alike.
pub async fn in_turns(load: Load, sides: &[Call]) -> anyhow::Result<Vec<Rate>> {
    let mut rates: Vec<Rate> = sides.iter().map(|_| Rate::default()).collect();
    for _ in 0..load.rounds {
        for (side, rate) in sides.iter().zip(&mut rates) {
            turn(load, side, rate).await?;
            tokio::time::sleep(PAUSE).await;
        }
    }
    for rate in &mut rates {
        rate.waits.sort_unstable();
    }
    Ok(rates)
}

async fn turn(load: Load, call: &Call, rate: &mut Rate) -> anyhow::Result<()> {
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for caller in 0..load.callers {
        let call = Arc::clone(call);
        tasks.spawn(async move {
            let mut waits = Vec::new();
            for number in 0.. {
                let asked = Instant::now();
                if asked.duration_since(began) >= load.turn {
                    break;
                }
                call(caller, number).await?;
                waits.push(asked.elapsed());
            }
            anyhow::Ok(waits)
        });
    }
    while let Some(done) = tasks.join_next().await {
        rate.waits.extend(done??);
    }
    rate.lasted += began.elapsed();
    Ok(())
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
        format!("{:.2}×", self.rate() / other.rate())
    }

    fn quantile(&self, share: f64) -> Duration {
        let place = (self.waits.len().saturating_sub(1)) as f64 * share;
        self.waits.get(place as usize).copied().unwrap_or_default()
    }

    /// How long the middle call waited, and the slowest in a hundred.
    pub fn waits(&self) -> String {
        format!("{} / {}", short(self.quantile(0.5)), short(self.quantile(0.99)))
    }
}
