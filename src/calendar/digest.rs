//! The digest: an e-mail to every user who has an address and something to do, with the user's tasks. The operator's own
//! clock sends it, by the command line: several instances of the service would send it several times.

use std::fmt::Write as _;
use std::time::Duration;

use chrono::NaiveDate;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::extension::ClientId;
use lettre::{SmtpTransport, Transport as _};
use uuid::Uuid;

use super::tasks::{Task, tasks};
use super::words::line;
use crate::config::Smtp;
use crate::db::Db;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::identity::users::{self, User};
use crate::register::confidentiality;
use crate::text::Lang;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a user is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The user.
    pub user: Id<User>,
    /// The address.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// The letters of a day: to every user whose account is open, who has an address, and for whom something waits.
///
/// # Errors
/// When the database refuses.
pub fn letters(db: &Db, today: NaiveDate, public_url: &str) -> Result<Vec<Letter>, ApiError> {
    let mut letters = Vec::new();
    for (user, to) in db.read_now(|conn| Ok(users::with_email(conn)?))? {
        let Some(caller) = db.read_now(|conn| Ok(users::find_caller(conn, user)?))? else { continue };
        let found = confidentiality::seen_by(db, &caller).snapshot_now(|conn| tasks(conn, &caller, today))?;
        if found.is_empty() {
            continue;
        }
        let count: usize = found.iter().map(Task::weight).sum();
        let things = if count == 1 { "en uppgift".to_owned() } else { format!("{count} uppgifter") };
        letters.push(Letter {
            user,
            to,
            subject: format!("Utblick: {things} den {today}"),
            text: body(&line(caller.name()), &things, &found, today, public_url),
        });
    }
    Ok(letters)
}

/// The text: what has a day first, in its order, and then the rest.
fn body(name: &str, things: &str, found: &[Task], today: NaiveDate, public_url: &str) -> String {
    let mut text = format!("Hej {name}!\n\nDu har {things} i Utblick.\n");
    let mut heading = None;
    for task in found {
        let under = task.due_on.map_or_else(
            || "Utan bestämd dag".to_owned(),
            |due| if due < today { format!("Skulle ha varit klart {due}") } else { format!("Senast {due}") },
        );
        // Writing to a string does not fail.
        if heading.as_ref() != Some(&under) {
            let _ = write!(text, "\n{under}\n");
            heading = Some(under);
        }
        let _ = writeln!(text, "- {}", task.title.get(Lang::Sv));
    }
    let _ = write!(text, "\n{public_url}\n");
    text
}

/// Sends letters by a server.
pub struct Mailer {
    transport: SmtpTransport,
    from: Mailbox,
    host: url::Host,
}

/// RFC 3834: nobody's absence is answered to it.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Mailer {
    /// One that greets the server by the service's own host, unless the setting says by what.
    ///
    /// # Errors
    /// When the server's address cannot be used.
    pub fn new(smtp: &Smtp, host: url::Host) -> Result<Self, String> {
        let mut builder = SmtpTransport::from_url(&smtp.url).map_err(|error| reason(&error))?.timeout(Some(PATIENCE));
        if !smtp.says_hello_name() {
            builder = builder.hello_name(match host.clone() {
                url::Host::Ipv4(address) => ClientId::Ipv4(address),
                url::Host::Ipv6(address) => ClientId::Ipv6(address),
                url::Host::Domain(name) => ClientId::Domain(name),
            });
        }
        Ok(Self { transport: builder.build(), from: smtp.from.clone(), host })
    }

    /// Whether the server answers, and takes what it is signed in with.
    ///
    /// # Errors
    /// What it says, or why it says nothing.
    pub fn check(&self) -> Result<(), String> {
        match self.transport.test_connection() {
            Ok(true) => Ok(()),
            Ok(false) => Err("it closed the connection".to_owned()),
            Err(error) => Err(reason(&error)),
        }
    }

    /// Sends a letter.
    ///
    /// # Errors
    /// Why it was not sent; no address and no text is in it.
    pub fn send(&self, letter: &Letter) -> Result<(), String> {
        let to: lettre::Address = letter.to.parse().map_err(|_| "the address is none for e-mail".to_owned())?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .message_id(Some(format!("<{}@{}>", Uuid::now_v7(), self.host)))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .map_err(|error| error.to_string())?;
        self.transport.send(&message).map(|_| ()).map_err(|error| reason(&error))
    }
}

/// Why the server did not take something. Of what it says the code alone: its words may hold the address.
fn reason(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the server answered {code}"),
        None => error.to_string(),
    }
}
