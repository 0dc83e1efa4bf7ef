//! Files come to their end: proposed by the clock, confirmed by a person, stopped by a hold, certified.

use std::time::Duration;

use sentier_proto::cases::v1::audit_service_client::AuditServiceClient;
use sentier_proto::cases::v1::retention_service_client::RetentionServiceClient;
use sentier_proto::cases::v1::{
    ErasureGround, GetErasureCertificateRequest, LiftHoldRequest, ListReadingsRequest,
    ListRetentionItemsRequest, OpenCaseRequest, OrderErasureRequest, RetentionItem, SetHoldRequest,
    Survivor, list_retention_items_request::View, retention_item::Reason,
};
use sentier_proto::common::v1::Date;
use sentier_proto::name;
use tonic::Code;
use uuid::Uuid;

use crate::world::*;

type Retention = RetentionServiceClient<Connection>;

/// The manager.
const MANA: Uuid = Uuid::from_u128(14);
const YEAR: Duration = Duration::from_hours(366 * 24);

fn manager(world: &World) -> Retention {
    RetentionServiceClient::new(world.connection(MANA, CENTRE, &["manager"]))
}

async fn listed(world: &World, view: View, code: &str) -> Vec<RetentionItem> {
    let asked = ListRetentionItemsRequest {
        parent: name::centre(CENTRE),
        view: view.into(),
        survivor_code: code.to_owned(),
        ..ListRetentionItemsRequest::default()
    };
    manager(world).list_retention_items(asked).await.expect("lists").into_inner().items
}

async fn due(world: &World) -> Vec<(String, Reason)> {
    let items = listed(world, View::Unspecified, "").await;
    items.into_iter().map(|item| (item.case.clone(), item.reason())).collect()
}

fn order(case: &str, ground: ErasureGround) -> OrderErasureRequest {
    OrderErasureRequest { name: case.to_owned(), request_id: request_id(), ground: ground.into() }
}

fn hold(case: &str) -> SetHoldRequest {
    let why = "Une enquête est ouverte.".to_owned();
    SetHoldRequest { name: case.to_owned(), request_id: request_id(), why }
}

fn lift(case: &str, hold: &str) -> LiftHoldRequest {
    let why = "L'enquête est close.".to_owned();
    let (name, hold) = (case.to_owned(), hold.to_owned());
    LiftHoldRequest { name, request_id: request_id(), hold, why }
}

/// A closed case of somebody born in a year.
async fn closed(world: &World, born: i32) -> String {
    let mut asked: OpenCaseRequest = open_case();
    let birth_date = Some(Date { year: born, month: 5, day: 1 });
    asked.survivor = Some(Survivor {
        birth_date,
        profile: little_of(born),
        ..asked.survivor.expect("a survivor")
    });
    let case = world.caseworker().open_case(asked).await.expect("opens").into_inner();
    let case = case.case.expect("a case").name;
    closes(world, &case).await;
    case
}

async fn the_clock_proposes_and_a_person_confirms(on: On) {
    let world = World::start(on).await;
    let year = world.clock.now().to_datetime().year();
    let grown = closed(&world, year - 30).await;
    let child = closed(&world, year - 12).await;
    let left = opened(&mut world.caseworker()).await;
    assert_eq!(due(&world).await, []);
    let refused = manager(&world).order_erasure(order(&grown, ErasureGround::Schedule)).await;
    assert_eq!(
        reason(&refused.expect_err("not due")),
        (Code::FailedPrecondition, "NOT_DUE".to_owned())
    );
    world.clock.advance(3 * YEAR);
    assert_eq!(due(&world).await, [(left.clone(), Reason::Inactive)]);
    world.clock.advance(2 * YEAR);
    let expected = [(grown.clone(), Reason::Closed), (left, Reason::Inactive)];
    assert_eq!(due(&world).await, expected);
    // Nothing was erased by that: the clock only proposes.
    assert!(listed(&world, View::Unspecified, "").await.iter().all(|item| !item.erased));

    let request = order(&grown, ErasureGround::Schedule);
    let mut manager = manager(&world);
    manager.order_erasure(request.clone()).await.expect("erases");
    manager.order_erasure(request).await.expect("a repeat");
    assert!(file(&mut world.supervisor(), &grown).await.survivor.is_none());
    let refused = manager.order_erasure(order(&child, ErasureGround::Schedule)).await;
    assert_eq!(reason(&refused.expect_err("she is a child still")).1, "NOT_DUE");
    // She was twelve; she is of age in six years, and her file waits five more.
    world.clock.advance(7 * YEAR);
    let reasons: Vec<_> = due(&world).await.into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(reasons, [Reason::ClosedChild, Reason::Inactive]);
    world.stop().await;
}

#[tokio::test]
async fn the_clock_proposes_and_a_person_confirms_on_sqlite() {
    Box::pin(the_clock_proposes_and_a_person_confirms(On::Sqlite)).await;
}

#[tokio::test]
async fn the_clock_proposes_and_a_person_confirms_on_postgres() {
    Box::pin(the_clock_proposes_and_a_person_confirms(On::Postgres)).await;
}

#[tokio::test]
async fn looking_whether_a_childs_file_is_due_stands_in_her_report() {
    let world = World::start(On::Sqlite).await;
    let year = world.clock.now().to_datetime().year();
    let child = closed(&world, year - 12).await;
    world.clock.advance(6 * YEAR);
    assert_eq!(due(&world).await, []);
    let mut audit = AuditServiceClient::new(world.connection(SENA, CENTRE, &["supervisor"]));
    let asked = ListReadingsRequest { parent: child, ..ListReadingsRequest::default() };
    let readings = audit.list_readings(asked).await.expect("lists").into_inner().readings;
    assert_eq!(readings.len(), 1);
    assert_eq!(readings[0].purpose, "retention");
    assert_eq!(readings[0].principal, name::staff(CENTRE, MANA));
}

#[tokio::test]
async fn a_held_file_is_erased_by_the_law_alone() {
    let world = World::start(On::Sqlite).await;
    let year = world.clock.now().to_datetime().year();
    let case = closed(&world, year - 30).await;
    let mut manager = manager(&world);
    let stands = manager.set_hold(hold(&case)).await.expect("holds").into_inner().hold;
    world.clock.advance(6 * YEAR);
    // Six years on she signs in anew.
    let mut manager = self::manager(&world);
    let items = listed(&world, View::Unspecified, "").await;
    assert_eq!(items.iter().map(|item| item.hold.as_str()).collect::<Vec<_>>(), [stands.as_str()]);
    let held = |answer: Result<(), tonic::Status>| {
        assert_eq!(reason(&answer.expect_err("held")).1, "ON_HOLD");
    };
    for ground in [ErasureGround::Schedule, ErasureGround::SurvivorRequest] {
        held(manager.order_erasure(order(&case, ground)).await.map(drop));
    }
    held(world.supervisor().erase_survivor(erase(&case)).await.map(drop));
    held(manager.set_hold(hold(&case)).await.map(drop));
    assert_eq!(listed(&world, View::Held, "").await.len(), 1);

    manager.lift_hold(lift(&case, &stands)).await.expect("lifts");
    assert!(listed(&world, View::Held, "").await.is_empty());
    let again = manager.set_hold(hold(&case)).await.expect("holds").into_inner().hold;
    assert_ne!(again, stands);
    manager.order_erasure(order(&case, ErasureGround::LegalOrder)).await.expect("the law");
    assert!(file(&mut world.supervisor(), &case).await.survivor.is_none());
}

#[tokio::test]
async fn a_file_is_found_by_its_code_and_shown_to_the_manager_alone() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let read = file(&mut world.caseworker(), &case).await;
    let code = read.case.expect("a case").survivor_code;
    let items = listed(&world, View::Code, &code).await;
    assert_eq!(items.len(), 1);
    assert_eq!((items[0].case.as_str(), items[0].reason()), (case.as_str(), Reason::Unspecified));
    for role in ["intake", "caseworker", "supervisor", "administrator"] {
        let mut other = RetentionServiceClient::new(world.connection(SENA, CENTRE, &[role]));
        let parent = name::centre(CENTRE);
        let asked = ListRetentionItemsRequest { parent, ..<_>::default() };
        let refused = other.list_retention_items(asked).await.expect_err(role);
        assert_eq!(refused.code(), Code::PermissionDenied, "{role}");
        let refused = other.order_erasure(order(&case, ErasureGround::LegalOrder)).await;
        assert_eq!(refused.expect_err(role).code(), Code::PermissionDenied, "{role}");
    }
}

#[tokio::test]
async fn an_erasure_has_a_certificate_that_is_checked_with_the_ledgers_public_key_alone() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let mut manager = manager(&world);
    let asked = GetErasureCertificateRequest { name: case.clone() };
    let refused = manager.get_erasure_certificate(asked.clone()).await.expect_err("not erased");
    assert_eq!(reason(&refused).1, "NOT_ERASED");
    world.supervisor().erase_survivor(erase(&case)).await.expect("erases");
    let paper = manager.get_erasure_certificate(asked).await.expect("certifies").into_inner();
    assert_eq!(paper.ground(), ErasureGround::SurvivorRequest);
    assert_eq!(paper.orderer, name::staff(CENTRE, SENA));
    assert_eq!((paper.key_count, paper.object_count), (3, 0));

    let text = world.host.signer.verifier();
    let text = text.signed(&paper.note).expect("signed").to_owned();
    assert!(text.starts_with("sentier erasure certificate v1\n"), "{text}");
    for value in [FULL_NAME, PHONE, STORY] {
        assert!(!text.contains(value));
    }
    // The event that it names is the erasure, as the ledger holds it.
    let line = |key: &str| {
        let found = text.lines().find_map(|line| line.strip_prefix(&format!("{key}: ")));
        found.expect("a line").to_owned()
    };
    let position: i64 = line("ledger position").parse().expect("a number");
    let stored = world.host.store.read_at(&[position]).await.expect("reads");
    assert_eq!(stored[0].event_type, "survivor_erased.v1");
    let leaf = base64(&stored[0].leaf());
    assert_eq!(line("ledger leaf"), leaf);
    assert_eq!(line("case"), case);
    let forged = paper.note.replace("survivor_request", "legal_order");
    assert!(world.host.signer.verifier().signed(&forged).is_err());
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
