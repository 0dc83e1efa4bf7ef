//! One entry of every kind, as the golden files hold them.

use std::path::PathBuf;

use sentier_cases::HoneyCodec;
use sentier_cases_domain::case::Event;
use sentier_cases_domain::case::safeguard::{self, Fact};
use sentier_cases_domain::honey;
use sentier_cases_domain::id::{CaseId, EntryId, StaffId};
use sentier_cases_domain::safe_contact::{Answerer, Channel, Hours, SafeContactPlan, Way, Weekday};
use sentier_cases_domain::value::{Note, ShortText, TimeOfDay};
use sentier_eventing::codec::Codec as _;
use sentier_eventing::vault::{KeyRing, Opener, Place, Sealer};
use sentier_kernel::{Moment, Sensitive};
use uuid::Uuid;

fn plan() -> SafeContactPlan {
    let time = |hours| TimeOfDay::parse(hours, 30).expect("a time");
    SafeContactPlan {
        never: false,
        ways: vec![Way {
            channel: Channel::TextMessage,
            address: ShortText::parse("her sister's phone").expect("a text"),
            days: [Weekday::Monday, Weekday::Sunday].into(),
            hours: Hours { from: time(8), until: time(17) },
            answerers: [Answerer::TrustedPerson].into(),
        }],
        code_word: ShortText::parse("mango").expect("a text"),
        may_name_centre: true,
    }
}

pub(crate) fn samples(at: Moment) -> Vec<Event> {
    let words = || Sensitive::new(Note::parse("her words").expect("a text"));
    let entry = |number| EntryId::from_uuid(Uuid::from_u128(number));
    let staff = |number| StaffId::from_uuid(Uuid::from_u128(number));
    let facts = [
        Fact::StaffExcluded { staff: staff(11), why: words() },
        Fact::StaffReadmitted { staff: staff(11), why: words() },
        Fact::CaseSealed { to: [staff(3), staff(13)].into(), why: words() },
        Fact::CaseUnsealed { why: words() },
        Fact::GlassRequested { why: words() },
        Fact::GlassApproved { request: entry(13), expires_at: at },
        Fact::GlassBroken { expires_at: at, why: words() },
        Fact::GlassReviewed { opening: entry(13), comment: words() },
        Fact::SafeContactSet { plan: Sensitive::new(plan()) },
        Fact::ContactAttempted {
            channel: Channel::Call,
            answerer: Answerer::Survivor,
            note: words(),
        },
    ];
    let (entry, by) = (entry(12), staff(3));
    facts.map(|fact| Event::Safeguard(safeguard::Event { entry, by, at, fact })).into()
}

#[test]
fn stored_honey_records_have_the_shapes_of_their_golden_files() {
    let at = Moment::from_micros(1_795_478_400_000_000);
    let (alarm, by) =
        (EntryId::from_uuid(Uuid::from_u128(12)), StaffId::from_uuid(Uuid::from_u128(3)));
    let case = CaseId::from_uuid(Uuid::from_u128(1));
    let events = [
        honey::Event::Planted { case, by, at },
        honey::Event::Opened { alarm, by, refused: true, at },
        honey::Event::Reviewed { alarm, by, at },
    ];
    let mut missing = Vec::new();
    for event in events {
        let kind = HoneyCodec::event_type(&event);
        let place = Place {
            centre: "ogou-1".to_owned(),
            stream: Uuid::from_u128(1),
            version: 1,
            event_type: kind.to_owned(),
        };
        let none = KeyRing::none();
        let written = HoneyCodec::encode(&event, &Sealer::new(&none, place)).expect("encodes");
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("domain/golden");
        let path = folder.join(format!("{kind}.json"));
        let Ok(golden) = std::fs::read(&path) else {
            // A new event type: its file is written once, looked at, and never edited again.
            std::fs::write(&path, [written.as_slice(), b"\n"].concat()).expect("writes");
            missing.push(kind);
            continue;
        };
        let read = HoneyCodec::decode(kind, &golden, &Opener::withholding()).expect("reads");
        assert_eq!(read, event);
        let json = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).expect("JSON");
        assert_eq!(json(&written), json(&golden));
    }
    assert!(missing.is_empty(), "new golden files, look at them: {missing:?}");
}
