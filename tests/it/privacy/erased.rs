//! After an erasure: not in files, snapshots, read models or the broker, not with every key there is, and
//! not with yesterday's backup of the key store.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sentier::demo::play::{Given, Stage, Wanted};
use sentier::demo::world::AgencyKind;
use sentier_eventing::db::Database;
use sentier_eventing::vault::{Vault, VaultConfig};
use sentier_platform::clock::Clock;
use sentier_platform::grpc::timestamp;
use sentier_proto::common::v1::{ConsentPurpose, FieldGroup, Need, Urgency};
use sentier_tests::search::{Search, Wanted as Value};
use sentier_tests::system::{Kept, On, Whole, id_of};
use sentier_tests::wait::wait_for;
use tempfile::TempDir;
use uuid::Uuid;

use crate::journeys::people::{assault, survivor};

/// A sealed field begins with its format and the id of its key.
const FORMAT: u8 = 1;
/// Format, key id, commitment, nonce and tag.
const SHORTEST: usize = 1 + 16 + 32 + 24 + 16;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_an_erased_survivor_can_be_read_with_all_the_keys_there_are() {
    let whole = Whole::start(On::Sqlite).await;
    let stage = whole.stage().await;
    let gone = case(&stage, "kpétsilu04").await;
    let stays = case(&stage, "wégbono05").await;
    let before = whole.stop().await;
    let backup = backup(&before.data());

    let whole = before.start().await;
    let stage = whole.stage().await;
    stage.supervisor.erase_survivor(&gone.name).await.expect("erased");
    let hospital = &stage.agency(AgencyKind::Hospital).expect("a hospital").client;
    wait_for("the hospital's copy to go", async || {
        hospital.disclosure(&gone.referral).await.err().map(drop)
    })
    .await;
    // Through the system's own doors: hers are empty, the other's are not.
    let file = stage.caseworkers[0].get_case(&gone.name).await.expect("what is left");
    assert!(file.survivor.is_none() && file.incidents.is_empty() && file.follow_ups.is_empty());
    let file = stage.caseworkers[0].get_case(&stays.name).await.expect("a file");
    assert!(file.survivor.expect("an identity").full_name.contains("wégbono05"));
    hospital.disclosure(&stays.referral).await.expect("the other's copy stays");
    keys_go(&whole, &gone).await;
    let after = whole.stop().await;

    nothing_in_clear(&after);
    for (service, gone, stays) in [
        ("cases", id_of(&gone.name), id_of(&stays.name)),
        ("referrals", id_of(&gone.referral), id_of(&stays.referral)),
    ] {
        no_key_is_left(&after, service, gone, stays).await;
    }
    yesterdays_keys_open_nothing(&backup, &after.data()).await;
}

struct Case {
    name: String,
    referral: String,
}

/// A case with everything personal in it, referred and read.
async fn case(stage: &Stage, word: &str) -> Case {
    let worker = &stage.caseworkers[0];
    let hospital = stage.agency(AgencyKind::Hospital).expect("a hospital");
    let name = worker.open_case(&stage.centre, &survivor(word)).await.expect("a case");
    worker.record_incident(&name, &assault(word)).await.expect("an incident");
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
    Case { name, referral }
}

/// Yesterday's copy of the key stores.
fn backup(data: &Path) -> TempDir {
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

fn nothing_in_clear(kept: &Kept) {
    let words = ["kpétsilu04", "wégbono05"];
    let values = words.iter().flat_map(|word| {
        let (person, incident) = (survivor(word), assault(word));
        [
            Value { field: "full_name", value: person.full_name },
            Value { field: "phone", value: person.phone },
            Value { field: "safe_contact", value: person.safe_contact },
            Value { field: "narrative", value: incident.narrative },
            Value { field: "code_word", value: (*word).to_owned() },
        ]
    });
    let search = Search::new(values.collect());
    for (name, bytes) in kept.files() {
        let found = search.found(&bytes);
        assert!(found.is_empty(), "{found:?} in {name}");
    }
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
    for (name, bytes) in sentier_tests::system::files(&folder) {
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
