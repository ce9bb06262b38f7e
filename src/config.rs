//! Every setting: name, meaning, default. By flag, by environment, or in a file `.env`; secrets also by `…_FILE`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use lettre::message::Mailbox;

use crate::db::Backing;
use crate::db::migrations::MigrateMode;
use crate::exchange::open_data::{CC0, OpenData};
use crate::identity::keys::Keys;

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for people.
    #[default]
    Text,
    /// A JSON object a line.
    Json,
}

/// The settings as they come in.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Settings")]
pub struct Settings {
    /// The database: sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// A file that holds DATABASE_URL
    #[arg(long, env = "DATABASE_URL_FILE", global = true, value_parser = path)]
    pub database_url_file: Option<PathBuf>,
    /// The address to listen on
    #[arg(long, env = "UTBLICK_BIND", default_value = "127.0.0.1:8080", global = true)]
    pub bind: String,
    /// The address by which callers reach the service; links are made from it [default: http://BIND]
    #[arg(long, env = "UTBLICK_PUBLIC_URL", global = true)]
    pub public_url: Option<String>,
    /// The private key that signs tokens: PEM, PKCS #8, P-256. Without it SQLite makes one beside the database
    #[arg(long, env = "UTBLICK_SIGNING_KEY", hide_env_values = true, global = true)]
    pub signing_key: Option<String>,
    /// A file that holds UTBLICK_SIGNING_KEY
    #[arg(long, env = "UTBLICK_SIGNING_KEY_FILE", global = true, value_parser = path)]
    pub signing_key_file: Option<PathBuf>,
    /// Origins whose pages may call the service, separated by commas; none by default
    #[arg(long, env = "UTBLICK_CORS_ORIGINS", value_delimiter = ',', global = true)]
    pub cors_origins: Vec<String>,
    /// auto runs waiting migrations at start, check refuses to start with them
    #[arg(long, env = "UTBLICK_MIGRATE", default_value = "auto", global = true)]
    pub migrate: MigrateMode,
    /// The server that sends e-mail: smtp://HOST:PORT or smtps://USER:PASSWORD@HOST; ?tls=required upgrades smtp
    #[arg(long, env = "UTBLICK_SMTP_URL", hide_env_values = true, global = true)]
    pub smtp_url: Option<String>,
    /// A file that holds UTBLICK_SMTP_URL
    #[arg(long, env = "UTBLICK_SMTP_URL_FILE", global = true, value_parser = path)]
    pub smtp_url_file: Option<PathBuf>,
    /// The sender of e-mail: an address, or a name and an address in angle brackets
    #[arg(long, env = "UTBLICK_SMTP_FROM", global = true)]
    pub smtp_from: Option<String>,
    /// Let webhooks send to addresses of the own network, and with http: only where all who make webhooks may reach it
    #[arg(long, env = "UTBLICK_WEBHOOKS_TO_PRIVATE", default_value = "false", action = clap::ArgAction::Set, global = true)]
    pub webhooks_to_private: bool,
    /// Publish open data without login: adopted strategies, prioritised areas, partners, agreements in force, the matrix
    #[arg(long, env = "UTBLICK_OPEN_DATA", default_value = "false", action = clap::ArgAction::Set, global = true)]
    pub open_data: bool,
    /// The organisation that publishes open data; required with it
    #[arg(long, env = "UTBLICK_OPEN_DATA_PUBLISHER", global = true)]
    pub open_data_publisher: Option<String>,
    /// An e-mail address for questions about open data; required with it
    #[arg(long, env = "UTBLICK_OPEN_DATA_CONTACT", global = true)]
    pub open_data_contact: Option<String>,
    /// The home page of the organisation that publishes open data
    #[arg(long, env = "UTBLICK_OPEN_DATA_HOMEPAGE", global = true)]
    pub open_data_homepage: Option<String>,
    /// The licence of open data: its address [default: CC0]
    #[arg(long, env = "UTBLICK_OPEN_DATA_LICENCE", global = true)]
    pub open_data_licence: Option<String>,
    /// Threads that serve requests [default: one per core]
    #[arg(long, env = "UTBLICK_WORKERS", value_parser = clap::value_parser!(u16).range(1..=256), global = true)]
    pub workers: Option<u16>,
    /// The form of the log
    #[arg(long, env = "UTBLICK_LOG", default_value = "text", global = true)]
    pub log: LogFormat,
    /// Believe the header Forwarded (RFC 7239): only behind a proxy that replaces it
    #[arg(long, env = "UTBLICK_TRUST_FORWARDED", default_value = "false", action = clap::ArgAction::Set, global = true)]
    pub trust_forwarded: bool,
}

/// A setting that cannot be used; it says which, and what is expected.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value of the wrong form.
    #[error("{name}: expected {expected}")]
    Wrong {
        /// The setting.
        name: &'static str,
        /// What is expected.
        expected: &'static str,
    },
    /// A file that cannot be read.
    #[error("{name}: {path} cannot be read: {error}")]
    File {
        /// The setting.
        name: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// Settings that sending e-mail needs.
    #[error("{} must be set to send e-mail", .0.join(" and "))]
    NoSmtp(Vec<&'static str>),
    /// A setting that PostgreSQL needs.
    #[error(
        "UTBLICK_SIGNING_KEY (or UTBLICK_SIGNING_KEY_FILE) is required on PostgreSQL, so that all instances share one key: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256"
    )]
    NoKey,
    /// The database's address.
    #[error(transparent)]
    Database(#[from] crate::db::OpenError),
    /// The key.
    #[error(transparent)]
    Key(#[from] crate::identity::keys::KeyError),
}

/// The settings as they are used.
#[derive(Clone, Debug)]
pub struct Config {
    /// The database.
    pub backing: Backing,
    /// The address to listen on.
    pub bind: String,
    /// The public address, without a slash at its end.
    pub public_url: String,
    /// The private key, if one was given.
    signing_key: Option<String>,
    /// The server that sends e-mail, if one was given.
    smtp_url: Option<String>,
    /// The sender of e-mail, if one was given.
    smtp_from: Option<Mailbox>,
    /// Origins whose pages may call.
    pub cors_origins: Vec<String>,
    /// Whether any page on localhost may call: the demo alone.
    pub cors_localhost: bool,
    /// What to do about waiting migrations.
    pub migrate: MigrateMode,
    /// Whether webhooks may send to addresses of the own network.
    pub webhooks_to_private: bool,
    /// Who publishes open data, where it is switched on.
    pub open_data: Option<OpenData>,
    /// Threads that serve requests.
    pub workers: Option<u16>,
    /// The form of the log.
    pub log: LogFormat,
    /// Whether `Forwarded` is believed.
    pub trust_forwarded: bool,
}

impl Config {
    /// Checks the settings.
    ///
    /// # Errors
    /// The first that cannot be used, with what is expected.
    pub fn new(settings: Settings) -> Result<Self, ConfigError> {
        let open_data = open_data(&settings)?;
        let database_url = secret("DATABASE_URL", settings.database_url, settings.database_url_file)?;
        let backing = Backing::parse(database_url.as_deref().unwrap_or("sqlite://data/utblick.db"))?;
        let public_url = match settings.public_url.filter(|url| !url.trim().is_empty()) {
            Some(url) => checked_origin("UTBLICK_PUBLIC_URL", &url)?,
            None => format!("http://{}", settings.bind),
        };
        let cors_origins = settings.cors_origins.iter().filter(|origin| !origin.trim().is_empty());
        let cors_origins: Result<Vec<String>, ConfigError> =
            cors_origins.map(|origin| checked_origin("UTBLICK_CORS_ORIGINS", origin.trim())).collect();
        Ok(Self {
            signing_key: secret("UTBLICK_SIGNING_KEY", settings.signing_key, settings.signing_key_file)?,
            smtp_url: secret("UTBLICK_SMTP_URL", settings.smtp_url, settings.smtp_url_file)?
                .map(|url| checked_smtp(&url))
                .transpose()?,
            smtp_from: settings
                .smtp_from
                .filter(|from| !from.trim().is_empty())
                .map(|from| sender(&from))
                .transpose()?,
            backing,
            bind: settings.bind,
            public_url,
            cors_origins: cors_origins?,
            cors_localhost: false,
            migrate: settings.migrate,
            webhooks_to_private: settings.webhooks_to_private,
            open_data,
            workers: settings.workers,
            log: settings.log,
            trust_forwarded: settings.trust_forwarded,
        })
    }

    /// The signing key: the one that was given, or else the file beside the SQLite database, made at first start.
    ///
    /// # Errors
    /// When there is none on PostgreSQL, or it cannot be used.
    pub fn keys(&self) -> Result<Keys, ConfigError> {
        match (&self.signing_key, self.backing.sqlite_path()) {
            (Some(pem), _) => Ok(Keys::from_pem("UTBLICK_SIGNING_KEY", pem)?),
            (None, Some(database)) => {
                self.backing.make_folder()?;
                Ok(Keys::from_file(&database.with_extension("signing-key.pem"))?)
            }
            (None, None) => Err(ConfigError::NoKey),
        }
    }

    /// The host of the public address: by it the service is known to calendars and mail servers.
    pub fn public_host(&self) -> url::Host {
        let url = url::Url::parse(&self.public_url).ok();
        let host = url.as_ref().and_then(url::Url::host).map(|host| host.to_owned());
        host.unwrap_or_else(|| url::Host::Domain("localhost".to_owned()))
    }

    /// What sends e-mail.
    ///
    /// # Errors
    /// When a setting is absent: all that are, by name.
    pub fn smtp(&self) -> Result<Smtp, ConfigError> {
        match (&self.smtp_url, &self.smtp_from) {
            (Some(url), Some(from)) => Ok(Smtp { url: url.clone(), from: from.clone() }),
            (url, from) => {
                let absent = [("UTBLICK_SMTP_URL", url.is_none()), ("UTBLICK_SMTP_FROM", from.is_none())];
                Err(ConfigError::NoSmtp(absent.iter().filter(|(_, absent)| *absent).map(|(name, _)| *name).collect()))
            }
        }
    }
}

/// What sends e-mail.
pub struct Smtp {
    /// The server, with what it is signed in with.
    pub url: String,
    /// The sender.
    pub from: Mailbox,
}

impl Smtp {
    /// Whether the server's address says by which name it is greeted: its path does.
    pub fn says_hello_name(&self) -> bool {
        url::Url::parse(&self.url).is_ok_and(|url| url.path().len() > 1)
    }
}

/// Who publishes open data, if anybody does.
fn open_data(settings: &Settings) -> Result<Option<OpenData>, ConfigError> {
    if !settings.open_data {
        return Ok(None);
    }
    let set =
        |value: &Option<String>| value.as_deref().map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
    let wrong = |name, expected| ConfigError::Wrong { name, expected };
    let page = |name, value: &Option<String>| match set(value) {
        Some(page) if url::Url::parse(&page).is_ok_and(|url| matches!(url.scheme(), "http" | "https")) => {
            Ok(Some(page))
        }
        Some(_) => Err(wrong(name, "an address with http or https")),
        None => Ok(None),
    };
    let contact = set(&settings.open_data_contact).filter(|contact| contact.parse::<lettre::Address>().is_ok());
    Ok(Some(OpenData {
        publisher: set(&settings.open_data_publisher)
            .ok_or_else(|| wrong("UTBLICK_OPEN_DATA_PUBLISHER", "the name of the organisation that publishes"))?,
        contact: contact.ok_or_else(|| wrong("UTBLICK_OPEN_DATA_CONTACT", "an e-mail address for questions"))?,
        homepage: page("UTBLICK_OPEN_DATA_HOMEPAGE", &settings.open_data_homepage)?,
        licence: page("UTBLICK_OPEN_DATA_LICENCE", &settings.open_data_licence)?.unwrap_or_else(|| CC0.to_owned()),
    }))
}

/// `smtp://host:port` or `smtps://user:password@host`. What is wrong is not repeated: it may hold a password.
fn checked_smtp(url: &str) -> Result<String, ConfigError> {
    let expected = "smtp://host:port or smtps://user:password@host";
    match lettre::SmtpTransport::from_url(url.trim()) {
        Ok(_) => Ok(url.trim().to_owned()),
        Err(_) => Err(ConfigError::Wrong { name: "UTBLICK_SMTP_URL", expected }),
    }
}

fn sender(from: &str) -> Result<Mailbox, ConfigError> {
    let expected = "an address, or a name and <an address>";
    from.trim().parse().map_err(|_| ConfigError::Wrong { name: "UTBLICK_SMTP_FROM", expected })
}

/// A path; an empty one counts as absent, as Docker Compose gives what is not set.
#[expect(clippy::unnecessary_wraps, reason = "the form of clap's parsers")]
fn path(value: &str) -> Result<PathBuf, std::convert::Infallible> {
    Ok(PathBuf::from(value))
}

/// A secret from the environment or from a file; never both.
fn secret(name: &'static str, value: Option<String>, file: Option<PathBuf>) -> Result<Option<String>, ConfigError> {
    let value = value.filter(|value| !value.trim().is_empty());
    match (value, file.filter(|path| !path.as_os_str().is_empty())) {
        (Some(_), Some(_)) => Err(ConfigError::Wrong { name, expected: "either the value or its …_FILE, not both" }),
        (Some(value), None) => Ok(Some(value)),
        (None, Some(path)) => match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text.trim().to_owned())),
            Err(error) => Err(ConfigError::File { name, path, error }),
        },
        (None, None) => Ok(None),
    }
}

/// `https://host[:port]`, without a path.
/// An origin, without a slash at its end.
///
/// # Errors
/// When it is none.
pub(crate) fn checked_origin(name: &'static str, value: &str) -> Result<String, ConfigError> {
    let plain = url::Url::parse(value).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.path() == "/"
            && url.query().is_none()
            && url.username().is_empty()
    });
    if plain {
        Ok(value.trim_end_matches('/').to_owned())
    } else {
        Err(ConfigError::Wrong { name, expected: "http(s)://host[:port] without a path" })
    }
}
