//! What a client makes for itself: a key that never leaves it, and the request to have it signed.

use rcgen::{CertificateParams, DistinguishedName, KeyPair};
use zeroize::Zeroizing;

use super::PkiError;

/// A signing request and the private key it is about, as PEM.
pub struct SigningRequest {
    /// The PKCS#10 request; it names nobody, because the authority takes its key only.
    pub request_pem: String,
    /// The private key (PKCS #8); wiped from memory when dropped.
    pub key_pem: Zeroizing<String>,
}

impl std::fmt::Debug for SigningRequest {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("SigningRequest").finish_non_exhaustive()
    }
}

/// A fresh key and the request to sign it.
///
/// # Errors
/// When the system gives no randomness.
pub fn signing_request() -> Result<SigningRequest, PkiError> {
    let key_pair = KeyPair::generate()?;
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    let request_pem = params.serialize_request(&key_pair)?.pem()?;
    Ok(SigningRequest { request_pem, key_pem: Zeroizing::new(key_pair.serialize_pem()) })
}

#[cfg(test)]
mod tests {
    use sentier_kernel::Moment;
    use uuid::Uuid;

    use super::*;
    use crate::pki::Authority;

    #[test]
    fn the_authority_signs_a_clients_own_request() {
        let folder = tempfile::tempdir().unwrap();
        let authority =
            Authority::open_or_create(folder.path(), Moment::from_micros(1_795_478_400_000_000))
                .unwrap();
        let request = signing_request().unwrap();
        let signed = authority.sign_client_csr(
            &request.request_pem,
            Uuid::from_u128(1),
            Uuid::from_u128(2),
            Moment::from_micros(1_795_478_400_000_000),
        );
        assert!(signed.unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
    }
}
