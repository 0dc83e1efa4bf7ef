//! Access: who is who. Accounts of staff and officers, credentials of agencies and analysts, sessions,
//! signing keys and the installation's certificate authority.
//!
//! A call goes through [`grpc`] (convert, authorise) to [`application`] (load, decide, append); the
//! rules are in the crate `sentier-access-domain`. What must be refused is published to the other
//! services ([`publish`]), listed for those that start ([`projections`]) and refused here ([`refuse`]).

mod application;
mod config;
mod endings;
mod grpc;
mod keys;
mod projections;
mod publish;
mod refuse;
mod store;

use std::sync::Arc;
use std::time::Duration;

use sentier_eventing::host::{Host, HostError, Running};
use sentier_platform::auth::Authenticator;
use sentier_platform::environment::Environment;
use sentier_platform::pki::Authority;
use sentier_platform::server::Server;
use sentier_proto::access::v1::access_service_server::AccessServiceServer;
use sentier_proto::access::v1::rotation_service_server::RotationServiceServer;

use application::{Access, Attempts, Passwords};
pub use config::AccessConfig;
use config::days;
use keys::{LookupKey, Rotation, SigningKeys};
pub use projections::projections;
use projections::revocation_list;
use publish::Revocations;
use refuse::Refusals;

/// How often keys are looked at.
const ROTATE: Duration = Duration::from_mins(10);
/// How long the read model of revocations may take to catch up at the start.
const CATCH_UP: Duration = Duration::from_mins(5);

/// Runs the access service until the process ends.
///
/// # Errors
/// When a store, a key or the address cannot be used.
pub async fn start(config: &AccessConfig, env: &Environment) -> Result<Running, HostError> {
    let host = Host::open("access", &config.service, env).await?;
    let projections = host.project(projections()).await?;
    host.publish(Arc::new(Revocations));

    let now = env.clock.now();
    let lives = config.lives();
    let rotation = Rotation {
        every: days(config.signing_key_days),
        longest_token: lives.agency_token.max(lives.analyst_token) + days(1),
    };
    let folder = &config.service.keys_dir;
    let signing = SigningKeys::open(&folder.join("signing"), rotation, now).map_err(keys)?;
    let clock = env.clock.clone();
    let authenticator = Authenticator::new(signing.published(), Arc::new(move || clock.now()));
    rotate(env, signing.clone(), authenticator.clone());

    let position = *host.store.head().borrow();
    let known = projections.caught_up(revocation_list::NAME, CATCH_UP).await;
    known.map_err(|behind| failed("revocations cannot be listed", behind))?;
    let refusals = Refusals::load(&host.store, authenticator.clone(), position, now).await?;
    let refused_up_to = refusals.reached();
    drop(env.shutdown.spawn(refusals.follow(env.shutdown.token())));

    let access = Access {
        host: host.clone(),
        projections,
        passwords: Passwords::new(config.concurrent_hashes)
            .map_err(|error| failed("passwords cannot be hashed", error))?,
        attempts: Attempts::new(config.sign_ins_per_minute),
        lookup: LookupKey::open(folder).map_err(keys)?,
        signing,
        authority: Authority::open_or_create(&config.pki_dir, now)
            .map_err(|error| failed("the certificate authority cannot be opened", error))?,
        lives,
        bootstrap_file: config.bootstrap_file(),
        refused_up_to,
    };
    access.prepare().await?;
    let access = Arc::new(access);
    drop(env.shutdown.spawn(endings::run(Arc::clone(&access), env.shutdown.token())));
    let rotation = RotationServiceServer::new(grpc::Rotation::new(Arc::clone(&access)));
    let service = AccessServiceServer::new(grpc::Service::new(access));
    let add = |server: Server| public(server.add(service).add(rotation));
    host.serve(&config.service.listen, authenticator, add).await
}

/// What is called without a credential.
fn public(server: Server) -> Server {
    grpc::PUBLIC.into_iter().fold(server, Server::public)
}

/// Changes signing keys as their time comes.
fn rotate(env: &Environment, signing: SigningKeys, authenticator: Authenticator) {
    let (clock, stop) = (env.clock.clone(), env.shutdown.token());
    drop(env.shutdown.spawn(async move {
        loop {
            tokio::select! {
                () = tokio::time::sleep(ROTATE) => {}
                () = stop.cancelled() => return,
            }
            match signing.rotate(clock.now()) {
                Ok(published) => authenticator.trust(published),
                Err(error) => tracing::error!(%error, "signing keys could not be looked at"),
            }
        }
    }));
}

fn keys(error: keys::KeyError) -> HostError {
    failed("the service's keys cannot be opened", error)
}

fn failed(what: &'static str, source: impl std::error::Error + Send + Sync + 'static) -> HostError {
    HostError::Service { what, source: Box::new(source) }
}
