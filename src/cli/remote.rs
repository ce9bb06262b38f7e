//! The API, as the commands call it: at an address, or by a service of their own beside the database. So whatever they do is
//! done by the one write path, with the rights of somebody.

use std::net::TcpListener;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web;
use clap::Args;
use serde_json::Value;
use ureq::http::{Response, StatusCode};
use ureq::{Agent, AsSendBody, Body};

use super::database::open_existing;
use super::failure::Failure;
use super::users::token_for;
use crate::config::{Config, checked_origin};
use crate::http::context::API;
use crate::{outgoing, server};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);
/// Seconds that the token of a service of one's own is valid.
const DAY: i64 = 86_400;

/// Where a command does its work, and as whom.
#[derive(Debug, Args)]
pub(super) struct Target {
    /// The address of the service, without a path; without it the database of the settings is worked at
    #[arg(long, env = "UTBLICK_URL")]
    url: Option<String>,
    /// The access token that is sent to it; better in the environment, where others do not see it
    #[arg(long, env = "UTBLICK_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// As which user it is done at the database
    #[arg(long, conflicts_with = "url")]
    user: Option<String>,
}

/// An API to call.
pub(super) struct Remote {
    agent: Agent,
    base: String,
    token: String,
    /// After the agent, as fields are dropped in their order: the service waits for open connections.
    _own: Option<Own>,
}

impl Remote {
    pub(super) fn open(config: Config, target: Target) -> Result<Self, Failure> {
        let (base, token, own) = match (target.url, target.user) {
            (Some(url), _) => {
                let token = target.token.filter(|token| !token.trim().is_empty());
                let token = token.ok_or_else(|| Failure::Usage("UTBLICK_TOKEN: --url needs a token".into()))?;
                (checked_origin("UTBLICK_URL", url.trim_end_matches('/').trim_end_matches(API))?, token, None)
            }
            (None, Some(user)) => {
                let (own, base, token) = Own::start(config, &user)?;
                (base, token, Some(own))
            }
            (None, None) => return Err(Failure::Usage("expected --url with a token, or --user; see --help".into())),
        };
        let agent = outgoing::client().timeout_connect(Some(CONNECT)).build().new_agent();
        Ok(Self { agent, base: format!("{base}{API}"), token, _own: own })
    }

    /// Reads what is at a path; what is answered otherwise than 200 is a failure.
    pub(super) fn get(&self, path: &str) -> Result<Response<Body>, Failure> {
        let request = self.agent.get(format!("{}{path}", self.base)).header("accept-language", "en");
        let answer = request.header("authorization", format!("Bearer {}", self.token)).call();
        checked(answer.map_err(unreachable)?, StatusCode::OK)
    }

    /// Reads JSON at a path.
    pub(super) fn get_json(&self, path: &str) -> Result<Value, Failure> {
        json(self.get(path)?)
    }

    /// Sends a file to a path, of which a record is made.
    pub(super) fn post(&self, path: &str, kind: &str, body: impl AsSendBody) -> Result<Value, Failure> {
        let request = self.agent.post(format!("{}{path}", self.base)).header("accept-language", "en");
        let request = request.header("authorization", format!("Bearer {}", self.token)).content_type(kind);
        json(checked(request.send(body).map_err(unreachable)?, StatusCode::CREATED)?)
    }
}

fn unreachable(error: ureq::Error) -> Failure {
    Failure::Database(format!("the service does not answer: {error}"))
}

fn json(answer: Response<Body>) -> Result<Value, Failure> {
    serde_json::from_reader(answer.into_body().into_reader())
        .map_err(|error| Failure::Database(format!("the service's answer cannot be read: {error}")))
}

/// An answer with the status that is wanted, or what its problem says (RFC 9457).
fn checked(answer: Response<Body>, wanted: StatusCode) -> Result<Response<Body>, Failure> {
    let status = answer.status();
    if status == wanted {
        return Ok(answer);
    }
    let problem = json(answer).unwrap_or_default();
    let told = |name: &str| problem.get(name).and_then(Value::as_str);
    let mut text = format!("{status}: {}", told("detail").or_else(|| told("title")).unwrap_or("no explanation"));
    if let Some(trace) = told("traceId") {
        text.push_str(&format!(" (traceId {trace})"));
    }
    Err(if status == StatusCode::SERVICE_UNAVAILABLE { Failure::Database(text) } else { Failure::Refused(text) })
}

/// A service of one's own, on a port of this machine that nobody else is told; it ends with the value.
struct Own {
    handle: ServerHandle,
    thread: Option<JoinHandle<std::io::Result<()>>>,
}

impl Own {
    fn start(config: Config, user: &str) -> Result<(Self, String, String), Failure> {
        let app = open_existing(config)?;
        let token = token_for(&app, user, DAY)?;
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let base = format!("http://{}", listener.local_addr()?);
        let (starting, started) = channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async {
                let server = server::answer(web::Data::new(app), listener)?;
                // Nobody waits for it any longer when this fails.
                let _ = starting.send(server.handle());
                server.await
            })
        });
        match started.recv() {
            Ok(handle) => Ok((Self { handle, thread: Some(thread) }, base, token)),
            Err(_) => Err(Failure::Refused("the service at the database did not start".into())),
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        // What is told to stop needs nobody who waits for it; the thread is waited for instead.
        drop(self.handle.stop(true));
        if let Some(Ok(Err(error))) = self.thread.take().map(JoinHandle::join) {
            log::warn!("the service at the database ended with a fault: {error}");
        }
    }
}
