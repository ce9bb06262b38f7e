//! Tables as a workbook (Office Open XML): a sheet each, numbers as numbers and days as days.

use std::collections::HashSet;

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Table};
use crate::error::ApiError;
use crate::exchange::cells::{date, day, decimal, text};

/// The most characters of a sheet's name, and what it may not contain.
const NAME_LENGTH: usize = 31;
const NOT_IN_NAMES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// The workbook; the same tables on the same day give the same bytes.
pub(super) fn write(tables: &[Table], made_on: NaiveDate) -> Result<Vec<u8>, ApiError> {
    workbook(tables, made_on).map_err(ApiError::internal)
}

fn workbook(tables: &[Table], made_on: NaiveDate) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day(made_on)?));
    let mut names = HashSet::new();
    for table in tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(free_name(&table.title, &mut names))?;
        fill(sheet, table)?;
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap();
    for (column, name) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, column, name, &head)?;
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            put(sheet, (row, column), cell)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.autofit();
    Ok(())
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Words(words) => text(sheet, (row, column), words),
        Cell::Day(words) => date(sheet, (row, column), words),
        Cell::Number(number) => decimal(sheet, (row, column), &number.to_string(), "#,##0"),
        Cell::Decimal(number) => decimal(sheet, (row, column), number, "#,##0.##"),
        Cell::Amount(None) => Ok(()),
        Cell::Amount(Some(money)) => {
            decimal(sheet, (row, column), &money.amount, &format!("#,##0.00 \"{}\"", money.currency))
        }
    }
}

/// A sheet's name from a table's title, which no other sheet of the workbook has; case makes no difference.
fn free_name(title: &str, taken: &mut HashSet<String>) -> String {
    let plain: String = title.chars().map(|sign| if NOT_IN_NAMES.contains(&sign) { ' ' } else { sign }).collect();
    let plain = plain.trim().trim_matches('\'');
    for number in 1.. {
        let end = if number == 1 { String::new() } else { format!(" {number}") };
        let name: String = plain.chars().take(NAME_LENGTH - end.chars().count()).collect();
        let name = format!("{}{end}", name.trim_end());
        if !name.is_empty() && taken.insert(name.to_lowercase()) {
            return name;
        }
    }
    plain.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_of_their_own() {
        let mut taken = HashSet::new();
        assert_eq!(free_name("Aktiviteter: 2009/2010", &mut taken), "Aktiviteter  2009 2010");
        assert_eq!(free_name("aktiviteter: 2009/2010", &mut taken), "aktiviteter  2009 2010 2");
        let long = "x".repeat(40);
        assert_eq!(free_name(&long, &mut taken).len(), 31);
        let second = free_name(&long, &mut taken);
        assert!(second.len() == 31 && second.ends_with(" 2"), "{second}");
        assert_eq!(free_name("", &mut taken), " 2");
    }

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let table = Table {
            title: "Namn".into(),
            columns: vec!["Namn".into(), "Dag".into(), "Antal".into(), "Kostnad".into()],
            rows: vec![vec![
                Cell::Words("=1+1".into()),
                Cell::Day("2009-05-12".into()),
                Cell::Number(3),
                Cell::Decimal("999999999999.99".into()),
            ]],
            sums: None,
        };
        let day = NaiveDate::from_ymd_opt(2009, 5, 12).unwrap_or_default();
        let (one, two) = (write(std::slice::from_ref(&table), day).ok(), write(&[table], day).ok());
        assert!(one.as_ref().is_some_and(|bytes| bytes.starts_with(b"PK")));
        assert_eq!(one, two);
    }
}
