//! Measures Sentier beside its baselines, on this machine, in one run; prints ratios.
//!
//! Absolute figures drift with the machine and with what else runs on it; the ratios hold.

mod callers;
mod commands;
mod databases;
mod growth;
mod inserts;
mod peer;
mod replay;
mod report;
mod tally;

use std::time::Duration;

use clap::Parser;

use crate::databases::Kind;

/// What to measure.
#[derive(Debug, Parser)]
#[command(about = "Measures Sentier beside its baselines and prints ratios")]
struct Options {
    /// Seconds per figure.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Concurrent callers.
    #[arg(long, value_delimiter = ',', default_value = "1,8,64,256")]
    callers: Vec<usize>,
    /// Events stored when the latency of an append is taken.
    #[arg(long, value_delimiter = ',', default_value = "10000,100000,1000000")]
    sizes: Vec<u64>,
    /// Only these parts.
    #[arg(long, value_delimiter = ',', default_value = "store,replay,growth")]
    only: Vec<String>,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(measure(options))
}

async fn measure(options: Options) -> anyhow::Result<()> {
    let wanted = |part: &str| options.only.iter().any(|only| only == part);
    let lasting = Duration::from_secs(options.seconds);
    for kind in [Kind::Postgres, Kind::Sqlite] {
        if wanted("store") {
            report::print(&store(kind, &options.callers, lasting).await?);
        }
        if wanted("replay") {
            report::print(&replay::measure(kind).await?);
        }
        if wanted("growth") {
            report::print(&growth::measure(kind, &options.sizes).await?);
        }
    }
    Ok(())
}

/// Load, decide and append, beside one-row inserts and beside the peer doing the same.
async fn store(
    kind: Kind,
    callers: &[usize],
    lasting: Duration,
) -> anyhow::Result<report::Table> {
    let mut table = report::Table::new(
        &format!("Load, decide, append in the store, durable, {kind}"),
        &["callers", "sentier /s", "p50", "p99", "one-row insert /s", "ratio", "cqrs-es /s", "ratio"],
    );
    for &callers in callers {
        let ours = commands::measure(kind, callers, lasting).await?;
        let insert = inserts::measure(kind, callers, lasting).await?;
        let peer = match kind {
            Kind::Postgres => Some(peer::measure(callers, lasting).await?),
            // The peer has no store on SQLite that flushes every commit.
            Kind::Sqlite => None,
        };
        table.row([
            callers.to_string(),
            ours.per_second(),
            ours.median(),
            ours.p99(),
            insert.per_second(),
            ours.over(&insert),
            peer.as_ref().map_or_else(|| "-".to_owned(), callers::Rate::per_second),
            peer.as_ref().map_or_else(|| "-".to_owned(), |peer| ours.over(peer)),
        ]);
    }
    Ok(table)
}
