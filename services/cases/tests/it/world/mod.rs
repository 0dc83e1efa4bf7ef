//! One cases service with its stores, a broker, certificates and callers.

mod peers;
mod referrals;
mod requests;
mod statistics;

use std::sync::Arc;
use std::time::Duration;

use sentier_cases::{CasesConfig, NAME};
use sentier_eventing::Host;
use sentier_eventing::store::{NewEvent, Stamp, StreamAppend};
use sentier_kernel::Moment;
use sentier_platform::auth::Authenticator;
use sentier_platform::auth::token::{Claims, Kind, Signer};
use sentier_platform::authorise::Authoriser;
use sentier_platform::client::channel;
use sentier_platform::clock::Clock;
use sentier_platform::config::ClientConfig;
use sentier_platform::environment::Environment;
use sentier_platform::ids::derived;
use sentier_platform::pki::{Authority, Issued, write_secret_file};
use sentier_platform::shutdown::Shutdown;
use sentier_proto::cases::v1::care_service_client::CareServiceClient;
use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use sentier_proto::cases::v1::correction_service_client::CorrectionServiceClient;
use tempfile::TempDir;
use tonic::client::Grpc;
use tonic::codegen::InterceptedService;
use tonic::transport::Channel;
use tonic::{Request, Status};
use tonic_types::StatusExt as _;
use uuid::Uuid;

pub(crate) use peers::Peers;
pub(crate) use referrals::Referrals;
pub(crate) use requests::*;
pub(crate) use sentier_test_support::broker::Broker;
use sentier_test_support::databases::new_postgres;
pub(crate) use sentier_test_support::wait::until;
pub(crate) use statistics::Statistics;

pub(crate) const CENTRE: &str = "ogou-1";
/// A caseworker of the centre.
pub(crate) const AKOUVI: Uuid = Uuid::from_u128(11);
/// Another one.
pub(crate) const DEDE: Uuid = Uuid::from_u128(12);
/// The supervisor.
pub(crate) const SENA: Uuid = Uuid::from_u128(13);

/// Which database the service stands on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum On {
    Sqlite,
    Postgres,
}

pub(crate) type Connection = InterceptedService<Channel, Bearer>;
pub(crate) type Client = CasesServiceClient<Connection>;
/// The same caller's care service.
pub(crate) type Care = CareServiceClient<Connection>;
/// And her corrections.
pub(crate) type Corrections = CorrectionServiceClient<Connection>;

/// Adds a caller's token.
#[derive(Clone)]
pub(crate) struct Bearer(Option<String>);

impl tonic::service::Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(token) = &self.0 {
            let header = format!("Bearer {token}").parse().expect("a header");
            request.metadata_mut().insert("authorization", header);
        }
        request.metadata_mut().insert("accept-language", "en".parse().expect("a header"));
        Ok(request)
    }
}

pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) broker: Broker,
    pub(crate) peers: Peers,
    pub(crate) statistics: Statistics,
    pub(crate) referrals: Referrals,
    pub(crate) clock: Clock,
    pub(crate) host: Host,
    /// Boxed: it is large, and every test holds a world across its waits.
    pub(crate) config: Box<CasesConfig>,
    /// Who is believed by the service that runs.
    pub(crate) authenticator: Authenticator,
    signer: Signer,
    port: u16,
}

impl World {
    pub(crate) async fn start(on: On) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        // TLS checks certificates by the machine's clock; a fresh file knows it.
        let modified = std::fs::metadata(folder.path()).and_then(|it| it.modified()).expect("now");
        let now = Moment::from_datetime(modified.into());
        let clock = Clock::fixed(now);
        let broker = Broker::start().await;
        let peers = Peers::start(&broker).await;
        let statistics = Statistics::start(folder.path(), now).await;
        let referrals = Referrals::start().await;
        let mut config = Box::new(configure(on, &folder, &broker, &statistics, now).await);
        config.referrals.address = format!("http://{}", referrals.address);
        let signer = Signer::from_seed(&[3; 32]);
        let (host, authenticator, port) = serve(&config, &clock, &signer).await;
        Self {
            folder,
            broker,
            peers,
            statistics,
            referrals,
            clock,
            host,
            config,
            authenticator,
            signer,
            port,
        }
    }

    /// Stops the service and starts it again on the same stores.
    pub(crate) async fn restart(&mut self) {
        self.stop().await;
        let (host, authenticator, port) = serve(&self.config, &self.clock, &self.signer).await;
        self.host = host;
        self.authenticator = authenticator;
        self.port = port;
    }

    /// The same service once more, beside this one and on the same stores.
    pub(crate) async fn replica(&self) -> Host {
        serve(&self.config, &self.clock, &self.signer).await.0
    }

    pub(crate) async fn stop(&self) {
        assert!(self.host.env.shutdown.wait(Duration::from_secs(10)).await, "a clean stop");
    }

    /// A client for a member of staff.
    pub(crate) fn staff(&self, id: Uuid, centre: &str, roles: &[&str]) -> Client {
        CasesServiceClient::new(self.connection(id, centre, roles))
    }

    /// A member of staff's connection, for the other services of the contract.
    pub(crate) fn connection(&self, id: Uuid, centre: &str, roles: &[&str]) -> Connection {
        self.bearer(id, Kind::Staff, Some(centre.to_owned()), roles)
    }

    /// The care service for a member of staff of the centre.
    pub(crate) fn care(&self, id: Uuid, role: &str) -> Care {
        CareServiceClient::new(self.connection(id, CENTRE, &[role]))
    }

    /// Corrections of a member of staff of the centre.
    pub(crate) fn corrections(&self, id: Uuid, role: &str) -> Corrections {
        CorrectionServiceClient::new(self.connection(id, CENTRE, &[role]))
    }

    pub(crate) fn care_as(&self, certificate: Option<&str>, token: Option<String>) -> Care {
        CareServiceClient::new(self.connect(certificate, token))
    }

    pub(crate) fn caseworker(&self) -> Client {
        self.staff(AKOUVI, CENTRE, &["caseworker"])
    }

    pub(crate) fn supervisor(&self) -> Client {
        self.staff(SENA, CENTRE, &["supervisor"])
    }

    pub(crate) fn analyst(&self) -> Client {
        CasesServiceClient::new(self.bearer(Uuid::from_u128(90), Kind::Analyst, None, &[]))
    }

    fn bearer(&self, id: Uuid, kind: Kind, centre: Option<String>, roles: &[&str]) -> Connection {
        self.connect(None, Some(self.token(id, kind, centre, roles)))
    }

    /// A caller's token.
    pub(crate) fn token(
        &self,
        id: Uuid,
        kind: Kind,
        centre: Option<String>,
        roles: &[&str],
    ) -> String {
        let iat = self.clock.now().as_micros() / 1_000_000;
        let claims = Claims {
            iss: "sentier".to_owned(),
            sub: id,
            kind,
            centre,
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            agency: None,
            cid: session_of(id),
            iat,
            // Tests move the clock by months.
            exp: iat + 86_400 * 1_000,
        };
        self.signer.sign(&claims).expect("a token")
    }

    /// The token of an agency's own system.
    pub(crate) fn agency_token(&self, id: Uuid, agency: Uuid) -> String {
        let iat = self.clock.now().as_micros() / 1_000_000;
        let claims = Claims {
            iss: "sentier".to_owned(),
            sub: id,
            kind: Kind::Agency,
            centre: None,
            roles: Vec::new(),
            agency: Some(agency),
            cid: id,
            iat,
            exp: iat + 86_400,
        };
        self.signer.sign(&claims).expect("a token")
    }

    /// A client for one of our own services, by its certificate.
    pub(crate) fn service(&self, name: &str) -> Client {
        CasesServiceClient::new(self.connect(Some(name), None))
    }

    pub(crate) fn anonymous(&self) -> Client {
        CasesServiceClient::new(self.connect(None, None))
    }

    /// A caller who sends bytes of her own making: the supervisor, or one of our services.
    pub(crate) fn raw(&self, service: Option<&str>) -> Grpc<Connection> {
        let connection = match service {
            Some(name) => self.connect(Some(name), None),
            None => self.bearer(SENA, Kind::Staff, Some(CENTRE.to_owned()), &["supervisor"]),
        };
        Grpc::new(connection)
    }

    pub(crate) fn connect(&self, certificate: Option<&str>, token: Option<String>) -> Connection {
        let file = |kind| certificate.map(|name| self.folder.path().join(format!("{name}.{kind}")));
        let config = ClientConfig {
            address: format!("https://localhost:{}", self.port),
            ca_file: Some(self.folder.path().join("ca.pem")),
            cert_file: file("pem"),
            key_file: file("key"),
            ..ClientConfig::default()
        };
        let channel = channel(&config).expect("a channel");
        InterceptedService::new(channel, Bearer(token))
    }

    /// Takes a survivor code of the centre, as another case's opening does.
    pub(crate) async fn hold_code(&self, code: &str) {
        let codes = Uuid::from_u128(0x5e47_1e6c_0de5_4a11_9c0d_e5f0_57a6_b1e5);
        let taken = StreamAppend {
            stream: derived(codes, &format!("{CENTRE}/{code}")),
            expected_version: 0,
            events: vec![NewEvent {
                event_type: "survivor_code_taken.v1",
                payload: b"{}".to_vec(),
            }],
        };
        let stamp = Stamp {
            request_id: Uuid::now_v7(),
            fingerprint: [0; 32],
            principal: "test".to_owned(),
            centre: CENTRE.to_owned(),
            at: self.clock.now(),
        };
        self.host.store.append(stamp, vec![taken]).await.expect("appends");
    }

    /// No file of the service and of the broker holds a text in clear.
    pub(crate) fn nothing_holds(&self, text: &str) {
        for (path, bytes) in self.files() {
            let hit = bytes.windows(text.len()).any(|window| window == text.as_bytes());
            assert!(!hit, "{path} holds a value that it must not");
        }
    }

    /// Every file below the service's folder, with its bytes.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.path().to_owned(), self.broker.folder().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(bytes) = std::fs::read(&path) {
                    files.push((path.display().to_string(), bytes));
                }
            }
        }
        files
    }
}

async fn serve(config: &CasesConfig, clock: &Clock, signer: &Signer) -> (Host, Authenticator, u16) {
    let env = Environment {
        clock: clock.clone(),
        shutdown: Shutdown::new(),
        authoriser: Authoriser::new().expect("the policies"),
    };
    let host = Host::open(NAME, &config.service, &env).await.expect("the stores open");
    let now = clock.clone();
    let authenticator = Authenticator::new(signer.jwks(), Arc::new(move || now.now()));
    let running = sentier_cases::serve(&host, config, authenticator.clone())
        .await
        .expect("the service starts");
    (host, authenticator, running.address.port())
}

async fn configure(
    on: On,
    folder: &TempDir,
    broker: &Broker,
    statistics: &Statistics,
    now: Moment,
) -> CasesConfig {
    let dir = folder.path();
    let authority = Authority::open_or_create(dir, now).expect("an authority");
    let server = authority.issue_server(NAME, &["localhost".to_owned()], now).expect("issued");
    save(folder, NAME, &server);
    for name in ["referrals", "statistics"] {
        save(folder, name, &authority.issue_service(name, now).expect("issued"));
    }
    let mut config = CasesConfig::default();
    config.service.keys_dir = dir.join("keys");
    config.service.nats.url = broker.url.clone();
    config.service.listen.tls.cert_file = Some(dir.join("cases.pem"));
    config.service.listen.tls.key_file = Some(dir.join("cases.key"));
    config.service.listen.tls.client_ca_file = Some(dir.join("ca.pem"));
    config.statistics.address = format!("http://{}", statistics.address);
    match on {
        On::Sqlite => {
            config.service.database = format!("sqlite:{}", dir.join("cases.db").display());
        }
        On::Postgres => {
            config.service.database = new_postgres().await;
            config.service.keys_database = Some(new_postgres().await);
        }
    }
    config
}

fn save(folder: &TempDir, name: &str, issued: &Issued) {
    let path = folder.path();
    std::fs::write(path.join(format!("{name}.pem")), &issued.cert_pem).expect("writes");
    write_secret_file(&path.join(format!("{name}.key")), &issued.key_pem).expect("writes");
}

/// The session in which a member of staff calls.
pub(crate) const fn session_of(id: Uuid) -> Uuid {
    Uuid::from_u128(id.as_u128() + 1_000)
}

/// The reason of a refusal, with its code.
pub(crate) fn reason(status: &Status) -> (tonic::Code, String) {
    let details = status.get_error_details();
    let reason = details.error_info().map(|info| info.reason.clone()).unwrap_or_default();
    (status.code(), reason)
}

/// The fields that a refusal names, in order.
pub(crate) fn fields(status: &Status) -> Vec<String> {
    let details = status.get_error_details();
    let wrong = details.bad_request().map(|bad| bad.field_violations.clone()).unwrap_or_default();
    wrong.into_iter().map(|violation| violation.field).collect()
}
