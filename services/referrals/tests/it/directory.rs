//! The directory is kept and read.

use sentier_proto::common::v1::Need;
use sentier_proto::name;
use sentier_proto::referrals::events::v1::referrals_event::Fact;
use sentier_proto::referrals::v1::{
    GetAgencyRequest, GetStructureRequest, ListAgenciesRequest, ListStructuresRequest,
    RegisterAgencyRequest, RegisterStructureRequest, SetAgencyActiveRequest, Structure,
};
use tonic::Code;
use tonic_types::StatusExt as _;

use crate::steps::{ask, consented, hospital, key, reason, until_heard};
use crate::world::{CENTRE, Keeper, World};

pub(crate) async fn agencies_and_structures_are_kept_by_managers(world: &World) {
    let mut manager = world.keeper("manager");
    let request = RegisterAgencyRequest { request_id: key(), display_name: "Zio".to_owned() };
    let first = manager.register_agency(request.clone()).await.expect("registers").into_inner();
    let again = manager.register_agency(request).await.expect("repeats").into_inner();
    assert_eq!(first, again);
    let agency = first.agency.expect("an agency");
    assert!(agency.active && agency.version == 1);
    hospital(world, "Amou").await;
    hospital(world, "Moyen-Mono").await;

    for role in ["supervisor", "caseworker", "administrator"] {
        let request =
            RegisterAgencyRequest { request_id: key(), display_name: "Kéran".to_owned() };
        let refused = world.keeper(role).register_agency(request).await.expect_err(role);
        assert_eq!(refused.code(), Code::PermissionDenied);
    }
    let mut names = Vec::new();
    let mut request = ListAgenciesRequest { page_size: 2, ..ListAgenciesRequest::default() };
    loop {
        let page = world.keeper("intake").list_agencies(request.clone()).await;
        let page = page.expect("lists").into_inner();
        names.extend(page.agencies.into_iter().map(|agency| agency.display_name));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    assert_eq!(names, ["Amou", "Moyen-Mono", "Zio"]);
    let found = manager.get_agency(GetAgencyRequest { name: agency.name.clone() }).await;
    assert_eq!(found.expect("found").into_inner().agency, Some(agency));
}

async fn listed(keeper: &mut Keeper, need: Need, centre: &str) -> Vec<String> {
    let request = ListStructuresRequest {
        need: need.into(),
        centre: centre.to_owned(),
        ..ListStructuresRequest::default()
    };
    let page = keeper.list_structures(request).await.expect("lists").into_inner();
    page.structures.into_iter().map(|structure| structure.display_name).collect()
}

pub(crate) async fn structures_are_listed_by_need_and_centre_while_the_agency_is_active(
    world: &World,
) {
    let place = hospital(world, "Santé Ogou").await;
    let mut keeper = world.keeper("manager");
    let own = name::centre(CENTRE);
    let shown = ["Santé Ogou, hôpital"];
    assert_eq!(listed(&mut keeper, Need::HealthCare, &own).await, shown);
    assert_eq!(listed(&mut keeper, Need::Unspecified, "").await, shown);
    assert!(listed(&mut keeper, Need::Police, &own).await.is_empty());
    assert!(listed(&mut keeper, Need::HealthCare, &name::centre("kara-2")).await.is_empty());
    assert_eq!(listed(&mut world.reader(place.agency), Need::HealthCare, "").await, shown);

    let off = SetAgencyActiveRequest {
        name: name::agency(place.agency),
        request_id: key(),
        active: false,
    };
    let agency = keeper.set_agency_active(off).await.expect("switches").into_inner().agency;
    assert!(!agency.expect("an agency").active);
    assert!(listed(&mut keeper, Need::HealthCare, "").await.is_empty());
    let name = name::structure(place.agency, place.structure);
    let kept = keeper.get_structure(GetStructureRequest { name }).await.expect("still known");
    assert_eq!(kept.into_inner().structure.expect("a structure").display_name, shown[0]);

    consented(world);
    let asked = ask(world, place).await;
    let never_sent = |fact: &Fact| match fact {
        Fact::ReferralDeclined(declined) => Some(declined.never_sent),
        _ => None,
    };
    assert!(until_heard(world, asked, never_sent).await);
}

pub(crate) async fn a_wrong_structure_is_refused_for_everything_at_once(world: &World) {
    let mut keeper = world.keeper("manager");
    let wrong = RegisterStructureRequest {
        parent: "agencies/seven".to_owned(),
        request_id: "seven".to_owned(),
        structure: Some(Structure {
            services_offered: vec![1, 99],
            centres: vec!["ogou-1".to_owned()],
            phone: "9".repeat(41),
            ..Structure::default()
        }),
    };
    let refused = keeper.register_structure(wrong).await.expect_err("wrong");
    let fields: Vec<String> = refused
        .get_details_bad_request()
        .expect("details")
        .field_violations
        .into_iter()
        .map(|violation| violation.field)
        .collect();
    let expected = [
        "parent",
        "request_id",
        "structure.services_offered[1]",
        "structure.centres[0]",
        "structure.display_name",
        "structure.phone",
    ];
    assert_eq!(fields, expected);
    let nobody = SetAgencyActiveRequest {
        name: name::agency(uuid::Uuid::from_u128(7)),
        request_id: key(),
        active: true,
    };
    let refused = keeper.set_agency_active(nobody).await.expect_err("no such agency");
    assert_eq!((refused.code(), reason(&refused)), (Code::NotFound, "NOT_FOUND".to_owned()));
}
