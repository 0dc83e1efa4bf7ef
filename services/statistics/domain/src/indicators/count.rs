//! What is counted, and under which names it is stored.

use sentier_kernel::id::Uuid;
use serde::{Deserialize, Serialize};

use super::Indicator;
use super::gbv::codes::{DeclineReason, ResponseTime};
use super::gbv::{Tally, parts};
use crate::responses::{Asked, Step};
use crate::value::{AgeBand, Lasted, Month, Need, ReportDelay};

/// A handle of a member of staff that stands for her in the statistics alone; orders, and says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Worker(pub Uuid);

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Cases opened; this and the next six in the month of the opening.
    Opened,
    /// Of them, first assessed within 72 hours.
    AssessedInTime,
    /// Of them, first assessed later.
    AssessedLate,
    /// Of them, with a safety plan.
    SafetyPlanned,
    /// Of them, with an action plan.
    ActionPlanned,
    /// Of them, with an action plan that a supervisor approved.
    PlanApproved,
    /// Of them, closed.
    Closed,
    /// Cases closed for the first time, by how long they were open; this and the rest in the month of the
    /// event.
    Lasted(Lasted),
    /// Their follow-ups.
    FollowUps,
    /// Their referrals.
    Referrals,
    /// Services that the centre gave.
    ServiceGiven(Need),
    /// Incidents of gender-based violence, by her age at the incident.
    Incident(AgeBand),
    /// The same, by the time to their report.
    Reported(ReportDelay),
    /// Changes of how many cases a worker has.
    CasesHeld(Worker),
    /// Acts of a supervisor.
    Supervised(Worker),
    /// Survivors content with the centre.
    Content,
    /// Survivors not content.
    NotContent,
    /// Incidents in a part of a statistic.
    Tally(Tally),
    /// Referrals that reached an agency; this and the next four in the month of that.
    Sent,
    /// Of them, seen by the agency.
    Acknowledged(ResponseTime),
    /// Of them, taken.
    Accepted(ResponseTime),
    /// Of them, served.
    Served(ResponseTime),
    /// Of them, settled.
    Settled,
    /// Referrals that an agency declined.
    Declined(DeclineReason),
    /// Referrals for a need at a structure, by a step of theirs; in the month of the sending.
    Response(Asked, Step),
}

/// One number to add to a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The month that it belongs to.
    pub month: Month,
    /// Which sum.
    pub measure: Measure,
    /// What to add.
    pub amount: i64,
}

impl Measure {
    /// The stored name, and that of the part.
    pub fn codes(self) -> (&'static str, String) {
        let of = |code: &str| code.to_owned();
        match self {
            Self::Opened => ("opened", String::new()),
            Self::AssessedInTime => ("assessed_in_time", String::new()),
            Self::AssessedLate => ("assessed_late", String::new()),
            Self::SafetyPlanned => ("safety_planned", String::new()),
            Self::ActionPlanned => ("action_planned", String::new()),
            Self::PlanApproved => ("plan_approved", String::new()),
            Self::Closed => ("closed", String::new()),
            Self::Lasted(lasted) => ("lasted", of(lasted.code())),
            Self::FollowUps => ("follow_ups", String::new()),
            Self::Referrals => ("referrals", String::new()),
            Self::ServiceGiven(need) => ("service_given", of(need.code())),
            Self::Incident(band) => ("incident", of(band.code())),
            Self::Reported(delay) => ("reported", of(delay.code())),
            Self::CasesHeld(worker) => ("cases_held", worker.0.to_string()),
            Self::Supervised(worker) => ("supervised", worker.0.to_string()),
            Self::Content => ("content", String::new()),
            Self::NotContent => ("not_content", String::new()),
            Self::Tally(tally) => (tally.of.code(), of(tally.part)),
            Self::Sent => ("referral_sent", String::new()),
            Self::Acknowledged(time) => ("referral_acknowledged", of(time.code())),
            Self::Accepted(time) => ("referral_accepted", of(time.code())),
            Self::Served(time) => ("referral_served", of(time.code())),
            Self::Settled => ("referral_settled", String::new()),
            Self::Declined(reason) => ("referral_declined", of(reason.code())),
            Self::Response(asked, step) => {
                let (name, part) = step.codes();
                (name, format!("{asked}/{part}"))
            }
        }
    }

    /// The measure with these names.
    pub fn from_codes(name: &str, part: &str) -> Option<Self> {
        let worker = || part.parse().ok().map(Worker);
        let time = || ResponseTime::from_code(part);
        Some(match name {
            "opened" => Self::Opened,
            "assessed_in_time" => Self::AssessedInTime,
            "assessed_late" => Self::AssessedLate,
            "safety_planned" => Self::SafetyPlanned,
            "action_planned" => Self::ActionPlanned,
            "plan_approved" => Self::PlanApproved,
            "closed" => Self::Closed,
            "lasted" => Self::Lasted(Lasted::from_code(part)?),
            "follow_ups" => Self::FollowUps,
            "referrals" => Self::Referrals,
            "service_given" => Self::ServiceGiven(Need::from_code(part)?),
            "incident" => Self::Incident(AgeBand::from_code(part)?),
            "reported" => Self::Reported(ReportDelay::from_code(part)?),
            "cases_held" => Self::CasesHeld(worker()?),
            "supervised" => Self::Supervised(worker()?),
            "content" => Self::Content,
            "not_content" => Self::NotContent,
            "referral_sent" => Self::Sent,
            "referral_acknowledged" => Self::Acknowledged(time()?),
            "referral_accepted" => Self::Accepted(time()?),
            "referral_served" => Self::Served(time()?),
            "referral_settled" => Self::Settled,
            "referral_declined" => Self::Declined(DeclineReason::from_code(part)?),
            _ => response(name, part).or_else(|| tally(name, part).map(Self::Tally))?,
        })
    }
}

fn response(name: &str, part: &str) -> Option<Measure> {
    let (asked, part) = part.rsplit_once('/')?;
    Some(Measure::Response(asked.parse().ok()?, Step::from_codes(name, part)?))
}

fn tally(name: &str, part: &str) -> Option<Tally> {
    let of = Indicator::from_code(name)?;
    Some(Tally { of, part: parts::stored(of, part)? })
}
