//! An agency replaces its own credentials, and its officers do what their roles say.

use std::time::Duration;

use sentier_platform::pki::{Issued, signing_request};
use sentier_proto::access::v1::rotation_service_client::RotationServiceClient;
use sentier_proto::access::v1::{
    CreateOfficerRequest, Credential, EnrolAgencyRequest, EnrolAgencyResponse,
    IssueAgencyTokenRequest, ListCredentialsRequest, OfficerRole, RevokeCredentialRequest,
    RotateCredentialRequest, RotateCredentialResponse, StaffRole,
};
use sentier_test_support::wait::until;
use tonic::transport::Channel;
use tonic::{Request, Status};
use uuid::Uuid;

use crate::world::{PASSWORD, World, at, by, id, reason, wrong_fields};

crate::on_both_stores! {
    a_certificate_is_rotated_by_its_own_system_without_a_break;
    a_token_is_rotated_and_shown_once;
    an_agencys_administrator_keeps_its_own_credentials_and_no_others;
}

async fn manager(world: &World) -> String {
    let administrator = world.administrator().await;
    world.staff(&administrator, "manager", StaffRole::Manager).await.1.access_token
}

/// A line that shows a certificate.
fn line(world: &World, name: &str, issued: &Issued) -> Channel {
    sentier_platform::client::channel(&world.connection(name, issued)).expect("a channel")
}

async fn enrolled(world: &World, manager: &str, agency: Uuid) -> (EnrolAgencyResponse, Issued) {
    let own = signing_request().expect("a request");
    let asked = EnrolAgencyRequest {
        parent: format!("agencies/{agency}"),
        request_id: id(),
        signing_request_pem: own.request_pem,
        display_name: "Logiciel du CHR".to_owned(),
    };
    let answer = world.client().enrol_agency(by(manager, asked)).await.expect("enrols");
    let answer = answer.into_inner();
    let issued = Issued { cert_pem: answer.certificate_pem.clone(), key_pem: own.key_pem };
    (answer, issued)
}

fn rotating(credential: &Credential, request: &str) -> RotateCredentialRequest {
    RotateCredentialRequest {
        name: credential.name.clone(),
        request_id: id(),
        signing_request_pem: request.to_owned(),
        display_name: "Logiciel du CHR, 2027".to_owned(),
        overlap_hours: 24,
    }
}

async fn rotate(
    channel: Channel,
    request: Request<RotateCredentialRequest>,
) -> Result<RotateCredentialResponse, Status> {
    let answer = RotationServiceClient::new(channel).rotate_credential(request).await?;
    Ok(answer.into_inner())
}

/// How a caller with this certificate is answered: known, and not permitted; or refused.
async fn answered(channel: Channel, agency: Uuid) -> String {
    let parent = format!("agencies/{agency}");
    let asked = ListCredentialsRequest { parent, ..ListCredentialsRequest::default() };
    reason(crate::world::Client::new(channel).list_credentials(asked).await)
}

async fn a_certificate_is_rotated_by_its_own_system_without_a_break(world: World) {
    let manager = manager(&world).await;
    let agency = Uuid::now_v7();
    let (first, old) = enrolled(&world, &manager, agency).await;
    let (other, _) = enrolled(&world, &manager, agency).await;
    let credential = first.credential.expect("the credential");
    let old_line = line(&world, "old", &old);
    let own = signing_request().expect("a request");
    let wish = rotating(&credential, &own.request_pem);

    // A system replaces its own credential, not a colleague's and not another agency's.
    let sibling = rotating(&other.credential.expect("the credential"), &own.request_pem);
    let refused = rotate(old_line.clone(), Request::new(sibling)).await;
    assert_eq!(reason(refused), "NOT_PERMITTED");
    let missing = RotateCredentialRequest { signing_request_pem: String::new(), ..wish.clone() };
    let refused = rotate(old_line.clone(), Request::new(missing)).await;
    assert_eq!(wrong_fields(refused), ["signing_request_pem"]);

    let rotated = rotate(old_line.clone(), Request::new(wish.clone())).await.expect("rotates");
    let again = rotate(old_line.clone(), Request::new(wish)).await.expect("repeats");
    assert_eq!(again, rotated, "the same certificate");
    let replaced = rotated.replaced.expect("the old one");
    assert_eq!(replaced.name, credential.name);
    let end = at(replaced.overlap_end_time.as_ref());
    assert_eq!(end, world.now().plus(Duration::from_hours(24)));
    let new = Issued { cert_pem: rotated.certificate_pem, key_pem: own.key_pem };
    let new_line = line(&world, "new", &new);
    // Both are good; the old one is not rotated twice.
    assert_eq!(answered(old_line.clone(), agency).await, "NOT_PERMITTED");
    assert_eq!(answered(new_line.clone(), agency).await, "NOT_PERMITTED");
    let more = signing_request().expect("a request");
    let refused = rotate(old_line.clone(), Request::new(rotating(&credential, &more.request_pem)));
    assert_eq!(reason(refused.await), "CREDENTIAL_REPLACED");

    // When the overlap is over the old one is refused by itself.
    world.clock.advance(Duration::from_hours(24));
    until(async || {
        (answered(old_line.clone(), agency).await == "CREDENTIAL_REVOKED").then_some(())
    })
    .await;
    assert_eq!(answered(new_line, agency).await, "NOT_PERMITTED");
}

async fn a_token_is_rotated_and_shown_once(world: World) {
    let manager = manager(&world).await;
    let agency = Uuid::now_v7();
    let asked = IssueAgencyTokenRequest {
        parent: format!("agencies/{agency}"),
        request_id: id(),
        display_name: "Poste de police".to_owned(),
    };
    let issued = world.client().issue_agency_token(by(&manager, asked)).await.expect("issues");
    let issued = issued.into_inner();
    let credential = issued.credential.expect("the credential");
    let line = world.line();
    let with = RotateCredentialRequest {
        signing_request_pem: signing_request().expect("a request").request_pem,
        ..rotating(&credential, "")
    };
    let refused = rotate(line.clone(), by(&issued.token, with)).await;
    assert_eq!(wrong_fields(refused), ["signing_request_pem"]);
    let wish = rotating(&credential, "");
    let rotated = rotate(line.clone(), by(&issued.token, wish.clone())).await.expect("rotates");
    let again = rotate(line.clone(), by(&issued.token, wish)).await.expect("repeats");
    assert_eq!((again.token.as_str(), &again.credential), ("", &rotated.credential));
    for token in [&issued.token, &rotated.token] {
        world.identity(token).await.expect("both are good");
    }
    // The new one speaks for the same agency, and is rotated in its turn.
    let next = rotated.credential.expect("the credential");
    rotate(line, by(&rotated.token, rotating(&next, ""))).await.expect("rotates");
}

/// An officer of the agency with these roles, created by the bearer; her access token.
async fn officer(
    world: &World,
    by_whom: &str,
    agency: Uuid,
    name: &str,
    role: OfficerRole,
) -> String {
    let asked = CreateOfficerRequest {
        parent: format!("agencies/{agency}"),
        request_id: id(),
        user_name: name.to_owned(),
        display_name: "Agente".to_owned(),
        password: PASSWORD.to_owned(),
        roles: vec![role.into()],
    };
    world.client().create_officer(by(by_whom, asked)).await.expect("creates");
    world.sign_in(name).await.expect("signs in").access_token
}

async fn an_agencys_administrator_keeps_its_own_credentials_and_no_others(world: World) {
    let manager = manager(&world).await;
    let (agency, other) = (Uuid::now_v7(), Uuid::now_v7());
    let (enrolled, _) = enrolled(&world, &manager, agency).await;
    let system = enrolled.credential.expect("the credential");
    let keeper = officer(&world, &manager, agency, "lisa", OfficerRole::Administrator).await;
    let reader = officer(&world, &keeper, agency, "edem", OfficerRole::Reader).await;
    let serving = officer(&world, &keeper, agency, "kodjo", OfficerRole::ReferralOfficer).await;
    let list = |agency: Uuid| ListCredentialsRequest {
        parent: format!("agencies/{agency}"),
        ..ListCredentialsRequest::default()
    };
    let listed = world.client().list_credentials(by(&keeper, list(agency))).await.expect("lists");
    assert_eq!(listed.into_inner().credentials.len(), 4);
    let refused = world.client().list_credentials(by(&keeper, list(other))).await;
    assert_eq!(reason(refused), "NOT_PERMITTED");
    for token in [&reader, &serving] {
        let refused = world.client().list_credentials(by(token, list(agency))).await;
        assert_eq!(reason(refused), "NOT_PERMITTED");
    }
    let own = signing_request().expect("a request");
    let wish = rotating(&system, &own.request_pem);
    rotate(world.line(), by(&keeper, wish)).await.expect("any of her agency's");
    let foreign = format!("agencies/{other}/credentials/{}", id());
    let revoke = |name: &str| RevokeCredentialRequest { name: name.to_owned(), request_id: id() };
    let refused = world.client().revoke_credential(by(&keeper, revoke(&foreign))).await;
    assert_eq!(reason(refused), "NOT_PERMITTED");
    let revoked = world.client().revoke_credential(by(&keeper, revoke(&system.name))).await;
    assert!(revoked.expect("revokes").into_inner().credential.expect("it").revoke_time.is_some());
}
