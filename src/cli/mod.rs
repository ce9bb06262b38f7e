//! The command line. Exit codes: 0 done, 1 refused or failed, 2 wrong usage or setting, 3 the database or the service does
//! not answer.

use std::io::Write as _;
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{CommandFactory as _, Parser, Subcommand};

use failure::Failure;

use crate::config::{Config, Settings};
use crate::identity::policy::Role;
use crate::openapi;
use crate::reports::Format;
use crate::text::Lang;

mod database;
mod export;
mod failure;
mod import;
mod listen;
mod logging;
mod remote;
mod reports;
mod serving;
mod users;

/// A region's international strategy as a REST service.
#[derive(Debug, Parser)]
#[command(name = "utblick", version, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 done, 1 refused or failed, 2 wrong usage or setting, 3 the database or the service does not answer.\nSettings are read from flags, then the environment, then a file .env in the working folder."
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
        /// Load the demo region into the empty database, print a user and a token per role; on loopback only, where webhooks
        /// may be sent to the own network
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
        #[arg(long, default_value = "1h", value_parser = users::parse_ttl)]
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
    /// Import a file into a register: over the API with --url, or else into the database of the settings
    Import(import::Arguments),
    /// Export a register's records: over the API with --url, or else from the database of the settings
    Export(export::Arguments),
    /// Receive webhooks, check their signatures and print them, a line each: to try them out
    Listen(listen::Arguments),
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
        #[arg(long = "role", required = true, value_parser = users::parse_role)]
        roles: Vec<Role>,
        /// The code of the user's unit
        #[arg(long)]
        unit: Option<String>,
    },
}

/// Runs a command.
pub fn run() -> ExitCode {
    // A file .env is optional; one that cannot be read must not pass in silence.
    if let Err(error) = dotenvy::from_path(".env")
        && !error.not_found()
    {
        return failure::end(Failure::Usage(format!(".env: {error}")));
    }
    let done = match Cli::try_parse() {
        Ok(cli) => execute(cli),
        Err(error) => refuse(&error),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure::end(failure),
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

fn execute(cli: Cli) -> Result<(), Failure> {
    if let Command::Openapi = cli.command {
        return print(&format!("{}\n", openapi_text()?));
    }
    let config = Config::new(cli.settings)?;
    // Whose output is files, summaries or messages says no more beside it than it must.
    let is_quiet = matches!(cli.command, Command::Import(_) | Command::Export(_) | Command::Listen(_));
    logging::set_up(config.log, if is_quiet { "warn" } else { "info" });
    match cli.command {
        Command::Serve { demo } => serving::serve(config, demo),
        Command::Migrate => database::migrate_now(&config),
        Command::Openapi => Ok(()),
        Command::User(UserCommand::Add { name, roles, unit }) => users::add(config, &name, &roles, unit),
        Command::Token { user, ttl } => users::print_token(config, &user, ttl),
        Command::Report { name, format, lang, year, parameters } => {
            let mut parameters = parameters;
            parameters.extend(year.map(|year| ("year".to_owned(), year.to_string())));
            reports::print_report(config, &name, format, Lang::from_code(&lang).unwrap_or_default(), &parameters)
        }
        Command::Import(arguments) => import::run(config, arguments),
        Command::Export(arguments) => export::run(config, arguments),
        Command::Listen(arguments) => listen::run(&arguments),
        Command::Digest { to_stdout } => reports::send_digest(&config, to_stdout),
        Command::Verify => database::verify(config),
        Command::Health => serving::ask_health(&config),
    }
}

/// The contract as it is committed.
///
/// # Errors
/// Only if it cannot be written.
fn openapi_text() -> Result<String, Failure> {
    openapi::document().to_pretty_json().map_err(|error| Failure::Refused(error.to_string()))
}

fn print(text: &str) -> Result<(), Failure> {
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

fn parse_pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
