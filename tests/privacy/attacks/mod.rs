//! What an adversary can try, each with the bound that the releases must keep.

mod canary;
mod content;
mod differencing;
mod law;
mod replay;
mod restarts;
mod singling;
mod timing;
mod twin;

use super::Kind;

/// What an attack came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The attack, in a few words.
    pub attack: &'static str,
    /// What it measured.
    pub measured: f64,
    /// The most that is allowed.
    pub bound: f64,
}

impl Finding {
    /// Whether the publisher kept the bound.
    pub fn holds(&self) -> bool {
        self.measured <= self.bound
    }
}

/// How much work the attacks take: worlds for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Years published for statistics of the noise.
    pub years: u64,
    /// Pairs of worlds with and without the target.
    pub pairs: u64,
}

impl Effort {
    /// For the test suite: some seconds.
    pub const QUICK: Self = Self { years: 8, pairs: 60 };
    /// For the report: minutes.
    pub const FULL: Self = Self { years: 200, pairs: 4_000 };
}

/// Every attack against a publisher.
pub fn all(kind: Kind, effort: Effort) -> Vec<Finding> {
    let mut findings = vec![
        twin::twin_worlds(kind),
        replay::replays(kind),
        replay::subscribers(kind),
        restarts::restarts(kind, effort),
        content::planted_tokens(kind),
        timing::linkage(kind, effort),
    ];
    findings.extend(law::residuals(kind, effort));
    findings.push(differencing::exact_counts(kind, effort));
    findings.push(singling::singled_out(kind, effort));
    findings.extend(canary::audit(kind, effort));
    findings
}
