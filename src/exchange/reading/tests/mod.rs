//! Whole files through the reader.

use std::fs::File;
use std::io::{Seek as _, Write as _};

use super::*;

mod random;
mod workbooks;

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

fn open(bytes: &[u8]) -> Reader {
    open_as(bytes, &Declared::default())
}

fn open_as(bytes: &[u8], declared: &Declared) -> Reader {
    Reader::open(file(bytes), declared).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn refused(bytes: &[u8], declared: &Declared) -> String {
    match Reader::open(file(bytes), declared) {
        Ok(_) => panic!("the file was taken"),
        Err(refusal) => refusal.message().en,
    }
}

/// Rows as `number: a|b`, faults as `number! what`.
fn rows(reader: Reader) -> Vec<String> {
    reader
        .map(|row| match row {
            Ok(row) => {
                let cells: Vec<String> = row.cells.iter().map(|(_, cell)| cell.to_string()).collect();
                format!("{}: {}", row.number, cells.join("|"))
            }
            Err(fault) => format!("{}! {}", fault.row, fault.message.en),
        })
        .collect()
}

#[test]
fn swedish_excel_is_read_as_it_is_saved() {
    let bytes = include_bytes!("../../../../tests/exchange/files/projects.swedish-excel.windows-1252.csv");
    let reader = open(bytes);
    let found = reader.found().clone();
    assert_eq!((found.format, found.encoding), (FileFormat::Csv, Some(FileEncoding::Windows1252)));
    assert_eq!((found.delimiter, found.decimal), (Some(Delimiter::Semicolon), Some(DecimalSign::Comma)));
    assert_eq!(found.guesses, [Guess::Format, Guess::Encoding, Guess::Delimiter, Guess::Decimal]);
    let rows: Vec<Row> = reader.map(Result::unwrap).collect();
    assert_eq!(rows.len(), 9);
    assert_eq!(
        (rows[1].number, rows[1].cell("projektnamn").unwrap().1.to_string()),
        (3, "Gränslös övning 2013".into())
    );
    assert_eq!(rows[0].cell("TOTAL BUDGET").unwrap().1, &Cell::Text("3\u{a0}040\u{a0}000,00".into()));
    assert_eq!(rows[1].cell("regional medfinansiering").unwrap().1, &Cell::Empty);
}

#[test]
fn the_project_bank_is_read_without_its_personal_columns() {
    let text = include_str!("../../../../tests/exchange/files/projects-projektbanken-erdf-2014-2020.csv");
    let bank: String = text
        .lines()
        .enumerate()
        .map(|(place, line)| {
            if place == 0 {
                format!("{line},projektledare,telnr,e-post\n")
            } else {
                format!("{line},Xqz,Xqz,Xqz@x.se\n")
            }
        })
        .collect();
    let reader = open(bank.as_bytes());
    assert_eq!(reader.found().tables[0].dropped_columns, ["projektledare", "telnr", "e-post"]);
    assert_eq!(reader.found().encoding, Some(FileEncoding::Utf8));
    let rows: Vec<Row> = reader.map(Result::unwrap).collect();
    assert_eq!((rows.len(), rows[0].number), (20, 2));
    assert_eq!(rows[0].cell("Ärende ID").unwrap().1, &Cell::Text("20200040".into()));
    assert!(!format!("{rows:?}").contains("Xqz"));
}

#[test]
fn the_first_line_may_name_the_delimiter() {
    for (text, delimiter) in
        [("sep=;\r\na,b;c\r\n1;2\r\n", Delimiter::Semicolon), ("SEP=\t\na;b\tc;d\n1\t2\n", Delimiter::Tab)]
    {
        let reader = open(text.as_bytes());
        assert_eq!(reader.found().delimiter, Some(delimiter));
        assert_eq!(rows(reader), ["3: 1|2"]);
    }
    let declared = Declared { delimiter: Some(Delimiter::Comma), ..Declared::default() };
    assert_eq!(rows(open_as(b"sep=;\na;b,c\n1;2,3\n", &declared)), ["3: 1;2|3"]);
}

#[test]
fn delimiters_are_sniffed_outside_quotes() {
    for (text, delimiter) in [
        ("\"a,b,c\";d\n", Delimiter::Semicolon),
        ("a,b,c\n1;2;3;4,5,6\n", Delimiter::Comma),
        ("a\tb;c\td\n", Delimiter::Tab),
        ("alone\n", Delimiter::Comma),
        ("\"a\n;;;\",b\n", Delimiter::Comma),
    ] {
        assert_eq!(open(text.as_bytes()).found().delimiter, Some(delimiter), "{text}");
    }
}

#[test]
fn quotes_line_ends_and_empty_ends_are_taken_leniently() {
    let text = "a;b;c\r\n\r\n\"x\r\ny\";\"say \"\"hi\"\"\";3\r\n4;bare \" mark;5\r\n\"The \"best\" one\";6;7\r\n;;\r\n8;9;10;;\r\n;;;;;\r\n\r\n";
    assert_eq!(
        rows(open(text.as_bytes())),
        ["3: x\r\ny|say \"hi\"|3", "5: 4|bare \" mark|5", "6: The best\" one\"|6|7", "8: 8|9|10",]
    );
    assert_eq!(rows(open(b"a;b\r1;2\r\r3;4\r")), ["2: 1|2", "4: 3|4"]);
    assert_eq!(rows(open(b"a;b\n1;2")), ["2: 1|2"]);
}

#[test]
fn rows_that_do_not_fit_are_named_and_the_next_is_read() {
    let text = "a,b\n1\n1,2,3\n\"x,y\nz,w\n\",5,6\n7,8\n";
    let said = rows(open(text.as_bytes()));
    assert_eq!(said[0], "2! The row has 1 fields, the headers are 2. See to delimiters and quotation marks");
    assert!(said[1].starts_with("3! The row has 3 fields"), "{said:?}");
    assert!(said[2].starts_with("4! The row has 3 fields") && said[2].contains("from line 4 to 6"), "{said:?}");
    assert_eq!(said[3], "7: 7|8");
}

#[test]
fn headers_must_tell_columns_apart() {
    assert!(refused(b"a;B;b\n1;2;3\n", &Declared::default()).contains("stand more than once: b."));
    assert!(refused(b"a;;c\n1;2;3\n", &Declared::default()).starts_with("Column 2 has a value but no header"));
    assert_eq!(rows(open(b"a;;c;\n1;;3;\n")), ["2: 1|3"]);
    assert_eq!(refused(b"\n\n", &Declared::default()), "The file is empty");
    assert_eq!(refused(b"", &Declared::default()), "The file is empty");
    // A late value without a header is a fault of its row.
    let late = format!("a;;c\n{}9;x;9\n1;;2\n", "1;;2\n".repeat(300));
    assert!(rows(open(late.as_bytes()))[300].starts_with("302! Column 2 has a value"));
}

#[test]
fn encodings_are_told_apart() {
    let swedish = "namn;ort\nÅsa–Öst;Säffle\n";
    let wide = |big: bool| {
        let mark = if big { [0xFE, 0xFF] } else { [0xFF, 0xFE] };
        let letters =
            swedish.encode_utf16().flat_map(move |unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
        mark.into_iter().chain(letters).collect::<Vec<u8>>()
    };
    let latin = encoding_rs::WINDOWS_1252.encode(swedish).0.into_owned();
    let marked = [b"\xEF\xBB\xBF".as_slice(), swedish.as_bytes()].concat();
    for (bytes, encoding) in [
        (swedish.as_bytes().to_vec(), FileEncoding::Utf8),
        (marked, FileEncoding::Utf8),
        (latin.clone(), FileEncoding::Windows1252),
        (wide(false), FileEncoding::Utf16le),
        (wide(true), FileEncoding::Utf16be),
    ] {
        let reader = open(&bytes);
        assert_eq!(reader.found().encoding, Some(encoding));
        assert_eq!(reader.found().tables[0].columns, ["namn", "ort"]);
        assert_eq!(rows(reader), ["2: Åsa–Öst|Säffle"]);
    }
    let declared = |encoding| Declared { encoding: Some(encoding), ..Declared::default() };
    let message = refused(&latin, &declared(FileEncoding::Utf8));
    assert!(message.starts_with("The file is not UTF-8: line 2"), "{message}");
    assert_eq!(rows(open_as("å\nä\n".as_bytes(), &declared(FileEncoding::Windows1252))), ["2: Ã¤"]);
    // One late letter decides for the whole file.
    let mut late = format!("namn\n{}", "abc\n".repeat(100_000)).into_bytes();
    late.extend(b"\xE5\n");
    assert_eq!(open(&late).found().encoding, Some(FileEncoding::Windows1252));
    assert!(refused(b"a\nb\0c\n", &Declared::default()).contains("no text"));
}

#[test]
fn a_row_without_end_is_refused_and_takes_no_memory() {
    let text = format!("a;b\n1;2\n\"{}\n3;4\n", "x".repeat(3_000_000));
    let said = rows(open(text.as_bytes()));
    assert_eq!(said[0], "2: 1|2");
    assert!(said[1].starts_with("3! The row is longer than 1 MB"), "{}", said[1]);
    let wide = format!("{}\n", "a;".repeat(600));
    assert!(refused(wide.as_bytes(), &Declared::default()).contains("at most 500"));
    let row = format!("a;b\n{}\n1;2\n", "1;".repeat(100_000));
    let said = rows(open(row.as_bytes()));
    assert!(said[0].starts_with("2! The row has 100001 fields"), "{}", said[0]);
    assert_eq!(said[1], "3: 1|2");
}

#[test]
fn json_is_read_in_its_three_shapes() {
    let object = r#"{"name": "A, \"B\" ]", "n": 1.10, "big": 999999999999999999.99, "yes": true, "none": null, "list": [1, {"x": "}"}]}"#;
    for (text, format, number) in [
        (format!("[{object},\n {object}]"), FileFormat::Json, [1, 2]),
        (
            format!("{{\"_meta\": {{\"a\": [1]}}, \"items\": [{object}, {object}], \"_links\": {{}}}}"),
            FileFormat::Json,
            [1, 2],
        ),
        (format!("\u{feff}{object}\n\n{object}\n"), FileFormat::Ndjson, [1, 3]),
    ] {
        let reader = open(text.as_bytes());
        assert_eq!(reader.found().format, format);
        assert_eq!(reader.found().tables[0].columns.len(), 6);
        let rows: Vec<Row> = reader.map(Result::unwrap).collect();
        assert_eq!([rows[0].number, rows[1].number], number);
        assert_eq!(rows[0].cells[0].1, Cell::Text("A, \"B\" ]".into()));
        assert_eq!(rows[0].cells[1].1, Cell::Number("1.10".into()));
        assert_eq!(rows[0].cells[2].1, Cell::Number("999999999999999999.99".into()));
        assert_eq!((&rows[0].cells[3].1, &rows[0].cells[4].1), (&Cell::Bool(true), &Cell::Empty));
        assert_eq!(rows[0].cells[5].1, Cell::Json(serde_json::json!([1, {"x": "}"}])));
    }
    assert_eq!(rows(open(b"[]")), [""; 0]);
}

#[test]
fn broken_json_is_named_and_what_follows_is_read() {
    let deep = format!("{{\"a\": {}1{}}}", "[".repeat(40), "]".repeat(40));
    let long = format!("{{\"a\": \"{}\"}}", "x".repeat(1_100_000));
    let text = format!("[{{\"a\": 1}}, 5, {{\"a\" 1}}, {deep}, {long}, {{\"a\": 1, \"a\": 2}}, {{\"a\": 2}}]");
    let said = rows(open(text.as_bytes()));
    assert_eq!((said[0].as_str(), said[6].as_str()), ("1: 1", "7: 2"));
    for (said, what) in
        said[1..6].iter().zip(["no JSON object", "no JSON object", "deeper than", "longer than 1 MB", "twice"])
    {
        assert!(said.contains(what), "{said}");
    }
    let said = rows(open(b"[{\"a\": 1}, {\"a\": 2}"));
    assert_eq!(said[2], "2! The list of objects is broken or cut off here");
    assert!(rows(open(b"[{\"a\": 1}] x"))[1].contains("broken"));
    assert!(refused(b"{\n \"a\": 1}", &Declared::default()).contains("no list of objects"));
    let lines = rows(open(b"{\"a\": 1}\nnot json\n{\"a\": 3}"));
    assert_eq!((lines[0].as_str(), lines[2].as_str()), ("1: 1", "3: 3"));
    assert!(lines[1].starts_with("2! This is no JSON object"));
}

#[test]
fn personal_fields_of_json_are_left_out() {
    let text = r#"[{"name": "A", "e-post": "Xqz"}, {"name": "B", "Telnr": "Xqz", "partners": [{"email": "Xqz"}]}]"#;
    let mut reader = open(text.as_bytes());
    let rows: Vec<Row> = reader.by_ref().map(Result::unwrap).collect();
    assert!(!format!("{rows:?}").contains("Xqz"));
    assert_eq!(reader.found().tables[0].dropped_columns, ["e-post", "Telnr"]);
    let declared = Declared { kept_columns: vec!["email".into()], ..Declared::default() };
    assert_eq!(open_as(b"email,phone\na@b.se,1\n", &declared).found().tables[0].columns, ["email"]);
}

#[test]
fn more_rows_than_are_taken_end_the_reading() {
    let text = format!("a\n{}", "1\n".repeat(1_000_002));
    let mut reader = open(text.as_bytes());
    assert_eq!(reader.by_ref().take(1_000_000).filter(Result::is_ok).count(), 1_000_000);
    let fault = reader.next().unwrap().unwrap_err();
    assert!(fault.last && fault.row == 1_000_002 && fault.message.en.contains("more than 1000000 rows"));
    assert!(reader.next().is_none());
}

#[test]
fn a_quotation_mark_that_is_never_closed_swallows_no_rows_unseen() {
    let said = rows(open(b"a,b\n1,\"x\n2,y\n3,z\n"));
    assert_eq!(said, ["2! A quotation mark on lines 2 to 4 lacks its end, or stands in the middle of a field"]);
    let said = rows(open(b"a,b\n1,\"x\n2,\"y\n3,z\n"));
    assert_eq!(
        said,
        ["2! A quotation mark on lines 2 to 3 lacks its end, or stands in the middle of a field", "4: 3|z",]
    );
    let said = rows(open(b"a,b,c\n1,\"x\" ,\"y\nz\"\n"));
    assert_eq!(said, ["2: 1|x|y\nz"], "one field is odd, and another has two lines");
    assert!(refused(b"a,\"b\n1,2\n", &Declared::default()).starts_with("A quotation mark on lines 1 to 2"));
    // In a line of its own a stray mark is taken as it comes; and a mark that is closed may hold lines.
    let said = rows(open(b"a,b\n1,\"x\"y\n2,\"z\"\"\nw\"\n3,\"\"\n"));
    assert_eq!(said, ["2: 1|xy", "3: 2|z\"\nw", "5: 3|"]);
    assert!(
        refused(format!("{},b\n1,2\n", "x".repeat(1200)).as_bytes(), &Declared::default()).contains("longer than 1000")
    );
}
