//! The headers of a table: which columns there are, which are left out, and what a row gives under them.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use super::personal::is_personal;
use super::values::cut;
use super::{Cell, FoundTable, MAX_COLUMNS, Refusal, Row, RowFault};
use crate::text::Message;

/// A header made comparable: composed (NFC), lower case, one kind of apostrophe; spaces, underscores, hyphens, brackets and a
/// byte order mark do not count.
pub fn fold_header(header: &str) -> String {
    words(header).concat()
}

/// The same without a currency as the last word: `Total budget SEK` is `Total budget`, where nothing else is.
pub fn fold_without_unit(header: &str) -> String {
    let mut words = words(header);
    if words.len() > 1 && words.last().is_some_and(|word| ["sek", "eur", "nok", "kr", "€"].contains(&word.as_str())) {
        words.pop();
    }
    words.concat()
}

fn words(header: &str) -> Vec<String> {
    let lower: String = header.nfc().flat_map(char::to_lowercase).collect();
    lower
        .replace(['\u{2019}', '\u{2018}', '\u{b4}', '`'], "'")
        .split(|letter: char| letter.is_whitespace() || "_-\u{2010}\u{2011}\u{feff}()".contains(letter))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The most letters of a header: every row has it beside its cell.
const MAX_HEADER: usize = 1000;

#[derive(Clone, Debug)]
enum Column {
    Kept(String),
    Personal(String),
    Unnamed,
}

/// The columns of a table.
#[derive(Clone, Debug)]
pub(super) struct Headers {
    columns: Vec<Column>,
    /// How many fields a row has at least.
    least: usize,
}

impl Headers {
    /// The columns of a line of headers.
    pub(super) fn new(names: &[String], kept: &[String]) -> Result<Self, Refusal> {
        if names.len() > MAX_COLUMNS {
            return Err(Refusal::too_large(
                format!("Filen har {} kolumner: högst {MAX_COLUMNS} tas emot", names.len()),
                format!("The file has {} columns: at most {MAX_COLUMNS} are taken", names.len()),
            ));
        }
        if let Some(long) = names.iter().find(|name| name.chars().count() > MAX_HEADER) {
            let begins = cut(long, 40).0;
            return Err(Refusal::too_large(
                format!("En rubrik är längre än {MAX_HEADER} tecken: {begins}…"),
                format!("A header is longer than {MAX_HEADER} letters: {begins}…"),
            ));
        }
        let mut seen = BTreeSet::new();
        let twice: BTreeSet<&str> = names
            .iter()
            .map(|name| name.trim())
            .filter(|name| !name.is_empty() && !seen.insert(fold_header(name)))
            .collect();
        if !twice.is_empty() {
            let twice = twice.into_iter().collect::<Vec<_>>().join(", ");
            return Err(Refusal::unreadable(
                format!("Rubriker står mer än en gång: {twice}. Ge varje kolumn en egen rubrik"),
                format!("Headers stand more than once: {twice}. Give every column a header of its own"),
            ));
        }
        let columns: Vec<Column> = names
            .iter()
            .map(|name| match name.trim().trim_start_matches('\u{feff}') {
                "" => Column::Unnamed,
                name if is_personal(name, kept) => Column::Personal(name.to_owned()),
                name => Column::Kept(name.to_owned()),
            })
            .collect();
        let least = columns.iter().rposition(|column| !matches!(column, Column::Unnamed)).map_or(0, |last| last + 1);
        if least == 0 {
            return Err(Refusal::unreadable("Filen har inga rubriker", "The file has no headers"));
        }
        Ok(Self { columns, least })
    }

    /// What is told of them.
    pub(super) fn table(&self, sheet: Option<String>) -> FoundTable {
        let mut table = FoundTable { sheet, ..FoundTable::default() };
        for column in &self.columns {
            match column {
                Column::Kept(name) => table.columns.push(name.clone()),
                Column::Personal(name) => table.dropped_columns.push(name.clone()),
                Column::Unnamed => {}
            }
        }
        table
    }

    /// How many fields a row has at least.
    pub(super) const fn least(&self) -> usize {
        self.least
    }

    /// How many fields a row has at most.
    pub(super) const fn most(&self) -> usize {
        self.columns.len()
    }

    /// The row of some cells, given by column. Personal cells are left out here.
    pub(super) fn row(
        &self,
        number: u64,
        sheet: Option<&str>,
        cells: impl IntoIterator<Item = (usize, Cell)>,
    ) -> Result<Row, RowFault> {
        let mut row = Row { number, sheet: sheet.map(str::to_owned), cells: Vec::with_capacity(self.columns.len()) };
        for (place, cell) in cells {
            match self.columns.get(place) {
                Some(Column::Kept(name)) => row.cells.push((name.clone(), cell)),
                Some(Column::Personal(_)) => {}
                Some(Column::Unnamed) | None if cell.is_empty() => {}
                Some(Column::Unnamed) | None => return Err(unnamed(number, sheet, place)),
            }
        }
        Ok(row)
    }
}

fn unnamed(number: u64, sheet: Option<&str>, place: usize) -> RowFault {
    let column = place + 1;
    let message = Message::new(
        format!("Kolumn {column} har ett värde men ingen rubrik. Ge den en rubrik eller ta bort den"),
        format!("Column {column} has a value but no header. Give it a header or remove it"),
    );
    RowFault { sheet: sheet.map(str::to_owned), unnamed: true, ..RowFault::new(number, message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_compared_without_their_looks() {
        for (written, wanted) in [
            ("\u{feff}Projektnamn", "projektnamn"),
            ("Partner\u{2019}s ID", "partner's id"),
            ("beviljat_belopp_-_sek", "beviljat_belopp_sek"),
            ("Belopp (SEK)", "belopp sek"),
            ("sto\u{308}dmottagare", "STÖDMOTTAGARE"),
            ("ärende-id", "Ärende ID"),
        ] {
            assert_eq!(fold_header(written), fold_header(wanted), "{written}");
        }
        assert_ne!(fold_header("beviljat_belopp_sek"), fold_header("beviljat_belopp_eur"));
        assert_eq!(fold_without_unit("Total budget (SEK)"), fold_header("Total budget"));
        assert_eq!(fold_without_unit("SEK"), "sek");
        assert_ne!(fold_header("stödmottagare"), fold_header("stodmottagare"));
    }
}
