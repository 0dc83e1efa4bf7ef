//! What consents and overrides leave in the state.

use super::Override;
use crate::case::evolve::revoke;
use crate::case::{Event, State};
use crate::codes::Purpose;
use crate::consent::{Basis, Consent, Withdrawal};
use crate::id::ConsentId;
use sentier_kernel::Moment;

/// Remembers a consent.
pub(in crate::case) fn granted(state: &mut State, event: &Event) {
    if let Event::ConsentGranted {
        consent, purpose, agency, field_groups, expires_at, at, ..
    } = event
    {
        state.consents.push(Consent {
            id: *consent,
            basis: Basis::Consent,
            purpose: *purpose,
            agency: *agency,
            field_groups: field_groups.clone(),
            granted_at: *at,
            expires_at: *expires_at,
            withdrawn_at: None,
            by_correction: false,
        });
    }
}

/// A withdrawn consent takes the open referrals that rely on it along.
pub(in crate::case) fn withdrawn(
    state: &mut State,
    consent: ConsentId,
    because: Withdrawal,
    at: Moment,
) {
    for known in state.consents.iter_mut().filter(|known| known.id == consent) {
        known.withdrawn_at = Some(at);
        known.by_correction = because == Withdrawal::Correction;
    }
    revoke(state, Some(consent));
}

/// Remembers a request.
pub(in crate::case) fn requested(state: &mut State, event: &Event) {
    if let Event::OverrideRequested { id, wanted, by, at, .. } = event {
        let asked = Override {
            wanted: wanted.clone(),
            requested_by: *by,
            requested_at: *at,
            approved: None,
        };
        state.overrides.insert(*id, asked);
    }
}

/// An approved override permits from now on, as a consent of its own kind.
pub(in crate::case) fn approved(state: &mut State, event: &Event) {
    let Event::OverrideApproved { id, by, expires_at, at } = event else { return };
    let Some(known) = state.overrides.get_mut(id) else { return };
    known.approved = Some((*by, *at));
    let wanted = known.wanted.clone();
    state.consents.push(Consent {
        id: *id,
        basis: Basis::Override(wanted.ground),
        purpose: Purpose::Services,
        agency: Some(wanted.agency),
        field_groups: wanted.field_groups,
        granted_at: *at,
        expires_at: Some(*expires_at),
        withdrawn_at: None,
        by_correction: false,
    });
}
