//! Where a webhook may send: nowhere in the own network, unless a setting allows it. What a caller writes is looked at
//! when it is written; the address that a name leads to is looked at when it is sent, for a name may lead elsewhere by then.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::error::{Fault, FaultCode};
use crate::text::{Text, text};

/// Why nothing is sent to an address, if so.
pub(super) fn refusal(url: &Url, to_private: bool) -> Option<Text> {
    if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
        return Some(text("förväntade en adress med https", "expected an address with https"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Some(text(
            "användarnamn och lösenord hör inte hemma i adressen",
            "a user name or password has no place in the address",
        ));
    }
    (url.scheme() == "http" && !to_private).then(|| text("https krävs", "https is required"))
}

/// What the format leaves open of an address that a caller writes: with http it leads into the own network or nowhere.
/// Whether it may is the operator's setting, which is asked when something is sent.
pub(super) fn check(url: &str, faults: &mut Vec<Fault>) {
    if Url::parse(url).is_ok_and(|url| url.scheme() == "http" && !is_near(&url)) {
        faults.push(Fault::body("/url", FaultCode::WrongFormat, text("https krävs", "https is required")));
    }
}

/// Whether an address names something in the own network.
fn is_near(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => !is_public(address.into()),
        Some(Host::Ipv6(address)) => !is_public(address.into()),
        Some(Host::Domain(name)) => {
            !name.contains('.') || [".local", ".internal", ".localhost"].iter().any(|end| name.ends_with(end))
        }
        None => false,
    }
}

/// Whether an address is one of the public network, and nothing else.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_public_v4(mapped),
            None => is_public_v6(address),
        },
    }
}

/// Of IANA's special-purpose registry for IPv4, what is not reachable from everywhere.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast();
    let shared = a == 100 && (64..128).contains(&b);
    let assigned = a == 192 && b == 0 && c == 0;
    let relay = a == 192 && b == 88 && c == 99;
    let benchmark = a == 198 && (b == 18 || b == 19);
    !(special || shared || assigned || relay || benchmark || a == 0 || a >= 240)
}

/// Only global unicast (2000::/3), and of it neither protocol assignments, documentation nor tunnels that hide an address
/// of IPv4. What is left out so are loopback, local, multicast and translated (64:ff9b::/96) addresses.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let documentation = (a == 0x2001 && b == 0x0db8) || (a == 0x3fff && b < 0x1000);
    let assigned = a == 0x2001 && b < 0x0200;
    let tunnel = a == 0x2002;
    a & 0xe000 == 0x2000 && !(documentation || assigned || tunnel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_network_are_public() {
        for private in [
            "127.0.0.1",
            "127.8.8.8",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "0.0.0.0",
            "0.1.2.3",
            "192.0.0.192",
            "192.0.2.1",
            "198.51.100.1",
            "203.0.113.9",
            "198.18.0.1",
            "198.19.255.255",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.88.99.1",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001:db8::1",
            "3fff::1",
            "2001::1",
            "2002:7f00:1::1",
            "100::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "100.63.0.1",
            "100.128.0.1",
            "172.32.0.1",
            "193.10.0.1",
            "::ffff:1.1.1.1",
            "2a00:801::1",
            "2606:4700::1111",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn an_address_is_looked_at_when_it_is_written() {
        let faults = |url: &str| {
            let mut faults = Vec::new();
            check(url, &mut faults);
            faults.len()
        };
        for fine in [
            "https://example.se/x?y=1",
            "https://127.0.0.1/",
            "http://127.0.0.1:9000/",
            "http://diarium.local/",
            "http://[::1]/",
        ] {
            assert_eq!(faults(fine), 0, "{fine}");
        }
        for wrong in ["http://example.se/", "http://1.1.1.1/", "http://[2606:4700::1111]/"] {
            assert_eq!(faults(wrong), 1, "{wrong}");
        }
    }

    #[test]
    fn an_address_is_looked_at_when_it_is_sent_to() {
        let refused = |url: &str, to_private| refusal(&Url::parse(url).unwrap(), to_private).is_some();
        assert!(!refused("https://example.se/", false) && !refused("http://example.se/", true));
        for wrong in ["https://a:b@example.se/", "https://a@example.se/", "ftp://example.se/", "data:x"] {
            assert!(refused(wrong, true), "{wrong}");
        }
        assert!(refused("http://example.se/", false));
    }
}
