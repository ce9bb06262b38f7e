//! The service: started, and asked whether it is ready.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use actix_web::web;

use super::database::open;
use super::failure::Failure;
use super::print;
use super::users::issue;
use crate::app::App;
use crate::config::Config;
use crate::db::migrations::alone;
use crate::http::context::{API, ROOT};
use crate::identity::policy::Role;
use crate::{demo, server};

pub(super) fn serve(mut config: Config, is_demo: bool) -> Result<(), Failure> {
    let address = resolve(&config.bind)?;
    if is_demo {
        if !address.ip().is_loopback() {
            return Err(Failure::Usage("UTBLICK_BIND: --demo listens on loopback only, such as 127.0.0.1:8080".into()));
        }
        config.cors_localhost = true;
        // Whoever has its tokens is on this machine already.
        config.webhooks_to_private = true;
    }
    let bind = config.bind.clone();
    let listener = TcpListener::bind(address)
        .map_err(|error| Failure::Usage(format!("UTBLICK_BIND: {bind} cannot be listened on: {error}")))?;
    let app = open(config)?;
    if is_demo {
        let ready = alone(&app.config.backing, || demo::prepare(&app.config.backing, &app.schemas))??;
        print(&demo_text(&app, &ready)?)?;
    }
    let app = web::Data::new(app);
    log::info!("serving {}", app.config.public_url);
    actix_web::rt::System::new().block_on(async { server::start(app, listener)?.await })?;
    log::info!("stopped");
    Ok(())
}

fn resolve(bind: &str) -> Result<std::net::SocketAddr, Failure> {
    let found = bind.to_socket_addrs().ok().and_then(|mut addresses| addresses.next());
    found.ok_or_else(|| Failure::Usage(format!("UTBLICK_BIND: expected ADDRESS:PORT, found {bind}")))
}

/// Hours that the demo's tokens are valid.
const DEMO_HOURS: i64 = 12;

fn demo_text(app: &App, ready: &[demo::Ready]) -> Result<String, Failure> {
    let base = format!("{}{API}", app.config.public_url);
    let now = app.clock.now().0.timestamp();
    let mut lines = vec![String::new(), format!("Dokumentation: {}{ROOT}/docs/", app.config.public_url), String::new()];
    let mut coordinator = String::new();
    for user in ready {
        let token = issue(app, user.id.into(), now, DEMO_HOURS * 3600)?;
        lines.push(format!("{:<18} {:<16} {}", user.role.as_str(), user.username, user.password));
        lines.push(format!("  {token}"));
        if user.role == Role::CoordinationUnit {
            coordinator = token;
        }
    }
    lines.push(String::new());
    lines.push(format!("curl -s -H 'Authorization: Bearer {coordinator}' '{base}/partners?q=norge&sort=name'"));
    lines.push(format!("curl -s -H 'Authorization: Bearer {coordinator}' -H 'Content-Type: application/json' -d '{{\"name\": \"Ny partner\", \"kind\": \"company\", \"partnershipKind\": \"project\"}}' '{base}/partners'"));
    lines.push(format!(
        "curl -s -H 'Authorization: Bearer {coordinator}' '{base}/reports/matrix?year=2009&format=csv&lang=sv'"
    ));
    lines.push(String::new());
    Ok(lines.join("\n") + "\n")
}

/// Asks over plain HTTP, as a container's health check does.
pub(super) fn ask_health(config: &Config) -> Result<(), Failure> {
    let mut address = resolve(&config.bind)?;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let wait = Duration::from_secs(5);
    let mut stream = TcpStream::connect_timeout(&address, wait)?;
    stream.set_read_timeout(Some(wait))?;
    stream.write_all(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(4_096).read_to_string(&mut answer)?;
    match answer.split(' ').nth(1) {
        Some("200") => Ok(()),
        status => Err(Failure::Refused(format!("not ready: {}", status.unwrap_or("no answer")))),
    }
}
