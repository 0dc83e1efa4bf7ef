//! The steps that the sentences of the suite are made of.

use std::time::Duration;

use prost::Message as _;
use sentier_eventing::db::Database;
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::events::v1::{
    CasesEvent, ConsentWithdrawn, OnwardAnswered, ReferralRequested, SurvivorErased,
};
use sentier_proto::cases::v1::{ClaimDisclosureResponse, Disclosure, Incident, Survivor};
use sentier_proto::common::v1::{EventEnvelope, FieldGroup, Need, Urgency};
use sentier_proto::name;
use sentier_proto::referrals::events::v1::ReferralsEvent;
use sentier_proto::referrals::events::v1::referrals_event::Fact as Told;
use sentier_proto::referrals::v1::opening::Weekday;
use sentier_proto::referrals::v1::{
    AcceptReferralRequest, GetReferralRequest, Opening, Referral, RegisterAgencyRequest,
    RegisterStructureRequest, Structure, WatchReferralsRequest, WatchReferralsResponse,
};
use sentier_test_support::wait::until;
use tonic::{Status, Streaming};
use tonic_types::StatusExt as _;
use uuid::Uuid;

use crate::world::{CENTRE, Partner, World};

pub(crate) const NAME: &str = "Akouvi Amouzou-Zinsou";
pub(crate) const PHONE: &str = "+228 90 12 34 56";
pub(crate) const STORY: &str = "il l'a suivie jusqu'au marigot";

/// A structure in the directory, with its agency.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) agency: Uuid,
    pub(crate) structure: Uuid,
}

/// What a centre asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) referral: Uuid,
    pub(crate) case: Uuid,
    pub(crate) consent: Uuid,
}

impl Asked {
    pub(crate) fn name(&self) -> String {
        name::referral(CENTRE, self.referral)
    }

    pub(crate) fn fresh() -> Self {
        Self { referral: Uuid::now_v7(), case: Uuid::now_v7(), consent: Uuid::now_v7() }
    }
}

pub(crate) fn key() -> String {
    Uuid::now_v7().to_string()
}

fn last_id(name: &str) -> Uuid {
    name.rsplit('/').next().expect("a name").parse().expect("an id")
}

/// Registers an agency with a hospital for this centre.
pub(crate) async fn hospital(world: &World, display_name: &str) -> Place {
    let mut keeper = world.keeper("manager");
    let agency = RegisterAgencyRequest { request_id: key(), display_name: display_name.to_owned() };
    let agency = keeper.register_agency(agency).await.expect("registers").into_inner();
    let agency = agency.agency.expect("an agency").name;
    let structure = RegisterStructureRequest {
        parent: agency.clone(),
        request_id: key(),
        structure: Some(Structure {
            display_name: format!("{display_name}, hôpital"),
            services_offered: vec![Need::HealthCare.into()],
            centres: vec![name::centre(CENTRE)],
            communes: vec!["Ogou 1".to_owned()],
            openings: vec![Opening {
                weekday: Weekday::Monday.into(),
                opens_at: "08:00".to_owned(),
                closes_at: "17:00".to_owned(),
                night_duty: false,
            }],
            ..Structure::default()
        }),
    };
    let structure = keeper.register_structure(structure).await.expect("registers").into_inner();
    let structure = structure.structure.expect("a structure").name;
    Place { agency: last_id(&agency), structure: last_id(&structure) }
}

/// What the case releases.
pub(crate) fn disclosure() -> Disclosure {
    Disclosure {
        field_groups: vec![FieldGroup::Identity.into(), FieldGroup::Contact.into()],
        survivor_code: "OG-0001".to_owned(),
        survivor: Some(Survivor {
            full_name: NAME.to_owned(),
            phone: PHONE.to_owned(),
            ..Survivor::default()
        }),
        incidents: vec![Incident { narrative: STORY.to_owned(), ..Incident::default() }],
    }
}

/// From now on claims are answered, for a month of reading.
pub(crate) fn consented(world: &World) {
    world.claims.give(ClaimDisclosureResponse {
        disclosure: Some(disclosure()),
        read_until_time: Some(timestamp(world.clock.now().plus(Duration::from_hours(720)))),
    });
}

async fn tell(world: &World, subject: &'static str, fact: Fact) {
    let envelope = EventEnvelope { centre: CENTRE.to_owned(), ..EventEnvelope::default() };
    let event = CasesEvent { envelope: Some(envelope), fact: Some(fact) };
    world.tell(subject, event.encode_to_vec()).await;
}

/// The centre asks a place for something.
pub(crate) async fn ask_for(world: &World, place: Place, need: Need, asked: Asked) {
    request(world, place, need, (asked, false)).await;
}

/// The centre asks a place to take the whole case over.
pub(crate) async fn hand_over(world: &World, place: Place, asked: Asked) {
    request(world, place, Need::HealthCare, (asked, true)).await;
}

async fn request(world: &World, place: Place, need: Need, (asked, transfer): (Asked, bool)) {
    let requested = ReferralRequested {
        referral_id: asked.referral.to_string(),
        case_id: asked.case.to_string(),
        consent_id: asked.consent.to_string(),
        agency_id: place.agency.to_string(),
        structure_id: place.structure.to_string(),
        need: need.into(),
        urgency: Urgency::Urgent.into(),
        transfer,
    };
    tell(world, "referral_requested", Fact::ReferralRequested(requested)).await;
}

/// The centre asks a hospital for care; nothing is waited for.
pub(crate) async fn ask(world: &World, place: Place) -> Asked {
    let asked = Asked::fresh();
    ask_for(world, place, Need::HealthCare, asked).await;
    asked
}

/// The same, and it stands in the agency's inbox.
pub(crate) async fn sent(world: &World, place: Place) -> Asked {
    let asked = ask(world, place).await;
    until_sent(&world.partner(place.agency), asked).await;
    asked
}

pub(crate) async fn until_sent(partner: &Partner, asked: Asked) {
    until(async || found(partner, asked).await.ok()).await;
}

pub(crate) async fn found(partner: &Partner, asked: Asked) -> Result<Referral, Status> {
    let answer = partner
        .clone()
        .get_referral(GetReferralRequest { name: asked.name(), ..GetReferralRequest::default() })
        .await?;
    Ok(answer.into_inner().referral.expect("a referral"))
}

pub(crate) async fn withdraw(world: &World, asked: Asked) {
    let withdrawn =
        ConsentWithdrawn { case_id: asked.case.to_string(), consent_id: asked.consent.to_string() };
    tell(world, "consent_withdrawn", Fact::ConsentWithdrawn(withdrawn)).await;
}

/// The centre answers what an agency proposed.
pub(crate) async fn answer_onward(world: &World, asked: Asked, proposal: &str, taken_up: bool) {
    let (referral_id, proposal_id) = (asked.referral.to_string(), proposal.to_owned());
    let answered = OnwardAnswered { referral_id, proposal_id, taken_up };
    tell(world, "onward_answered", Fact::OnwardAnswered(answered)).await;
}

pub(crate) async fn erase(world: &World, cases: &[Uuid]) {
    let erased = SurvivorErased { case_ids: cases.iter().map(Uuid::to_string).collect() };
    tell(world, "survivor_erased", Fact::SurvivorErased(erased)).await;
}

pub(crate) fn accepting(asked: Asked) -> AcceptReferralRequest {
    AcceptReferralRequest { name: asked.name(), request_id: key(), expected_version: None }
}

/// The first thing heard of a referral that `wanted` takes.
pub(crate) async fn until_heard<T>(
    world: &World,
    asked: Asked,
    wanted: impl Fn(&Told) -> Option<T>,
) -> T {
    until(async || told_of(world, asked).iter().find_map(&wanted)).await
}

/// All that was told of a referral, in order.
pub(crate) fn told_of(world: &World, asked: Asked) -> Vec<Told> {
    let id = asked.referral.to_string();
    let all = world.heard.all().into_iter();
    all.filter_map(|(_, ReferralsEvent { fact, .. })| fact)
        .filter(|fact| format!("{fact:?}").contains(&id))
        .collect()
}

pub(crate) type Stream = Streaming<WatchReferralsResponse>;

pub(crate) async fn watch_from(partner: &Partner, resume_token: &str) -> Result<Stream, Status> {
    let request = WatchReferralsRequest { resume_token: resume_token.to_owned() };
    Ok(partner.clone().watch_referrals(request).await?.into_inner())
}

/// The next change on a stream, within 30 seconds.
pub(crate) async fn next(stream: &mut Stream) -> (String, Referral) {
    loop {
        let item = tokio::time::timeout(Duration::from_secs(30), stream.message()).await;
        let item = item.expect("an item in time").expect("no error").expect("not the end");
        if let Some(referral) = item.referral {
            return (item.resume_token, referral);
        }
    }
}

pub(crate) fn reason(status: &Status) -> String {
    status.get_details_error_info().map(|info| info.reason).unwrap_or_default()
}

/// Whether the key store of the service still holds keys of this referral.
pub(crate) async fn key_is_held(world: &World, asked: Asked) -> bool {
    let keys = world.folder.path().join("referrals-keys/keys.db");
    let keys = Database::open(&format!("sqlite:{}", keys.display())).await.expect("opens");
    let sql = "SELECT 1 FROM vault_key WHERE subject = $1";
    let held = keys.fetch(sql, &[asked.referral.into()]).await.expect("reads");
    keys.close().await;
    !held.is_empty()
}

/// How many events of a type the service has stored.
pub(crate) async fn stored(world: &World, event_type: &str) -> i64 {
    let db = Database::open(&world.database).await.expect("opens");
    let sql = "SELECT COUNT(*) FROM event WHERE event_type = $1";
    let count = db.fetch(sql, &[event_type.into()]).await.expect("reads")[0].i64(0).expect("one");
    db.close().await;
    count
}
