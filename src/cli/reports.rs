//! Reports on paper, and tasks by e-mail.

use std::io::Write as _;

use super::database::{demand_database, open_existing};
use super::failure::Failure;
use super::print;
use crate::calendar::digest::{self, Letter, Mailer};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::db::migrations::{MigrateMode, migrate};
use crate::http::context::API;
use crate::identity::caller::Caller;
use crate::reports::{self, Format};
use crate::text::Lang;

pub(super) fn print_report(
    config: Config,
    name: &str,
    format: Format,
    lang: Lang,
    parameters: &[(String, String)],
) -> Result<(), Failure> {
    let known = || reports::REPORTS.iter().map(|report| report.name()).collect::<Vec<_>>().join(", ");
    let report = reports::find(name).ok_or_else(|| Failure::Usage(format!("expected a report: {}", known())))?;
    let query = serde_urlencoded::to_string(parameters).map_err(|error| Failure::Usage(error.to_string()))?;
    let by = Caller::operator();
    let asked = report.ask(&by, &query).map_err(|error| Failure::Usage(error.to_string()))?;
    let app = open_existing(config)?;
    let base = format!("{}{API}", app.config.public_url);
    let rendered = actix_web::rt::System::new().block_on(reports::run(&app, &by, report, asked, format, lang, base))?;
    std::io::stdout().write_all(&rendered.body)?;
    Ok(())
}

/// A recipient that is refused does not stop the others.
pub(super) fn send_digest(config: &Config, to_stdout: bool) -> Result<(), Failure> {
    let mailer = if to_stdout { None } else { Some(Mailer::new(&config.smtp()?, config.public_host())) };
    let mailer = mailer.transpose().map_err(|error| Failure::Usage(format!("UTBLICK_SMTP_URL: {error}")))?;
    demand_database(config)?;
    migrate(&config.backing, MigrateMode::Check)?;
    let clock = Clock::default();
    let db = Db::new(&config.backing, clock.clone());
    let letters = digest::letters(&db, clock.today(), &config.public_url)?;
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
