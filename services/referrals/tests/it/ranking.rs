//! What decides whom the pathway names next, and what it says is served first.

use std::time::Duration;

use prost_types::FieldMask;
use sentier_platform::grpc::moment;
use sentier_proto::common::v1::Need;
use sentier_proto::referrals::v1::proposed_structure::Reason;
use sentier_proto::referrals::v1::{
    Pathway, ProposePathwayRequest, ProposePathwayResponse, Structure, UpdateStructureRequest,
};
use tonic_types::StatusExt as _;

use crate::planning::{RAPE, has_set, named, names, place_of, propose, proposed, rule};
use crate::steps::{Place, hospital, key};
use crate::upkeep::all_day;
use crate::world::{CENTRE, World};

pub(crate) async fn what_a_rule_serves_first_is_told_until_it_is_settled(world: &World) {
    let agency = hospital(world, "Ogou").await.agency;
    let rape = place_of(world, agency, "Maternité", Need::ClinicalManagementOfRape).await;
    let support = place_of(world, agency, "Centre d'écoute", Need::PsychosocialSupport).await;
    let first =
        |pathway: Pathway, need: Need| Pathway { serve_first: vec![need.into()], ..pathway };
    has_set(world, first(rule(RAPE, &[rape]), Need::PsychosocialSupport)).await;
    let support = rule("psychosocial_support", &[support]);
    has_set(world, first(support, Need::SafetyAndShelter)).await;

    let told = async |settled: &[Need]| {
        let settled_needs = settled.iter().map(|need| i32::from(*need)).collect();
        let request = propose(Need::ClinicalManagementOfRape);
        let answer = proposed(world, ProposePathwayRequest { settled_needs, ..request }).await;
        // An order between services, not a lock: the structure is named all the same.
        assert_eq!((names(&answer), &answer.next_structure), (vec!["Maternité"], &named(rape)));
        answer.first_needs().collect::<Vec<_>>()
    };
    let both = [Need::PsychosocialSupport, Need::SafetyAndShelter];
    assert_eq!(told(&[]).await, both, "and what that one waits for");
    assert_eq!(told(&both[..1]).await, [Need::SafetyAndShelter]);
    assert!(told(&both).await.is_empty());
    // The rule in force says so, and no earlier one.
    has_set(world, rule(RAPE, &[rape])).await;
    assert!(told(&[]).await.is_empty());

    let request = propose(Need::ClinicalManagementOfRape);
    let unknown = ProposePathwayRequest { settled_needs: vec![99], ..request };
    let mut staff = world.planner(CENTRE, "caseworker");
    let refused = staff.propose_pathway(unknown).await.expect_err("no such need");
    let wrong = refused.get_details_bad_request().expect("details").field_violations;
    assert_eq!(wrong[0].field, "settled_needs");
}

/// A structure says of itself.
async fn changed(world: &World, place: Place, structure: Structure, field: &str) {
    let change = UpdateStructureRequest {
        request_id: key(),
        structure: Some(Structure { name: named(place), ..structure }),
        update_mask: Some(FieldMask { paths: vec![field.to_owned()] }),
    };
    world.reader(place.agency).update_structure(change).await.expect("updates");
}

async fn covers(world: &World, place: Place, commune: &str) {
    let communes = vec![commune.to_owned()];
    changed(world, place, Structure { communes, ..Structure::default() }, "communes").await;
}

pub(crate) async fn her_commune_decides_who_is_next_among_those_whom_no_rule_names(world: &World) {
    let agency = hospital(world, "Ogou").await.agency;
    let need = Need::ClinicalManagementOfRape;
    let far = place_of(world, agency, "Antenne", need).await;
    let near = place_of(world, agency, "Maternité", need).await;
    covers(world, far, "Amou 2").await;
    covers(world, near, "Ogou 1").await;
    let next = async |commune: &str, tried: &[Place]| {
        let request = ProposePathwayRequest {
            commune: commune.to_owned(),
            tried_structures: tried.iter().copied().map(named).collect(),
            ..propose(need)
        };
        proposed(world, request).await.next_structure
    };
    assert_eq!(next("", &[]).await, named(far), "by their names, where nothing is known of her");
    assert_eq!(next("OGOU 1", &[]).await, named(near));
    assert_eq!(next("Amou 2", &[]).await, named(far));
    // One of another commune is better than none; and a rule's own order stands.
    assert_eq!(next("Ogou 1", &[near]).await, named(far));
    has_set(world, rule(RAPE, &[far, near])).await;
    assert_eq!(next("Ogou 1", &[]).await, named(far));
}

pub(crate) async fn the_time_that_care_has_bounds_the_answer_of_who_is_next(world: &World) {
    let agency = hospital(world, "Ogou").await.agency;
    let need = Need::ClinicalManagementOfRape;
    let first = place_of(world, agency, "Antenne", need).await;
    let second = place_of(world, agency, "Maternité", need).await;
    let mut slow = rule(RAPE, &[first, second]);
    for step in &mut slow.steps {
        step.deadline_minutes = 240;
    }
    has_set(world, slow).await;
    let asked = async |hours: i32| {
        let hours_since_incident = Some(hours);
        proposed(world, ProposePathwayRequest { hours_since_incident, ..propose(need) }).await
    };
    // Prophylaxis against HIV begins within 72 hours, emergency contraception within 120.
    for (passed, left) in [(10, 4), (71, 1), (72, 4), (119, 1), (120, 4)] {
        let answer = asked(passed).await;
        assert_eq!(answer.next_structure, named(first));
        let by = answer.next_answer_by_time.as_ref().and_then(moment);
        let expected = world.clock.now().plus(Duration::from_hours(left));
        assert_eq!(by, Some(expected), "{passed} hours after");
    }
    // The first opens the day after tomorrow: whoever can begin now is next, and where that is too late it is said.
    let openings = all_day(world, 2);
    changed(world, first, Structure { openings, ..Structure::default() }, "openings").await;
    let in_time = asked(10).await;
    let too_late = asked(71).await;
    for answer in [&in_time, &too_late] {
        assert_eq!(answer.next_structure, named(second));
        assert!(says(answer, first, Reason::OutOfHours));
    }
    assert!(says(&too_late, first, Reason::OpensAfterLimit));
    assert!(!says(&in_time, first, Reason::OpensAfterLimit));
}

/// Whether the answer gives this reason for a place.
fn says(answer: &ProposePathwayResponse, place: Place, reason: Reason) -> bool {
    let name = named(place);
    let is_it = |structure: &Structure| structure.name == name;
    let found = answer.proposals.iter().find(|one| one.structure.as_ref().is_some_and(is_it));
    found.is_some_and(|one| one.reasons().any(|known| known == reason))
}
