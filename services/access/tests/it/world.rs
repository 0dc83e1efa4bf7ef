//! A running access service with its stores, its broker and its callers.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use prost_types::Timestamp;
use sentier_access::AccessConfig;
use sentier_eventing::store::{EventStore, StoreOptions};
use sentier_kernel::Moment;
use sentier_platform::auth::token::Jwks;
use sentier_platform::auth::{Authenticator, Identity, Unknown};
use sentier_platform::client::channel;
use sentier_platform::clock::Clock;
use sentier_platform::config::ClientConfig;
use sentier_platform::environment::Environment;
use sentier_platform::grpc::moment;
use sentier_platform::pki::{Authority, Issued};
use sentier_platform::shutdown::Shutdown;
use sentier_proto::access::v1::access_service_client::AccessServiceClient;
use sentier_proto::access::v1::{
    BootstrapRequest, CreateStaffRequest, GetJwksRequest, Session, SignInRequest, Staff, StaffRole,
};
use sentier_test_support::broker::Broker;
use sentier_test_support::callers::{connection, listen, save};
use sentier_test_support::databases::Fresh;
use sentier_test_support::environment;
use tonic::transport::Channel;
use tonic::{Request, Status};
use tonic_types::StatusExt as _;
use uuid::Uuid;

pub(crate) type Client = AccessServiceClient<Channel>;

pub(crate) const CENTRE: &str = "centres/ogou-1";
pub(crate) const PASSWORD: &str = "trois chèvres";
pub(crate) const ADMINISTRATOR: &str = "afi.mensah";
pub(crate) const ADMINISTRATOR_NAME: &str = "Afi Mensah-Kpodar";

/// The service and what it runs on.
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) config: AccessConfig,
    pub(crate) broker: Broker,
    pub(crate) fresh: Fresh,
    shutdown: Shutdown,
    port: u16,
}

impl World {
    pub(crate) async fn start(fresh: Fresh) -> Self {
        Self::start_with(fresh, |config| config.sign_ins_per_minute = 600).await
    }

    pub(crate) async fn start_with(fresh: Fresh, set: impl FnOnce(&mut AccessConfig)) -> Self {
        let broker = Broker::start().await;
        // Certificates are judged by the real time, everything else by this hand.
        let clock = Clock::fixed(Clock::system().now());
        let folder = fresh.folder.path();
        let mut config = AccessConfig { pki_dir: folder.join("pki"), ..AccessConfig::default() };
        set(&mut config);
        config.service.database.clone_from(&fresh.url);
        config.service.keys_dir = folder.join("keys");
        config.service.nats.url.clone_from(&broker.url);
        let authority = Authority::open_or_create(&config.pki_dir, clock.now()).expect("a root");
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let issued = authority.issue_server("access", &names, clock.now()).expect("issues");
        save(&config.pki_dir, "access", &issued);
        config.service.listen.tls = listen(&config.pki_dir, "access").tls;
        let mut world = Self { clock, config, broker, fresh, shutdown: Shutdown::new(), port: 0 };
        world.run().await;
        world
    }

    async fn run(&mut self) {
        self.shutdown = Shutdown::new();
        let running = sentier_access::start(&self.config, &self.environment(&self.shutdown)).await;
        self.port = running.expect("starts").address.port();
    }

    pub(crate) fn environment(&self, shutdown: &Shutdown) -> Environment {
        Environment { shutdown: shutdown.clone(), ..environment(&self.clock) }
    }

    /// Stops the service and starts it again on the same stores.
    pub(crate) async fn restart(&mut self) {
        assert!(self.shutdown.wait(Duration::from_secs(10)).await, "it stops by itself");
        self.run().await;
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// How a caller with this certificate connects.
    pub(crate) fn connection(&self, name: &str, issued: &Issued) -> ClientConfig {
        save(&self.config.pki_dir, name, issued);
        connection(&self.config.pki_dir, self.port, Some(name))
    }

    /// Where the broker keeps its messages.
    pub(crate) fn broker_folder(&self) -> &Path {
        self.broker.folder()
    }

    /// How one of our services connects.
    pub(crate) fn service(&self, name: &str) -> ClientConfig {
        let authority =
            Authority::open_or_create(&self.config.pki_dir, self.now()).expect("a root");
        self.connection(name, &authority.issue_service(name, self.now()).expect("issues"))
    }

    /// A line without certificate.
    pub(crate) fn line(&self) -> Channel {
        channel(&connection(&self.config.pki_dir, self.port, None)).expect("a channel")
    }

    /// A caller without certificate.
    pub(crate) fn client(&self) -> Client {
        Client::new(self.line())
    }

    /// The one-time secret in its file.
    pub(crate) fn secret(&self) -> Option<String> {
        std::fs::read_to_string(self.config.service.keys_dir.join("bootstrap-secret")).ok()
    }

    pub(crate) async fn bootstrap(&self) -> Staff {
        let asked = BootstrapRequest {
            secret: self.secret().expect("a secret waits"),
            centre: "ogou-1".to_owned(),
            user_name: ADMINISTRATOR.to_owned(),
            display_name: ADMINISTRATOR_NAME.to_owned(),
            password: PASSWORD.to_owned(),
        };
        let answer = self.client().bootstrap(asked).await.expect("bootstraps").into_inner();
        answer.staff.expect("the administrator")
    }

    pub(crate) async fn sign_in(&self, user_name: &str) -> Result<Session, Status> {
        self.sign_in_with(user_name, PASSWORD).await
    }

    pub(crate) async fn sign_in_with(
        &self,
        user_name: &str,
        password: &str,
    ) -> Result<Session, Status> {
        let (user_name, password) = (user_name.to_owned(), password.to_owned());
        let answer = self.client().sign_in(SignInRequest { user_name, password }).await?;
        Ok(answer.into_inner().session.expect("a session"))
    }

    /// The access token of the first administrator, after bootstrapping.
    pub(crate) async fn administrator(&self) -> String {
        self.bootstrap().await;
        self.sign_in(ADMINISTRATOR).await.expect("signs in").access_token
    }

    /// Creates a member of staff and signs her in.
    pub(crate) async fn staff(
        &self,
        administrator: &str,
        user_name: &str,
        role: StaffRole,
    ) -> (Staff, Session) {
        let asked = create_staff(user_name, role);
        let answer = self.client().create_staff(by(administrator, asked)).await.expect("creates");
        let session = self.sign_in(user_name).await.expect("signs in");
        (answer.into_inner().staff.expect("the account"), session)
    }

    /// Another service's authenticator, with the keys of this moment.
    pub(crate) async fn verifier(&self) -> Authenticator {
        let answer = self.client().get_jwks(GetJwksRequest {}).await.expect("answers");
        let keys = Jwks::parse(&answer.into_inner().jwks_json).expect("keys");
        let clock = self.clock.clone();
        Authenticator::new(keys, Arc::new(move || clock.now()))
    }

    /// Who another service takes the bearer of a token for.
    pub(crate) async fn identity(&self, token: &str) -> Result<Identity, Unknown> {
        self.verifier().await.bearer(token)
    }

    /// The service's store, opened beside it.
    pub(crate) async fn store(&self) -> EventStore {
        EventStore::open(&self.fresh.url, StoreOptions::default()).await.expect("opens")
    }
}

pub(crate) fn create_staff(user_name: &str, role: StaffRole) -> CreateStaffRequest {
    CreateStaffRequest {
        parent: CENTRE.to_owned(),
        request_id: id(),
        user_name: user_name.to_owned(),
        display_name: format!("Dame {user_name}"),
        password: PASSWORD.to_owned(),
        roles: vec![role.into()],
    }
}

/// A fresh request id.
pub(crate) fn id() -> String {
    Uuid::now_v7().to_string()
}

/// A request by the bearer of a token.
pub(crate) fn by<T>(token: &str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    let value = format!("Bearer {token}").parse().expect("ASCII");
    request.metadata_mut().insert("authorization", value);
    request
}

pub(crate) fn at(time: Option<&Timestamp>) -> Moment {
    moment(time.expect("a time")).expect("on the calendar")
}

/// The machine-readable reason of a refusal.
pub(crate) fn reason<T: std::fmt::Debug>(answer: Result<T, Status>) -> String {
    let status = answer.expect_err("a refusal");
    status.get_error_details().error_info().expect("a reason").reason.clone()
}

/// The wrong fields of a refusal.
pub(crate) fn wrong_fields<T: std::fmt::Debug>(answer: Result<T, Status>) -> Vec<String> {
    let details = answer.expect_err("a refusal").get_error_details();
    let violations = &details.bad_request().expect("a bad request").field_violations;
    violations.iter().map(|violation| violation.field.clone()).collect()
}
