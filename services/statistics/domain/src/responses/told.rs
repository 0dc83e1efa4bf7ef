//! What is told of the structures in a month: nothing that is small, and nothing from which that follows.
//!
//! Four tables of each structure and need share one total, the referrals sent: by the time to see, to take
//! and to serve them, and by how they ended. The last part of each is what is left of the total, so that it is a
//! table of parts like the others' ([`parts::shown`]). Reasons of declining are parts of one part of the last
//! table, and the loops closed are a sum of some: they are told where those are. What a structure was sent is
//! itself a part of what was sent for the need, which others tell.

use std::collections::BTreeMap;

use super::{Asked, Outcome, Step, Took};
use crate::indicators::gbv::codes::DeclineReason;
use crate::suppression::{is_small, parts};
use crate::value::Need;

/// The part of those without an answer, or without an end that is known.
pub const NONE: &str = "none";

/// How a referral ends, in the order of the table; the first five close the loop.
pub const ENDINGS: [&str; 8] = [
    "served",
    "partly_served",
    "no_show",
    "declined_by_survivor",
    DECLINED,
    "expired",
    "cancelled",
    NONE,
];
const DECLINED: &str = "declined";
const CLOSES: usize = 5;

/// A part of a table; its count is absent when it is withheld.
pub type Part = (&'static str, Option<i64>);

/// Sums of one month; what is absent is zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums(BTreeMap<Asked, BTreeMap<Step, i64>>);

/// What is told of one structure and need in a month. What is withheld is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Who was asked for what.
    pub asked: Asked,
    /// Referrals sent.
    pub sent: Option<i64>,
    /// By the time until they were seen.
    pub acknowledged: Vec<Part>,
    /// Until they were taken.
    pub accepted: Vec<Part>,
    /// Until she came, or was served.
    pub served: Vec<Part>,
    /// By how they ended, of [`ENDINGS`].
    pub ended: Vec<Part>,
    /// Of which the centre knows how they ended: completed, whatever it led to, or declined.
    pub closed: Option<i64>,
    /// The declined by reason.
    pub declined: Vec<Part>,
}

impl Sums {
    /// Adds to a sum.
    pub fn add(&mut self, asked: Asked, step: Step, amount: i64) {
        let sum = self.0.entry(asked).or_default().entry(step).or_default();
        *sum = sum.saturating_add(amount);
    }

    fn of(&self, asked: Asked, step: Step) -> i64 {
        self.0.get(&asked).and_then(|sums| sums.get(&step)).copied().unwrap_or(0)
    }
}

/// What is told of every structure and need of which something was counted, in the order of their ids.
pub fn shown(sums: &Sums) -> Vec<Response> {
    let mut by_need: BTreeMap<Need, Vec<Asked>> = BTreeMap::new();
    for asked in sums.0.keys() {
        by_need.entry(asked.need).or_default().push(*asked);
    }
    let mut told = Vec::new();
    for of_need in by_need.values() {
        let sent: Vec<i64> = of_need.iter().map(|asked| sums.of(*asked, Step::Sent)).collect();
        // A lone structure is the need's total itself, and told when it is not small.
        let known = match sent.as_slice() {
            [alone] => vec![!is_small(*alone)],
            several => parts::shown(several),
        };
        let each = of_need.iter().zip(known);
        told.extend(each.map(|(asked, known)| of_structure(sums, *asked, known)));
    }
    told.sort_by_key(|response| response.asked);
    told
}

fn of_structure(sums: &Sums, asked: Asked, known: bool) -> Response {
    let sent = sums.of(asked, Step::Sent);
    let by_time = |step: fn(Took) -> Step| {
        let times = Took::ALL.iter().map(|took| (took.code(), sums.of(asked, step(*took))));
        table(times.collect(), sent, known)
    };
    let reasons: Vec<(&str, i64)> = DeclineReason::ALL
        .iter()
        .map(|reason| (reason.code(), sums.of(asked, Step::Declined(*reason))))
        .collect();
    let declined = reasons.iter().map(|(_, count)| count).sum();
    let mut endings: Vec<(&str, i64)> = Outcome::ALL
        .iter()
        .map(|outcome| (outcome.code(), sums.of(asked, Step::Completed(*outcome))))
        .collect();
    endings.push((DECLINED, declined));
    endings.push(("expired", sums.of(asked, Step::Expired)));
    endings.push(("cancelled", sums.of(asked, Step::Cancelled)));
    let ended = table(endings, sent, known);
    let closing = ended.iter().take(CLOSES).map(|(_, count)| *count);
    let declines_told = ended.iter().any(|(code, count)| *code == DECLINED && count.is_some());
    Response {
        asked,
        sent: known.then_some(sent),
        acknowledged: by_time(Step::Acknowledged),
        accepted: by_time(Step::Accepted),
        served: by_time(Step::Served),
        closed: closing.sum::<Option<i64>>(),
        declined: told(&reasons, declines_told),
        ended,
    }
}

/// Parts of what was sent, the last being what none of the others holds.
fn table(mut parts: Vec<(&'static str, i64)>, sent: i64, known: bool) -> Vec<Part> {
    let counted: i64 = parts.iter().map(|(_, count)| count).sum();
    parts.push((NONE, sent.saturating_sub(counted).max(0)));
    told(&parts, known)
}

fn told(all: &[(&'static str, i64)], known: bool) -> Vec<Part> {
    let counts: Vec<i64> = all.iter().map(|(_, count)| *count).collect();
    let shown = if known { parts::shown(&counts) } else { vec![false; counts.len()] };
    all.iter().zip(shown).map(|((code, count), shown)| (*code, shown.then_some(*count))).collect()
}
