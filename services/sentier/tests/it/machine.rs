//! What a test needs of the machine: a data folder, databases, the health of a service.

use std::time::Duration;

use sentier::target::Addresses;
use sentier::up::{Options, Ports, SERVICES, Stores};
use sentier_platform::client;
use sentier_platform::environment::Environment;
use sentier_proto::access::v1::GetJwksRequest;
use sentier_proto::access::v1::access_service_client::AccessServiceClient;
use sentier_test_support::databases::new_postgres_for;
use tempfile::TempDir;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

/// A system on a folder, with ports of its own.
pub(crate) fn on(folder: &TempDir) -> Options {
    let env = Environment::system().expect("the policies are readable");
    Options { ports: Ports::free(), ..Options::of_box(folder.path().join("data"), env) }
}

/// A database per service on the PostgreSQL that `./deploy/test` starts.
pub(crate) async fn postgres() -> Stores {
    let (server, prefix) = new_postgres_for(&SERVICES).await;
    Stores::Postgres { server, prefix }
}

/// Whether every service says that it is well, and access gives its keys.
pub(crate) async fn answers(addresses: &Addresses) -> bool {
    for address in
        [&addresses.access, &addresses.cases, &addresses.referrals, &addresses.statistics]
    {
        let channel = client::channel(&addresses.client(address)).expect("a channel");
        if HealthClient::new(channel).check(HealthCheckRequest::default()).await.is_err() {
            return false;
        }
    }
    let channel = client::channel(&addresses.client(&addresses.access)).expect("a channel");
    let keys = AccessServiceClient::new(channel).get_jwks(GetJwksRequest {}).await;
    keys.is_ok_and(|keys| keys.get_ref().jwks_json.contains("Ed25519"))
}

/// Asks until every service answers, for at most 60 seconds.
pub(crate) async fn answering(addresses: &Addresses) {
    for _attempt in 0..600 {
        if answers(addresses).await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the system does not answer");
}
