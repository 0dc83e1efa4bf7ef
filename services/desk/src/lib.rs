//! The desk: pages for a centre's staff and for the officers of its partner agencies.
//!
//! It renders pages on the server and calls the services by gRPC; it keeps nothing, and works on an
//! old phone over a bad network, without scripts. How a page travels: `serve` takes the connection,
//! `headers` guards the answer, `session::layer` finds out who is at the browser and whether a form is
//! ours, a handler in `pages` asks a service (`page::Here::ask`) and draws a template, and `trouble`
//! turns a service's no into sentences at the fields where they belong.

mod app;
mod config;
mod form;
mod headers;
mod page;
mod pages;
mod serve;
mod services;
mod session;
mod trace;
mod trouble;
mod words;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use sentier_platform::client::ClientError;
use sentier_platform::environment::Environment;
use tokio::net::TcpListener;

pub use config::{DeskConfig, DeskListenConfig};
pub use session::seal::KeyError;

/// Why the desk cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be bound.
    #[error("the desk's address cannot be bound")]
    Bind(#[from] std::io::Error),
    /// A client of a service cannot be made.
    #[error("a client of a service cannot be made")]
    Client(#[from] ClientError),
    /// The session key cannot be used.
    #[error("the desk's session key cannot be used")]
    Key(#[from] KeyError),
    /// Certificate or key for browsers is malformed or missing.
    #[error("`listen.cert_file` or `listen.key_file` cannot be used")]
    Certificate(#[source] tokio_rustls::rustls::pki_types::pem::Error),
    /// Certificate and key do not fit.
    #[error("`listen.cert_file` and `listen.key_file` do not fit together")]
    Tls(#[from] tokio_rustls::rustls::Error),
    /// Only one of certificate and key is named.
    #[error("`listen.cert_file` and `listen.key_file` go together")]
    HalfIdentity,
    /// No certificate, and the address can be reached from other machines.
    #[error("refusing plain HTTP beyond loopback; name a certificate or set `listen.plaintext`")]
    Plaintext,
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
    let tls = serve::tls(&config.listen)?;
    if tls.is_none() && !config.listen.address.ip().is_loopback() && !config.listen.plaintext {
        return Err(StartError::Plaintext);
    }
    let desk = Arc::new(app::Desk::new(config, env)?);
    let pages = app::router(desk, Duration::from_millis(config.deadline_ms));
    let listener = TcpListener::bind(config.listen.address).await?;
    let address = listener.local_addr()?;
    let door = serve::Door {
        listener,
        tls,
        room: config.listen.max_connections,
        shutdown: env.shutdown.clone(),
    };
    drop(env.shutdown.spawn(door.serve(pages)));
    Ok(Running { address })
}
