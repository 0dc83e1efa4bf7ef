//! The desk: pages for a centre's staff and for the officers of its partner agencies.
//!
//! It renders pages on the server and calls the services by gRPC; it keeps nothing, and works on an
//! old phone over a bad network, without scripts. How a page travels: the platform's `door` takes the
//! connection, `headers` guards the answer, `session::layer` finds out who is at the browser and whether a form is
//! ours, a handler in `pages` asks a service (`page::Here::ask`) and draws a template, and `trouble`
//! turns a service's no into sentences at the fields where they belong.

mod app;
mod config;
mod form;
mod headers;
mod page;
mod pages;
mod services;
mod session;
mod trace;
mod trouble;
mod words;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use sentier_platform::client::ClientError;
use sentier_platform::door::{Door, DoorError};
use sentier_platform::environment::Environment;

pub use config::{DeskConfig, DeskListenConfig};
pub use session::seal::KeyError;

/// Why the desk cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The pages cannot be served at `listen`.
    #[error("`listen` cannot be used")]
    Door(#[from] DoorError),
    /// A client of a service cannot be made.
    #[error("a client of a service cannot be made")]
    Client(#[from] ClientError),
    /// The session key cannot be used.
    #[error("the desk's session key cannot be used")]
    Key(#[from] KeyError),
}

/// A desk that runs until the process's shutdown.
#[derive(Clone, Copy, Debug)]
pub struct Running {
    /// The bound address.
    pub address: SocketAddr,
}

/// Starts the desk.
///
/// # Errors
/// When an option, a file or the address cannot be used.
pub async fn start(config: &DeskConfig, env: &Environment) -> Result<Running, StartError> {
    let listen = &config.listen;
    let room = listen.max_connections;
    let door = Door::open(listen.address, &listen.tls(), room, env.shutdown.clone()).await?;
    let address = door.address().map_err(DoorError::Bind)?;
    let desk = Arc::new(app::Desk::new(config, env)?);
    let pages = app::router(desk, Duration::from_millis(config.deadline_ms));
    drop(env.shutdown.spawn(door.serve(pages)));
    Ok(Running { address })
}
