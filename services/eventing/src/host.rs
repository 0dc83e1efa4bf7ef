//! What a service runs on: its stores, the broker, and the loops between them.
//!
//! A service opens one [`Host`], gives it its projections, its publisher and its reactions, and then
//! serves. Everything ends with the process's [`Shutdown`](sentier_platform::shutdown::Shutdown).

use std::net::SocketAddr;
use std::sync::Arc;

use sentier_platform::auth::Authenticator;
use sentier_platform::client::ClientError;
use sentier_platform::config::{ListenConfig, ServiceConfig};
use sentier_platform::environment::Environment;
use sentier_platform::ids::new_id;
use sentier_platform::principal::Principal;
use sentier_platform::server::{Server, StartError};
use tokio::sync::watch;
use uuid::Uuid;

use crate::inbox::{Consumer, Reaction};
use crate::ledger::{Keeper, KeeperError, Signer};
use crate::nats::{Nats, NatsError};
use crate::outbox::{Publisher, Relay};
use crate::projection::{Projection, Projections};
use crate::store::{EventStore, Stamp, StoreError, StoreOptions};
use crate::streams::{Call, Reading};
use crate::vault::{Vault, VaultConfig, VaultError};

/// Why a service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// The event store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key store cannot be opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The ledger cannot be kept.
    #[error(transparent)]
    Ledger(#[from] KeeperError),
    /// The broker is configured wrongly, or too old.
    #[error(transparent)]
    Nats(#[from] NatsError),
    /// A called service is configured wrongly.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The address cannot be served.
    #[error(transparent)]
    Serve(#[from] StartError),
    /// The folder of keys cannot be used.
    #[error("the folder of keys cannot be used")]
    Keys(#[from] std::io::Error),
    /// The process was stopped while it waited for another service.
    #[error("stopped while waiting for the access service")]
    Stopped,
    /// What only one service needs to start failed.
    #[error("{what}")]
    Service {
        /// What could not be done.
        what: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// A service that listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    /// The bound address.
    pub address: SocketAddr,
}

/// The stores, the broker and the loops of one service. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Host {
    /// The service's name, the third token of its subjects.
    pub name: &'static str,
    /// The process's surroundings.
    pub env: Environment,
    /// Its events.
    pub store: EventStore,
    /// Its data keys.
    pub vault: Vault,
    /// Who signs for its ledger.
    pub signer: Arc<Signer>,
    /// The broker.
    pub nats: Nats,
    stop: watch::Receiver<bool>,
}

impl Host {
    /// Opens the stores and begins to connect to the broker.
    ///
    /// # Errors
    /// When a store cannot be opened, or the broker refuses what we need.
    pub async fn open(
        name: &'static str,
        config: &ServiceConfig,
        env: &Environment,
    ) -> Result<Self, HostError> {
        let store = EventStore::open(
            &config.database_url()?,
            StoreOptions { service: name, ..StoreOptions::default() },
        )
        .await?;
        let folder = &config.keys_dir;
        std::fs::create_dir_all(folder)?;
        let database = config.keys_database_url()?.to_string();
        let vault = Vault::open(&VaultConfig { database, epochs: folder.join("epochs") }).await?;
        let stop = stop(env);
        let origin = format!("sentier/installation/{name}");
        let keeper = Keeper::open(&store, &origin, &folder.join("ledger"))?;
        let signer = keeper.signer();
        drop(env.shutdown.spawn(keeper.run(stop.clone())));
        let nats = Nats::connect(&config.nats).await?;
        Ok(Self { name, env: env.clone(), store, vault, signer, nats, stop })
    }

    /// Keeps these read models up to date.
    ///
    /// # Errors
    /// When their tables cannot be created.
    pub async fn project(
        &self,
        projections: Vec<Arc<dyn Projection>>,
    ) -> Result<Projections, HostError> {
        let spawn = |task| drop(self.env.shutdown.spawn(task));
        Ok(Projections::start(&self.store, projections, &self.stop, spawn).await?)
    }

    /// Publishes what `publisher` lets through, in order.
    pub fn publish(&self, publisher: Arc<dyn Publisher>) {
        self.publish_beside(self.name, publisher);
    }

    /// As [`Host::publish`], with a mark of its own under `name`: for facts that wait for something that
    /// the others must not wait for.
    pub fn publish_beside(&self, name: &'static str, publisher: Arc<dyn Publisher>) {
        let relay = Relay {
            name,
            service: self.name,
            store: self.store.clone(),
            nats: self.nats.clone(),
            publisher,
            holder: new_id(),
            stop: self.stop.clone(),
        };
        drop(self.env.shutdown.spawn(relay.run()));
    }

    /// Feeds a reaction from the broker.
    pub fn react(&self, reaction: Arc<dyn Reaction>) {
        let consumer = Consumer {
            nats: self.nats.clone(),
            reaction,
            store: self.store.clone(),
            stop: self.stop.clone(),
        };
        drop(self.env.shutdown.spawn(consumer.run()));
    }

    /// One command's surroundings, received now.
    pub fn call(
        &self,
        principal: &Principal,
        centre: &str,
        request_id: Uuid,
        fingerprint: [u8; 32],
        expected_version: Option<i64>,
    ) -> Call {
        let stamp = Stamp {
            request_id,
            fingerprint,
            principal: principal.name(),
            centre: centre.to_owned(),
            at: self.env.clock.now(),
        };
        Call { stamp, expected_version }
    }

    /// The entry that a reading leaves, made now.
    pub fn reading(
        &self,
        principal: &Principal,
        centre: &str,
        purpose: &'static str,
        fields: Vec<&'static str>,
    ) -> Reading {
        Reading {
            id: new_id(),
            principal: principal.name(),
            centre: centre.to_owned(),
            purpose,
            fields,
            at: self.env.clock.now(),
        }
    }

    /// Listens, with the gRPC services that `add` adds, until the process ends.
    ///
    /// # Errors
    /// When the address is taken, or TLS is not configured as it must be.
    pub async fn serve(
        &self,
        listen: &ListenConfig,
        authenticator: Authenticator,
        add: impl FnOnce(Server) -> Server,
    ) -> Result<Running, HostError> {
        let server = Server::new(listen, authenticator, self.env.shutdown.token());
        let serving = add(server).serve().await?;
        let name = self.name;
        drop(self.env.shutdown.spawn(async move {
            if let Err(error) = serving.done.await {
                tracing::error!(service = name, %error, "the server stopped by itself");
            }
        }));
        Ok(Running { address: serving.address })
    }
}

/// Turns true when the process is asked to end.
fn stop(env: &Environment) -> watch::Receiver<bool> {
    let (stop, stopped) = watch::channel(false);
    let token = env.shutdown.token();
    drop(env.shutdown.spawn(async move {
        token.cancelled().await;
        stop.send_replace(true);
    }));
    stopped
}
