//! What a safeguard changes. Total: history is never refused.

use super::{Event, Fact, Glass};
use crate::case::State;

/// The state of the case after one more entry.
pub(in crate::case) fn evolve(state: &mut State, event: &Event) {
    let Event { entry, by, at, fact } = event;
    let safeguard = &mut state.safeguard;
    safeguard.entries.insert(*entry);
    match fact {
        Fact::StaffExcluded { staff, .. } => {
            safeguard.excluded.insert(*staff, *entry);
            // Whom the case must not reach is asked no more to take it over.
            state.care.transfer.take_if(|asked| asked.to == *staff);
        }
        Fact::StaffReadmitted { staff, .. } => {
            safeguard.excluded.remove(staff);
        }
        Fact::CaseSealed { to, .. } => {
            safeguard.sealed_to = Some(to.clone());
        }
        Fact::CaseUnsealed { .. } => safeguard.sealed_to = None,
        Fact::GlassRequested { .. } => {
            safeguard.glass.insert(*entry, glass(event));
        }
        Fact::GlassApproved { request, expires_at } => {
            if let Some(asked) = safeguard.glass.get_mut(request) {
                asked.approved_by = Some(*by);
                asked.expires_at = Some(*expires_at);
            }
        }
        Fact::GlassBroken { expires_at, .. } => {
            let broken = Glass { alone: true, expires_at: Some(*expires_at), ..glass(event) };
            safeguard.glass.insert(*entry, broken);
        }
        Fact::GlassReviewed { opening, .. } => {
            if let Some(broken) = safeguard.glass.get_mut(opening) {
                broken.reviewed = Some((*by, *at));
            }
        }
        Fact::SafeContactSet { .. } => safeguard.safe_contact = Some(*entry),
        Fact::ContactAttempted { .. } => {}
    }
}

/// A request that waits.
const fn glass(event: &Event) -> Glass {
    Glass {
        by: event.by,
        at: event.at,
        approved_by: None,
        expires_at: None,
        alone: false,
        reviewed: None,
    }
}
