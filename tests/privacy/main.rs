//! Runs the privacy bench and prints its tables; ends with an error when a bound was broken or a planted
//! publisher was not caught, or our sampler and that of `opendp` are apart.

use std::io::Write as _;
use std::process::ExitCode;

use sentier_tests::privacy::Kind;
use sentier_tests::privacy::attacks::Effort;
use sentier_tests::privacy::{reference, report};

fn main() -> ExitCode {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let (effort, years) = if quick { (Effort::QUICK, 3) } else { (Effort::FULL, 60) };
    let (sampler, agrees) = reference::report(if quick { 20_000 } else { 1_000_000 });
    let verdicts = report::verdicts(effort);
    let mut out = std::io::stdout().lock();
    let tables = [report::attacks(&verdicts), report::errors(years), sampler];
    let written = writeln!(out, "{}", tables.join("\n"));
    let good = verdicts.iter().all(|it| (it.kind == Kind::Releases) == it.broken().is_empty());
    if written.is_ok() && good && agrees { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
