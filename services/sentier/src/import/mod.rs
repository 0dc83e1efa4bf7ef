//! Taking over the records that a centre has.
//!
//! `sentier import incident-recorder FILE` reads a GBVIMS Incident Recorder: a row is an incident, and
//! becomes a case with that incident and, where it says so, the consent to statistics. By default
//! nothing is written; `--apply` goes through the public API, as staff would. A reader meets the steps
//! in this order: [`sheet`] (texts), [`layout`] (headings), [`record`] (a row, or what is wrong with
//! it), [`plan`] (the calls of a row), [`report`] (the table), [`apply`] and [`office`] (the calls made).

mod apply;
mod day;
mod dictionary;
mod fold;
mod layout;
mod minimum;
mod office;
mod plan;
mod practice;
mod record;
mod register;
mod report;
mod sample;
mod sheet;
#[cfg(test)]
mod spec;
mod words;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::ValueEnum;
use sentier_platform::clock::Clock;
use sentier_platform::status::Locale;
use time::Date;

use crate::console;
use crate::login::secret;
use crate::target::Target;
use day::Day;
use office::Office;
use register::Register;
use words::said;

/// Where the records come from.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The GBVIMS Incident Recorder, as CSV or XLSX, with English or French headings.
    ///
    /// Shows what would happen, row by row; with `--apply`, does it. The same row imported again changes
    /// nothing.
    IncidentRecorder(ImportArgs),
    /// Writes an invented register, to try the import with.
    Sample(sample::Args),
}

/// Options of the import of an Incident Recorder.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// The file: CSV, or a workbook (XLSX, XLS, ODS).
    pub file: PathBuf,
    /// Write, as the named member of staff; without it nothing is written.
    #[arg(long, requires = "user")]
    pub apply: bool,
    /// Import the good rows although some are bad.
    #[arg(long)]
    pub skip_bad: bool,
    /// User name of a caseworker or supervisor: the cases are hers.
    #[arg(long, value_name = "NAME")]
    pub user: Option<String>,
    /// File that holds her password; asked for when absent.
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Close the cases whose interview lies before this day. A supervisor closes them; anybody else asks for
    /// a supervisor's approval, and the same import again closes what was approved.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub close_before: Option<Date>,
    /// Language of the answers.
    #[arg(long, value_enum, default_value_t = Language::Fr)]
    pub language: Language,
    /// Where to.
    #[command(flatten)]
    pub target: Target,
}

/// A language of the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// French.
    Fr,
    /// English.
    En,
}

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::Fr => Self::French,
            Language::En => Self::English,
        }
    }
}

fn day(text: &str) -> Result<Date, String> {
    let exact = Day::parse(text).filter(|day| !day.estimated);
    exact.map(|day| day.date).ok_or_else(|| "expected a date, 2026-03-08".to_owned())
}

/// Takes them over.
///
/// # Errors
/// When the file or the installation cannot be used, or bad rows keep the import from beginning.
pub async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::IncidentRecorder(args) => incident_recorder(args).await,
        Command::Sample(args) => sample::write(&args),
    }
}

async fn incident_recorder(args: ImportArgs) -> anyhow::Result<()> {
    let locale = Locale::from(args.language);
    let today = Clock::system().now().to_datetime().date();
    let register = Register::read(&args.file, today, locale)
        .with_context(|| format!("{} cannot be imported", args.file.display()))?;
    let Some(user) = args.user.filter(|_| args.apply) else {
        tell(report::dry_run(locale, &register, args.close_before));
        return Ok(());
    };
    let bad = register.bad();
    if bad > 0 && !args.skip_bad {
        tell(report::bad_rows(locale, &register));
        anyhow::bail!(said!(
            locale,
            "lignes à corriger : {bad} ; rien n'a été repris (--skip-bad reprend les autres)",
            "rows to correct: {bad}; nothing was imported (--skip-bad imports the others)"
        ));
    }
    let password = secret(args.password_file.as_ref(), &format!("Password of {user}"))?;
    let mut office = Office::sign_in(&args.target.addresses()?, locale, user, password).await?;
    let applied = apply::rows(&mut office, &register, args.close_before).await;
    tell(report::applied(locale, &applied.outcomes));
    applied.stopped.map_or(Ok(()), |(row, refused)| {
        Err(refused).context(said!(
            locale,
            "arrêt à la ligne {row} ; la même commande reprendra là",
            "stopped at row {row}; the same command goes on from there"
        ))
    })
}

fn tell(lines: Vec<String>) {
    lines.into_iter().for_each(console::say);
}
