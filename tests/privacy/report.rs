//! The bench's tables, as text.

use std::fmt::Write as _;

use super::Kind;
use super::attacks::{Effort, Finding, all};
use super::errors::{self, EXPECTED};

/// What was found of one publisher.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Who publishes.
    pub kind: Kind,
    /// What each attack came to.
    pub findings: Vec<Finding>,
}

impl Verdict {
    /// The attacks whose bound was broken.
    pub fn broken(&self) -> Vec<&'static str> {
        self.findings.iter().filter(|it| !it.holds()).map(|it| it.attack).collect()
    }
}

/// Every publisher under every attack, the releases first.
pub fn verdicts(effort: Effort) -> Vec<Verdict> {
    let kinds = std::iter::once(Kind::Releases).chain(Kind::PLANTED);
    kinds.map(|kind| Verdict { kind, findings: all(kind, effort) }).collect()
}

/// The attacks against the releases with their bounds, and who of the planted was caught by what.
pub fn attacks(verdicts: &[Verdict]) -> String {
    let mut text = String::from("attack                                          T1      bound\n");
    for verdict in verdicts.iter().filter(|it| it.kind == Kind::Releases) {
        for Finding { attack, measured, bound } in &verdict.findings {
            let kept = if measured <= bound { "kept" } else { "BROKEN" };
            let _infallible = writeln!(text, "{attack:<44} {measured:>8.4} {bound:>8.4}  {kept}");
        }
    }
    text.push_str("\nplanted publisher       caught by\n");
    for verdict in verdicts.iter().filter(|it| it.kind != Kind::Releases) {
        let broken = verdict.broken();
        let by = if broken.is_empty() { "NOBODY".to_owned() } else { broken.join("; ") };
        let _infallible = writeln!(text, "{:<22}  {by}", verdict.kind.name());
    }
    text
}

/// Errors of every table at every volume, beside PRIVACY 2.4.
pub fn errors(years: u64) -> String {
    let mut text = String::from(
        "reports/year  table                  RMSE  median, cells >= 10  in 90 %   (PRIVACY 2.4 at 2 800)\n",
    );
    for reports in [60, 240, 480, 2_800] {
        let found = errors::at(reports, years);
        for (table, rmse, relative) in EXPECTED {
            let error = found.get(&table).copied().unwrap_or_default();
            let median =
                error.relative.map_or_else(|| "-".to_owned(), |it| format!("{:.1} %", it * 100.0));
            let _infallible = writeln!(
                text,
                "{reports:>12}  {:<20} {:>6.2}  {median:>19}  {:>7.3}   ({rmse:.1}, {:.1} %)",
                table.code(),
                error.rmse,
                error.coverage,
                relative * 100.0
            );
        }
        // Tables of what is rare: PRIVACY asks for them and measured none.
        for (table, error) in
            found.iter().filter(|(it, _)| EXPECTED.iter().all(|one| one.0 != **it))
        {
            let median =
                error.relative.map_or_else(|| "-".to_owned(), |it| format!("{:.1} %", it * 100.0));
            let _infallible = writeln!(
                text,
                "{reports:>12}  {:<20} {:>6.2}  {median:>19}  {:>7.3}",
                table.code(),
                error.rmse,
                error.coverage
            );
        }
    }
    text
}
