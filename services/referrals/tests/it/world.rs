//! One installation for one test: databases, broker, authority, the played services and the real one.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sentier_eventing::Host;
use sentier_eventing::store::{NewEvent, Stamp};
use sentier_platform::auth::Authenticator;
use sentier_platform::auth::token::{Kind, Signer};
use sentier_platform::client::{channel, endpoint};
use sentier_platform::clock::Clock;
use sentier_platform::config::ServiceConfig;
use sentier_platform::environment::Environment;
use sentier_platform::pki::Authority;
use sentier_platform::server::Server;
use sentier_platform::shutdown::Shutdown;
use sentier_proto::referrals::v1::directory_service_client::DirectoryServiceClient;
use sentier_proto::referrals::v1::inbound_service_client::InboundServiceClient;
use sentier_proto::referrals::v1::lifecycle_service_client::LifecycleServiceClient;
use sentier_proto::referrals::v1::messages_service_client::MessagesServiceClient;
use sentier_proto::referrals::v1::onward_service_client::OnwardServiceClient;
use sentier_proto::referrals::v1::pathway_service_client::PathwayServiceClient;
use sentier_proto::referrals::v1::referrals_service_client::ReferralsServiceClient;
use sentier_proto::referrals::v1::webhook_service_client::WebhookServiceClient;
use sentier_referrals::ReferralsConfig;
use sentier_test_support::broker::Broker;
use sentier_test_support::callers::{Holder, connection, listen, now, save};
use sentier_test_support::databases::{On, new_postgres};
use sentier_test_support::environment;
use tempfile::TempDir;
use tonic::metadata::MetadataValue;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use uuid::Uuid;

use crate::fakes::{Claims, Heard, Keys, PlayedAccess, PlayedCases, PlayedRelations, Repeater};

pub(crate) const CENTRE: &str = "ogou-1";

type Caller = InterceptedService<Channel, Bearer>;
pub(crate) type Partner = ReferralsServiceClient<Caller>;
pub(crate) type Mover = LifecycleServiceClient<Caller>;
pub(crate) type Submitter = InboundServiceClient<Caller>;
pub(crate) type Proposer = OnwardServiceClient<Caller>;
pub(crate) type Writer = MessagesServiceClient<Caller>;
pub(crate) type Keeper = DirectoryServiceClient<Caller>;
pub(crate) type Hooks = WebhookServiceClient<Caller>;
pub(crate) type Planner = PathwayServiceClient<Caller>;

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
    pub(crate) broker: Broker,
    /// Where the FHIR door is, when it was opened.
    pub(crate) fhir: Option<SocketAddr>,
    tune: fn(&mut ReferralsConfig),
}

impl World {
    pub(crate) async fn start(on: On) -> Self {
        Self::start_with(on, |_config| {}).await
    }

    /// With other options than the usual ones.
    pub(crate) async fn start_with(on: On, tune: fn(&mut ReferralsConfig)) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        // TLS checks certificates by the machine's clock; the fixed one begins there.
        let now = now();
        let clock = Clock::fixed(now);
        let authority = Authority::open_or_create(folder.path(), now).expect("an authority");
        for name in ["access", "cases", "referrals"] {
            let issued = authority.issue_server(name, &["localhost".to_owned()], now);
            save(folder.path(), name, &issued.expect("a certificate"));
        }
        let broker = Broker::start().await;
        let signer = Signer::from_seed(&[3; 32]);
        let around = Shutdown::new();
        let env = environment(&clock);
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
        let cases = cases.add(PlayedRelations(claims.clone()));
        let cases_address = play(cases, &around).await;
        let database = match on {
            On::Sqlite => format!("sqlite:{}", folder.path().join("referrals.db").display()),
            On::Postgres => new_postgres().await,
        };
        let mut config = config(folder.path(), &database, &broker, access_address, cases_address);
        tune(&mut config);
        let fhir = config.fhir.address;
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
            fhir,
            tune,
        }
    }

    /// Starts the service again, on the databases where the last one stopped.
    pub(crate) async fn restart(&self) -> Service {
        let mut config = config(
            self.folder.path(),
            &self.database,
            &self.broker,
            self.access_address,
            self.cases_address,
        );
        (self.tune)(&mut config);
        start(&config, &self.clock).await
    }

    /// Replaces the broker by an empty one, and tells everything that was ever told again.
    pub(crate) async fn tell_everything_again(&mut self) {
        self.service.stop().await;
        self.sources.shutdown.wait(Duration::from_secs(10)).await;
        self.broker = Broker::start().await;
        let forget = "UPDATE relay SET position = 0, until = 0";
        self.sources.cases.store.database().execute(forget, &[]).await.expect("writes");
        let env = environment(&self.clock);
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
        let connection = connection(self.folder.path(), service.address.port(), certificate);
        channel(&connection).expect("a channel")
    }

    fn bearer(&self, centre: &str, role: &str) -> Bearer {
        Bearer(Some(self.token(centre, role).parse().expect("a header")))
    }

    /// What a member of a centre's staff shows for herself.
    pub(crate) fn token(&self, centre: &str, role: &str) -> String {
        let holder = Holder {
            id: Uuid::from_u128(50),
            kind: Kind::Staff,
            centre: Some(centre),
            roles: &[role],
        };
        holder.authorization(&self.signer, self.clock.now())
    }

    /// A system of `agency`, with a certificate of its own.
    pub(crate) fn partner(&self, agency: Uuid) -> Partner {
        self.partner_of(&self.service, agency)
    }

    /// The same on a connection that takes little at once, so that what its reader leaves waits at the service.
    pub(crate) fn narrow_partner(&self, agency: Uuid) -> Partner {
        drop(self.partner(agency));
        let (folder, port) = (self.folder.path(), self.service.address.port());
        let connection = connection(folder, port, Some(&format!("agency-{agency}")));
        let narrow = endpoint(&connection).expect("an endpoint").initial_stream_window_size(4_096);
        ReferralsServiceClient::with_interceptor(narrow.connect_lazy(), Bearer(None))
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
        let bearer = self.bearer(centre, role);
        ReferralsServiceClient::with_interceptor(self.channel_of(&self.service, None), bearer)
    }

    fn agency_channel(&self, agency: Uuid) -> Channel {
        drop(self.partner(agency));
        self.channel_of(&self.service, Some(&format!("agency-{agency}")))
    }

    /// An agency that moves referrals.
    pub(crate) fn mover(&self, agency: Uuid) -> Mover {
        LifecycleServiceClient::with_interceptor(self.agency_channel(agency), Bearer(None))
    }

    /// A member of a centre's staff who moves referrals.
    pub(crate) fn staff_mover(&self, centre: &str, role: &str) -> Mover {
        let bearer = self.bearer(centre, role);
        LifecycleServiceClient::with_interceptor(self.channel_of(&self.service, None), bearer)
    }

    /// An agency that refers to the centre.
    pub(crate) fn submitter(&self, agency: Uuid) -> Submitter {
        InboundServiceClient::with_interceptor(self.agency_channel(agency), Bearer(None))
    }

    /// A member of a centre's staff who takes what agencies refer.
    pub(crate) fn taker(&self, centre: &str, role: &str) -> Submitter {
        let bearer = self.bearer(centre, role);
        InboundServiceClient::with_interceptor(self.channel_of(&self.service, None), bearer)
    }

    /// An agency that proposes.
    pub(crate) fn proposer(&self, agency: Uuid) -> Proposer {
        OnwardServiceClient::with_interceptor(self.agency_channel(agency), Bearer(None))
    }

    /// An agency that writes.
    pub(crate) fn writer(&self, agency: Uuid) -> Writer {
        MessagesServiceClient::with_interceptor(self.agency_channel(agency), Bearer(None))
    }

    /// A member of a centre's staff who writes.
    pub(crate) fn staff_writer(&self, centre: &str, role: &str) -> Writer {
        let bearer = self.bearer(centre, role);
        MessagesServiceClient::with_interceptor(self.channel_of(&self.service, None), bearer)
    }

    /// An agency that is told of changes at an address of its own.
    pub(crate) fn hooks(&self, agency: Uuid) -> Hooks {
        WebhookServiceClient::with_interceptor(self.agency_channel(agency), Bearer(None))
    }

    /// A member of a centre's staff who looks after agencies' webhooks.
    pub(crate) fn staff_hooks(&self, centre: &str, role: &str) -> Hooks {
        let bearer = self.bearer(centre, role);
        WebhookServiceClient::with_interceptor(self.channel_of(&self.service, None), bearer)
    }

    /// A member of staff at the directory.
    pub(crate) fn keeper(&self, role: &str) -> Keeper {
        let bearer = self.bearer(CENTRE, role);
        DirectoryServiceClient::with_interceptor(self.channel_of(&self.service, None), bearer)
    }

    /// A member of a centre's staff at its pathway.
    pub(crate) fn planner(&self, centre: &str, role: &str) -> Planner {
        let bearer = self.bearer(centre, role);
        PathwayServiceClient::with_interceptor(self.channel_of(&self.service, None), bearer)
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
    let env = environment(clock);
    let running = Box::pin(sentier_referrals::start(config, &env)).await;
    let running = running.expect("the service starts");
    Service { address: running.address, shutdown: env.shutdown }
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
    let client = |address: SocketAddr| connection(folder, address.port(), Some("referrals"));
    ReferralsConfig {
        service: service_config(folder, "referrals", database, broker),
        access: client(access),
        cases: client(cases),
        webhook_loopback: true,
        ..ReferralsConfig::default()
    }
}
