//! What was revoked is refused everywhere, within a second.

use std::time::{Duration, Instant};

use sentier_eventing::host::Host;
use sentier_platform::auth::{Authenticator, Unknown};
use sentier_platform::client::channel;
use sentier_platform::config::ServiceConfig;
use sentier_platform::shutdown::Shutdown;
use sentier_proto::access::v1::{
    DisableStaffRequest, IssueAgencyTokenRequest, ListRevocationsRequest, ListRevocationsResponse,
    RevokeCredentialRequest, SignOutRequest, StaffRole,
};
use tempfile::TempDir;
use uuid::Uuid;

use crate::world::{Client, World, by, id, reason};

crate::on_both_stores! {
    every_service_refuses_a_revoked_credential_within_a_second;
    a_service_that_starts_learns_what_was_revoked_before;
    revocations_are_listed_in_pages_for_services_only;
}

/// Another service of the installation, with its own stores.
struct Other {
    authenticator: Authenticator,
    shutdown: Shutdown,
    _folder: TempDir,
}

async fn other(world: &World, name: &'static str) -> Other {
    let folder = TempDir::new().expect("a temporary folder");
    let path = |file: &str| folder.path().join(file);
    let mut config = ServiceConfig {
        database: format!("sqlite:{}", path("store.db").display()),
        keys_dir: path("keys"),
        ..ServiceConfig::default()
    };
    config.nats.url.clone_from(&world.broker.url);
    let shutdown = Shutdown::new();
    let host = Host::open(name, &config, &world.environment(&shutdown)).await.expect("opens");
    let authenticator = host.trust(&world.service(name)).await.expect("trusts");
    Other { authenticator, shutdown, _folder: folder }
}

impl Other {
    /// How long after `begun` this service refuses the token.
    async fn refuses(&self, token: &str, begun: Instant) -> Duration {
        while self.authenticator.bearer(token) != Err(Unknown::Revoked) {
            assert!(begun.elapsed() < Duration::from_secs(5), "it still honours the token");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        begun.elapsed()
    }
}

async fn token(world: &World, manager: &str) -> (String, String) {
    let asked = IssueAgencyTokenRequest {
        parent: format!("agencies/{}", Uuid::now_v7()),
        request_id: id(),
        display_name: "Clinique juridique".to_owned(),
    };
    let issued = world.client().issue_agency_token(by(manager, asked)).await.expect("issues");
    let issued = issued.into_inner();
    (issued.token, issued.credential.expect("the credential").name)
}

async fn manager(world: &World) -> (String, String) {
    let administrator = world.administrator().await;
    let (_, session) = world.staff(&administrator, "manager", StaffRole::Manager).await;
    (administrator, session.access_token)
}

#[expect(clippy::print_stdout, reason = "the measurement is for people")]
async fn every_service_refuses_a_revoked_credential_within_a_second(world: World) {
    let (administrator, manager) = manager(&world).await;
    let (cases, referrals) = (other(&world, "cases").await, other(&world, "referrals").await);
    let mut delays = Vec::new();
    for _ in 0..5 {
        let (token, name) = token(&world, &manager).await;
        assert!(cases.authenticator.bearer(&token).is_ok());
        assert!(referrals.authenticator.bearer(&token).is_ok());
        let begun = Instant::now();
        let wish = RevokeCredentialRequest { name, request_id: id() };
        world.client().revoke_credential(by(&manager, wish)).await.expect("revokes");
        let (one, two) =
            tokio::join!(cases.refuses(&token, begun), referrals.refuses(&token, begun));
        delays.extend([one, two]);
    }
    let (kossi, session) = world.staff(&administrator, "kossi", StaffRole::Caseworker).await;
    assert!(cases.authenticator.bearer(&session.access_token).is_ok());
    let begun = Instant::now();
    let wish = DisableStaffRequest { name: kossi.name, request_id: id() };
    world.client().disable_staff(by(&administrator, wish)).await.expect("disables");
    delays.push(cases.refuses(&session.access_token, begun).await);
    let (_, session) = world.staff(&administrator, "kafui", StaffRole::Caseworker).await;
    let begun = Instant::now();
    let wish = SignOutRequest { refresh_token: session.refresh_token };
    world.client().sign_out(wish).await.expect("signs out");
    delays.push(referrals.refuses(&session.access_token, begun).await);

    delays.sort();
    println!("from the wish to the refusal elsewhere: {delays:?}");
    assert!(delays.iter().all(|delay| *delay < Duration::from_secs(1)), "{delays:?}");
    for service in [cases, referrals] {
        assert!(service.shutdown.wait(Duration::from_secs(10)).await);
    }
}

async fn a_service_that_starts_learns_what_was_revoked_before(world: World) {
    let (_, manager) = manager(&world).await;
    let (token, name) = token(&world, &manager).await;
    let wish = RevokeCredentialRequest { name, request_id: id() };
    world.client().revoke_credential(by(&manager, wish)).await.expect("revokes");
    let late = other(&world, "statistics").await;
    assert_eq!(late.authenticator.bearer(&token), Err(Unknown::Revoked), "from its first moment");
    assert!(late.shutdown.wait(Duration::from_secs(10)).await);
}

async fn revocations_are_listed_in_pages_for_services_only(world: World) {
    let (administrator, manager) = manager(&world).await;
    let mut revoked = Vec::new();
    for _ in 0..3 {
        let (_, name) = token(&world, &manager).await;
        revoked.extend(name.rsplit('/').next().map(str::to_owned));
        let wish = RevokeCredentialRequest { name, request_id: id() };
        world.client().revoke_credential(by(&manager, wish)).await.expect("revokes");
    }
    let (kossi, _) = world.staff(&administrator, "kossi", StaffRole::Caseworker).await;
    let wish = DisableStaffRequest { name: kossi.name.clone(), request_id: id() };
    world.client().disable_staff(by(&administrator, wish)).await.expect("disables");

    let all = pages(&world).await;
    let mut credentials: Vec<_> =
        all.credentials.iter().map(|it| it.credential_id.clone()).collect();
    credentials.sort();
    revoked.sort();
    assert_eq!(credentials, revoked);
    assert_eq!(all.accounts.len(), 1);
    assert!(kossi.name.ends_with(&all.accounts[0].account_id));

    let asked = ListRevocationsRequest::default();
    let refused = world.client().list_revocations(by(&administrator, asked.clone())).await;
    assert_eq!(reason(refused), "NOT_PERMITTED");
    assert_eq!(reason(world.client().list_revocations(asked).await), "UNAUTHENTICATED");

    world.clock.advance(Duration::from_mins(20));
    let later = pages(&world).await;
    assert_eq!(later.accounts.len(), 0, "the account's last token has ended");
    assert_eq!(later.credentials.len(), 3, "the agencies' tokens have not");
}

/// Everything, two at a time.
async fn pages(world: &World) -> ListRevocationsResponse {
    let mut client = Client::new(channel(&world.service("cases")).expect("a channel"));
    let (mut all, mut page_token) = (ListRevocationsResponse::default(), String::new());
    loop {
        let asked = ListRevocationsRequest { page_size: 2, page_token };
        let page = client.list_revocations(asked).await.expect("a page").into_inner();
        assert!(page.credentials.len() + page.accounts.len() <= 2);
        all.credentials.extend(page.credentials);
        all.accounts.extend(page.accounts);
        if page.next_page_token.is_empty() {
            return all;
        }
        page_token = page.next_page_token;
    }
}
