//! Every event type that was ever stored has a file under `domain/golden`, which still decodes, and
//! which today's encoding equals. Files are added, never edited.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sentier_eventing::codec::{Codec, Event};
use sentier_eventing::vault::{Class, DataKey, KeyRing, Opener, Place, Sealer};
use sentier_kernel::id::Uuid;
use sentier_kernel::{Decider, Moment, Sensitive};
use sentier_referrals_domain::basis::Event as BasisEvent;
use sentier_referrals_domain::referral::{Event as ReferralEvent, Request};
use sentier_referrals_domain::value::{
    AgencyId, CaseId, ConsentId, DeclineReason, Disclosure, Need, Outcome, ReferralId, Refusal,
    StructureId, Urgency,
};
use serde_json::Value;

use super::golden_directory::{agency_events, pathway_events};
use super::{AgencyCodec, BasisCodec, PathwayCodec, ReferralCodec};

pub(super) const AT: Moment = Moment::from_micros(1_795_478_400_000_000);

pub(super) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("domain/golden")
}

fn referral_events(disclosure: Sensitive<Disclosure>) -> Vec<ReferralEvent> {
    let request = Request {
        referral: ReferralId::from_uuid(id(3)),
        case: CaseId::from_uuid(id(4)),
        consent: ConsentId::from_uuid(id(5)),
        centre: "ogou-1".to_owned(),
        agency: AgencyId::from_uuid(id(1)),
        structure: StructureId::from_uuid(id(2)),
        need: Need::HealthCare,
        urgency: Urgency::Urgent,
    };
    let read_until = AT.plus(std::time::Duration::from_hours(720));
    vec![
        ReferralEvent::ReferralSent { request: request.clone(), disclosure, read_until, at: AT },
        ReferralEvent::RequestRefused { request, refusal: Refusal::Consent, at: AT },
        ReferralEvent::ReferralReceived { at: AT },
        ReferralEvent::ReferralAccepted { at: AT },
        ReferralEvent::ReferralDeclined { reason: DeclineReason::NoCapacity, at: AT },
        ReferralEvent::ReferralCompleted { outcome: Outcome::Served, at: AT },
        ReferralEvent::ReferralRevoked { at: AT },
        ReferralEvent::DisclosureEnded { at: AT },
        ReferralEvent::DisclosureDestroyed { at: AT },
        ReferralEvent::DisclosureRead { at: AT },
    ]
}

/// What is stored of these events today, by type; a seal is drawn anew each time.
fn encoded<C: Codec>(events: &[Event<C>]) -> BTreeMap<String, Value> {
    let ring = KeyRing::live(id(3), [(Class::Identity, DataKey::new(id(9), [7; 32].into()))]);
    let stored = events.iter().map(|event| {
        let event_type = C::event_type(event).to_owned();
        let place = Place {
            centre: "ogou-1".to_owned(),
            stream: id(3),
            version: 1,
            event_type: event_type.clone(),
        };
        let bytes = C::encode(event, &Sealer::new(&ring, place)).unwrap();
        (event_type, serde_json::from_slice(&bytes).unwrap())
    });
    stored.collect()
}

fn without_seal(mut stored: Value) -> Value {
    if let Some(seal) = stored.get_mut("disclosure") {
        *seal = Value::Null;
    }
    stored
}

fn check<C: Codec>(today: &[Event<C>], withheld: &[Event<C>])
where
    <C::Aggregate as Decider>::Event: PartialEq + std::fmt::Debug,
{
    for ((event_type, stored), event) in
        encoded::<C>(today).into_iter().map(|(event_type, stored)| {
            let at = today.iter().position(|event| C::event_type(event) == event_type).unwrap();
            ((event_type, stored), &withheld[at])
        })
    {
        let file = folder().join(format!("{event_type}.json"));
        let text = fs::read(&file).unwrap_or_else(|_| panic!("add {event_type}.json: {stored}"));
        let golden: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(without_seal(stored), without_seal(golden), "{event_type}");
        assert_eq!(&C::decode(&event_type, &text, &Opener::withholding()).unwrap(), event);
    }
}

#[test]
fn every_stored_event_equals_its_golden_file_and_is_read_from_it() {
    check::<AgencyCodec>(&agency_events(), &agency_events());
    check::<PathwayCodec>(&pathway_events(), &pathway_events());
    let ended = [BasisEvent::BasisEnded { at: AT }];
    check::<BasisCodec>(&ended, &ended);
    let disclosure = Sensitive::new(Disclosure::new(b"Afi".to_vec()));
    check::<ReferralCodec>(&referral_events(disclosure), &referral_events(Sensitive::Withheld));
}

#[test]
fn every_golden_file_is_of_a_known_type() {
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let event_type = name.trim_end_matches(".json");
        let known = AgencyCodec::knows(event_type)
            || ReferralCodec::knows(event_type)
            || ["basis_ended.v1", "pathway_set.v1"].contains(&event_type);
        assert!(known, "{name}");
    }
}

#[test]
fn a_stored_disclosure_shows_nothing_of_itself() {
    let disclosure = Sensitive::new(Disclosure::new(b"Afi".to_vec()));
    let stored = encoded::<ReferralCodec>(&referral_events(disclosure));
    let text = stored["referral_sent.v1"].to_string();
    assert!(!text.contains("Afi") && !text.contains("QWZp"), "{text}");
}
