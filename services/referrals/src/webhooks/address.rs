//! The URL of a webhook, as an agency gives it.

use std::net::IpAddr;

use reqwest::Url;
use sentier_kernel::Violation;

use super::Reach;

/// The longest URL, in bytes.
const LONGEST: usize = 500;
const FIELD: &str = "url";

/// A URL that changes may be posted to, in its normal form.
///
/// # Errors
/// What is wrong with it. That its name leads nowhere private is looked at for each connection.
pub(crate) fn read(reach: Reach, text: &str) -> Result<String, Violation> {
    if text.is_empty() {
        return Err(Violation::required(FIELD));
    }
    if text.len() > LONGEST {
        return Err(Violation::too_long(FIELD));
    }
    let url = Url::parse(text).map_err(|_malformed| Violation::malformed(FIELD))?;
    let host = host(&url);
    let on_this_machine = match &host {
        Host::Address(ip) => ip.is_loopback(),
        Host::Name(name) => name == "localhost" || name.ends_with(".localhost"),
        Host::None => false,
    };
    let secured =
        url.scheme() == "https" || (url.scheme() == "http" && on_this_machine && reach.loopback);
    let reached = match &host {
        Host::Address(ip) => reach.allows(*ip),
        Host::Name(_) => !on_this_machine || reach.loopback,
        Host::None => false,
    };
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if secured && reached && plain {
        Ok(url.into())
    } else {
        Err(Violation::new(FIELD, "violation-webhook-url"))
    }
}

enum Host {
    Address(IpAddr),
    Name(String),
    None,
}

fn host(url: &Url) -> Host {
    let Some(text) = url.host_str() else { return Host::None };
    // IPv6 stands in brackets.
    match text.trim_matches(['[', ']']).parse() {
        Ok(ip) => Host::Address(ip),
        Err(_name) => Host::Name(text.trim_end_matches('.').to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Reach = Reach { private: false, loopback: true };

    fn refused(reach: Reach, text: &str) -> bool {
        read(reach, text).is_err()
    }

    #[test]
    fn an_address_is_secured_and_public() {
        let closed = Reach::default();
        let good = read(closed, "https://chr-atakpame.example/sentier?v=1");
        assert_eq!(good, Ok("https://chr-atakpame.example/sentier?v=1".to_owned()));
        for wrong in [
            "http://chr.example/x",
            "ftp://chr.example/x",
            "https://10.0.0.1/x",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://localhost/x",
            "https://localhost./x",
            "https://2130706433/x",
            "https://0x7f.1/x",
            "https://169.254.169.254/latest/meta-data",
            "https://user@chr.example/x",
            "https://user:word@chr.example/x",
            "https://chr.example/x#part",
        ] {
            assert!(refused(closed, wrong), "{wrong}");
        }
    }

    #[test]
    fn a_test_may_stay_on_this_machine_and_only_there_without_tls() {
        assert!(!refused(OPEN, "http://127.0.0.1:8080/x"));
        assert!(!refused(OPEN, "http://localhost:8080/x"));
        assert!(refused(OPEN, "http://chr.example/x"));
        assert!(refused(OPEN, "http://10.0.0.1/x"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let closed = Reach::default();
        assert_eq!(read(closed, ""), Err(Violation::required("url")));
        assert_eq!(read(closed, "chr.example"), Err(Violation::malformed("url")));
        let long = format!("https://chr.example/{}", "x".repeat(500));
        assert_eq!(read(closed, &long), Err(Violation::too_long("url")));
    }
}
