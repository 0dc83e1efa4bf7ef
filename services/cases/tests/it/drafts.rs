//! A draft of an intake: sealed, its owner's alone, taken over by a case in one append, and then gone.

use std::time::Duration;

use prost::Message as _;
use sentier_cases::DraftCodec;
use sentier_eventing::codec::Codec as _;
use sentier_proto::cases::v1::draft_service_client::DraftServiceClient;
use sentier_proto::cases::v1::{
    DiscardDraftRequest, Draft, GetDraftRequest, Incident, ListDraftsRequest, OpenCaseRequest,
    SaveDraftRequest, Survivor,
};
use sentier_proto::name;
use tonic::Code;
use uuid::Uuid;

use crate::world::*;

type Drafts = DraftServiceClient<Connection>;

fn drafts(world: &World, id: Uuid, roles: &[&str]) -> Drafts {
    DraftServiceClient::new(world.connection(id, CENTRE, roles))
}

/// Half a form: a name, a place, and no sex.
fn half(draft: &str) -> SaveDraftRequest {
    SaveDraftRequest {
        parent: name::centre(CENTRE),
        request_id: request_id(),
        name: draft.to_owned(),
        survivor: Some(Survivor { full_name: FULL_NAME.to_owned(), ..Survivor::default() }),
        incident: Some(Incident { narrative: STORY.to_owned(), ..Incident::default() }),
    }
}

async fn saved(client: &mut Drafts) -> String {
    let answer = client.save_draft(half("")).await.expect("saves").into_inner();
    answer.draft.expect("a draft").name
}

async fn listed(client: &mut Drafts) -> Vec<String> {
    let asked = ListDraftsRequest { parent: name::centre(CENTRE), ..ListDraftsRequest::default() };
    let answer = client.list_drafts(asked).await.expect("lists").into_inner();
    answer.drafts.into_iter().map(|draft| draft.name).collect()
}

fn get(draft: &str) -> GetDraftRequest {
    GetDraftRequest { name: draft.to_owned() }
}

async fn gone(client: &mut Drafts, draft: &str) {
    let refused = client.get_draft(get(draft)).await.expect_err("gone");
    assert_eq!(reason(&refused), (Code::NotFound, "NOT_FOUND".to_owned()));
    assert_eq!(listed(client).await, Vec::<String>::new());
}

/// Whether the keys of a draft are destroyed.
async fn keys_end(world: &World, draft: &str) {
    let id: Uuid = draft.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    until(|| async { world.host.vault.ring(id).await.expect("a ring").is_erased().then_some(()) })
        .await;
}

async fn a_draft_is_kept_read_saved_again_and_becomes_a_case(on: On) {
    let world = World::start(on).await;
    let mut akouvi = drafts(&world, AKOUVI, &["caseworker"]);
    let draft = saved(&mut akouvi).await;
    assert_eq!(listed(&mut akouvi).await, std::slice::from_ref(&draft));
    let more = SaveDraftRequest { survivor: Some(survivor()), ..half(&draft) };
    akouvi.save_draft(more).await.expect("saves again");
    let read = akouvi.get_draft(get(&draft)).await.expect("reads").into_inner().draft;
    let read = read.expect("a draft");
    assert_eq!(read.survivor, Some(survivor()));
    assert_eq!(read.incident.map(|incident| incident.narrative), Some(STORY.to_owned()));

    let opening = OpenCaseRequest { draft: draft.clone(), ..open_case() };
    let mut cases = world.caseworker();
    let first = cases.open_case(opening.clone()).await.expect("opens").into_inner().case;
    let again = cases.open_case(opening.clone()).await.expect("a repeat").into_inner().case;
    assert_eq!(first, again);
    gone(&mut akouvi, &draft).await;
    keys_end(&world, &draft).await;
    // It became one case, and becomes no second one.
    let second = OpenCaseRequest { request_id: request_id(), ..opening };
    let refused = cases.open_case(second).await.expect_err("refused");
    assert_eq!(reason(&refused).0, Code::NotFound);

    // What was told stands in no file, and nothing of the draft was published.
    let published = world.peers.published(1).await;
    assert_eq!(published.len(), 1, "the opening alone");
    world.stop().await;
    for (path, bytes) in world.files() {
        for word in [FULL_NAME, STORY] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{path} holds {word}");
        }
    }
}

#[tokio::test]
async fn a_draft_is_kept_read_saved_again_and_becomes_a_case_on_sqlite() {
    Box::pin(a_draft_is_kept_read_saved_again_and_becomes_a_case(On::Sqlite)).await;
}

#[tokio::test]
async fn a_draft_is_kept_read_saved_again_and_becomes_a_case_on_postgres() {
    Box::pin(a_draft_is_kept_read_saved_again_and_becomes_a_case(On::Postgres)).await;
}

#[tokio::test]
async fn a_draft_is_its_owners_alone() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = drafts(&world, AKOUVI, &["caseworker"]);
    let draft = saved(&mut akouvi).await;
    for (id, roles) in [(DEDE, "caseworker"), (SENA, "supervisor")] {
        let mut other = drafts(&world, id, &[roles]);
        assert_eq!(listed(&mut other).await, Vec::<String>::new());
        let refused = other.get_draft(get(&draft)).await.expect_err("hidden");
        assert_eq!(refused.code(), Code::NotFound);
        let refused = other.save_draft(half(&draft)).await.expect_err("hidden");
        assert_eq!(refused.code(), Code::NotFound);
        let opening = OpenCaseRequest { draft: draft.clone(), ..open_case() };
        let refused = world.staff(id, CENTRE, &[roles]).open_case(opening).await;
        assert_eq!(refused.expect_err("hidden").code(), Code::NotFound);
    }
    for role in ["manager", "administrator"] {
        let mut other = drafts(&world, Uuid::from_u128(50), &[role]);
        let refused = other.save_draft(half("")).await.expect_err("refused");
        assert_eq!(refused.code(), Code::PermissionDenied);
    }
}

#[tokio::test]
async fn a_draft_is_discarded_or_lapses_and_its_keys_go_with_it() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = drafts(&world, AKOUVI, &["caseworker"]);
    let draft = saved(&mut akouvi).await;
    let discard = DiscardDraftRequest { name: draft.clone(), request_id: request_id() };
    akouvi.discard_draft(discard).await.expect("discards");
    gone(&mut akouvi, &draft).await;
    keys_end(&world, &draft).await;

    let draft = saved(&mut akouvi).await;
    world.clock.advance(Duration::from_hours(7 * 24));
    gone(&mut akouvi, &draft).await;
    // The process looks again when something is stored.
    opened(&mut world.caseworker()).await;
    keys_end(&world, &draft).await;
}

#[tokio::test]
async fn what_cannot_be_a_draft_names_its_field() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = drafts(&world, AKOUVI, &["caseworker"]);
    let refused = akouvi.save_draft(SaveDraftRequest::default()).await.expect_err("refused");
    assert_eq!(fields(&refused), ["parent", "request_id"]);
    let mut huge = half("centres/elsewhere/drafts/7");
    huge.survivor = Some(Survivor { full_name: "x".repeat(25_000), ..Survivor::default() });
    let refused = akouvi.save_draft(huge).await.expect_err("refused");
    assert_eq!(fields(&refused), ["name", "survivor"]);
}

#[test]
fn the_stored_types_of_a_draft_are_these() {
    use sentier_cases_domain::draft::{DraftContent, Event};
    use sentier_cases_domain::id::{DraftId, StaffId};
    use sentier_kernel::{Moment, Sensitive};
    let at = Moment::from_micros(1);
    let told = Draft { survivor: Some(survivor()), ..Draft::default() }.encode_to_vec();
    let saved = Event::DraftSaved {
        draft: DraftId::from_uuid(AKOUVI),
        staff: StaffId::from_uuid(AKOUVI),
        content: Sensitive::new(DraftContent::parse(told).expect("fits")),
        at,
    };
    let ended = Event::DraftEnded { case: None, at };
    assert_eq!(DraftCodec::event_type(&saved), "draft_saved.v1");
    assert_eq!(DraftCodec::event_type(&ended), "draft_ended.v1");
    let golden = br#"{"case":null,"at":1}"#;
    let opener = sentier_eventing::vault::Opener::withholding();
    let read = DraftCodec::decode("draft_ended.v1", golden, &opener).expect("reads");
    assert_eq!(read, ended);
    let golden = br#"{"draft":"00000000-0000-0000-0000-00000000000b","staff":"00000000-0000-0000-0000-00000000000b","content":"AQAA","at":1}"#;
    let read = DraftCodec::decode("draft_saved.v1", golden, &opener).expect("reads");
    assert!(matches!(read, Event::DraftSaved { content: Sensitive::Withheld, .. }));
}
