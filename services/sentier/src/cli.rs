//! What may be typed: one sub-command, one file.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{console, demo, import};

/// Case management and referrals of a listening centre for survivors of gender-based violence.
#[derive(Debug, Parser)]
#[command(name = "sentier", version, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Plays a month of a commune's work through the public API.
    Demo(demo::Args),
    /// Takes over the records that a centre has.
    #[command(subcommand)]
    Import(import::Command),
}

impl Cli {
    /// Runs the command to its end; errors are told with their causes.
    pub fn run(self) -> ExitCode {
        match self.command.run() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                console::complain(&error);
                ExitCode::FAILURE
            }
        }
    }
}

impl Command {
    fn run(self) -> anyhow::Result<()> {
        // Two workers serve a centre's box; more would only cost memory there.
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        runtime.block_on(async {
            match self {
                Self::Demo(args) => Box::pin(demo::run(args)).await.map(console::say),
                Self::Import(command) => Box::pin(import::run(command)).await,
            }
        })
    }
}
