//! What is told at the end: what was done, how long calls took, and the figures side by side.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use super::figures::Row;
use super::measure::Histogram;
use super::play::Entry;
use super::tally::Done;

/// A month that was played.
#[derive(Clone, Debug)]
pub struct Summary {
    /// What was done.
    pub done: Done,
    /// The figures, counted and known; the same on both sides.
    pub figures: Vec<Row>,
    /// How long calls took, by kind.
    pub latencies: BTreeMap<&'static str, Histogram>,
    /// Every acknowledged write.
    pub journal: Vec<Entry>,
    /// Tries that were repeated.
    pub again: u64,
    /// How long all of it took.
    pub took: Duration,
    /// Where the accounts lie with which the month can be looked at on the desk.
    pub accounts: PathBuf,
}

impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = &self.done;
        writeln!(out, "A month in {:.1} s:", self.took.as_secs_f64())?;
        for (what, count) in [
            ("incidents recorded", done.incidents),
            ("consents given", done.consents),
            ("consents withdrawn", done.withdrawn),
            ("referrals requested", done.referrals),
            ("disclosures read by agencies", done.readings),
            ("readings refused, consent had ended", done.too_late),
            ("survivors erased", done.erased),
            ("closures still waiting for an agency", done.stay_open),
            ("tries repeated after a cut", self.again),
        ] {
            writeln!(out, "  {count:>7}  {what}")?;
        }
        writeln!(out, "\n   counted    known  figure")?;
        for row in &self.figures {
            writeln!(out, "  {:>8} {:>8}  {}", row.counted, row.known, row.what)?;
        }
        writeln!(out, "\n     calls   median      p99  call")?;
        for (rpc, histogram) in &self.latencies {
            let (median, tail) = (millis(histogram, 500), millis(histogram, 990));
            writeln!(out, "  {:>8} {median} {tail}  {rpc}", histogram.count())?;
        }
        write!(out, "\nLook at it on the desk with an account from {}", self.accounts.display())
    }
}

fn millis(histogram: &Histogram, per_mille: u64) -> String {
    format!("{:>5.1} ms", histogram.quantile(per_mille).as_secs_f64() * 1_000.0)
}
