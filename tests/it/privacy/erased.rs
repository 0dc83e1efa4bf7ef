//! After an erasure: not in files, snapshots, read models, attachments or the broker, not in a write-ahead
//! log, not with every key there is, and not in a backup from before. What was counted stays counted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sentier::backup;
use sentier::demo::play::{Given, Stage, Wanted};
use sentier::demo::world::AgencyKind;
use sentier_eventing::db::Database;
use sentier_eventing::ledger::{Verifier, verify};
use sentier_eventing::vault::{Vault, VaultConfig};
use sentier_platform::clock::Clock;
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::v1::UploadAttachmentRequest;
use sentier_proto::cases::v1::attachment_service_client::AttachmentServiceClient;
use sentier_proto::common::v1::{ConsentPurpose, FieldGroup, Need, Urgency};
use sentier_proto::statistics::v1::GetFiguresResponse;
use sentier_tests::keys::{Key, Sealed, every_key};
use sentier_tests::search::{Search, Wanted as Value};
use sentier_tests::system::{Kept, On, Whole, files, id_of};
use sentier_tests::wait::wait_for;
use tempfile::TempDir;
use tokio_stream::wrappers::ReceiverStream;
use uuid::Uuid;

use super::restored;
use crate::journeys::people::{assault, survivor};

/// A sealed field begins with its format and the id of its key.
const FORMAT: u8 = 1;
/// Format, key id, commitment, nonce and tag.
const SHORTEST: usize = 1 + 16 + 32 + 24 + 16;
/// The services that seal anything of a survivor.
const SEALING: [&str; 2] = ["cases", "referrals"];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_an_erased_survivor_can_be_read_with_all_the_keys_there_are_on_sqlite() {
    Box::pin(nothing_can_be_read(On::Sqlite)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_an_erased_survivor_can_be_read_with_all_the_keys_there_are_on_postgres() {
    Box::pin(nothing_can_be_read(On::Postgres)).await;
}

async fn nothing_can_be_read(on: On) {
    let whole = Whole::start(on).await;
    let stage = whole.stage().await;
    let gone = case(&stage, "kpétsilu04").await;
    let stays = case(&stage, "wégbono05").await;
    let counted = wait_for("both incidents to be counted", async || {
        let figures = figures(&stage).await;
        let all: i64 = figures.incidents.iter().map(|cell| cell.count).sum();
        (all == 2).then_some((figures.cases, figures.incidents))
    })
    .await;
    let medium = TempDir::new().expect("a folder");
    let before = whole.stop().await;
    let keys = key_copies(&before.data());
    let copy = copies(on, &before, medium.path()).await;
    let could = every_key(&[&before.data()]).await;

    let whole = before.start().await;
    let stage = whole.stage().await;
    stage.supervisor.erase_survivor(&gone.name).await.expect("erased");
    only_hers_is_empty(&stage, &gone, &stays).await;
    keys_go(&whole, &gone).await;
    let figures = figures(&stage).await;
    assert_eq!((figures.cases, figures.incidents), counted, "what was counted stays counted");
    let after = whole.stop().await;
    if let On::Sqlite = on {
        // Each backup replaces the one copy of the keys.
        backup(&after, medium.path(), 2).await;
    }

    let stolen = Stolen { copy: &copy, medium: medium.path(), keys: &keys, could: &could };
    Box::pin(she_is_gone_from(&after, &stolen, (&gone, &stays))).await;
    the_ledger_holds(&after).await;
    Box::pin(restored::only_the_others_file_reads(on, after, medium.path(), &gone, &stays)).await;
}

/// What a thief has of before the erasure.
struct Stolen<'a> {
    copy: &'a Path,
    medium: &'a Path,
    /// The key stores.
    keys: &'a TempDir,
    /// Every key there was.
    could: &'a [Key],
}

async fn she_is_gone_from(after: &Kept, stolen: &Stolen<'_>, (gone, stays): (&Case, &Case)) {
    nothing_in_clear(after, stolen.medium).await;
    for (service, gone, stays) in [
        ("cases", id_of(&gone.name), id_of(&stays.name)),
        ("referrals", id_of(&gone.referral), id_of(&stays.referral)),
    ] {
        no_key_is_left(after, service, gone, stays).await;
    }
    yesterdays_keys_open_nothing(stolen.keys, &after.data()).await;
    let Stolen { copy, medium, could, .. } = stolen;
    no_sealed_value_opens(after, copy, medium, could, (gone, stays)).await;
}

/// Through the system's own doors.
async fn only_hers_is_empty(stage: &Stage, gone: &Case, stays: &Case) {
    let hospital = &stage.agency(AgencyKind::Hospital).expect("a hospital").client;
    wait_for("the hospital's copy to go", async || {
        hospital.disclosure(&gone.referral).await.err().map(drop)
    })
    .await;
    let file = stage.caseworkers[0].get_case(&gone.name).await.expect("what is left");
    assert!(file.survivor.is_none() && file.incidents.is_empty() && file.follow_ups.is_empty());
    let file = stage.caseworkers[0].get_case(&stays.name).await.expect("a file");
    assert!(file.survivor.expect("an identity").full_name.contains("wégbono05"));
    hospital.disclosure(&stays.referral).await.expect("the other's copy stays");
}

/// A backup as it is made on a box, its keys on another medium.
async fn backup(kept: &Kept, medium: &Path, number: u32) -> PathBuf {
    let to = medium.join(format!("backup-{number}"));
    let args = backup::Args::new(kept.data(), to.clone(), Some(medium.join("keys")));
    backup::run(args).await.expect("a backup");
    to
}

/// What a thief has of before the erasure: a backup, or a hub's dump of its tables beside its attachments.
async fn copies(on: On, kept: &Kept, medium: &Path) -> PathBuf {
    if let On::Sqlite = on {
        return backup(kept, medium, 1).await;
    }
    let to = medium.join("dump");
    std::fs::create_dir(&to).expect("a folder");
    for service in SEALING {
        std::fs::write(to.join(service), rows(kept, service).await).expect("a dump");
    }
    let args = backup::Args::attachments(restored::configuration(kept), to.join("attachments"));
    backup::run(args).await.expect("a copy of the attachments");
    to
}

/// Every row of every table of a service's store that holds events or what was made of them.
async fn rows(kept: &Kept, service: &str) -> Vec<u8> {
    let store = kept.store(service).await;
    let mut all = Vec::new();
    for row in store.fetch("SELECT payload FROM event", &[]).await.expect("rows") {
        all.extend(row.bytes(0).expect("a payload"));
        all.push(b'\n');
    }
    for row in store.fetch("SELECT payload FROM snapshot", &[]).await.expect("rows") {
        all.extend(row.bytes(0).expect("a snapshot"));
        all.push(b'\n');
    }
    store.close().await;
    all
}

async fn figures(stage: &Stage) -> GetFiguresResponse {
    let date = Clock::system().now().to_datetime().date();
    let month = format!("{:04}-{:02}", date.year(), u8::from(date.month()));
    stage.manager.figures(&stage.centre, &month, &month).await.expect("figures")
}

pub(super) struct Case {
    pub(super) name: String,
    referral: String,
    pub(super) attachment: Uuid,
}

/// A case with everything personal in it, referred and read.
async fn case(stage: &Stage, word: &str) -> Case {
    let worker = &stage.caseworkers[0];
    let hospital = stage.agency(AgencyKind::Hospital).expect("a hospital");
    let name = worker.open_case(&stage.centre, &survivor(word)).await.expect("a case");
    let counted = Given {
        purpose: ConsentPurpose::Statistics,
        agency: "",
        field_groups: &[],
        expire_time: None,
    };
    worker.grant_consent(&name, counted).await.expect("a consent");
    worker.record_incident(&name, &assault(word)).await.expect("an incident");
    let attachment = attached(stage, &name, word).await;
    let note = format!("Elle va mieux (suivi {word}).");
    let met = timestamp(Clock::system().now().minus(std::time::Duration::from_secs(2)));
    worker.record_follow_up(&name, met, &note, Vec::new()).await.expect("a follow-up");
    let groups =
        [FieldGroup::Identity, FieldGroup::Contact, FieldGroup::Incident, FieldGroup::Narrative];
    let given = Given {
        purpose: ConsentPurpose::Services,
        agency: &hospital.name,
        field_groups: &groups,
        expire_time: None,
    };
    let consent = worker.grant_consent(&name, given).await.expect("a consent");
    let wanted = Wanted {
        structure: &hospital.structure,
        need: Need::HealthCare,
        urgency: Urgency::Urgent,
        consent: &consent,
        field_groups: &groups,
    };
    let referral = worker.request_referral(&name, wanted).await.expect("a referral");
    let read =
        wait_for("the disclosure", async || hospital.client.disclosure(&referral).await.ok());
    assert!(read.await.survivor.expect("her identity").full_name.contains(word));
    hospital.client.accept(&referral).await.expect("accepted");
    Case { name, referral, attachment }
}

/// Two chunks whose content tells.
pub(super) fn content(word: &str) -> Vec<u8> {
    let mut content = b"%PDF-1.7\n".to_vec();
    while content.len() < 400_000 {
        content.extend_from_slice(format!("Certificat de {word}. ").as_bytes());
    }
    content
}

/// Attaches them, under a name that tells.
async fn attached(stage: &Stage, case: &str, word: &str) -> Uuid {
    let (worker, content) = (&stage.caseworkers[0], content(word));
    let head = UploadAttachmentRequest {
        parent: case.to_owned(),
        request_id: sentier_platform::ids::new_id().to_string(),
        file_name: format!("certificat {word}.pdf"),
        media_type: "application/pdf".to_owned(),
        size: i64::try_from(content.len()).expect("a size"),
        ..UploadAttachmentRequest::default()
    };
    let data = |data: &[u8]| {
        let data = data.to_vec();
        UploadAttachmentRequest { data, ..UploadAttachmentRequest::default() }
    };
    let (pieces, sent) = tokio::sync::mpsc::channel(16);
    pieces.send(head).await.expect("room");
    for piece in content.chunks(100_000) {
        pieces.send(data(piece)).await.expect("room");
    }
    let mut files = AttachmentServiceClient::new(worker.channels.cases.clone());
    let request = worker.signed(ReceiverStream::new(sent)).await.expect("signed");
    let mut answers = files.upload_attachment(request).await.expect("begins").into_inner();
    loop {
        let answer = answers.message().await.expect("an answer").expect("an end");
        if let Some(attachment) = answer.attachment {
            return id_of(&attachment.name);
        }
    }
}

/// Yesterday's copy of the key stores.
fn key_copies(data: &Path) -> TempDir {
    let copy = TempDir::new().expect("a folder");
    for service in ["cases", "referrals"] {
        let keys = data.join("keys").join(service).join("keys.db");
        std::fs::copy(keys, copy.path().join(service)).expect("a copy");
    }
    copy
}

async fn key_ids(kept: &Kept, service: &str) -> BTreeSet<Uuid> {
    let path = kept.data().join("keys").join(service).join("keys.db");
    let keys = Database::open(&format!("sqlite:{}", path.display())).await.expect("opens");
    let rows = keys.fetch("SELECT key_id FROM vault_key", &[]).await.expect("rows");
    keys.close().await;
    rows.iter().map(|row| row.uuid(0).expect("an id")).collect()
}

/// Waits until the keys of her fields are destroyed in both services.
async fn keys_go(whole: &Whole, gone: &Case) {
    for (service, stream) in [("cases", &gone.name), ("referrals", &gone.referral)] {
        let sealed = sealed_under(whole.kept(), service).await;
        let hers = sealed.get(&id_of(stream)).expect("sealed fields").clone();
        wait_for("her keys to be destroyed", async || {
            key_ids(whole.kept(), service).await.is_disjoint(&hers).then_some(())
        })
        .await;
    }
}

/// Not in files, write-ahead logs and backups of the box; not in the rows and the log of a server.
async fn nothing_in_clear(kept: &Kept, medium: &Path) {
    let words = ["kpétsilu04", "wégbono05"];
    let values = words.iter().flat_map(|word| {
        let (person, incident) = (survivor(word), assault(word));
        [
            Value { field: "full_name", value: person.full_name },
            Value { field: "phone", value: person.phone },
            Value { field: "safe_contact", value: person.safe_contact },
            Value { field: "narrative", value: incident.narrative },
            Value { field: "code_word", value: (*word).to_owned() },
            Value { field: "file_name", value: format!("certificat {word}.pdf") },
        ]
    });
    let search = Search::new(values.collect());
    for (name, bytes) in kept.files().into_iter().chain(files(medium)) {
        let found = search.found(&bytes);
        assert!(found.is_empty(), "{found:?} in {name}");
        assert!(!name.contains("certificat"), "{name}");
    }
    for service in SEALING {
        let found = search.found(&rows(kept, service).await);
        assert!(found.is_empty(), "{found:?} in the rows of {service}");
    }
    for (name, bytes) in write_ahead(kept).await {
        let found = search.found(&bytes);
        assert!(found.is_empty(), "{found:?} in {name}");
    }
}

/// The segments of a PostgreSQL server's log; a box has its own among its files.
async fn write_ahead(kept: &Kept) -> Vec<(String, Vec<u8>)> {
    let store = kept.store("cases").await;
    let shown = store.fetch("SHOW data_directory", &[]).await;
    store.close().await;
    let Ok(rows) = shown else { return Vec::new() };
    let data = rows[0].text(0).expect("a folder");
    let segments = files(&Path::new(&data).join("pg_wal"));
    assert!(!segments.is_empty(), "the server has a log");
    segments
}

/// The ids of the keys under which each stream's fields are sealed.
async fn sealed_under(kept: &Kept, service: &str) -> BTreeMap<Uuid, BTreeSet<Uuid>> {
    let store = kept.store(service).await;
    let rows = store.fetch("SELECT stream, payload FROM event", &[]).await.expect("rows");
    store.close().await;
    let mut found: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    for row in rows {
        let ids = sealed(&row.bytes(1).expect("a payload"));
        found.entry(row.uuid(0).expect("a stream")).or_default().extend(ids);
    }
    found.retain(|_, ids| !ids.is_empty());
    found
}

/// The key ids of sealed fields in a payload: texts in base64 of the form of a sealed field.
fn sealed(payload: &[u8]) -> Vec<Uuid> {
    payload
        .split(|byte| *byte == b'"')
        .filter_map(|text| STANDARD.decode(text).ok())
        .filter(|bytes| bytes.len() >= SHORTEST && bytes.first() == Some(&FORMAT))
        .filter_map(|bytes| Uuid::from_slice(bytes.get(1..17)?).ok())
        .collect()
}

/// Every key of hers is gone, from rows and from the bytes of the key store; the other's are there.
async fn no_key_is_left(kept: &Kept, service: &str, gone: Uuid, stays: Uuid) {
    let sealed = sealed_under(kept, service).await;
    let keys = key_ids(kept, service).await;
    let hers = sealed.get(&gone).expect("her fields were sealed");
    assert!(keys.is_disjoint(hers), "{service} holds a key of an erased survivor");
    let others = sealed.get(&stays).expect("the other's fields were sealed");
    assert!(others.is_subset(&keys), "{service} lost the other's keys");
    let folder = kept.data().join("keys").join(service);
    for (name, bytes) in files(&folder) {
        for id in hers {
            let left = bytes.windows(16).any(|window| window == id.as_bytes());
            assert!(!left, "a key's row is left in {name}");
        }
    }
}

/// A thief of yesterday's key store and of everything there is today.
async fn yesterdays_keys_open_nothing(backup: &TempDir, data: &Path) {
    for service in ["cases", "referrals"] {
        let config = VaultConfig {
            database: format!("sqlite:{}", backup.path().join(service).display()),
            epochs: data.join("keys").join(service).join("epochs"),
        };
        assert!(Vault::open(&config).await.is_err(), "an old backup of {service}'s keys opens");
    }
}

/// A thief of everything: what lies in the folder now, a backup from before, both media, every key that
/// is left anywhere, tried on every sealed value whatever its name.
async fn no_sealed_value_opens(
    after: &Kept,
    copy: &Path,
    medium: &Path,
    could: &[Key],
    (gone, stays): (&Case, &Case),
) {
    let keys = every_key(&[&after.data(), medium]).await;
    let mut sealed = Vec::new();
    for (_, bytes) in after.files().into_iter().chain(files(copy)) {
        sealed.extend(Sealed::in_bytes(&bytes));
    }
    for service in SEALING {
        sealed.extend(Sealed::in_bytes(&rows(after, service).await));
    }
    let mut hers: BTreeSet<Uuid> = BTreeSet::new();
    let mut others: BTreeSet<Uuid> = BTreeSet::new();
    for service in SEALING {
        let under = sealed_under(after, service).await;
        for (case, into) in [(gone, &mut hers), (stays, &mut others)] {
            for stream in [id_of(&case.name), id_of(&case.referral)] {
                into.extend(under.get(&stream).into_iter().flatten());
            }
        }
    }
    assert!(!hers.is_empty() && hers.is_disjoint(&others));
    let of = |ids: &BTreeSet<Uuid>| -> Vec<&Sealed> {
        sealed.iter().filter(|one| one.keys().iter().any(|key| ids.contains(key))).collect()
    };
    let chunks = |of: &[&Sealed]| of.iter().filter(|one| matches!(one, Sealed::Chunk(..))).count();
    let (hers, others) = (of(&hers), of(&others));
    // Her values are still in the backup, her file's two chunks too; before the erasure they opened.
    assert!(hers.len() > 8 && chunks(&hers) == 2, "{} of hers were found", hers.len());
    for one in &hers {
        assert!(one.opens_with(could), "{one:?} never opened");
        assert!(!one.opens_with(&keys), "{one:?} of the erased survivor opens");
    }
    // And the search would find what opens.
    assert!(chunks(&others) >= 2);
    for one in &others {
        assert!(one.opens_with(&keys), "{one:?} of the other is lost");
    }
    let own = |keys: &[Key], case: &Case, sealed: &[&Sealed]| {
        let ids: Vec<Uuid> = sealed
            .iter()
            .filter(|one| matches!(one, Sealed::Chunk(..)))
            .flat_map(|one| one.keys())
            .collect();
        assert!(!ids.is_empty(), "{} has chunks", case.attachment);
        keys.iter().filter(|key| ids.contains(&key.id)).count()
    };
    assert_eq!(own(&keys, gone, &hers), 0, "her file's own key is destroyed as well");
    assert!(own(&keys, stays, &others) > 0);
}

/// Nothing of the history was rewritten to forget her.
async fn the_ledger_holds(kept: &Kept) {
    for service in sentier_tests::system::SERVICES {
        let path = kept.data().join("keys").join(service).join("ledger/verifier.txt");
        let log = Verifier::parse(&std::fs::read_to_string(path).expect("a key")).expect("parses");
        let store = kept.store(service).await;
        let report = verify(&store, &log, None).await.expect("reads");
        store.close().await;
        assert!(report.holds(), "{service}: {:?}", report.findings);
        assert!(report.events > 0, "{service}");
    }
}
