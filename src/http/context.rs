//! What is known of a request before any handler runs: trace, language, addresses.

use std::cell::OnceCell;
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use std::future::{Ready, ready};
use uuid::Uuid;

use crate::config::Config;
use crate::error::ApiError;
use crate::journal::{Once, Origin, hex};
use crate::text::Lang;

/// The path of the API below the public address; links and the document are made from it.
pub const API: &str = "/international-strategy/v1";
/// The path of everything that belongs to the API, of any version.
pub const ROOT: &str = "/international-strategy";

/// What is known of a request.
#[derive(Clone, Debug)]
pub struct Context {
    /// The W3C trace id: the caller's, or a new one.
    pub trace_id: String,
    /// Whether the caller asks for the trace to be recorded; passed on unchanged.
    trace_flags: String,
    /// This request's own span in the trace.
    span_id: String,
    /// The language of the answer.
    pub lang: Lang,
    /// The public address of the service, without a slash at its end.
    pub origin: String,
    /// The path that was asked for.
    pub path: String,
    /// The query that was asked for.
    pub query: String,
    /// The idempotency key of a POST, and what the request is known by; noted when its body is read.
    pub once: OnceCell<(String, String)>,
}

impl Context {
    /// Reads a request's context.
    pub fn of(headers: &HeaderMap, uri: &actix_web::http::Uri, config: &Config) -> Self {
        let query = uri.query().unwrap_or_default();
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let lang = Lang::of_query(query).unwrap_or_else(|| Lang::negotiate(headers.get_all(header::ACCEPT_LANGUAGE)));
        let forwarded = if config.trust_forwarded { text(header::FORWARDED).and_then(forwarded_origin) } else { None };
        let (trace_id, trace_flags) = text(header::HeaderName::from_static("traceparent"))
            .and_then(parse_traceparent)
            .unwrap_or_else(|| (new_trace_id(), "01".to_owned()));
        Self {
            trace_id,
            trace_flags,
            span_id: hex(&rand::random::<[u8; 8]>()),
            lang,
            origin: forwarded.unwrap_or_else(|| config.public_url.clone()),
            path: uri.path().to_owned(),
            query: query.to_owned(),
            once: OnceCell::new(),
        }
    }

    /// The `traceparent` of the answer (W3C Trace Context).
    pub fn traceparent(&self) -> String {
        format!("00-{}-{}-{}", self.trace_id, self.span_id, self.trace_flags)
    }

    /// The absolute address of a path below the API's.
    pub fn link(&self, path: &str) -> String {
        format!("{}{API}{path}", self.origin)
    }

    /// The request's own address, with one parameter set to a number.
    pub fn with_parameter(&self, name: &str, number: i64) -> String {
        let is_other = |part: &&str| !part.is_empty() && part.split('=').next() != Some(name);
        let mut parts: Vec<&str> = self.query.split('&').filter(is_other).collect();
        let own = format!("{name}={number}");
        parts.push(&own);
        format!("{}{}?{}", self.origin, self.path, parts.join("&"))
    }

    /// The origin of a change made by a user or a client in this request.
    pub fn by(&self, actor: Uuid) -> Origin {
        let once = self.once.get().cloned().map(|(key, fingerprint)| Once { caller: actor, key, fingerprint });
        Origin { actor: Some(actor), trace_id: self.trace_id.clone(), cause: None, once }
    }
}

/// A new W3C trace id.
pub fn new_trace_id() -> String {
    hex(&rand::random::<[u8; 16]>())
}

/// Trace id and flags of a `traceparent`; a malformed one counts as absent.
fn parse_traceparent(value: &str) -> Option<(String, String)> {
    let mut parts = value.trim().split('-');
    let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let hexadecimal = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    let nothing = |part: &str| part.bytes().all(|byte| byte == b'0');
    let known = hexadecimal(version, 2) && version != "ff" && (version != "00" || parts.next().is_none());
    let whole = hexadecimal(trace, 32) && !nothing(trace) && hexadecimal(span, 16) && !nothing(span);
    (known && whole && hexadecimal(flags, 2)).then(|| (trace.to_owned(), flags.to_owned()))
}

/// What a trusted proxy says in `Forwarded` (RFC 7239), of the first hop.
fn forwarded(value: &str, name: &str) -> Option<String> {
    value.split(',').next()?.split(';').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// The public address that a trusted proxy names.
fn forwarded_origin(value: &str) -> Option<String> {
    let host = forwarded(value, "host")?;
    let proto = forwarded(value, "proto").filter(|proto| proto == "http" || proto == "https");
    let proto = proto.unwrap_or_else(|| "https".into());
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    (!host.is_empty() && host.bytes().all(plain)).then(|| format!("{proto}://{host}"))
}

/// The address of the caller that a trusted proxy names, without its port.
fn forwarded_address(value: &str) -> Option<IpAddr> {
    let node = forwarded(value, "for")?;
    node.parse().ok().or_else(|| node.parse().map(|address: SocketAddr| address.ip()).ok()).or_else(|| {
        // An address of IPv6 stands in brackets (RFC 7239, 6).
        node.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
    })
}

/// Whence a request comes, for counting: the address, of IPv6 the network that one subscriber has.
pub fn client_address(request: &HttpRequest, config: &Config) -> String {
    let named = || forwarded_address(request.headers().get(header::FORWARDED)?.to_str().ok()?);
    let trusted = if config.trust_forwarded { named() } else { None };
    match trusted.or_else(|| request.peer_addr().map(|address| address.ip())) {
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Some(IpAddr::V4(address)) => address.to_string(),
        None => String::new(),
    }
}

/// The context as a handler's argument.
#[derive(Clone, Debug)]
pub struct Ctx(pub Rc<Context>);

impl std::ops::Deref for Ctx {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.0
    }
}

impl FromRequest for Ctx {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = request.extensions().get::<Rc<Context>>().cloned().map(Self);
        ready(found.ok_or_else(|| ApiError::internal("a request without context")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_traceparent_counts_as_absent() {
        let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
        assert_eq!(parse_traceparent(good).map(|(_, flags)| flags), Some("00".to_owned()));
        for bad in [
            "",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        ] {
            assert_eq!(parse_traceparent(bad), None, "{bad}");
        }
    }

    #[test]
    fn forwarded_names_the_public_address() {
        assert_eq!(
            forwarded_origin("for=1.2.3.4;host=api.example.se;proto=https").as_deref(),
            Some("https://api.example.se")
        );
        assert_eq!(forwarded_origin("host=\"a.se:8443\";proto=http, host=b.se").as_deref(), Some("http://a.se:8443"));
        assert_eq!(forwarded_origin("host=a.se/evil"), None);
        assert_eq!(forwarded_origin("for=1.2.3.4"), None);
    }

    #[test]
    fn forwarded_names_the_caller() {
        for (value, address) in [
            ("for=1.2.3.4;host=a.se", "1.2.3.4"),
            ("For=\"1.2.3.4:4711\", for=5.6.7.8", "1.2.3.4"),
            ("for=\"[2001:db8::1]\"", "2001:db8::1"),
            ("for=\"[2001:db8::1]:80\"", "2001:db8::1"),
        ] {
            assert_eq!(forwarded_address(value), address.parse().ok(), "{value}");
        }
        assert_eq!(forwarded_address("for=_hidden"), None);
    }
}
