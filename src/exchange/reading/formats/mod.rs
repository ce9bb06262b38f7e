//! Files of other systems, taken as they are: their rows become projects in the form of the API, with what must be looked up
//! beside them (the programme, the partners). A format is known by its headers, by name and never by position.

mod amounts;
mod draft;
mod esf;
mod keep_eu;
mod kohesio;
mod kohesio_bulk;
mod kohesio_search;
mod project_bank;
mod project_list;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::values::Wrong;
use super::{DecimalSign, Decimals, FileFormat, Found, Reader, Refusal, Row, RowFault};
use crate::cooperation::partners::PartnerKind;
use crate::funding::projects::ParticipationRole;
use crate::register::ExternalId;
use crate::text::Message;
use draft::{Draft, Folded, keys};

crate::code_list! {
    /// A file of another system.
    pub enum ForeignFormat "foreign-formats" ("Andra systems filer", "Files of other systems") {
        ProjectBank = "project_bank" ("Tillväxtverkets projektbank", "The project bank of Tillväxtverket"),
        KeepEu = "keep_eu" ("keep.eu", "keep.eu"),
        KohesioSearch = "kohesio_search" ("Kohesios sökresultat", "Search results of Kohesio"),
        KohesioBulk = "kohesio_bulk" ("Kohesios landsfil", "Kohesio's file of a country"),
        Esf = "esf" ("ESF-rådets projektlista", "List of projects of the Swedish ESF Council"),
        ProjectList = "project_list" ("Lista över projekt med budget", "List of projects with their budgets"),
    }
}

/// What a format is.
struct Definition {
    format: ForeignFormat,
    /// Headers without which it is another format; of several with a bar between them, one.
    needed: &'static [&'static str],
    /// Headers that are used.
    used: &'static [&'static str],
    /// The project of a row; nothing when the row has none, or what is wrong with the whole row.
    project: fn(&mut Draft<'_>) -> Result<ExternalId, Message>,
    /// The decimal sign that the format always has.
    decimal: Option<DecimalSign>,
}

const ALL: &[&Definition] = &[
    &project_bank::DEFINITION,
    &keep_eu::DEFINITION,
    &kohesio_search::DEFINITION,
    &kohesio_bulk::DEFINITION,
    &esf::DEFINITION,
    &project_list::DEFINITION,
];

/// A project of another system.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    /// The row, as in [`Row::number`].
    pub row: u64,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The id by which it is found again.
    pub external_id: ExternalId,
    /// Ids in other systems by which it may be known already.
    pub aliases: Vec<ExternalId>,
    /// The fields of a project that could be read, as the API takes them.
    pub body: Map<String, Value>,
    /// The programme that funds it.
    pub programme: Option<NamedProgramme>,
    /// Who takes part.
    pub partners: Vec<NamedPartner>,
    /// What should be known of the row and is no fault.
    pub notices: Vec<Notice>,
    /// The cells that could not be read.
    pub faults: Vec<CellFault>,
}

/// A programme as a file names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedProgramme {
    /// Its name.
    pub name: String,
    /// Its period, such as `2014-2020`.
    pub period: Option<String>,
    /// Its number at the European Commission.
    pub cci: Option<String>,
}

/// A partner as a file names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPartner {
    /// Its name.
    pub name: String,
    /// Its names in other languages.
    pub aliases: Vec<String>,
    /// What it is in the project.
    pub role: ParticipationRole,
    /// Its country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Its Swedish or Norwegian organisation number, as printed.
    pub organisation_number: Option<String>,
    /// Its number in another register, as printed.
    pub foreign_id: Option<String>,
    /// What kind of body it is.
    pub kind: Option<PartnerKind>,
    /// Its web page.
    pub website: Option<String>,
    /// Its id in the other system.
    pub external_id: Option<ExternalId>,
}

impl NamedPartner {
    fn new(name: String, role: ParticipationRole) -> Self {
        Self {
            name,
            aliases: Vec::new(),
            role,
            country: None,
            organisation_number: None,
            foreign_id: None,
            kind: None,
            website: None,
            external_id: None,
        }
    }
}

/// What should be known of a row and is no fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The column as written, where it is about one.
    pub field: Option<String>,
    /// What.
    pub message: Message,
}

/// A cell that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// The row, which is another than the project's for a partner.
    pub row: u64,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The column as written.
    pub field: String,
    /// What is wrong with it.
    pub wrong: Wrong,
    /// The rule of the domain, where one speaks.
    pub rule: Option<&'static str>,
}

/// The format that the headers of a file tell of.
pub fn recognise(found: &Found) -> Option<ForeignFormat> {
    ALL.iter().find(|definition| missing(definition, found).is_empty()).map(|definition| definition.format)
}

/// The needed headers that no table has all of; of the table that lacks the fewest.
fn missing(definition: &Definition, found: &Found) -> Vec<&'static str> {
    let lacking = |columns: &[String]| -> Vec<&'static str> {
        let keys: Vec<String> = columns.iter().flat_map(|column| keys(column)).collect();
        let is_there = |names: &str| names.split('|').any(|name| keys.contains(&super::fold_header(name)));
        definition.needed.iter().copied().filter(|names| !is_there(names)).collect()
    };
    let all = found.tables.iter().map(|table| lacking(&table.columns));
    all.min_by_key(Vec::len).unwrap_or_else(|| definition.needed.to_vec())
}

/// The projects of a file of another system.
pub struct Projects {
    reader: Reader,
    definition: &'static Definition,
    municipalities: BTreeMap<String, String>,
    decimals: Decimals,
    folded: Folded,
    partners: keep_eu::Partners,
    /// Faults of partners whose project never came.
    left: Vec<RowFault>,
    ended: bool,
}

impl Projects {
    /// Takes a file as one of another system: the declared one, or the one that its headers tell of. The municipalities are
    /// names by code.
    ///
    /// # Errors
    /// When the headers are of another file.
    pub fn open(
        reader: Reader,
        declared: Option<ForeignFormat>,
        municipalities: BTreeMap<String, String>,
    ) -> Result<Self, Refusal> {
        let format = declared.or_else(|| recognise(reader.found())).ok_or_else(|| {
            Refusal::unreadable(
                "Rubrikerna är inte de från ett känt system",
                "The headers are not those of a known system",
            )
        })?;
        let definition = ALL.iter().copied().find(|definition| definition.format == format);
        let definition = definition.ok_or_else(|| Refusal::unreadable("Okänt format", "Unknown format"))?;
        let missing = missing(definition, reader.found()).join(", ");
        if !missing.is_empty() {
            return Err(Refusal::unreadable(
                format!("Filen saknar kolumner: {missing}"),
                format!("The file lacks columns: {missing}"),
            ));
        }
        let mut decimals = reader.decimals();
        if let (Some(sign), false) = (definition.decimal, decimals.declared) {
            // The system writes all its files so; a workbook and JSON have numbers of their own.
            let of_text = reader.found().format == FileFormat::Csv;
            decimals = Decimals { sign: Some(sign).filter(|_| of_text).or(decimals.sign), ..decimals };
        }
        let (folded, partners) = (Folded::default(), keep_eu::Partners::default());
        Ok(Self { reader, definition, municipalities, decimals, folded, partners, left: Vec::new(), ended: false })
    }

    /// Which format it is.
    pub fn format(&self) -> ForeignFormat {
        self.definition.format
    }

    /// What was found out about the file.
    pub const fn found(&self) -> &Found {
        self.reader.found()
    }

    /// The columns that are not used, as written.
    pub fn ignored(&self) -> Vec<String> {
        let used: Vec<String> = self.definition.used.iter().map(|name| super::fold_header(name)).collect();
        let is_ignored = |column: &&String| !keys(column).iter().any(|key| used.contains(key));
        let columns = self.reader.found().tables.iter().flat_map(|table| &table.columns);
        columns.filter(is_ignored).cloned().collect()
    }

    fn project(&mut self, row: &Row) -> Result<Foreign, RowFault> {
        let mut draft = Draft::new(row, self.decimals, &self.municipalities, &mut self.folded);
        let of_row = |message| RowFault { sheet: row.sheet.clone(), ..RowFault::new(row.number, message) };
        let external_id = (self.definition.project)(&mut draft).map_err(of_row)?;
        if self.definition.format == ForeignFormat::KeepEu {
            keep_eu::add_partners(&mut draft, &mut self.partners);
        }
        Ok(draft.finish(external_id))
    }
}

impl Iterator for Projects {
    type Item = Result<Foreign, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let row = match self.reader.next() {
                Some(Ok(row)) => row,
                Some(Err(fault)) => return Some(Err(fault)),
                None => {
                    self.ended = true;
                    self.left = std::mem::take(&mut self.partners).left();
                    break;
                }
            };
            if self.definition.format != ForeignFormat::KeepEu {
                return Some(self.project(&row));
            }
            let draft = Draft::new(&row, self.decimals, &self.municipalities, &mut self.folded);
            if !keep_eu::is_partner(&draft) {
                return Some(self.project(&row));
            }
            if let Err(message) = self.partners.add(draft) {
                self.ended = true;
                return Some(Err(RowFault { sheet: row.sheet.clone(), ..RowFault::last(row.number, message) }));
            }
        }
        self.left.pop().map(Err)
    }
}

#[cfg(test)]
mod tests;
