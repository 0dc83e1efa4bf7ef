//! The built-in certificate authority: one root per installation, server certificates for services,
//! client certificates for services and agencies.
//!
//! A client certificate says who it is in one SAN URI: `sentier://agency/{agency}/{credential}` or
//! `sentier://service/{name}`. Keys are ECDSA P-256; private keys lie in files of mode 0600.

mod files;
mod request;
#[cfg(test)]
mod spec;

use std::path::Path;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, DistinguishedName,
    DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, SanType, SerialNumber,
};
use sentier_kernel::Moment;
use uuid::Uuid;
use zeroize::Zeroizing;

pub use request::{SigningRequest, signing_request};

/// The root lives ten years.
const ROOT_LIFE: Duration = Duration::from_hours(24 * 3_650);
/// Server and service certificates live one year; they are issued again at start.
const SERVICE_LIFE: Duration = Duration::from_hours(24 * 365);
/// Agency certificates live two years from their issue, unless revoked.
pub const AGENCY_LIFE: Duration = Duration::from_hours(24 * 730);
/// Clocks of small boxes are wrong; certificates begin an hour ago.
const BACKDATE: Duration = Duration::from_hours(1);

/// What went wrong with the authority.
#[derive(Debug, thiserror::Error)]
pub enum PkiError {
    /// A file of the authority cannot be read or written.
    #[error("a file of the certificate authority cannot be read or written")]
    File(#[from] std::io::Error),
    /// A key, a certificate or a request is malformed.
    #[error("a key, a certificate or a signing request is malformed")]
    Malformed(#[from] rcgen::Error),
    /// The system gives no randomness.
    #[error("the system gives no randomness")]
    Randomness(#[source] getrandom::Error),
    /// One of the root's two files is there and the other is missing.
    #[error(
        "the certificate authority's folder holds half of the root: key or certificate is missing"
    )]
    HalfRoot,
}

/// A certificate and its private key, as PEM.
pub struct Issued {
    /// The certificate.
    pub cert_pem: String,
    /// The private key (PKCS #8); wiped from memory when dropped.
    pub key_pem: Zeroizing<String>,
}

impl std::fmt::Debug for Issued {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Issued").finish_non_exhaustive()
    }
}

/// The installation's certificate authority.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    ca_pem: String,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Authority").finish_non_exhaustive()
    }
}

impl Authority {
    /// Opens the authority in `dir` (`ca.pem`, `ca.key`), or creates it when there is none.
    ///
    /// # Errors
    /// When files cannot be read or written, or half of the root is missing.
    pub fn open_or_create(dir: &Path, at: Moment) -> Result<Self, PkiError> {
        let (cert, key) = (dir.join("ca.pem"), dir.join("ca.key"));
        match (cert.try_exists()?, key.try_exists()?) {
            (true, true) => {
                let ca_pem = std::fs::read_to_string(cert)?;
                let key_pem = Zeroizing::new(std::fs::read_to_string(key)?);
                let issuer = Issuer::from_ca_cert_pem(&ca_pem, KeyPair::from_pem(&key_pem)?)?;
                Ok(Self { issuer, ca_pem })
            }
            (false, false) => {
                let key_pair = KeyPair::generate()?;
                let mut params = params("Sentier authority", ROOT_LIFE, at)?;
                params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
                params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
                let ca_pem = params.self_signed(&key_pair)?.pem();
                files::create_dir(dir)?;
                files::write_secret(&key, &Zeroizing::new(key_pair.serialize_pem()))?;
                files::write(&cert, &ca_pem)?;
                let issuer = Issuer::new(params, key_pair);
                Ok(Self { issuer, ca_pem })
            }
            _ => Err(PkiError::HalfRoot),
        }
    }

    /// The root certificate that peers trust, as PEM.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// A server certificate for `name`, valid for DNS names and addresses in `sans`; it also serves as
    /// the service's client certificate.
    ///
    /// # Errors
    /// When a name is not a DNS name.
    pub fn issue_server(
        &self,
        name: &str,
        sans: &[String],
        at: Moment,
    ) -> Result<Issued, PkiError> {
        let mut params = params(name, SERVICE_LIFE, at)?;
        params.subject_alt_names = CertificateParams::new(sans.to_vec())?.subject_alt_names;
        params.subject_alt_names.push(service_uri(name)?);
        params.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        self.issue(params)
    }

    /// A client certificate for the service `name`.
    ///
    /// # Errors
    /// When `name` is not ASCII.
    pub fn issue_service(&self, name: &str, at: Moment) -> Result<Issued, PkiError> {
        let mut params = params(name, SERVICE_LIFE, at)?;
        params.subject_alt_names = vec![service_uri(name)?];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.issue(params)
    }

    /// Signs an agency's request. Of the request only the public key is taken, after its signature was
    /// checked: names, usages and extensions are ours. Returns the certificate as PEM.
    ///
    /// # Errors
    /// When the request is malformed or not signed by its own key.
    pub fn sign_client_csr(
        &self,
        csr_pem: &str,
        agency: Uuid,
        credential: Uuid,
        at: Moment,
    ) -> Result<String, PkiError> {
        let request = CertificateSigningRequestParams::from_pem(csr_pem)?;
        let params = agency_params(agency, credential, at)?;
        Ok(params.signed_by(&request.public_key, &self.issuer)?.pem())
    }

    /// A key and a client certificate for an agency that asks us to make both.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn issue_agency(
        &self,
        agency: Uuid,
        credential: Uuid,
        at: Moment,
    ) -> Result<Issued, PkiError> {
        self.issue(agency_params(agency, credential, at)?)
    }

    fn issue(&self, mut params: CertificateParams) -> Result<Issued, PkiError> {
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let key_pair = KeyPair::generate()?;
        let cert_pem = params.signed_by(&key_pair, &self.issuer)?.pem();
        Ok(Issued { cert_pem, key_pem: Zeroizing::new(key_pair.serialize_pem()) })
    }
}

/// Writes a secret to a file that only its owner may read (mode 0600), durably.
///
/// # Errors
/// When the file cannot be written.
pub fn write_secret_file(path: &Path, secret: &str) -> std::io::Result<()> {
    files::write_secret(path, secret)
}

fn agency_params(
    agency: Uuid,
    credential: Uuid,
    at: Moment,
) -> Result<CertificateParams, PkiError> {
    let mut params = params(&format!("agency {agency}"), AGENCY_LIFE, at)?;
    let uri = format!("sentier://agency/{agency}/{credential}");
    params.subject_alt_names = vec![SanType::URI(uri.try_into()?)];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    Ok(params)
}

fn service_uri(name: &str) -> Result<SanType, PkiError> {
    Ok(SanType::URI(format!("sentier://service/{name}").try_into()?))
}

fn params(common_name: &str, life: Duration, at: Moment) -> Result<CertificateParams, PkiError> {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common_name);
    params.not_before = at.minus(BACKDATE).to_datetime();
    params.not_after = at.plus(life).to_datetime();
    params.use_authority_key_identifier_extension = true;
    params.serial_number = Some(serial()?);
    Ok(params)
}

/// 127 random bits: positive and at most 20 octets (RFC 5280, section 4.1.2.2), never guessed or reused.
fn serial() -> Result<SerialNumber, PkiError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(PkiError::Randomness)?;
    let [first, ..] = &mut bytes;
    *first &= 0x7f;
    Ok(SerialNumber::from_slice(&bytes))
}
