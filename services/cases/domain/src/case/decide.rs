//! The rules of a case: one function per command; the match on top is the table of contents.

use std::collections::BTreeSet;

use sentier_kernel::id::Uuid;
use sentier_kernel::{Moment, Violation};

use super::care::task::Kind;
use super::{
    Command, Erasure, Event, Rejection, State, agency, care, consent, correction, ending,
    escalation, intake, merge, safeguard,
};
use crate::codes::{ClosureReason, Outcome, Progress, Purpose};
use crate::consent::covers;
use crate::id::{IncidentId, ReferralId, StaffId};

pub(super) type Decision = Result<Vec<Event>, Rejection>;

/// The events that follow from a command.
pub(super) fn decide(state: &State, command: Command, at: Moment) -> Decision {
    match command {
        command @ Command::OpenCase { .. } => intake::open_case(state, command, at),
        command @ Command::RecordIncident { .. } => intake::record_incident(state, command, at),
        Command::CorrectSurvivor(wish) => correction::correct_survivor(state, wish, at),
        Command::CorrectIncident(wish) => correction::correct_incident(state, wish, at),
        command @ Command::GrantConsent { .. } => consent::grant_consent(state, command, at),
        Command::WithdrawConsent { consent } => consent::withdraw_consent(state, consent, at),
        command @ Command::RequestOverride { .. } => consent::request_override(state, command, at),
        Command::ApproveOverride { id, by } => consent::approve_override(state, id, by, at),
        command @ Command::RequestReferral { .. } => request_referral(state, command, at),
        Command::RecordReferralProgress { referral, progress, outcome, happened_at } => {
            record_progress(state, referral, (progress, outcome, happened_at), at)
        }
        Command::EscalateReferral { expired, referral, ranked } => {
            escalation::escalate(state, expired, (referral, &ranked), at)
        }
        command @ Command::RecordFollowUp { .. } => record_follow_up(state, command, at),
        Command::ReleaseFacts { incident, is_whole } => {
            release_facts(state, incident, is_whole, at)
        }
        Command::Agency(command) => agency::decide(state, command, at),
        Command::TakeUpOnward(wish) => agency::take_up(state, wish, at),
        Command::AskTransfer(wish) => agency::ask_transfer(state, wish, at),
        Command::Care(command) => care::decide(state, command, at),
        Command::TellOverdue { kind, subject, due } => {
            tell_overdue(state, (kind, subject, due), at)
        }
        Command::Ending(command) => ending::decide(state, command, at),
        Command::Merge(command) => merge::decide(state, command, at),
        Command::Safeguard(command) => safeguard::decide(state, command, at),
        Command::CloseCase { reason, supervisor } => close_case(state, reason, supervisor, at),
        Command::EraseSurvivor(erasure) => erase_survivor(state, erasure, at),
    }
}

/// Work on a case needs it to be there, not erased, not merged into another, not closed.
pub(super) fn at_work(state: &State) -> Result<(), Rejection> {
    if state.opening.is_none() {
        Err(Rejection::NoSuchCase)
    } else if state.erased {
        Err(Rejection::SurvivorErased)
    } else if state.merging.follows.is_some() {
        Err(Rejection::CaseMerged)
    } else if state.closed.is_some() {
        Err(Rejection::CaseClosed)
    } else {
        Ok(())
    }
}

/// Nothing, or all the fields that are wrong.
pub(super) fn valid(violations: Vec<Violation>) -> Result<(), Rejection> {
    if violations.is_empty() { Ok(()) } else { Err(Rejection::InvalidFields(violations)) }
}

/// No referral without a consent valid now for its agency and for every field group.
pub(super) fn request_referral(state: &State, command: Command, at: Moment) -> Decision {
    let Command::RequestReferral {
        referral,
        agency,
        structure,
        need,
        urgency,
        consent,
        field_groups,
    } = command
    else {
        return Ok(Vec::new());
    };
    at_work(state)?;
    if let Some(known) = state.referrals.get(&referral) {
        let same = known.agency == agency
            && known.structure == structure
            && known.need == need
            && known.urgency == urgency
            && known.consent == consent
            && known.field_groups == field_groups;
        return if same { Ok(Vec::new()) } else { Err(Rejection::AlreadyExists) };
    }
    if field_groups.is_empty() {
        valid(vec![Violation::required("field_groups")])?;
    }
    let known = state.consent(consent).ok_or(Rejection::NoSuchConsent)?;
    if !known.is_valid(at) {
        return Err(Rejection::ConsentNotValid);
    }
    if known.purpose == Purpose::Services && known.agency != Some(agency) {
        return Err(Rejection::ConsentForAnotherAgency);
    }
    let alone = std::slice::from_ref(known);
    covers(alone, Some(agency), Purpose::Services, &field_groups, at)
        .ok_or(Rejection::NoConsent)?;
    Ok(vec![Event::ReferralRequested {
        referral,
        agency,
        structure,
        need,
        urgency,
        consent,
        field_groups,
        at,
    }])
}

/// Partners answer whenever they do: on a closed or erased case, twice, or out of order. With the acceptance of
/// a transfer the responsibility is the agency's, and the centre's work on the case ends.
fn record_progress(
    state: &State,
    referral: ReferralId,
    (progress, outcome, happened_at): (Progress, Option<Outcome>, Moment),
    at: Moment,
) -> Decision {
    let known = state.referrals.get(&referral).ok_or(Rejection::NoSuchReferral)?;
    if !known.progress.advances_to(progress) {
        return Ok(Vec::new());
    }
    let outcome = outcome.filter(|_led_to| progress == Progress::Completed);
    // The clocks of two services differ: nothing happened later than it is heard of.
    let happened_at = happened_at.min(at);
    let mut events =
        vec![Event::ReferralProgressed { referral, progress, outcome, happened_at, at }];
    if agency::takes_over(state, referral, progress) {
        events.extend(agency::ends_with(state, |_of| true, at));
        events.push(Event::CaseClosed { reason: ClosureReason::Transferred, at });
    } else if progress == Progress::Revoked {
        events.extend(agency::ends_with(state, |of| of == referral, at));
    }
    Ok(events)
}

fn record_follow_up(state: &State, command: Command, at: Moment) -> Decision {
    let Command::RecordFollowUp { follow_up, met_at, goals, next_on, note } = command else {
        return Ok(Vec::new());
    };
    at_work(state)?;
    if state.follow_ups.contains(&follow_up) {
        return Ok(Vec::new());
    }
    let mut wrong = Vec::new();
    if met_at > at {
        wrong.push(Violation::in_future("meet_time"));
    }
    wrong.extend(next_on.and_then(|on| care::unplannable("next_day", on, at)));
    valid(wrong)?;
    Ok(vec![Event::FollowUpRecorded { follow_up, met_at, goals, next_on, note, at }])
}

/// Facts go to the statistics under a consent to statistics that is valid now; a closed case may release. She
/// consents first and is asked afterwards: an incident that is not whole by then is withheld, and told so once.
fn release_facts(state: &State, incident: IncidentId, is_whole: bool, at: Moment) -> Decision {
    state.opening.as_ref().ok_or(Rejection::NoSuchCase)?;
    if *state.incidents.get(&incident).ok_or(Rejection::NoSuchIncident)? {
        return Ok(Vec::new());
    }
    if state.erased {
        return Err(Rejection::SurvivorErased);
    }
    let none = BTreeSet::new();
    let consent = covers(&state.consents, None, Purpose::Statistics, &none, at)
        .ok_or(Rejection::NoConsent)?
        .id;
    if !is_whole {
        let told = state.withheld.contains(&incident);
        return Ok(if told { Vec::new() } else { vec![Event::FactsWithheld { incident, at }] });
    }
    Ok(vec![Event::FactsReleased { incident, consent, at }])
}

/// A case closes when its closure was asked for with the checklist, another approves it who supervises, and
/// no referral waits for an answer; an erased case may be closed.
fn close_case(
    state: &State,
    reason: ClosureReason,
    supervisor: Option<StaffId>,
    at: Moment,
) -> Decision {
    state.opening.as_ref().ok_or(Rejection::NoSuchCase)?;
    if let Some((known, _)) = state.closed {
        return if known == reason { Ok(Vec::new()) } else { Err(Rejection::CaseClosed) };
    }
    if state.merging.follows.is_some() {
        return Err(Rejection::CaseMerged);
    }
    care::may_close(state, reason, supervisor)?;
    match state.open_referrals() {
        0 => {
            let mut events = agency::ends_with(state, |_of| true, at);
            events.push(Event::CaseClosed { reason, at });
            Ok(events)
        }
        open => Err(Rejection::ReferralsOpen(open)),
    }
}

/// Told once, and never of a case whose tasks rest.
fn tell_overdue(state: &State, overdue: (Kind, Uuid, Moment), at: Moment) -> Decision {
    state.opening.as_ref().ok_or(Rejection::NoSuchCase)?;
    let (kind, subject, due) = overdue;
    if at_work(state).is_err() || at < due || state.care.overdue.contains(&overdue) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::TaskOverdue { kind, subject, due, at }])
}

/// She is erased once; a legal hold forbids it, unless the law itself demands it.
fn erase_survivor(state: &State, erasure: Erasure, at: Moment) -> Decision {
    let opening = state.opening.as_ref().ok_or(Rejection::NoSuchCase)?;
    if state.erased {
        return Ok(Vec::new());
    }
    let Erasure { entry, by, ground, keys } = erasure;
    if state.care.hold.is_some() && !ground.is_above_hold() {
        return Err(care::Rejection::OnHold.into());
    }
    let objects = state.care.attachments.values().map(|held| held.object).collect();
    let fact = care::Fact::ErasureOrdered { ground, keys, objects };
    Ok(vec![
        Event::Care(care::Event { entry, by, at, fact }),
        Event::SurvivorErased { survivor: opening.survivor, at },
    ])
}
