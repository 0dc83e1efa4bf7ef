//! What is due, and whose it is.

use super::*;

#[test]
fn that_a_time_passed_is_told_once_and_of_no_case_that_rests() {
    let tell = |due| case::Command::TellOverdue {
        kind: Kind::Assignment,
        subject: sentier_kernel::id::Uuid::nil(),
        due: day(due),
    };
    given::<Case>(history([open()])).when(tell(2), day(1)).then_nothing();
    given::<Case>(history([open(), tell(1)])).when(tell(1), day(9)).then_nothing();
    given::<Case>(history([open(), asked(), supervisor_closes()]))
        .when(tell(1), day(9))
        .then_nothing();
    let events = history([open(), tell(1)]);
    assert!(matches!(events.last(), Some(Event::TaskOverdue { kind: Kind::Assignment, .. })));
}

#[test]
fn a_new_case_waits_for_its_worker_until_anything_is_done() {
    let begins = changes(history([open()]).last().unwrap());
    let waits = |change: &Change| match change {
        Change::Begin(task) if task.kind == Kind::Assignment => Some((task.due, task.owner)),
        _ => None,
    };
    let due = day(0).plus(std::time::Duration::from_hours(3));
    assert_eq!(begins.iter().find_map(waits), Some((due, Owner::Supervisor)));
    for work in [assess(1, AKOUVI), incident(1)] {
        let done = changes(history([open(), work]).last().unwrap());
        assert!(done.contains(&Change::EndAll(Kind::Assignment)));
    }
}

#[test]
fn somebody_works_on_a_case_within_three_hours_and_takes_one_of_high_risk_over_within_one() {
    let hours = |wishes: Vec<case::Command>, from: i64| {
        let clock = Case::fold(&history(wishes)).assignment_clock();
        clock.map(|clock| clock.left(day(from)).as_secs() / 3_600)
    };
    assert_eq!(hours(vec![open()], 0), Some(3));
    assert_eq!(hours(vec![open(), assess(1, AKOUVI)], 1), None, "somebody works on it");
    assert_eq!(hours(vec![open(), assess(1, AKOUVI), transfer(2, DEDE)], 2), Some(1));
    let declined = vec![open(), transfer(1, DEDE), take(2, DEDE, 1, false)];
    assert_eq!(hours(declined, 2), None);
    assert_eq!(hours(vec![open(), asked(), supervisor_closes()], 1), None);
}

/// What the last of the events does to the tasks.
fn last(commands: impl IntoIterator<Item = case::Command>) -> Vec<Change> {
    changes(history(commands).last().unwrap())
}

fn begun(changes: &[Change]) -> Vec<(Kind, Owner, Moment)> {
    let task = |change: &Change| match change {
        Change::Begin(task) => Some((task.kind, task.owner, task.due)),
        _ => None,
    };
    changes.iter().filter_map(task).collect()
}

#[test]
fn a_new_case_is_to_be_assessed_planned_and_worked_on() {
    let kinds: Vec<_> = begun(&last([open()])).into_iter().map(|(kind, ..)| kind).collect();
    assert_eq!(kinds, [Kind::Assessment, Kind::ActionPlan, Kind::Assignment]);
}

#[test]
fn a_plan_makes_its_actions_and_the_next_meeting_due() {
    let agreed = last([open(), plan(1, AKOUVI, &[1, 2], 30)]);
    assert_eq!(
        agreed[..2],
        [Change::EndAll(Kind::ActionPlan), Change::EndAll(Kind::Action)],
        "the plan before is over"
    );
    let due = on(30).end();
    assert_eq!(
        begun(&agreed),
        [
            (Kind::Action, Owner::Caseworker, due),
            (Kind::Action, Owner::Caseworker, due),
            (Kind::FollowUp, Owner::Caseworker, due)
        ]
    );
    let done = Fact::ActionProgressed { action: action(1), status: ActionStatus::Done };
    let done = last([open(), plan(1, AKOUVI, &[1], 30), record(2, AKOUVI, done)]);
    assert_eq!(done, [Change::End(Kind::Action, id(1)), Change::EndAll(Kind::Assignment)]);
}

#[test]
fn requests_are_the_tasks_of_who_answers_them() {
    let approval = last([open(), assess(1, AKOUVI), ask(2, AKOUVI, Subject::Assessment)]);
    assert_eq!(begun(&approval)[0].1, Owner::Supervisor);
    let over = last([open(), transfer(1, DEDE)]);
    assert_eq!(begun(&over)[0].1, Owner::Staff(staff(DEDE)));
    let taken = last([open(), transfer(1, DEDE), take(2, DEDE, 1, true)]);
    let over = [Change::EndAll(Kind::Transfer), Change::Caseworker(staff(DEDE))];
    assert_eq!(taken[..2], over);
    assert_eq!(last([open(), asked(), supervisor_closes()]), [Change::Rest]);
    let reopened = last([open(), asked(), supervisor_closes(), reopen(1)]);
    assert_eq!(reopened, [Change::Resume, Change::EndAll(Kind::Assignment)]);
}

#[test]
fn who_is_asked_to_take_a_case_over_has_the_time_that_its_clock_shows() {
    let events = history([open(), transfer(1, DEDE)]);
    let tasks = changes(events.last().unwrap());
    let task = tasks.iter().find_map(|change| match change {
        Change::Begin(task) => Some(*task),
        _ => None,
    });
    let task = task.expect("a task");
    let shown = |events: &[Event]| Case::fold(events).assignment_clock().unwrap().deadline;
    assert_eq!(task.due, shown(&events));
    let high = history([open(), transfer(1, DEDE), assess(2, AKOUVI)]);
    assert_eq!(task.due_at_high_risk, shown(&high));
    assert!(changes(high.last().unwrap()).contains(&Change::HighRisk(true)));
}

#[test]
fn health_care_is_to_be_offered_after_every_incident_until_it_is_or_she_decided() {
    use crate::case::spec::{IDENTITY, grant, refer};
    use crate::minimum::{Circumstances, Sector, SectorStatus};
    let due = day(1).plus(std::time::Duration::from_hours(24));
    let begun_by = |told: case::Command| begun(&last([open(), told]));
    assert_eq!(begun_by(incident(1)), [(Kind::Health, Owner::Caseworker, due)]);
    let telling = |status| {
        let mut told = incident(1);
        if let case::Command::RecordIncident { circumstances, .. } = &mut told {
            let sectors = [(Sector::Health, status)].into();
            *circumstances = Sensitive::new(Circumstances { sectors, ..Circumstances::default() });
        }
        begun_by(told).len()
    };
    for settled in [SectorStatus::DeclinedBySurvivor, SectorStatus::ProvidedHere] {
        assert_eq!(telling(settled), 0);
    }
    assert_eq!(telling(SectorStatus::Unavailable), 1, "it is still to be found");
    let ends = Change::EndAll(Kind::Health);
    let referred = last([open(), incident(1), grant(1, 1, None), refer(1, 1, 1, IDENTITY)]);
    assert!(referred.contains(&ends));
    let (given_at, action) = (day(2), None);
    let gave = |need| {
        let fact = Fact::ServiceGiven { need, action, given_at, note: note() };
        last([open(), incident(1), record(2, AKOUVI, fact)]).contains(&ends)
    };
    assert!(gave(Need::HealthCare) && !gave(Need::LegalAid));
}
