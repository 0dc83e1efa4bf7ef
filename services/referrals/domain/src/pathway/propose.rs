//! Whom to ask now: the structures of the directory, ranked by a rule, with the reasons.
//!
//! A structure that is closed, full, or does not take her is not proposed, and why is said. One that is
//! shut at this hour comes after those that are open; otherwise the rule's order stands, and what is not
//! on the rule comes behind it. Nothing here is personal once it is forgotten: it is asked, not stored.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::time::Duration;

use sentier_kernel::{Moment, codes};

use super::{Rule, TimeLeft, limit};
use crate::agency::{Hours, Sex, Structure};
use crate::value::{AgencyId, Need, StructureId};

codes! {
    /// Why a structure stands where it does.
    Reason {
        /// The rule names it first.
        FirstOnPathway = "first_on_pathway",
        /// The rule names it.
        OnPathway = "on_pathway",
        /// The rule does not name it, or there is no rule.
        NotOnPathway = "not_on_pathway",
        /// It is open now.
        OpenNow = "open_now",
        /// Somebody is on duty there now.
        NightDuty = "night_duty",
        /// It is shut at this hour.
        OutOfHours = "out_of_hours",
        /// Its hours are not known.
        HoursUnknown = "hours_unknown",
        /// It opens after the nearest clinical limit has passed.
        OpensAfterLimit = "opens_after_limit",
        /// It takes people of her commune.
        CoversCommune = "covers_commune",
        /// It names communes, and hers is not among them.
        OutsideCommune = "outside_commune",
        /// None answers sooner.
        NearestDeadline = "nearest_deadline",
    }
}

codes! {
    /// Why a structure is not proposed.
    Obstacle {
        /// It takes nobody until a day.
        Closed = "closed",
        /// It has no place left.
        Full = "full",
        /// Its service is not for her age.
        NotEligibleAge = "not_eligible_age",
        /// Its service is not for her sex.
        NotEligibleSex = "not_eligible_sex",
    }
}

/// What is asked for. PERSONAL while it is in hand: an age and a need may point to somebody.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    /// The need.
    pub need: Need,
    /// Her age in full years.
    pub age: Option<u8>,
    /// Her sex.
    pub sex: Option<Sex>,
    /// Her commune.
    pub commune: Option<String>,
    /// Hours since the incident, seen pessimistically.
    pub hours_since: Option<u32>,
    /// Another limit that the caller knows of.
    pub limit: Option<Moment>,
    /// Now.
    pub at: Moment,
}

impl Asked {
    /// Of whom nothing is known but the need.
    pub const fn of(need: Need, at: Moment) -> Self {
        Self { need, age: None, sex: None, commune: None, hours_since: None, limit: None, at }
    }
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Asked").finish_non_exhaustive()
    }
}

/// A structure that serves the need for the centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its agency, which is active.
    pub agency: AgencyId,
    /// Its id.
    pub id: StructureId,
    /// What it is.
    pub structure: Structure,
}

/// A structure to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// Which.
    pub candidate: Candidate,
    /// Why it stands here, most important first.
    pub reasons: Vec<Reason>,
    /// Until when it should have answered.
    pub answer_by: Moment,
    /// When it opens, if it is shut now.
    pub opens: Option<Moment>,
}

/// A structure not to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Which.
    pub candidate: Candidate,
    /// Why not; at least one.
    pub obstacles: Vec<Obstacle>,
}

/// Whom to ask, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Whom to ask, best first.
    pub ranked: Vec<Proposed>,
    /// Whom not to ask.
    pub set_aside: Vec<SetAside>,
    /// The time that clinical care has.
    pub time_left: Vec<TimeLeft>,
}

/// Whom to ask for what is asked, by this rule.
pub fn propose(rule: Option<&Rule>, candidates: Vec<Candidate>, asked: &Asked) -> Proposal {
    let time_left = limit::time_left(asked);
    let nearest = limit::nearest(asked, &time_left);
    let mut proposal = Proposal { time_left, ..Proposal::default() };
    for candidate in candidates {
        let obstacles = obstacles(&candidate.structure, asked);
        if obstacles.is_empty() {
            proposal.ranked.push(proposed(rule, candidate, asked, nearest));
        } else {
            proposal.set_aside.push(SetAside { candidate, obstacles });
        }
    }
    proposal.ranked.sort_by_cached_key(|one| {
        let is = |reason| one.reasons.contains(&reason);
        let place = rule.and_then(|rule| rule.place(one.candidate.id));
        (
            is(Reason::OutOfHours),
            place.unwrap_or(usize::MAX),
            Reverse(is(Reason::OpenNow) || is(Reason::NightDuty)),
            is(Reason::OutsideCommune),
            one.answer_by,
            one.candidate.structure.display_name.clone(),
            one.candidate.id,
        )
    });
    proposal
        .set_aside
        .sort_by_cached_key(|one| (one.candidate.structure.display_name.clone(), one.candidate.id));
    let soonest = proposal.ranked.iter().map(|one| one.answer_by).min();
    for one in &mut proposal.ranked {
        if soonest == Some(one.answer_by) {
            one.reasons.push(Reason::NearestDeadline);
        }
    }
    proposal
}

/// The structure to ask after these were tried; none when there is no other. Where there is a rule, nobody
/// is asked who does not stand on it, unless a person chooses it.
pub fn next(
    rule: Option<&Rule>,
    candidates: Vec<Candidate>,
    asked: &Asked,
    tried: &BTreeSet<StructureId>,
) -> Option<Proposed> {
    let mut candidates = candidates;
    candidates.retain(|one| !tried.contains(&one.id));
    if let Some(rule) = rule {
        candidates.retain(|one| rule.place(one.id).is_some());
    }
    propose(rule, candidates, asked).ranked.into_iter().next()
}

fn obstacles(structure: &Structure, asked: &Asked) -> Vec<Obstacle> {
    let Some(offer) = structure.offer(asked.need) else { return vec![Obstacle::Closed] };
    let checks = [
        (structure.is_closed(asked.at), Obstacle::Closed),
        (offer.is_full(), Obstacle::Full),
        (!offer.eligibility.takes_age(asked.age), Obstacle::NotEligibleAge),
        (!offer.eligibility.takes_sex(asked.sex), Obstacle::NotEligibleSex),
    ];
    checks.into_iter().filter_map(|(stands, obstacle)| stands.then_some(obstacle)).collect()
}

fn proposed(
    rule: Option<&Rule>,
    candidate: Candidate,
    asked: &Asked,
    nearest: Option<Moment>,
) -> Proposed {
    let place = rule.and_then(|rule| rule.place(candidate.id));
    let mut reasons = vec![match place {
        Some(0) => Reason::FirstOnPathway,
        Some(_) => Reason::OnPathway,
        None => Reason::NotOnPathway,
    }];
    let mut opens = None;
    match candidate.structure.hours(asked.at) {
        Hours::Unknown => reasons.push(Reason::HoursUnknown),
        Hours::Open { night_duty: false } => reasons.push(Reason::OpenNow),
        Hours::Open { night_duty: true } => reasons.push(Reason::NightDuty),
        Hours::Closed { opens: next } => {
            reasons.push(Reason::OutOfHours);
            if nearest.is_some_and(|limit| next >= limit) {
                reasons.push(Reason::OpensAfterLimit);
            }
            opens = Some(next);
        }
    }
    if let Some(commune) =
        asked.commune.as_deref().filter(|_| !candidate.structure.communes.is_empty())
    {
        let covered = candidate.structure.covers(commune);
        reasons.push(if covered { Reason::CoversCommune } else { Reason::OutsideCommune });
    }
    let step = rule.zip(place).and_then(|(rule, place)| rule.steps.get(place));
    let minutes = step.map_or_else(|| ordinary(asked.need), |step| step.deadline_minutes);
    let answer_by = asked.at.plus(Duration::from_mins(minutes.into()));
    let answer_by = nearest.map_or(answer_by, |limit| answer_by.min(limit));
    Proposed { candidate, reasons, answer_by, opens }
}

/// Minutes to answer when no rule says so: one hour where hours count, as for a case of high risk, and a
/// day otherwise (DOMAIN 3.7, timeframes).
const fn ordinary(need: Need) -> u32 {
    match need {
        Need::ClinicalManagementOfRape => 60,
        Need::HealthCare | Need::SafetyAndShelter => 180,
        _ => 1_440,
    }
}
