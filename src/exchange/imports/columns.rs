//! The published mapping: under which headers a register's columns are known in a file.

use serde::Serialize;
use utoipa::ToSchema;

use super::mapping::{assumed, others};
use super::source::is_used;
use crate::exchange::columns::{Column, Kind};
use crate::identity::me::SelfLink;

crate::code_list! {
    /// What the cells of a column hold.
    pub enum ImportColumnKind "import-column-kinds" ("Vad en kolumn innehåller", "What a column holds") {
        Text = "text" ("Text", "Text"),
        Whole = "whole" ("Heltal", "Whole number"),
        Decimal = "decimal" ("Tal med decimaler", "Number with decimals"),
        Flag = "flag" ("Ja eller nej", "Yes or no"),
        Day = "day" ("Datum", "Day"),
        List = "list" ("Flera texter: a; b", "Several texts: a; b"),
        Json = "json" ("JSON, som i en export", "JSON, as in an export"),
    }
}

/// A column that a file may have.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KnownColumn {
    /// The field, which is its header too.
    #[schema(example = "organisationNumber")]
    pub field: String,
    /// Its other headers, in Swedish and English. Case, spaces, hyphens and underscores do not count.
    #[schema(max_items = 10, example = json!(["Organisationsnummer", "Organisation number"]))]
    pub headers: Vec<String>,
    /// What its cells hold.
    #[schema(inline = false, example = "text")]
    pub kind: ImportColumnKind,
    /// The codes that its cells hold; their labels and other words of /code-lists are taken too. Empty where any text goes.
    #[schema(max_items = 100, example = json!(["company", "association"]))]
    pub codes: Vec<&'static str>,
    /// Whether its cells name other records: by their ids, or by ids of another system such as `w3d3:RV-2009-117`.
    #[schema(example = false)]
    pub refers: bool,
    /// Whether a new record whose row lacks it is given what is usual.
    #[schema(example = false)]
    pub assumed: bool,
}

/// The columns that a file of a register may have.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct KnownColumns {
    /// The columns.
    #[schema(max_items = 200)]
    pub items: Vec<KnownColumn>,
    /// Where it is.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

/// The columns of a register that an import uses.
pub(super) fn known(path: &str, columns: &[Column]) -> Vec<KnownColumn> {
    let all = columns.iter().zip(others(path, columns)).filter(|(column, _)| is_used(column));
    all.map(|(column, headers)| KnownColumn {
        field: column.name(),
        headers,
        kind: match column.kind {
            Kind::Text => ImportColumnKind::Text,
            Kind::Whole => ImportColumnKind::Whole,
            Kind::Decimal => ImportColumnKind::Decimal,
            Kind::Flag => ImportColumnKind::Flag,
            Kind::Day => ImportColumnKind::Day,
            Kind::List => ImportColumnKind::List,
            Kind::Json => ImportColumnKind::Json,
        },
        codes: column.codes.iter().map(|code| code.code).collect(),
        refers: column.refers,
        assumed: assumed(path).any(|(field, _)| field == column.name()),
    })
    .collect()
}
