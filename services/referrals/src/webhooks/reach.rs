//! Where a webhook may lead: a name that an agency gives must not become a way into our own network.
//!
//! Only public addresses (the IANA registries of special-purpose addresses, RFC 6890), unless the centre
//! says otherwise. A name is looked up for each connection, and refused whole when one of its addresses is
//! not good: what was looked at is what is connected to. A cloud's metadata address is never good.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What the centre allows beyond public addresses. Copied freely.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Addresses of private networks (RFC 1918, RFC 6598, RFC 4193).
    pub private: bool,
    /// This machine, and there also without TLS: for tests.
    pub loopback: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Public,
    Private,
    Loopback,
    Special,
}

impl Reach {
    /// Whether a connection may go there.
    pub(super) fn allows(self, ip: IpAddr) -> bool {
        match kind(ip) {
            Kind::Public => true,
            Kind::Private => self.private,
            Kind::Loopback => self.loopback,
            Kind::Special => false,
        }
    }
}

fn kind(ip: IpAddr) -> Kind {
    match ip {
        IpAddr::V4(ip) => kind_v4(ip),
        IpAddr::V6(ip) => kind_v6(ip),
    }
}

fn kind_v4(ip: Ipv4Addr) -> Kind {
    match ip.octets() {
        [127, ..] => Kind::Loopback,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => Kind::Private,
        // This network, link-local, protocol assignments, documentation, 6to4 relays, benchmarks;
        // multicast, reserved, broadcast.
        [0 | 224..=255, ..]
        | [169, 254, ..]
        | [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 18 | 19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _] => Kind::Special,
        _ => Kind::Public,
    }
}

fn kind_v6(ip: Ipv6Addr) -> Kind {
    if ip == Ipv6Addr::LOCALHOST {
        return Kind::Loopback;
    }
    // An IPv4 address in other clothes is what it is: mapped, or behind a translator (RFC 6052).
    if let Some(inner) = ip.to_ipv4_mapped() {
        return kind_v4(inner);
    }
    match ip.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            kind_v4(Ipv4Addr::new(a, b, c, d))
        }
        [0xfc00..=0xfdff, ..] => Kind::Private,
        // Protocol assignments (Teredo among them), documentation, 6to4.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => Kind::Special,
        // What is given out as global unicast; the rest is not, or not yet.
        [0x2000..=0x3fff, ..] => Kind::Public,
        _ => Kind::Special,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(reach: Reach, addresses: &[&str]) -> Vec<bool> {
        addresses.iter().map(|text| reach.allows(text.parse().unwrap())).collect()
    }

    #[test]
    fn public_addresses_are_good() {
        let public =
            ["41.207.188.1", "8.8.8.8", "2001:4860:4860::8888", "2c0f:f248::1", "::ffff:8.8.8.8"];
        assert_eq!(allowed(Reach::default(), &public), [true; 5]);
    }

    #[test]
    fn private_addresses_are_good_where_the_centre_says_so() {
        let private =
            ["10.1.2.3", "172.31.0.1", "192.168.1.1", "100.64.0.1", "fd00::1", "::ffff:10.0.0.1"];
        assert_eq!(allowed(Reach::default(), &private), [false; 6]);
        assert_eq!(allowed(Reach { private: true, loopback: false }, &private), [true; 6]);
        let own = ["127.0.0.1", "::1", "::ffff:127.0.0.1"];
        assert_eq!(allowed(Reach { private: true, loopback: false }, &own), [false; 3]);
        assert_eq!(allowed(Reach { private: false, loopback: true }, &own), [true; 3]);
    }

    #[test]
    fn what_is_neither_is_never_good() {
        let special = [
            "0.0.0.0",
            "169.254.169.254",
            "192.0.2.1",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "fe80::1",
            "ff02::1",
            "2002:7f00:1::",
            "2001::1",
            "64:ff9b::a9fe:a9fe",
            "::ffff:169.254.169.254",
            "fec0::1",
            "2001:db8::1",
        ];
        let everything = Reach { private: true, loopback: true };
        assert_eq!(allowed(everything, &special), [false; 16]);
    }
}
