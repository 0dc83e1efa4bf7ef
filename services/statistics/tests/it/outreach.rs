//! Outreach through the API: planned, held, corrected, counted, and by whom.

use sentier_eventing::projection::compare;
use sentier_proto::common::v1::{AgeBand, Date, Sex};
use sentier_proto::statistics::v1::activity::State;
use sentier_proto::statistics::v1::activity_change::Kind;
use sentier_proto::statistics::v1::outreach_service_client::OutreachServiceClient;
use sentier_proto::statistics::v1::{
    Activity, ActivityChange, ActivityKind, ActivityOutcome, ActivityPlan, Audience,
    CancelActivityRequest, CancelReason, CorrectActivityRequest, Cost, CostLine,
    GetActivityRequest, GetOutreachRequest, GetOutreachResponse, ListActivitiesRequest,
    OutreachFigure, OutreachProgress, OutreachSum, OutreachTarget, OutreachTheme,
    PlanActivityRequest, Profession, RecordActivityRequest, RevisePlanRequest,
    SetOutreachTargetsRequest, Trained,
};
use sentier_test_support::databases::On;
use tonic::transport::Channel;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use uuid::Uuid;

use crate::callers::{Caller, MANAGER};
use crate::world::{World, on_both};

on_both!(
    a_year_of_outreach_is_planned_held_and_counted,
    sums_follow_corrections_and_leave_out_what_was_cancelled,
    a_write_repeated_is_one_write,
    what_the_state_forbids_is_refused_with_the_state,
);

const CENTRE: &str = "centres/ogou-1";
pub(crate) const CASEWORKER: Caller = Caller::Staff { role: "caseworker", centre: "ogou-1" };

pub(crate) const fn day(month: i32, day: i32) -> Date {
    Date { year: 2026, month, day }
}

pub(crate) fn plan(kind: ActivityKind, day: Option<Date>) -> ActivityPlan {
    ActivityPlan {
        kind: kind.into(),
        theme: OutreachTheme::RightsAndLaw.into(),
        title: "Causerie au marché".to_owned(),
        day,
        commune: "Ogou 1".to_owned(),
        place: "Marché de Talo".to_owned(),
        agencies: vec![format!("agencies/{}", Uuid::from_u128(5))],
        people_target: 60,
        budget: 150_000,
        funder: "Commune".to_owned(),
    }
}

pub(crate) fn came(sex: Sex, age_band: AgeBand, count: i64) -> Audience {
    Audience { sex: sex.into(), age_band: age_band.into(), count }
}

pub(crate) fn session(day: Option<Date>, women: i64) -> ActivityOutcome {
    ActivityOutcome {
        day,
        audience: vec![
            came(Sex::Female, AgeBand::AgeBand18To24, women),
            came(Sex::Male, AgeBand::Unspecified, 15),
        ],
        costs: vec![Cost { line: CostLine::Transport.into(), amount: 30_000 }],
        funder: "Commune".to_owned(),
        ..ActivityOutcome::default()
    }
}

pub(crate) fn training(day: Option<Date>) -> ActivityOutcome {
    let nurses =
        Trained { profession: Profession::HealthWorker.into(), sex: Sex::Female.into(), count: 12 };
    ActivityOutcome { day, trained: vec![nurses], ..ActivityOutcome::default() }
}

fn key() -> String {
    sentier_platform::ids::new_id().to_string()
}

impl World {
    fn outreach(&self, caller: Caller) -> OutreachServiceClient<Channel> {
        OutreachServiceClient::new(self.channel(caller))
    }

    pub(crate) async fn planned(&self, kind: ActivityKind, day: Option<Date>) -> Activity {
        self.plan_of(plan(kind, day)).await
    }

    pub(crate) async fn plan_as(
        &self,
        caller: Caller,
        message: PlanActivityRequest,
    ) -> Result<Activity, Status> {
        let answer =
            self.outreach(caller).plan_activity(self.request(caller, message)).await?.into_inner();
        Ok(answer.activity.expect("an activity"))
    }

    pub(crate) async fn record(
        &self,
        name: &str,
        outcome: ActivityOutcome,
    ) -> Result<Activity, Status> {
        let message = RecordActivityRequest {
            name: name.to_owned(),
            request_id: key(),
            expected_version: None,
            outcome: Some(outcome),
        };
        let request = self.request(CASEWORKER, message);
        let answer = self.outreach(CASEWORKER).record_activity(request).await?.into_inner();
        Ok(answer.activity.expect("an activity"))
    }

    /// As the caseworker, of an activity of her centre.
    pub(crate) async fn plan_of(&self, plan: ActivityPlan) -> Activity {
        let message =
            PlanActivityRequest { parent: CENTRE.to_owned(), request_id: key(), plan: Some(plan) };
        self.plan_as(CASEWORKER, message).await.expect("planned")
    }

    async fn correct(&self, name: &str, outcome: ActivityOutcome) {
        let message = CorrectActivityRequest {
            name: name.to_owned(),
            request_id: key(),
            expected_version: None,
            outcome: Some(outcome),
            reason: "pièces comptables relues".to_owned(),
        };
        let request = self.request(CASEWORKER, message);
        self.outreach(CASEWORKER).correct_activity(request).await.expect("corrected");
    }

    async fn cancel(&self, name: &str) -> Result<Activity, Status> {
        let message = CancelActivityRequest {
            name: name.to_owned(),
            request_id: key(),
            expected_version: None,
            reason: CancelReason::NoFunding.into(),
        };
        let request = self.request(CASEWORKER, message);
        let answer = self.outreach(CASEWORKER).cancel_activity(request).await?.into_inner();
        Ok(answer.activity.expect("an activity"))
    }

    async fn reached(&self, from: &str, to: &str) -> GetOutreachResponse {
        let message = GetOutreachRequest {
            parent: CENTRE.to_owned(),
            from_month: from.to_owned(),
            to_month: to.to_owned(),
        };
        let request = self.request(MANAGER, message);
        self.outreach(MANAGER).get_outreach(request).await.expect("outreach").into_inner()
    }
}

/// October: a session for 60 held with 40 women and 15 men, corrected to 44; a training of 12 nurses.
/// November: a session planned, moved to December, and one cancelled.
async fn a_year_of_outreach_is_planned_held_and_counted(on: On) {
    let world = World::start(on).await;
    let held = play_october(&world).await;
    play_november(&world).await;
    let target = set_a_target(&world).await;
    october_is_counted(&world, target).await;
    november_is_counted(&world).await;
    history_tells_every_version(&world, &held).await;
    lists_are_paged_from_the_latest_day(&world).await;
    let projections = world.projections();
    let outreach = projections.iter().find(|it| it.name() == "activity").expect("the read model");
    let compared = compare(&world.host.store, outreach.as_ref()).await.expect("rebuilds");
    let compared = compared.expect("it was built");
    assert!(compared.is_equal(), "{compared:?}");
    // Four activities; three counts of the session held, and one of the training.
    let rows: Vec<_> = compared.tables.iter().map(|table| table.rows).collect();
    assert_eq!(rows, [4, 4]);
    world.end().await;
}

/// Answers the name of the session.
async fn play_october(world: &World) -> String {
    let held = world.planned(ActivityKind::AwarenessSession, Some(day(10, 5))).await;
    let held = world.record(&held.name, session(Some(day(10, 6)), 40)).await.expect("held");
    assert_eq!((held.state(), held.version), (State::Held, 2));
    let correction = CorrectActivityRequest {
        name: held.name.clone(),
        request_id: key(),
        expected_version: Some(2),
        outcome: Some(session(Some(day(10, 6)), 44)),
        reason: "liste de présence recomptée".to_owned(),
    };
    let request = world.request(CASEWORKER, correction);
    world.outreach(CASEWORKER).correct_activity(request).await.expect("corrected");
    let trained = world.planned(ActivityKind::Training, Some(day(10, 20))).await;
    world.record(&trained.name, training(Some(day(10, 20)))).await.expect("held");
    held.name
}

async fn play_november(world: &World) {
    let moved = world.planned(ActivityKind::AwarenessSession, Some(day(11, 28))).await;
    let revision = RevisePlanRequest {
        name: moved.name.clone(),
        request_id: key(),
        expected_version: None,
        plan: Some(plan(ActivityKind::AwarenessSession, Some(day(12, 5)))),
    };
    let request = world.request(CASEWORKER, revision);
    world.outreach(CASEWORKER).revise_plan(request).await.expect("revised");
    let cancelled = world.planned(ActivityKind::AwarenessSession, Some(day(11, 29))).await;
    world.cancel(&cancelled.name).await.expect("cancelled");
}

pub(crate) async fn set_a_target(world: &World) -> OutreachTarget {
    let target = OutreachTarget {
        kind: ActivityKind::AwarenessSession.into(),
        activities: 24,
        people: 1_200,
    };
    let targets = SetOutreachTargetsRequest {
        parent: CENTRE.to_owned(),
        request_id: key(),
        year: 2026,
        targets: vec![target],
    };
    let request = world.request(MANAGER, targets);
    world.outreach(MANAGER).set_outreach_targets(request).await.expect("set");
    target
}

/// 44 + 15 came, of 60 meant to be reached; 12 were trained, of 60.
async fn october_is_counted(world: &World, target: OutreachTarget) {
    let october = world.reached("2026-10", "2026-10").await;
    let none = OutreachFigure::default();
    let sessions = OutreachFigure {
        kind: ActivityKind::AwarenessSession.into(),
        planned: 1,
        held: 1,
        people_planned: 60,
        people: 59,
        budget: 150_000,
        cost: 30_000,
        ..none
    };
    let events = OutreachFigure { kind: ActivityKind::PublicEvent.into(), ..none };
    let trainings =
        OutreachFigure { kind: ActivityKind::Training.into(), people: 12, cost: 0, ..sessions };
    assert_eq!(october.figures, [sessions, events, trainings]);
    let bands =
        [came(Sex::Female, AgeBand::AgeBand18To24, 44), came(Sex::Male, AgeBand::Unspecified, 15)];
    assert_eq!(october.audience, bands);
    assert_eq!(october.trained, training(None).trained);
    assert_eq!(october.costs, session(None, 0).costs);
    assert_eq!(october.targets, [target]);
}

/// One session of December was planned for November first; one of November was cancelled.
async fn november_is_counted(world: &World) {
    let winter = world.reached("2026-11", "2026-12").await;
    let sessions = OutreachFigure {
        kind: ActivityKind::AwarenessSession.into(),
        planned: 2,
        cancelled: 1,
        ..OutreachFigure::default()
    };
    assert_eq!(winter.figures[0], sessions);
    assert!(winter.audience.is_empty() && winter.costs.is_empty());
}

async fn history_tells_every_version(world: &World, name: &str) {
    let message = GetActivityRequest { name: name.to_owned() };
    let request = world.request(MANAGER, message);
    let told = world.outreach(MANAGER).get_activity(request).await.expect("told").into_inner();
    let kinds: Vec<Kind> = told.changes.iter().map(ActivityChange::kind).collect();
    assert_eq!(kinds, [Kind::Planned, Kind::Held, Kind::Corrected]);
    assert_eq!(told.changes[1].outcome, Some(session(Some(day(10, 6)), 40)));
    assert_eq!(told.changes[2].outcome, told.activity.expect("an activity").outcome);
    assert_eq!(told.changes[2].reason, "liste de présence recomptée");
    assert!(told.changes.iter().all(|change| change.author.starts_with("centres/ogou-1/staff/")));
}

async fn lists_are_paged_from_the_latest_day(world: &World) {
    let mut days = Vec::new();
    let mut page_token = String::new();
    loop {
        let message = ListActivitiesRequest {
            parent: CENTRE.to_owned(),
            page_size: 3,
            page_token,
            ..ListActivitiesRequest::default()
        };
        let request = world.request(CASEWORKER, message);
        let page = world.outreach(CASEWORKER).list_activities(request).await.expect("a page");
        let page = page.into_inner();
        assert!(page.activities.len() <= 3);
        days.extend(page.activities.iter().map(|activity| match &activity.outcome {
            Some(outcome) => outcome.day.expect("a day"),
            None => activity.plan.as_ref().and_then(|plan| plan.day).expect("a day"),
        }));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    let expected = [Some(day(12, 5)), Some(day(11, 29)), Some(day(10, 20)), Some(day(10, 6))];
    assert_eq!(days.into_iter().map(Some).collect::<Vec<_>>(), expected);
    let message = ListActivitiesRequest {
        parent: CENTRE.to_owned(),
        state: State::Cancelled.into(),
        ..ListActivitiesRequest::default()
    };
    let request = world.request(CASEWORKER, message);
    let cancelled = world.outreach(CASEWORKER).list_activities(request).await.expect("a page");
    assert_eq!(cancelled.into_inner().activities.len(), 1);
}

/// October: a session at Ogou 1 that PNUD paid, and a training at Ogou 2 that cost nothing; an event that UNICEF
/// would have paid was cancelled. November: another session, of another theme, that the commune paid.
async fn sums_follow_corrections_and_leave_out_what_was_cancelled(on: On) {
    let world = World::start(on).await;
    let paid = |funder: &str, women, on| ActivityOutcome {
        funder: funder.to_owned(),
        ..session(Some(on), women)
    };
    let first = world.planned(ActivityKind::AwarenessSession, Some(day(10, 5))).await;
    world.record(&first.name, paid("PNUD", 40, day(10, 6))).await.expect("held");
    let care = ActivityPlan {
        theme: OutreachTheme::CareOfSurvivors.into(),
        commune: "Ogou 2".to_owned(),
        ..plan(ActivityKind::Training, Some(day(10, 20)))
    };
    let trained = world.plan_of(care).await;
    world.record(&trained.name, training(Some(day(10, 20)))).await.expect("held");
    let event = ActivityPlan {
        funder: "UNICEF".to_owned(),
        ..plan(ActivityKind::PublicEvent, Some(day(10, 25)))
    };
    let event = world.plan_of(event).await;
    world.cancel(&event.name).await.expect("cancelled");
    let marriage = ActivityPlan {
        theme: OutreachTheme::ForcedMarriage.into(),
        ..plan(ActivityKind::AwarenessSession, Some(day(11, 5)))
    };
    let second = world.plan_of(marriage).await;
    world.record(&second.name, paid("commune", 20, day(11, 5))).await.expect("held");
    set_a_target(&world).await;
    sums_of_october(&world).await;
    // Recounted: 44 women instead of 40, and it was UNICEF's money.
    world.correct(&first.name, paid("UNICEF", 44, day(10, 6))).await;
    let october = world.reached("2026-10", "2026-10").await;
    // 44 + 15 people; PNUD paid nothing any more.
    assert_eq!(october.by_funder, [of("Commune", [1, 0, 12, 0]), of("UNICEF", [1, 59, 0, 30_000])]);
    // It was in November: October keeps the training alone.
    world.correct(&first.name, paid("UNICEF", 44, day(11, 3))).await;
    sums_of_november(&world).await;
    let projections = world.projections();
    let outreach = projections.iter().find(|it| it.name() == "activity").expect("the read model");
    let compared = compare(&world.host.store, outreach.as_ref()).await.expect("rebuilds");
    assert!(compared.expect("it was built").is_equal());
    world.end().await;
}

fn sum([held, reached, trained, cost]: [i64; 4]) -> OutreachSum {
    OutreachSum { held, reached, trained, cost, ..OutreachSum::default() }
}

fn of(funder: &str, counts: [i64; 4]) -> OutreachSum {
    OutreachSum { funder: funder.to_owned(), ..sum(counts) }
}

fn about(theme: OutreachTheme, counts: [i64; 4]) -> OutreachSum {
    OutreachSum { theme: theme.into(), ..sum(counts) }
}

fn within(commune: &str, counts: [i64; 4]) -> OutreachSum {
    OutreachSum { commune: commune.to_owned(), ..sum(counts) }
}

/// 40 + 15 came to the session for 30 000 F; 12 were trained, for whom nobody paid, so that the plan names who would.
async fn sums_of_october(world: &World) {
    let october = world.reached("2026-10", "2026-10").await;
    assert_eq!(october.by_funder, [of("Commune", [1, 0, 12, 0]), of("PNUD", [1, 55, 0, 30_000])]);
    let themes = [
        about(OutreachTheme::RightsAndLaw, [1, 55, 0, 30_000]),
        about(OutreachTheme::CareOfSurvivors, [1, 0, 12, 0]),
    ];
    assert_eq!(october.by_theme, themes);
    let communes = [within("Ogou 1", [1, 55, 0, 30_000]), within("Ogou 2", [1, 0, 12, 0])];
    assert_eq!(october.by_commune, communes);
    let progress = OutreachProgress {
        kind: ActivityKind::AwarenessSession.into(),
        activities_target: 24,
        people_target: 1_200,
        held: 1,
        people: 55,
    };
    assert_eq!(october.progress, [progress]);
}

/// The session moved to 3 November: 44 + 15 came. On the 5th 20 + 15 came, and "commune" paid, in small letters.
async fn sums_of_november(world: &World) {
    let october = world.reached("2026-10", "2026-10").await;
    assert_eq!(october.by_funder, [of("Commune", [1, 0, 12, 0])]);
    let november = world.reached("2026-11", "2026-11").await;
    let funders = [of("commune", [1, 35, 0, 30_000]), of("UNICEF", [1, 59, 0, 30_000])];
    assert_eq!(november.by_funder, funders);
    let both = world.reached("2026-10", "2026-11").await;
    // The training and the session of the 5th are one funder's, told as the first in the alphabet spells it.
    let funders = [of("Commune", [2, 35, 12, 30_000]), of("UNICEF", [1, 59, 0, 30_000])];
    assert_eq!(both.by_funder, funders);
    // 59 + 35 people at Ogou 1, for 30 000 + 30 000 F.
    let communes = [within("Ogou 1", [2, 94, 0, 60_000]), within("Ogou 2", [1, 0, 12, 0])];
    assert_eq!(both.by_commune, communes);
    // Since January two sessions, with 59 + 35 people.
    let progress: Vec<_> = both.progress.iter().map(|one| (one.held, one.people)).collect();
    assert_eq!(progress, [(2, 94)]);
}

async fn a_write_repeated_is_one_write(on: On) {
    let world = World::start(on).await;
    let message = PlanActivityRequest {
        parent: CENTRE.to_owned(),
        request_id: key(),
        plan: Some(plan(ActivityKind::PublicEvent, Some(day(11, 25)))),
    };
    let first = world.plan_as(CASEWORKER, message.clone()).await.expect("planned");
    let again = world.plan_as(CASEWORKER, message.clone()).await.expect("the first answer");
    assert_eq!(first, again);
    let other = PlanActivityRequest {
        plan: Some(plan(ActivityKind::Training, Some(day(11, 25)))),
        ..message
    };
    let refused = world.plan_as(CASEWORKER, other).await.expect_err("another content");
    assert_eq!(refused.get_details_error_info().expect("a reason").reason, "REQUEST_ID_REUSED");
    let year = world.reached("2026-01", "2026-12").await;
    assert_eq!(year.figures.iter().map(|figure| figure.planned).sum::<i64>(), 1);
    world.end().await;
}

async fn what_the_state_forbids_is_refused_with_the_state(on: On) {
    let world = World::start(on).await;
    let activity = world.planned(ActivityKind::PublicEvent, Some(day(11, 20))).await;
    world.cancel(&activity.name).await.expect("cancelled");
    let refused = world.record(&activity.name, session(Some(day(11, 20)), 40)).await;
    let refused = refused.expect_err("it was cancelled");
    assert_eq!(refused.code(), Code::FailedPrecondition);
    let info = refused.get_details_error_info().expect("a reason");
    assert_eq!(
        (info.reason.as_str(), info.metadata["state"].as_str()),
        ("ACTIVITY_STATE", "cancelled")
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn outreach_is_its_own_centre_s_and_targets_its_manager_s() {
    let world = World::start(On::Sqlite).await;
    let activity = world.planned(ActivityKind::PublicEvent, Some(day(11, 20))).await;
    let roles = ["intake", "caseworker", "supervisor", "manager", "administrator"];
    let here = roles.map(|role| Caller::Staff { role, centre: "ogou-1" });
    let away = Caller::Staff { role: "manager", centre: "kara-2" };
    let others = [away, Caller::Analyst, Caller::Nobody, Caller::Certificate("agency")];
    for caller in here.into_iter().chain(others) {
        let message = GetActivityRequest { name: activity.name.clone() };
        let request = world.request(caller, message);
        let read = world.outreach(caller).get_activity(request).await;
        let expected = match caller {
            Caller::Staff { role: "administrator", .. } => Some(Code::PermissionDenied),
            Caller::Staff { centre: "ogou-1", .. } => None,
            Caller::Nobody => Some(Code::Unauthenticated),
            _ => Some(Code::PermissionDenied),
        };
        assert_eq!(read.err().map(|status| status.code()), expected, "reading as {caller:?}");
        let message = SetOutreachTargetsRequest {
            parent: CENTRE.to_owned(),
            request_id: key(),
            year: 2026,
            targets: Vec::new(),
        };
        let request = world.request(caller, message);
        let set = world.outreach(caller).set_outreach_targets(request).await;
        let expected = match caller {
            Caller::Staff { role: "manager", centre: "ogou-1" } => None,
            Caller::Nobody => Some(Code::Unauthenticated),
            _ => Some(Code::PermissionDenied),
        };
        assert_eq!(set.err().map(|status| status.code()), expected, "targets as {caller:?}");
    }
    // The same id under the name of her own centre is nothing.
    let id = activity.name.rsplit('/').next().expect("an id");
    let message = GetActivityRequest { name: format!("centres/kara-2/activities/{id}") };
    let request = world.request(away, message);
    let missing = world.outreach(away).get_activity(request).await.expect_err("not hers");
    assert_eq!(missing.code(), Code::NotFound);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_wrong_field_is_named_at_once_and_nothing_is_stored() {
    let world = World::start(On::Sqlite).await;
    let wrong = ActivityPlan {
        kind: 99,
        theme: 0,
        day: Some(Date { year: 2026, month: 2, day: 30 }),
        agencies: vec!["agencies/x/y".to_owned()],
        people_target: -1,
        ..plan(ActivityKind::Training, None)
    };
    let message = PlanActivityRequest {
        parent: "ogou-1".to_owned(),
        request_id: "1".to_owned(),
        plan: Some(wrong),
    };
    let refused = world.plan_as(CASEWORKER, message).await.expect_err("wrong");
    let details = refused.get_details_bad_request().expect("details");
    let fields: Vec<&str> = details.field_violations.iter().map(|it| it.field.as_str()).collect();
    let expected = [
        "parent",
        "request_id",
        "plan.kind",
        "plan.theme",
        "plan.day",
        "plan.agencies",
        "plan.people_target",
    ];
    assert_eq!(fields, expected);
    let activity = world.planned(ActivityKind::Training, Some(day(11, 20))).await;
    let mut outcome = training(Some(day(11, 20)));
    outcome.trained[0].count = -1;
    outcome.costs = vec![Cost { line: 99, amount: i64::MAX }];
    let refused = world.record(&activity.name, outcome).await.expect_err("wrong");
    let details = refused.get_details_bad_request().expect("details");
    let fields: Vec<&str> = details.field_violations.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(fields, ["outcome.trained[0].count", "outcome.costs[0].line"]);
    world.end().await;
}
