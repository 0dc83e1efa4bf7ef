//! Calls to another service: a channel that connects when first used and again after a cut.

use std::time::Duration;

use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};

use crate::config::ClientConfig;
use crate::trace::Inject;

/// A channel that sends the present trace with every call.
pub type Traced = InterceptedService<Channel, Inject>;

/// Why a channel cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// A certificate or key file cannot be read.
    #[error("a certificate or key file of the client cannot be read")]
    File(#[from] std::io::Error),
    /// The address is not a URL, or a certificate is malformed.
    #[error("the service's address or a certificate is malformed")]
    Malformed(#[from] tonic::transport::Error),
    /// Only one of certificate and key is named.
    #[error("`cert_file` and `key_file` go together")]
    HalfIdentity,
}

/// A channel to the configured service; nothing is connected yet.
///
/// # Errors
/// When a file cannot be read or the address is malformed.
pub fn channel(config: &ClientConfig) -> Result<Channel, ClientError> {
    Ok(endpoint(config)?.connect_lazy())
}

/// The configured service, to be connected to in a way of one's own.
///
/// # Errors
/// When a file cannot be read or the address is malformed.
pub fn endpoint(config: &ClientConfig) -> Result<Endpoint, ClientError> {
    let mut endpoint = Endpoint::from_shared(config.address.clone())?
        .connect_timeout(Duration::from_millis(config.connect_timeout_ms))
        .http2_keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(10))
        .tcp_nodelay(true);
    if config.address.starts_with("https://") {
        let mut tls = ClientTlsConfig::new();
        if let Some(path) = &config.ca_file {
            tls = tls.ca_certificate(Certificate::from_pem(std::fs::read(path)?));
        }
        tls = match (&config.cert_file, &config.key_file) {
            (Some(cert), Some(key)) => {
                tls.identity(Identity::from_pem(std::fs::read(cert)?, std::fs::read(key)?))
            }
            (None, None) => tls,
            _ => return Err(ClientError::HalfIdentity),
        };
        endpoint = endpoint.tls_config(tls)?;
    }
    Ok(endpoint)
}

/// The channel for calls from one of our services to another: the trace goes with them.
pub fn traced(channel: Channel) -> Traced {
    InterceptedService::new(channel, Inject)
}
