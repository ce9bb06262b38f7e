//! Tables as CSV (RFC 4180).

use super::{Cell, Table};
use crate::error::ApiError;
use crate::exchange::cells::formula_safe;
use crate::text::Lang;

/// One table as it is; several one after the other, each row beginning with its table's title, under a head of its own
/// where its columns are others than those of the table before.
pub(super) fn write(tables: &[Table], lang: Lang) -> Result<Vec<u8>, ApiError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    let titled = tables.len() > 1;
    let mut above: Option<&[String]> = None;
    for table in tables {
        // What heads the rows is named by the table; of the others the names must be the same.
        let own = table.columns.get(usize::from(titled)..).unwrap_or_default();
        if above != Some(own) {
            let mut head: Vec<String> = table.columns.clone();
            if titled {
                let (section, entry) = if lang == Lang::Sv { ("Avsnitt", "Post") } else { ("Section", "Entry") };
                head.splice(..1, [section.to_owned(), entry.to_owned()]);
            }
            writer.write_record(head.iter().map(|column| formula_safe(column))).map_err(ApiError::internal)?;
            above = Some(own);
        }
        for row in &table.rows {
            let title = titled.then(|| formula_safe(&table.title));
            let cells = row.iter().map(|cell| match cell {
                Cell::Words(words) | Cell::Day(words) => formula_safe(words),
                Cell::Number(number) => number.to_string(),
                Cell::Decimal(number) => number.clone(),
                Cell::Amount(None) => String::new(),
                Cell::Amount(Some(money)) => format!("{} {}", money.amount, money.currency),
            });
            writer.write_record(title.into_iter().chain(cells)).map_err(ApiError::internal)?;
        }
    }
    writer.into_inner().map_err(ApiError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_text() {
        let cells = |words: &str| vec![Cell::Words(words.into()), Cell::Number(-3)];
        let table = Table {
            title: "Names".into(),
            columns: vec!["Name".into(), "Count".into()],
            rows: vec![cells("=1+1"), cells("@cmd"), cells("Region, \"Nord\""), cells("Åmål")],
            sums: None,
        };
        let written = write(&[table], Lang::En).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let expected = "Name,Count\r\n'=1+1,-3\r\n'@cmd,-3\r\n\"Region, \"\"Nord\"\"\",-3\r\nÅmål,-3\r\n";
        assert_eq!(written.as_deref(), Some(expected));
    }
}
