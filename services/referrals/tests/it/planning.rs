//! The pathway of a centre is set, read, and asked whom to propose.

use std::time::Duration;

use prost_types::FieldMask;
use sentier_platform::grpc::{moment, timestamp};
use sentier_proto::common::v1::{FieldGroup, Need, Sex};
use sentier_proto::name;
use sentier_proto::referrals::v1::clinical_time::Limit;
use sentier_proto::referrals::v1::proposed_structure::Reason;
use sentier_proto::referrals::v1::structure_set_aside::Obstacle;
use sentier_proto::referrals::v1::{
    Capacity, Eligibility, GetPathwayRequest, ListPathwayRevisionsRequest, ListPathwaysRequest,
    Pathway, PathwayStep, ProposePathwayRequest, ProposePathwayResponse, RegisterStructureRequest,
    ServiceOffer, SetCapacityRequest, SetPathwayRequest, Structure, UpdateStructureRequest,
};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use uuid::Uuid;

use crate::steps::{Place, consented, hospital, key, reason, sent};
use crate::world::{CENTRE, Keeper, Planner, World};

pub(crate) const RAPE: &str = "clinical_management_of_rape";

pub(crate) fn named(place: Place) -> String {
    name::structure(place.agency, place.structure)
}

/// A rule that asks these places in this order, an hour each.
pub(crate) fn rule(need: &str, places: &[Place]) -> Pathway {
    let step = |place: &Place| PathwayStep { structure: named(*place), deadline_minutes: 60 };
    Pathway {
        name: name::pathway(CENTRE, need),
        steps: places.iter().map(step).collect(),
        field_groups: vec![FieldGroup::Identity.into()],
        ..Pathway::default()
    }
}

fn set(pathway: Pathway) -> SetPathwayRequest {
    SetPathwayRequest { request_id: key(), pathway: Some(pathway), expected_revision: None }
}

pub(crate) async fn has_set(world: &World, pathway: Pathway) -> Pathway {
    let answer = world.planner(CENTRE, "manager").set_pathway(set(pathway)).await;
    answer.expect("sets").into_inner().pathway.expect("a rule")
}

/// One more structure of the agency, which serves this.
pub(crate) async fn place_of(world: &World, agency: Uuid, display_name: &str, need: Need) -> Place {
    let request = RegisterStructureRequest {
        parent: name::agency(agency),
        request_id: key(),
        structure: Some(Structure {
            display_name: display_name.to_owned(),
            services_offered: vec![need.into()],
            centres: vec![name::centre(CENTRE)],
            ..Structure::default()
        }),
    };
    let answer = world.keeper("manager").register_structure(request).await.expect("registers");
    let name = answer.into_inner().structure.expect("a structure").name;
    let structure = name.rsplit('/').next().expect("a name").parse().expect("an id");
    Place { agency, structure }
}

pub(crate) fn propose(need: Need) -> ProposePathwayRequest {
    ProposePathwayRequest {
        parent: name::centre(CENTRE),
        need: need.into(),
        ..ProposePathwayRequest::default()
    }
}

pub(crate) async fn proposed(
    world: &World,
    request: ProposePathwayRequest,
) -> ProposePathwayResponse {
    let answer = world.planner(CENTRE, "caseworker").propose_pathway(request).await;
    answer.expect("proposes").into_inner()
}

pub(crate) fn names(answer: &ProposePathwayResponse) -> Vec<&str> {
    let structures = answer.proposals.iter().filter_map(|one| one.structure.as_ref());
    structures.map(|structure| structure.display_name.as_str()).collect()
}

pub(crate) async fn a_manager_sets_the_pathway_and_the_rules_before_stay_readable(world: &World) {
    let (one, two) = (hospital(world, "Amou").await, hospital(world, "Ogou").await);
    let mut manager = world.planner(CENTRE, "manager");
    let request = set(rule("health_care", &[one, two]));
    let first = manager.set_pathway(request.clone()).await.expect("sets").into_inner();
    assert_eq!(manager.set_pathway(request).await.expect("repeats").into_inner(), first);
    let first = first.pathway.expect("a rule");
    assert_eq!((first.revision, first.steps.len()), (1, 2));
    assert!(first.set_time.is_some());
    let second = has_set(world, rule("health_care", &[two])).await;
    assert_eq!(second.revision, 2);
    // Who decided on the first one looks again.
    let late = SetPathwayRequest { expected_revision: Some(1), ..set(rule("health_care", &[one])) };
    let refused = manager.set_pathway(late).await.expect_err("behind");
    assert_eq!(reason(&refused), "VERSION_BEHIND");

    let mut intake = world.planner(CENTRE, "intake");
    let name = name::pathway(CENTRE, "health_care");
    let get = |revision| GetPathwayRequest { name: name.clone(), revision };
    let now = intake.get_pathway(get(0)).await.expect("found").into_inner().pathway;
    assert_eq!(now.as_ref(), Some(&second));
    let then = intake.get_pathway(get(1)).await.expect("found").into_inner().pathway;
    assert_eq!(then.as_ref(), Some(&first));
    assert_eq!(intake.get_pathway(get(3)).await.expect_err("none").code(), Code::NotFound);

    let mut request = ListPathwayRevisionsRequest { name, page_size: 1, page_token: String::new() };
    let page = intake.list_pathway_revisions(request.clone()).await.expect("lists").into_inner();
    assert_eq!(page.pathways, std::slice::from_ref(&second));
    request.page_token = page.next_page_token;
    let page = intake.list_pathway_revisions(request).await.expect("lists").into_inner();
    assert_eq!(page.pathways, [first]);

    rules_are_listed_by_need(world, one, second).await;
}

/// Health first, as everywhere.
async fn rules_are_listed_by_need(world: &World, one: Place, second: Pathway) {
    let mut intake = world.planner(CENTRE, "intake");
    let legal = place_of(world, one.agency, "Clinique juridique", Need::LegalAid).await;
    let legal = has_set(world, rule("legal_aid", &[legal])).await;
    let mut request = ListPathwaysRequest {
        parent: name::centre(CENTRE),
        page_size: 1,
        page_token: String::new(),
    };
    let page = intake.list_pathways(request.clone()).await.expect("lists").into_inner();
    assert_eq!(page.pathways, [second]);
    request.page_token = page.next_page_token;
    let page = intake.list_pathways(request).await.expect("lists").into_inner();
    assert_eq!(page.pathways, [legal]);
}

pub(crate) async fn health_is_never_made_to_wait_for_the_police(world: &World) {
    let agency = hospital(world, "Ogou").await.agency;
    let rape = place_of(world, agency, "Maternité", Need::ClinicalManagementOfRape).await;
    let post = place_of(world, agency, "Commissariat", Need::Police).await;
    let support = place_of(world, agency, "Centre d'écoute", Need::PsychosocialSupport).await;
    let mut manager = world.planner(CENTRE, "manager");
    let mut refused = async |pathway: Pathway| {
        let refused = manager.set_pathway(set(pathway)).await.expect_err("refused");
        let sentence = refused.get_details_localized_message().map(|it| it.message);
        (refused.code(), reason(&refused), sentence.unwrap_or_default())
    };
    let first = Pathway { serve_first: vec![Need::Police.into()], ..rule(RAPE, &[rape]) };
    let (code, why, sentence) = refused(first).await;
    assert_eq!((code, why.as_str()), (Code::FailedPrecondition, "HEALTH_WAITS_FOR_POLICE"));
    assert!(sentence.contains("Aucune plainte ne passe avant les soins"), "{sentence}");
    assert_eq!(refused(rule(RAPE, &[post, rape])).await.1, "HEALTH_WAITS_FOR_POLICE");
    // By a detour: rape care after support, support after the police.
    let after_support =
        Pathway { serve_first: vec![Need::PsychosocialSupport.into()], ..rule(RAPE, &[rape]) };
    has_set(world, after_support).await;
    let after_police = Pathway {
        serve_first: vec![Need::Police.into()],
        ..rule("psychosocial_support", &[support])
    };
    assert_eq!(refused(after_police).await.1, "HEALTH_WAITS_FOR_POLICE");

    // What else is wrong with a rule is said at once.
    let wrong = SetPathwayRequest {
        request_id: String::new(),
        pathway: Some(Pathway {
            name: name::pathway(CENTRE, "dowry"),
            steps: vec![PathwayStep { structure: "here".to_owned(), deadline_minutes: -1 }],
            serve_first: vec![99],
            field_groups: vec![99],
            ..Pathway::default()
        }),
        expected_revision: Some(-1),
    };
    let refused = manager_of(world).set_pathway(wrong).await.expect_err("wrong");
    let fields: Vec<String> = refused
        .get_details_bad_request()
        .expect("details")
        .field_violations
        .into_iter()
        .map(|violation| violation.field)
        .collect();
    let expected = [
        "request_id",
        "pathway.name",
        "pathway.steps[0].structure",
        "pathway.steps[0].deadline_minutes",
        "pathway.serve_first[0]",
        "pathway.field_groups[0]",
        "expected_revision",
    ];
    assert_eq!(fields, expected);
    let unsuited = manager_of(world).set_pathway(set(rule("livelihood", &[rape]))).await;
    assert_eq!(reason(&unsuited.expect_err("does not serve it")), "INVALID_FIELDS");
}

fn manager_of(world: &World) -> Planner {
    world.planner(CENTRE, "manager")
}

pub(crate) async fn structures_are_proposed_in_order_with_reasons_and_the_time_left(world: &World) {
    let agency = hospital(world, "Ogou").await.agency;
    let need = Need::ClinicalManagementOfRape;
    let first = place_of(world, agency, "Maternité", need).await;
    let second = place_of(world, agency, "Dispensaire", need).await;
    place_of(world, agency, "Clinique", need).await;
    let before = proposed(world, propose(need)).await;
    assert_eq!(names(&before), ["Clinique", "Dispensaire", "Maternité"]);
    let best = before.proposals[0].structure.clone().expect("a structure").name;
    assert_eq!((before.pathway, before.next_structure), (None, best));

    has_set(world, rule(RAPE, &[first, second])).await;
    let request = ProposePathwayRequest { hours_since_incident: Some(71), ..propose(need) };
    let answer = proposed(world, request).await;
    assert_eq!(names(&answer), ["Maternité", "Dispensaire", "Clinique"]);
    let reasons: Vec<Vec<Reason>> =
        answer.proposals.iter().map(|one| one.reasons().collect()).collect();
    assert_eq!(reasons[0][..2], [Reason::FirstOnPathway, Reason::HoursUnknown]);
    assert_eq!(reasons[1][0], Reason::OnPathway);
    assert_eq!(reasons[2][0], Reason::NotOnPathway);
    assert_eq!(answer.next_structure, named(first));
    let next_by = answer.next_answer_by_time.as_ref().and_then(moment);
    assert_eq!(next_by, Some(world.clock.now().plus(Duration::from_hours(1))));
    assert_eq!(answer.pathway.as_ref().map(|rule| rule.revision), Some(1));

    let times: Vec<(Limit, i64)> = answer
        .clinical_times
        .iter()
        .map(|one| (one.limit(), one.time_left.expect("a length").seconds))
        .collect();
    let expected =
        [(Limit::PostExposureProphylaxis, 3_600), (Limit::EmergencyContraception, 49 * 3_600)];
    assert_eq!(times, expected);
    let by = answer.proposals[0].answer_by_time.as_ref().and_then(moment);
    assert_eq!(by, Some(world.clock.now().plus(Duration::from_hours(1))));
    // A limit that the caller knows of is as hard.
    let limit = world.clock.now().plus(Duration::from_mins(20));
    let request = ProposePathwayRequest { limit_time: Some(timestamp(limit)), ..propose(need) };
    let answer = proposed(world, request).await;
    assert_eq!(answer.proposals[0].answer_by_time.as_ref().and_then(moment), Some(limit));

    let wrong = ProposePathwayRequest {
        age: Some(121),
        sex: 9,
        hours_since_incident: Some(-1),
        commune: "x".repeat(61),
        tried_structures: vec!["here".to_owned()],
        ..ProposePathwayRequest::default()
    };
    let refused =
        world.planner(CENTRE, "caseworker").propose_pathway(wrong).await.expect_err("wrong");
    let count = refused.get_details_bad_request().expect("details").field_violations.len();
    assert_eq!((reason(&refused).as_str(), count), ("INVALID_FIELDS", 7));
}

pub(crate) async fn what_is_closed_full_or_tried_is_not_proposed(world: &World) {
    let agency = hospital(world, "Ogou").await.agency;
    let need = Need::SafetyAndShelter;
    let full = place_of(world, agency, "Foyer A", need).await;
    let closed = place_of(world, agency, "Foyer B", need).await;
    let girls = place_of(world, agency, "Foyer C", need).await;
    let open = place_of(world, agency, "Foyer D", need).await;
    has_set(world, rule("safety_and_shelter", &[full, closed, girls, open])).await;
    let mut officer = world.reader(agency);
    let count = SetCapacityRequest {
        name: named(full),
        request_id: key(),
        need: need.into(),
        capacity: Some(Capacity { maximum: 8, load: 8 }),
    };
    officer.set_capacity(count).await.expect("counts");
    close_and_condition(world, &mut officer, closed, girls).await;

    let woman = ProposePathwayRequest { age: Some(30), sex: Sex::Female.into(), ..propose(need) };
    let answer = proposed(world, woman.clone()).await;
    assert_eq!(names(&answer), ["Foyer D"]);
    // Whoever escalates asks with what is known of her: the house for girls is not next.
    assert_eq!(answer.next_structure, named(open));
    let aside: Vec<(String, Vec<Obstacle>)> = answer
        .set_aside
        .iter()
        .map(|one| {
            let name = one.structure.clone().expect("a structure").display_name;
            (name, one.obstacles().collect())
        })
        .collect();
    let expected = [
        ("Foyer A".to_owned(), vec![Obstacle::Full]),
        ("Foyer B".to_owned(), vec![Obstacle::Closed]),
        ("Foyer C".to_owned(), vec![Obstacle::NotEligibleAge]),
    ];
    assert_eq!(aside, expected);
    let girl = ProposePathwayRequest { age: Some(15), ..woman.clone() };
    assert_eq!(names(&proposed(world, girl).await), ["Foyer C", "Foyer D"]);
    let tried = vec![named(open), named(girls)];
    let tried = ProposePathwayRequest { tried_structures: tried, ..woman };
    let answer = proposed(world, tried).await;
    assert!(answer.proposals.is_empty() && answer.next_structure.is_empty());
    // The day after, the place that was closed is asked again.
    world.clock.advance(Duration::from_hours(24));
    assert_eq!(names(&proposed(world, propose(need)).await), ["Foyer B", "Foyer C", "Foyer D"]);
}

/// One takes nobody for a day, the other girls alone.
async fn close_and_condition(world: &World, officer: &mut Keeper, closed: Place, girls: Place) {
    let need = Need::SafetyAndShelter;
    let until = world.clock.now().plus(Duration::from_hours(24));
    let change = |structure: Structure, field: &str| UpdateStructureRequest {
        request_id: key(),
        structure: Some(structure),
        update_mask: Some(FieldMask { paths: vec![field.to_owned()] }),
    };
    let until = Structure {
        name: named(closed),
        closed_until_time: Some(timestamp(until)),
        ..Structure::default()
    };
    officer.update_structure(change(until, "closed_until_time")).await.expect("closes");
    let eligibility =
        Eligibility { minimum_age: None, maximum_age: Some(17), sex: Sex::Female.into() };
    let offer = ServiceOffer {
        need: need.into(),
        eligibility: Some(eligibility),
        ..ServiceOffer::default()
    };
    let girls_only =
        Structure { name: named(girls), services: vec![offer], ..Structure::default() };
    officer.update_structure(change(girls_only, "services")).await.expect("conditions");
}

pub(crate) async fn a_pathway_bounds_what_is_claimed(world: &World) {
    consented(world);
    let place = hospital(world, "Ogou").await;
    sent(world, place).await;
    assert_eq!(world.claims.made()[0].limit, None, "no rule, no bound");
    has_set(world, rule("health_care", &[place])).await;
    sent(world, place).await;
    let limit = world.claims.made()[1].limit.clone().expect("a bound");
    assert_eq!(limit.field_groups().collect::<Vec<_>>(), [FieldGroup::Identity]);
    let code_alone = Pathway { field_groups: Vec::new(), ..rule("health_care", &[place]) };
    has_set(world, code_alone).await;
    sent(world, place).await;
    assert!(world.claims.made()[2].limit.clone().expect("a bound").field_groups.is_empty());
}

pub(crate) async fn a_pathway_is_its_own_centres(world: &World) {
    let place = hospital(world, "Ogou").await;
    has_set(world, rule("health_care", &[place])).await;
    let name = name::pathway(CENTRE, "health_care");
    let denied = |answer: Result<(), Status>, who: &str| {
        assert_eq!(answer.expect_err(who).code(), Code::PermissionDenied, "{who}");
    };
    let mut stranger = world.planner("kara-2", "manager");
    let get = GetPathwayRequest { name, revision: 0 };
    denied(stranger.get_pathway(get.clone()).await.map(drop), "another centre reads");
    let wish = set(rule("health_care", &[place]));
    denied(stranger.set_pathway(wish.clone()).await.map(drop), "another centre sets");
    let mut other = world.planner("kara-2", "caseworker");
    let asked = propose(Need::HealthCare);
    denied(other.propose_pathway(asked.clone()).await.map(drop), "another centre asks");
    for role in ["intake", "caseworker", "supervisor", "administrator"] {
        let mut staff = world.planner(CENTRE, role);
        denied(staff.set_pathway(wish.clone()).await.map(drop), role);
        staff.get_pathway(get.clone()).await.expect(role);
    }
    for role in ["manager", "administrator"] {
        let mut staff = world.planner(CENTRE, role);
        denied(staff.propose_pathway(asked.clone()).await.map(drop), role);
    }
}
