//! A structure was silent past its deadline: the same need goes to another one, as the pathway ranks those that
//! take her now, if she consented to it.

use std::collections::BTreeMap;

use sentier_kernel::Moment;

use super::agency::{self, Fact, Place};
use super::decide::{Decision, at_work};
use super::{CaseReferral, Event, Rejection, State};
use crate::codes::{Need, Progress, Purpose};
use crate::consent::covers;
use crate::id::{AgencyId, ReferralId, StructureId};

/// What a silent structure leaves: a need, and those who were asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The need.
    pub need: Need,
    /// Every structure that this case was sent to for it, with its agency.
    pub tried: BTreeMap<StructureId, AgencyId>,
}

/// What an expired referral leaves that nobody saw to; none when nothing is wanted any more, so that her file
/// need not be opened. Of the case alone: the consents are looked at when another is asked.
pub fn left(state: &State, expired: ReferralId) -> Option<Left> {
    let silent = state.referrals.get(&expired)?;
    // To whom a case is handed over is her word with her caseworker, and no pathway's.
    let transfer = state.agency.transfers.contains(&expired);
    if transfer || silent.progress != Progress::Expired || at_work(state).is_err() {
        return None;
    }
    let same = state.referrals.iter().filter(|(_, known)| known.need == silent.need);
    // Who works on the case was faster.
    let seen_to = |(id, known): (&ReferralId, &CaseReferral)| {
        *id != expired
            && known.requested_at >= silent.requested_at
            && (!known.progress.is_final() || known.progress == Progress::Completed)
    };
    if same.clone().any(seen_to) {
        return None;
    }
    let tried = same.map(|(_, known)| (known.structure, known.agency)).collect();
    Some(Left { need: silent.need, tried })
}

/// PRIVACY: nothing goes to an agency that no consent of hers names, for every field group that the first
/// one was to see. The first in rank that one covers is asked; of one before it that none covers she is to be
/// asked too, and that is a task. Without any consent nothing is asked: the task that the expiry began tells
/// the caseworker, who speaks with her. A case that is closed, merged or erased wants nothing more.
pub(super) fn escalate(
    state: &State,
    expired: ReferralId,
    (referral, ranked): (ReferralId, &[Place]),
    at: Moment,
) -> Decision {
    let silent = state.referrals.get(&expired).ok_or(Rejection::NoSuchReferral)?;
    let Some(left) = left(state, expired).filter(|_| !state.referrals.contains_key(&referral))
    else {
        return Ok(Vec::new());
    };
    let (need, urgency, groups) = (silent.need, silent.urgency, &silent.field_groups);
    let mut passed_over = None;
    for place in ranked.iter().filter(|place| !left.tried.contains_key(&place.structure)) {
        let agency = Some(place.agency);
        let Some(consent) = covers(&state.consents, agency, Purpose::Services, groups, at) else {
            passed_over = passed_over.or(Some(*place));
            continue;
        };
        let asked = Event::ReferralRequested {
            referral,
            agency: place.agency,
            structure: place.structure,
            need,
            urgency,
            consent: consent.id,
            field_groups: groups.clone(),
            at,
        };
        let told = passed_over.map(|place| {
            let fact = Fact::PassedOver { referral, place, need, urgency };
            Event::Agency(agency::Event { fact, at })
        });
        return Ok([asked].into_iter().chain(told).collect());
    }
    Ok(Vec::new())
}

#[cfg(test)]
mod spec {
    use sentier_kernel::Decider as _;
    use sentier_kernel::spec::given;

    use super::super::agency::{self, Fact, Place};
    use super::super::care::task::{Change, Kind, changes};
    use super::super::spec::{
        IDENTITY, ask_to_close, close, day, grant, groups, history, id, open, progress, refer,
        withdraw,
    };
    use super::super::{Case, Command, Event};
    use super::left;
    use crate::codes::{ClosureReason, Need, Progress, Urgency};
    use crate::id::{AgencyId, ConsentId, ReferralId, StructureId};

    fn place(agency: u8) -> Place {
        let (agency, structure) = (id(agency), id(agency));
        Place { agency: AgencyId::from_uuid(agency), structure: StructureId::from_uuid(structure) }
    }

    fn along(ranked: &[u8]) -> Command {
        Command::EscalateReferral {
            expired: ReferralId::from_uuid(id(1)),
            referral: ReferralId::from_uuid(id(9)),
            ranked: ranked.iter().copied().map(place).collect(),
        }
    }

    fn escalate(agency: u8) -> Command {
        along(&[agency])
    }

    fn progressed(referral: ReferralId, progress: Progress) -> Event {
        let at = day(10);
        Event::ReferralProgressed { referral, progress, outcome: None, happened_at: at, at }
    }

    fn asked() -> Event {
        Event::ReferralRequested {
            referral: ReferralId::from_uuid(id(9)),
            agency: AgencyId::from_uuid(id(2)),
            structure: StructureId::from_uuid(id(2)),
            need: Need::HealthCare,
            urgency: Urgency::Routine,
            consent: ConsentId::from_uuid(id(2)),
            field_groups: groups(IDENTITY),
            at: day(9),
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
        given::<Case>(history(silent())).when(escalate(2), day(9)).then([asked()]);
        let again = history(silent()).into_iter().chain([asked()]);
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

    #[test]
    fn one_that_no_consent_covers_is_passed_over_and_she_is_asked_about_it() {
        let fact = Fact::PassedOver {
            referral: ReferralId::from_uuid(id(9)),
            place: place(3),
            need: Need::HealthCare,
            urgency: Urgency::Routine,
        };
        let told = Event::Agency(agency::Event { fact, at: day(9) });
        // The first of those before it is told of; who was asked already is neither asked nor told of.
        given::<Case>(history(silent()))
            .when(along(&[1, 3, 4, 2, 5]), day(9))
            .then([asked(), told.clone()]);
        given::<Case>(history(silent())).when(along(&[2, 3]), day(9)).then([asked()]);
        let begun = changes(&told);
        let about = id(9);
        assert!(matches!(
            begun[..],
            [Change::Begin(task)] if task.kind == Kind::Consent && task.subject == about
        ));
        // Once the other takes her, there is nothing to ask any more.
        let referral = ReferralId::from_uuid(about);
        for progress in [Progress::Accepted, Progress::Declined, Progress::Revoked] {
            let answered = progressed(referral, progress);
            assert!(changes(&answered).contains(&Change::End(Kind::Consent, about)));
        }
        assert!(changes(&progressed(referral, Progress::Received)).is_empty());
    }

    #[test]
    fn what_is_left_is_the_need_and_everybody_who_was_asked_for_it() {
        let expired = ReferralId::from_uuid(id(1));
        let mut case = silent();
        // One that was asked beside it, and is waited for.
        case.insert(3, refer(4, 2, 2, IDENTITY));
        let state = Case::fold(&history(case));
        let left = left(&state, expired).unwrap();
        assert_eq!(left.need, Need::HealthCare);
        let tried = [1, 2].map(|agency| (place(agency).structure, place(agency).agency));
        assert_eq!(left.tried, tried.into());
    }
}
