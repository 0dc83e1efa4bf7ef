//! Specification of the certificate authority.

use std::os::unix::fs::PermissionsExt as _;

use x509_parser::prelude::{FromDer as _, GeneralName, ParsedExtension, X509Certificate};

use super::*;

const AT: Moment = Moment::from_micros(1_795_478_400_000_000);

fn uris(pem: &str) -> Vec<String> {
    let (_, pem) = x509_parser::pem::parse_x509_pem(pem.as_bytes()).unwrap();
    let (_, cert) = X509Certificate::from_der(&pem.contents).unwrap();
    cert.extensions()
        .iter()
        .filter_map(|extension| match extension.parsed_extension() {
            ParsedExtension::SubjectAlternativeName(names) => Some(names),
            _ => None,
        })
        .flat_map(|names| &names.general_names)
        .filter_map(|name| match name {
            GeneralName::URI(uri) => Some((*uri).to_owned()),
            _ => None,
        })
        .collect()
}

#[test]
fn an_authority_opens_again_with_the_same_root_and_a_guarded_key() {
    let dir = tempfile::tempdir().unwrap();
    let first = Authority::open_or_create(dir.path(), AT).unwrap();
    let again = Authority::open_or_create(dir.path(), AT).unwrap();
    assert_eq!(first.ca_pem(), again.ca_pem());
    let mode = std::fs::metadata(dir.path().join("ca.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn half_a_root_is_refused_rather_than_replaced() {
    let dir = tempfile::tempdir().unwrap();
    Authority::open_or_create(dir.path(), AT).unwrap();
    std::fs::remove_file(dir.path().join("ca.key")).unwrap();
    assert!(matches!(Authority::open_or_create(dir.path(), AT), Err(PkiError::HalfRoot)));
}

#[test]
fn a_signed_request_carries_our_names_not_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let authority = Authority::open_or_create(dir.path(), AT).unwrap();
    let key = KeyPair::generate().unwrap();
    let mut wish = CertificateParams::default();
    let stolen = "sentier://service/cases".to_owned();
    wish.subject_alt_names = vec![SanType::URI(stolen.try_into().unwrap())];
    let csr = wish.serialize_request(&key).unwrap().pem().unwrap();
    let (agency, credential) = (Uuid::from_u128(7), Uuid::from_u128(8));
    let cert = authority.sign_client_csr(&csr, agency, credential, AT).unwrap();
    assert_eq!(uris(&cert), [format!("sentier://agency/{agency}/{credential}")]);
}

#[test]
fn a_service_certificate_names_the_service() {
    let dir = tempfile::tempdir().unwrap();
    let authority = Authority::open_or_create(dir.path(), AT).unwrap();
    let issued = authority.issue_service("referrals", AT).unwrap();
    assert_eq!(uris(&issued.cert_pem), ["sentier://service/referrals"]);
    assert!(!format!("{issued:?}").contains("PRIVATE"));
}
