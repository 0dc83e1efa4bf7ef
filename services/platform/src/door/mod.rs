//! Connections by HTTP: bounded in number, each wait with an end, TLS when a certificate is named.
//!
//! Who holds a connection by a client certificate is told to the handlers, as the gRPC server does it: each
//! request carries a `TlsConnectInfo`.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{VerifierBuilderError, WebPkiClientVerifier};
use tokio_rustls::rustls::{RootCertStore, ServerConfig};
use tonic::transport::server::{Connected as _, TcpConnectInfo, TlsConnectInfo};
use tower::ServiceExt as _;

use crate::config::TlsConfig;
use crate::shutdown::Shutdown;

/// A slow phone on a bad network needs some seconds for a handshake or a head; nobody needs more.
const PATIENCE: Duration = Duration::from_secs(20);
/// After a failed accept (no file descriptors left) the door waits before it tries again.
const BREATH: Duration = Duration::from_millis(200);

/// Why a door cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// The address cannot be bound.
    #[error("the address cannot be bound")]
    Bind(#[from] io::Error),
    /// A certificate or key is malformed or missing.
    #[error("`cert_file`, `key_file` or `client_ca_file` cannot be used")]
    Certificate(#[from] pem::Error),
    /// Certificate and key do not fit.
    #[error("`cert_file` and `key_file` do not fit together")]
    Tls(#[from] rustls::Error),
    /// The authority of client certificates cannot be used.
    #[error("`client_ca_file` holds no authority")]
    Authority(#[from] VerifierBuilderError),
    /// Only one of certificate and key is named.
    #[error("`cert_file` and `key_file` go together")]
    HalfIdentity,
    /// No certificate, and the address can be reached from other machines.
    #[error("refusing plain HTTP beyond loopback; name a certificate or set `plaintext`")]
    Plaintext,
}

/// Where connections come in.
pub struct Door {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    room: usize,
    shutdown: Shutdown,
}

/// TLS, when a certificate is named; with an authority, clients may show a certificate of it.
fn tls(config: &TlsConfig) -> Result<Option<TlsAcceptor>, DoorError> {
    let (cert, key) = match (&config.cert_file, &config.key_file) {
        (Some(cert), Some(key)) => (cert, key),
        (None, None) => return Ok(None),
        _ => return Err(DoorError::HalfIdentity),
    };
    let (chain, key) = (certificates(cert)?, PrivateKeyDer::from_pem_file(key)?);
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()?;
    let builder = match &config.client_ca_file {
        None => builder.with_no_client_auth(),
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            for root in certificates(authority)? {
                roots.add(root)?;
            }
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            builder.with_client_cert_verifier(verifier.allow_unauthenticated().build()?)
        }
    };
    let mut config = builder.with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, pem::Error> {
    CertificateDer::pem_file_iter(file)?.collect()
}

impl std::fmt::Debug for Door {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Door").field("room", &self.room).finish_non_exhaustive()
    }
}

impl Door {
    /// Binds `address`; `room` connections at once, further ones wait.
    ///
    /// # Errors
    /// When the address is taken, or TLS is not configured as it must be.
    pub async fn open(
        address: SocketAddr,
        config: &TlsConfig,
        room: usize,
        shutdown: Shutdown,
    ) -> Result<Self, DoorError> {
        let tls = tls(config)?;
        if tls.is_none() && !address.ip().is_loopback() && !config.plaintext {
            return Err(DoorError::Plaintext);
        }
        Ok(Self { listener: TcpListener::bind(address).await?, tls, room, shutdown })
    }

    /// The bound address.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until the shutdown, then lets the requests in work end.
    pub async fn serve(self, pages: Router) {
        let stop = self.shutdown.token();
        let room = Arc::new(Semaphore::new(self.room));
        let graceful = GracefulShutdown::new();
        loop {
            let Some(Ok(place)) = stop.run_until_cancelled(Arc::clone(&room).acquire_owned()).await
            else {
                break;
            };
            let Some(accepted) = stop.run_until_cancelled(self.listener.accept()).await else {
                break;
            };
            let Ok((stream, _peer)) = accepted else {
                tokio::time::sleep(BREATH).await;
                continue;
            };
            let (tls, pages, watcher) = (self.tls.clone(), pages.clone(), graceful.watcher());
            drop(self.shutdown.spawn(async move {
                welcome(stream, tls, pages, watcher).await;
                drop(place);
            }));
        }
        graceful.shutdown().await;
    }
}

async fn welcome(stream: TcpStream, tls: Option<TlsAcceptor>, pages: Router, watcher: Watcher) {
    if stream.set_nodelay(true).is_err() {
        return;
    }
    match tls {
        None => connection(stream, Held { http2: false, by: None }, pages, watcher).await,
        Some(tls) => {
            if let Ok(Ok(stream)) = timeout(PATIENCE, tls.accept(stream)).await {
                let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                let held = Held { http2, by: Some(stream.connect_info()) };
                connection(stream, held, pages, watcher).await;
            }
        }
    }
}

/// A connection by its handshake: its version, and who holds it.
struct Held {
    http2: bool,
    by: Option<TlsConnectInfo<TcpConnectInfo>>,
}

/// The version is agreed in the handshake and never guessed: a guess waits for bytes without end.
async fn connection<S>(stream: S, held: Held, pages: Router, watcher: Watcher)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let builder = Builder::new(TokioExecutor::new());
    let mut builder = if held.http2 { builder.http2_only() } else { builder.http1_only() };
    builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(PATIENCE);
    let pages = pages.map_request(move |request: http::Request<_>| -> Request {
        let mut request = request.map(Body::new);
        if let Some(by) = &held.by {
            request.extensions_mut().insert(by.clone());
        }
        request
    });
    let connection =
        builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(pages));
    if let Err(error) = watcher.watch(connection).await {
        // Phones lose their network all the time.
        tracing::debug!(%error, "a connection ended early");
    }
}
