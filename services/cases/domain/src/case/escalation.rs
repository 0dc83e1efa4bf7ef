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
    // To whom a case is handed over is her word with her caseworker, and no pathway's.
    let transfer = state.agency.transfers.contains(&expired);
    if settled || transfer || silent.progress != Progress::Expired {
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

#[cfg(test)]
mod spec {
    use sentier_kernel::spec::given;

    use super::super::spec::{
        IDENTITY, ask_to_close, close, day, grant, groups, history, id, open, progress, refer,
        withdraw,
    };
    use super::super::{Case, Command, Event};
    use crate::codes::{ClosureReason, Need, Progress, Urgency};
    use crate::id::{AgencyId, ConsentId, ReferralId, StructureId};

    fn escalate(agency: u8) -> Command {
        Command::EscalateReferral {
            expired: ReferralId::from_uuid(id(1)),
            referral: ReferralId::from_uuid(id(9)),
            agency: AgencyId::from_uuid(id(agency)),
            structure: StructureId::from_uuid(id(agency)),
        }
    }

    /// The first agency was silent; the second is consented to as well.
    fn silent() -> Vec<Command> {
        vec![
            open(),
            grant(1, 1, None),
            grant(2, 2, None),
            refer(1, 1, 1, IDENTITY),
            progress(1, Progress::Expired),
        ]
    }

    #[test]
    fn the_next_structure_is_asked_for_the_same_need_under_a_consent_of_its_own() {
        let asked = Event::ReferralRequested {
            referral: ReferralId::from_uuid(id(9)),
            agency: AgencyId::from_uuid(id(2)),
            structure: StructureId::from_uuid(id(2)),
            need: Need::HealthCare,
            urgency: Urgency::Routine,
            consent: ConsentId::from_uuid(id(2)),
            field_groups: groups(IDENTITY),
            at: day(9),
        };
        given::<Case>(history(silent())).when(escalate(2), day(9)).then([asked.clone()]);
        let again = history(silent()).into_iter().chain([asked]);
        given::<Case>(again).when(escalate(2), day(9)).then_nothing();
    }

    #[test]
    fn without_a_consent_for_the_next_agency_nothing_is_asked() {
        given::<Case>(history(silent())).when(escalate(3), day(9)).then_nothing();
        let withdrawn = silent().into_iter().chain([withdraw(2)]);
        given::<Case>(history(withdrawn)).when(escalate(2), day(9)).then_nothing();
        let mut ends = silent();
        ends[2] = grant(2, 2, Some(8));
        given::<Case>(history(ends)).when(escalate(2), day(9)).then_nothing();
    }

    #[test]
    fn only_silence_is_escalated_and_only_on_a_case_at_work() {
        for other in [Progress::Accepted, Progress::Declined, Progress::Completed] {
            let mut answered = silent();
            answered[4] = progress(1, other);
            given::<Case>(history(answered)).when(escalate(2), day(9)).then_nothing();
        }
        let closed = silent().into_iter().chain([ask_to_close(ClosureReason::NeedsMet), close()]);
        given::<Case>(history(closed)).when(escalate(2), day(9)).then_nothing();
        // Who works on the case was faster.
        let asked = silent().into_iter().chain([refer(5, 2, 2, IDENTITY)]);
        given::<Case>(history(asked)).when(escalate(2), day(9)).then_nothing();
    }
}
