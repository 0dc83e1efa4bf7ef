//! What is compared between communes: rates, how long answers take, services that were lacking, trends.
//!
//! PRIVACY: everything here is computed from what a report tells, never from the sums, so that nothing
//! follows from a comparison that does not follow from the reports.

use super::{Figure, Interval, Period, Trend, figures, interval, trends};
use crate::indicators::{Indicator, Shown, Sums, over};

/// The rates and counts that are compared.
pub const COMPARED: [Indicator; 9] = [
    Indicator::NumberOfCases,
    Indicator::GbvIncidents,
    Indicator::GbvSexualViolence,
    Indicator::RapeWithin72Hours,
    Indicator::RapeWithin120Hours,
    Indicator::LoopsClosed,
    Indicator::ClosureRate,
    Indicator::CompletedSafetyPlans,
    Indicator::ClientSatisfaction,
];

/// The times of an answer that are compared.
pub const TIMES: [Indicator; 3] =
    [Indicator::TimeToAcknowledge, Indicator::TimeToAccept, Indicator::TimeToServe];

/// Where the bands of an answer's time end, in hours; the one after is open, and the last has no answer.
const HOURS: [i64; 3] = [24, 72, 168];
/// The band that ends at 72 hours.
const WITHIN_72: usize = 1;

/// So many of so many, and how sure the share is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Who has it; absent when withheld.
    pub part: Option<i64>,
    /// Of how many; absent when withheld.
    pub whole: Option<i64>,
    /// How sure the share is; absent where there is none, or it is withheld.
    pub interval: Option<Interval>,
}

/// In which time half of what was sent has its answer. What is not answered yet is later than what is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Median {
    /// What it would follow from is withheld.
    Withheld,
    /// Nothing was sent.
    NoneSent,
    /// In less than so many hours.
    Under(i64),
    /// In so many hours or more.
    AtLeast(i64),
    /// More than half has no answer.
    Unanswered,
}

/// How long answers took in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Response {
    /// In which time half of what was sent had it.
    pub median: Median,
    /// What had it within 72 hours, of what was sent.
    pub within: Rate,
}

/// How long an answer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// Which answer.
    pub indicator: Indicator,
    /// In the period.
    pub now: Response,
    /// In the one before.
    pub before: Response,
}

/// How often a service was lacking, in a sector of the pathway out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The sector, by its code.
    pub sector: &'static str,
    /// No service was available, of those who needed one: it was given here, referred to, or lacking.
    pub now: Rate,
    /// In the period before.
    pub before: Rate,
}

/// How often services were lacking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gaps {
    /// By sector.
    pub sectors: Vec<Gap>,
    /// Over the sectors whose rate is told. It is of needs, not of persons, and has no interval: one
    /// incident may need several. Withheld where none of those was lacking and another is withheld: it may
    /// have been.
    pub all: Rate,
    /// How many sectors are not in it, because they are withheld.
    pub withheld: usize,
}

/// How often services were lacking, as a map colours it: over the sectors whose rate is told, without those
/// that are withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Never, in no sector.
    Never,
    /// For less than a tenth of the needs.
    UnderTenth,
    /// For a tenth, less than a quarter.
    UnderQuarter,
    /// For a quarter, less than half.
    UnderHalf,
    /// For half of the needs or more.
    Half,
}

/// A commune, but for its outreach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// [`COMPARED`].
    pub figures: Vec<Figure>,
    /// [`TIMES`].
    pub times: Vec<Time>,
    /// Services that were lacking.
    pub gaps: Gaps,
    /// As in a centre's report.
    pub trends: Vec<Trend>,
}

/// What is compared of a commune over a period, from the sums of its centre.
pub fn compared(period: Period, sums: &Sums) -> Compared {
    let time = |indicator: &Indicator| Time {
        indicator: *indicator,
        now: response(&told(*indicator, period, sums)),
        before: response(&told(*indicator, period.before(), sums)),
    };
    Compared {
        figures: figures(&COMPARED, period, sums),
        times: TIMES.iter().map(time).collect(),
        gaps: gaps(period, sums),
        trends: trends(period, sums),
    }
}

impl Rate {
    /// Nothing of it is told.
    pub const WITHHELD: Self = Self { part: None, whole: None, interval: None };

    fn of(part: Option<i64>, whole: Option<i64>) -> Self {
        let interval = part.zip(whole).and_then(|(part, whole)| interval(part, whole));
        Self { part, whole, interval }
    }

    /// Both numbers, where both are told and there is a share.
    pub fn share(&self) -> Option<(i64, i64)> {
        self.part.zip(self.whole).filter(|(_, whole)| *whole > 0)
    }

    /// Whether a number of it is withheld.
    pub const fn is_withheld(&self) -> bool {
        self.part.is_none() || self.whole.is_none()
    }
}

impl Level {
    /// All of them, the lightest first.
    pub const ALL: [Self; 5] =
        [Self::Never, Self::UnderTenth, Self::UnderQuarter, Self::UnderHalf, Self::Half];

    /// That of a rate; none where there is no share, or it is withheld.
    pub fn of(rate: &Rate) -> Option<Self> {
        let (part, whole) = rate.share()?;
        Some(match part {
            0 => Self::Never,
            part if part.saturating_mul(10) < whole => Self::UnderTenth,
            part if part.saturating_mul(4) < whole => Self::UnderQuarter,
            part if part.saturating_mul(2) < whole => Self::UnderHalf,
            _ => Self::Half,
        })
    }
}

fn told(indicator: Indicator, period: Period, sums: &Sums) -> Shown {
    over(indicator, &period.months(), sums).shown
}

fn response(shown: &Shown) -> Response {
    Response { median: median(shown), within: Rate::of(up_to(shown, WITHIN_72), shown.numerator) }
}

/// The band in which the middle of what was sent lies.
fn median(shown: &Shown) -> Median {
    match shown.numerator {
        None => return Median::Withheld,
        Some(0) => return Median::NoneSent,
        Some(_) => {}
    }
    let half = |band: usize| {
        let (reached, sent) = (up_to(shown, band)?, shown.numerator?);
        Some(reached.saturating_mul(2) >= sent)
    };
    // The first band that reaches half, unless a withheld one right before it might be the first.
    let mut known = true;
    for band in 0..=HOURS.len() {
        match half(band) {
            None => known = false,
            Some(false) => known = true,
            Some(true) if known => {
                let open = HOURS.last().copied().unwrap_or_default();
                return HOURS.get(band).map_or(Median::AtLeast(open), |end| Median::Under(*end));
            }
            Some(true) => return Median::Withheld,
        }
    }
    if known { Median::Unanswered } else { Median::Withheld }
}

/// What has its answer by the end of a band: the parts up to it, or the whole without those after it.
fn up_to(shown: &Shown, band: usize) -> Option<i64> {
    let (before, after) = shown.parts.split_at_checked(band + 1)?;
    let sum = |parts: &[Option<i64>]| parts.iter().copied().sum::<Option<i64>>();
    sum(before).or_else(|| Some(shown.numerator? - sum(after)?))
}

fn gaps(period: Period, sums: &Sums) -> Gaps {
    let (now, before) = (lacking(period, sums), lacking(period.before(), sums));
    let sectors = Indicator::ServiceGaps.parts().into_iter().zip(now).zip(before);
    let sectors: Vec<Gap> =
        sectors.map(|((sector, now), before)| Gap { sector, now, before }).collect();
    let told = sectors.iter().filter(|gap| !gap.now.is_withheld());
    let sum =
        |of: fn(&Rate) -> Option<i64>| told.clone().filter_map(|gap| of(&gap.now)).sum::<i64>();
    let (part, whole): (i64, i64) = (sum(|rate| rate.part), sum(|rate| rate.whole));
    let withheld = sectors.iter().filter(|gap| gap.now.is_withheld()).count();
    // None lacking would be said where a few were, and are withheld; and nothing needed, where all that was
    // needed is withheld.
    let all = if withheld > 0 && part == 0 {
        Rate::WITHHELD
    } else {
        Rate { part: Some(part), whole: Some(whole), interval: None }
    };
    Gaps { sectors, all, withheld }
}

/// Of each sector, who found no service, of those who needed one.
fn lacking(period: Period, sums: &Sums) -> Vec<Rate> {
    use Indicator as I;
    let [gaps, given, referred] =
        [I::ServiceGaps, I::GbvServices, I::GbvReferrals].map(|of| told(of, period, sums).parts);
    let rate = |((gap, given), referred): ((Option<i64>, Option<i64>), Option<i64>)| {
        let whole = [gap, given, referred].into_iter().sum();
        Rate::of(gap, whole)
    };
    gaps.into_iter().zip(given).zip(referred).map(rate).collect()
}
