//! What must be approved, and by whom.

use super::*;

#[test]
fn an_assessment_is_approved_by_somebody_else_than_who_wrote_it_or_asks() {
    let asked = history([open(), assess(1, AKOUVI), ask(2, DEDE, Subject::Assessment)]);
    for own in [AKOUVI, DEDE] {
        given::<Case>(asked.clone())
            .when(answer(3, own, 2, true), day(9))
            .then_refused("OWN_REQUEST");
    }
    let approved = history([
        open(),
        assess(1, AKOUVI),
        ask(2, AKOUVI, Subject::Assessment),
        answer(3, SENA, 2, true),
    ]);
    let state = Case::fold(&approved);
    assert_eq!(state.care.assessment.unwrap().approval, Standing::Approved);
    given::<Case>(approved)
        .when(ask(4, AKOUVI, Subject::Assessment), day(9))
        .then_refused("NOTHING_TO_APPROVE");
}

#[test]
fn what_was_not_approved_may_be_asked_for_again_and_what_waits_may_not() {
    let asked = [open(), plan(1, AKOUVI, &[1], 30), ask(2, AKOUVI, Subject::ActionPlan)];
    given::<Case>(history(asked.clone()))
        .when(ask(3, AKOUVI, Subject::ActionPlan), day(9))
        .then_refused("APPROVAL_PENDING");
    let rejected = asked.into_iter().chain([answer(3, SENA, 2, false)]);
    let again = rejected.chain([ask(4, AKOUVI, Subject::ActionPlan)]);
    let state = Case::fold(&history(again));
    let requested = Standing::Requested { approval: entry(4), by: staff(AKOUVI) };
    assert_eq!(state.care.action_plan.unwrap().approval, requested);
}

#[test]
fn a_new_assessment_needs_a_new_approval() {
    let events = history([
        open(),
        assess(1, AKOUVI),
        ask(2, AKOUVI, Subject::Assessment),
        assess(3, AKOUVI),
    ]);
    given::<Case>(events).when(answer(4, SENA, 2, true), day(9)).then_refused("NO_SUCH_ENTRY");
}

#[test]
fn without_an_assessment_there_is_nothing_to_approve() {
    given::<Case>(history([open()]))
        .when(ask(1, AKOUVI, Subject::Assessment), day(9))
        .then_refused("NOTHING_TO_APPROVE");
}

/// Any command of care, over few ids so that they meet.
pub(in crate::case) fn any_command() -> impl Strategy<Value = case::Command> {
    let few = || 0..4_u8;
    let (number, who) = (|| 0..12_u8, || 0..3_u8);
    let subject = proptest::sample::select(Subject::ALL.to_vec());
    let status = proptest::sample::select(ActionStatus::ALL.to_vec());
    prop_oneof![
        (number(), who()).prop_map(|(n, by)| assess(n, by)),
        (number(), who(), few()).prop_map(|(n, by, a)| plan(n, by, &[a, a + 1], 60)),
        (number(), who(), few(), status).prop_map(|(n, by, a, status)| {
            record(n, by, Fact::ActionProgressed { action: action(a), status })
        }),
        (number(), who(), subject).prop_map(|(n, by, subject)| ask(n, by, subject)),
        (number(), who()).prop_map(|(n, by)| ask_closure(n, by, ClosureReason::NeedsMet)),
        (number(), who(), number(), any::<bool>())
            .prop_map(|(n, by, of, yes)| answer(n, by, of, yes)),
        (number(), who()).prop_map(|(n, to)| transfer(n, to)),
        (number(), who(), number(), any::<bool>())
            .prop_map(|(n, by, of, yes)| take(n, by, of, yes)),
        number().prop_map(reopen),
        Just(close(ClosureReason::NeedsMet)),
        who().prop_map(|by| case::Command::CloseCase {
            reason: ClosureReason::NeedsMet,
            supervisor: Some(staff(by)),
        }),
    ]
}

proptest! {
    #[test]
    fn nobody_ever_approves_what_she_asked_for_and_no_case_closes_but_by_two_people_and_its_checklist(
        commands in proptest::collection::vec(any_command(), 0..60),
    ) {
        let mut events = history([open()]);
        for (number, command) in (1..).zip(commands) {
            let (state, at) = (Case::fold(&events), day(number));
            let closer = match &command {
                case::Command::CloseCase { supervisor, .. } => *supervisor,
                _ => None,
            };
            for decided in Case::decide(&state, command, at).unwrap_or_default() {
                match &decided {
                    Event::Care(care::Event {
                        by,
                        fact: Fact::ApprovalAnswered { approval, .. },
                        ..
                    }) => prop_assert!(events.iter().any(|earlier| matches!(
                        earlier,
                        Event::Care(asked) if asked.entry == *approval && asked.by != *by
                    ))),
                    Event::CaseClosed { .. } => {
                        let since = events.iter().rev().filter_map(|earlier| match earlier {
                            Event::Care(event) => Some(event),
                            _ => None,
                        });
                        let since: Vec<_> = since
                            .take_while(|it| !matches!(it.fact, Fact::CaseReopened { .. }))
                            .collect();
                        let asked = since.iter().find_map(|it| match &it.fact {
                            Fact::ClosureRequested { checks, .. } if !checks.is_empty() => {
                                Some((it.entry, it.by))
                            }
                            _ => None,
                        });
                        prop_assert!(asked.is_some());
                        let (request, asker) = asked.unwrap();
                        let approved = since.iter().any(|it| {
                            it.by != asker
                                && matches!(&it.fact, Fact::ApprovalAnswered { approval, approved, .. }
                                    if *approval == request && *approved)
                        });
                        prop_assert!(approved || closer.is_some_and(|by| by != asker));
                    }
                    _ => {}
                }
                events.push(decided);
            }
        }
    }
}
