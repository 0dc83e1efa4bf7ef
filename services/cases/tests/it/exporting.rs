//! What leaves as a file: only what she consented to, only of cases that the caller may read, each of
//! them in the log first, and under a passphrase.

use std::io::{Cursor, Read as _};

use sentier_proto::cases::v1::export_service_client::ExportServiceClient;
use sentier_proto::cases::v1::{
    ExportCaseRequest, ExportHeader, ExportIncidentRecorderRequest, ExportPurpose,
    GetTimelineRequest, Survivor, export_case_request, export_case_response,
    export_incident_recorder_request, export_incident_recorder_response,
};
use sentier_proto::name;
use serde_json::Value;
use tonic::{Code, Status, Streaming};
use uuid::Uuid;

use crate::world::*;

type Exports = ExportServiceClient<Connection>;

fn exports(world: &World, id: Uuid, role: &str) -> Exports {
    ExportServiceClient::new(world.connection(id, CENTRE, &[role]))
}

fn recorder(format: export_incident_recorder_request::Format) -> ExportIncidentRecorderRequest {
    ExportIncidentRecorderRequest {
        parent: name::centre(CENTRE),
        format: format.into(),
        purpose: ExportPurpose::Reporting.into(),
    }
}

fn whole(case: &str, format: export_case_request::Format) -> ExportCaseRequest {
    ExportCaseRequest {
        name: case.to_owned(),
        format: format.into(),
        purpose: ExportPurpose::SurvivorRequest.into(),
    }
}

/// The header and the bytes of a stream.
async fn read<T>(
    mut stream: Streaming<T>,
    part: impl Fn(T) -> Result<ExportHeader, Vec<u8>>,
) -> Result<(ExportHeader, Vec<u8>), Status> {
    let (mut header, mut bytes) = (None, Vec::new());
    while let Some(one) = stream.message().await? {
        match part(one) {
            Ok(first) => {
                assert!(bytes.is_empty(), "the header comes first");
                header = Some(first);
            }
            Err(chunk) => {
                assert!(chunk.len() <= 64 * 1024, "a chunk is bounded");
                bytes.extend(chunk);
            }
        }
    }
    Ok((header.expect("a header"), bytes))
}

async fn exported(exports: &mut Exports) -> Result<(ExportHeader, Vec<u8>), Status> {
    use export_incident_recorder_response::Part;
    let asked = recorder(export_incident_recorder_request::Format::Csv);
    let stream = exports.export_incident_recorder(asked).await?.into_inner();
    read(stream, |one| match one.part.expect("a part") {
        Part::Header(header) => Ok(header),
        Part::Chunk(chunk) => Err(chunk),
    })
    .await
}

async fn case_as(
    exports: &mut Exports,
    case: &str,
    format: export_case_request::Format,
) -> Result<Vec<u8>, Status> {
    use export_case_response::Part;
    let stream = exports.export_case(whole(case, format)).await?.into_inner();
    let (header, bytes) = read(stream, |one| match one.part.expect("a part") {
        Part::Header(header) => Ok(header),
        Part::Chunk(chunk) => Err(chunk),
    })
    .await?;
    Ok(opened(&header, &bytes))
}

/// The one file in an archive.
fn opened(header: &ExportHeader, bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    assert!(archive.by_index(0).is_err(), "it does not open without its passphrase");
    let mut content = Vec::new();
    let mut file = archive.by_index_decrypt(0, header.passphrase.as_bytes()).expect("opens");
    file.read_to_end(&mut content).expect("reads");
    content
}

/// How often an export stands among the readings of a case.
async fn readings(client: &mut Client, case: &str, purpose: &str) -> usize {
    let asked = GetTimelineRequest { name: case.to_owned(), ..<_>::default() };
    let told = client.get_timeline(asked).await.expect("tells").into_inner().entries;
    told.iter().filter(|entry| entry.detail == purpose).count()
}

/// The headings and one row, of the 42 columns and nothing else.
fn only_the_columns(content: &str) {
    assert_eq!(content.lines().count(), 2);
    assert_eq!(content.lines().next().expect("headings").split(',').count(), 42);
    assert!(content.contains("Physical assault") && content.contains(TOWN));
    for personal in [FULL_NAME, PHONE, SAFE, STORY] {
        assert!(!content.contains(personal), "{personal} is not among the columns");
    }
}

async fn only_what_is_consented_to_and_within_reach_is_exported(on: On) {
    let world = World::start(on).await;
    let (mut akouvi, mut dede) = (world.caseworker(), world.staff(DEDE, CENTRE, &["caseworker"]));
    let counted = opened_with_incident(&mut akouvi).await;
    akouvi.grant_consent(statistics(&counted)).await.expect("grants");
    let silent = opened_with_incident(&mut akouvi).await;
    let withdrawn = opened_with_incident(&mut akouvi).await;
    let given = akouvi.grant_consent(statistics(&withdrawn)).await.expect("grants").into_inner();
    akouvi.withdraw_consent(withdraw(&given.consent)).await.expect("withdraws");
    let colleague = opened_with_incident(&mut dede).await;
    dede.grant_consent(statistics(&colleague)).await.expect("grants");

    let (header, bytes) = exported(&mut exports(&world, AKOUVI, "caseworker")).await.expect("one");
    assert_eq!(header.count, 1, "her own case, under a consent");
    assert!(header.file_name.starts_with("export-") && header.passphrase.len() == 29);
    let content = String::from_utf8(opened(&header, &bytes)).expect("text");
    only_the_columns(&content);
    assert_eq!(readings(&mut akouvi, &counted, "export_reporting").await, 1);
    for untouched in [&silent, &withdrawn] {
        assert_eq!(readings(&mut akouvi, untouched, "export_reporting").await, 0);
    }
    let mut sena = exports(&world, SENA, "supervisor");
    let (header, bytes) = exported(&mut sena).await.expect("the centre's");
    assert_eq!(header.count, 2);
    assert!(!String::from_utf8_lossy(&bytes).contains(TOWN), "nothing leaves in clear");
    world.supervisor().erase_survivor(erase(&counted)).await.expect("erases");
    assert_eq!(exported(&mut sena).await.expect("the rest").0.count, 1);
    world.stop().await;
    world.nothing_holds(&header.passphrase);
}

async fn opened_with_incident(client: &mut Client) -> String {
    let case = crate::world::opened(client).await;
    client.record_incident(incident(&case)).await.expect("records");
    case
}

#[tokio::test]
async fn only_what_is_consented_to_and_within_reach_is_exported_on_sqlite() {
    Box::pin(only_what_is_consented_to_and_within_reach_is_exported(On::Sqlite)).await;
}

#[tokio::test]
async fn only_what_is_consented_to_and_within_reach_is_exported_on_postgres() {
    Box::pin(only_what_is_consented_to_and_within_reach_is_exported(On::Postgres)).await;
}

#[tokio::test]
async fn a_case_is_exported_whole_to_print_and_for_machines() {
    use export_case_request::Format;
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened_with_incident(&mut akouvi).await;
    akouvi.grant_consent(statistics(&case)).await.expect("grants");
    akouvi.record_follow_up(follow_up(&case, world.clock.now())).await.expect("follows up");
    let other = Survivor { full_name: "Another Name".to_owned(), ..survivor() };
    let mut corrections = world.corrections(AKOUVI, "caseworker");
    let asked = correct_survivor(&case, other, &["full_name"]);
    corrections.correct_survivor(asked).await.expect("corrects");

    let mut hers = exports(&world, AKOUVI, "caseworker");
    let told = case_as(&mut hers, &case, Format::Json).await.expect("for machines");
    let told: Value = serde_json::from_slice(&told).expect("JSON");
    assert_eq!(
        (told["schema"].as_str(), told["version"].as_i64()),
        (Some("sentier.case"), Some(1))
    );
    assert_eq!(told["survivor"]["full_name"], "Another Name");
    assert_eq!(told["survivor"]["birth_date"], "1999-04-17");
    assert_eq!(told["corrections"][0]["former_survivor"]["full_name"], FULL_NAME);
    assert_eq!(told["incidents"][0]["narrative"], STORY);
    assert_eq!(told["incidents"][0]["type"], "physical_assault");
    assert_eq!(told["consents"][0]["limits"], LIMITS);
    assert_eq!(told["follow_ups"][0]["note"], NOTE);
    documented(&told);
    let printed = case_as(&mut hers, &case, Format::Pdf).await.expect("to print");
    assert!(printed.starts_with(b"%PDF-"));
    assert_eq!(readings(&mut akouvi, &case, "export_survivor_request").await, 2);

    // Another's case is no case, and an erased survivor has no file.
    let mut dede = exports(&world, DEDE, "caseworker");
    let status = case_as(&mut dede, &case, Format::Pdf).await.expect_err("refused");
    assert_eq!(status.code(), Code::NotFound);
    world.supervisor().erase_survivor(erase(&case)).await.expect("erases");
    let status = case_as(&mut hers, &case, Format::Json).await.expect_err("refused");
    assert_eq!(reason(&status).1, "SURVIVOR_ERASED");
}

fn look(schema: &Value, at: &Value, told: &Value, path: &str) {
    let at = match at["$ref"].as_str() {
        Some(reference) => &schema["$defs"][reference.rsplit('/').next().expect("a name")],
        None => at,
    };
    match told {
        Value::Object(fields) => {
            for (key, value) in fields {
                let known = &at["properties"][key];
                assert!(!known.is_null(), "{path}.{key} is not in the schema");
                look(schema, known, value, &format!("{path}.{key}"));
            }
        }
        Value::Array(all) => {
            for one in all {
                look(schema, &at["items"], one, path);
            }
        }
        Value::String(_) => assert_eq!(at["type"], "string", "{path}"),
        Value::Bool(_) => assert_eq!(at["type"], "boolean", "{path}"),
        Value::Number(_) => assert_eq!(at["type"], "integer", "{path}"),
        Value::Null => panic!("{path} is null"),
    }
}

/// Every key stands in the schema.
fn documented(told: &Value) {
    let schema: Value =
        serde_json::from_str(include_str!("../../src/export/case.v1.schema.json")).expect("JSON");
    look(&schema, &schema, told, "");
}

#[tokio::test]
async fn who_works_on_no_case_exports_none() {
    let world = World::start(On::Sqlite).await;
    let case = opened_with_incident(&mut world.caseworker()).await;
    for role in ["intake", "manager", "administrator"] {
        let mut other = exports(&world, Uuid::from_u128(70), role);
        let status = exported(&mut other).await.expect_err(role);
        assert_eq!(status.code(), Code::PermissionDenied, "{role}");
        let format = export_case_request::Format::Pdf;
        let status = case_as(&mut other, &case, format).await.expect_err(role);
        assert_eq!(status.code(), Code::PermissionDenied, "{role}");
    }
}
