//! Conflicts of interest and seals: for whom a case is not there, it is nowhere.

use sentier_proto::cases::v1::*;
use sentier_proto::name;
use tonic::Code;
use uuid::Uuid;

use super::*;
use crate::clocks::rape;
use crate::world::*;

/// Everything at the centre that could tell somebody of this one case.
async fn traces(world: &World, id: Uuid, role: &str, case: &str) -> Vec<&'static str> {
    let parent = name::centre(CENTRE);
    let mut found = Vec::new();
    let list = ListCasesRequest { parent: parent.clone(), ..ListCasesRequest::default() };
    let mut cases = world.staff(id, CENTRE, &[role]);
    let listed = cases.list_cases(list).await.expect("lists").into_inner().cases;
    found.extend(listed.iter().any(|one| one.name == case).then_some("list"));
    let tasks = ListTasksRequest { parent: parent.clone(), ..ListTasksRequest::default() };
    let due = world.care(id, role).list_tasks(tasks).await.expect("lists").into_inner().tasks;
    found.extend(due.iter().any(|one| one.case == case).then_some("tasks"));
    let clocks = ListHealthClocksRequest {
        parent: parent.clone(),
        purpose: "direct_care".to_owned(),
        ..ListHealthClocksRequest::default()
    };
    let clocks = world.care(id, role).list_health_clocks(clocks).await.expect("lists");
    let running = clocks.into_inner().health_clocks;
    found.extend(running.iter().any(|one| one.case == case).then_some("clocks"));
    let search = SearchCasesRequest {
        parent,
        full_name: FULL_NAME.to_owned(),
        ..SearchCasesRequest::default()
    };
    let mut finding = finding(world, id, role);
    let hits = finding.search_cases(search).await.expect("searches").into_inner();
    found.extend(format!("{hits:?}").contains(case).then_some("search"));
    let timeline = GetTimelineRequest { name: case.to_owned(), ..GetTimelineRequest::default() };
    found.extend(cases.get_timeline(timeline).await.is_ok().then_some("timeline"));
    found.extend(cases.get_case(read(case)).await.is_ok().then_some("file"));
    let readings =
        ListReadingsRequest { parent: case.to_owned(), ..ListReadingsRequest::default() };
    let mut audit = audit(world, id, role);
    found.extend(audit.list_readings(readings).await.is_ok().then_some("readings"));
    found
}

const ALL: [&str; 7] = ["list", "tasks", "clocks", "search", "timeline", "file", "readings"];

/// A case whose health clocks run.
async fn urgent(world: &World) -> String {
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let lately = world.clock.now().minus(std::time::Duration::from_hours(10));
    akouvi.record_incident(rape(&case, lately)).await.expect("records");
    case
}

async fn a_conflict(on: On) {
    let world = World::start(on).await;
    let case = urgent(&world).await;
    // A second case of the same name, whose duplicates are asked for.
    let other = opened(&mut world.staff(DEDE, CENTRE, &["caseworker"])).await;
    assert_eq!(traces(&world, SENA, "supervisor", &case).await, ALL);

    let mut akouvi = safeguard(&world, AKOUVI, "caseworker");
    for who in [SENA, DEDE, MANU] {
        akouvi.exclude_staff(exclude(&case, who)).await.expect("excludes");
    }
    assert_eq!(traces(&world, SENA, "supervisor", &case).await, [""; 0]);
    assert_eq!(traces(&world, DEDE, "caseworker", &case).await, [""; 0]);
    let duplicates = SearchDuplicatesRequest { name: other };
    let mut dede = finding(&world, DEDE, "caseworker");
    let hits = dede.search_duplicates(duplicates).await.expect("searches").into_inner();
    assert!(!format!("{hits:?}").contains(&case), "{hits:?}");

    no_way_in(&world, &case).await;
    nothing_is_given(&world, &case).await;
    Box::pin(nothing_is_reviewed(&world, &case)).await;

    // A supervisor ends it, and the case is there again.
    let mut rita = safeguard(&world, RITA, "supervisor");
    rita.readmit_staff(readmit(&case, SENA)).await.expect("readmits");
    assert_eq!(traces(&world, SENA, "supervisor", &case).await, ALL);
}

/// No way leads in, and every answer is that of a case that does not exist.
async fn no_way_in(world: &World, case: &str) {
    let missing = format!("centres/{CENTRE}/cases/{}", Uuid::now_v7());
    let mut sena = world.supervisor();
    let mut said = Vec::new();
    for name in [case, &*missing] {
        let status = sena.get_case(read(name)).await.expect_err("refused");
        said.push((status.code(), status.message().to_owned(), status.details().to_vec()));
    }
    assert_eq!(said[0], said[1]);
    let mut dede = safeguard(world, DEDE, "caseworker");
    assert_eq!(why(dede.break_glass(break_in(case)).await), "NOT_FOUND");
    assert_eq!(why(dede.request_break_glass(ask_in(case)).await), "NOT_FOUND");
    let mut sena = safeguard(world, SENA, "supervisor");
    assert_eq!(why(sena.readmit_staff(readmit(case, SENA)).await), "NOT_FOUND");
    assert_eq!(why(sena.seal_case(seal(case, &[AKOUVI])).await), "NOT_FOUND");
}

/// Nothing of it is given to her.
async fn nothing_is_given(world: &World, case: &str) {
    let mut rita = world.care(RITA, "supervisor");
    let assign = AssignCaseRequest {
        name: case.to_owned(),
        request_id: request_id(),
        expected_version: None,
        to: staff(DEDE),
    };
    assert_eq!(why(rita.assign_case(assign).await), "STAFF_EXCLUDED");
    let ask = RequestTransferRequest {
        name: case.to_owned(),
        request_id: request_id(),
        to: staff(DEDE),
        ..RequestTransferRequest::default()
    };
    assert_eq!(why(world.care(AKOUVI, "caseworker").request_transfer(ask).await), "STAFF_EXCLUDED");
}

/// A manager on the list reviews nothing of it.
async fn nothing_is_reviewed(world: &World, case: &str) {
    safeguard(world, INES, "intake").break_glass(break_in(case)).await.expect("opens");
    let mut ines = world.staff(INES, CENTRE, &["intake"]);
    file(&mut ines, case).await;
    let day = sentier_platform::grpc::date(world.clock.now().to_datetime().date());
    let week = ListReviewItemsRequest {
        parent: name::centre(CENTRE),
        start_date: Some(day),
        end_date: Some(day),
        ..ListReviewItemsRequest::default()
    };
    let listed = |items: Vec<ReviewItem>| items.iter().any(|one| one.case == case);
    let mut manu = audit(world, MANU, "manager");
    let seen = manu.list_review_items(week.clone()).await.expect("lists").into_inner().items;
    assert!(!listed(seen));
    assert_eq!(open_alarms(world).await, []);
    let another = Uuid::from_u128(16);
    let mut manager = audit(world, another, "manager");
    let seen = manager.list_review_items(week).await.expect("lists").into_inner().items;
    assert!(listed(seen));
    let mut manager = safeguard(world, another, "manager");
    let seen = manager.list_alarms(alarms()).await.expect("lists").into_inner().alarms;
    assert_eq!(seen.len(), 1);
}

#[tokio::test]
async fn for_whom_has_a_conflict_of_interest_the_case_is_not_there() {
    Box::pin(a_conflict(On::Sqlite)).await;
}

#[tokio::test]
async fn for_whom_has_a_conflict_of_interest_the_case_is_not_there_on_postgres() {
    Box::pin(a_conflict(On::Postgres)).await;
}

async fn a_seal(on: On) {
    let world = World::start(on).await;
    let case = urgent(&world).await;
    let mut akouvi = safeguard(&world, AKOUVI, "caseworker");
    assert_eq!(why(akouvi.seal_case(seal(&case, &[AKOUVI])).await), "NOT_PERMITTED");
    let mut sena = safeguard(&world, SENA, "supervisor");
    assert_eq!(why(sena.seal_case(seal(&case, &[SENA])).await), "CASEWORKER_NOT_NAMED");
    sena.seal_case(seal(&case, &[AKOUVI, SENA])).await.expect("seals");

    assert_eq!(traces(&world, SENA, "supervisor", &case).await, ALL);
    assert_eq!(traces(&world, AKOUVI, "caseworker", &case).await, ALL);
    assert_eq!(traces(&world, RITA, "supervisor", &case).await, [""; 0]);
    let mut dede = safeguard(&world, DEDE, "caseworker");
    assert_eq!(why(dede.break_glass(break_in(&case)).await), "NOT_FOUND");
    let assign = AssignCaseRequest {
        name: case.clone(),
        request_id: request_id(),
        expected_version: None,
        to: staff(DEDE),
    };
    assert_eq!(why(world.care(SENA, "supervisor").assign_case(assign).await), "NOT_NAMED");

    the_manager_unseals(&world, &case).await;
    assert_eq!(traces(&world, RITA, "supervisor", &case).await, ALL);
}

/// Not even who sealed it takes the seal off: the manager does, without reading a word.
async fn the_manager_unseals(world: &World, case: &str) {
    let mut sena = safeguard(world, SENA, "supervisor");
    assert_eq!(why(sena.unseal_case(unseal(case)).await), "NOT_PERMITTED");
    let mut manu = safeguard(world, MANU, "manager");
    let list = ListSealedCasesRequest {
        parent: name::centre(CENTRE),
        ..ListSealedCasesRequest::default()
    };
    let sealed = manu.list_sealed_cases(list.clone()).await.expect("lists").into_inner().cases;
    assert_eq!((sealed.len(), sealed[0].name.as_str()), (1, case));
    assert_eq!(sealed[0].staff, [staff(AKOUVI), staff(SENA)]);
    let mut reads = world.staff(MANU, CENTRE, &["manager"]);
    let refused = reads.get_case(read(case)).await.expect_err("reads none");
    assert_eq!(refused.code(), Code::PermissionDenied);
    manu.unseal_case(unseal(case)).await.expect("unseals");
    let sealed = manu.list_sealed_cases(list).await.expect("lists").into_inner().cases;
    assert_eq!(sealed, []);
    let told = sena.get_safeguards(guards(case)).await.expect("tells").into_inner();
    assert_eq!((told.sealed_to, told.seal_reason), (Vec::new(), String::new()));
}

#[tokio::test]
async fn a_sealed_case_is_there_for_whom_the_seal_names_alone() {
    a_seal(On::Sqlite).await;
}

#[tokio::test]
async fn a_sealed_case_is_there_for_whom_the_seal_names_alone_on_postgres() {
    a_seal(On::Postgres).await;
}

#[tokio::test]
async fn why_somebody_must_not_see_a_case_is_written_nowhere_in_clear() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let mut akouvi = safeguard(&world, AKOUVI, "caseworker");
    akouvi.exclude_staff(exclude(&case, DEDE)).await.expect("excludes");
    akouvi.set_safe_contact(set_contact(&case, called(8, 18))).await.expect("sets");
    let told = akouvi.get_safeguards(guards(&case)).await.expect("tells").into_inner();
    assert_eq!(told.excluded[0].reason, WHY);
    assert_eq!(told.safe_contact.expect("a plan").code_word, CODE_WORD);
    world.stop().await;
    for (file, bytes) in world.files() {
        for word in [WHY, CODE_WORD] {
            let found = bytes.windows(word.len()).any(|part| part == word.as_bytes());
            assert!(!found, "{word} stands in {file}");
        }
    }
}
