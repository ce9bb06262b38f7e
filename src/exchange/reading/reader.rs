//! The reader of all formats: what the file is, what was found out about it, and its rows.

use std::collections::{BTreeSet, VecDeque};
use std::fs::File;
use std::io::{BufRead, Cursor, Read as _, Seek as _};

use super::numbers::Evidence;
use super::{
    Cell, Decimals, Declared, FileFormat, Found, FoundTable, Guess, MAX_BYTES, MAX_COLUMNS, MAX_ROW_BYTES, MAX_ROWS,
    Refusal, Row, RowFault, csv, decoded, json, workbook,
};
use crate::text::Message;

/// The rows that are looked at before the first is given, to tell the decimal sign; and their bytes.
const LOOKED_AT: usize = 200;
const LOOKED_AT_BYTES: usize = MAX_ROW_BYTES;

/// The rows, by what they are read from.
enum Rows {
    Csv(Box<csv::CsvRows<Box<dyn BufRead + Send>>>),
    Json(json::JsonRows<Box<dyn BufRead + Send>>),
    Workbook(workbook::WorkbookRows),
}

impl Iterator for Rows {
    type Item = Result<Row, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Csv(rows) => rows.next(),
            Self::Json(rows) => rows.next(),
            Self::Workbook(rows) => rows.next(),
        }
    }
}

/// The rows of a file, one by one. After a row that cannot be read, the next is given, where there is one.
pub struct Reader {
    found: Found,
    rows: Rows,
    looked_at: VecDeque<Result<Row, RowFault>>,
    given: u64,
    ended: bool,
}

impl Reader {
    /// Finds out what a file is, and reads up to its first row.
    ///
    /// # Errors
    /// When the file is too large, is not what it should be, or is made to do harm.
    pub fn open(mut file: File, declared: &Declared) -> Result<Self, Refusal> {
        if file.metadata()?.len() > MAX_BYTES {
            return Err(Refusal::too_large(
                "Filen är större än 200 MB. Dela upp den",
                "The file is larger than 200 MB. Divide it",
            ));
        }
        let format = format_of(&mut file, declared.format)?;
        let mut found = Found {
            format: format.unwrap_or(FileFormat::Csv),
            encoding: None,
            delimiter: None,
            decimal: declared.decimal,
            guesses: Vec::new(),
            tables: Vec::new(),
            sheets: Vec::new(),
        };
        let rows = rows_of(file, format, declared, &mut found)?;
        let mut reader = Self { found, rows, looked_at: VecDeque::new(), given: 0, ended: false };
        reader.look_ahead(declared)?;
        Ok(reader)
    }

    /// What was found out about the file. What is left out of JSON is known when its rows are read.
    pub const fn found(&self) -> &Found {
        &self.found
    }

    /// How its numbers are to be read.
    pub fn decimals(&self) -> Decimals {
        let declared = self.found.decimal.is_some() && !self.found.guesses.contains(&Guess::Decimal);
        Decimals { sign: self.found.decimal, declared, unparted: false }
    }

    fn read(&mut self) -> Option<Result<Row, RowFault>> {
        let row = self.rows.next();
        if let (Rows::Json(rows), Some(table)) = (&self.rows, self.found.tables.first_mut())
            && table.dropped_columns.len() < rows.dropped().len()
        {
            table.dropped_columns = rows.dropped().to_vec();
        }
        row
    }

    /// Reads the first rows, and tells from them what the headers do not.
    fn look_ahead(&mut self, declared: &Declared) -> Result<(), Refusal> {
        let (mut evidence, mut bytes) = (Evidence::default(), 0);
        let (mut names, mut seen) = (Vec::new(), BTreeSet::new());
        while self.looked_at.len() < LOOKED_AT && bytes < LOOKED_AT_BYTES {
            let Some(row) = self.read() else { break };
            match &row {
                Err(fault) if fault.unnamed || (fault.last && self.looked_at.is_empty()) => {
                    return Err(Refusal::Unreadable(fault.message.clone()));
                }
                Err(_) => {}
                Ok(row) => {
                    for (name, cell) in &row.cells {
                        if let Cell::Text(text) = cell {
                            evidence.look_at(text);
                        }
                        bytes += cell.weight();
                        if names.len() < MAX_COLUMNS && seen.insert(name.clone()) {
                            names.push(name.clone());
                        }
                    }
                }
            }
            self.looked_at.push_back(row);
        }
        if let (Rows::Json(_), Some(table)) = (&self.rows, self.found.tables.first_mut()) {
            table.columns = names;
        }
        if declared.decimal.is_none() {
            self.found.decimal = evidence.sign();
            self.found.guesses.extend(self.found.decimal.map(|_| Guess::Decimal));
        }
        Ok(())
    }
}

/// What the file is by its first bytes; nothing for text that is no JSON list at first sight.
fn format_of(file: &mut File, declared: Option<FileFormat>) -> Result<Option<FileFormat>, Refusal> {
    file.rewind()?;
    let mut head = Vec::new();
    file.take(8).read_to_end(&mut head)?;
    // A list of no records in lines is nothing.
    if head.is_empty() && declared == Some(FileFormat::Ndjson) {
        return Ok(declared);
    }
    if head.is_empty() {
        return Err(Refusal::unreadable("Filen är tom", "The file is empty"));
    }
    if workbook::is_legacy(&head) {
        return Err(Refusal::unreadable(
            "Filen är en äldre Excel-fil eller har lösenord: spara den som .xlsx utan lösenord",
            "The file is an older Excel file or has a password: save it as .xlsx without a password",
        ));
    }
    match (declared, workbook::is_zip(&head)) {
        (None | Some(FileFormat::Xlsx), true) => Ok(Some(FileFormat::Xlsx)),
        (Some(FileFormat::Xlsx), false) => {
            Err(Refusal::unreadable("Filen är ingen Excel-arbetsbok", "The file is no Excel workbook"))
        }
        (Some(_), true) => Err(Refusal::unreadable(
            "Filen är en Excel-arbetsbok eller ett arkiv, inte text",
            "The file is an Excel workbook or an archive, not text",
        )),
        (declared, false) => Ok(declared),
    }
}

fn rows_of(
    mut file: File,
    format: Option<FileFormat>,
    declared: &Declared,
    found: &mut Found,
) -> Result<Rows, Refusal> {
    if format == Some(FileFormat::Xlsx) {
        let opened = workbook::open(file, declared)?;
        (found.tables, found.sheets) = (opened.tables, opened.sheets);
        found.guesses.extend(declared.format.is_none().then_some(Guess::Format));
        found.guesses.extend(declared.sheet.is_none().then_some(Guess::Sheet));
        return Ok(Rows::Workbook(opened.rows));
    }
    let encoding = decoded::encoding_of(&mut file, declared)?;
    found.encoding = Some(encoding);
    let mut input = decoded::decode(file, encoding)?;
    let mut head = Vec::new();
    input.by_ref().take(MAX_ROW_BYTES as u64).read_to_end(&mut head)?;
    let is_json = matches!(head.trim_ascii_start().first(), Some(b'{' | b'['));
    let format = format.unwrap_or_else(|| if is_json { json::guess(&head) } else { FileFormat::Csv });
    found.format = format;
    found.guesses.extend(declared.format.is_none().then_some(Guess::Format));
    found.guesses.extend(declared.encoding.is_none().then_some(Guess::Encoding));
    let input = Box::new(Cursor::new(head).chain(input));
    if format != FileFormat::Csv {
        found.tables.push(FoundTable::default());
        return Ok(Rows::Json(json::JsonRows::new(input, format, declared.kept_columns.clone())));
    }
    let opened = csv::open(input, declared.delimiter, &declared.kept_columns)?;
    found.delimiter = Some(opened.delimiter);
    found.tables.push(opened.table);
    found.guesses.extend(declared.delimiter.is_none().then_some(Guess::Delimiter));
    Ok(Rows::Csv(Box::new(opened.rows)))
}

impl Iterator for Reader {
    type Item = Result<Row, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.looked_at.pop_front().or_else(|| self.read())?;
        self.given += 1;
        if self.given > MAX_ROWS {
            self.ended = true;
            let row = next.map_or_else(|fault| fault.row, |row| row.number);
            let message = Message::new(
                format!("Filen har fler än {MAX_ROWS} rader. Dela upp den"),
                format!("The file has more than {MAX_ROWS} rows. Divide it"),
            );
            return Some(Err(RowFault::last(row, message)));
        }
        self.ended = next.as_ref().is_err_and(|fault| fault.last);
        Some(next)
    }
}
