//! An agency's credential on every call of the contract, with every id of another agency and of the centre.

use std::collections::BTreeMap;
use std::time::Duration;

use sentier::demo::play::{Agency, Client};
use sentier::demo::world::AgencyKind;
use sentier_platform::authorise::{Authoriser, Resource};
use sentier_platform::principal::{AgencyRole, Principal};
use sentier_tests::system::{On, Whole, id_of};
use tempfile::TempDir;
use tonic::client::Grpc;
use tonic::{Code, Status};
use uuid::Uuid;

use super::centre::{all_changes, enrol, refer, register_webhook, send_message, submit};
use super::shapes::{Call, Contract, Raw};

/// Services that show agencies and structures to everybody; nothing else of an agency is in them.
const DIRECTORIES: [&str; 2] = ["DirectoryService", "PathwayService"];
/// Calls about the caller's own account, which name nothing: rules of passwords refuse our texts.
const ABOUT_ONESELF: [&str; 2] = ["Bootstrap", "ChangePassword"];
/// How long a stream may take to show something.
const LOOK: Duration = Duration::from_millis(400);

/// What was answered: messages as bytes.
type Answered = Result<Vec<Vec<u8>>, Status>;

async fn ask(client: &Client, call: &Call, request: Vec<u8>) -> Answered {
    let channels = &client.channels;
    let channel = match call.context() {
        "access" => &channels.access,
        "cases" => &channels.cases,
        "referrals" => &channels.referrals,
        "statistics" => &channels.statistics,
        other => panic!("{other} has no service: add its channel"),
    };
    let path = format!("/{}", call.path).parse().expect("a path");
    let request = client.signed(tokio_stream::once(request)).await.expect("a credential");
    let mut grpc = Grpc::new(channel.clone());
    grpc.ready().await.expect("the service answers");
    let mut stream = grpc.streaming(request, path, Raw).await?.into_inner();
    let mut messages = Vec::new();
    while let Ok(message) = tokio::time::timeout(LOOK, stream.message()).await {
        match message? {
            Some(message) => messages.push(message),
            None => break,
        }
    }
    Ok(messages)
}

/// Every answer to a call, with each subject.
async fn try_all(
    contract: &Contract,
    client: &Client,
    call: &Call,
    subjects: &[String],
) -> Vec<(String, Answered)> {
    let mut answers = Vec::new();
    for subject in subjects {
        for places in contract.places(call) {
            let request = contract.request(call, subject, places);
            let mut answered = ask(client, call, request.clone()).await;
            while matches!(&answered, Err(status) if status.code() == Code::ResourceExhausted) {
                tokio::time::sleep(LOOK).await;
                answered = ask(client, call, request.clone()).await;
            }
            answers.push((subject.clone(), answered));
        }
    }
    answers
}

/// Which of the marks stand in an answer to a question about `subject`, which holds some itself.
fn found(
    marks: &[(&'static str, String)],
    call: &Call,
    subject: &str,
    said: &[u8],
) -> Vec<&'static str> {
    let open = |mark: &str| {
        DIRECTORIES.contains(&call.service()) && ["agency", "structure"].contains(&mark)
    };
    let stands = |text: &str| said.windows(text.len()).any(|window| window == text.as_bytes());
    let marks = marks.iter().filter(|(mark, text)| !open(mark) && !subject.contains(text.as_str()));
    marks.filter(|(_, text)| stands(text)).map(|(mark, _)| *mark).collect()
}

/// What the stranger was answered over all calls.
#[derive(Debug, Default)]
struct Outcome {
    codes: BTreeMap<String, usize>,
    /// Calls that are open to agencies, and of which no try got past its fields.
    untried: Vec<String>,
}

/// Asks every call of the contract about every subject; no answer may hold a mark.
async fn ask_everything(
    contract: &Contract,
    stranger: &Agency,
    subjects: &[String],
    marks: &[(&'static str, String)],
) -> Outcome {
    let authoriser = Authoriser::new().expect("policies that parse");
    let mut outcome = Outcome::default();
    for call in &contract.calls {
        let answers = try_all(contract, &stranger.client, call, subjects).await;
        let tried = |(_, it): &(String, Answered)| !matches!(it, Err(status) if status.code() == Code::InvalidArgument);
        let open = is_open_to_agencies(&authoriser, call, id_of(&stranger.name));
        if open && !answers.iter().any(tried) {
            outcome.untried.push(call.path.clone());
        }
        for (subject, answered) in answers {
            let code = answered.as_ref().map_or_else(Status::code, |_| Code::Ok);
            *outcome.codes.entry(format!("{code:?}")).or_default() += 1;
            let said = match answered {
                Ok(messages) => messages.concat(),
                Err(status) => [status.message().as_bytes(), status.details()].concat(),
            };
            let found = found(marks, call, &subject, &said);
            assert!(found.is_empty(), "{} asked about {subject} tells {found:?}", call.path);
            assert!(code != Code::Internal && code != Code::Unknown, "{}: {code:?}", call.path);
        }
    }
    outcome
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agencys_credential_reads_and_moves_nothing_of_another_on_any_call() {
    let whole = Whole::start(On::Sqlite).await;
    let stage = whole.stage().await;
    let folder = TempDir::new().expect("a temporary folder");
    let owner = stage.agency(AgencyKind::Hospital).expect("a hospital");
    let credential = enrol(&whole.data(), &owner.name, &folder.path().join("credential")).await;
    let referred = refer(&stage, owner, "kafui31").await;
    let submitted = submit(&stage, owner).await;
    let webhook = register_webhook(owner).await;
    // Only of what has reached it can it write.
    all_changes(owner, 1).await;
    let message = send_message(owner, &referred.referral).await;
    let before = all_changes(owner, 2).await;
    assert_eq!(before.len(), 2, "it stands in the owner's inbox, with what the owner wrote");
    let written = whole.kept().written("cases").await;

    let named = [
        ("agency", &owner.name),
        ("structure", &owner.structure),
        ("credential", &credential),
        ("referral", &referred.referral),
        ("case", &referred.case),
        ("consent", &referred.consent),
        ("inbound referral", &submitted),
        ("webhook", &webhook),
        ("message", &message),
    ];
    let mut subjects: Vec<String> = named.iter().map(|(_, name)| (*name).clone()).collect();
    subjects.push(stage.centre.clone());
    let ids = named.iter().map(|(mark, name)| (*mark, id_of(name).to_string()));
    let marks: Vec<_> = ids.chain([("her name", "kafui31".to_owned())]).collect();
    let contract = Contract::read();
    assert!(contract.calls.len() > 100, "only {} calls", contract.calls.len());
    // A system with a token, and an officer who signed in.
    for kind in [AgencyKind::PolicePost, AgencyKind::LegalClinic] {
        let stranger = stage.agency(kind).expect("an agency");
        let Outcome { codes, untried } =
            ask_everything(&contract, stranger, &subjects, &marks).await;
        assert!(untried.is_empty(), "no try got past the fields of {untried:?}: teach shapes.rs");
        assert!(codes["NotFound"] > 10 && codes["PermissionDenied"] > 100, "{codes:?}");
    }

    // Nothing moved; and the same questions are answered to whom they concern.
    assert_eq!(all_changes(owner, 2).await, before);
    assert_eq!(whole.kept().written("cases").await, written);
    for method in ["GetReferral", "GetDisclosure", "ListReferrals", "WatchReferrals"] {
        let path = format!("sentier.referrals.v1.ReferralsService/{method}");
        let call = contract.calls.iter().find(|call| call.path == path).expect("a call");
        let answers = try_all(&contract, &owner.client, call, &subjects).await;
        let told = |(_, answered): &(String, Answered)| {
            let said = answered.as_ref().map(|messages| messages.concat()).unwrap_or_default();
            marks.iter().any(|(_, text)| String::from_utf8_lossy(&said).contains(text.as_str()))
        };
        assert!(
            answers.iter().any(told),
            "{method} tells the owner nothing: the test sees nothing"
        );
    }
    whole.stop().await;
}

/// Whether the policies let an agency call this about itself.
fn is_open_to_agencies(authoriser: &Authoriser, call: &Call, agency: Uuid) -> bool {
    if ABOUT_ONESELF.iter().any(|method| call.path.ends_with(method)) {
        return false;
    }
    let action = call.path.trim_start_matches("sentier.").to_owned();
    let roles = AgencyRole::ALL.to_vec();
    let principal = Principal::Agency { agency, credential: Uuid::nil(), roles };
    authoriser.authorise(&principal, action.leak(), &Resource::new().agency(agency)).is_ok()
}
