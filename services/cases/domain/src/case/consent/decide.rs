//! The rules of consent on a case.

use std::collections::{BTreeMap, BTreeSet};

use sentier_kernel::{Moment, Sensitive, Violation};

use super::{OVERRIDE_LASTS, Wanted};
use crate::case::decide::{Decision, at_work, valid};
use crate::case::{Command, Event, Rejection, State, agency};
use crate::consent::{self, Born, Giving, Withdrawal};
use crate::id::{ConsentId, ReferralId, StaffId};
use crate::value::{Date, OverrideReason};

/// Records a consent. Who may give it follows from her age: from what is known of her birth, and else from
/// the band that is stated.
pub(in crate::case) fn grant_consent(state: &State, command: Command, at: Moment) -> Decision {
    let Command::GrantConsent {
        consent: id,
        purpose,
        agency,
        field_groups,
        expires_at,
        giving,
        born,
    } = command
    else {
        return Ok(Vec::new());
    };
    at_work(state)?;
    if state.overrides.contains_key(&id) {
        return Err(Rejection::AlreadyExists);
    }
    if let Some(known) = state.consent(id) {
        let same = known.purpose == purpose
            && known.agency == agency
            && known.field_groups == field_groups
            && known.expires_at == expires_at;
        return if same { Ok(Vec::new()) } else { Err(Rejection::AlreadyExists) };
    }
    let mut violations =
        consent::violations(purpose, agency.is_some(), !field_groups.is_empty(), expires_at, at);
    let of_giving = giving.expose().map(|it| it.violations_of("giving", born, Date::of(at)));
    violations.extend(of_giving.unwrap_or_default());
    valid(violations)?;
    Ok(vec![Event::ConsentGranted {
        consent: id,
        purpose,
        agency,
        field_groups,
        expires_at,
        giving: Some(giving),
        at,
    }])
}

/// Withdrawal is possible at any time, on a closed case too.
pub(in crate::case) fn withdraw_consent(state: &State, consent: ConsentId, at: Moment) -> Decision {
    state.opening.as_ref().ok_or(Rejection::NoSuchCase)?;
    let known = state.consent(consent).ok_or(Rejection::NoSuchConsent)?;
    if known.withdrawn_at.is_some() {
        return Ok(Vec::new());
    }
    Ok(end(state, &BTreeSet::from([consent]), Withdrawal::TakenBack, at))
}

/// Ends the consents that somebody else had to give, by her birth as it is corrected: her age on the day of
/// each decides, and not the band that was stated then. One that has expired ends too, whatever a clock says
/// later.
pub(in crate::case) fn end_by_age(
    state: &State,
    givings: &BTreeMap<ConsentId, Sensitive<Giving>>,
    born: Option<Born>,
    at: Moment,
) -> Vec<Event> {
    let standing = state.consents.iter().filter(|one| one.withdrawn_at.is_none());
    let wrong = standing.filter(|one| {
        let giving = givings.get(&one.id).and_then(Sensitive::expose);
        !one.could_be_given(giving, born)
    });
    let ended: BTreeSet<ConsentId> = wrong.map(|one| one.id).collect();
    end(state, &ended, Withdrawal::Correction, at)
}

/// Ends consents, and what relies on them.
fn end(
    state: &State,
    consents: &BTreeSet<ConsentId>,
    because: Withdrawal,
    at: Moment,
) -> Vec<Event> {
    let relies = |of: ReferralId| {
        state.referrals.get(&of).is_some_and(|known| consents.contains(&known.consent))
    };
    let ended = agency::ends_with(state, relies, at);
    let withdrawn =
        consents.iter().map(|consent| Event::ConsentWithdrawn { consent: *consent, because, at });
    withdrawn.chain(ended).collect()
}

/// Asks for an override: a legal ground, field groups, and a reason in words.
pub(in crate::case) fn request_override(state: &State, command: Command, at: Moment) -> Decision {
    let Command::RequestOverride { id, wanted, reason, by } = command else {
        return Ok(Vec::new());
    };
    at_work(state)?;
    if let Some(known) = state.overrides.get(&id) {
        let same = known.wanted == wanted && known.requested_by == by;
        return if same { Ok(Vec::new()) } else { Err(Rejection::AlreadyExists) };
    }
    if state.consent(id).is_some() {
        return Err(Rejection::AlreadyExists);
    }
    valid(override_violations(&wanted, reason.expose().is_none_or(OverrideReason::is_empty)))?;
    Ok(vec![Event::OverrideRequested { id, wanted, reason, by, at }])
}

/// The rules about an override's fields that do not hold.
pub fn override_violations(wanted: &Wanted, reason_missing: bool) -> Vec<Violation> {
    let needs = [("field_groups", wanted.field_groups.is_empty()), ("reason", reason_missing)];
    needs
        .into_iter()
        .filter(|(_, missing)| *missing)
        .map(|(field, _)| Violation::required(field))
        .collect()
}

/// Approves an override: never she who asked, and not after the request lapsed.
pub(in crate::case) fn approve_override(
    state: &State,
    id: ConsentId,
    by: StaffId,
    at: Moment,
) -> Decision {
    at_work(state)?;
    let known = state.overrides.get(&id).ok_or(Rejection::NoSuchOverride)?;
    if let Some((approver, _)) = known.approved {
        return if approver == by { Ok(Vec::new()) } else { Err(Rejection::AlreadyExists) };
    }
    if known.requested_by == by {
        return Err(Rejection::OwnOverride);
    }
    if !known.waits(at) {
        return Err(Rejection::OverrideLapsed);
    }
    Ok(vec![Event::OverrideApproved { id, by, expires_at: at.plus(OVERRIDE_LASTS), at }])
}
