//! Officers of agencies, who use the desk's partner pages.

use sentier_platform::principal::Principal;
use sentier_proto::access::v1::credential::Kind;
use sentier_proto::access::v1::{
    ChangePasswordRequest, CreateOfficerRequest, Credential, ListCredentialsRequest, OfficerRole,
    RefreshTokenRequest, RevokeCredentialRequest, StaffRole,
};
use uuid::Uuid;

use crate::world::{PASSWORD, World, by, create_staff, id, reason};

crate::on_both_stores! {
    an_officer_signs_in_for_her_agency;
    an_officer_changes_her_own_password_and_no_colleagues;
    a_revoked_officer_is_refused_everywhere;
}

const OFFICER: &str = "sergent.koffi";

/// An agency's officer, and the manager who created her.
struct Partner {
    agency: Uuid,
    credential: Credential,
    manager: String,
}

fn create(agency: Uuid) -> CreateOfficerRequest {
    CreateOfficerRequest {
        parent: format!("agencies/{agency}"),
        request_id: id(),
        user_name: OFFICER.to_owned(),
        display_name: "Sergent Koffi".to_owned(),
        password: PASSWORD.to_owned(),
        roles: Vec::new(),
    }
}

async fn partner(world: &World) -> Partner {
    let administrator = world.administrator().await;
    let (_, manager) = world.staff(&administrator, "manager", StaffRole::Manager).await;
    let (manager, agency, mut client) = (manager.access_token, Uuid::now_v7(), world.client());
    let asked = create(agency);
    let first = client.create_officer(by(&manager, asked.clone())).await.expect("creates");
    let first = first.into_inner();
    let again = client.create_officer(by(&manager, asked.clone())).await.expect("repeats");
    assert_eq!(again.into_inner(), first);
    let other = CreateOfficerRequest { user_name: "autre".to_owned(), ..asked };
    assert_eq!(reason(client.create_officer(by(&manager, other)).await), "REQUEST_ID_REUSED");
    let taken = create_staff(OFFICER, StaffRole::Intake);
    let refused = client.create_staff(by(&administrator, taken)).await;
    assert_eq!(reason(refused), "USER_NAME_TAKEN", "staff and officers share the names");
    let credential = first.credential.expect("the credential");
    assert_eq!(credential.kind(), Kind::Officer);
    Partner { agency, credential, manager }
}

async fn an_officer_signs_in_for_her_agency(world: World) {
    let Partner { agency, credential, manager } = partner(&world).await;
    let session = world.sign_in(OFFICER).await.expect("signs in");
    assert_eq!(session.display_name, "Sergent Koffi");
    assert!(session.roles.is_empty());
    // Who is given no role serves referrals.
    assert_eq!(session.officer_roles, [i32::from(OfficerRole::ReferralOfficer)]);
    assert_eq!(credential.officer_roles, session.officer_roles);
    let principal = Principal::from(&world.identity(&session.access_token).await.expect("known"));
    assert_eq!(principal.agency(), Some(agency));
    assert_eq!(principal.name(), credential.name, "the ledger names what the list names");

    let list =
        ListCredentialsRequest { parent: format!("agencies/{agency}"), ..Default::default() };
    let listed = world.client().list_credentials(by(&manager, list)).await.expect("lists");
    assert_eq!(listed.into_inner().credentials, [credential]);
}

async fn an_officer_changes_her_own_password_and_no_colleagues(world: World) {
    let Partner { agency, .. } = partner(&world).await;
    let session = world.sign_in(OFFICER).await.expect("signs in");
    let change = ChangePasswordRequest {
        name: session.principal.clone(),
        request_id: id(),
        current_password: PASSWORD.to_owned(),
        new_password: "quatre chèvres".to_owned(),
    };
    let mut client = world.client();
    let foreign = ChangePasswordRequest {
        name: format!("agencies/{agency}/officers/{}", id()),
        ..change.clone()
    };
    let refused = client.change_password(by(&session.access_token, foreign)).await;
    assert_eq!(reason(refused), "NOT_FOUND", "a colleague's account is not hers");
    client.change_password(by(&session.access_token, change)).await.expect("changes");
    assert_eq!(reason(world.sign_in(OFFICER).await), "SIGN_IN_FAILED");
    world.sign_in_with(OFFICER, "quatre chèvres").await.expect("signs in");
}

async fn a_revoked_officer_is_refused_everywhere(world: World) {
    let Partner { credential, manager, .. } = partner(&world).await;
    let session = world.sign_in(OFFICER).await.expect("signs in");
    let mut client = world.client();
    let wish = RevokeCredentialRequest { name: credential.name, request_id: id() };
    let revoked = client.revoke_credential(by(&manager, wish.clone())).await.expect("revokes");
    let again = client.revoke_credential(by(&manager, wish)).await.expect("repeats");
    assert_eq!(again.into_inner(), revoked.into_inner());
    let refused =
        client.list_credentials(by(&session.access_token, ListCredentialsRequest::default()));
    assert_eq!(reason(refused.await), "CREDENTIAL_REVOKED");
    let renew = RefreshTokenRequest { refresh_token: session.refresh_token };
    assert_eq!(reason(client.refresh_token(renew).await), "SESSION_ENDED");
    assert_eq!(reason(world.sign_in(OFFICER).await), "SIGN_IN_FAILED");
}
