//! What leaves for an agency: the consented field groups, under a consent valid at that instant, after
//! the entry in the log.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use sentier_eventing::streams::{READ_EVENT, readings_stream};
use sentier_kernel::Moment;
use sentier_platform::grpc::{moment, timestamp};
use sentier_proto::cases::v1::{
    ClaimDisclosureRequest, ClaimDisclosureResponse, Disclosure, FieldGroupLimit,
};
use sentier_proto::common::v1::FieldGroup;
use tonic::{Code, Status};
use uuid::Uuid;

use crate::world::*;

const DAY: Duration = Duration::from_hours(24);
const GROUPS: [FieldGroup; 4] =
    [FieldGroup::Identity, FieldGroup::Contact, FieldGroup::Incident, FieldGroup::Narrative];

fn claim(case: &str, referral: &str) -> ClaimDisclosureRequest {
    ClaimDisclosureRequest {
        case_name: case.to_owned(),
        referral: referral.to_owned(),
        agency: format!("agencies/{HOSPITAL}"),
        limit: None,
    }
}

async fn claimed(
    world: &World,
    case: &str,
    referral: &str,
) -> Result<ClaimDisclosureResponse, Status> {
    let answer = world.service("referrals").claim_disclosure(claim(case, referral)).await;
    answer.map(tonic::Response::into_inner)
}

/// A case with an incident, a consent to these groups, and a referral that discloses them.
async fn referred(
    client: &mut Client,
    groups: &[FieldGroup],
    until: Option<Moment>,
) -> (String, String, String) {
    let case = opened(client).await;
    client.record_incident(incident(&case)).await.expect("records");
    let mut grant = services(&case, groups);
    grant.expire_time = until.map(timestamp);
    let consent = client.grant_consent(grant).await.expect("grants").into_inner().consent;
    let asked = refer(&case, &consent, groups);
    let referral = client.request_referral(asked).await.expect("refers").into_inner().referral;
    (case, consent, referral)
}

/// Whether exactly these groups are filled, and nothing beside them.
fn holds_exactly(disclosure: &Disclosure, groups: &BTreeSet<FieldGroup>) -> bool {
    let has = |group| groups.contains(&group);
    let told = survivor();
    let who = disclosure.survivor.clone().unwrap_or_default();
    let identity =
        who.full_name == told.full_name && who.sex == told.sex && who.birth_date == told.birth_date;
    let no_identity = who.full_name.is_empty() && who.sex == 0 && who.birth_date.is_none();
    let contact = who.phone == PHONE && who.safe_contact == SAFE;
    let no_profile = who.profile.is_none();
    let no_contact = who.phone.is_empty() && who.safe_contact.is_empty();
    let any_incident = has(FieldGroup::Incident) || has(FieldGroup::Narrative);
    let incidents = disclosure.incidents.iter().all(|one| {
        let details = one.date.is_some() && one.r#type != 0;
        let no_details = one.date.is_none() && one.r#type == 0 && one.part_of_day == 0;
        (if has(FieldGroup::Incident) { details } else { no_details })
            && one.circumstances.is_none()
            && one.contexts.is_empty()
            && one.clocks.is_empty()
            && (one.narrative == STORY) == has(FieldGroup::Narrative)
            && (one.narrative.is_empty()) != has(FieldGroup::Narrative)
    });
    let listed: BTreeSet<FieldGroup> = disclosure.field_groups().collect();
    (if has(FieldGroup::Identity) { identity } else { no_identity })
        && (if has(FieldGroup::Contact) { contact } else { no_contact })
        && disclosure.incidents.len() == usize::from(any_incident)
        && no_profile
        && incidents
        && listed == *groups
}

async fn consented_groups_leave_and_no_others(on: On) {
    let world = World::start(on).await;
    let mut akouvi = world.caseworker();
    let groups = [FieldGroup::Identity, FieldGroup::Incident];
    let (case, consent, referral) = referred(&mut akouvi, &groups, None).await;
    let answer = claimed(&world, &case, &referral).await.expect("discloses");
    let disclosure = answer.disclosure.expect("a disclosure");
    assert!(holds_exactly(&disclosure, &groups.into()));
    assert!(disclosure.survivor_code.starts_with("OG1-"));
    let until = answer.read_until_time.as_ref().and_then(moment).expect("a bound");
    assert_eq!(until, world.clock.now().plus(DAY * 90));

    akouvi.withdraw_consent(withdraw(&consent)).await.expect("withdraws");
    let refused = claimed(&world, &case, &referral).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::FailedPrecondition, "CONSENT_NOT_VALID".to_owned()));
    world.stop().await;
}

#[tokio::test]
async fn consented_groups_leave_and_no_others_on_sqlite() {
    consented_groups_leave_and_no_others(On::Sqlite).await;
}

#[tokio::test]
async fn consented_groups_leave_and_no_others_on_postgres() {
    consented_groups_leave_and_no_others(On::Postgres).await;
}

async fn what_a_pathway_does_not_ask_for_stays_in_the_file(on: On) {
    let world = World::start(on).await;
    let (case, _, referral) = referred(&mut world.caseworker(), &GROUPS, None).await;
    let within = |groups: &[FieldGroup]| {
        let field_groups = groups.iter().map(|group| i32::from(*group)).collect();
        let limit = Some(FieldGroupLimit { field_groups });
        ClaimDisclosureRequest { limit, ..claim(&case, &referral) }
    };
    let mut referrals = world.service("referrals");
    for groups in [&GROUPS[..], &[FieldGroup::Contact], &[]] {
        let answer = referrals.claim_disclosure(within(groups)).await.expect("discloses");
        let disclosure = answer.into_inner().disclosure.expect("a disclosure");
        let expected: BTreeSet<FieldGroup> = groups.iter().copied().collect();
        assert!(holds_exactly(&disclosure, &expected), "{groups:?}");
    }
    // A bound that cannot be read is none that may be passed by.
    let unknown = ClaimDisclosureRequest {
        limit: Some(FieldGroupLimit { field_groups: vec![99] }),
        ..claim(&case, &referral)
    };
    let refused = referrals.claim_disclosure(unknown).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::InvalidArgument, "INVALID_FIELDS".to_owned()));
    world.stop().await;
}

#[tokio::test]
async fn what_a_pathway_does_not_ask_for_stays_in_the_file_on_sqlite() {
    what_a_pathway_does_not_ask_for_stays_in_the_file(On::Sqlite).await;
}

#[tokio::test]
async fn what_a_pathway_does_not_ask_for_stays_in_the_file_on_postgres() {
    what_a_pathway_does_not_ask_for_stays_in_the_file(On::Postgres).await;
}

#[tokio::test]
async fn a_disclosure_may_be_read_until_its_consent_ends() {
    let world = World::start(On::Sqlite).await;
    let until = world.clock.now().plus(DAY * 10);
    let groups = [FieldGroup::Identity];
    let (case, _, referral) = referred(&mut world.caseworker(), &groups, Some(until)).await;
    let answer = claimed(&world, &case, &referral).await.expect("discloses");
    assert_eq!(answer.read_until_time.as_ref().and_then(moment), Some(until));
    world.clock.advance(DAY * 10);
    let refused = claimed(&world, &case, &referral).await.expect_err("refused");
    assert_eq!(reason(&refused).1, "CONSENT_NOT_VALID");
}

#[tokio::test]
async fn another_agencys_referral_is_not_there() {
    let world = World::start(On::Sqlite).await;
    let groups = [FieldGroup::Identity];
    let (case, _, referral) = referred(&mut world.caseworker(), &groups, None).await;
    let asked =
        ClaimDisclosureRequest { agency: format!("agencies/{POLICE}"), ..claim(&case, &referral) };
    let refused = world.service("referrals").claim_disclosure(asked).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::NotFound, "NO_SUCH_REFERRAL".to_owned()));
    world.supervisor().erase_survivor(erase(&case)).await.expect("erases");
    let refused = claimed(&world, &case, &referral).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::FailedPrecondition, "SURVIVOR_ERASED".to_owned()));
}

#[tokio::test]
async fn a_reading_stands_in_the_log_before_the_answer() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let (case, _, referral) = referred(&mut akouvi, &[FieldGroup::Contact], None).await;
    let id: Uuid = case.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    file(&mut akouvi, &case).await;
    claimed(&world, &case, &referral).await.expect("discloses");
    // Read from the database itself, not from anything that the process remembers.
    let entries =
        world.host.store.read_stream(readings_stream(id), 0, 10).await.expect("the readings");
    let told: Vec<(String, String, serde_json::Value)> = entries
        .iter()
        .map(|entry| {
            let payload = serde_json::from_slice(&entry.payload).expect("JSON");
            (entry.event_type.clone(), entry.principal.clone(), payload)
        })
        .collect();
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|(kind, _, _)| kind == READ_EVENT));
    // Who takes a consent reads how old she is, and who works with her the file.
    assert_eq!(told[0].2["fields"], serde_json::json!(["birth_date"]));
    assert_eq!(told[1].1, format!("centres/{CENTRE}/staff/{AKOUVI}"));
    assert_eq!(told[1].2["purpose"], "direct_care");
    assert_eq!(told[2].1, "services/referrals");
    assert_eq!(told[2].2["purpose"], "referral");
    assert_eq!(told[2].2["fields"], serde_json::json!(["contact"]));
    // A refused claim opens nothing and leaves nothing; facts alone leave nothing either.
    let mut facts = read(&case);
    facts.view = 2;
    akouvi.get_case(facts).await.expect("reads");
    let nowhere = format!("centres/{CENTRE}/referrals/{}", Uuid::now_v7());
    claimed(&world, &case, &nowhere).await.expect_err("refused");
    let entries =
        world.host.store.read_stream(readings_stream(id), 0, 10).await.expect("the readings");
    assert_eq!(entries.len(), 3);
}

#[tokio::test]
async fn without_its_entry_nothing_is_read() {
    let world = World::start(On::Sqlite).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    let db = world.host.store.database();
    let full = "CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(FAIL, 'full'); END";
    db.execute(full, &[]).await.expect("the store takes no more");
    let refused = akouvi.get_case(read(&case)).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::Unavailable, "UNAVAILABLE".to_owned()));
    db.execute("DROP TRIGGER full", &[]).await.expect("the store takes again");
    assert_eq!(file(&mut akouvi, &case).await.survivor, Some(survivor()));
}

/// One step of a case's life.
#[derive(Clone, Debug)]
enum Step {
    Grant { groups: u8, days: Option<u8> },
    Withdraw(usize),
    Refer { consent: usize, groups: u8 },
    Wait(u8),
    Claim(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (prop_oneof![Just(15_u8), 1_u8..16], proptest::option::of(1_u8..6))
            .prop_map(|(groups, days)| Step::Grant { groups, days }),
        1 => (0_usize..2).prop_map(Step::Withdraw),
        4 => (0_usize..2, 1_u8..16).prop_map(|(consent, groups)| Step::Refer { consent, groups }),
        1 => (0_u8..3).prop_map(Step::Wait),
        5 => (0_usize..3).prop_map(Step::Claim),
    ]
}

fn of_bits(bits: u8) -> BTreeSet<FieldGroup> {
    (0..4).filter(|bit| bits & (1 << bit) != 0).map(|bit| GROUPS[bit]).collect()
}

/// What is known of a consent, without the service.
struct Given {
    name: String,
    groups: BTreeSet<FieldGroup>,
    until: Option<Moment>,
    withdrawn: bool,
}

impl Given {
    fn valid(&self, now: Moment) -> bool {
        !self.withdrawn && self.until.is_none_or(|until| now < until)
    }
}

async fn live(
    world: &World,
    akouvi: &mut Client,
    referrals: &mut Client,
    steps: Vec<Step>,
) -> usize {
    let case = opened(akouvi).await;
    akouvi.record_incident(incident(&case)).await.expect("records");
    let mut given: Vec<Given> = Vec::new();
    let mut asked: Vec<(String, usize, BTreeSet<FieldGroup>)> = Vec::new();
    let mut disclosed = 0;
    for step in steps {
        let now = world.clock.now();
        match step {
            Step::Grant { groups, days } => {
                let groups = of_bits(groups);
                let until = days.map(|days| now.plus(DAY * days.into()));
                let mut grant = services(&case, &groups.iter().copied().collect::<Vec<_>>());
                grant.expire_time = until.map(timestamp);
                let name = akouvi.grant_consent(grant).await.expect("grants").into_inner().consent;
                given.push(Given { name, groups, until, withdrawn: false });
            }
            Step::Withdraw(at) => {
                let Some(consent) = given.get_mut(at) else { continue };
                akouvi.withdraw_consent(withdraw(&consent.name)).await.expect("withdraws");
                consent.withdrawn = true;
            }
            Step::Refer { consent: at, groups } => {
                let Some(consent) = given.get(at) else { continue };
                let groups = of_bits(groups);
                let list: Vec<FieldGroup> = groups.iter().copied().collect();
                let answer = akouvi.request_referral(refer(&case, &consent.name, &list)).await;
                let may = consent.valid(now) && groups.is_subset(&consent.groups);
                assert_eq!(answer.is_ok(), may, "a referral needs its consent");
                if let Ok(answer) = answer {
                    asked.push((answer.into_inner().referral, at, groups));
                }
            }
            Step::Wait(days) => world.clock.advance(DAY * days.into()),
            Step::Claim(at) => {
                let Some((referral, consent, groups)) = asked.get(at) else { continue };
                let answer = referrals.claim_disclosure(claim(&case, referral)).await;
                let may = given[*consent].valid(now);
                assert_eq!(answer.is_ok(), may, "a disclosure needs its consent at that instant");
                if let Ok(answer) = answer {
                    let answer = answer.into_inner();
                    assert!(holds_exactly(&answer.disclosure.expect("one"), groups));
                    disclosed += 1;
                }
            }
        }
    }
    disclosed
}

#[tokio::test]
async fn no_sequence_releases_a_group_without_a_consent_valid_at_that_instant() {
    let world = World::start(On::Sqlite).await;
    let (mut akouvi, mut referrals) = (world.caseworker(), world.service("referrals"));
    let mut runner = TestRunner::deterministic();
    let sequences = proptest::collection::vec(step(), 10..30);
    let mut disclosed = 0;
    for _ in 0..40 {
        let steps = sequences.new_tree(&mut runner).expect("a sequence").current();
        disclosed += live(&world, &mut akouvi, &mut referrals, steps).await;
    }
    assert!(disclosed > 20, "the sequences tried something: {disclosed}");
}
