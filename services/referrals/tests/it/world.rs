//! One installation for one test: databases, broker, authority, the played services and the real one.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use sentier_eventing::Host;
use sentier_eventing::db::Database;
use sentier_eventing::store::{NewEvent, Stamp};
use sentier_kernel::Moment;
use sentier_platform::auth::Authenticator;
use sentier_platform::auth::token::{Claims as TokenClaims, Kind, Signer};
use sentier_platform::authorise::Authoriser;
use sentier_platform::client::channel;
use sentier_platform::clock::Clock;
use sentier_platform::config::{ClientConfig, ListenConfig, ServiceConfig};
use sentier_platform::environment::Environment;
use sentier_platform::pki::{Authority, write_secret_file};
use sentier_platform::server::Server;
use sentier_platform::shutdown::Shutdown;
use sentier_proto::referrals::v1::directory_service_client::DirectoryServiceClient;
use sentier_proto::referrals::v1::referrals_service_client::ReferralsServiceClient;
use sentier_referrals::ReferralsConfig;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tonic::metadata::MetadataValue;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use uuid::Uuid;

use crate::fakes::{Claims, Heard, Keys, PlayedAccess, PlayedCases, Repeater};

pub(crate) const CENTRE: &str = "ogou-1";

/// A database's address.
pub(crate) struct Fresh {
    url: Option<String>,
}

impl Fresh {
    /// A file in the world's folder.
    pub(crate) fn sqlite() -> Self {
        Self { url: None }
    }

    /// A database of the server that `./deploy/test` started.
    pub(crate) async fn postgres() -> Self {
        let server = std::env::var("SENTIER_TEST_POSTGRES")
            .expect("SENTIER_TEST_POSTGRES is not set: run the tests with ./deploy/test");
        let name = format!("t{}", Uuid::now_v7().simple());
        let admin =
            Database::open(&format!("{server}/postgres")).await.expect("PostgreSQL answers");
        admin.fetch(&format!("CREATE DATABASE {name}"), &[]).await.expect("a new database");
        admin.close().await;
        Self { url: Some(format!("{server}/{name}")) }
    }
}

/// A nats-server of this test's own, which flushes every write.
pub(crate) struct Broker {
    url: String,
    _server: Child,
}

impl Broker {
    async fn start(folder: &Path) -> Self {
        std::fs::create_dir_all(folder).expect("a folder");
        let path = folder.display();
        let config = format!(
            "listen: \"127.0.0.1:-1\"\nports_file_dir: \"{path}\"\n\
             jetstream {{ store_dir: \"{path}\", sync_interval: always }}\n"
        );
        std::fs::write(folder.join("nats.conf"), config).expect("writes");
        let server = Command::new("nats-server")
            .arg("-c")
            .arg(folder.join("nats.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("nats-server is on PATH: run the tests with ./deploy/test");
        let pid = server.id().expect("runs");
        let ports = folder.join(format!("nats-server_{pid}.ports"));
        let url = until(async || {
            let text = std::fs::read_to_string(&ports).ok()?;
            let ports: serde_json::Value = serde_json::from_str(&text).ok()?;
            Some(ports.get("nats")?.get(0)?.as_str()?.to_owned())
        })
        .await;
        Self { url, _server: server }
    }
}

/// Asks until there is an answer, for at most 30 seconds.
pub(crate) async fn until<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asking).await.expect("an answer within 30 s")
}

type Caller = InterceptedService<Channel, Bearer>;
pub(crate) type Partner = ReferralsServiceClient<Caller>;
pub(crate) type Keeper = DirectoryServiceClient<Caller>;

/// Carries a token, or nothing for callers with a certificate.
#[derive(Clone)]
pub(crate) struct Bearer(Option<MetadataValue<tonic::metadata::Ascii>>);

impl tonic::service::Interceptor for Bearer {
    fn call(
        &mut self,
        mut request: tonic::Request<()>,
    ) -> Result<tonic::Request<()>, tonic::Status> {
        if let Some(token) = &self.0 {
            request.metadata_mut().insert("authorization", token.clone());
        }
        Ok(request)
    }
}

/// The service under test while it runs.
pub(crate) struct Service {
    pub(crate) address: SocketAddr,
    shutdown: Shutdown,
}

impl Service {
    /// Ends it; all of its tasks stop by themselves.
    pub(crate) async fn stop(&self) {
        assert!(self.shutdown.wait(Duration::from_secs(10)).await, "every task ends by itself");
    }
}

/// What access and cases tell, and an ear for what the service under test tells.
struct Sources {
    access: Host,
    cases: Host,
    shutdown: Shutdown,
}

impl Sources {
    async fn open(folder: &Path, broker: &Broker, env: &Environment, heard: &Heard) -> Self {
        let access = source("access", folder, broker, env).await;
        let cases = source("cases", folder, broker, env).await;
        cases.react(Arc::new(heard.clone()));
        Self { access, cases, shutdown: env.shutdown.clone() }
    }
}

/// One installation.
pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) clock: Clock,
    pub(crate) claims: Claims,
    pub(crate) heard: Heard,
    pub(crate) service: Service,
    pub(crate) database: String,
    around: Shutdown,
    authority: Authority,
    signer: Signer,
    sources: Sources,
    access_address: SocketAddr,
    cases_address: SocketAddr,
    broker: Broker,
}

impl World {
    pub(crate) async fn start(fresh: Fresh) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let modified = std::fs::metadata(folder.path()).expect("it").modified().expect("a time");
        // TLS checks certificates by the machine's clock; the fixed one begins there.
        let now = Moment::from_datetime(modified.into());
        let clock = Clock::fixed(now);
        let authority = Authority::open_or_create(folder.path(), now).expect("an authority");
        for name in ["access", "cases", "referrals"] {
            let issued = authority.issue_server(name, &["localhost".to_owned()], now);
            save(folder.path(), name, &issued.expect("a certificate"));
        }
        let broker = Broker::start(&folder.path().join("nats")).await;
        let signer = Signer::from_seed(&[3; 32]);
        let around = Shutdown::new();
        let env = Environment {
            clock: clock.clone(),
            shutdown: Shutdown::new(),
            authoriser: Authoriser::new().expect("policies"),
        };
        let (claims, heard) = (Claims::default(), Heard::default());
        let sources = Sources::open(folder.path(), &broker, &env, &heard).await;
        let gate = || {
            let clock = clock.clone();
            Authenticator::new(signer.jwks(), Arc::new(move || clock.now()))
        };
        let keys = PlayedAccess(Keys(signer.jwks().to_json()));
        let played = |name| Server::new(&listen(folder.path(), name), gate(), around.token());
        let access = played("access")
            .add(keys)
            .public("/sentier.access.v1.AccessService/GetJwks")
            .public("/sentier.access.v1.AccessService/ListRevocations");
        let access_address = play(access, &around).await;
        let cases = played("cases").add(PlayedCases(claims.clone()));
        let cases_address = play(cases, &around).await;
        let database = fresh
            .url
            .unwrap_or_else(|| format!("sqlite:{}", folder.path().join("referrals.db").display()));
        let config = config(folder.path(), &database, &broker, access_address, cases_address);
        let service = start(&config, &clock).await;
        Self {
            folder,
            clock,
            claims,
            heard,
            service,
            database,
            around,
            authority,
            signer,
            sources,
            access_address,
            cases_address,
            broker,
        }
    }

    /// Starts the service again, on the databases where the last one stopped.
    pub(crate) async fn restart(&self) -> Service {
        let config = config(
            self.folder.path(),
            &self.database,
            &self.broker,
            self.access_address,
            self.cases_address,
        );
        start(&config, &self.clock).await
    }

    /// Replaces the broker by an empty one, and tells everything that was ever told again.
    pub(crate) async fn tell_everything_again(&mut self) {
        self.service.stop().await;
        self.sources.shutdown.wait(Duration::from_secs(10)).await;
        self.broker = Broker::start(&self.folder.path().join("nats-anew")).await;
        let forget = "UPDATE relay SET position = 0, until = 0";
        self.sources.cases.store.database().execute(forget, &[]).await.expect("writes");
        let env = Environment {
            clock: self.clock.clone(),
            shutdown: Shutdown::new(),
            authoriser: Authoriser::new().expect("policies"),
        };
        self.sources = Sources::open(self.folder.path(), &self.broker, &env, &self.heard).await;
        self.service = self.restart().await;
    }

    pub(crate) async fn stop(&self) {
        self.service.stop().await;
        self.sources.shutdown.trigger();
        self.around.trigger();
    }

    /// An event of cases is stored there, and published.
    pub(crate) async fn tell(&self, fact: &'static str, payload: Vec<u8>) {
        tell(&self.sources.cases, CENTRE, fact, payload).await;
    }

    /// An event of access.
    pub(crate) async fn tell_of_access(&self, fact: &'static str, payload: Vec<u8>) {
        tell(&self.sources.access, "installation", fact, payload).await;
    }

    fn channel_of(&self, service: &Service, certificate: Option<&str>) -> Channel {
        let file = |kind| certificate.map(|name| self.folder.path().join(format!("{name}.{kind}")));
        let config = ClientConfig {
            address: format!("https://localhost:{}", service.address.port()),
            ca_file: Some(self.folder.path().join("ca.pem")),
            cert_file: file("pem"),
            key_file: file("key"),
            ..ClientConfig::default()
        };
        channel(&config).expect("a channel")
    }

    fn bearer(&self, kind: Kind, centre: Option<&str>, role: Option<&str>) -> Bearer {
        let iat = self.clock.now().as_micros() / 1_000_000;
        let claims = TokenClaims {
            iss: "sentier".to_owned(),
            sub: Uuid::from_u128(50),
            kind,
            centre: centre.map(str::to_owned),
            roles: role.map(str::to_owned).into_iter().collect(),
            agency: None,
            cid: Uuid::from_u128(51),
            iat,
            exp: iat + 86_400,
        };
        let token = self.signer.sign(&claims).expect("signs");
        Bearer(Some(format!("Bearer {token}").parse().expect("a header")))
    }

    /// A system of `agency`, with a certificate of its own.
    pub(crate) fn partner(&self, agency: Uuid) -> Partner {
        self.partner_of(&self.service, agency)
    }

    /// The same, calling another run of the service.
    pub(crate) fn partner_of(&self, service: &Service, agency: Uuid) -> Partner {
        let name = format!("agency-{agency}");
        if !self.folder.path().join(format!("{name}.pem")).exists() {
            let issued = self.authority.issue_agency(agency, credential(agency), self.clock.now());
            save(self.folder.path(), &name, &issued.expect("a certificate"));
        }
        let channel = self.channel_of(service, Some(&name));
        ReferralsServiceClient::with_interceptor(channel, Bearer(None))
    }

    /// A member of a centre's staff.
    pub(crate) fn staff(&self, centre: &str, role: &str) -> Partner {
        let bearer = self.bearer(Kind::Staff, Some(centre), Some(role));
        ReferralsServiceClient::with_interceptor(self.channel_of(&self.service, None), bearer)
    }

    /// A member of staff at the directory.
    pub(crate) fn keeper(&self, role: &str) -> Keeper {
        let bearer = self.bearer(Kind::Staff, Some(CENTRE), Some(role));
        DirectoryServiceClient::with_interceptor(self.channel_of(&self.service, None), bearer)
    }

    /// An agency at the directory.
    pub(crate) fn reader(&self, agency: Uuid) -> Keeper {
        drop(self.partner(agency));
        let channel = self.channel_of(&self.service, Some(&format!("agency-{agency}")));
        DirectoryServiceClient::with_interceptor(channel, Bearer(None))
    }
}

/// The credential in an agency's certificate.
pub(crate) fn credential(agency: Uuid) -> Uuid {
    Uuid::new_v5(&agency, b"credential")
}

async fn tell(host: &Host, centre: &str, fact: &'static str, payload: Vec<u8>) {
    let id = Uuid::now_v7();
    let stamp = Stamp {
        request_id: id,
        fingerprint: [0; 32],
        principal: "tests".to_owned(),
        centre: centre.to_owned(),
        at: host.env.clock.now(),
    };
    host.store.note(stamp, id, NewEvent { event_type: fact, payload }).await.expect("stores");
}

async fn source(name: &'static str, folder: &Path, broker: &Broker, env: &Environment) -> Host {
    let database = format!("sqlite:{}", folder.join(format!("{name}.db")).display());
    let config = service_config(folder, name, &database, broker);
    let host = Host::open(name, &config, env).await.expect("a played service opens");
    host.publish(Arc::new(Repeater));
    host
}

async fn play(server: Server, around: &Shutdown) -> SocketAddr {
    let serving = server.serve().await.expect("a played service listens");
    drop(around.spawn(serving.done));
    serving.address
}

async fn start(config: &ReferralsConfig, clock: &Clock) -> Service {
    let env = Environment {
        clock: clock.clone(),
        shutdown: Shutdown::new(),
        authoriser: Authoriser::new().expect("policies"),
    };
    let running = sentier_referrals::start(config, &env).await.expect("the service starts");
    Service { address: running.address, shutdown: env.shutdown }
}

fn save(folder: &Path, name: &str, issued: &sentier_platform::pki::Issued) {
    std::fs::write(folder.join(format!("{name}.pem")), &issued.cert_pem).expect("writes");
    write_secret_file(&folder.join(format!("{name}.key")), &issued.key_pem).expect("writes");
}

fn pem(folder: &Path, name: &str) -> (Option<PathBuf>, Option<PathBuf>) {
    let file = |kind| Some(folder.join(format!("{name}.{kind}")));
    (file("pem"), file("key"))
}

fn listen(folder: &Path, name: &str) -> ListenConfig {
    let mut listen = ListenConfig::default();
    (listen.tls.cert_file, listen.tls.key_file) = pem(folder, name);
    listen.tls.client_ca_file = Some(folder.join("ca.pem"));
    listen
}

fn service_config(folder: &Path, name: &str, database: &str, broker: &Broker) -> ServiceConfig {
    let mut config = ServiceConfig {
        database: database.to_owned(),
        keys_dir: folder.join(format!("{name}-keys")),
        listen: listen(folder, name),
        ..ServiceConfig::default()
    };
    config.nats.url.clone_from(&broker.url);
    config
}

fn config(
    folder: &Path,
    database: &str,
    broker: &Broker,
    access: SocketAddr,
    cases: SocketAddr,
) -> ReferralsConfig {
    let (cert_file, key_file) = pem(folder, "referrals");
    let client = |address: SocketAddr| ClientConfig {
        address: format!("https://localhost:{}", address.port()),
        ca_file: Some(folder.join("ca.pem")),
        cert_file: cert_file.clone(),
        key_file: key_file.clone(),
        ..ClientConfig::default()
    };
    ReferralsConfig {
        service: service_config(folder, "referrals", database, broker),
        access: client(access),
        cases: client(cases),
        ..ReferralsConfig::default()
    }
}
