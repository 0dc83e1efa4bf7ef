//! Random walks over the machine: whatever is wished, in whatever order, the table is kept.

use std::time::Duration;

use proptest::prelude::*;
use sentier_kernel::id::Uuid;
use sentier_kernel::{Decider as _, Moment};

use super::spec::{
    AGENCY, ANSWER_BY, AT, TERM, accept, acknowledge, complete, decline, read, sent,
};
use super::transition::next;
use super::{Action, Command, Referrals, Rejection, Standing, State, onward, transitions};
use crate::value::{DeclineReason, Need, Outcome, ProposalId, Urgency};

/// What a wish wants of the machine; none for what moves nothing.
fn action_of(command: &Command) -> Option<Action> {
    Some(match command {
        Command::Acknowledge { .. } => Action::Acknowledge,
        Command::Accept { .. } => Action::Accept,
        Command::Decline { .. } => Action::Decline,
        Command::Schedule { .. } => Action::Schedule,
        Command::CancelAppointment { .. } => Action::CancelAppointment,
        Command::RecordAttendance { attended: true, .. } => Action::Attend,
        Command::RecordAttendance { attended: false, .. } => Action::MissAppointment,
        Command::StartService { .. } => Action::StartService,
        Command::AddNote { .. } => Action::AddNote,
        Command::ProposeOnward { .. } => Action::ProposeOnward,
        Command::Complete { .. } => Action::Complete,
        Command::RequestCancellation => Action::RequestCancellation,
        Command::ConfirmCancellation { .. } => Action::ConfirmCancellation,
        Command::Expire => Action::Expire,
        Command::Revoke => Action::Revoke,
        Command::ReceiveRequest { .. }
        | Command::SendMessage { .. }
        | Command::WithdrawOnward { .. }
        | Command::AnswerOnward { .. }
        | Command::DestroyDisclosure
        | Command::DestroyMessages
        | Command::ReadDisclosure { .. } => return None,
    })
}

fn any_command() -> impl Strategy<Value = Command> {
    let agency = AGENCY;
    prop_oneof![
        2 => Just(acknowledge()),
        4 => Just(accept()),
        1 => prop::sample::select(DeclineReason::ALL).prop_map(decline),
        3 => Just(Command::Schedule { agency }),
        1 => Just(Command::CancelAppointment { agency }),
        3 => any::<bool>().prop_map(move |attended| Command::RecordAttendance { agency, attended }),
        2 => Just(Command::StartService { agency }),
        1 => Just(Command::AddNote { agency }),
        1 => Just(Command::ProposeOnward {
            agency,
            proposal: ProposalId::from_uuid(Uuid::from_u128(70)),
            wanted: onward::Wanted { need: Need::LegalAid, urgency: Urgency::Routine, place: None },
        }),
        1 => prop::option::of(Just(agency)).prop_map(|agency| Command::SendMessage { agency }),
        1 => prop::sample::select(Outcome::ALL).prop_map(complete),
        1 => Just(Command::RequestCancellation),
        1 => Just(Command::ConfirmCancellation { agency }),
        1 => Just(Command::Expire),
        1 => Just(Command::Revoke),
        1 => Just(Command::DestroyDisclosure),
        1 => Just(Command::DestroyMessages),
        1 => Just(read()),
    ]
}

/// A wish after some hours: from at once to long after the term.
fn any_step() -> impl Strategy<Value = (Command, Moment)> {
    let hours = prop_oneof![4 => 0_u64..3, 2 => 3_u64..30, 1 => 30_u64..200];
    (any_command(), hours)
        .prop_map(|(command, hours)| (command, AT.plus(Duration::from_hours(hours))))
}

fn standing(state: &State) -> Standing {
    state.referral.as_ref().unwrap().standing
}

/// Two notes are two facts, and an appointment is taken back once; all else is one fact, however often it
/// is said.
const fn is_told_once(action: Action) -> bool {
    !matches!(action, Action::AddNote | Action::Schedule | Action::CancelAppointment)
}

proptest! {
    #[test]
    fn every_walk_keeps_to_the_table_and_repeats_change_nothing(
        walk in prop::collection::vec(any_step(), 0..20)
    ) {
        let mut state = Referrals::fold(&[sent()]);
        let mut at = AT;
        for (command, then) in walk {
            at = at.max(then);
            let before = state.referral.clone().unwrap();
            let action = action_of(&command);
            let events = match Referrals::decide(&state, command.clone(), at) {
                Ok(events) => events,
                Err(Rejection::State { standing, by }) => {
                    prop_assert_eq!(standing, before.standing);
                    if let Some(action) = action {
                        prop_assert_eq!(next(standing, action), None);
                        prop_assert_eq!(by, action.by());
                    }
                    continue;
                }
                // Nothing is written or read when the disclosure may not be.
                Err(refused) => {
                    prop_assert!(!before.is_readable(at), "{refused:?}");
                    continue;
                }
            };
            state = events.iter().fold(state, Referrals::evolve);
            let after = standing(&state);
            match action {
                Some(action) if !events.is_empty() => {
                    prop_assert_eq!(next(before.standing, action), Some(after));
                    if is_told_once(action) {
                        prop_assert_eq!(Referrals::decide(&state, command, at), Ok(vec![]));
                    }
                }
                _ => prop_assert_eq!(before.standing, after),
            }
        }
    }

    #[test]
    fn an_end_closes_the_disclosure_and_a_revocation_closes_all(
        walk in prop::collection::vec(any_step(), 0..20)
    ) {
        let mut state = Referrals::fold(&[sent()]);
        let mut at = AT;
        for (command, then) in walk {
            at = at.max(then);
            let revoked = command == Command::Revoke;
            let Ok(events) = Referrals::decide(&state, command, at) else { continue };
            state = events.iter().fold(state, Referrals::evolve);
            let referral = state.referral.as_ref().unwrap();
            if referral.standing.is_final() && referral.standing != Standing::Completed {
                prop_assert!(!referral.is_readable(at));
            }
            if revoked {
                prop_assert!(!referral.is_readable(at));
                prop_assert!(!referral.messages_held || !referral.has_readable_messages(at));
            }
            prop_assert!(!referral.is_readable(TERM) && !referral.has_readable_messages(TERM));
        }
    }

    #[test]
    fn no_answer_is_waited_for_beyond_the_deadline(hours in 0_u64..400) {
        let at = AT.plus(Duration::from_hours(hours));
        let state = Referrals::fold(&[sent()]);
        let expired = Referrals::decide(&state, Command::Expire, at).unwrap();
        prop_assert_eq!(expired.is_empty(), at < ANSWER_BY);
    }
}

#[test]
fn every_state_is_reached_and_only_final_ones_end() {
    for standing in Standing::ALL.iter().filter(|it| **it != Standing::Sent) {
        assert!(transitions().any(|(_, _, to)| to == *standing), "{standing:?}");
    }
    for standing in Standing::ALL {
        let leaves = transitions().any(|(from, _, to)| from == *standing && to != from);
        assert_eq!(leaves, !standing.is_final(), "{standing:?}");
    }
    for action in Action::ALL {
        assert!(transitions().any(|(_, by, _)| by == *action), "{action:?}");
    }
}
