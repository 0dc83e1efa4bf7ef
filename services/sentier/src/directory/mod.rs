//! The directory in and out, in the form that other directories speak: Open Referral HSDS 3, as JSON or as
//! a folder of CSV tables.
//!
//! `sentier directory export FILE` writes every agency with its structures; `sentier directory import
//! FILE` shows what a file would change, and with `--apply` changes it through the public API. A reader
//! meets the steps in this order: [`hsds`] (the form), [`tables`] (the same as CSV), [`to_hsds`] and [`from_hsds`] (a structure, or
//! what is wrong with a row), [`plan`] (the calls), [`office`] (the calls made). The same file again
//! changes nothing, and what was exported is imported as it was.

mod from_hsds;
mod hsds;
mod office;
mod plan;
#[cfg(test)]
mod spec;
mod tables;
mod to_hsds;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueEnum;

use crate::console;
use crate::login::Login;
use hsds::Organization;
use office::Office;
use plan::Plan;

/// A larger file is no directory.
const LARGEST: u64 = 32 * 1024 * 1024;

/// What is done with the directory.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Writes every agency with its structures, as HSDS 3.
    Export {
        /// The file, or the folder of tables, to write; it must not exist.
        file: PathBuf,
        /// As what.
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
        /// Who acts.
        #[command(flatten)]
        login: Login,
    },
    /// Takes over HSDS 3, a JSON file or a folder of CSV tables: shows what would change; with `--apply`,
    /// changes it.
    ///
    /// Bad rows are named and keep the import from beginning. What the file does not name stays as it is.
    Import {
        /// The file, or the folder of tables.
        file: PathBuf,
        /// Write; without it nothing is written.
        #[arg(long)]
        apply: bool,
        /// Import the good rows although some are bad.
        #[arg(long)]
        skip_bad: bool,
        /// Who acts: a manager.
        #[command(flatten)]
        login: Login,
    },
}

/// How HSDS is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Format {
    /// One file.
    Json,
    /// A folder with a CSV file for each kind of object.
    Csv,
}

/// Does it.
///
/// # Errors
/// When the installation or the file cannot be used, or bad rows keep the import from beginning.
pub async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Export { file, format, login } => {
            let mut office = Office::sign_in(&login).await?;
            let known = office.directory().await?;
            let organizations: Vec<Organization> =
                known.iter().map(to_hsds::organization).collect();
            match format {
                Format::Json => write_new(&file, &serde_json::to_vec_pretty(&organizations)?)?,
                Format::Csv => tables::write(&file, &organizations)?,
            }
            let structures: usize = known.iter().map(|one| one.structures.len()).sum();
            console::say(format_args!(
                "{}: {} agencies, {structures} structures",
                file.display(),
                known.len()
            ));
            office.end().await
        }
        Command::Import { file, apply, skip_bad, login } => {
            let organizations = read(&file)?;
            let mut office = Office::sign_in(&login).await?;
            let done = import(&mut office, organizations, apply, skip_bad).await;
            office.end().await?;
            done
        }
    }
}

async fn import(
    office: &mut Office,
    organizations: Vec<Organization>,
    apply: bool,
    skip_bad: bool,
) -> anyhow::Result<()> {
    let plan = Plan::of(&organizations, &office.directory().await?);
    for bad in &plan.bad {
        console::say(format_args!("wrong  {}  {}", bad.path, bad.why));
    }
    for step in &plan.steps {
        console::say(format_args!("{step}"));
    }
    let (bad, steps) = (plan.bad.len(), plan.steps.len());
    if !apply {
        console::say(format_args!("{steps} changes, {bad} wrong rows; nothing was written"));
        return Ok(());
    }
    if bad > 0 && !skip_bad {
        bail!("{bad} rows to correct; nothing was written (--skip-bad imports the others)");
    }
    office.apply(plan.steps).await?;
    console::say(format_args!("{steps} changes written"));
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<Vec<Organization>> {
    let found =
        std::fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?;
    if found.is_dir() {
        return tables::read(file);
    }
    if found.len() > LARGEST {
        bail!("{} is larger than 32 MB", file.display());
    }
    let json = std::fs::read(file)?;
    serde_json::from_slice(&json)
        .with_context(|| format!("{} is not a list of HSDS organizations in JSON", file.display()))
}

fn write_new(file: &Path, content: &[u8]) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut out = std::fs::File::create_new(file)
        .with_context(|| format!("cannot write {}; does it exist?", file.display()))?;
    out.write_all(content)?;
    out.sync_all()?;
    Ok(())
}
