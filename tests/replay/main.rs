//! Replays published events and prints rate, memory and what differed, rows and indicators; ends with an error
//! when anything did, or when an indicator came to nothing.
//!
//! `cargo run --release -p sentier-tests --bin replay-figures -- 5000000`, with nats-server on the PATH;
//! `postgres` behind the number takes the server of `SENTIER_TEST_POSTGRES`, else SQLite.

use std::io::Write as _;
use std::process::ExitCode;

use sentier_test_support::databases::On;
use sentier_tests::replay::run;

/// As many as issue 5 asks for.
const EVENTS: u64 = 5_000_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let events = arguments.iter().find_map(|given| given.parse().ok()).unwrap_or(EVENTS);
    let postgres = arguments.iter().any(|given| given == "postgres");
    let on = if postgres { On::Postgres } else { On::Sqlite };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let Ok(runtime) = runtime else { return ExitCode::FAILURE };
    let outcome = runtime.block_on(run(events, on));
    let written = write!(std::io::stdout().lock(), "{}", outcome.report());
    if written.is_ok() && outcome.is_identical() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
