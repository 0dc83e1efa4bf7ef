//! What agencies and analysts authenticate with.

use rcgen::{CertificateParams, KeyPair};
use sentier_platform::auth::Identity;
use sentier_platform::pki::Issued;
use sentier_platform::principal::{AgencyRole, Principal};
use sentier_proto::access::v1::credential::Kind;
use sentier_proto::access::v1::{
    Credential, EnrolAgencyRequest, EnrolAnalystRequest, IssueAgencyTokenRequest,
    ListCredentialsRequest, RevokeCredentialRequest, StaffRole,
};
use sentier_test_support::databases::Fresh;
use tonic::Status;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::world::{World, at, by, id, reason, wrong_fields};

crate::on_both_stores! {
    an_agency_is_enrolled_with_a_certificate_that_can_be_revoked;
    an_agencys_token_speaks_for_it_until_it_is_revoked;
    credentials_are_listed_in_pages;
}

/// A signing request and its key.
fn signing_request() -> (String, Zeroizing<String>) {
    let key = KeyPair::generate().expect("a key");
    let request = CertificateParams::default().serialize_request(&key).expect("a request");
    (request.pem().expect("PEM"), Zeroizing::new(key.serialize_pem()))
}

async fn manager(world: &World) -> (String, String) {
    let administrator = world.administrator().await;
    let (_, session) = world.staff(&administrator, "manager", StaffRole::Manager).await;
    (administrator, session.access_token)
}

fn revoke(name: &str) -> RevokeCredentialRequest {
    RevokeCredentialRequest { name: name.to_owned(), request_id: id() }
}

fn credential_id(name: &str) -> Uuid {
    name.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id")
}

async fn an_agency_is_enrolled_with_a_certificate_that_can_be_revoked(world: World) {
    let (_, manager) = manager(&world).await;
    let (agency, mut client) = (Uuid::now_v7(), world.client());
    let (request, key) = signing_request();
    let asked = EnrolAgencyRequest {
        parent: format!("agencies/{agency}"),
        request_id: id(),
        signing_request_pem: request,
        display_name: "Hôpital d'Ogou".to_owned(),
    };
    let first = client.enrol_agency(by(&manager, asked.clone())).await.expect("enrols");
    let first = first.into_inner();
    let again = client.enrol_agency(by(&manager, asked.clone())).await.expect("repeats");
    assert_eq!(again.into_inner(), first, "the same certificate");
    let credential = first.credential.clone().expect("the credential");
    assert_eq!(credential.kind(), Kind::Certificate);
    assert!(at(credential.expire_time.as_ref()) > world.now());

    let issued = Issued { cert_pem: first.certificate_pem.clone(), key_pem: key };
    let connection = world.connection("hospital", &issued);
    let by_certificate = async || {
        let channel = sentier_platform::client::channel(&connection).expect("a channel");
        let mut client = crate::world::Client::new(channel);
        let asked = ListCredentialsRequest { parent: asked.parent.clone(), ..Default::default() };
        client.list_credentials(asked).await
    };
    assert_eq!(reason(by_certificate().await), "NOT_PERMITTED", "known, and may not do this");

    let refused = client.revoke_credential(by(&manager, revoke("agencies/x/credentials/y"))).await;
    assert_eq!(wrong_fields(refused), ["name"]);
    let foreign = format!("agencies/{}/credentials/{}", id(), credential_id(&credential.name));
    let refused = client.revoke_credential(by(&manager, revoke(&foreign))).await;
    assert_eq!(reason(refused), "NOT_FOUND", "another agency's");
    let wish = revoke(&credential.name);
    let revoked = client.revoke_credential(by(&manager, wish.clone())).await.expect("revokes");
    let revoked = revoked.into_inner();
    assert!(revoked.credential.as_ref().is_some_and(|it| it.revoke_time.is_some()));
    let again = client.revoke_credential(by(&manager, wish)).await.expect("repeats");
    assert_eq!(again.into_inner(), revoked);
    assert_eq!(reason(by_certificate().await), "CREDENTIAL_REVOKED");

    let mangled = EnrolAgencyRequest {
        signing_request_pem: "-----BEGIN CERTIFICATE REQUEST-----".to_owned(),
        request_id: id(),
        ..asked
    };
    let wrong = wrong_fields(client.enrol_agency(by(&manager, mangled)).await);
    assert_eq!(wrong, ["signing_request_pem"]);
}

async fn an_agencys_token_speaks_for_it_until_it_is_revoked(world: World) {
    let (_, manager) = manager(&world).await;
    let (agency, mut client) = (Uuid::now_v7(), world.client());
    let asked = IssueAgencyTokenRequest {
        parent: format!("agencies/{agency}"),
        request_id: id(),
        display_name: "Poste de police".to_owned(),
    };
    let issued = client.issue_agency_token(by(&manager, asked.clone())).await.expect("issues");
    let issued = issued.into_inner();
    let again = client.issue_agency_token(by(&manager, asked.clone())).await.expect("repeats");
    let again = again.into_inner();
    assert_eq!(again.credential, issued.credential);
    assert_eq!(again.token, "", "a token is shown once");
    let other = IssueAgencyTokenRequest { display_name: "Autre".to_owned(), ..asked };
    let refused = client.issue_agency_token(by(&manager, other)).await;
    assert_eq!(reason(refused), "REQUEST_ID_REUSED");

    let credential = issued.credential.expect("the credential");
    let identity = world.identity(&issued.token).await.expect("verifies");
    let roles = vec![AgencyRole::System];
    let speaks = Principal::Agency { agency, credential: credential_id(&credential.name), roles };
    assert_eq!(Principal::from(&identity), speaks);
    let works = async || {
        let asked = ListCredentialsRequest::default();
        world.client().list_credentials(by(&issued.token, asked)).await
    };
    assert_eq!(wrong_fields(works().await), ["parent"], "the caller is known");
    client.revoke_credential(by(&manager, revoke(&credential.name))).await.expect("revokes");
    assert_eq!(reason(works().await), "CREDENTIAL_REVOKED");
}

async fn list(
    world: &World,
    token: &str,
    parent: &str,
    page_token: &str,
) -> Result<(Vec<Credential>, String), Status> {
    let (parent, page_token) = (parent.to_owned(), page_token.to_owned());
    let asked = ListCredentialsRequest { parent, page_size: 2, page_token };
    let answer = world.client().list_credentials(by(token, asked)).await?.into_inner();
    Ok((answer.credentials, answer.next_page_token))
}

async fn credentials_are_listed_in_pages(world: World) {
    let (administrator, manager) = manager(&world).await;
    let parent = format!("agencies/{}", Uuid::now_v7());
    for n in 0..3 {
        let asked = IssueAgencyTokenRequest {
            parent: parent.clone(),
            request_id: id(),
            display_name: format!("Poste {n}"),
        };
        world.client().issue_agency_token(by(&manager, asked)).await.expect("issues");
    }
    let analyst = EnrolAnalystRequest { request_id: id(), display_name: "Institut".to_owned() };
    world.client().enrol_analyst(by(&administrator, analyst)).await.expect("enrols");

    let (first, next) = list(&world, &manager, &parent, "").await.expect("a page");
    let (second, last) = list(&world, &manager, &parent, &next).await.expect("a page");
    assert_eq!((first.len(), second.len(), last.as_str()), (2, 1, ""));
    let mut names: Vec<_> = first.iter().chain(&second).map(|it| it.display_name.clone()).collect();
    names.sort();
    assert_eq!(names, ["Poste 0", "Poste 1", "Poste 2"]);
    assert_eq!(reason(list(&world, &manager, "analysts/-", &next).await), "FOREIGN_PAGE_TOKEN");
    let (analysts, _) = list(&world, &administrator, "analysts/-", "").await.expect("a page");
    assert_eq!(analysts.len(), 1);
    assert_eq!(analysts[0].display_name, "Institut");
}

#[tokio::test]
async fn an_analyst_is_enrolled_by_the_administrator_and_known_as_one() {
    let world = World::start(Fresh::sqlite()).await;
    let (administrator, manager) = manager(&world).await;
    let asked = EnrolAnalystRequest { request_id: id(), display_name: "Institut".to_owned() };
    let refused = world.client().enrol_analyst(by(&manager, asked.clone())).await;
    assert_eq!(reason(refused), "NOT_PERMITTED");
    let mut client = world.client();
    let issued = client.enrol_analyst(by(&administrator, asked.clone())).await.expect("enrols");
    let issued = issued.into_inner();
    let again = client.enrol_analyst(by(&administrator, asked)).await.expect("repeats");
    assert_eq!(again.into_inner().credential, issued.credential);
    let identity = world.identity(&issued.token).await.expect("verifies");
    assert!(matches!(&identity, Identity::Bearer(claims) if claims.roles.is_empty()));
    assert!(matches!(Principal::from(&identity), Principal::Analyst { .. }));

    let name = issued.credential.expect("the credential").name;
    client.revoke_credential(by(&administrator, revoke(&name))).await.expect("revokes");
    let refused = client.list_credentials(by(&issued.token, ListCredentialsRequest::default()));
    assert_eq!(reason(refused.await), "CREDENTIAL_REVOKED");
}

#[tokio::test]
async fn a_caseworker_and_an_administrator_issue_nothing_to_agencies() {
    let world = World::start(Fresh::sqlite()).await;
    let administrator = world.administrator().await;
    let (_, session) = world.staff(&administrator, "kossi", StaffRole::Caseworker).await;
    for token in [&administrator, &session.access_token] {
        let asked = IssueAgencyTokenRequest {
            parent: format!("agencies/{}", Uuid::now_v7()),
            request_id: id(),
            display_name: "Poste".to_owned(),
        };
        let refused = world.client().issue_agency_token(by(token, asked)).await;
        assert_eq!(reason(refused), "NOT_PERMITTED");
    }
}
