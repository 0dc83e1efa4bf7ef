//! Measures Sentier beside its baselines, on this machine, in one run; prints ratios.
//!
//! Absolute figures drift with the machine and with what else runs on it; the ratios hold.

mod baseline;
mod callers;
mod cases;
mod commands;
mod databases;
mod growth;
mod inserts;
mod memory;
mod partner;
mod peer;
mod replay;
mod report;
mod services;
mod store;
mod streams;
mod tally;
mod up;
mod whole;

use std::time::Duration;

use clap::Parser;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::callers::Load;
use crate::databases::Kind;

/// What to measure.
#[derive(Debug, Parser)]
#[command(about = "Measures Sentier beside its baselines and prints ratios")]
struct Options {
    /// How often each side has its turn.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// How long a turn is, in milliseconds.
    #[arg(long, default_value_t = 1_500)]
    turn: u64,
    /// Concurrent callers.
    #[arg(long, value_delimiter = ',', default_value = "1,8,64,256")]
    callers: Vec<usize>,
    /// Events stored when the latency of an append is taken.
    #[arg(long, value_delimiter = ',', default_value = "10000,100000,1000000")]
    sizes: Vec<u64>,
    /// Cases in the store when finding and listing are measured.
    #[arg(long, value_delimiter = ',', default_value = "10000,100000,1000000")]
    cases: Vec<u64>,
    /// Only on this database.
    #[arg(long, value_enum)]
    on: Option<Kind>,
    /// Tell on the standard error when each step of each command began and ended; it costs time.
    #[arg(long)]
    spans: bool,
    /// Partner streams open at once.
    #[arg(long, default_value_t = 1_000)]
    streams: usize,
    /// Changes of referrals each second while the streams are open.
    #[arg(long, default_value_t = 100)]
    changes: u32,
    /// Only these parts; `cases`, which fills a store with a million cases, and `streams`, which wants a
    /// thousand connections, only when they are named.
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "services,store,replay,growth,partner,memory"
    )]
    only: Vec<String>,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    if options.spans {
        let ends = tracing_subscriber::fmt().with_span_events(FmtSpan::NEW | FmtSpan::CLOSE);
        ends.with_writer(std::io::stderr).init();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(measure(options))
}

async fn measure(options: Options) -> anyhow::Result<()> {
    let wanted = |part: &str| options.only.iter().any(|only| only == part);
    let turn = Duration::from_millis(options.turn);
    let load = |&callers: &usize| Load { callers, rounds: options.rounds, turn };
    let loads: Vec<Load> = options.callers.iter().map(load).collect();
    for kind in [Kind::Postgres, Kind::Sqlite] {
        if !options.on.is_none_or(|on| on == kind) {
            continue;
        }
        if wanted("services") {
            report::print(&services::measure(kind, &loads).await?);
        }
        if wanted("store") {
            report::print(&store::measure(kind, &loads).await?);
        }
        if wanted("replay") {
            report::print(&replay::measure(kind).await?);
        }
        if wanted("growth") {
            report::print(&growth::measure(kind, &options.sizes).await?);
        }
        if wanted("partner") {
            report::print(&partner::measure(kind).await?);
        }
    }
    if wanted("cases") {
        report::print(&cases::measure(&options.cases).await?);
    }
    if wanted("streams") {
        report::print(&streams::measure(options.streams, options.changes).await?);
    }
    if wanted("memory") {
        report::print(&memory::measure().await?);
    }
    Ok(())
}
