//! What a file is made of, and what can be wrong with it.

use std::fmt;
use std::io;

use chrono::NaiveDate;
use serde_json::Value;

use super::fold_header;
use crate::http::body::{is_unwanted, number, unwanted};
use crate::text::Message;

/// A cell, as the file holds it.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, or white space alone.
    Empty,
    /// Text, as written.
    Text(String),
    /// A number that the file holds as one: decimal text with a full stop.
    Number(String),
    /// A day.
    Date(NaiveDate),
    /// Yes or no.
    Bool(bool),
    /// A list or an object.
    Json(Value),
}

impl Cell {
    /// The cell of a text, without the characters that nobody sees.
    pub fn text(text: impl Into<String>) -> Self {
        let text = seen(text.into());
        if text.trim().is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// The cell of a list or an object, with texts and numbers as the API takes them.
    pub fn json(mut value: Value) -> Self {
        fn plain(value: &mut Value) {
            match value {
                Value::String(text) => *text = seen(std::mem::take(text)),
                Value::Number(said) if said.is_f64() => *value = said.as_f64().map_or(Value::Null, number),
                Value::Array(items) => items.iter_mut().for_each(plain),
                Value::Object(fields) => fields.values_mut().for_each(plain),
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
        plain(&mut value);
        Self::Json(value)
    }

    /// About how many bytes of memory it takes beside itself.
    pub fn weight(&self) -> usize {
        const VALUE: usize = 80;
        fn of(value: &Value) -> usize {
            VALUE
                + match value {
                    Value::String(text) => text.len(),
                    Value::Array(items) => items.iter().map(of).sum(),
                    Value::Object(fields) => fields.iter().map(|(name, value)| VALUE + name.len() + of(value)).sum(),
                    Value::Null | Value::Bool(_) | Value::Number(_) => 0,
                }
        }
        match self {
            Self::Text(text) | Self::Number(text) => text.len(),
            Self::Json(value) => of(value),
            Self::Empty | Self::Date(_) | Self::Bool(_) => 0,
        }
    }

    /// Whether there is nothing in it.
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

/// A text without control characters and characters that nobody sees, as the API takes none. Those that end a line do so.
fn seen(text: String) -> String {
    if unwanted(&text).is_none() {
        return text;
    }
    let ends_line = |letter| matches!(letter, '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let plain = |letter| if ends_line(letter) { '\n' } else { letter };
    text.chars().map(plain).filter(|letter| !is_unwanted(*letter)).collect()
}

impl fmt::Display for Cell {
    /// As a person sees it in the file.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) | Self::Number(text) => out.write_str(text.trim()),
            Self::Date(day) => day.fmt(out),
            Self::Bool(yes) => yes.fmt(out),
            Self::Json(value) => value.fmt(out),
        }
    }
}

/// A row of a table, or an object of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// As a person counts in the file: the line on which it begins (CSV, NDJSON), the row (XLSX), the item (JSON).
    pub number: u64,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The cells under their headers as written, in the order of the file.
    pub cells: Vec<(String, Cell)>,
}

impl Row {
    /// The cell under a header, however that is written, with the header as written; nothing when there is none.
    pub fn cell(&self, header: &str) -> Option<(&str, &Cell)> {
        let wanted = fold_header(header);
        self.cells.iter().find(|(name, _)| fold_header(name) == wanted).map(|(name, cell)| (name.as_str(), cell))
    }
}

/// A row that cannot be read. No value of the row is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The row, as in [`Row::number`].
    pub row: u64,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// What is wrong, and what to do.
    pub message: Message,
    /// Whether nothing can be read after it.
    pub last: bool,
    /// Whether a value stands in a column without a header.
    pub unnamed: bool,
}

impl RowFault {
    /// A fault after which reading goes on.
    pub fn new(row: u64, message: Message) -> Self {
        Self { row, sheet: None, message, last: false, unnamed: false }
    }

    /// A fault after which nothing can be read.
    pub fn last(row: u64, message: Message) -> Self {
        Self { last: true, ..Self::new(row, message) }
    }

    /// The file could not be read any further; the cause is for the log.
    pub(super) fn broken_off(row: u64, error: &io::Error) -> Self {
        log::warn!("a file could not be read further than row {row}: {error}");
        let message = Message::new("Filen kunde inte läsas vidare", "The file could not be read any further");
        Self::last(row, message)
    }
}

impl fmt::Display for RowFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "row {}: {}", self.row, self.message.en)
    }
}

/// A file that is not read at all.
#[derive(Debug)]
pub enum Refusal {
    /// It is not what it should be; or it is made to do harm.
    Unreadable(Message),
    /// It is larger than what is taken.
    TooLarge(Message),
    /// The service cannot reach it.
    Io(io::Error),
}

impl Refusal {
    /// What to tell the caller; the cause of a failure of the service is for the log.
    pub fn message(&self) -> Message {
        match self {
            Self::Unreadable(message) | Self::TooLarge(message) => message.clone(),
            Self::Io(_) => Message::new("Filen kunde inte läsas av tjänsten", "The service could not read the file"),
        }
    }

    /// A file that is not what it should be.
    pub fn unreadable(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Unreadable(Message::new(sv, en))
    }

    pub(super) fn too_large(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self::TooLarge(Message::new(sv, en))
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(out),
            Self::Unreadable(message) | Self::TooLarge(message) => out.write_str(&message.en),
        }
    }
}

impl std::error::Error for Refusal {}
