//! One try of one delivery: to the address that was checked, and to no other.

use std::collections::HashSet;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};
use url::Url;

use super::super::{Webhook, address};
use super::queue::Tried;
use crate::db::types::Id;
use crate::outgoing::client;

/// How long a try takes at most, redirects included.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The most redirects of a try.
const REDIRECTS: usize = 3;
/// The most tries at once.
const AT_ONCE: usize = 8;

/// What sends webhooks in this process.
pub struct Sender {
    agent: Agent,
    to_private: bool,
    /// What this process works at.
    pub(super) in_hand: Mutex<HashSet<Id<Webhook>>>,
    pub(super) places: Arc<Semaphore>,
}

/// What is sent.
pub(super) struct Message {
    pub(super) url: String,
    pub(super) id: String,
    pub(super) timestamp: i64,
    pub(super) signature: String,
    pub(super) body: String,
}

impl Sender {
    /// One that sends to the public network alone, or to the own one too.
    pub fn new(to_private: bool) -> Self {
        let config = client()
            // What stands in the environment of the process is not asked: a proxy would resolve names by itself.
            .proxy(None)
            .max_idle_connections(0)
            .build();
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), Guarded { to_private }),
            to_private,
            in_hand: Mutex::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Sends on this thread. A redirect is followed where the method and the body stay the same (307, 308); each address
    /// on the way is checked. Of the answer nothing but the status is read.
    pub(super) fn send(&self, message: &Message) -> Tried {
        let began = Instant::now();
        let Ok(mut url) = Url::parse(&message.url) else { return Tried::Dropped("the address is none".to_owned()) };
        for _ in 0..=REDIRECTS {
            if let Some(reason) = address::refusal(&url, self.to_private) {
                return Tried::Refused(None, reason.en.to_owned());
            }
            let left = TIMEOUT.saturating_sub(began.elapsed());
            let answer = match self.post(&url, message, left) {
                Ok(answer) => answer,
                Err(error) => return Tried::Refused(None, error.to_string()),
            };
            let status = answer.status().as_u16();
            let location = answer.headers().get("location").and_then(|value| value.to_str().ok());
            match (status, location.and_then(|location| url.join(location).ok())) {
                (200..=299, _) => return Tried::Taken(status),
                (307 | 308, Some(next)) => url = next,
                _ => return Tried::Refused(Some(status), format!("answered {status}")),
            }
        }
        Tried::Refused(None, format!("more than {REDIRECTS} redirects"))
    }

    fn post(&self, url: &Url, message: &Message, left: Duration) -> Result<ureq::http::Response<ureq::Body>, Error> {
        self.agent
            .post(url.as_str())
            .config()
            .timeout_global(Some(left))
            .build()
            .header("content-type", "application/json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", message.timestamp.to_string())
            .header("webhook-signature", &message.signature)
            .send(message.body.as_bytes())
    }
}

/// Gives the addresses of a name that may be connected to; the connection is made to one of these.
struct Guarded {
    to_private: bool,
}

impl fmt::Debug for Guarded {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Guarded")
    }
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut open = self.empty();
        let may_go = |address: &&SocketAddr| self.to_private || address::is_public(address.ip());
        found.iter().filter(may_go).for_each(|address| open.push(*address));
        if open.is_empty() {
            let reason = "the name leads to no address of the public network";
            return Err(Error::Io(std::io::Error::new(std::io::ErrorKind::PermissionDenied, reason)));
        }
        Ok(open)
    }
}
