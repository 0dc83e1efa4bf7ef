//! What the broker is told, and what is done when others tell something.

use std::sync::atomic::Ordering;
use std::time::Duration;

use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::events::v1::{CasesEvent, IncidentFacts};
use sentier_proto::cases::v1::case_referral::Progress;
use sentier_proto::cases::v1::{GetCaseRequest, GetTimelineRequest};
use sentier_proto::common::v1::{AgeBand, EventEnvelope, FieldGroup, IncidentType, Sex};
use sentier_proto::referrals::events::v1::referrals_event::Fact as Told;
use sentier_proto::referrals::events::v1::{
    DisclosureRead, ReferralAccepted, ReferralCompleted, ReferralReceived, ReferralRef,
    ReferralRevoked, ReferralSent, ReferralsEvent,
};
use sentier_proto::referrals::v1::referral::Outcome;
use uuid::Uuid;

use crate::world::*;

fn fact(published: &(String, CasesEvent)) -> &Fact {
    published.1.fact.as_ref().expect("a fact")
}

pub(crate) fn released(published: &[(String, CasesEvent)]) -> Vec<&(String, CasesEvent)> {
    let facts = |one: &&(String, CasesEvent)| matches!(fact(one), Fact::IncidentFactsReleased(_));
    published.iter().filter(facts).collect()
}

async fn life_cycle_facts_are_published_in_order_and_nothing_personal(on: On) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.record_incident(incident(&case)).await.expect("records");
    let groups = [FieldGroup::Identity, FieldGroup::Narrative];
    let granted = akouvi.grant_consent(services(&case, &groups)).await.expect("grants");
    let consent = granted.into_inner().consent;
    let asked = refer(&case, &consent, &groups);
    let referral = akouvi.request_referral(asked).await.expect("refers").into_inner().referral;
    akouvi.record_follow_up(follow_up(&case, world.clock.now())).await.expect("follows up");
    file(&mut akouvi, &case).await;
    akouvi.withdraw_consent(withdraw(&consent)).await.expect("withdraws");
    closes(&world, &case).await;
    world.supervisor().erase_survivor(erase(&case)).await.expect("erases");

    let published = world.peers.published(8).await;
    let subjects: Vec<&str> = published.iter().map(|(subject, _)| subject.as_str()).collect();
    let expected = [
        "case_opened",
        "incident_recorded",
        "consent_granted",
        "referral_requested",
        "follow_up_recorded",
        "consent_withdrawn",
        "case_closed",
        "survivor_erased",
    ]
    .map(|fact| format!("sentier.{CENTRE}.cases.v1.{fact}"));
    assert_eq!(subjects, expected);
    let Fact::ReferralRequested(requested) = fact(&published[3]) else { panic!("another fact") };
    assert!(referral.ends_with(&requested.referral_id) && case.ends_with(&requested.case_id));
    let envelopes: Vec<&EventEnvelope> =
        published.iter().filter_map(|(_, event)| event.envelope.as_ref()).collect();
    assert!(envelopes.iter().all(|it| it.centre == CENTRE && it.occur_time.is_some()));
    assert!(envelopes.windows(2).all(|pair| pair[0].position < pair[1].position));
    assert!(!envelopes[5].may_ignore && !envelopes[7].may_ignore);
    for (path, bytes) in world.files() {
        for value in
            [survivor().full_name.as_str(), PHONE, SAFE, STORY, NOTE, TOWN, ETHNICITY, LIMITS]
        {
            let hit = bytes.windows(value.len()).any(|window| window == value.as_bytes());
            assert!(!hit, "{path} holds a personal value");
        }
    }
    world.stop().await;
}

#[tokio::test]
async fn life_cycle_facts_are_published_in_order_and_nothing_personal_on_sqlite() {
    life_cycle_facts_are_published_in_order_and_nothing_personal(On::Sqlite).await;
}

#[tokio::test]
async fn life_cycle_facts_are_published_in_order_and_nothing_personal_on_postgres() {
    life_cycle_facts_are_published_in_order_and_nothing_personal(On::Postgres).await;
}

#[tokio::test]
async fn facts_are_released_sealed_and_only_under_a_consent_to_statistics() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    // One incident before its consent, one after it, and one of a case that gave none.
    let case = opened(&mut akouvi).await;
    let none = opened(&mut akouvi).await;
    akouvi.record_incident(incident(&none)).await.expect("records");
    let before = akouvi.record_incident(incident(&case)).await.expect("records").into_inner();
    akouvi.grant_consent(statistics(&case)).await.expect("grants");
    let after = akouvi.record_incident(incident(&case)).await.expect("records").into_inner();

    let published = world.peers.published(8).await;
    let facts = released(&published);
    assert_eq!(facts.len(), 2);
    for (one, name) in facts.iter().zip([&before.incident, &after.incident]) {
        let Fact::IncidentFactsReleased(it) = fact(one) else { panic!("another fact") };
        assert!(name.ends_with(&it.incident_id));
        let envelope = one.1.envelope.as_ref().expect("an envelope");
        let event_id: Uuid = envelope.event_id.parse().expect("an id");
        let sealed = it.facts.as_ref().expect("facts");
        let plain: IncidentFacts =
            world.statistics.keys.unseal("statistics.incident", event_id, sealed).expect("opens");
        assert_eq!(plain.r#type(), IncidentType::PhysicalAssault);
        assert_eq!(plain.age_band(), AgeBand::AgeBand18To24);
        assert_eq!(plain.sex(), Sex::Female);
        assert_eq!(plain.record_month.map(|month| month.day), Some(1));
    }
    // The openings for the statistics stand in the log, two for each incident: to see whether anything is
    // missing, and to tell of it.
    let timeline = GetTimelineRequest { name: case.clone(), ..GetTimelineRequest::default() };
    let told = akouvi.get_timeline(timeline).await.expect("tells").into_inner().entries;
    let readings = told
        .iter()
        .filter(|entry| entry.detail == "statistics")
        .filter(|entry| entry.kind == "personal_data_read" && entry.principal == "services/cases");
    assert_eq!(readings.count(), 4);
}

#[tokio::test]
async fn a_consent_that_ends_before_publishing_lets_nothing_out() {
    let world = World::start(On::Sqlite).await;
    // The statistics service is away: facts wait, everything else goes on.
    world.statistics.away.store(true, Ordering::SeqCst);
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let granted = akouvi.grant_consent(statistics(&case)).await.expect("grants").into_inner();
    akouvi.record_incident(incident(&case)).await.expect("records");
    let version = |case: String| {
        let mut akouvi = akouvi.clone();
        async move {
            let view = GetCaseRequest { name: case, view: 2, ..GetCaseRequest::default() };
            let read = akouvi.get_case(view).await.expect("reads").into_inner();
            read.case.expect("a case").version
        }
    };
    // Opened, granted, recorded, released.
    until(|| async { (version(case.clone()).await >= 4).then_some(()) }).await;
    world.peers.published(3).await;
    let mut akouvi = world.caseworker();
    akouvi.withdraw_consent(withdraw(&granted.consent)).await.expect("withdraws");
    world.statistics.away.store(false, Ordering::SeqCst);
    let other = opened(&mut akouvi).await;
    akouvi.grant_consent(statistics(&other)).await.expect("grants");
    let counted = akouvi.record_incident(incident(&other)).await.expect("records").into_inner();
    let published = world.peers.published(8).await;
    let facts = released(&published);
    assert_eq!(facts.len(), 1, "only what is still consented to");
    let Fact::IncidentFactsReleased(it) = fact(facts[0]) else { panic!("another fact") };
    assert!(counted.incident.ends_with(&it.incident_id));
}

#[tokio::test]
async fn a_withdrawal_takes_an_incident_of_an_open_month_back_and_a_new_consent_tells_it_again() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let granted = akouvi.grant_consent(statistics(&case)).await.expect("grants").into_inner();
    akouvi.record_incident(incident(&case)).await.expect("records");
    world.peers.published(4).await;
    akouvi.withdraw_consent(withdraw(&granted.consent)).await.expect("withdraws");
    world.peers.published(6).await;
    akouvi.grant_consent(statistics(&case)).await.expect("grants again");
    let published = world.peers.published(8).await;
    let open = |one: &(String, CasesEvent)| -> Option<(String, IncidentFacts)> {
        let Some(Fact::IncidentFactsReleased(it)) = &one.1.fact else { return None };
        let event_id = one.1.envelope.as_ref()?.event_id.clone();
        let id: Uuid = event_id.parse().ok()?;
        let plain = world.statistics.keys.unseal("statistics.incident", id, it.facts.as_ref()?);
        Some((event_id, plain.ok()?))
    };
    let facts: Vec<_> = published.iter().filter_map(open).collect();
    let [(first, told), (_, back), (again, same)] = facts.as_slice() else {
        panic!("{} facts", facts.len())
    };
    assert_eq!((told.takes_back.as_str(), &back.takes_back), ("", first));
    assert_eq!(&IncidentFacts { takes_back: String::new(), ..back.clone() }, told);
    assert_eq!(same, told);
    assert_ne!(again, first);
}

#[tokio::test]
async fn facts_go_to_the_key_that_is_in_force() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.grant_consent(statistics(&case)).await.expect("grants");
    akouvi.record_incident(incident(&case)).await.expect("records");
    world.peers.published(4).await;
    let drawn_at = world.clock.now();
    world.statistics.keys.rotate(drawn_at).expect("a new key");
    let (key, _) = world.statistics.keys.sealing().expect("a key");
    world.peers.rotated(key.id()).await;
    until(|| async {
        akouvi.clone().record_incident(incident(&case)).await.expect("records");
        tokio::time::sleep(Duration::from_millis(200)).await;
        let published = world.peers.published(5).await;
        let newest = released(&published).into_iter().last()?;
        let Fact::IncidentFactsReleased(it) = fact(newest) else { return None };
        (it.facts.as_ref()?.key_id == key.id()).then_some(())
    })
    .await;
}

pub(crate) fn told(fact: Told) -> ReferralsEvent {
    ReferralsEvent { envelope: Some(EventEnvelope::default()), fact: Some(fact) }
}

pub(crate) fn about(case: &str, referral: &str) -> ReferralRef {
    let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    ReferralRef {
        referral_id: last(referral),
        case_id: last(case),
        agency_id: HOSPITAL.to_string(),
        structure_id: WARD.to_string(),
        need: 2,
    }
}

/// Tells of a referral duplicated, out of order, late, and once under another centre's name.
async fn answer_as_a_partner(world: &World, about: &ReferralRef) {
    let about = || Some(about.clone());
    let sent = told(Told::ReferralSent(ReferralSent { referral: about() }));
    let received = told(Told::ReferralReceived(ReferralReceived { referral: about() }));
    let accepted = told(Told::ReferralAccepted(ReferralAccepted { referral: about() }));
    let read = told(Told::DisclosureRead(DisclosureRead { referral: about() }));
    let completed = ReferralCompleted { referral: about(), outcome: Outcome::Served.into() };
    let completed = told(Told::ReferralCompleted(completed));
    let revoked =
        told(Told::ReferralRevoked(ReferralRevoked { referral: about(), never_sent: false }));
    let tale = [
        (CENTRE, "referral_sent", &sent),
        ("kara-1", "referral_received", &received),
        (CENTRE, "referral_accepted", &accepted),
        (CENTRE, "referral_received", &received),
        (CENTRE, "disclosure_read", &read),
        (CENTRE, "referral_accepted", &accepted),
        (CENTRE, "referral_completed", &completed),
        (CENTRE, "referral_revoked", &revoked),
    ];
    for (centre, fact, event) in tale {
        world.peers.tell(centre, fact, event).await;
    }
}

async fn what_a_partner_answers_stands_in_the_case(on: On) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let groups = [FieldGroup::Identity];
    let granted = akouvi.grant_consent(services(&case, &groups)).await.expect("grants");
    let asked = refer(&case, &granted.into_inner().consent, &groups);
    let referral = akouvi.request_referral(asked).await.expect("refers").into_inner().referral;
    let about = about(&case, &referral);
    answer_as_a_partner(&world, &about).await;

    let progress = || {
        let mut akouvi = akouvi.clone();
        let view = GetCaseRequest { name: case.clone(), view: 2, ..GetCaseRequest::default() };
        async move {
            let read = akouvi.get_case(view).await.expect("reads").into_inner().case;
            read.expect("a case").referrals[0].progress()
        }
    };
    until(|| async { (progress().await == Progress::Completed).then_some(()) }).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(progress().await, Progress::Completed, "a late revocation changes nothing");
    let timeline = GetTimelineRequest { name: case.clone(), ..GetTimelineRequest::default() };
    let entries =
        world.caseworker().get_timeline(timeline).await.expect("tells").into_inner().entries;
    let of_referral: Vec<(&str, &str, &str)> = entries
        .iter()
        .skip(4)
        .map(|one| (one.kind.as_str(), one.detail.as_str(), one.principal.as_str()))
        .collect();
    let agency = format!("agencies/{HOSPITAL}");
    assert_eq!(
        of_referral,
        [
            ("referral_progressed", "sent", "services/referrals"),
            ("referral_progressed", "accepted", agency.as_str()),
            ("disclosure_read", agency.as_str(), agency.as_str()),
            ("referral_progressed", "completed", agency.as_str()),
        ]
    );
    world.stop().await;
}

#[tokio::test]
async fn what_a_partner_answers_stands_in_the_case_on_sqlite() {
    what_a_partner_answers_stands_in_the_case(On::Sqlite).await;
}

#[tokio::test]
async fn what_a_partner_answers_stands_in_the_case_on_postgres() {
    what_a_partner_answers_stands_in_the_case(On::Postgres).await;
}
