//! Tables as CSV (RFC 4180).

use super::{Cell, Table};
use crate::error::ApiError;
use crate::text::Lang;

/// The tables one after the other, each row beginning with its table's title, under one head.
pub(super) fn write(tables: &[Table], lang: Lang) -> Result<Vec<u8>, ApiError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    let section = if lang == Lang::Sv { "Avsnitt" } else { "Section" };
    if let Some(first) = tables.first() {
        let mut head = vec![section.to_owned()];
        head.extend(first.columns.iter().enumerate().map(|(place, column)| match (place, lang) {
            (0, Lang::Sv) => "Post".to_owned(),
            (0, Lang::En) => "Entry".to_owned(),
            _ => column.get(lang).to_owned(),
        }));
        writer.write_record(&head).map_err(ApiError::internal)?;
    }
    for table in tables {
        for row in &table.rows {
            let mut record = vec![safe(table.title.get(lang))];
            record.extend(row.iter().map(|cell| match cell {
                Cell::Words(words) => safe(words),
                Cell::Number(number) => number.to_string(),
            }));
            writer.write_record(&record).map_err(ApiError::internal)?;
        }
    }
    writer.into_inner().map_err(ApiError::internal)
}

/// Text that a spreadsheet takes for text: an apostrophe goes before what it would take for a formula.
fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::text;

    #[test]
    fn what_looks_like_a_formula_is_text() {
        let cells = |words: &str| vec![Cell::Words(words.into()), Cell::Number(-3)];
        let table = Table {
            title: text("Namn", "Names"),
            columns: vec![text("Namn", "Name"), text("Antal", "Count")],
            rows: vec![cells("=1+1"), cells("@cmd"), cells("Region, \"Nord\""), cells("Åmål")],
            sums: None,
        };
        let written = write(&[table], Lang::En).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let expected = "Section,Entry,Count\r\nNames,'=1+1,-3\r\nNames,'@cmd,-3\r\nNames,\"Region, \"\"Nord\"\"\",-3\r\nNames,Åmål,-3\r\n";
        assert_eq!(written.as_deref(), Some(expected));
    }
}
