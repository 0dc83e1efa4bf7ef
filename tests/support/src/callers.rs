//! Certificates and tokens of those who call a service under test.

use std::path::{Path, PathBuf};

use sentier_kernel::Moment;
use sentier_platform::auth::token::{Claims, Kind, Signer};
use sentier_platform::clock::Clock;
use sentier_platform::config::{ClientConfig, ListenConfig};
use sentier_platform::pki::{Issued, write_secret_file};
use uuid::Uuid;

/// The time by which TLS judges certificates: the machine's, whatever a test's clock says.
pub fn now() -> Moment {
    Clock::system().now()
}

/// Writes what was issued beside the authority's own certificate, as `name.pem` and `name.key`.
pub fn save(folder: &Path, name: &str, issued: &Issued) {
    std::fs::write(folder.join(format!("{name}.pem")), &issued.cert_pem).expect("writes");
    write_secret_file(&folder.join(format!("{name}.key")), &issued.key_pem).expect("writes");
}

/// The files that [`save`] wrote.
pub fn files(folder: &Path, name: &str) -> (Option<PathBuf>, Option<PathBuf>) {
    let file = |kind| Some(folder.join(format!("{name}.{kind}")));
    (file("pem"), file("key"))
}

/// How the service `name` listens: on a free port, with its certificate, for callers of the authority.
pub fn listen(folder: &Path, name: &str) -> ListenConfig {
    let mut listen = ListenConfig::default();
    (listen.tls.cert_file, listen.tls.key_file) = files(folder, name);
    listen.tls.client_ca_file = Some(folder.join("ca.pem"));
    listen
}

/// How to call the service on `port`, with a certificate or without.
pub fn connection(folder: &Path, port: u16, certificate: Option<&str>) -> ClientConfig {
    let (cert_file, key_file) = certificate.map_or((None, None), |name| files(folder, name));
    ClientConfig {
        address: format!("https://localhost:{port}"),
        ca_file: Some(folder.join("ca.pem")),
        cert_file,
        key_file,
        ..ClientConfig::default()
    }
}

/// Somebody with a token.
#[derive(Clone, Debug)]
pub struct Holder<'a> {
    /// Her account.
    pub id: Uuid,
    /// What she is.
    pub kind: Kind,
    /// Where she works.
    pub centre: Option<&'a str>,
    /// As what.
    pub roles: &'a [&'a str],
}

impl Holder<'_> {
    /// The value of the header that shows her token, good for some years from `now` on: tests move their
    /// clocks by months.
    pub fn authorization(&self, signer: &Signer, now: Moment) -> String {
        let iat = now.as_micros() / 1_000_000;
        let claims = Claims {
            iss: "sentier".to_owned(),
            sub: self.id,
            kind: self.kind,
            centre: self.centre.map(str::to_owned),
            roles: self.roles.iter().map(|role| (*role).to_owned()).collect(),
            agency: None,
            cid: Uuid::from_u128(self.id.as_u128() + 1_000),
            iat,
            exp: iat + 86_400 * 1_000,
        };
        format!("Bearer {}", signer.sign(&claims).expect("a token"))
    }
}
