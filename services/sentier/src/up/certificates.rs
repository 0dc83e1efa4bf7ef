//! A fresh certificate for every service at every start, from the installation's own authority.

use sentier_kernel::Moment;
use sentier_platform::pki::{Authority, PkiError, write_secret_file};

use super::{Layout, Options, SERVICES};

/// Issues them; the authority is made at the first start.
pub(super) fn issue(layout: &Layout, options: &Options, at: Moment) -> Result<(), PkiError> {
    let authority = Authority::open_or_create(&layout.pki(), at)?;
    let names = names(options);
    for service in SERVICES {
        let issued = authority.issue_server(service, &names, at)?;
        std::fs::write(layout.cert_file(service), &issued.cert_pem)?;
        write_secret_file(&layout.key_file(service), &issued.key_pem)?;
    }
    Ok(())
}

/// How callers may name this machine.
fn names(options: &Options) -> Vec<String> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    if !options.listen.is_unspecified() {
        names.push(options.listen.to_string());
    }
    names.extend(options.hosts.iter().cloned());
    names.sort();
    names.dedup();
    names
}
