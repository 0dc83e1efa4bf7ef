//! Who a client certificate names.

use sentier_kernel::id::parse_uuid;
use x509_parser::prelude::{FromDer as _, GeneralName, X509Certificate};

use super::Identity;

/// Whom a client certificate in PEM names, as its owner reads it; nothing is verified.
pub fn identity_of(pem: &[u8]) -> Option<Identity> {
    let (_, pem) = x509_parser::pem::parse_x509_pem(pem).ok()?;
    identity(&pem.contents)
}

/// The identity in the one `sentier://` URI among the certificate's alternative names; none when there
/// is no such URI or more than one.
pub(super) fn identity(der: &[u8]) -> Option<Identity> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let names = certificate.subject_alternative_name().ok()??;
    let mut ours = names.value.general_names.iter().filter_map(|name| match name {
        GeneralName::URI(uri) => uri.strip_prefix("sentier://"),
        _ => None,
    });
    let path = ours.next()?;
    if ours.next().is_some() {
        return None;
    }
    let mut parts = path.split('/');
    match (parts.next()?, parts.next()?, parts.next(), parts.next()) {
        ("service", name, None, None) if !name.is_empty() => {
            Some(Identity::Service(name.to_owned()))
        }
        ("agency", agency, Some(credential), None) => Some(Identity::Agency {
            agency: parse_uuid(agency).ok()?,
            credential: parse_uuid(credential).ok()?,
        }),
        _ => None,
    }
}
