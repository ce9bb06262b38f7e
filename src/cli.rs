//! The command line. Exit codes: 0 done, 1 refused or failed, 2 wrong usage or setting, 3 the database does not answer.

use std::io::{BufRead as _, IsTerminal as _, Read as _, Write as _};
use std::net::{TcpListener, TcpStream, ToSocketAddrs as _};
use std::process::ExitCode;
use std::time::Duration;

use actix_web::web;
use clap::error::{ContextKind, ErrorKind};
use clap::{CommandFactory as _, Parser, Subcommand};
use serde_json::json;

use crate::app::App;
use crate::calendar::digest::{self, Letter, Mailer};
use crate::clock::Clock;
use crate::config::{Config, ConfigError, LogFormat, Settings};
use crate::db::migrations::{MigrateMode, alone, migrate};
use crate::db::{Db, OpenError};
use crate::error::ApiError;
use crate::http::body::unwanted;
use crate::http::context::{API, ROOT};
use crate::identity::caller::Caller;
use crate::identity::keys::Holder;
use crate::identity::passwords;
use crate::identity::policy::Role;
use crate::identity::users::{self, User};
use crate::journal::{self, Origin};
use crate::register::write;
use crate::reports::{self, Format};
use crate::text::Lang;
use crate::{demo, governance, openapi, server};

/// A region's international strategy as a REST service.
#[derive(Debug, Parser)]
#[command(name = "utblick", version, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 done, 1 refused or failed, 2 wrong usage or setting, 3 the database does not answer.\nSettings are read from flags, then the environment, then a file .env in the working folder."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API until told to stop (SIGTERM finishes what is running)
    Serve {
        /// Load the demo region into the empty database, print a user and a token per role; on loopback only
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database to this version's schema
    Migrate,
    /// Print the OpenAPI document
    Openapi,
    /// Add users
    #[command(subcommand)]
    User(UserCommand),
    /// Print an access token for a user, and nothing else: for scripts
    Token {
        /// The name of the user
        #[arg(long)]
        user: String,
        /// How long it is valid: 90s, 15m, 1h, at most 24h
        #[arg(long, default_value = "1h", value_parser = parse_ttl)]
        ttl: i64,
    },
    /// Print a report
    Report {
        /// The report, such as partners
        name: String,
        /// The format
        #[arg(long, default_value = "json")]
        format: Format,
        /// The language: sv or en
        #[arg(long, default_value = "sv", value_parser = ["sv", "en"])]
        lang: String,
        /// The year, for reports that ask for one
        #[arg(long)]
        year: Option<u16>,
        /// A parameter of the report, as NAME=VALUE; may be repeated
        #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = parse_pair)]
        parameters: Vec<(String, String)>,
    },
    /// Send every user who has an address and something to do an e-mail with their tasks: once a day, by cron
    Digest {
        /// Print the e-mails and send none
        #[arg(long)]
        to_stdout: bool,
    },
    /// Check the journal's chain: numbers, times and hashes of every row
    Verify,
    /// Ask the running service whether it is ready: for container health checks
    Health,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Add a user; the password is read from standard input, or made and printed
    Add {
        /// The name to sign in with
        name: String,
        /// A role: board, working_committee, coordination_unit, area_unit, registrar, reader, administrator
        #[arg(long = "role", required = true, value_parser = parse_role)]
        roles: Vec<Role>,
        /// The code of the user's unit
        #[arg(long)]
        unit: Option<String>,
    },
}

/// Why a command failed, with its exit code.
enum Failure {
    Usage(String),
    Database(String),
    Refused(String),
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Database(error) => error.into(),
            other => Self::Usage(other.to_string()),
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Scheme => Self::Usage(error.to_string()),
            OpenError::Newer(_) | OpenError::Pending(_) | OpenError::Migration(_) => Self::Refused(error.to_string()),
            other => Self::Database(other.to_string()),
        }
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        if error.is_unavailable() { Self::Database(error.to_string()) } else { Self::Refused(error.to_string()) }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

/// Runs a command.
pub fn run() -> ExitCode {
    // A file .env is optional; one that cannot be read must not pass in silence.
    if let Err(error) = dotenvy::from_path(".env")
        && !error.not_found()
    {
        return end(Failure::Usage(format!(".env: {error}")));
    }
    let done = match Cli::try_parse() {
        Ok(cli) => execute(cli),
        Err(error) => refuse(&error),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => end(failure),
    }
}

/// Prints help where it was asked for; what is wrong in one line that names the setting.
fn refuse(error: &clap::Error) -> Result<(), Failure> {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        error.exit();
    }
    let text = error.to_string();
    let text = text.trim_start_matches("error: ").split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    let named = error.get(ContextKind::InvalidArg).and_then(|named| {
        let mut command = Cli::command();
        // An argument that is not built yet cannot tell its name.
        command.build();
        let mut arguments = command.get_arguments();
        let argument = arguments.find(|argument| argument.to_string() == named.to_string())?;
        argument.get_env().map(|name| format!("{}: ", name.to_string_lossy()))
    });
    Err(Failure::Usage(format!("{}{}; see --help", named.unwrap_or_default(), words.join(" "))))
}

/// One line that says what to do.
fn end(failure: Failure) -> ExitCode {
    let (code, text) = match failure {
        Failure::Refused(text) => (1, text),
        Failure::Usage(text) => (2, text),
        Failure::Database(text) => (3, text),
    };
    let mut stderr = std::io::stderr();
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(stderr, "utblick: {}", text.trim().replace('\n', " "));
    ExitCode::from(code)
}

fn execute(cli: Cli) -> Result<(), Failure> {
    if let Command::Openapi = cli.command {
        return print(&format!("{}\n", openapi_text()?));
    }
    let config = Config::new(cli.settings)?;
    set_up_log(config.log);
    match cli.command {
        Command::Serve { demo } => serve(config, demo),
        Command::Migrate => migrate_now(&config),
        Command::Openapi => Ok(()),
        Command::User(UserCommand::Add { name, roles, unit }) => add_user(config, &name, &roles, unit),
        Command::Token { user, ttl } => print_token(config, &user, ttl),
        Command::Report { name, format, lang, year, parameters } => {
            let mut parameters = parameters;
            parameters.extend(year.map(|year| ("year".to_owned(), year.to_string())));
            print_report(config, &name, format, Lang::from_code(&lang).unwrap_or_default(), &parameters)
        }
        Command::Digest { to_stdout } => send_digest(&config, to_stdout),
        Command::Verify => verify(config),
        Command::Health => ask_health(&config),
    }
}

/// The contract as it is committed.
///
/// # Errors
/// Only if it cannot be written.
fn openapi_text() -> Result<String, Failure> {
    openapi::document().to_pretty_json().map_err(|error| Failure::Refused(error.to_string()))
}

fn set_up_log(format: LogFormat) {
    let mut log = env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("info"));
    if format == LogFormat::Json {
        log.format(|out, record| {
            let mut line = serde_json::Map::new();
            line.insert("at".into(), json!(chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true)));
            line.insert("level".into(), json!(record.level().as_str()));
            line.insert("target".into(), json!(record.target()));
            line.insert("message".into(), json!(record.args().to_string()));
            let mut fields = Fields(&mut line);
            // Visiting a map of plain values does not fail.
            let _ = record.key_values().visit(&mut fields);
            writeln!(out, "{}", serde_json::Value::Object(line))
        });
    }
    log.init();
}

/// Key-values of a log record as JSON.
struct Fields<'a>(&'a mut serde_json::Map<String, serde_json::Value>);

impl<'kvs> log::kv::VisitSource<'kvs> for Fields<'_> {
    fn visit_pair(&mut self, key: log::kv::Key<'kvs>, value: log::kv::Value<'kvs>) -> Result<(), log::kv::Error> {
        let number = value.to_u64().map(|number| json!(number)).or_else(|| value.to_f64().map(|number| json!(number)));
        self.0.insert(key.to_string(), number.unwrap_or_else(|| json!(value.to_string())));
        Ok(())
    }
}

/// A migrated database and the parts around it. What is wrong with the settings is told before the database is asked.
fn open(config: Config) -> Result<App, Failure> {
    let keys = config.keys()?;
    bring_up(&config)?;
    let clock = Clock::default();
    let db = Db::new(&config.backing, clock.clone());
    App::new(config, db, clock, keys).map_err(Failure::Refused)
}

/// [`open`] for what only reads: it makes no database and migrates none.
fn open_existing(mut config: Config) -> Result<App, Failure> {
    demand_database(&config)?;
    config.migrate = MigrateMode::Check;
    open(config)
}

/// A typing error must not make an empty file.
fn demand_database(config: &Config) -> Result<(), Failure> {
    match config.backing.sqlite_path().filter(|path| !path.exists()) {
        Some(path) => Err(Failure::Refused(format!("there is no database {}", path.display()))),
        None => Ok(()),
    }
}

/// Migrates the database, and logs what was done.
fn bring_up(config: &Config) -> Result<(), Failure> {
    let done = migrate(&config.backing, config.migrate)?;
    for version in &done.versions {
        log::info!("migrated: {version}");
    }
    if let Some(copy) = &done.copy {
        log::info!("the database as it was before: {}", copy.display());
    }
    Ok(())
}

fn migrate_now(config: &Config) -> Result<(), Failure> {
    let done = migrate(&config.backing, MigrateMode::Auto)?;
    if done.versions.is_empty() {
        return print("Nothing to do: the database has this version's schema.\n");
    }
    let copy = done.copy.map(|copy| format!("The database as it was before: {}\n", copy.display())).unwrap_or_default();
    print(&format!("Migrated: {}\n{copy}", done.versions.join(", ")))
}

fn serve(mut config: Config, is_demo: bool) -> Result<(), Failure> {
    let address = resolve(&config.bind)?;
    if is_demo {
        if !address.ip().is_loopback() {
            return Err(Failure::Usage("UTBLICK_BIND: --demo listens on loopback only, such as 127.0.0.1:8080".into()));
        }
        config.cors_localhost = true;
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

/// A token for a user, without a password: whoever is at the command line has the key anyway.
fn issue(app: &App, user: crate::db::types::Id<User>, now: i64, seconds: i64) -> Result<String, Failure> {
    let generation = app.db.read_now(|conn| Ok(users::find_generation(conn, user)?))?;
    app.keys
        .issue(Holder::User(user.uuid(), None), generation, now, seconds)
        .map_err(|error| Failure::Refused(error.to_string()))
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

fn add_user(config: Config, name: &str, roles: &[Role], unit: Option<String>) -> Result<(), Failure> {
    let app = open(config)?;
    let (password, invented) = read_password()?;
    let hash = passwords::hash_now(&password).map_err(|error| Failure::Refused(error.to_string()))?;
    let unit_id = match unit {
        Some(code) => {
            let found = app.db.read_now(|conn| Ok(governance::units::find_by_code(conn, &code)?))?;
            Some(found.ok_or_else(|| Failure::Refused(format!("--unit: no unit has the code {code}")))?)
        }
        None => None,
    };
    let body = json!({"username": name, "roles": roles, "unitId": unit_id});
    let serde_json::Value::Object(body) = body else { return Err(Failure::Refused("no object".into())) };
    let input = write::read_new::<User>(&app.schemas, body)?;
    app.db.write_now(Origin::service(), |tx| {
        let user = write::create::<User>(tx, &Caller::operator(), input)?;
        users::set_password(tx, user.meta.id, &hash)
    })?;
    if invented { print(&format!("{password}\n")) } else { Ok(()) }
}

/// The password from standard input, or one that is made when there is none.
fn read_password() -> Result<(String, bool), Failure> {
    let mut line = String::new();
    if !std::io::stdin().is_terminal() {
        std::io::stdin().lock().take(1_000).read_line(&mut line)?;
    }
    let password = crate::text::normalise(&line);
    if password.is_empty() {
        return Ok((passwords::invent(), true));
    }
    if let Some(reason) = unwanted(&password) {
        return Err(Failure::Usage(format!("the password {}", reason.en)));
    }
    if !(passwords::MIN_LENGTH..=passwords::MAX_LENGTH).contains(&password.chars().count()) {
        return Err(Failure::Usage("the password: expected 12 to 200 characters on standard input".into()));
    }
    Ok((password, false))
}

fn print_token(config: Config, username: &str, seconds: i64) -> Result<(), Failure> {
    let app = open_existing(config)?;
    let id = app.db.read_now(|conn| Ok(users::find_by_name(conn, username)?))?;
    let id = id.ok_or_else(|| Failure::Refused(format!("--user: there is no user {username}")))?;
    let now = app.clock.now().0.timestamp();
    let token = issue(&app, id, now, seconds)?;
    print(&format!("{token}\n"))
}

fn print_report(
    config: Config,
    name: &str,
    format: Format,
    lang: Lang,
    parameters: &[(String, String)],
) -> Result<(), Failure> {
    let known = || reports::REPORTS.iter().map(|report| report.name()).collect::<Vec<_>>().join(", ");
    let report = reports::find(name).ok_or_else(|| Failure::Usage(format!("expected a report: {}", known())))?;
    let query = serde_urlencoded::to_string(parameters).map_err(|error| Failure::Usage(error.to_string()))?;
    let asked = report.ask(&Caller::operator(), &query).map_err(|error| Failure::Usage(error.to_string()))?;
    let app = open_existing(config)?;
    let base = format!("{}{API}", app.config.public_url);
    let rendered = actix_web::rt::System::new().block_on(reports::run(&app, report, asked, format, lang, base))?;
    std::io::stdout().write_all(&rendered.body)?;
    Ok(())
}

/// A recipient that is refused does not stop the others.
fn send_digest(config: &Config, to_stdout: bool) -> Result<(), Failure> {
    let mailer = if to_stdout { None } else { Some(Mailer::new(&config.smtp()?, config.public_host())) };
    let mailer = mailer.transpose().map_err(|error| Failure::Usage(format!("UTBLICK_SMTP_URL: {error}")))?;
    demand_database(config)?;
    migrate(&config.backing, MigrateMode::Check)?;
    let clock = Clock::default();
    let db = Db::new(&config.backing, clock.clone());
    let letters = db.snapshot_now(|conn| digest::letters(conn, clock.today(), &config.public_url))?;
    let Some(mailer) = mailer else {
        let printed = |letter: &Letter| format!("To: {}\nSubject: {}\n\n{}\n", letter.to, letter.subject, letter.text);
        return print(&letters.iter().map(printed).collect::<String>());
    };
    if !letters.is_empty() {
        mailer.check().map_err(|error| Failure::Refused(format!("the mail server takes nothing: {error}")))?;
    }
    let mut failed = 0;
    for letter in &letters {
        if let Err(error) = mailer.send(letter) {
            failed += 1;
            log::warn!("the e-mail to user {} was not sent: {error}", letter.user);
        }
    }
    print(&format!("sent {}, failed {failed}\n", letters.len() - failed))?;
    if failed == 0 {
        return Ok(());
    }
    Err(Failure::Refused(format!("{failed} of {} e-mails were not sent", letters.len())))
}

fn verify(config: Config) -> Result<(), Failure> {
    demand_database(&config)?;
    migrate(&config.backing, MigrateMode::Check)?;
    let db = Db::new(&config.backing, Clock::default());
    let verdict = db.snapshot_now(|conn| Ok(journal::verify(conn)?))?;
    if verdict.faults.is_empty() {
        return print(&format!("{} rows: the chain holds.\n", verdict.rows));
    }
    Err(Failure::Refused(verdict.faults.join("; ")))
}

/// Asks over plain HTTP, as a container's health check does.
fn ask_health(config: &Config) -> Result<(), Failure> {
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

fn print(text: &str) -> Result<(), Failure> {
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

fn parse_role(code: &str) -> Result<Role, String> {
    let known = || Role::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ");
    code.parse().map_err(|()| format!("expected one of {}", known()))
}

fn parse_pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// Seconds of a time such as 90s, 15m or 1h.
fn parse_ttl(text: &str) -> Result<i64, String> {
    let expected = || "expected a time such as 90s, 15m or 1h, at most 24h".to_owned();
    let unit = text.chars().last().ok_or_else(expected)?;
    let factor = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        _ => return Err(expected()),
    };
    let number: i64 = text.trim_end_matches(unit).parse().map_err(|_| expected())?;
    number.checked_mul(factor).filter(|seconds| (1..=86_400).contains(seconds)).ok_or_else(expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn times_have_a_unit_and_a_bound() {
        assert_eq!((parse_ttl("90s"), parse_ttl("1h")), (Ok(90), Ok(3_600)));
        for wrong in ["", "1", "0s", "25h", "-1h", "h", "9223372036854775807h"] {
            assert!(parse_ttl(wrong).is_err(), "{wrong}");
        }
    }
}
