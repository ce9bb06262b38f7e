//! Cells of spreadsheets: numbers as numbers, days as days, and text that is never taken for a formula.

use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};

/// The most characters of a cell.
pub const MOST_CHARACTERS: usize = 32_767;
/// The most digits that a number in a cell keeps: it is a float of 64 bits.
const DIGITS: usize = 15;
/// What a spreadsheet takes a text for a formula by. The apostrophe is among them, so that one that is put before can be told
/// from one that was there.
pub const SIGNS: [char; 8] = ['=', '+', '-', '@', '\t', '\r', '\n', '\''];

/// Text that a spreadsheet takes for text: an apostrophe goes before what it would take for a formula.
pub fn formula_safe(text: &str) -> String {
    if text.starts_with(SIGNS) { format!("'{text}") } else { text.to_owned() }
}

/// What [`formula_safe`] was given, of a text that it put an apostrophe before; none of another.
pub fn formula_read(text: &str) -> Option<&str> {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(SIGNS))
}

/// A number, where a cell keeps all of its digits; else its text.
///
/// # Errors
/// When the sheet has no such cell; so for all of them.
pub fn decimal(sheet: &mut Worksheet, (row, column): (u32, u16), number: &str, form: &str) -> Result<(), XlsxError> {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    match number.parse::<f64>() {
        Ok(value) if digits <= DIGITS => {
            sheet.write_number_with_format(row, column, value, &Format::new().set_num_format(form)).map(|_| ())
        }
        _ => text(sheet, (row, column), number),
    }
}

/// The first day on which spreadsheets agree.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1900, 3, 1).unwrap();

/// A day as a day; what is none, or before the calendar of spreadsheets, as text.
#[expect(clippy::missing_errors_doc, reason = "as decimal")]
pub fn date(sheet: &mut Worksheet, (row, column): (u32, u16), words: &str) -> Result<(), XlsxError> {
    match words.parse::<NaiveDate>() {
        Ok(date) if date >= FIRST_DAY => {
            let format = Format::new().set_num_format("yyyy-mm-dd");
            sheet.write_datetime_with_format(row, column, &day(date)?, &format).map(|_| ())
        }
        _ => text(sheet, (row, column), words),
    }
}

/// Text is text: what looks like a formula is none.
#[expect(clippy::missing_errors_doc, reason = "as decimal")]
pub fn text(sheet: &mut Worksheet, (row, column): (u32, u16), words: &str) -> Result<(), XlsxError> {
    if words.is_empty() {
        return Ok(());
    }
    let shown: String = words.chars().take(MOST_CHARACTERS).collect();
    sheet.write_string(row, column, shown).map(|_| ())
}

/// A day of the calendar of spreadsheets.
#[expect(clippy::missing_errors_doc, reason = "as decimal")]
pub fn day(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(date.year()).unwrap_or_default();
    ExcelDateTime::from_ymd(year, u8::try_from(date.month()).unwrap_or(1), u8::try_from(date.day()).unwrap_or(1))
}
