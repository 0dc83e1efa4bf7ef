//! What may be typed: one sub-command, one file.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{
    agency, analyst, audit, backup, config, conformance, console, demo, dhis2, directory, doctor,
    export, import, memory, privacy, secrets, serve, staff, up,
};

/// Case management and referrals of a listening centre for survivors of gender-based violence.
#[derive(Debug, Parser)]
#[command(name = "sentier", version, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs everything in one process, on a data folder.
    Up(up::Args),
    /// Runs one part in a process of its own.
    Serve(serve::Args),
    /// Plays a month of a commune's work through the public API.
    Demo(demo::Args),
    /// Takes over the records that a centre has.
    #[command(subcommand)]
    Import(import::Command),
    /// Files that leave the centre, each under a passphrase.
    #[command(subcommand)]
    Export(export::Command),
    /// A month's indicators for a DHIS2, as a file or pushed.
    #[command(subcommand)]
    Dhis2(dhis2::Command),
    /// Credentials of partner agencies.
    #[command(subcommand)]
    Agency(agency::Command),
    /// The directory of agencies and structures, in and out as HSDS.
    #[command(subcommand)]
    Directory(directory::Command),
    /// Plays a centre for an agency's client, and says check by check whether it does what it must.
    Conformance(conformance::Args),
    /// A standing sandbox with invented referrals, in which agencies' engineers try their clients.
    #[command(subcommand)]
    Sandbox(conformance::standing::Command),
    /// Accounts of a centre's staff.
    #[command(subcommand)]
    Staff(staff::Command),
    /// Credentials of analysts.
    #[command(subcommand)]
    Analyst(analyst::Command),
    /// What the privacy of the releases costs, and what it leaves.
    #[command(subcommand)]
    Privacy(privacy::Command),
    /// Whether the stored history is the one that was signed.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Copies the databases, and the keys apart from them.
    Backup(backup::Args),
    /// Makes a data folder from a backup.
    Restore(backup::RestoreArgs),
    /// Looks at everything that an installation needs, and says what is wrong.
    Doctor(doctor::Args),
    /// Certificates and broker keys for services that run apart.
    #[command(subcommand)]
    Secrets(secrets::Command),
    /// What can be set, and whether a configuration stands.
    #[command(subcommand)]
    Config(config::Command),
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
        if matches!(self, Self::Up(_) | Self::Serve(_)) {
            memory::give_back_what_is_freed();
        }
        // Two workers serve a centre's box, where more would only cost memory; a hub's service has the
        // machine's.
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        if !matches!(self, Self::Serve(_)) {
            runtime.worker_threads(2);
        }
        let runtime = runtime.enable_all().build()?;
        runtime.block_on(async {
            match self {
                Self::Up(args) => Box::pin(up::run(args)).await,
                Self::Serve(args) => Box::pin(serve::run(args)).await,
                Self::Demo(args) => Box::pin(demo::run(args)).await.map(console::say),
                Self::Import(command) => Box::pin(import::run(command)).await,
                Self::Export(command) => Box::pin(export::run(command)).await,
                Self::Dhis2(command) => Box::pin(dhis2::run(command)).await,
                Self::Agency(command) => Box::pin(agency::run(command)).await,
                Self::Directory(command) => Box::pin(directory::run(command)).await,
                Self::Conformance(args) => Box::pin(conformance::run(args)).await,
                Self::Sandbox(command) => Box::pin(conformance::standing::run(command)).await,
                Self::Staff(command) => Box::pin(staff::run(command)).await,
                Self::Analyst(command) => Box::pin(analyst::run(command)).await,
                Self::Privacy(command) => privacy::run(&command),
                Self::Audit(command) => Box::pin(audit::run(command)).await,
                Self::Backup(args) => Box::pin(backup::run(args)).await,
                Self::Restore(args) => Box::pin(backup::restore(args)).await,
                Self::Doctor(args) => Box::pin(doctor::run(args)).await,
                Self::Secrets(command) => secrets::run(command),
                Self::Config(command) => config::run(command),
            }
        })
    }
}
