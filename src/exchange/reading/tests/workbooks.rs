//! Workbooks: as they are saved, and as they are made to do harm.

use std::io::Write as _;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::*;

pub(super) fn workbook(write: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    write(&mut book);
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_as_a_person_sees_it() {
    let bytes = workbook(|book| {
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let percent = Format::new().set_num_format("0.0%");
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 0, 3, "Projekt 2020", &Format::new()).unwrap();
        sheet.write_row(2, 0, ["Namn", "Start", "Andel", "Belopp", "Klar", "E-post"]).unwrap();
        sheet.write_string(3, 0, "Gränsen").unwrap();
        sheet.write_datetime_with_format(3, 1, ExcelDateTime::from_ymd(2012, 6, 27).unwrap(), &day).unwrap();
        sheet.write_number_with_format(3, 2, 0.8, &percent).unwrap();
        sheet.write_number(3, 3, 0.1 + 0.2).unwrap();
        sheet.write_boolean(3, 4, true).unwrap();
        sheet.write_string(3, 5, "Xqz").unwrap();
        sheet.merge_range(5, 0, 5, 3, "Avslutade", &Format::new()).unwrap();
        sheet.write_string(6, 0, "Skogen").unwrap();
        sheet.write_formula(6, 3, rust_xlsxwriter::Formula::new("=1+2").set_result("3")).unwrap();
        book.add_worksheet().set_name("Andra").unwrap().write_row(0, 0, ["x", "y"]).unwrap();
    });
    let reader = open(&bytes);
    assert_eq!(reader.found().sheets, ["Sheet1", "Andra"]);
    assert_eq!(reader.found().tables[0].dropped_columns, ["E-post"]);
    let read: Vec<Row> = reader.map(Result::unwrap).collect();
    assert_eq!((read.len(), read[0].number, read[1].number), (2, 4, 7));
    assert_eq!(read[0].sheet.as_deref(), Some("Sheet1"));
    assert_eq!(read[0].cell("start").unwrap().1, &Cell::Date("2012-06-27".parse().unwrap()));
    assert_eq!(read[0].cell("andel").unwrap().1, &Cell::Text("80%".into()));
    assert_eq!(read[0].cell("belopp").unwrap().1, &Cell::Number("0.3".into()));
    assert_eq!(read[0].cell("klar").unwrap().1, &Cell::Bool(true));
    assert_eq!(read[1].cell("belopp").unwrap().1, &Cell::Number("3".into()));
    assert!(!format!("{read:?}").contains("Xqz"));
    let declared = Declared { sheet: Some("andra".into()), ..Declared::default() };
    assert_eq!(open_as(&bytes, &declared).found().tables[0].columns, ["x", "y"]);
    let declared = Declared { sheet: Some("Tredje".into()), ..Declared::default() };
    assert!(refused(&bytes, &declared).contains("It has: Sheet1, Andra"));
}

/// A workbook with the parts that are given instead of its own.
pub(super) fn forged(parts: &[(&str, &[u8])], comment: &str) -> Vec<u8> {
    use zip::write::SimpleFileOptions;
    let plain = workbook(|book| {
        book.add_worksheet().write_row(0, 0, ["a", "b"]).unwrap().write_row(1, 0, ["1", "2"]).unwrap();
    });
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(plain)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for place in 0..from.len() {
        let name = from.by_index(place).unwrap().name().unwrap().into_owned();
        if !parts.iter().any(|(part, _)| *part == name) {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut from.by_index(place).unwrap(), &mut bytes).unwrap();
            to.start_file(name, SimpleFileOptions::default()).unwrap();
            to.write_all(&bytes).unwrap();
        }
    }
    for (name, bytes) in parts {
        to.start_file(*name, SimpleFileOptions::default()).unwrap();
        to.write_all(bytes).unwrap();
    }
    to.set_comment(comment).unwrap();
    to.finish().unwrap().into_inner()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn sheet_of(cells: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>"
    )
}

#[test]
fn inline_texts_and_the_calendar_of_1904_are_read() {
    let head = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>När</t></is></c><c r="B1" t="inlineStr"><is><r><t>Va</t></r><r><t>d</t></r></is></c></row>"#;
    let sheet = sheet_of(&format!(
        "{head}<row r=\"2\"><c r=\"A2\" t=\"d\"><v>2012-06-27T00:00:00</v></c><c r=\"B2\" t=\"str\"><f>A1</f><v>x &amp; y</v></c></row>"
    ));
    assert_eq!(rows(open(&forged(&[(SHEET, sheet.as_bytes())], ""))), ["2: 2012-06-27|x & y"]);
    let bad = sheet_of(&format!(
        "{head}<row r=\"2\"><c r=\"A2\" t=\"e\"><v>#REF!</v></c></row><row r=\"3\"><c r=\"A3\"><v>1</v></c></row>"
    ));
    let said = rows(open(&forged(&[(SHEET, bad.as_bytes())], "")));
    assert!(said[0].starts_with("2! The cell in column 1 has the error #REF!"), "{said:?}");
    assert_eq!(said[1], "3: 1|");
}

#[test]
fn bombs_and_tricks_in_workbooks_are_refused_quickly() {
    let begun = std::time::Instant::now();
    let refuse = |bytes: &[u8]| refused(bytes, &Declared::default());
    let bomb = sheet_of(&"<row></row>".repeat(2_000_000));
    assert!(refuse(&forged(&[(SHEET, bomb.as_bytes())], "")).contains("too large when unpacked"));
    let entities = format!("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">]>{}", sheet_of("<row/>"));
    assert!(refuse(&forged(&[(SHEET, entities.as_bytes())], "")).contains("DTD"));
    let claim = br#"<sst uniqueCount="4000000000000"><si><t>a</t></si></sst>"#;
    assert!(refuse(&forged(&[("xl/sharedStrings.xml", claim)], "")).contains("more texts than it has"));
    assert!(refuse(&forged(&[("xl/embeddings/a.bin", b"PK\x03\x04rest")], "")).contains("another archive"));
    let mut many = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for place in 0..10_200 {
        many.start_file(place.to_string(), zip::write::SimpleFileOptions::default()).unwrap();
    }
    assert!(refuse(&many.finish().unwrap().into_inner()).contains("more than 10000 parts"));
    assert!(refuse(b"PK\x03\x04 and nothing more").contains("no whole Excel workbook"));
    assert!(refuse(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").contains("older Excel file"));
    let mut locked = forged(&[], "");
    // The flag of encryption, in the header of the first entry and in the directory.
    let directory = locked.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    locked[directory + 8] |= 1;
    assert!(refuse(&locked).contains("encrypted"), "{}", refuse(&locked));
    assert!(begun.elapsed().as_secs() < 60);
}
