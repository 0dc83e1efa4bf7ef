//! `sentier privacy plan`: what a promise of privacy costs in accuracy, in words that a board can decide on.

use std::fmt::Write as _;

use anyhow::{Context as _, ensure};
use sentier_statistics::plan::{Expected, Plan, Table};

use crate::console;
use crate::import::Language;

/// What is asked about the privacy of releases.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Prints the expected errors of each table, and what an adversary's belief can become.
    Plan(Args),
}

/// What a plan starts from.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Survivors counted in a year.
    #[arg(long, default_value_t = 2_800)]
    survivors: u32,
    /// The promise: by which factor, e to this power, one survivor's coming may change any odds.
    #[arg(long, default_value_t = 2.0)]
    epsilon: f64,
    /// The odds that the promise fails.
    #[arg(long, default_value_t = 1e-7)]
    delta: f64,
    /// The tables that are published, by their codes, with commas between them; all when none is named. What
    /// is left out leaves its budget to the others.
    #[arg(long, value_delimiter = ',', value_parser = table)]
    tables: Vec<Table>,
    /// Prints the days of publication of this year's periods too.
    #[arg(long)]
    calendar: Option<u16>,
    /// The language.
    #[arg(long, value_enum, default_value_t = Language::Fr)]
    language: Language,
}

/// Does it.
///
/// # Errors
/// When a number is out of its range.
pub fn run(command: &Command) -> anyhow::Result<()> {
    let Command::Plan(args) = command;
    console::say(told(args.clone())?);
    Ok(())
}

/// A table by its code.
fn table(code: &str) -> Result<Table, String> {
    let known: Vec<&str> = Table::ALL.iter().map(|table| table.code()).collect();
    Table::from_code(code).ok_or_else(|| format!("the tables are {}", known.join(", ")))
}

/// The plan as text.
fn told(args: Args) -> anyhow::Result<String> {
    let Args { survivors, epsilon, delta, tables, calendar, language } = args;
    ensure!(survivors > 0, "--survivors is a number above zero");
    ensure!((0.1..=10.0).contains(&epsilon), "--epsilon lies between 0.1 and 10");
    ensure!((1e-12..=1e-3).contains(&delta), "--delta lies between 1e-12 and 1e-3");
    let tables = if tables.is_empty() { Table::ALL.to_vec() } else { tables };
    let plan = Plan { survivors, epsilon, delta, tables };
    let expected = plan.expected();
    let expected = expected.ok_or_else(|| anyhow::anyhow!("this promise leaves no budget"))?;
    let french = language == Language::Fr;
    let mut text = heading(&plan, french);
    for one in &expected {
        text.push_str(&row(one, french));
    }
    text.push_str(&belief(&plan, french));
    if let Some(year) = calendar {
        text.push_str(&days(&plan, year, french)?);
    }
    Ok(text)
}

/// What is published when, a line a day: the days are fixed, whatever the data.
fn days(plan: &Plan, year: u16, french: bool) -> anyhow::Result<String> {
    let days = plan.calendar(year).context("--calendar is a year from 1900 to 2199")?;
    let mut text = String::from(if french {
        "\nPublié à 02:00 UTC, quelles que soient les données :\n"
    } else {
        "\nPublished at 02:00 UTC, whatever the data:\n"
    });
    for (at, releases) in days {
        let names: Vec<String> = releases.iter().map(ToString::to_string).collect();
        let _infallible = writeln!(text, "{}  {}", at.to_datetime().date(), names.join(", "));
    }
    Ok(text)
}

/// How many letters the longest name of a table has.
const fn width(french: bool) -> usize {
    if french { 54 } else { 34 }
}

fn heading(plan: &Plan, french: bool) -> String {
    let rho = plan.budget().0;
    let (whole, rest) = (rho / 1_000_000_000, rho % 1_000_000_000);
    let Plan { survivors, epsilon, delta, tables: _ } = plan;
    let (table, width) = (if french { "tableau" } else { "table" }, width(french));
    if french {
        format!(
            "{survivors} survivantes par an, epsilon {epsilon}, delta {delta:e} : budget de l'année rho {whole}.{rest:09}\n\n\
             {table:<width$}par case   erreur type   moitié des erreurs sous\n"
        )
    } else {
        format!(
            "{survivors} survivors a year, epsilon {epsilon}, delta {delta:e}: the year's budget is rho {whole}.{rest:09}\n\n\
             {table:<width$}per cell   standard error   half of errors below\n"
        )
    }
}

fn row(one: &Expected, french: bool) -> String {
    let name = match (one.table.code(), french) {
        ("total", true) => "total, par mois",
        ("region", true) => "région, par mois",
        ("region_type", true) => "région et type, par trimestre",
        ("region_age", true) => "région et âge, par trimestre",
        ("male", true) => "hommes et garçons, par an",
        ("disability", true) => "handicap, par an",
        ("displaced", true) => "déplacées, par an",
        ("uniformed", true) => "auteur en uniforme, par an",
        ("report_delay", true) => "délai de déclaration, par an",
        ("services", true) => "services vers lesquels elles ont été orientées, par an",
        (_, true) => "type, âge et auteur, par an",
        ("total", false) => "total, by month",
        ("region", false) => "region, by month",
        ("region_type", false) => "region and type, by quarter",
        ("region_age", false) => "region and age, by quarter",
        ("male", false) => "men and boys, by year",
        ("disability", false) => "disability, by year",
        ("displaced", false) => "displaced, by year",
        ("uniformed", false) => "perpetrator in uniform, by year",
        ("report_delay", false) => "delay of the report, by year",
        ("services", false) => "services referred to, by year",
        (_, false) => "type, age and perpetrator, by year",
    };
    let Expected { error, cell, relative, .. } = one;
    let width = width(french);
    format!("{name:<width$} {cell:>7.1}   {error:>11.1}   {:>18.1} %\n", relative * 100.0)
}

fn belief(plan: &Plan, french: bool) -> String {
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    let mut text = String::from("\n");
    let lines = [0.05, 0.20, 0.50].map(|prior| {
        let (one, five) = (plan.belief(prior, 1), plan.belief(prior, 5));
        (percent(prior), percent(one), percent(five))
    });
    let right = percent(plan.accuracy());
    for (prior, one, five) in lines {
        let _infallible = if french {
            writeln!(
                text,
                "Qui soupçonne sa venue à {prior} peut la croire au plus à {one} après une année, {five} après cinq."
            )
        } else {
            writeln!(
                text,
                "Who suspects at {prior} that she came can believe it at {one} at most after a year, {five} after five."
            )
        };
    }
    let _infallible = if french {
        writeln!(
            text,
            "Qui connaît tous les autres dossiers devine juste dans {right} des cas ; une pièce de monnaie, dans 50 %."
        )
    } else {
        writeln!(
            text,
            "Who knows every other record guesses right {right} of the time; a coin does 50 %."
        )
    };
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const NATIONAL: Args = Args {
        survivors: 2_800,
        epsilon: 2.0,
        delta: 1e-7,
        tables: Vec::new(),
        calendar: None,
        language: Language::En,
    };

    #[test]
    fn a_board_reads_errors_and_beliefs_in_both_languages() {
        let english = told(NATIONAL).unwrap();
        assert!(english.contains("suspects at 20 % that she came can believe it at 65 % at most"));
        assert!(english.contains("guesses right 58 % of the time"));
        let french = told(Args { language: Language::Fr, ..NATIONAL }).unwrap();
        assert!(french.contains("Qui soupçonne sa venue à 20 % peut la croire au plus à 65 %"));
        assert_eq!(english.lines().count(), french.lines().count());
        // No table is told under another's name.
        for (text, services) in [
            (english, "services referred to"),
            (french, "services vers lesquels elles ont été orientées"),
        ] {
            assert_eq!(text.matches(services).count(), 1, "{text}");
        }
    }

    #[test]
    fn a_plan_of_some_tables_says_their_errors_and_their_days() {
        let tables = vec![Table::Total, Table::RegionType];
        for language in [Language::Fr, Language::En] {
            let all = told(Args { language, ..NATIONAL }).unwrap();
            let asked = Args { tables: tables.clone(), calendar: Some(2026), language, ..NATIONAL };
            let some = told(asked).unwrap();
            // Nine tables fewer; a heading, and twelve days of publication behind an empty line.
            assert_eq!(some.lines().count(), all.lines().count() - 9 + 2 + 12, "{some}");
            assert!(some.contains("2026-04-10  total-2026-03, region_type-2026-Q1"), "{some}");
        }
        assert!(table("region_type").is_ok());
        assert!(table("commune").unwrap_err().contains("region_type"));
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        for wrong in [
            Args { survivors: 0, ..NATIONAL },
            Args { epsilon: 0.0, ..NATIONAL },
            Args { delta: 0.5, ..NATIONAL },
            Args { calendar: Some(1_000), ..NATIONAL },
        ] {
            assert!(told(wrong).is_err());
        }
    }
}
