//! TLS for browsers, and the refusals at the start.

use std::sync::Arc;
use std::time::Duration;

use sentier_desk::{DeskConfig, StartError, start};
use sentier_kernel::Moment;
use sentier_platform::clock::Clock;
use sentier_platform::door::DoorError;
use sentier_platform::environment::Environment;
use sentier_platform::pki::{Authority, write_secret_file};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::browser::parse;
use crate::desk::Desk;

#[tokio::test]
async fn with_a_certificate_the_pages_come_by_tls_and_the_cookie_is_bound_to_the_host() {
    let folder = tempfile::tempdir().unwrap();
    let now = Clock::system().now();
    let authority = Authority::open_or_create(folder.path(), now).unwrap();
    let issued = authority.issue_server("desk", &["localhost".to_owned()], now).unwrap();
    let (cert, key) = (folder.path().join("desk.pem"), folder.path().join("desk.key.pem"));
    std::fs::write(&cert, &issued.cert_pem).unwrap();
    write_secret_file(&key, &issued.key_pem).unwrap();
    let desk = Desk::with(|config| {
        config.listen.cert_file = Some(cert);
        config.listen.key_file = Some(key);
    })
    .await;

    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.ca_pem().as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(desk.address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
    stream
        .write_all(b"GET /sign-in HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let page = parse(&answer);
    assert_eq!(page.status, 200);
    assert!(page.header("set-cookie").starts_with("__Host-desk="));
}

#[tokio::test]
async fn plain_http_beyond_loopback_and_half_a_certificate_are_refused() {
    let env = Environment {
        clock: Clock::fixed(Moment::from_micros(crate::desk::NOW)),
        ..Environment::system().unwrap()
    };
    let mut config = DeskConfig::default();
    config.listen.address = "0.0.0.0:0".parse().unwrap();
    assert!(matches!(start(&config, &env).await, Err(StartError::Door(DoorError::Plaintext))));
    config.listen.cert_file = Some("desk.pem".into());
    assert!(matches!(start(&config, &env).await, Err(StartError::Door(DoorError::HalfIdentity))));
}

#[tokio::test]
async fn the_desk_ends_softly_with_the_process() {
    let desk = Desk::open().await;
    let mut browser = desk.browser();
    assert_eq!(browser.get("/sign-in").await.status, 200);
    assert!(desk.env.shutdown.wait(Duration::from_secs(5)).await);
    assert!(TcpStream::connect(desk.address).await.is_err());
}
