//! The same door under load: many callers open cases as fast as they are answered.

use std::collections::BTreeMap;
use std::time::Duration;

use sentier_platform::ids::new_id;
use sentier_proto::cases::v1::OpenCaseRequest;
use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use time::Date;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};
use tonic::Code;

use super::measure::Histogram;
use super::play::{Channels, Client, as_survivor};
use super::world::World;
use crate::target::Addresses;

/// Callers that share one connection; a server takes a bounded number of calls on each.
const PER_CONNECTION: usize = 64;
/// How long one call may take.
const DEADLINE: Duration = Duration::from_secs(30);

/// What a load came to.
#[derive(Clone, Debug, Default)]
pub struct Load {
    /// How long answered calls took; their count is the number of cases opened.
    pub latency: Histogram,
    /// Calls that were not answered with success, by code.
    pub refused: BTreeMap<i32, u64>,
    /// How long the load lasted.
    pub took: Duration,
}

impl Load {
    /// Cases opened per second.
    pub fn per_second(&self) -> f64 {
        let count = u32::try_from(self.latency.count()).unwrap_or(u32::MAX);
        f64::from(count) / self.took.as_secs_f64().max(f64::EPSILON)
    }
}

/// Opens cases with `callers` at once for `lasting`; `worker` may open cases at `centre`.
///
/// # Errors
/// When the worker cannot sign in or an address is malformed; refused calls are counted, not errors.
pub async fn open_cases(
    addresses: &Addresses,
    worker: &Client,
    centre: &str,
    callers: usize,
    lasting: Duration,
    today: Date,
) -> anyhow::Result<Load> {
    let survivors: Vec<_> = World::generate(7, 64, today)
        .cases
        .iter()
        .map(|script| as_survivor(&script.survivor))
        .collect();
    let connections = callers.div_ceil(PER_CONNECTION).max(1);
    let mut workers = Vec::with_capacity(connections);
    for _ in 0..connections {
        workers.push(worker.on(Channels::open(addresses, |config| config)?));
    }
    // Signed in, and connected, before the clock runs.
    worker.signed(()).await?;
    let begun = Instant::now();
    let mut calling = JoinSet::new();
    for (worker, number) in workers.into_iter().cycle().zip(0..callers) {
        let (centre, survivors) = (centre.to_owned(), survivors.clone());
        calling.spawn(async move {
            let mut load = Load::default();
            let mut client = CasesServiceClient::new(worker.channels.cases.clone());
            for survivor in survivors.iter().cycle().skip(number % 64) {
                if begun.elapsed() >= lasting {
                    break;
                }
                let message = OpenCaseRequest {
                    parent: centre.clone(),
                    request_id: new_id().to_string(),
                    survivor: Some(survivor.clone()),
                    statistics_giving: None,
                };
                let request = worker.signed(message).await?;
                let called = Instant::now();
                let code = match timeout(DEADLINE, client.open_case(request)).await {
                    Ok(Ok(_case)) => {
                        load.latency.add(called.elapsed());
                        continue;
                    }
                    Ok(Err(status)) => status.code(),
                    Err(_elapsed) => Code::DeadlineExceeded,
                };
                *load.refused.entry(code.into()).or_default() += 1;
            }
            anyhow::Ok(load)
        });
    }
    let mut total = Load::default();
    while let Some(ended) = calling.join_next().await {
        let one = ended??;
        total.latency.merge(&one.latency);
        for (code, count) in one.refused {
            *total.refused.entry(code).or_default() += count;
        }
    }
    total.took = begun.elapsed();
    Ok(total)
}
