//! The formats of reports.

use crate::http::endpoint::{CSV, JSON, XLSX};

/// The media type of a picture.
pub(super) const SVG: &str = "image/svg+xml";

/// The format of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// JSON: everything.
    #[default]
    Json,
    /// CSV (RFC 4180): the tables one after the other, safe to open in a spreadsheet.
    Csv,
    /// HTML: to read and to print.
    Html,
    /// A workbook for a spreadsheet: a sheet per table.
    Xlsx,
    /// A chart as a picture (SVG), with its figures in words: of reports that tell a course over years.
    Svg,
}

impl Format {
    pub(super) const ALL: &'static [Self] = &[Self::Json, Self::Csv, Self::Html, Self::Xlsx];
    /// The formats of a report that tells a course over years.
    pub(super) const WITH_CHART: &'static [Self] = &[Self::Json, Self::Csv, Self::Html, Self::Xlsx, Self::Svg];

    /// The word in `format=`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Svg => "svg",
        }
    }

    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Json => JSON,
            Self::Csv => CSV,
            Self::Html => "text/html",
            Self::Xlsx => XLSX,
            Self::Svg => SVG,
        }
    }

    pub(super) fn media_types(formats: &[Self]) -> Vec<&'static str> {
        formats.iter().map(|format| format.media_type()).collect()
    }

    pub(super) fn words(formats: &[Self]) -> Vec<&'static str> {
        formats.iter().map(|format| format.word()).collect()
    }
}
