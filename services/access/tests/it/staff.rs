//! A centre's staff.

use std::time::Duration;

use sentier_proto::access::v1::{
    ChangeRolesRequest, CreateStaffRequest, DisableStaffRequest, ListStaffRequest,
    RefreshTokenRequest, Staff, StaffRole,
};
use sentier_test_support::databases::Fresh;
use tonic::{Code, Status};

use crate::world::{ADMINISTRATOR, CENTRE, World, by, create_staff, id, reason, wrong_fields};

crate::on_both_stores! {
    creating_may_be_repeated_and_the_key_serves_one_content;
    a_user_name_belongs_to_one_person_of_the_installation;
    staff_are_listed_in_pages_of_their_centre;
    a_disabled_account_is_refused_from_now_on;
    changed_roles_reach_the_next_token_and_void_the_older_ones;
}

async fn creating_may_be_repeated_and_the_key_serves_one_content(world: World) {
    let administrator = world.administrator().await;
    let mut client = world.client();
    let asked = create_staff("kossi", StaffRole::Caseworker);
    let first = client.create_staff(by(&administrator, asked.clone())).await.expect("creates");
    let first = first.into_inner();
    let again = client.create_staff(by(&administrator, asked.clone())).await.expect("repeats");
    assert_eq!(again.into_inner(), first);
    let staff = first.staff.expect("the account");
    assert_eq!((staff.user_name.as_str(), staff.active, staff.version), ("kossi", true, 1));

    for other in [
        CreateStaffRequest { user_name: "kofi".to_owned(), ..asked.clone() },
        CreateStaffRequest { password: "quatre chèvres".to_owned(), ..asked.clone() },
    ] {
        let refused = client.create_staff(by(&administrator, other)).await;
        assert_eq!(reason(refused), "REQUEST_ID_REUSED");
    }
    let listed = list(&world, &administrator, CENTRE, 0, "").await.expect("lists").0;
    assert_eq!(listed.len(), 2);
}

async fn a_user_name_belongs_to_one_person_of_the_installation(world: World) {
    let administrator = world.administrator().await;
    let ask = async || {
        let asked = create_staff("kossi", StaffRole::Intake);
        world.client().create_staff(by(&administrator, asked)).await
    };
    let (one, other) = tokio::join!(ask(), ask());
    assert!(one.is_ok() != other.is_ok(), "exactly one wins");
    let refused = one.err().or_else(|| other.err()).expect("one is refused");
    assert_eq!(refused.code(), Code::AlreadyExists);
    assert_eq!(reason::<()>(Err(refused)), "USER_NAME_TAKEN");
    assert_eq!(reason(ask().await), "USER_NAME_TAKEN");
}

async fn list(
    world: &World,
    token: &str,
    parent: &str,
    page_size: i32,
    page_token: &str,
) -> Result<(Vec<Staff>, String), Status> {
    let (parent, page_token) = (parent.to_owned(), page_token.to_owned());
    let asked = ListStaffRequest { parent, page_size, page_token };
    let answer = world.client().list_staff(by(token, asked)).await?.into_inner();
    Ok((answer.staff, answer.next_page_token))
}

async fn staff_are_listed_in_pages_of_their_centre(world: World) {
    let administrator = world.administrator().await;
    for n in 0..6 {
        let asked = create_staff(&format!("agent-{n}"), StaffRole::Intake);
        world.client().create_staff(by(&administrator, asked)).await.expect("creates");
    }
    let (mut listed, mut token) = (Vec::new(), String::new());
    let mut pages = 0;
    loop {
        let (page, next) = list(&world, &administrator, CENTRE, 3, &token).await.expect("a page");
        assert!(page.len() <= 3);
        listed.extend(page);
        pages += 1;
        if next.is_empty() {
            break;
        }
        token = next;
    }
    assert_eq!((pages, listed.len()), (3, 7));
    let mut names: Vec<_> = listed.iter().map(|staff| staff.user_name.clone()).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 7, "each once");
    assert!(listed.iter().any(|staff| staff.display_name == "Dame agent-3"));

    let foreign = list(&world, &administrator, CENTRE, 3, "bm90LW91cnM").await;
    assert_eq!(reason(foreign), "FOREIGN_PAGE_TOKEN");
    let negative = list(&world, &administrator, CENTRE, -1, "").await;
    assert_eq!(wrong_fields(negative), ["page_size"]);
    let elsewhere = list(&world, &administrator, "centres/kara-2", 3, "").await;
    assert_eq!(reason(elsewhere), "NOT_PERMITTED");
}

fn disable(name: &str) -> DisableStaffRequest {
    DisableStaffRequest { name: name.to_owned(), request_id: id() }
}

async fn a_disabled_account_is_refused_from_now_on(world: World) {
    let administrator = world.administrator().await;
    let (kossi, session) = world.staff(&administrator, "kossi", StaffRole::Administrator).await;
    list(&world, &session.access_token, CENTRE, 0, "").await.expect("her token is good");
    let asked = disable(&kossi.name);
    let mut client = world.client();
    let first = client.disable_staff(by(&administrator, asked.clone())).await.expect("disables");
    let first = first.into_inner().staff.expect("the account");
    assert!(!first.active);
    assert_eq!(first.display_name, "Dame kossi");
    let again = client.disable_staff(by(&administrator, asked)).await.expect("repeats");
    assert_eq!(again.into_inner().staff.expect("the account"), first);

    let refused = list(&world, &session.access_token, CENTRE, 0, "").await;
    assert_eq!(reason(refused), "CREDENTIAL_REVOKED");
    let asked = RefreshTokenRequest { refresh_token: session.refresh_token };
    assert_eq!(reason(client.refresh_token(asked).await), "SESSION_ENDED");
    assert_eq!(reason(world.sign_in("kossi").await), "SIGN_IN_FAILED");

    let own = list(&world, &administrator, CENTRE, 0, "").await.expect("lists").0;
    let own = own.iter().find(|staff| staff.user_name == ADMINISTRATOR).expect("herself");
    let refused = client.disable_staff(by(&administrator, disable(&own.name))).await;
    assert_eq!(reason(refused), "OWN_ACCOUNT");
    let nobody = disable(&format!("{CENTRE}/staff/{}", id()));
    assert_eq!(reason(client.disable_staff(by(&administrator, nobody)).await), "NOT_FOUND");
}

async fn changed_roles_reach_the_next_token_and_void_the_older_ones(world: World) {
    let administrator = world.administrator().await;
    let (kossi, session) = world.staff(&administrator, "kossi", StaffRole::Administrator).await;
    let asked = ChangeRolesRequest {
        name: kossi.name.clone(),
        request_id: id(),
        roles: vec![StaffRole::Manager.into(), StaffRole::Supervisor.into()],
        expected_version: Some(kossi.version),
    };
    let mut client = world.client();
    let first = client.change_roles(by(&administrator, asked.clone())).await.expect("changes");
    let first = first.into_inner().staff.expect("the account");
    assert_eq!(first.roles, [StaffRole::Supervisor, StaffRole::Manager].map(i32::from));
    assert_eq!(first.version, 2);
    let again = client.change_roles(by(&administrator, asked.clone())).await.expect("repeats");
    assert_eq!(again.into_inner().staff.expect("the account"), first);
    let behind = ChangeRolesRequest { request_id: id(), ..asked.clone() };
    let refused = client.change_roles(by(&administrator, behind)).await;
    assert_eq!(refused.as_ref().expect_err("behind").code(), Code::Aborted);
    assert_eq!(reason(refused), "VERSION_BEHIND");

    let refused = list(&world, &session.access_token, CENTRE, 0, "").await;
    assert_eq!(reason(refused), "CREDENTIAL_REVOKED");
    // In the same second: the fresh token must not be taken for an older one.
    let renew = RefreshTokenRequest { refresh_token: session.refresh_token };
    let renewed = client.refresh_token(renew).await.expect("her session goes on").into_inner();
    let renewed = renewed.session.expect("a session");
    assert_eq!(renewed.roles, first.roles);
    let create = create_staff("another", StaffRole::Intake);
    let refused = client.create_staff(by(&renewed.access_token, create)).await;
    assert_eq!(reason(refused), "NOT_PERMITTED", "a manager keeps no accounts");
    world.clock.advance(Duration::from_secs(1));

    let nothing = ChangeRolesRequest { roles: vec![0, 99], request_id: String::new(), ..asked };
    let wrong = wrong_fields(client.change_roles(by(&administrator, nothing)).await);
    assert_eq!(wrong, ["request_id", "roles"]);
}

#[tokio::test]
async fn only_an_administrator_keeps_accounts() {
    let world = World::start(Fresh::sqlite()).await;
    let administrator = world.administrator().await;
    for (name, role) in [
        ("intake", StaffRole::Intake),
        ("caseworker", StaffRole::Caseworker),
        ("supervisor", StaffRole::Supervisor),
        ("manager", StaffRole::Manager),
    ] {
        let (staff, session) = world.staff(&administrator, name, role).await;
        let token = &session.access_token;
        let mut client = world.client();
        let create = create_staff("another", StaffRole::Intake);
        assert_eq!(reason(client.create_staff(by(token, create)).await), "NOT_PERMITTED");
        let (colleagues, _) = list(&world, token, CENTRE, 0, "").await.expect("her colleagues");
        assert!(colleagues.iter().any(|colleague| colleague.name == staff.name));
        let elsewhere = list(&world, token, "centres/kara-2", 0, "").await;
        assert_eq!(reason(elsewhere), "NOT_PERMITTED");
        let refused = client.disable_staff(by(token, disable(&staff.name))).await;
        assert_eq!(reason(refused), "NOT_PERMITTED");
    }
    let anonymous = world.client().create_staff(create_staff("other", StaffRole::Intake)).await;
    assert_eq!(anonymous.as_ref().expect_err("refused").code(), Code::Unauthenticated);
    let elsewhere = CreateStaffRequest {
        parent: "centres/kara-2".to_owned(),
        ..create_staff("other", StaffRole::Intake)
    };
    let refused = world.client().create_staff(by(&administrator, elsewhere)).await;
    assert_eq!(reason(refused), "NOT_PERMITTED", "nobody acts at another centre");
}

#[tokio::test]
async fn every_wrong_field_is_told_at_once_in_the_callers_language() {
    let world = World::start(Fresh::sqlite()).await;
    let administrator = world.administrator().await;
    let mut request = by(&administrator, CreateStaffRequest::default());
    request.metadata_mut().insert("accept-language", "en".parse().expect("ASCII"));
    let refused = world.client().create_staff(request).await;
    let status = refused.as_ref().expect_err("refused").clone();
    assert_eq!(
        wrong_fields(refused),
        ["request_id", "parent", "user_name", "display_name", "password", "roles"]
    );
    let said = String::from_utf8_lossy(status.details()).into_owned();
    assert!(said.contains("This field is required."), "{said}");
    let long = CreateStaffRequest {
        display_name: "a".repeat(200),
        ..create_staff("UPPER", StaffRole::Intake)
    };
    let wrong = wrong_fields(world.client().create_staff(by(&administrator, long)).await);
    assert_eq!(wrong, ["user_name", "display_name"]);
}
