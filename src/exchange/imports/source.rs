//! Where the rows come from: a table of the register's own columns, or a file of another system.

use std::collections::BTreeMap;
use std::fs::File;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::mapping::{Mapping, Target, others};
use super::reading::{self, Manner, Read};
use crate::exchange::columns::Column;
use crate::exchange::reading::formats::{Foreign, ForeignFormat, Projects, recognise};
use crate::exchange::reading::{
    Cell, DecimalSign, Decimals, Declared, Delimiter, FileFormat, Found, Reader, Refusal, RowFault,
};
use crate::funding::projects::Project;
use crate::register::Register as _;

/// A column of a file, and what it is taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportColumn {
    /// The sheet of a workbook.
    #[schema(example = "Partners")]
    pub sheet: Option<String>,
    /// The header as written.
    #[schema(example = "Organisationsnummer")]
    pub header: String,
    /// The field that it is; null in a file of another system, and where the column is not used.
    #[schema(example = "organisationNumber")]
    pub field: Option<String>,
    /// Whether it is used.
    #[schema(example = true)]
    pub used: bool,
}

/// How a file is to be opened.
#[derive(Clone)]
pub(super) struct Plan {
    pub(super) path: &'static str,
    pub(super) columns: &'static [Column],
    pub(super) declared: Declared,
    pub(super) foreign: Option<ForeignFormat>,
    pub(super) system: String,
    /// What rows say in columns that they do not have.
    pub(super) fill: Vec<(String, Cell)>,
    /// Names of municipalities by code.
    pub(super) municipalities: BTreeMap<String, String>,
}

/// The rows of a file.
pub(super) enum Source {
    /// Of a table of the register's own columns.
    Own(Box<Reader>, Box<Mapping>, Manner),
    /// Of a file of another system.
    Foreign(Box<Projects>, String),
}

/// A row, as far as it could be read.
#[derive(Clone, Debug)]
pub(super) enum Said {
    /// A record, with the cells that it was read from.
    Record(Box<Read>, Vec<(String, Cell)>),
    /// A project of another system.
    Project(Box<Foreign>),
    /// Nothing.
    Unreadable(RowFault),
}

/// A row of a file, by its place among all that are read.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) position: i64,
    pub(super) number: u64,
    pub(super) sheet: Option<String>,
    pub(super) said: Said,
}

impl Source {
    /// Opens a file.
    ///
    /// # Errors
    /// When it cannot be read, or no column of it is known.
    pub(super) fn open(file: File, plan: &Plan) -> Result<Self, Refusal> {
        let mut declared = plan.declared.clone();
        let settable = plan.columns.iter().zip(others(plan.path, plan.columns)).filter(|(column, _)| column.settable);
        declared.kept_columns = settable.flat_map(|(column, names)| names.into_iter().chain([column.name()])).collect();
        let reader = Reader::open(file, &declared)?;
        let is_foreign = plan.path == Project::PATH && recognise(reader.found()).is_some();
        if plan.foreign.is_some() || is_foreign {
            if !plan.fill.is_empty() {
                return Err(Refusal::unreadable(
                    "fill= gäller bara filer med registrets egna kolumner",
                    "fill= is for files with the register's own columns alone",
                ));
            }
            let projects = Projects::open(reader, plan.foreign, plan.municipalities.clone())?;
            return Ok(Self::Foreign(Box::new(projects), plan.system.clone()));
        }
        let mut mapping = Mapping::new(plan.path, plan.columns);
        let mut names: Vec<String> = Vec::new();
        let headers = reader.found().tables.iter().flat_map(|table| &table.columns);
        for header in headers.chain(plan.fill.iter().map(|(header, _)| header)) {
            let target = mapping.target(header);
            names.extend(target.and_then(|target| mapping.column(target)).map(Column::name));
        }
        if let Some((header, _)) = plan.fill.iter().find(|(header, _)| mapping.target(header).is_none()) {
            return Err(Refusal::unreadable(
                format!(
                    "fill={header} är ingen känd rubrik. GET /imports/columns/{} säger vilka som är det",
                    plan.path
                ),
                format!("fill={header} is no known header. GET /imports/columns/{} tells which are", plan.path),
            ));
        }
        let has_headers = reader.found().tables.iter().any(|table| !table.columns.is_empty());
        if names.is_empty() && has_headers {
            return Err(Refusal::unreadable(
                format!("Ingen rubrik i filen är känd. GET /imports/columns/{} säger vilka som är det", plan.path),
                format!("No header of the file is known. GET /imports/columns/{} tells which are", plan.path),
            ));
        }
        let found = reader.found();
        let for_excel = found.format == FileFormat::Csv && found.delimiter == Some(Delimiter::Semicolon);
        let is_our_own = ["id", "version"].iter().all(|own| names.iter().any(|name| name == own));
        let manner = Manner {
            decimals: if is_our_own { of_our_own(reader.decimals(), for_excel) } else { reader.decimals() },
            system: plan.system.clone(),
            guarded: for_excel,
            fill: plan.fill.clone(),
        };
        Ok(Self::Own(Box::new(reader), Box::new(mapping), manner))
    }

    /// What was found out about the file.
    pub(super) fn found(&self) -> &Found {
        match self {
            Self::Own(reader, ..) => reader.found(),
            Self::Foreign(projects, _) => projects.found(),
        }
    }

    /// Which other system's file it is.
    pub(super) fn foreign(&self) -> Option<ForeignFormat> {
        match self {
            Self::Own(..) => None,
            Self::Foreign(projects, _) => Some(projects.format()),
        }
    }

    /// What the columns are taken for.
    pub(super) fn columns(&mut self) -> Vec<ImportColumn> {
        let tables = self.found().tables.clone();
        let ignored = match self {
            Self::Own(..) => Vec::new(),
            Self::Foreign(projects, _) => projects.ignored(),
        };
        let mut columns = Vec::new();
        for table in tables {
            for header in table.columns {
                let (field, used) = match self {
                    Self::Foreign(..) => (None, !ignored.contains(&header)),
                    Self::Own(_, mapping, _) => {
                        let target = mapping.target(&header);
                        let column = target.and_then(|target| mapping.column(target));
                        let named = match target {
                            Some(Target::Whole(_)) => column.and_then(|column| column.path.first().cloned()),
                            _ => column.map(Column::name),
                        };
                        (named, column.is_some_and(is_used))
                    }
                };
                columns.push(ImportColumn { sheet: table.sheet.clone(), header, field, used });
            }
        }
        columns
    }

    /// Reads the next row.
    pub(super) fn next(&mut self, position: i64) -> Option<Item> {
        match self {
            Self::Own(reader, mapping, manner) => {
                let item = match reader.next()? {
                    Err(fault) => {
                        let (number, sheet) = (fault.row, fault.sheet.clone());
                        Item { position, number, sheet, said: Said::Unreadable(fault) }
                    }
                    Ok(mut row) => {
                        // What is not used is not kept: it may be large.
                        row.cells.retain(|(header, _)| mapping.target(header).is_some());
                        for (header, text) in &manner.fill {
                            let target = mapping.target(header);
                            if row.cells.iter().all(|(other, _)| mapping.target(other) != target) {
                                row.cells.push((header.clone(), text.clone()));
                            }
                        }
                        let read = reading::read(mapping, &row, manner);
                        let (number, sheet) = (row.number, row.sheet);
                        Item { position, number, sheet, said: Said::Record(Box::new(read), row.cells) }
                    }
                };
                Some(item)
            }
            Self::Foreign(projects, system) => {
                let item = match projects.next()? {
                    Err(fault) => {
                        let (number, sheet) = (fault.row, fault.sheet.clone());
                        Item { position, number, sheet, said: Said::Unreadable(fault) }
                    }
                    Ok(mut foreign) => {
                        if projects.format() == ForeignFormat::ProjectList {
                            foreign.external_id.system.clone_from(system);
                        }
                        Item {
                            position,
                            number: foreign.row,
                            sheet: foreign.sheet.clone(),
                            said: Said::Project(Box::new(foreign)),
                        }
                    }
                };
                Some(item)
            }
        }
    }
}

/// The decimals of our own exports, of which a number such as `12.345` says nothing: a comma in those for Excel, and a full stop
/// in the others.
fn of_our_own(told: Decimals, for_excel: bool) -> Decimals {
    let own = if for_excel { DecimalSign::Comma } else { DecimalSign::Point };
    Decimals { sign: told.sign.filter(|_| told.declared).or(Some(own)), unparted: true, ..told }
}

/// Whether a column says something of a record that comes in.
pub(super) fn is_used(column: &Column) -> bool {
    column.settable || matches!(column.name().as_str(), "id" | "version" | "state")
}
