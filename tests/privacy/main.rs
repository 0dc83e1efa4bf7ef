//! Runs the privacy bench and prints its tables; ends with an error when a bound was broken or a planted
//! publisher was not caught.

use std::io::Write as _;
use std::process::ExitCode;

use sentier_tests::privacy::Kind;
use sentier_tests::privacy::attacks::Effort;
use sentier_tests::privacy::report;

fn main() -> ExitCode {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let (effort, years) = if quick { (Effort::QUICK, 3) } else { (Effort::FULL, 60) };
    let verdicts = report::verdicts(effort);
    let mut out = std::io::stdout().lock();
    let written = writeln!(out, "{}\n{}", report::attacks(&verdicts), report::errors(years));
    let good = verdicts.iter().all(|it| (it.kind == Kind::Releases) == it.broken().is_empty());
    if written.is_ok() && good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
