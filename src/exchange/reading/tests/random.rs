//! Whatever comes in, reading ends; and what was written comes back.

use proptest::prelude::*;

use super::workbooks::{forged, workbook};
use super::*;

/// Reads all there is; whether it ended.
fn read_all(bytes: &[u8], declared: &Declared) -> usize {
    Reader::open(file(bytes), declared).map_or(0, Iterator::count)
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1_usize..6).prop_flat_map(|width| {
        prop::collection::vec(prop::collection::vec("[a-zåÅ0-9 ,;\"\t.\\-]{0,12}[a-zå]", width), 0..12)
    })
}

fn same(table: &[Vec<String>], reader: Reader) {
    let read: Vec<Row> = reader.map(Result::unwrap).collect();
    assert_eq!(read.len(), table.len());
    for (row, wanted) in read.iter().zip(table) {
        let cells: Vec<String> = row.cells.iter().map(|(_, cell)| cell.to_string()).collect();
        let wanted: Vec<&str> = wanted.iter().map(|cell| cell.trim()).collect();
        assert_eq!(cells, wanted);
    }
}

fn heads(table: &[Vec<String>]) -> Vec<String> {
    (0..table.first().map_or(1, Vec::len)).map(|place| format!("column {place}")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        for format in [None, Some(FileFormat::Csv), Some(FileFormat::Json), Some(FileFormat::Ndjson), Some(FileFormat::Xlsx)] {
            read_all(&bytes, &Declared { format, ..Declared::default() });
        }
    }

    #[test]
    fn any_text_of_marks_ends(text in "[\\[\\]{}\",:;\n\r\\\\a1 ]{0,300}") {
        for format in [None, Some(FileFormat::Csv), Some(FileFormat::Json), Some(FileFormat::Ndjson)] {
            read_all(text.as_bytes(), &Declared { format, ..Declared::default() });
        }
    }

    #[test]
    fn a_damaged_workbook_ends(place in 0_usize..6000, value in any::<u8>()) {
        let mut bytes = forged(&[], "");
        let place = place % bytes.len();
        bytes[place] = value;
        read_all(&bytes, &Declared::default());
    }

    #[test]
    fn tables_come_back_from_csv(table in table(), delimiter in prop::sample::select(vec![b',', b';', b'\t'])) {
        let mut writer = ::csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(heads(&table)).unwrap();
        for row in &table {
            writer.write_record(row).unwrap();
        }
        // A single column has no delimiter in its header to tell.
        let alone = table.first().is_none_or(|row| row.len() == 1);
        let declared = [Delimiter::Semicolon, Delimiter::Comma, Delimiter::Tab].into_iter().find(|one| alone && one.byte() == delimiter);
        same(&table, open_as(&writer.into_inner().unwrap(), &Declared { delimiter: declared, ..Declared::default() }));
    }

    #[test]
    fn tables_come_back_from_workbooks(table in table()) {
        let bytes = workbook(|book| {
            let sheet = book.add_worksheet();
            sheet.write_row(0, 0, heads(&table)).unwrap();
            for (place, row) in table.iter().enumerate() {
                sheet.write_row(u32::try_from(place).unwrap() + 1, 0, row).unwrap();
            }
        });
        same(&table, open(&bytes));
    }
}
