//! What an indicator comes to, from the sums.

use std::collections::BTreeMap;

use super::gbv::codes::{DeclineReason, ResponseTime};
use super::gbv::{Tally, parts};
use super::joint::Kept;
use super::{Indicator, Measure};
use crate::responses;
use crate::value::{AgeBand, Lasted, Month, Need, ReportDelay};

/// Sums by month and measure; what is absent is zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    counted: BTreeMap<(Month, Measure), i64>,
    kept: Kept,
}

/// What an indicator comes to in one month, exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The count, or what is divided.
    pub numerator: i64,
    /// What it is divided by; absent for a count.
    pub denominator: Option<i64>,
    /// Its parts, in the order of [`Indicator::parts`]; they come to the numerator.
    pub parts: Vec<i64>,
}

impl Sums {
    /// Adds to a sum.
    pub fn add(&mut self, month: Month, measure: Measure, amount: i64) {
        self.kept.clear();
        let sum = self.counted.entry((month, measure)).or_default();
        *sum = sum.saturating_add(amount);
    }

    /// What was worked out of these sums.
    pub(super) const fn kept(&self) -> &Kept {
        &self.kept
    }

    /// How the structures answered what was sent in a month.
    pub fn responses(&self, month: Month) -> responses::Sums {
        let mut of_month = responses::Sums::default();
        for ((of, measure), amount) in &self.counted {
            if let Measure::Response(asked, step) = measure
                && *of == month
            {
                of_month.add(*asked, *step, *amount);
            }
        }
        of_month
    }

    fn of(&self, month: Month, measure: Measure) -> i64 {
        self.counted.get(&(month, measure)).copied().unwrap_or(0)
    }

    /// How many cases each worker has at a month's end, who has any.
    fn held(&self, month: Month) -> Vec<i64> {
        let mut held: BTreeMap<_, i64> = BTreeMap::new();
        for ((of, measure), amount) in &self.counted {
            if let Measure::CasesHeld(worker) = measure
                && *of <= month
            {
                *held.entry(*worker).or_default() += amount;
            }
        }
        held.into_values().filter(|count| *count > 0).collect()
    }

    /// How many supervisors supervised in a month.
    fn supervisors(&self, month: Month) -> i64 {
        let acts = self.counted.iter().filter(|((of, measure), acts)| {
            *of == month && **acts > 0 && matches!(measure, Measure::Supervised(_))
        });
        count(acts.count())
    }

    /// What a statistic of incidents comes to, part by part.
    fn tally(&self, month: Month, of: Indicator) -> Vec<i64> {
        let part = |part| self.of(month, Measure::Tally(Tally { of, part }));
        parts::counted(of).into_iter().map(part).collect()
    }

    /// Referrals of a month by the time to an answer; the last are those without.
    fn answered(&self, month: Month, measure: fn(ResponseTime) -> Measure) -> Value {
        let times = ResponseTime::ALL.iter().map(|time| self.of(month, measure(*time)));
        with_rest(times.collect(), self.of(month, Measure::Sent))
    }

    fn closed(&self, month: Month) -> Vec<i64> {
        let lasted = Lasted::ALL.iter().map(|lasted| Measure::Lasted(*lasted));
        lasted.map(|measure| self.of(month, measure)).collect()
    }
}

/// What `indicator` comes to in `month`.
pub fn value(indicator: Indicator, month: Month, sums: &Sums) -> Value {
    let of = |measure| sums.of(month, measure);
    let share = |measure| ratio(of(measure), of(Measure::Opened));
    let closed: i64 = sums.closed(month).iter().sum();
    match indicator {
        Indicator::NumberOfCases => whole(of(Measure::Opened)),
        Indicator::NumberOfIncidents => {
            parted(AgeBand::ALL.iter().map(|band| of(Measure::Incident(*band))).collect())
        }
        Indicator::ReportingDelay => {
            let incidents: i64 = AgeBand::ALL.iter().map(|band| of(Measure::Incident(*band))).sum();
            let delays = ReportDelay::ALL.iter().map(|delay| of(Measure::Reported(*delay)));
            with_rest(delays.collect(), incidents)
        }
        Indicator::AssessmentStatus => {
            let assessed = vec![of(Measure::AssessedInTime), of(Measure::AssessedLate)];
            with_rest(assessed, of(Measure::Opened))
        }
        Indicator::CompletedSafetyPlans => share(Measure::SafetyPlanned),
        Indicator::CompletedActionPlans => share(Measure::ActionPlanned),
        Indicator::ApprovedActionPlans => share(Measure::PlanApproved),
        Indicator::ServicesProvided => {
            parted(Need::ALL.iter().map(|need| of(Measure::ServiceGiven(*need))).collect())
        }
        Indicator::AverageReferrals => ratio(of(Measure::Referrals), closed),
        Indicator::AverageFollowUps => ratio(of(Measure::FollowUps), closed),
        Indicator::ClosureRate => share(Measure::Closed),
        Indicator::TimeOpen => parted(sums.closed(month)),
        Indicator::CaseLoad => loads(&sums.held(month)),
        Indicator::SupervisorRatio => ratio(sums.supervisors(month), count(sums.held(month).len())),
        Indicator::ClientSatisfaction => {
            let content = of(Measure::Content);
            ratio(content, content + of(Measure::NotContent))
        }
        of => of_incidents(of, month, sums),
    }
}

/// The statistics of incidents, of the pathway and of SDG 5.2.
fn of_incidents(indicator: Indicator, month: Month, sums: &Sums) -> Value {
    use Indicator as I;
    let tally = sums.tally(month, indicator);
    let incidents: i64 = sums.tally(month, I::GbvIncidents).iter().sum();
    let rapes = || sums.tally(month, I::RapeAtHealth);
    let within = |parts: usize| rapes().iter().take(parts).sum();
    match indicator {
        I::TimeToAcknowledge => sums.answered(month, Measure::Acknowledged),
        I::TimeToAccept => sums.answered(month, Measure::Accepted),
        I::TimeToServe => sums.answered(month, Measure::Served),
        I::LoopsClosed => ratio(sums.of(month, Measure::Settled), sums.of(month, Measure::Sent)),
        I::Declines => {
            let of = |reason: &DeclineReason| sums.of(month, Measure::Declined(*reason));
            parted(DeclineReason::ALL.iter().map(of).collect())
        }
        I::RapeWithin72Hours => ratio(within(1), rapes().iter().sum()),
        I::RapeWithin120Hours => ratio(within(2), rapes().iter().sum()),
        I::GbvIncidents => whole(incidents),
        I::GbvPriorIncidents | I::GbvAdolescents | I::GbvSexualViolence | I::GbvFirstContact => {
            ratio(tally.iter().sum(), incidents)
        }
        I::SdgPartnerForm | I::SdgPartnerAge | I::SdgOtherAge | I::SdgOtherPlace => {
            Value { denominator: Some(incidents), ..parted(tally) }
        }
        of if of.overlaps() => Value { numerator: incidents, denominator: None, parts: tally },
        _ => parted(tally),
    }
}

fn loads(held: &[i64]) -> Value {
    let workers = |band: fn(i64) -> bool| count(held.iter().filter(|cases| band(**cases)).count());
    parted(vec![
        workers(|cases| cases < 10),
        workers(|cases| (10..20).contains(&cases)),
        workers(|cases| (20..30).contains(&cases)),
        workers(|cases| cases >= 30),
    ])
}

const fn whole(numerator: i64) -> Value {
    Value { numerator, denominator: None, parts: Vec::new() }
}

const fn ratio(numerator: i64, denominator: i64) -> Value {
    Value { numerator, denominator: Some(denominator), parts: Vec::new() }
}

fn parted(parts: Vec<i64>) -> Value {
    Value { numerator: parts.iter().sum(), denominator: None, parts }
}

/// Parts of a total, the last being what none of the others holds.
fn with_rest(mut parts: Vec<i64>, total: i64) -> Value {
    parts.push(total - parts.iter().sum::<i64>());
    Value { numerator: total, denominator: None, parts }
}

fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}
