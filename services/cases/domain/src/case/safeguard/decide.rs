//! The rules of safeguards; the match on top is the table of contents.

use std::collections::BTreeSet;
use std::time::Duration;

use sentier_kernel::{Moment, Violation};

use super::{ALONE_LASTS, Command, Event, Fact, Rejection, TOGETHER_LASTS};
use crate::case::decide::{at_work, valid};
use crate::case::{self, State};
use crate::id::{EntryId, StaffId};
use crate::safe_contact;

/// A seal to more than these is none.
const MOST_NAMED: usize = 20;

/// Whether a fact is news; a repeat is none.
type News = Result<bool, case::Rejection>;

/// The event that follows from a command.
pub(in crate::case) fn decide(
    state: &State,
    command: Command,
    at: Moment,
) -> Result<Vec<case::Event>, case::Rejection> {
    let known = state.safeguard.entries.contains(&command.entry);
    if known || !news(state, &command, at)? {
        return Ok(Vec::new());
    }
    let Command { entry, by, fact, .. } = command;
    Ok(vec![case::Event::Safeguard(Event { entry, by, at, fact })])
}

fn news(state: &State, command: &Command, at: Moment) -> News {
    state.opening.as_ref().ok_or(case::Rejection::NoSuchCase)?;
    let (safeguard, by) = (&state.safeguard, command.by);
    match &command.fact {
        Fact::StaffExcluded { staff, .. } => Ok(!safeguard.excluded.contains_key(staff)),
        Fact::StaffReadmitted { staff, .. } => Ok(safeguard.excluded.contains_key(staff)),
        Fact::CaseSealed { to, .. } => seal(state, to),
        Fact::CaseUnsealed { .. } => Ok(safeguard.sealed_to.is_some()),
        Fact::GlassRequested { .. } => {
            readable(state)?;
            Ok(!safeguard.glass.values().any(|glass| glass.by == by && glass.waits(at)))
        }
        Fact::GlassApproved { request, expires_at } => {
            lasts(*expires_at, at, TOGETHER_LASTS)?;
            approve(state, *request, by, at)
        }
        Fact::GlassBroken { expires_at, .. } => {
            readable(state)?;
            lasts(*expires_at, at, ALONE_LASTS)?;
            // Who goes in alone again and again is asked why first.
            let hers = |glass: &super::Glass| glass.by == by && glass.is_alarm();
            if safeguard.glass.values().any(hers) {
                return Err(Rejection::ReviewPending.into());
            }
            Ok(true)
        }
        Fact::GlassReviewed { opening, .. } => review(state, *opening, by),
        Fact::SafeContactSet { plan } => {
            at_work(state)?;
            valid(
                plan.expose().map_or_else(Vec::new, |plan| safe_contact::violations("plan", plan)),
            )?;
            Ok(true)
        }
        Fact::ContactAttempted { .. } => contact(state, command, at),
    }
}

/// An erased survivor has no file to open.
const fn readable(state: &State) -> Result<(), case::Rejection> {
    if state.erased { Err(case::Rejection::SurvivorErased) } else { Ok(()) }
}

/// Whether a case may be given to a member of staff, or asked of her.
pub(in crate::case) fn may_be_given(state: &State, to: StaffId) -> Result<(), Rejection> {
    if state.safeguard.excluded.contains_key(&to) {
        Err(Rejection::StaffExcluded)
    } else if state.safeguard.sealed_to.as_ref().is_some_and(|named| !named.contains(&to)) {
        Err(Rejection::NotNamed)
    } else {
        Ok(())
    }
}

/// A seal names who works on the case, and nobody with a conflict of interest.
fn seal(state: &State, to: &BTreeSet<StaffId>) -> News {
    let wrong = match to.len() {
        0 => vec![Violation::required("staff")],
        count if count > MOST_NAMED => vec![Violation::new("staff", "violation-too-many")],
        _ => Vec::new(),
    };
    valid(wrong)?;
    if to.iter().any(|named| state.safeguard.excluded.contains_key(named)) {
        return Err(Rejection::StaffExcluded.into());
    }
    if state.opening.as_ref().is_some_and(|opening| !to.contains(&opening.caseworker)) {
        return Err(Rejection::CaseworkerNotNamed.into());
    }
    Ok(state.safeguard.sealed_to.as_ref() != Some(to))
}

/// No longer than is ever permitted.
fn lasts(expires_at: Moment, at: Moment, most: Duration) -> Result<(), case::Rejection> {
    let too_long = expires_at > at.plus(most);
    valid(
        too_long
            .then(|| Violation::new("expire_time", "violation-out-of-range"))
            .into_iter()
            .collect(),
    )
}

/// Approves a request: never she who asked, and not after it lapsed.
fn approve(state: &State, request: EntryId, by: StaffId, at: Moment) -> News {
    let asked = state.safeguard.glass.get(&request).filter(|glass| !glass.alone);
    let asked = asked.ok_or(Rejection::NoSuchGlass)?;
    if asked.expires_at.is_some() {
        return Ok(false);
    }
    if asked.by == by {
        return Err(Rejection::OwnGlass.into());
    }
    if !asked.waits(at) {
        return Err(Rejection::GlassLapsed.into());
    }
    // A conflict that came to light since she asked.
    may_be_given(state, asked.by)?;
    Ok(true)
}

/// Looks into what was opened alone: never she who did.
fn review(state: &State, opening: EntryId, by: StaffId) -> News {
    let broken = state.safeguard.glass.get(&opening).filter(|glass| glass.alone);
    let broken = broken.ok_or(Rejection::NoSuchGlass)?;
    if broken.by == by {
        return Err(Rejection::OwnGlass.into());
    }
    Ok(broken.reviewed.is_none())
}

/// Nobody reaches out to her but as she agreed in the plan that holds now.
fn contact(state: &State, command: &Command, at: Moment) -> News {
    let Fact::ContactAttempted { channel, answerer, .. } = command.fact else { return Ok(false) };
    at_work(state)?;
    if state.safeguard.safe_contact != command.plan.as_ref().map(|(entry, _)| *entry) {
        return Err(Rejection::ContactPlanChanged.into());
    }
    let plan = command.plan.as_ref().and_then(|(_, plan)| plan.expose());
    let answer = safe_contact::decide(plan, channel, answerer, at);
    if answer.is_allowed() { Ok(true) } else { Err(Rejection::ContactNotAllowed(answer).into()) }
}
