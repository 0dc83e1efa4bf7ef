//! A real TLS server on a free port, and its callers.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sentier_kernel::Moment;
use sentier_proto::cases::v1::GetCaseRequest;
use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use tonic::transport::Channel;
use tonic::{Code, Request, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_types::StatusExt as _;
use tracing::subscriber::DefaultGuard;
use uuid::Uuid;

use super::*;
use crate::auth::token::{Claims, Kind, Signer};
use crate::client;
use crate::config::ClientConfig;
use crate::pki::{Authority, Issued, write_secret_file};

pub(super) struct World {
    dir: tempfile::TempDir,
    authority: Authority,
    signer: Signer,
    pub(super) gate: Authenticator,
    pub(super) stop: CancellationToken,
    now: Moment,
    pub(super) listen: ListenConfig,
}

pub(super) fn world() -> World {
    let dir = tempfile::tempdir().unwrap();
    // TLS checks certificates by the machine's clock; a fresh file knows it.
    let modified = std::fs::metadata(dir.path()).unwrap().modified().unwrap();
    let now = Moment::from_datetime(modified.into());
    let authority = Authority::open_or_create(dir.path(), now).unwrap();
    let server = authority.issue_server("cases", &["localhost".to_owned()], now).unwrap();
    let mut listen = ListenConfig::default();
    listen.tls.cert_file = Some(dir.path().join("cases.pem"));
    listen.tls.key_file = Some(dir.path().join("cases.key"));
    listen.tls.client_ca_file = Some(dir.path().join("ca.pem"));
    save(dir.path(), "cases", &server);
    let signer = Signer::from_seed(&[3; 32]);
    let gate = Authenticator::new(signer.jwks(), Arc::new(move || now));
    World { dir, authority, signer, gate, stop: CancellationToken::new(), now, listen }
}

fn save(dir: &Path, name: &str, issued: &Issued) {
    std::fs::write(dir.join(format!("{name}.pem")), &issued.cert_pem).unwrap();
    write_secret_file(&dir.join(format!("{name}.key")), &issued.key_pem).unwrap();
}

impl World {
    pub(super) async fn serve(&self) -> Serving {
        Server::new(&self.listen, self.gate.clone(), self.stop.clone()).serve().await.unwrap()
    }

    pub(super) fn channel(&self, address: SocketAddr, identity: Option<&str>) -> Channel {
        let file = |kind| identity.map(|name| self.dir.path().join(format!("{name}.{kind}")));
        client::channel(&ClientConfig {
            address: format!("https://localhost:{}", address.port()),
            ca_file: Some(self.dir.path().join("ca.pem")),
            cert_file: file("pem"),
            key_file: file("key"),
            ..ClientConfig::default()
        })
        .unwrap()
    }

    pub(super) fn token(&self) -> String {
        let iat = self.now.as_micros() / 1_000_000;
        let claims = Claims {
            iss: "sentier".to_owned(),
            sub: Uuid::from_u128(1),
            kind: Kind::Staff,
            centre: Some("ogou-1".to_owned()),
            roles: vec!["intake".to_owned()],
            agency: None,
            cid: Uuid::from_u128(2),
            iat,
            exp: iat + 600,
        };
        self.signer.sign(&claims).unwrap()
    }
}

/// The server under test has no cases service: a call that passes the gate is `UNIMPLEMENTED`.
pub(super) async fn knock(channel: Channel, token: Option<&str>) -> Status {
    CasesServiceClient::new(channel).get_case(question(token)).await.unwrap_err()
}

pub(super) fn question(token: Option<&str>) -> Request<GetCaseRequest> {
    let mut request = Request::new(GetCaseRequest::default());
    if let Some(token) = token {
        let value = format!("Bearer {token}").parse().unwrap();
        request.metadata_mut().insert("authorization", value);
    }
    request
}

pub(super) fn reason(status: &Status) -> String {
    status.get_details_error_info().unwrap().reason
}

#[tokio::test]
async fn only_known_callers_pass_and_a_revoked_one_no_longer_does() {
    let world = world();
    let serving = world.serve().await;
    let address = serving.address;
    let callers = async {
        let refused = knock(world.channel(address, None), None).await;
        assert_eq!(refused.code(), Code::Unauthenticated);
        assert_eq!(reason(&refused), "UNAUTHENTICATED");
        let health = HealthClient::new(world.channel(address, None))
            .check(HealthCheckRequest::default())
            .await
            .unwrap();
        assert_eq!(health.into_inner().status, 1);

        let (agency, credential) = (Uuid::from_u128(5), Uuid::from_u128(6));
        let issued = world.authority.issue_agency(agency, credential, world.now).unwrap();
        save(world.dir.path(), "agency", &issued);
        let by_certificate = world.channel(address, Some("agency"));
        assert_eq!(knock(by_certificate.clone(), None).await.code(), Code::Unimplemented);
        let token = world.token();
        let by_token = knock(world.channel(address, None), Some(&token)).await;
        assert_eq!(by_token.code(), Code::Unimplemented);

        // Revocation holds on connections and for tokens that were accepted before.
        let until = world.now.plus(Duration::from_mins(10));
        world.gate.revoke(credential, until);
        world.gate.revoke(Uuid::from_u128(2), until);
        for (channel, token) in
            [(by_certificate, None), (world.channel(address, None), Some(token.as_str()))]
        {
            let refused = knock(channel, token).await;
            assert_eq!(refused.code(), Code::Unauthenticated);
            assert_eq!(reason(&refused), "CREDENTIAL_REVOKED");
        }
        world.stop.cancel();
    };
    let (stopped, ()) = tokio::join!(serving.done, callers);
    stopped.unwrap();
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_not_let_in() {
    let (ours, theirs) = (world(), world());
    let serving = ours.serve().await;
    let forged = theirs.authority.issue_service("referrals", ours.now).unwrap();
    save(ours.dir.path(), "forged", &forged);
    let caller = async {
        let refused = knock(ours.channel(serving.address, Some("forged")), None).await;
        assert_ne!(refused.code(), Code::Unimplemented);
        ours.stop.cancel();
    };
    let (stopped, ()) = tokio::join!(serving.done, caller);
    stopped.unwrap();
}

#[tokio::test]
async fn plaintext_is_refused_beyond_loopback() {
    let mut world = world();
    world.listen =
        ListenConfig { address: "0.0.0.0:0".parse().unwrap(), ..ListenConfig::default() };
    let started = Server::new(&world.listen, world.gate.clone(), world.stop.clone()).serve().await;
    assert!(matches!(started, Err(StartError::Plaintext)));
}

#[tokio::test]
async fn a_full_house_answers_with_a_delay() {
    let mut world = world();
    world.listen.max_calls = 0;
    let serving = world.serve().await;
    let caller = async {
        let refused = knock(world.channel(serving.address, None), None).await;
        assert_eq!(refused.code(), Code::ResourceExhausted);
        assert!(refused.get_details_retry_info().is_some());
        world.stop.cancel();
    };
    let (stopped, ()) = tokio::join!(serving.done, caller);
    stopped.unwrap();
}

/// What was logged on this thread.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Begins to keep what is logged on this thread, until the guard is dropped.
    pub(super) fn begin() -> (Self, DefaultGuard) {
        let log = Self::default();
        let written = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(move || written.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines().filter(|line| line.contains("answered")).map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn one_line_tells_of_each_call_and_names_nobody() {
    let (log, _logged) = Log::begin();
    let world = world();
    let serving = world.serve().await;
    let callers = async {
        knock(world.channel(serving.address, None), None).await;
        knock(world.channel(serving.address, None), Some(&world.token())).await;
        world.stop.cancel();
    };
    let (stopped, ()) = tokio::join!(serving.done, callers);
    stopped.unwrap();
    let lines = log.lines();
    assert_eq!(lines.len(), 2, "{lines:?}");
    let method = "method=\"/sentier.cases.v1.CasesService/GetCase\"";
    for (line, parts) in lines.iter().zip([
        ["Unauthenticated", "UNAUTHENTICATED", "principal=\"unknown\""],
        ["Unimplemented", "reason=\"\"", "principal=\"staff\""],
    ]) {
        assert!(line.contains(method) && line.contains("duration_ms="), "{line}");
        assert!(parts.iter().all(|part| line.contains(part)), "{line}");
        assert!(!line.contains("00000000-0000"), "no id: {line}");
    }
}
