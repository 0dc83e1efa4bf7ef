//! An invented register: nobody in it exists. The same seed gives the same rows on every machine.

mod draw;
mod rows;

use std::path::PathBuf;

use sentier_cases::recorder::{comma_separated, workbook};
use sentier_platform::status::Locale;
use time::Date;

use super::Language;

pub(super) use rows::rows;

/// Options of an invented register.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file; its ending says CSV or XLSX.
    pub file: PathBuf,
    /// How many rows.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub rows: u32,
    /// Which register: the same number gives the same rows.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The day on which the register ends.
    #[arg(long, value_name = "DATE", default_value = "2026-10-31", value_parser = super::day)]
    pub until: Date,
    /// Language of headings and values.
    #[arg(long, value_enum, default_value_t = Language::Fr)]
    pub language: Language,
}

pub(super) fn write(args: &Args) -> anyhow::Result<()> {
    let locale = Locale::from(args.language);
    let rows = rows(args.seed, args.rows, args.until);
    let is_workbook = args.file.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("xlsx"));
    let bytes =
        if is_workbook { workbook(locale, &rows)? } else { comma_separated(locale, &rows)? };
    Ok(std::fs::write(&args.file, bytes)?)
}
