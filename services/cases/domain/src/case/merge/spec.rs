//! Merging, specified: one case is followed, nothing is lost, nothing is widened, and it can be undone.

use proptest::prelude::*;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Moment};

use super::{Command, Fact};
use crate::case::care::task::{Change, changes};
use crate::case::spec::{
    IDENTITY, ask_to_close, close, day, erase, grant, history, id, incident, open, progress, refer,
    statistics, withdraw,
};
use crate::case::{self, Case, Event, Rejection, State};
use crate::codes::{ClosureReason, FieldGroup, Progress};
use crate::disclosure;
use crate::id::{AgencyId, CaseId, MergeId, ReferralId, StaffId};

const OTHER: u8 = 9;

fn case(number: u8) -> CaseId {
    CaseId::from_uuid(id(number))
}

fn merge(number: u8) -> MergeId {
    MergeId::from_uuid(id(number))
}

fn sena() -> StaffId {
    StaffId::from_uuid(id(7))
}

fn follow(number: u8) -> case::Command {
    case::Command::Merge(Command::Follow { merge: merge(number), case: case(OTHER), by: sena() })
}

fn take_in(number: u8) -> case::Command {
    case::Command::Merge(Command::TakeIn { merge: merge(number), case: case(OTHER), by: sena() })
}

fn undo(number: u8) -> case::Command {
    case::Command::Merge(Command::Undo { merge: merge(number), by: sena() })
}

fn different(other: u8) -> case::Command {
    case::Command::Merge(Command::MarkDifferent { case: case(other), by: sena() })
}

#[test]
fn no_work_begins_on_a_case_that_follows_another() {
    let merged = history([open(), grant(1, 1, None), follow(1)]);
    for work in [incident(1), grant(2, 1, None), refer(1, 1, 1, IDENTITY), close()] {
        given::<Case>(merged.clone()).when(work, day(9)).then_refused("CASE_MERGED");
    }
}

#[test]
fn a_consent_given_on_it_is_withdrawn_there_and_a_referral_goes_on_there() {
    let merged = history([open(), grant(1, 1, None), refer(1, 1, 1, IDENTITY), follow(1)]);
    let state = Case::fold(&merged);
    let (referral, agency) = (ReferralId::from_uuid(id(1)), AgencyId::from_uuid(id(1)));
    assert!(disclosure::permit(&state, referral, agency, day(9)).is_ok());
    let accepted = Case::decide(&state, progress(1, Progress::Accepted), day(9));
    assert_eq!(accepted.map(|events| events.len()), Ok(1));
    let withdrawn = Case::decide(&state, withdraw(1), day(9)).unwrap();
    let state = withdrawn.iter().fold(state, Case::evolve);
    assert!(disclosure::permit(&state, referral, agency, day(9)).is_err());
}

#[test]
fn the_followed_case_relies_on_no_consent_of_the_other() {
    // Consent 1 was given on the other case, and is none here.
    given::<Case>(history([open(), take_in(1)]))
        .when(refer(1, 1, 1, IDENTITY), day(9))
        .then_refused("NO_SUCH_CONSENT");
}

#[test]
fn a_case_follows_one_other_and_is_not_followed_then() {
    let follows = history([open(), follow(1)]);
    given::<Case>(follows.clone()).when(follow(1), day(9)).then_nothing();
    given::<Case>(follows.clone()).when(follow(2), day(9)).then_refused("CASE_MERGED");
    given::<Case>(follows).when(take_in(2), day(9)).then_refused("CASE_MERGED");
    let followed = history([open(), take_in(1)]);
    given::<Case>(followed.clone()).when(take_in(1), day(9)).then_nothing();
    given::<Case>(followed).when(follow(2), day(9)).then_refused("CASE_MERGED");
    let itself = Command::Follow { merge: merge(1), case: case(0), by: sena() };
    given::<Case>(history([open()]))
        .when(case::Command::Merge(itself), day(9))
        .then_refused("INVALID_FIELDS");
}

#[test]
fn an_undone_merge_leaves_both_as_they_were_and_a_repeat_changes_nothing() {
    let before = Case::fold(&history([open(), grant(1, 1, None)]));
    for wish in [follow(1), take_in(1)] {
        let undone = history([open(), grant(1, 1, None), wish, undo(1)]);
        let mut after = Case::fold(&undone);
        after.merging.undone.clear();
        assert_eq!(after, before);
        given::<Case>(undone).when(undo(1), day(9)).then_nothing();
    }
    given::<Case>(history([open()])).when(undo(1), day(9)).then_refused("NO_SUCH_MERGE");
}

#[test]
fn what_was_marked_different_is_remembered_once_and_a_merged_case_is_not_different() {
    let marked = history([open(), different(OTHER)]);
    given::<Case>(marked.clone()).when(different(OTHER), day(9)).then_nothing();
    assert!(Case::fold(&marked).merging.different.contains(&case(OTHER)));
    for merged in [follow(1), take_in(1)] {
        given::<Case>(history([open(), merged]))
            .when(different(OTHER), day(9))
            .then_refused("CASE_MERGED");
    }
}

#[test]
fn its_tasks_rest_while_it_follows_and_a_closed_case_s_rest_on() {
    let done = |wishes: Vec<case::Command>| {
        let events = history(wishes);
        changes(events.last().unwrap())
    };
    assert_eq!(done(vec![open(), follow(1)]), [Change::Rest]);
    assert_eq!(done(vec![open(), follow(1), undo(1)]), [Change::Resume]);
    assert_eq!(
        done(vec![open(), ask_to_close(ClosureReason::NeedsMet), close(), follow(1), undo(1)]),
        []
    );
    assert_eq!(done(vec![open(), take_in(1)]), []);
    assert_eq!(done(vec![open(), take_in(1), undo(1)]), []);
}

/// Any command on one of two cases, or a merge of them either way, or its end.
#[derive(Clone, Debug)]
enum Wish {
    On(bool, Box<case::Command>),
    Merge(bool, u8),
    Undo(u8),
}

fn any_wish() -> impl Strategy<Value = Wish> {
    let few = || 0..3_u8;
    let some = || proptest::sample::subsequence(FieldGroup::ALL.to_vec(), 0..=4);
    let command = prop_oneof![
        (few(), few(), proptest::option::of(0..40_i64)).prop_map(|(c, a, e)| grant(c, a, e)),
        few().prop_map(statistics),
        few().prop_map(withdraw),
        (few(), few(), few(), some()).prop_map(|(r, a, c, of)| refer(r, a, c, &of)),
        (few(), proptest::sample::select(Progress::ALL.to_vec())).prop_map(|(r, p)| progress(r, p)),
        Just(ask_to_close(ClosureReason::NeedsMet)),
        Just(close()),
        Just(erase()),
    ];
    prop_oneof![
        6 => (any::<bool>(), command).prop_map(|(on, command)| Wish::On(on, Box::new(command))),
        2 => (any::<bool>(), few()).prop_map(|(way, number)| Wish::Merge(way, number)),
        1 => few().prop_map(Wish::Undo),
    ]
}

/// Two cases, as one append to both streams changes them: both decide, or neither.
#[derive(Default)]
struct Two([Vec<Event>; 2]);

impl Two {
    fn open() -> Self {
        // Both stand under one id here: nothing of a merge compares a case with the other's stream.
        Self([history([open()]), history([open()])])
    }

    fn decide(
        &self,
        of: usize,
        command: case::Command,
        at: Moment,
    ) -> Result<Vec<Event>, Rejection> {
        Case::decide(&Case::fold(&self.0[of]), command, at)
    }

    fn live(&mut self, wish: Wish, at: Moment) {
        let wishes = match wish {
            Wish::On(second, command) => {
                let of = usize::from(second);
                let events = self.decide(of, *command, at).unwrap_or_default();
                self.0[of].extend(events);
                return;
            }
            Wish::Merge(false, number) => [follow(number), take_in(number)],
            Wish::Merge(true, number) => [take_in(number), follow(number)],
            Wish::Undo(number) => [undo(number), undo(number)],
        };
        let [first, second] = wishes;
        if let (Ok(first), Ok(second)) = (self.decide(0, first, at), self.decide(1, second, at)) {
            self.0[0].extend(first);
            self.0[1].extend(second);
        }
    }
}

/// What a case's own history says of a consent, found without the code under test.
fn consented(
    events: &[Event],
    wanted: crate::id::ConsentId,
    to: AgencyId,
    groups: &std::collections::BTreeSet<FieldGroup>,
    now: Moment,
) -> bool {
    let ended = events.iter().any(|event| match event {
        Event::ConsentWithdrawn { consent, .. } => *consent == wanted,
        Event::SurvivorErased { .. } => true,
        _ => false,
    });
    !ended
        && events.iter().any(|event| match event {
            Event::ConsentGranted { consent, agency, field_groups, expires_at, at, .. } => {
                *consent == wanted
                    && *agency == Some(to)
                    && groups.is_subset(field_groups)
                    && *at <= now
                    && expires_at.is_none_or(|end| now < end)
            }
            _ => false,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Merges and their ends included: whatever leaves either case leaves by a consent that was given on
    /// that very case, and is valid at that instant.
    #[test]
    fn no_merge_lets_a_field_group_out_without_a_consent_of_its_own_case(
        steps in proptest::collection::vec((any_wish(), 0..900_u64), 0..50),
        asked_at in proptest::collection::vec(0..1_000_u64, 1..5),
    ) {
        let hour = |hour| day(0).plus(std::time::Duration::from_hours(hour));
        let mut two = Two::open();
        for (wish, at) in steps {
            two.live(wish, hour(at));
        }
        for events in &two.0 {
            let state: State = Case::fold(events);
            for now in asked_at.iter().map(|at| hour(*at)) {
                for (referral, known) in &state.referrals {
                    let Ok(permit) = disclosure::permit(&state, *referral, known.agency, now) else {
                        continue;
                    };
                    let groups = &permit.field_groups;
                    prop_assert!(consented(events, known.consent, known.agency, groups, now));
                }
            }
        }
    }

    /// Of two cases one is followed at most, both say the same of it, and work goes on on one of them.
    #[test]
    fn both_cases_say_the_same_of_their_merges(
        steps in proptest::collection::vec((any_wish(), 0..900_u64), 0..50),
    ) {
        let mut two = Two::open();
        for (wish, at) in steps {
            two.live(wish, day(0).plus(std::time::Duration::from_hours(at)));
            let [one, other] = two.0.each_ref().map(|events| Case::fold(events).merging);
            let by = |state: &super::State| state.follows.map(|known| known.merge);
            let of = |state: &super::State| state.followers.values().next().copied();
            prop_assert_eq!((by(&one), of(&one)), (of(&other), by(&other)));
            prop_assert!(by(&one).is_none() || by(&other).is_none());
        }
    }
}

#[test]
fn a_merge_is_told_by_an_event_of_each_case() {
    let facts = |wishes: Vec<case::Command>| -> Vec<Fact> {
        let of = |event: &Event| match event {
            Event::Merge(event) => Some(event.fact),
            _ => None,
        };
        history(wishes).iter().filter_map(of).collect()
    };
    let merge = merge(1);
    let one = facts(vec![open(), follow(1), undo(1)]);
    assert_eq!(one, [Fact::Followed { merge }, Fact::Parted { merge, open: true }]);
    let other = facts(vec![open(), take_in(1), undo(1)]);
    assert_eq!(other, [Fact::TookIn { merge }, Fact::Released { merge }]);
}
