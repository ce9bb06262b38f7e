//! `utblick import`: a file becomes records, and a script is told how it went.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;
use ureq::SendBody;

use super::failure::Failure;
use super::remote::{Remote, Target};
use super::{parse_pair, print};
use crate::config::Config;
use crate::exchange::imports::{ImportState, RowAction};
use crate::http::context::API;

/// How often it is asked how far an import is.
const LOOK: Duration = Duration::from_millis(300);
/// The most rows whose faults are told.
const TOLD: usize = 20;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file: CSV, an Excel workbook, JSON or NDJSON; - for standard input
    file: PathBuf,
    /// The register that takes it in, by its address, such as partners
    #[arg(long = "as", value_name = "REGISTER")]
    resource: String,
    /// Write nothing, and tell what would come of it
    #[arg(long)]
    check: bool,
    /// Leave out the rows with faults, instead of writing nothing at all
    #[arg(long)]
    skip_errors: bool,
    /// What the file is, such as csv, xlsx or project_bank; found out otherwise
    #[arg(long)]
    format: Option<String>,
    /// The system whose ids stand alone in cells
    #[arg(long)]
    system: Option<String>,
    /// What rows say in a column that the file lacks, as HEADER:TEXT; may be repeated
    #[arg(long, value_name = "HEADER:TEXT")]
    fill: Vec<String>,
    /// Another parameter of POST /imports, as NAME=VALUE, such as encoding=windows_1252; may be repeated
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = parse_pair)]
    parameters: Vec<(String, String)>,
    #[command(flatten)]
    target: Target,
}

impl Arguments {
    fn query(&self) -> Result<String, Failure> {
        let mut query = vec![
            ("resource", self.resource.as_str()),
            ("mode", if self.check { "check" } else { "apply" }),
            ("onError", if self.skip_errors { "skip" } else { "abort" }),
        ];
        query.extend(self.format.iter().map(|format| ("format", format.as_str())));
        query.extend(self.system.iter().map(|system| ("system", system.as_str())));
        query.extend(self.fill.iter().map(|fill| ("fill", fill.as_str())));
        query.extend(self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        serde_urlencoded::to_string(query).map_err(|error| Failure::Usage(error.to_string()))
    }
}

pub(super) fn run(config: Config, arguments: Arguments) -> Result<(), Failure> {
    let query = arguments.query()?;
    let (file, size) = open(&arguments.file)?;
    let remote = Remote::open(config, arguments.target)?;
    let sending = bar(size, "{bar:30} {bytes} of {total_bytes} sent, {bytes_per_sec}", "{spinner} {bytes} sent");
    let body = SendBody::from_owned_reader(sending.wrap_read(file));
    let sent = remote.post(&format!("/imports?{query}"), "application/octet-stream", body)?;
    sending.finish_and_clear();
    let import = wait(&remote, sent)?;
    tell(&remote, &import, arguments.check)
}

/// The file, and its size where it is known.
fn open(path: &Path) -> Result<(Box<dyn Read>, Option<u64>), Failure> {
    if path.as_os_str() == "-" {
        return Ok((Box::new(std::io::stdin()), None));
    }
    let wrong = |error: std::io::Error| Failure::Usage(format!("{}: {error}", path.display()));
    let file = File::open(path).map_err(wrong)?;
    let about = file.metadata().map_err(wrong)?;
    if about.is_dir() {
        return Err(Failure::Usage(format!("{}: is a folder", path.display())));
    }
    let size = about.is_file().then_some(about.len());
    Ok((Box::new(file), size))
}

/// Progress on a terminal; nothing is drawn elsewhere.
pub(super) fn bar(length: Option<u64>, known: &str, unknown: &str) -> ProgressBar {
    let bar = length.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    let style = ProgressStyle::with_template(if length.is_some() { known } else { unknown });
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}

/// Waits until the rows are taken in.
fn wait(remote: &Remote, mut import: Value) -> Result<Value, Failure> {
    let path = format!("/imports/{}", text(&import, "id"));
    let is_over = |import: &Value| import.get("finishedAt").is_some_and(|at| !at.is_null());
    let rows = bar(None, "", "{spinner} {pos} rows taken in, {per_sec}");
    while !is_over(&import) {
        sleep(LOOK);
        import = remote.get_json(&path)?;
        rows.set_position(count(&import, "rows"));
    }
    rows.finish_and_clear();
    Ok(import)
}

/// What came of it on standard output, what is wrong with rows on standard error.
fn tell(remote: &Remote, import: &Value, is_check: bool) -> Result<(), Failure> {
    let counted = |action: &RowAction| format!("{} {}", action.as_str(), count(import, action.as_str()));
    let actions: Vec<String> = RowAction::ALL.iter().map(counted).collect();
    let would = if is_check { "would be: " } else { "" };
    print(&format!("{} rows, {would}{}\n", count(import, "rows"), actions.join(", ")))?;
    for table in items(import, "/found/tables") {
        let dropped: Vec<&str> = items(table, "/droppedColumns").iter().filter_map(Value::as_str).collect();
        if !dropped.is_empty() {
            print(&format!("left out, as personal data: {}\n", printable(&dropped.join(", "))))?;
        }
    }
    let faulty = count(import, "error");
    if faulty > 0 {
        let rows = format!("/imports/{}/rows?action=error&limit={TOLD}", text(import, "id"));
        for row in items(&remote.get_json(&rows)?, "/items") {
            for fault in items(row, "/faults") {
                let own = number(fault, "/row");
                let row = if own > 0 { own } else { number(row, "/row") };
                eprintln!("row {row}{}", printable(&described(fault)));
            }
        }
        let more = faulty.saturating_sub(TOLD as u64);
        if more > 0 {
            eprintln!("and {more} rows more: {API}/imports/{}/rows?action=error&page=2", text(import, "id"));
        }
    }
    let problem = text(import, "problem");
    if !problem.is_empty() || text(import, "state") != ImportState::Finished.as_str() {
        return Err(Failure::Refused(format!("the import failed: {}", printable(problem))));
    }
    if faulty > 0 {
        return Err(Failure::Refused(format!("{faulty} rows have faults")));
    }
    Ok(())
}

/// A fault of a row: where, what is seen, what is wrong and what to do.
fn described(fault: &Value) -> String {
    let told = |name: &str, before: &str, after: &str| {
        let text = text(fault, name);
        if text.is_empty() { String::new() } else { format!("{before}{text}{after}") }
    };
    format!(
        "{}{}: {}{}{}",
        told("field", ", ", ""),
        told("seen", " \"", "\""),
        text(fault, "reason"),
        told("rule", " (", ")"),
        told("advice", ". ", ""),
    )
}

/// What a file says, for a terminal: it shows control characters and does not obey them.
fn printable(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { char::REPLACEMENT_CHARACTER } else { char }).collect()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn items<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn number(value: &Value, pointer: &str) -> u64 {
    value.pointer(pointer).and_then(Value::as_u64).unwrap_or_default()
}

fn count(import: &Value, name: &str) -> u64 {
    number(import, &format!("/counts/{name}"))
}
