//! The bench's tables, as text.

use std::fmt::Write as _;

use super::Kind;
use super::attacks::{Effort, Finding, all};
use super::errors;

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

/// Errors of every table at every volume, beside those that PRIVACY 2.3 and 2.4 expect, and how many times those they
/// are.
pub fn errors(years: u64) -> String {
    let mut text = String::from(
        "expected: PRIVACY 2.4 and 12 % more for the services, of these 2.3\n\
         reports/year  table                    RMSE  expect  ratio  median >= 10  expect  ratio  in 90 %\n",
    );
    for line in errors::VOLUMES.into_iter().flat_map(|reports| errors::lines(reports, years)) {
        let errors::Line { reports, what, measured, rmse, relative } = line;
        let median = measured.relative;
        let _infallible = writeln!(
            text,
            "{reports:>12}  {what:<22} {:>6.2} {:>7} {:>6}  {:>12}  {:>6} {:>6}  {:>7.3}",
            measured.rmse,
            or_dash(rmse, |it| format!("{it:.1}")),
            or_dash(rmse, |it| format!("{:.2}", measured.rmse / it)),
            or_dash(median, percent),
            or_dash(relative, percent),
            or_dash(median.zip(relative), |(one, other)| format!("{:.2}", one / other)),
            measured.coverage
        );
    }
    text
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn or_dash<T>(value: Option<T>, told: impl Fn(T) -> String) -> String {
    value.map_or_else(|| "-".to_owned(), told)
}
