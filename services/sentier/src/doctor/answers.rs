//! The running system: whether every part answers.

use std::time::Duration;

use sentier_platform::client;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

use super::Finding;
use crate::target::Addresses;
use crate::up::Layout;

/// How long a part may take to say that it is well.
const ANSWER: Duration = Duration::from_secs(3);

/// Asks every service for its health; nothing is wrong when the system is not running.
pub(super) async fn parts(layout: &Layout) -> Vec<Finding> {
    if layout.lock().is_ok() {
        return vec![Finding::good("the system is not running")];
    }
    let Ok(addresses) = Addresses::read(layout.root()) else {
        return vec![Finding::watch("the system is starting: ask again")];
    };
    let services = [
        ("access", &addresses.access),
        ("cases", &addresses.cases),
        ("referrals", &addresses.referrals),
        ("statistics", &addresses.statistics),
    ];
    let mut findings = Vec::new();
    for (name, address) in services {
        findings.push(match answers(&addresses, address).await {
            Ok(()) => Finding::good(format!("{name} answers at {address}")),
            Err(_silent) => Finding::wrong(format!("{name} does not answer at {address}")),
        });
    }
    findings
}

async fn answers(addresses: &Addresses, address: &str) -> anyhow::Result<()> {
    let channel = client::channel(&addresses.client(address))?;
    let mut request = tonic::Request::new(HealthCheckRequest::default());
    request.set_timeout(ANSWER);
    let mut health = HealthClient::new(channel);
    tokio::time::timeout(ANSWER, health.check(request)).await??;
    Ok(())
}
