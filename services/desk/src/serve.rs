//! Connections from browsers: bounded in number, each wait with an end, TLS when a certificate is named.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use sentier_platform::shutdown::Shutdown;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tower::ServiceExt as _;

use crate::StartError;
use crate::config::DeskListenConfig;

/// A slow phone on a bad network needs some seconds for a handshake or a head; nobody needs more.
const PATIENCE: Duration = Duration::from_secs(20);
/// After a failed accept (no file descriptors left) the door waits before it tries again.
const BREATH: Duration = Duration::from_millis(200);

/// Where browsers come in.
pub(crate) struct Door {
    pub(crate) listener: TcpListener,
    pub(crate) tls: Option<TlsAcceptor>,
    /// Connections at once.
    pub(crate) room: usize,
    pub(crate) shutdown: Shutdown,
}

/// TLS for browsers, when a certificate is named.
pub(crate) fn tls(config: &DeskListenConfig) -> Result<Option<TlsAcceptor>, StartError> {
    let (cert, key) = match (&config.cert_file, &config.key_file) {
        (Some(cert), Some(key)) => (cert, key),
        (None, None) => return Ok(None),
        _ => return Err(StartError::HalfIdentity),
    };
    let chain = CertificateDer::pem_file_iter(cert)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(StartError::Certificate)?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(StartError::Certificate)?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}

impl Door {
    /// Serves until the shutdown, then lets the pages in work end.
    pub(crate) async fn serve(self, pages: Router) {
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
        None => connection(stream, false, pages, watcher).await,
        Some(tls) => {
            if let Ok(Ok(stream)) = timeout(PATIENCE, tls.accept(stream)).await {
                let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                connection(stream, http2, pages, watcher).await;
            }
        }
    }
}

/// The version is agreed in the handshake and never guessed: a guess waits for bytes without end.
async fn connection<S>(stream: S, http2: bool, pages: Router, watcher: Watcher)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let builder = Builder::new(TokioExecutor::new());
    let mut builder = if http2 { builder.http2_only() } else { builder.http1_only() };
    builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(PATIENCE);
    let pages =
        pages.map_request(|request: http::Request<_>| -> Request { request.map(Body::new) });
    let connection =
        builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(pages));
    if let Err(error) = watcher.watch(connection).await {
        // Phones lose their network all the time.
        tracing::debug!(%error, "a connection ended early");
    }
}
