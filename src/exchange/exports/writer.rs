//! Writing records to a file, whatever the format.

use std::fs::File;
use std::io::{BufWriter, Seek as _, SeekFrom, Write as _};

use rust_xlsxwriter::{Format as Look, Workbook};
use serde_json::{Map, Value};

use super::{Format, Profile};
use crate::error::{ApiError, Fault, FaultCode};
use crate::exchange::cells::{self, MOST_CHARACTERS, formula_safe};
use crate::exchange::columns::{Column, Kind};
use crate::exchange::labels::heading;
use crate::text::{Lang, text};

/// The most records that a sheet of a workbook holds below its head.
const MOST_IN_A_SHEET: u32 = 1_048_575;

/// A file that is being written.
pub struct Writer<'a> {
    columns: &'a [Column],
    profile: Profile,
    sink: Sink,
}

enum Sink {
    Csv(Box<csv::Writer<File>>),
    /// The workbook, its file, and the row to write next.
    Xlsx(Box<Workbook>, File, u32),
    Lines(BufWriter<File>),
    /// The file, and whether an item was written.
    Json(BufWriter<File>, bool),
}

impl<'a> Writer<'a> {
    /// Begins a file, with the head of its table where it is one.
    ///
    /// # Errors
    /// When the file cannot be written; so for all of them.
    pub fn begin(mut file: File, format: Format, profile: Profile, columns: &'a [Column]) -> Result<Self, ApiError> {
        let heads: Vec<String> = columns
            .iter()
            .map(|column| match profile {
                Profile::Plain => column.name(),
                Profile::ExcelSv => heading(column, Lang::Sv),
            })
            .collect();
        let sink = match format {
            Format::Csv => {
                if profile == Profile::ExcelSv {
                    file.write_all("\u{feff}".as_bytes()).map_err(ApiError::internal)?;
                }
                let delimiter = if profile == Profile::ExcelSv { b';' } else { b',' };
                let mut builder = csv::WriterBuilder::new();
                let builder = builder.terminator(csv::Terminator::CRLF).delimiter(delimiter);
                let mut writer = builder.from_writer(file);
                writer.write_record(&heads).map_err(ApiError::internal)?;
                Sink::Csv(Box::new(writer))
            }
            Format::Xlsx => {
                let mut workbook = Workbook::new();
                // Row by row to a file of its own: the memory does not grow with the rows.
                let sheet = workbook.add_worksheet_with_constant_memory().map_err(ApiError::internal)?;
                let bold = Look::new().set_bold();
                for (column, head) in (0_u16..).zip(&heads) {
                    sheet.write_string_with_format(0, column, head, &bold).map_err(ApiError::internal)?;
                }
                sheet.set_freeze_panes(1, 0).map_err(ApiError::internal)?;
                Sink::Xlsx(Box::new(workbook), file, 1)
            }
            Format::Ndjson => Sink::Lines(BufWriter::new(file)),
            Format::Json => Sink::Json(BufWriter::new(file), false),
        };
        Ok(Self { columns, profile, sink })
    }

    /// Writes a record.
    ///
    /// # Errors
    /// `invalid_request` when a workbook cannot hold it: it is not cut.
    pub fn record(&mut self, record: &Map<String, Value>) -> Result<(), ApiError> {
        let (columns, profile) = (self.columns, self.profile);
        match &mut self.sink {
            Sink::Csv(writer) => {
                let cells = columns.iter().map(|column| cell(column, column.value(record), profile));
                writer.write_record(cells).map_err(ApiError::internal)
            }
            Sink::Xlsx(workbook, _, row) => {
                if *row > MOST_IN_A_SHEET {
                    return Err(too_large());
                }
                let sheet = workbook.worksheet_from_index(0).map_err(ApiError::internal)?;
                for (place, column) in (0_u16..).zip(columns) {
                    let value = column.value(record);
                    let words = column.text(value);
                    if words.encode_utf16().count() > MOST_CHARACTERS {
                        return Err(too_large());
                    }
                    let at = (*row, place);
                    let done = match column.kind {
                        _ if value.is_null() => Ok(()),
                        Kind::Day => cells::date(sheet, at, &words),
                        Kind::Whole | Kind::Decimal => cells::decimal(sheet, at, &words, "General"),
                        Kind::Flag => sheet.write_boolean(at.0, at.1, *value == Value::Bool(true)).map(|_| ()),
                        Kind::Text | Kind::List | Kind::Json => cells::text(sheet, at, &words),
                    };
                    done.map_err(ApiError::internal)?;
                }
                *row += 1;
                Ok(())
            }
            Sink::Lines(writer) => {
                serde_json::to_writer(&mut *writer, record).map_err(ApiError::internal)?;
                writer.write_all(b"\n").map_err(ApiError::internal)
            }
            Sink::Json(writer, has_items) => {
                writer.write_all(if *has_items { b",\n" } else { b"{\"items\": [\n" }).map_err(ApiError::internal)?;
                *has_items = true;
                serde_json::to_writer(&mut *writer, record).map_err(ApiError::internal)
            }
        }
    }

    /// Ends the file; from its beginning, to be read.
    ///
    /// # Errors
    /// As [`Writer::begin`].
    pub fn finish(self) -> Result<File, ApiError> {
        let mut file = match self.sink {
            Sink::Csv(writer) => writer.into_inner().map_err(ApiError::internal)?,
            Sink::Xlsx(mut workbook, file, _) => {
                let copy = file.try_clone().map_err(ApiError::internal)?;
                workbook.save_to_writer(copy).map_err(ApiError::internal)?;
                file
            }
            Sink::Lines(writer) => writer.into_inner().map_err(ApiError::internal)?,
            Sink::Json(mut writer, has_items) => {
                let end: &[u8] = if has_items { b"\n]}\n" } else { b"{\"items\": []}\n" };
                writer.write_all(end).map_err(ApiError::internal)?;
                writer.into_inner().map_err(ApiError::internal)?
            }
        };
        file.seek(SeekFrom::Start(0)).map_err(ApiError::internal)?;
        Ok(file)
    }
}

/// A value as the text of a cell of CSV.
fn cell(column: &Column, value: &Value, profile: Profile) -> String {
    let plain = column.text(value);
    match (profile, column.kind) {
        (Profile::Plain, _) | (Profile::ExcelSv, Kind::Whole | Kind::Day) => plain,
        (Profile::ExcelSv, Kind::Decimal) => plain.replace('.', ","),
        (Profile::ExcelSv, Kind::Flag) => match value {
            Value::Bool(true) => "ja".to_owned(),
            Value::Bool(false) => "nej".to_owned(),
            _ => plain,
        },
        (Profile::ExcelSv, Kind::Text | Kind::List | Kind::Json) => formula_safe(&plain),
    }
}

fn too_large() -> ApiError {
    let reason = text(
        "en arbetsbok rymmer inte så många poster eller så långa texter; välj csv eller ndjson",
        "a workbook does not hold so many records or such long texts; choose csv or ndjson",
    );
    ApiError::faults(vec![Fault::query("format", FaultCode::Rule, reason)])
}
