//! A day of each role, call by call: what she does, and where she is stopped. What no role may is the
//! whole table of `matrix/`.

use sentier_proto::cases::v1::draft_service_client::DraftServiceClient;
use sentier_proto::cases::v1::*;
use sentier_proto::common::v1::FieldGroup;
use sentier_proto::name;

use crate::care::requests as care;
use crate::safeguards::*;
use crate::world::*;

fn centre() -> String {
    name::centre(CENTRE)
}

fn timeline(case: &str) -> GetTimelineRequest {
    GetTimelineRequest { name: case.to_owned(), ..GetTimelineRequest::default() }
}

#[tokio::test]
async fn an_intake_worker_receives_her_and_hands_her_on() {
    let world = World::start(On::Sqlite).await;
    // She begins a form, is interrupted, looks whether the survivor is known, and opens the case.
    let mut drafts = DraftServiceClient::new(world.connection(INES, CENTRE, &["intake"]));
    let half = SaveDraftRequest {
        parent: centre(),
        request_id: request_id(),
        survivor: Some(survivor()),
        ..SaveDraftRequest::default()
    };
    let draft = drafts.save_draft(half).await.expect("saves").into_inner().draft.expect("one").name;
    let search = SearchCasesRequest {
        parent: centre(),
        full_name: FULL_NAME.to_owned(),
        ..SearchCasesRequest::default()
    };
    let known = finding(&world, INES, "intake").search_cases(search).await.expect("searches");
    assert_eq!(known.into_inner().matches, []);
    let mut ines = world.staff(INES, CENTRE, &["intake"]);
    let intake = OpenCaseRequest { draft, ..open_case() };
    let case = ines.open_case(intake).await.expect("opens").into_inner().case.expect("a case").name;
    file(&mut ines, &case).await;

    // A supervisor gives it to a caseworker; what Ines opened she still sees, and does nothing to.
    let mut sena = world.care(SENA, "supervisor");
    sena.assign_case(care::assign(&case, AKOUVI)).await.expect("assigns");
    file(&mut ines, &case).await;
    assert_eq!(why(ines.record_incident(incident(&case)).await), "NOT_PERMITTED");
    assert_eq!(why(ines.grant_consent(statistics(&case)).await), "NOT_PERMITTED");
    let mut hers = world.care(INES, "intake");
    assert_eq!(why(hers.record_assessment(care::assessment(&case, None)).await), "NOT_PERMITTED");
    assert_eq!(why(hers.assign_case(care::assign(&case, INES)).await), "NOT_PERMITTED");
    // Of another's case she sees nothing.
    let other = opened(&mut world.caseworker()).await;
    assert_eq!(why(ines.get_case(read(&other)).await), "NOT_FOUND");
    let list = ListCasesRequest { parent: centre(), ..ListCasesRequest::default() };
    let listed = ines.list_cases(list).await.expect("lists").into_inner().cases;
    assert_eq!(listed.iter().map(|one| &*one.name).collect::<Vec<_>>(), [&*case]);
}

#[tokio::test]
async fn a_caseworker_goes_with_her_from_the_first_word_to_the_closure() {
    let world = World::start(On::Sqlite).await;
    let now = world.clock.now();
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.record_incident(incident(&case)).await.expect("records");
    let granted = akouvi.grant_consent(services(&case, &[FieldGroup::Identity])).await;
    let consent = granted.expect("grants").into_inner().consent;
    let mut guard = safeguard(&world, AKOUVI, "caseworker");
    guard.set_safe_contact(set_contact(&case, called(0, 23))).await.expect("asks how");
    let mut hers = world.care(AKOUVI, "caseworker");
    hers.record_assessment(care::assessment(&case, None)).await.expect("assesses");
    hers.make_safety_plan(care::safety_plan(&case)).await.expect("plans");
    hers.agree_action_plan(care::plan(&case, care::after(now, 3))).await.expect("agrees");
    let refer = refer(&case, &consent, &[FieldGroup::Identity]);
    akouvi.request_referral(refer).await.expect("refers");
    akouvi.record_follow_up(follow_up(&case, now)).await.expect("meets her");
    hers.request_closure(care::ask_closure(&case)).await.expect("asks to close");

    // She approves nothing of her own, closes nothing unapproved, and erases nobody.
    let approve = care::answer(&case, &format!("{case}/entries/{}", request_id()), true);
    assert_eq!(why(hers.answer_approval(approve).await), "NOT_PERMITTED");
    assert_eq!(why(akouvi.close_case(close(&case)).await), "CLOSURE_NOT_APPROVED");
    assert_eq!(why(akouvi.erase_survivor(erase(&case)).await), "NOT_PERMITTED");
    assert_eq!(why(guard.seal_case(seal(&case, &[AKOUVI])).await), "NOT_PERMITTED");
    // A colleague's case is not there for her, unless in an emergency, for three hours and seen.
    let other = opened(&mut world.staff(DEDE, CENTRE, &["caseworker"])).await;
    assert_eq!(why(akouvi.get_case(read(&other)).await), "NOT_FOUND");
    guard.break_glass(break_in(&other)).await.expect("opens");
    file(&mut akouvi, &other).await;
    assert_eq!(why(akouvi.record_incident(incident(&other)).await), "NOT_FOUND");
}

#[tokio::test]
async fn a_supervisor_leads_the_team_and_is_stopped_by_a_conflict() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let mut sena = world.supervisor();
    file(&mut sena, &case).await;
    let mut leads = world.care(SENA, "supervisor");
    let mut hers = world.care(AKOUVI, "caseworker");
    let asked = hers.request_closure(care::ask_closure(&case)).await.expect("asks").into_inner();
    leads.answer_approval(care::answer(&case, &asked.entry, true)).await.expect("approves");
    world.caseworker().close_case(close(&case)).await.expect("closes");
    leads.reopen_case(care::reopen(&case)).await.expect("opens again");
    leads.assign_case(care::assign(&case, DEDE)).await.expect("assigns");
    let mut guard = safeguard(&world, SENA, "supervisor");
    guard.seal_case(seal(&case, &[DEDE, SENA])).await.expect("seals");

    // What is the manager's she does not; and a conflict of interest is stronger than her role.
    assert_eq!(why(guard.unseal_case(unseal(&case)).await), "NOT_PERMITTED");
    assert_eq!(why(guard.list_alarms(alarms()).await), "NOT_PERMITTED");
    assert_eq!(why(guard.plant_honey_record(plant()).await), "NOT_PERMITTED");
    guard.exclude_staff(exclude(&case, SENA)).await.expect("declares her own");
    assert_eq!(why(sena.get_timeline(timeline(&case)).await), "NOT_FOUND");
    assert_eq!(why(sena.erase_survivor(erase(&case)).await), "NOT_FOUND");
    // Another centre's cases are none of hers.
    let mut elsewhere = world.staff(SENA, "kara-1", &["supervisor"]);
    assert_eq!(why(elsewhere.get_case(read(&case)).await), "NOT_PERMITTED");
}

#[tokio::test]
async fn a_manager_looks_after_the_readers_and_reads_no_file() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    safeguard(&world, DEDE, "caseworker").break_glass(break_in(&case)).await.expect("opens");
    let mut manu = safeguard(&world, MANU, "manager");
    let [alarm] = <[_; 1]>::try_from(open_alarms(&world).await).expect("an alarm");
    manu.review_alarm(review(&alarm.name)).await.expect("reviews");
    let asked = safeguard(&world, INES, "intake").request_break_glass(ask_in(&case)).await;
    let asked = asked.expect("asks").into_inner().entry;
    manu.approve_break_glass(let_in(&asked)).await.expect("lets in");
    safeguard(&world, SENA, "supervisor")
        .seal_case(seal(&case, &[AKOUVI, SENA]))
        .await
        .expect("seals");
    manu.unseal_case(unseal(&case)).await.expect("unseals");
    manu.plant_honey_record(plant()).await.expect("plants");

    let mut reads = world.staff(MANU, CENTRE, &["manager"]);
    assert_eq!(why(reads.get_case(read(&case)).await), "NOT_PERMITTED");
    assert_eq!(why(reads.get_timeline(timeline(&case)).await), "NOT_PERMITTED");
    assert_eq!(why(manu.get_safeguards(guards(&case)).await), "NOT_PERMITTED");
    assert_eq!(why(manu.break_glass(break_in(&case)).await), "NOT_PERMITTED");
    let list = ListCasesRequest { parent: centre(), ..ListCasesRequest::default() };
    assert_eq!(why(reads.list_cases(list).await), "NOT_PERMITTED");
}

#[tokio::test]
async fn an_administrator_reads_no_case_whatever_else_she_is() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let ada = uuid::Uuid::from_u128(16);
    for roles in [
        &["administrator"][..],
        &["administrator", "supervisor"],
        &["administrator", "caseworker", "manager"],
    ] {
        let mut reads = world.staff(ada, CENTRE, roles);
        assert_eq!(why(reads.get_case(read(&case)).await), "NOT_PERMITTED");
        assert_eq!(why(reads.get_timeline(timeline(&case)).await), "NOT_PERMITTED");
        assert_eq!(why(reads.open_case(open_case()).await), "NOT_PERMITTED");
        let list = ListCasesRequest { parent: centre(), ..ListCasesRequest::default() };
        assert_eq!(why(reads.list_cases(list).await), "NOT_PERMITTED");
        let connection = world.connection(ada, CENTRE, roles);
        let mut guard = Safeguard::new(connection);
        assert_eq!(why(guard.break_glass(break_in(&case)).await), "NOT_PERMITTED");
        assert_eq!(why(guard.list_alarms(alarms()).await), "NOT_PERMITTED");
        assert_eq!(why(guard.unseal_case(unseal(&case)).await), "NOT_PERMITTED");
    }
}
