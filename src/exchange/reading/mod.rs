//! From a file to rows: what comes in is read in one pass, in bounded memory, and nothing of it is believed.
//!
//! A [`Reader`] gives the rows of a CSV, XLSX, JSON or NDJSON file and says what it found out about the file. [`values`]
//! turns a cell into what the API takes. [`formats`] knows the files of other systems. No database and no HTTP here: who
//! writes the rows goes through the one write path.

mod csv;
mod decoded;
pub mod formats;
mod found;
mod headers;
mod json;
mod numbers;
mod personal;
mod reader;
mod row;
pub mod values;
mod workbook;

pub use found::{DecimalSign, Declared, Delimiter, FileEncoding, FileFormat, Found, FoundTable, Guess};
pub use headers::{fold_header, fold_without_unit};
pub use numbers::Decimals;
pub use reader::Reader;
pub use row::{Cell, Refusal, Row, RowFault};

/// The largest file.
pub const MAX_BYTES: u64 = 200 * 1024 * 1024;
/// The most rows of a file.
pub const MAX_ROWS: u64 = 1_000_000;
/// The longest row, in bytes of UTF-8.
pub const MAX_ROW_BYTES: usize = 1024 * 1024;
/// The most columns of a row.
pub const MAX_COLUMNS: usize = 500;
/// How deep JSON goes.
pub const MAX_DEPTH: usize = 32;

#[cfg(test)]
mod tests;
