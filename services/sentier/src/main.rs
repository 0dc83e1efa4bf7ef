//! The program: reads the command line and runs what it asks for.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    sentier::cli::Cli::parse().run()
}
