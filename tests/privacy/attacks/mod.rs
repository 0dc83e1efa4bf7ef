//! What an adversary can try, each with the bound that the releases must keep.

mod averages;
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
    /// Years published for the estimates' statistics.
    pub years: u64,
    /// Years published for the law of the noise.
    pub draws: u64,
    /// Pairs of worlds with and without the target, for who knows all others; years watched for their timing.
    pub pairs: u64,
    /// Women whom somebody with averages looks for.
    pub women: u64,
    /// Pairs of worlds for each of them.
    pub worlds: u64,
}

impl Effort {
    /// For the test suite: some seconds.
    pub const QUICK: Self = Self { years: 8, draws: 60, pairs: 60, women: 2, worlds: 15 };
    /// For the report: minutes.
    pub const FULL: Self = Self { years: 200, draws: 2_000, pairs: 4_000, women: 10, worlds: 200 };
    /// For a planted publisher in the report: it has to be caught, not to be measured.
    const PLANTED: Self = Self { years: 60, draws: 200, pairs: 400, women: 2, worlds: 15 };

    /// Whether there are worlds enough for the bounds as they were asked for. Where there are not, an attack
    /// says by its name that its bound is a wider one.
    const fn suffices(self) -> bool {
        self.draws >= Self::FULL.draws && self.women * self.worlds >= 1_000
    }
}

/// Every attack against a publisher.
pub fn all(kind: Kind, effort: Effort) -> Vec<Finding> {
    let effort = if kind != Kind::Releases && effort.suffices() { Effort::PLANTED } else { effort };
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
    findings.extend(averages::presence(kind, effort));
    findings
}
