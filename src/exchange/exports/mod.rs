//! Exports: a whole list as a file. It is made whole before the first byte is sent, from one state of the database: what
//! arrives is complete, and a slow reader holds no connection.

use crate::http::endpoint::{CSV, JSON, XLSX};

mod api;
mod writer;

pub use api::{AT_ONCE, endpoint, schemas};
pub(super) use api::{Asked, answer, fixed, turn};

/// The media type of one JSON value a line.
pub const NDJSON: &str = "application/x-ndjson";

/// The format of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// CSV (RFC 4180): commas, full stops, UTF-8.
    #[default]
    Csv,
    /// A workbook.
    Xlsx,
    /// A JSON object a line.
    Ndjson,
    /// One JSON object with all of them as its items.
    Json,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Ndjson, Self::Json];

    /// The word in `format=`, and the end of the file's name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Ndjson => "ndjson",
            Self::Json => "json",
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => CSV,
            Self::Xlsx => XLSX,
            Self::Ndjson => NDJSON,
            Self::Json => JSON,
        }
    }
}

/// How CSV and workbooks are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Profile {
    /// For programs: the API's names of fields, full stops, `true` and `false`.
    #[default]
    Plain,
    /// For Excel in Swedish: headings in Swedish; in CSV a byte order mark, semicolons, decimal commas, and nothing that a
    /// spreadsheet would take for a formula.
    ExcelSv,
}

impl Profile {
    const ALL: [Self; 2] = [Self::Plain, Self::ExcelSv];

    /// The word in `profile=`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::ExcelSv => "excel-sv",
        }
    }
}
