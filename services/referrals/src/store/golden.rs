//! Every event type that was ever stored has a file under `domain/golden`, which still decodes, and
//! which today's encoding equals. Files are added, never edited.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use sentier_eventing::codec::{Codec, Event};
use sentier_eventing::vault::{Class, DataKey, KeyRing, Opener, Place, Sealer};
use sentier_kernel::id::Uuid;
use sentier_kernel::{Decider, Moment, Sensitive};
use sentier_referrals_domain::basis::Event as BasisEvent;
use sentier_referrals_domain::inbound::{
    Agreement, Event as InboundEvent, Sex, Submission, Wanted,
};
use sentier_referrals_domain::message::{Author, Event as MessageEvent, Kind, Message, Words};
use sentier_referrals_domain::referral::{Event as ReferralEvent, Next, Request, onward};
use sentier_referrals_domain::value::{
    AgencyId, CaseId, ConsentId, DeclineReason, Disclosure, InboundId, Need, Outcome, ProposalId,
    ReferralId, Refusal, StructureId, Urgency,
};
use serde_json::Value;

use super::golden_directory::{agency_events, pathway_events};
use super::golden_webhooks::{secret, webhook_events};
use super::{
    AgencyCodec, BasisCodec, InboundCodec, MessageCodec, PathwayCodec, ReferralCodec, WebhookCodec,
};

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
        transfer: false,
    };
    let read_until = AT.plus(std::time::Duration::from_hours(720));
    vec![
        ReferralEvent::ReferralSent {
            request: request.clone(),
            disclosure,
            read_until,
            answer_by: Some(AT.plus(std::time::Duration::from_hours(3))),
            at: AT,
        },
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
    .into_iter()
    .chain(later_events())
    .collect()
}

/// Between an acceptance and its end.
fn later_events() -> Vec<ReferralEvent> {
    let next =
        Next { agency: AgencyId::from_uuid(id(6)), structure: StructureId::from_uuid(id(7)) };
    vec![
        ReferralEvent::ReferralScheduled { at: AT },
        ReferralEvent::AppointmentCancelled { at: AT },
        ReferralEvent::ReferralAttended { at: AT },
        ReferralEvent::AppointmentMissed { at: AT },
        ReferralEvent::ServiceStarted { at: AT },
        ReferralEvent::InterimNoteAdded { at: AT },
        ReferralEvent::MessageSent { by_agency: true, at: AT },
        ReferralEvent::Onward(onward::Event::Proposed {
            proposal: ProposalId::from_uuid(id(10)),
            wanted: onward::Wanted {
                need: Need::LegalAid,
                urgency: Urgency::Routine,
                place: Some(next),
            },
            at: AT,
        }),
        ReferralEvent::Onward(onward::Event::Withdrawn {
            proposal: ProposalId::from_uuid(id(10)),
            at: AT,
        }),
        ReferralEvent::Onward(onward::Event::Answered {
            proposal: ProposalId::from_uuid(id(10)),
            taken_up: true,
            at: AT,
        }),
        ReferralEvent::CancellationRequested {
            confirm_by: AT.plus(std::time::Duration::from_hours(24)),
            at: AT,
        },
        ReferralEvent::ReferralCancelled { at: AT },
        ReferralEvent::ReferralExpired { next: Some(next), at: AT },
        ReferralEvent::MessagesDestroyed { at: AT },
    ]
}

fn written(words: Sensitive<Words>) -> [MessageEvent; 1] {
    let referral = ReferralId::from_uuid(id(3));
    let (kind, author) = (Kind::Appointment, Author::Agency);
    [MessageEvent::MessageWritten { message: Message { referral, kind, author, at: AT }, words }]
}

fn inbound_events(submission: Sensitive<Submission>) -> Vec<InboundEvent> {
    let wanted = Wanted {
        id: InboundId::from_uuid(id(8)),
        agency: AgencyId::from_uuid(id(1)),
        centre: "ogou-1".to_owned(),
        need: Need::PsychosocialSupport,
        urgency: Urgency::Urgent,
        agreement: Agreement::Thumbprint,
    };
    let answer_by = AT.plus(std::time::Duration::from_hours(24));
    vec![
        InboundEvent::InboundSubmitted { wanted, submission, answer_by, at: AT },
        InboundEvent::InboundAccepted { case: CaseId::from_uuid(id(4)), at: AT },
        InboundEvent::InboundDeclined { reason: DeclineReason::NotEligible, at: AT },
        InboundEvent::InboundWithdrawn { at: AT },
        InboundEvent::InboundLapsed { at: AT },
        InboundEvent::SubmissionDestroyed { at: AT },
    ]
}

fn submission() -> Sensitive<Submission> {
    Sensitive::new(Submission {
        full_name: "Afi".to_owned(),
        sex: Sex::Female,
        phone: String::new(),
        safe_contact: "par sa tante".to_owned(),
        note: String::new(),
    })
}

fn words() -> Sensitive<Words> {
    Sensitive::new(Words::stored("porte 3, Afi".to_owned(), Some(AT)))
}

/// What is stored of these events today, by type; a seal is drawn anew each time.
fn encoded<C: Codec>(events: &[Event<C>]) -> BTreeMap<String, Value> {
    let ring = KeyRing::live(id(3), Class::ALL.map(|it| (it, DataKey::new(id(9), [7; 32].into()))));
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
    for field in ["disclosure", "words", "submission", "secret"] {
        if let Some(seal) = stored.get_mut(field) {
            *seal = Value::Null;
        }
    }
    stored
}

/// Types that are read still and written no more.
const OLDER: [&str; 2] = ["referral_sent.v1", "structure_registered.v1"];

/// Each of the codec's `types` is written as its file has it, and read from it.
fn check<C: Codec>(types: &[&str], today: &[Event<C>], withheld: &[Event<C>])
where
    <C::Aggregate as Decider>::Event: PartialEq + std::fmt::Debug,
{
    let encoded = encoded::<C>(today);
    let written: BTreeSet<&str> = types.iter().copied().filter(|it| !OLDER.contains(it)).collect();
    assert_eq!(encoded.keys().map(String::as_str).collect::<BTreeSet<_>>(), written);
    for ((event_type, stored), event) in encoded.into_iter().map(|(event_type, stored)| {
        let at = today.iter().position(|event| C::event_type(event) == event_type).unwrap();
        ((event_type, stored), &withheld[at])
    }) {
        let file = folder().join(format!("{event_type}.json"));
        let text = fs::read(&file).unwrap_or_else(|_| panic!("add {event_type}.json: {stored}"));
        let golden: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(without_seal(stored), without_seal(golden), "{event_type}");
        assert_eq!(&C::decode(&event_type, &text, &Opener::withholding()).unwrap(), event);
    }
}

#[test]
fn every_stored_event_equals_its_golden_file_and_is_read_from_it() {
    check::<AgencyCodec>(AgencyCodec::TYPES, &agency_events(), &agency_events());
    check::<PathwayCodec>(&["pathway_set.v1"], &pathway_events(), &pathway_events());
    let ended = [BasisEvent::BasisEnded { at: AT }];
    check::<BasisCodec>(&["basis_ended.v1"], &ended, &ended);
    let inbound = inbound_events(submission());
    check::<InboundCodec>(InboundCodec::TYPES, &inbound, &inbound_events(Sensitive::Withheld));
    check::<MessageCodec>(MessageCodec::TYPES, &written(words()), &written(Sensitive::Withheld));
    let webhook = webhook_events(secret());
    check::<WebhookCodec>(WebhookCodec::TYPES, &webhook, &webhook_events(Sensitive::Withheld));
    let referral = referral_events(Sensitive::new(Disclosure::new(b"Afi".to_vec())));
    check::<ReferralCodec>(ReferralCodec::TYPES, &referral, &referral_events(Sensitive::Withheld));
}

#[test]
fn every_golden_file_is_of_a_known_type() {
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let event_type = name.trim_end_matches(".json");
        let known = [
            AgencyCodec::TYPES,
            ReferralCodec::TYPES,
            MessageCodec::TYPES,
            InboundCodec::TYPES,
            WebhookCodec::TYPES,
            &["basis_ended.v1", "pathway_set.v1"],
        ];
        assert!(known.iter().any(|types| types.contains(&event_type)), "{name}");
    }
}

#[test]
fn a_referral_of_before_deadlines_has_none() {
    let old = fs::read(folder().join("referral_sent.v1.json")).unwrap();
    let decoded = ReferralCodec::decode("referral_sent.v1", &old, &Opener::withholding()).unwrap();
    let ReferralEvent::ReferralSent { answer_by, .. } = decoded else { panic!("another event") };
    assert_eq!(answer_by, None);
}

#[test]
fn stored_words_show_nothing_of_themselves() {
    let told = encoded::<InboundCodec>(&inbound_events(submission()));
    let told = told["inbound_submitted.v1"].to_string();
    assert!(!told.contains("Afi") && !told.contains("tante"), "{told}");
    let signs =
        encoded::<WebhookCodec>(&webhook_events(secret()))["webhook_registered.v1"].to_string();
    assert!(signs.contains("chr.example") && !signs.contains("BwcHBwcH"), "{signs}");
    let stored = encoded::<MessageCodec>(&written(words()));
    let text = stored["message_written.v1"].to_string();
    assert!(!text.contains("Afi") && !text.contains("porte"), "{text}");
    assert!(text.contains("appointment"), "what it is stands in clear: {text}");
}

#[test]
fn a_stored_disclosure_shows_nothing_of_itself() {
    let disclosure = Sensitive::new(Disclosure::new(b"Afi".to_vec()));
    let stored = encoded::<ReferralCodec>(&referral_events(disclosure));
    let text = stored["referral_sent.v2"].to_string();
    assert!(!text.contains("Afi") && !text.contains("QWZp"), "{text}");
}
