//! What the cases context does for referrals: it says who may know of a case, shows what an agency would
//! see, and asks the next structure when one is silent.

use sentier_platform::grpc::moment;
use sentier_proto::cases::v1::audit_service_client::AuditServiceClient;
use sentier_proto::cases::v1::case_referral::Progress;
use sentier_proto::cases::v1::disclosure_service_client::DisclosureServiceClient;
use sentier_proto::cases::v1::relation_service_client::RelationServiceClient;
use sentier_proto::cases::v1::{
    Case, ClaimDisclosureRequest, FieldGroupLimit, GetCaseRequest, GetDisclosurePreviewRequest,
    GetRelationsRequest, GetTimelineRequest, GrantConsentRequest, ListReadingsRequest,
    ListTasksRequest, Relation, TaskKind,
};
use sentier_proto::common::v1::{EventEnvelope, FieldGroup, Need, Sex};
use sentier_proto::name;
use sentier_proto::referrals::events::v1::referrals_event::Fact as Told;
use sentier_proto::referrals::events::v1::{ReferralExpired, ReferralRef, ReferralsEvent};
use tonic::Code;
use uuid::Uuid;

use crate::safeguards as guard;
use crate::world::*;

const POST: Uuid = Uuid::from_u128(0x9057);
pub(crate) const GROUPS: [FieldGroup; 2] = [FieldGroup::Identity, FieldGroup::Incident];

async fn relations(world: &World, staff: Uuid, cases: &[String]) -> Vec<Relation> {
    let mut asking = RelationServiceClient::new(world.connect(Some("referrals"), None));
    let asked = GetRelationsRequest { staff: name::staff(CENTRE, staff), cases: cases.to_vec() };
    asking.get_relations(asked).await.expect("answers").into_inner().relations
}

async fn staff_stand_to_cases_as_the_case_says(on: On) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let (case, sealed) = (opened(&mut akouvi).await, opened(&mut akouvi).await);
    let nowhere = name::case(CENTRE, Uuid::now_v7());
    let cases = [case.clone(), sealed.clone(), nowhere];
    let hers = |relations: Vec<Relation>, case: &str| {
        let found = relations.into_iter().find(|one| one.case == case).expect("there");
        (found.responsible, found.excluded, found.sealed_out)
    };
    let found = relations(&world, AKOUVI, &cases).await;
    assert_eq!(found.len(), 2, "a case that is not there is left out");
    assert_eq!(hers(found, &case), (true, false, false));
    assert_eq!(hers(relations(&world, SENA, &cases).await, &case), (false, false, false));

    let mut works = guard::safeguard(&world, AKOUVI, "caseworker");
    works.exclude_staff(guard::exclude(&case, SENA)).await.expect("excludes");
    let mut supervises = guard::safeguard(&world, guard::RITA, "supervisor");
    let to = [AKOUVI, guard::RITA];
    supervises.seal_case(guard::seal(&sealed, &to)).await.expect("seals");
    let found = relations(&world, SENA, &cases).await;
    assert_eq!(hers(found.clone(), &case), (false, true, false));
    assert_eq!(hers(found, &sealed), (false, false, true));
    assert_eq!(hers(relations(&world, AKOUVI, &cases).await, &sealed), (true, false, false));
    world.stop().await;
}

#[tokio::test]
async fn staff_stand_to_cases_as_the_case_says_on_sqlite() {
    staff_stand_to_cases_as_the_case_says(On::Sqlite).await;
}

#[tokio::test]
async fn staff_stand_to_cases_as_the_case_says_on_postgres() {
    staff_stand_to_cases_as_the_case_says(On::Postgres).await;
}

fn preview(case: &str, consent: &str, groups: &[FieldGroup]) -> GetDisclosurePreviewRequest {
    GetDisclosurePreviewRequest {
        name: case.to_owned(),
        structure: name::structure(HOSPITAL, WARD),
        consent: consent.to_owned(),
        field_groups: groups.iter().map(|group| i32::from(*group)).collect(),
        limits_only: groups.is_empty(),
        need: Need::HealthCare.into(),
    }
}

/// What was read of the case, reading by reading.
async fn read_of(client: &mut Client, case: &str) -> Vec<Vec<String>> {
    let asked = GetTimelineRequest { name: case.to_owned(), page_size: 100, ..<_>::default() };
    let entries = client.get_timeline(asked).await.expect("tells").into_inner().entries;
    let read = entries.into_iter().filter(|entry| entry.kind == "personal_data_read");
    read.map(|entry| entry.read_groups).collect()
}

#[tokio::test]
async fn her_limits_are_shown_to_who_sends_recorded_and_told_to_no_agency() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.record_incident(incident(&case)).await.expect("records");
    let consent = akouvi.grant_consent(services(&case, &GROUPS)).await.expect("grants");
    let consent = consent.into_inner().consent;
    let connection = world.connection(AKOUVI, CENTRE, &["caseworker"]);
    let mut showing = DisclosureServiceClient::new(connection);
    let only = showing.get_disclosure_preview(preview(&case, &consent, &[])).await;
    let only = only.expect("shows").into_inner();
    assert_eq!((only.limits.as_str(), only.disclosure), (LIMITS, None));
    let read = read_of(&mut akouvi, &case).await;
    let known = [vec!["birth_date".to_owned()], vec!["limits".to_owned()]];
    assert_eq!(read, known, "nothing else was opened since she consented");
    let whole = showing.get_disclosure_preview(preview(&case, &consent, &GROUPS)).await;
    let whole = whole.expect("shows").into_inner();
    assert_eq!(whole.limits, LIMITS);
    let seen = format!("{:?}", whole.disclosure);
    assert!(seen.contains(FULL_NAME) && !seen.contains(LIMITS), "an agency is told no limits");
    // Another agency's consent tells nothing, nor does one that was withdrawn.
    let mut elsewhere = preview(&case, &consent, &[]);
    elsewhere.structure = name::structure(Uuid::from_u128(9_999), WARD);
    let refused = showing.get_disclosure_preview(elsewhere).await.expect_err("not hers");
    assert_eq!(reason(&refused), (Code::FailedPrecondition, "NO_CONSENT".to_owned()));
    akouvi.withdraw_consent(withdraw(&consent)).await.expect("withdraws");
    let late = preview(&case, &consent, &[]);
    let refused = showing.get_disclosure_preview(late).await.expect_err("withdrawn");
    assert_eq!(reason(&refused), (Code::FailedPrecondition, "CONSENT_NOT_VALID".to_owned()));
    world.stop().await;
}

async fn a_preview_shows_what_the_claim_releases_and_is_a_reading(on: On) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.record_incident(incident(&case)).await.expect("records");
    let consent = akouvi.grant_consent(services(&case, &GROUPS)).await.expect("grants");
    let consent = consent.into_inner().consent;
    let connection = world.connection(AKOUVI, CENTRE, &["caseworker"]);
    let mut showing = DisclosureServiceClient::new(connection);
    // Without a rule nothing is bounded; with one, what it does not ask for stays here, though it was consented
    // and asked for.
    let bounds = [None, Some(&[FieldGroup::Identity, FieldGroup::Contact][..])];
    let wanted = bounds.into_iter().flat_map(|limit| [(limit, &GROUPS[..1]), (limit, &GROUPS[..])]);
    for (limit, groups) in wanted {
        world.referrals.limits(limit);
        let shown = showing.get_disclosure_preview(preview(&case, &consent, groups)).await;
        let shown = shown.expect("shows").into_inner();
        let asked = refer(&case, &consent, groups);
        let referral = akouvi.request_referral(asked).await.expect("refers").into_inner().referral;
        let claim = ClaimDisclosureRequest {
            case_name: case.clone(),
            referral,
            agency: name::agency(HOSPITAL),
            limit: limit.map(|groups| FieldGroupLimit {
                field_groups: groups.iter().map(|group| i32::from(*group)).collect(),
            }),
        };
        let claimed = world.service("referrals").claim_disclosure(claim).await.expect("releases");
        let claimed = claimed.into_inner();
        assert_eq!(shown.disclosure, claimed.disclosure);
        assert_eq!(
            shown.read_until_time.as_ref().and_then(moment),
            claimed.read_until_time.as_ref().and_then(moment)
        );
        let shown = shown.disclosure.expect("one");
        let expected = if limit.is_some() { &GROUPS[..1] } else { groups };
        assert_eq!(shown.field_groups().collect::<Vec<_>>(), expected);
        assert_eq!(shown.survivor.expect("her").full_name, FULL_NAME);
    }
    // Where the rule cannot be had, nothing is shown as if there were none.
    world.referrals.away(true);
    let unknown = showing.get_disclosure_preview(preview(&case, &consent, &GROUPS)).await;
    let unknown = unknown.expect_err("away");
    assert_eq!(reason(&unknown), (Code::Unavailable, "PATHWAY_AWAY".to_owned()));
    world.referrals.away(false);
    let needless = GetDisclosurePreviewRequest { need: 0, ..preview(&case, &consent, &GROUPS) };
    let refused = showing.get_disclosure_preview(needless).await.expect_err("no need");
    assert_eq!(fields(&refused), ["need"]);
    // What was not consented is shown to nobody as if it were.
    let wider = preview(&case, &consent, &[FieldGroup::Contact]);
    let refused = showing.get_disclosure_preview(wider).await.expect_err("not consented");
    assert_eq!(reason(&refused), (Code::FailedPrecondition, "NO_CONSENT".to_owned()));
    akouvi.withdraw_consent(withdraw(&consent)).await.expect("withdraws");
    let late = preview(&case, &consent, &GROUPS);
    let refused = showing.get_disclosure_preview(late).await.expect_err("withdrawn");
    assert_eq!(reason(&refused), (Code::FailedPrecondition, "CONSENT_NOT_VALID".to_owned()));
    world.stop().await;
}

#[tokio::test]
async fn a_preview_shows_what_the_claim_releases_and_is_a_reading_on_sqlite() {
    a_preview_shows_what_the_claim_releases_and_is_a_reading(On::Sqlite).await;
}

#[tokio::test]
async fn a_preview_shows_what_the_claim_releases_and_is_a_reading_on_postgres() {
    a_preview_shows_what_the_claim_releases_and_is_a_reading(On::Postgres).await;
}

async fn facts(client: &mut Client, case: &str) -> Case {
    let view = GetCaseRequest { name: case.to_owned(), view: 2, ..GetCaseRequest::default() };
    client.get_case(view).await.expect("reads").into_inner().case.expect("a case")
}

/// The hospital was silent.
pub(crate) async fn silent(world: &World, case: &str, referral: &str) {
    let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let about = ReferralRef {
        referral_id: last(referral),
        case_id: last(case),
        agency_id: HOSPITAL.to_string(),
        structure_id: WARD.to_string(),
        need: 2,
    };
    let expired = ReferralExpired { referral: Some(about), ..ReferralExpired::default() };
    let fact = Some(Told::ReferralExpired(expired));
    let event = ReferralsEvent { envelope: Some(EventEnvelope::default()), fact };
    // Told twice, as the broker may.
    world.peers.tell(CENTRE, "referral_expired", &event).await;
    world.peers.tell(CENTRE, "referral_expired", &event).await;
}

/// A place of an agency that no consent names, and one of the police, to whom one does.
const UNCONSENTED: Uuid = Uuid::from_u128(0x7004);

fn clinic() -> String {
    name::structure(UNCONSENTED, Uuid::from_u128(0x9058))
}

fn post() -> String {
    name::structure(POLICE, POST)
}

/// A case whose hospital is asked, under consents for it and for the police.
async fn asked_of_two(world: &World) -> (String, String, String) {
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    akouvi.record_incident(incident(&case)).await.expect("records");
    let consent = akouvi.grant_consent(services(&case, &GROUPS)).await.expect("grants");
    let consent = consent.into_inner().consent;
    let to_police =
        GrantConsentRequest { agency: name::agency(POLICE), ..services(&case, &GROUPS) };
    let second = akouvi.grant_consent(to_police).await.expect("grants").into_inner().consent;
    let asked = refer(&case, &consent, &GROUPS);
    let referral = akouvi.request_referral(asked).await.expect("refers").into_inner().referral;
    (case, referral, second)
}

async fn two_referrals(world: &World, case: &str) -> Case {
    until(|| async {
        let case = facts(&mut world.caseworker(), case).await;
        (case.referrals.len() == 2).then_some(case)
    })
    .await
}

async fn requested(world: &World) -> usize {
    // Opened, recorded, two consents and two requests, in this order.
    let published = world.peers.published(6).await;
    published.iter().filter(|(subject, _)| subject.ends_with("referral_requested")).count()
}

async fn a_silent_structure_is_followed_by_the_first_in_rank_that_she_consented_to(on: On) {
    let world = World::start(on).await;
    let (case, referral, second) = asked_of_two(&world).await;
    // The hospital's ward is ranked first again, then one that she consented to nothing for.
    let ward = name::structure(HOSPITAL, WARD);
    world.referrals.ranks(&[(ward.clone(), true), (clinic(), true), (post(), true)]);
    silent(&world, &case, &referral).await;
    let after = two_referrals(&world, &case).await;
    let (old, new): (Vec<_>, Vec<_>) =
        after.referrals.iter().partition(|one| one.referral == referral);
    assert_eq!(old[0].progress(), Progress::Expired);
    assert_eq!(new[0].progress(), Progress::Requested);
    assert_eq!(new[0].structure, post());
    assert_eq!((new[0].need, new[0].urgency), (old[0].need, old[0].urgency));
    assert_eq!(new[0].consent, second);
    // Who takes her was asked with her age and her sex, and who was tried.
    let asked = world.referrals.asked();
    assert_eq!((asked[0].age, asked[0].sex()), (Some(age_now(&world)), Sex::Female));
    assert_eq!(asked[0].tried_structures, [ward]);
    assert_eq!(asked[0].need(), Need::HealthCare);
    // It is asked once; nobody need find a structure, and she is to be asked about the one passed over.
    assert_eq!(requested(&world).await, 2);
    until(|| async { has_task(&world, &case, TaskKind::Consent).await.then_some(()) }).await;
    assert!(!has_task(&world, &case, TaskKind::Referral).await);
    // Her file was opened for it once, told as it is, though the news came twice.
    let read = readings(&world, &case).await;
    assert_eq!(read.iter().filter(|by| by.as_str() == "services/cases").count(), 1);
    world.stop().await;
}

fn age_now(world: &World) -> i32 {
    let today = world.clock.now().to_datetime().date();
    let birthday = (u8::from(today.month()), today.day()) >= (4, 17);
    today.year() - 1999 - i32::from(!birthday)
}

/// Who read the file, as the survivor is told.
async fn readings(world: &World, case: &str) -> Vec<String> {
    let mut audit = AuditServiceClient::new(world.connection(AKOUVI, CENTRE, &["caseworker"]));
    let asked = ListReadingsRequest { parent: case.to_owned(), ..ListReadingsRequest::default() };
    let found = audit.list_readings(asked).await.expect("lists").into_inner().readings;
    found.into_iter().map(|one| one.principal).collect()
}

async fn has_task(world: &World, case: &str, kind: TaskKind) -> bool {
    let mut care = world.care(AKOUVI, "caseworker");
    let asked = ListTasksRequest { parent: name::centre(CENTRE), ..ListTasksRequest::default() };
    let tasks = care.list_tasks(asked).await.expect("lists").into_inner().tasks;
    tasks.iter().any(|task| task.kind() == kind && task.case == case)
}

#[tokio::test]
async fn a_silent_structure_is_followed_by_the_first_in_rank_that_she_consented_to_on_sqlite() {
    a_silent_structure_is_followed_by_the_first_in_rank_that_she_consented_to(On::Sqlite).await;
}

#[tokio::test]
async fn a_silent_structure_is_followed_by_the_first_in_rank_that_she_consented_to_on_postgres() {
    a_silent_structure_is_followed_by_the_first_in_rank_that_she_consented_to(On::Postgres).await;
}

/// Stopped between the expiry and the request: the news waits for whoever says who takes her.
async fn an_escalation_survives_a_restart_between_the_expiry_and_the_request(on: On) {
    let mut world = World::start(on).await;
    let (case, referral, _) = asked_of_two(&world).await;
    world.referrals.ranks(&[(post(), true)]);
    world.referrals.away(true);
    silent(&world, &case, &referral).await;
    until(|| async {
        let found = facts(&mut world.caseworker(), &case).await;
        (found.referrals[0].progress() == Progress::Expired).then_some(())
    })
    .await;
    assert_eq!(facts(&mut world.caseworker(), &case).await.referrals.len(), 1);
    world.restart().await;
    world.referrals.away(false);
    two_referrals(&world, &case).await;
    world.restart().await;
    assert_eq!(requested(&world).await, 2);
    assert_eq!(two_referrals(&world, &case).await.referrals.len(), 2);
    world.stop().await;
}

#[tokio::test]
async fn an_escalation_survives_a_restart_between_the_expiry_and_the_request_on_sqlite() {
    an_escalation_survives_a_restart_between_the_expiry_and_the_request(On::Sqlite).await;
}

#[tokio::test]
async fn an_escalation_survives_a_restart_between_the_expiry_and_the_request_on_postgres() {
    an_escalation_survives_a_restart_between_the_expiry_and_the_request(On::Postgres).await;
}

#[tokio::test]
async fn without_a_consent_for_any_the_caseworker_is_told_and_nothing_is_sent() {
    let world = World::start(On::Sqlite).await;
    let (case, referral, _) = asked_of_two(&world).await;
    assert!(!has_task(&world, &case, TaskKind::Referral).await);
    // The police are off the rule: no rule asks them, consent or not.
    world.referrals.limits(Some(&GROUPS));
    world.referrals.ranks(&[(clinic(), true), (post(), false)]);
    silent(&world, &case, &referral).await;
    until(|| async { has_task(&world, &case, TaskKind::Referral).await.then_some(()) }).await;
    until(|| async { (world.referrals.asked().len() == 2).then_some(()) }).await;
    let after = facts(&mut world.caseworker(), &case).await;
    assert_eq!(after.referrals.len(), 1);
    assert_eq!(after.referrals[0].progress(), Progress::Expired);
    assert!(!has_task(&world, &case, TaskKind::Consent).await);
}
