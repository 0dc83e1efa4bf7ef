//! Every call of the context by every caller in every relationship: one table that people read, checked
//! against the policies and, call by call, through the running service.
//!
//! A call that is added to the contract fails this test until it has its row in `table.txt`, and its good
//! message in `good.rs`.

mod callers;
mod table;

use std::collections::BTreeMap;

use prost::Message as _;
use prost_types::FileDescriptorSet;
use sentier_platform::authorise::{Authoriser, Resource};
use sentier_proto::cases::v1::draft_service_client::DraftServiceClient;
use sentier_proto::cases::v1::{SaveDraftRequest, Survivor};
use sentier_proto::name;
use tonic::client::Grpc;
use tonic::{Code, Request, Status};

use crate::fuzz::Raw;
use crate::good::good;
use crate::world::*;
use callers::{Caller, Scene};
use table::{About, Expected, Table};

/// What changes who may do what: each is asked of a case of its own.
const CHANGES: [&str; 11] = [
    "OrderErasure",
    "AssignCase",
    "AnswerTransfer",
    "RequestTransfer",
    "BreakGlass",
    "RequestBreakGlass",
    "ReadmitStaff",
    "SealCase",
    "UnsealCase",
    "CloseCase",
    "EraseSurvivor",
];

/// Every call of the context: its path, and its name in the table.
fn contract() -> BTreeMap<String, String> {
    let set = FileDescriptorSet::decode(sentier_proto::DESCRIPTORS).expect("descriptors");
    let files = set.file.iter().filter(|file| file.package() == "sentier.cases.v1");
    let mut calls = BTreeMap::new();
    for service in files.flat_map(|file| &file.service) {
        for method in &service.method {
            let named = format!("{}/{}", service.name(), method.name());
            calls.insert(named.clone(), format!("/sentier.cases.v1.{named}"));
        }
    }
    calls
}

#[test]
fn the_table_names_every_call_of_the_contract_and_every_caller() {
    let table = Table::read();
    let named: Vec<_> = table.rows.keys().cloned().collect();
    assert_eq!(named, contract().into_keys().collect::<Vec<_>>());
    let callers: Vec<_> = Caller::all().iter().map(|caller| caller.column).collect();
    assert_eq!(table.columns, callers);
}

#[test]
fn the_policies_say_what_the_table_says() {
    let (table, authoriser) = (Table::read(), Authoriser::new().expect("the policies"));
    let mut wrong = Vec::new();
    for (call, row) in &table.rows {
        let action: &'static str = Box::leak(format!("cases.v1.{call}").into_boxed_str());
        for (caller, expected) in Caller::all().iter().zip(&row.cells) {
            let at_all =
                |resource: &Resource| authoriser.authorise(&caller.principal(), action, resource);
            let hers = match row.about {
                About::Other => at_all(&Caller::others()),
                _ => at_all(&caller.her_own()),
            };
            let this = if row.about == About::Case { at_all(&caller.resource()) } else { hers };
            let found = match (hers, this) {
                (Err(_), _) if caller.is_nobody() => Expected::Unknown,
                (Err(_), _) => Expected::Denied,
                (Ok(()), Err(_)) => Expected::Hidden,
                (Ok(()), Ok(())) => Expected::Permitted,
            };
            if found != *expected {
                wrong.push(format!("{call} by {}: {expected:?}, and is {found:?}", caller.column));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What an answer says of the right to ask.
fn told(answer: Result<(), Status>) -> Expected {
    let Err(status) = answer else { return Expected::Permitted };
    match (status.code(), reason(&status).1.as_str()) {
        (Code::Unauthenticated, _) => Expected::Unknown,
        (Code::PermissionDenied, _) => Expected::Denied,
        (Code::NotFound, "NOT_FOUND") => Expected::Hidden,
        // Refused for what she asks, not for who she is.
        (Code::FailedPrecondition | Code::NotFound | Code::AlreadyExists, _) => Expected::Permitted,
        // An upload that brings no content, a case merged with itself: the right was asked first.
        (Code::InvalidArgument, _) if matches!(fields(&status).as_slice(), [field] if ["size", "other"].contains(&field.as_str())) => {
            Expected::Permitted
        }
        (code, _) => panic!("{code:?} {status:?}"),
    }
}

async fn sent(mut to: Grpc<Connection>, path: &str, message: Vec<u8>) -> Result<(), Status> {
    to.ready().await.expect("a connection");
    let path = path.parse().expect("a path");
    to.unary(Request::new(message), path, Raw).await.map(drop)
}

/// A draft of the caller's, or one that is not there.
async fn draft(scene: &Scene<'_>) -> String {
    let save = SaveDraftRequest {
        parent: name::centre(CENTRE),
        request_id: request_id(),
        survivor: Some(Survivor { full_name: FULL_NAME.to_owned(), ..Survivor::default() }),
        ..SaveDraftRequest::default()
    };
    let saved = DraftServiceClient::new(scene.connection()).save_draft(save).await;
    let missing = || format!("centres/{CENTRE}/drafts/{}", uuid::Uuid::now_v7());
    saved.map_or_else(|_refused| missing(), |saved| saved.into_inner().draft.expect("one").name)
}

#[tokio::test]
async fn the_service_does_what_the_table_says() {
    let world = World::start(On::Sqlite).await;
    let (table, contract) = (Table::read(), contract());
    let mut wrong = Vec::new();
    for (place, caller) in Caller::all().iter().enumerate() {
        let scene = Scene { world: &world, caller };
        let (shared, kept) = (scene.case().await, draft(&scene).await);
        for (call, row) in &table.rows {
            let method = call.rsplit('/').next().expect("a name");
            let apart = CHANGES.contains(&method) && row.cells[place] == Expected::Permitted;
            let case = if apart { scene.case().await } else { shared.clone() };
            let hers = if method == "DiscardDraft" { draft(&scene).await } else { kept.clone() };
            let messages = good(&case, &hers, world.clock.now());
            let message =
                messages.get(method).unwrap_or_else(|| panic!("{method} is not in good.rs"));
            let answer =
                sent(Grpc::new(scene.connection()), &contract[call], message.clone()).await;
            let found = told(answer);
            if found != row.cells[place] {
                let expected = row.cells[place];
                wrong.push(format!("{call} by {}: {expected:?}, and is {found:?}", caller.column));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
