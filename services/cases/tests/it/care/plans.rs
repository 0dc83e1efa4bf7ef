//! Assessment, safety plan, action plan, services, follow-ups, notes, flags, conferences.

use sentier_kernel::Moment;
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::v1::*;
use sentier_proto::common::v1::Need;
use sentier_proto::name;

use super::*;
use crate::world::*;

async fn what_is_done_for_her_is_kept_and_told(on: On) {
    let mut world = World::start(on).await;
    let mut care = world.care(AKOUVI, "caseworker");
    let case = opened(&mut world.caseworker()).await;
    let now = world.clock.now();
    let actions = assessed_and_planned(&mut care, &case, now).await;
    served(&mut care, &case, &actions, now).await;
    let mut met = follow_up(&case, now);
    met.goals =
        vec![GoalState { goal: Goal::Safety.into(), progress: GoalProgress::InProgress.into() }];
    met.next_day = Some(after(now, 14));
    world.caseworker().record_follow_up(met).await.expect("follows up");
    talked_over(&mut care, &case, now).await;

    world.restart().await;
    let mut akouvi = world.caseworker();
    let read = file(&mut akouvi, &case).await;
    assert_eq!(read.follow_ups[0].goals.len(), 1);
    assert_eq!(read.follow_ups[0].next_day, Some(after(now, 14)));
    let state = read.case.expect("a case").care.expect("care");
    assert!(state.flags.is_empty() && state.service_count == 1);
    assert_eq!(state.goals[0].progress(), GoalProgress::InProgress);
    is_told(&read.care.expect("the file"));
    everything_stands_on_the_timeline(&mut akouvi, &case).await;
    nothing_of_it_is_stored_in_clear(&world);
    world.stop().await;
}

/// Assesses, plans for safety and agrees on a plan; gives the plan's actions.
async fn assessed_and_planned(care: &mut Care, case: &str, now: Moment) -> Vec<PlannedAction> {
    let assessed = care.record_assessment(assessment(case, Some(after(now, 30)))).await;
    let assessed = assessed.expect("assesses").into_inner();
    assert!(assessed.entry.starts_with(&format!("{case}/entries/")));
    assert_eq!(assessed.case.expect("a case").care.expect("care").risk(), RiskLevel::High);
    care.make_safety_plan(safety_plan(case)).await.expect("plans for safety");
    let planned = plan(case, after(now, 7));
    let agreed = care.agree_action_plan(planned.clone()).await.expect("plans").into_inner();
    assert_eq!(agreed, care.agree_action_plan(planned).await.expect("repeats").into_inner());
    let actions = agreed.case.expect("a case").care.expect("care").actions;
    assert!(actions.iter().all(|action| action.aim.is_empty()), "aims are personal");
    actions
}

/// One action goes on, the other is done by a service of the centre.
async fn served(care: &mut Care, case: &str, actions: &[PlannedAction], now: Moment) {
    let hers = actions.iter().find(|action| action.responsible.is_empty()).expect("hers");
    let theirs = actions.iter().find(|action| !action.responsible.is_empty()).expect("theirs");
    let progress = ProgressActionRequest {
        name: case.to_owned(),
        request_id: request_id(),
        action: hers.name.clone(),
        status: ActionStatus::InProgress.into(),
        ..Default::default()
    };
    care.progress_action(progress).await.expect("goes on");
    let gave = RecordServiceRequest {
        name: case.to_owned(),
        request_id: request_id(),
        need: Need::PsychosocialSupport.into(),
        action: theirs.name.clone(),
        give_time: Some(timestamp(now)),
        note: COMMENT.to_owned(),
        ..Default::default()
    };
    care.record_service(gave).await.expect("serves");
}

/// A note, a flag that is raised and taken down, a conference.
async fn talked_over(care: &mut Care, case: &str, now: Moment) {
    let name = || case.to_owned();
    let note = AddNoteRequest {
        name: name(),
        request_id: request_id(),
        note: FOUND.to_owned(),
        ..Default::default()
    };
    care.add_note(note).await.expect("notes");
    let flag = RaiseFlagRequest {
        name: name(),
        request_id: request_id(),
        day: Some(after(now, 1)),
        message: FEAR.to_owned(),
        ..Default::default()
    };
    let flag = care.raise_flag(flag).await.expect("flags").into_inner();
    let stands = flag.case.expect("a case").care.expect("care").flags;
    assert_eq!(stands[0].name, flag.entry);
    let lower = LowerFlagRequest {
        name: name(),
        request_id: request_id(),
        flag: flag.entry,
        message: COMMENT.to_owned(),
        ..Default::default()
    };
    care.lower_flag(lower).await.expect("takes it down");
    let conference = RecordConferenceRequest {
        name: name(),
        request_id: request_id(),
        hold_time: Some(timestamp(now)),
        parties: vec![ConferenceParty::Supervisor.into(), ConferenceParty::Police.into()],
        agencies: vec![name::agency(HOSPITAL)],
        decisions: COMMENT.to_owned(),
        ..Default::default()
    };
    care.record_conference(conference).await.expect("confers");
}

fn is_told(told: &CareFile) {
    assert_eq!(told.assessments[0].findings[0].note, FOUND);
    assert_eq!(told.assessments[0].recorder, staff(AKOUVI));
    assert_eq!(told.safety_plans[0].concern, FEAR);
    let status: Vec<_> = told.actions.iter().map(PlannedAction::status).collect();
    assert_eq!(status, [ActionStatus::InProgress, ActionStatus::Done]);
    assert!(told.actions.iter().all(|action| action.aim == AIM));
    assert_eq!(told.actions[1].responsible, name::agency(HOSPITAL));
    assert_eq!(told.services[0].need(), Need::PsychosocialSupport);
    assert_eq!(told.services[0].note, COMMENT);
    let kinds: Vec<_> = told.notes.iter().map(|note| note.kind.as_str()).collect();
    assert_eq!(kinds, ["note_added", "flag_raised", "flag_lowered", "conference_held"]);
}

async fn everything_stands_on_the_timeline(client: &mut Client, case: &str) {
    let request =
        GetTimelineRequest { name: case.to_owned(), page_size: 100, ..Default::default() };
    let entries = client.get_timeline(request).await.expect("tells").into_inner().entries;
    let lines: Vec<(&str, &str)> =
        entries.iter().map(|line| (line.kind.as_str(), line.detail.as_str())).collect();
    for expected in [
        ("assessment_recorded", "high"),
        ("safety_plan_made", ""),
        ("action_plan_agreed", ""),
        ("action_progressed", "in_progress"),
        ("service_given", "psychosocial_support"),
        ("follow_up_recorded", ""),
        ("note_added", ""),
        ("flag_raised", ""),
        ("flag_lowered", ""),
        ("conference_held", ""),
    ] {
        assert!(lines.contains(&expected), "{expected:?} in {lines:?}");
    }
}

fn nothing_of_it_is_stored_in_clear(world: &World) {
    for (path, bytes) in world.files() {
        for word in ["kokoroko", "zemidjan", "atakpa-lock", "sodabi"] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} stands in {path}");
        }
    }
}

#[tokio::test]
async fn what_is_done_for_her_is_kept_and_told_on_sqlite() {
    Box::pin(what_is_done_for_her_is_kept_and_told(On::Sqlite)).await;
}

#[tokio::test]
async fn what_is_done_for_her_is_kept_and_told_on_postgres() {
    Box::pin(what_is_done_for_her_is_kept_and_told(On::Postgres)).await;
}

#[tokio::test]
async fn an_erased_survivor_s_care_is_told_no_more() {
    let world = World::start(On::Sqlite).await;
    let (mut akouvi, mut care) = (world.caseworker(), world.care(AKOUVI, "caseworker"));
    let case = opened(&mut akouvi).await;
    care.record_assessment(assessment(&case, None)).await.expect("assesses");
    world.supervisor().erase_survivor(erase(&case)).await.expect("erases");
    assert_eq!(file(&mut akouvi, &case).await.care, None);
    let refused = care.make_safety_plan(safety_plan(&case)).await.expect_err("refused");
    assert_eq!(reason(&refused).1, "SURVIVOR_ERASED");
}
