//! Every stored event type has a golden file; what was once stored still reads, and what is written
//! today has the shape of the newest file.

use std::collections::BTreeSet;
use std::path::PathBuf;

use sentier_cases::application::{FEEDBACK_RECORDED, FeedbackRecordedV1};
use sentier_cases::{CaseCodec, HoneyCodec};
use sentier_cases_domain::case::Event;
use sentier_cases_domain::feedback::{Question, Scores};
use sentier_eventing::codec::Codec as _;
use sentier_eventing::store::{EventStore, NewEvent, Stamp, StoreOptions, StreamAppend};
use sentier_eventing::streams::{Reading, Streams};
use sentier_eventing::vault::{Class, DataKey, KeyRing, Place, Sealer};
use sentier_kernel::Moment;
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;
use zeroize::Zeroizing;

mod samples;

use samples::{earlier, samples};

const CENTRE: &str = "ogou-1";
const STREAM: Uuid = Uuid::from_u128(1);
const SURVIVOR: Uuid = Uuid::from_u128(2);
const AT: Moment = Moment::from_micros(1_795_478_400_000_000);

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("domain/golden")
}

fn ring() -> KeyRing {
    let key = |number: u8| {
        DataKey::new(Uuid::from_u128(u128::from(number)), Zeroizing::new([number; 32]))
    };
    KeyRing::live(
        SURVIVOR,
        [(Class::Identity, key(1)), (Class::Contact, key(2)), (Class::Narrative, key(3))],
    )
}

fn place(version: i64, event_type: &str) -> Place {
    Place { centre: CENTRE.to_owned(), stream: STREAM, version, event_type: event_type.to_owned() }
}

/// Sealed fields differ at every sealing: only their presence is compared.
fn normalised(payload: &[u8]) -> Value {
    let mut value: Value = serde_json::from_slice(payload).expect("JSON");
    let fields = value.as_object_mut().expect("an object");
    for name in [
        "identity",
        "contact",
        "profile",
        "details",
        "circumstances",
        "narrative",
        "note",
        "giving",
        "reason",
        "findings",
        "plan",
        "aims",
        "why",
        "comment",
        "message",
        "decisions",
        "attachment",
    ] {
        if let Some(field) = fields.get_mut(name) {
            *field = Value::from("sealed");
        }
    }
    value
}

#[test]
fn what_is_written_today_has_the_shape_of_the_newest_golden_file() {
    let mut missing = Vec::new();
    for event in samples() {
        let event_type = CaseCodec::event_type(&event);
        let sealer_ring = ring();
        let sealer = Sealer::new(&sealer_ring, place(1, event_type));
        let written = CaseCodec::encode(&event, &sealer).expect("encodes");
        let path = folder().join(format!("{event_type}.json"));
        if let Ok(golden) = std::fs::read(&path) {
            assert_eq!(normalised(&written), normalised(&golden), "{event_type}");
        } else {
            // A new event type: its file is written once, looked at, and never edited again.
            std::fs::create_dir_all(folder()).expect("a folder");
            std::fs::write(&path, [written.as_slice(), b"\n"].concat()).expect("writes");
            missing.push(event_type);
        }
    }
    assert!(missing.is_empty(), "new golden files, look at them: {missing:?}");
}

/// Every stored type with what it says.
fn stored() -> Vec<(&'static str, Event)> {
    let today = samples().into_iter().map(|event| (CaseCodec::event_type(&event), event));
    earlier().into_iter().chain(today).collect()
}

#[test]
fn every_golden_file_is_read_by_a_test() {
    let known: BTreeSet<String> =
        stored().into_iter().map(|(event_type, _)| format!("{event_type}.json")).collect();
    let files = std::fs::read_dir(folder()).expect("a folder");
    let found: BTreeSet<String> = files
        .map(|file| file.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    // What survivors say of the centre belongs to no case, and honey records stand beside theirs: they are
    // read by tests of their own.
    let beside = HoneyCodec::TYPES.iter().chain([&FEEDBACK_RECORDED]);
    let beside: BTreeSet<String> = beside.map(|kind| format!("{kind}.json")).collect();
    assert_eq!(found, known.union(&beside).cloned().collect());
}

#[test]
fn a_stored_feedback_has_the_shape_of_its_golden_file() {
    let scores = Scores::parse(&[(Question::Helped, 5), (Question::Private, 2)]).expect("scores");
    let path = folder().join(format!("{FEEDBACK_RECORDED}.json"));
    let golden = std::fs::read(&path).expect("the golden file");
    let read: FeedbackRecordedV1 = serde_json::from_slice(&golden).expect("reads");
    assert_eq!(read, FeedbackRecordedV1 { scores });
    let written = serde_json::to_value(&read).expect("writes");
    assert_eq!(written, serde_json::from_slice::<Value>(&golden).expect("JSON"));
}

#[tokio::test]
async fn every_event_that_was_ever_stored_still_reads_with_its_personal_fields() {
    let temporary = TempDir::new().expect("a folder");
    let mut read = BTreeSet::new();
    for (number, (event_type, event)) in (0_u128..).zip(stored()) {
        let golden = std::fs::read(folder().join(format!("{event_type}.json"))).expect("a file");
        // Each in a store of its own, at the place that it was sealed for.
        let url = format!("sqlite:{}", temporary.path().join(format!("{number}.db")).display());
        let alone = EventStore::open(&url, StoreOptions::default()).await.expect("opens");
        let streams: Streams<CaseCodec> = Streams::new(&alone);
        let stamp = Stamp {
            request_id: Uuid::from_u128(100 + number),
            fingerprint: [0; 32],
            principal: "test".to_owned(),
            centre: CENTRE.to_owned(),
            at: AT,
        };
        let stored = NewEvent { event_type, payload: golden };
        let append = StreamAppend { stream: STREAM, expected_version: 0, events: vec![stored] };
        alone.append(stamp, vec![append]).await.expect("appends");
        let reading = Reading {
            id: Uuid::from_u128(200 + number),
            principal: "test".to_owned(),
            centre: CENTRE.to_owned(),
            purpose: "direct_care",
            fields: Vec::new(),
            at: AT,
        };
        let opened = streams.disclose(reading, STREAM, &ring()).await.expect("opens");
        assert_eq!(opened.first().map(|one| &one.event), Some(&event), "{event_type}");
        read.insert(event_type);
    }
    let earlier: BTreeSet<_> = earlier().into_iter().map(|(event_type, _)| event_type).collect();
    let today: BTreeSet<_> = CaseCodec::types().collect();
    assert_eq!(read, today.union(&earlier).copied().collect());
}
