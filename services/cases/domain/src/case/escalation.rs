//! A structure was silent past its deadline: the same need goes to the next one, if she consented to it.

use sentier_kernel::Moment;

use super::decide::{Decision, at_work};
use super::{Event, Rejection, State};
use crate::codes::{Progress, Purpose};
use crate::consent::covers;
use crate::id::{AgencyId, ReferralId, StructureId};

/// PRIVACY: nothing goes to an agency that no consent of hers names, for every field group that the first
/// one was to see. Without one nothing is asked: the task that the expiry began tells the caseworker, who
/// speaks with her. A case that is closed, merged or erased wants nothing more.
pub(super) fn escalate(
    state: &State,
    expired: ReferralId,
    (referral, agency, structure): (ReferralId, AgencyId, StructureId),
    at: Moment,
) -> Decision {
    let silent = state.referrals.get(&expired).ok_or(Rejection::NoSuchReferral)?;
    let settled = state.referrals.contains_key(&referral) || at_work(state).is_err();
    if settled || silent.progress != Progress::Expired {
        return Ok(Vec::new());
    }
    // Who works on the case may have asked there meanwhile.
    let asked = state.referrals.values().any(|known| {
        known.structure == structure && known.need == silent.need && !known.progress.is_final()
    });
    let groups = &silent.field_groups;
    let consent = covers(&state.consents, Some(agency), Purpose::Services, groups, at);
    Ok(match consent {
        Some(consent) if !asked => vec![Event::ReferralRequested {
            referral,
            agency,
            structure,
            need: silent.need,
            urgency: silent.urgency,
            consent: consent.id,
            field_groups: groups.clone(),
            at,
        }],
        _ => Vec::new(),
    })
}
