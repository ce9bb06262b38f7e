//! A project in the making: cells by their headers, and what they become.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::{CellFault, Foreign, NamedPartner, NamedProgramme, Notice};
use crate::exchange::reading::values::{self, Edge, Serials, Wrong};
use crate::exchange::reading::{Cell, Decimals, Row, fold_header, fold_without_unit};
use crate::register::ExternalId;
use crate::register::rules::Precision;
use crate::text::{Message, text};

/// The longest id in another system.
const MAX_ID: usize = 200;
/// The longest note, and address.
const MAX_NOTE: usize = 4000;
const MAX_ADDRESS: usize = 2000;

/// The names by which a header is known: whole, in either language of two, and without its currency.
pub(super) fn keys(header: &str) -> Vec<String> {
    let mut keys = vec![fold_header(header), fold_without_unit(header)];
    for half in header.split(" / ").filter(|half| half.len() < header.len()) {
        keys.extend([fold_header(half), fold_without_unit(half)]);
    }
    keys
}

/// Headers that were made comparable already: they are the same in all rows.
#[derive(Default)]
pub(super) struct Folded(HashMap<String, Vec<String>>);

/// The most headers that are remembered: of JSON every row may have its own.
const REMEMBERED: usize = 2000;

impl Folded {
    fn keys(&mut self, header: &str) -> Vec<String> {
        if let Some(keys) = self.0.get(header) {
            return keys.clone();
        }
        let keys = keys(header);
        if self.0.len() < REMEMBERED {
            self.0.insert(header.to_owned(), keys.clone());
        }
        keys
    }
}

/// A row, and the project that it becomes.
pub(super) struct Draft<'a> {
    row: &'a Row,
    by_key: HashMap<String, usize>,
    pub(super) decimals: Decimals,
    municipalities: &'a BTreeMap<String, String>,
    pub(super) body: Map<String, Value>,
    pub(super) aliases: Vec<ExternalId>,
    pub(super) programme: Option<NamedProgramme>,
    pub(super) partners: Vec<NamedPartner>,
    notes: Vec<String>,
    pub(super) notices: Vec<Notice>,
    pub(super) faults: Vec<CellFault>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(
        row: &'a Row,
        decimals: Decimals,
        municipalities: &'a BTreeMap<String, String>,
        folded: &mut Folded,
    ) -> Self {
        let mut by_key = HashMap::new();
        for (place, (header, _)) in row.cells.iter().enumerate() {
            for key in folded.keys(header) {
                by_key.entry(key).or_insert(place);
            }
        }
        Self {
            row,
            by_key,
            decimals,
            municipalities,
            body: Map::new(),
            aliases: Vec::new(),
            programme: None,
            partners: Vec::new(),
            notes: Vec::new(),
            notices: Vec::new(),
            faults: Vec::new(),
        }
    }

    pub(super) const fn number(&self) -> u64 {
        self.row.number
    }

    pub(super) fn sheet(&self) -> Option<&str> {
        self.row.sheet.as_deref()
    }

    /// Whether there is such a column.
    pub(super) fn has(&self, name: &str) -> bool {
        self.by_key.contains_key(&fold_header(name))
    }

    /// The first cell with something in it under some names, with its header.
    pub(super) fn cell(&self, names: &[&str]) -> Option<(&'a str, &'a Cell)> {
        let row = self.row;
        names.iter().find_map(|name| {
            let (header, cell) = row.cells.get(*self.by_key.get(&fold_header(name))?)?;
            let is_mark = matches!(cell, Cell::Text(text) if matches!(text.trim(), "N.a." | "N.A." | "n.a."));
            (!cell.is_empty() && !is_mark).then_some((header.as_str(), cell))
        })
    }

    /// The text under some names.
    pub(super) fn line(&self, names: &[&str]) -> Option<String> {
        self.cell(names).and_then(|(_, cell)| values::line(cell))
    }

    /// The same as plain text, cut to what the API takes.
    pub(super) fn text(&mut self, names: &[&str], most: usize) -> Option<String> {
        let (header, cell) = self.cell(names)?;
        let plain = values::plain_text(&cell.to_string());
        let plain = crate::text::normalise(&plain);
        self.fitted(Some(header), &plain, most)
    }

    /// A text cut to what the API takes, with a notice.
    pub(super) fn fitted(&mut self, header: Option<&str>, whole: &str, most: usize) -> Option<String> {
        let (cut, shorter) = values::cut(whole, most);
        if shorter {
            self.notice(
                header,
                Message::new(
                    format!("Texten är avkortad till {most} tecken"),
                    format!("The text is cut to {most} letters"),
                ),
            );
        }
        let cut = cut.trim().to_owned();
        (!cut.is_empty()).then_some(cut)
    }

    /// Sets a field to a text.
    pub(super) fn set_text(&mut self, field: &str, names: &[&str], most: usize) {
        if let Some(text) = self.text(names, most) {
            self.body.insert(field.to_owned(), text.into());
        }
    }

    /// What was read of a cell; a fault where it could not be.
    pub(super) fn taken<T>(&mut self, header: &str, read: Result<Option<T>, Wrong>) -> Option<T> {
        read.unwrap_or_else(|wrong| {
            self.fault(header, wrong, None);
            None
        })
    }

    /// Sets a day and its precision.
    pub(super) fn set_day(&mut self, field: &str, names: &[&str], edge: Edge) {
        let Some((header, cell)) = self.cell(names) else { return };
        if let Some(day) = self.taken(header, values::date(cell, edge, Serials::Taken)) {
            self.body.insert(field.to_owned(), json!(day.on));
            self.body.insert(format!("{field}Precision"), json!(day.precision));
        }
    }

    /// The day on which the row was stated.
    pub(super) fn stated_on(&mut self, names: &[&str]) -> Option<NaiveDate> {
        let (header, cell) = self.cell(names)?;
        let day = self.taken(header, values::date(cell, Edge::First, Serials::Taken))?;
        (day.precision == Precision::Day).then_some(day.on)
    }

    /// Adds an item to a list.
    pub(super) fn add(&mut self, field: &str, item: Value) {
        if let Value::Array(items) = self.body.entry(field).or_insert_with(|| json!([])) {
            items.push(item);
        }
    }

    /// Names the municipalities that take part.
    pub(super) fn set_municipalities(&mut self, names: &[&str], marks: &[char]) {
        let Some((header, cell)) = self.cell(names) else { return };
        let written = cell.to_string();
        let found = values::municipalities(written.split(marks), self.municipalities);
        if !found.others.is_empty() {
            let many = found.others.len();
            self.notice(
                Some(header),
                Message::new(
                    format!("{many} kommuner i andra län är utelämnade"),
                    format!("{many} municipalities of other counties are left out"),
                ),
            );
        }
        self.body.insert("municipalityCodes".to_owned(), json!(found.codes));
    }

    /// Adds a web page to the documents.
    pub(super) fn add_website(&mut self, names: &[&str]) {
        let Some((header, cell)) = self.cell(names) else { return };
        let address = values::line(cell).as_deref().and_then(web_address);
        match address {
            Some(url) => {
                self.add("documents", json!({"title": "Webbplats", "url": url, "kind": "other"}));
            }
            None => self.no_address(header, cell),
        }
    }

    /// Tells of a web address that is none.
    pub(super) fn no_address(&mut self, header: &str, cell: &Cell) {
        let seen = values::cut(&cell.to_string(), 100).0;
        let message = Message::new(
            format!("{seen} är ingen webbadress och är utelämnad"),
            format!("{seen} is no web address and is left out"),
        );
        self.notice(Some(header), message);
    }

    /// Adds a line to the note: what the API has no field for.
    pub(super) fn add_note(&mut self, label: &str, names: &[&str]) {
        if let Some(line) = self.line(names) {
            self.notes.push(format!("{label}: {line}"));
        }
    }

    pub(super) fn notice(&mut self, header: Option<&str>, message: Message) {
        self.notices.push(Notice { field: header.map(str::to_owned), message });
    }

    pub(super) fn fault(&mut self, header: &str, wrong: Wrong, rule: Option<&'static str>) {
        let (row, sheet) = (self.row.number, self.row.sheet.clone());
        self.faults.push(CellFault { row, sheet, field: header.to_owned(), wrong, rule });
    }

    /// An id in another system; one that is too long is known by its hash.
    pub(super) fn id(&mut self, header: Option<&str>, system: &str, value: String) -> ExternalId {
        if value.chars().count() <= MAX_ID {
            return ExternalId { system: system.to_owned(), value };
        }
        self.notice(
            header,
            text("Id:t är för långt och är ersatt av sin hash", "The id is too long and is replaced by its hash")
                .into(),
        );
        ExternalId { system: system.to_owned(), value: hash(&value) }
    }

    /// The project.
    pub(super) fn finish(mut self, external_id: ExternalId) -> Foreign {
        if !self.notes.is_empty() {
            let note = self.notes.join("\n");
            if let Some(note) = self.fitted(None, &note, MAX_NOTE) {
                self.body.insert("note".to_owned(), note.into());
            }
        }
        Foreign {
            row: self.row.number,
            sheet: self.row.sheet.clone(),
            external_id,
            aliases: self.aliases,
            body: self.body,
            programme: self.programme,
            partners: self.partners,
            notices: self.notices,
            faults: self.faults,
        }
    }
}

/// A web address in full; nothing when it is none.
pub(super) fn web_address(written: &str) -> Option<String> {
    let whole = if written.contains("://") { written.to_owned() } else { format!("https://{written}") };
    let url = url::Url::parse(&whole).ok()?;
    let is_host = url.host_str().is_some_and(|host| host.contains('.'));
    let plain = url.username().is_empty() && url.password().is_none();
    (matches!(url.scheme(), "http" | "https") && is_host && plain && whole.len() <= MAX_ADDRESS).then_some(whole)
}

/// The hash by which a long id is known.
pub(super) fn hash(value: &str) -> String {
    let hex: String = Sha256::digest(value.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}
