//! Imports as they are answered.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::source::ImportColumn;
use super::store::{Import, ImportRow};
use super::{ImportMode, ImportState, OnError, RowAction};
use crate::db::types::Instant;
use crate::exchange::reading::Found;
use crate::exchange::reading::formats::ForeignFormat;
use crate::http::context::Context;
use crate::register::represent::Link;

/// The links of an import.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportLinks {
    /// The import.
    #[serde(rename = "self")]
    pub this: Link,
    /// What became of its rows.
    pub rows: Link,
    /// The rows with faults.
    pub errors: Link,
    /// The register that it goes into.
    pub resource: Link,
    /// Where it can be stopped; null when it cannot.
    pub cancellations: Option<Link>,
}

/// How many rows came to what.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportCounts {
    /// The rows that have been gone through.
    #[schema(minimum = 0, example = 40)]
    pub rows: i64,
    /// New records.
    #[schema(minimum = 0, example = 38)]
    pub create: i64,
    /// Changed records.
    #[schema(minimum = 0, example = 1)]
    pub update: i64,
    /// Records that were so already.
    #[schema(minimum = 0, example = 1)]
    pub unchanged: i64,
    /// Rows without faults that were not written, because others had faults.
    #[schema(minimum = 0, example = 0)]
    pub skip: i64,
    /// Rows with faults.
    #[schema(minimum = 0, example = 0)]
    pub error: i64,
}

/// A file that was sent to be imported.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Import)]
pub struct ImportOut {
    /// Its id: `cause` of the changes that it made.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Uuid,
    /// The register that it goes into.
    #[schema(example = "projects")]
    pub resource: String,
    /// What it does.
    #[schema(inline = false, example = "apply")]
    pub mode: ImportMode,
    /// What it does about rows with faults.
    #[schema(inline = false, example = "skip")]
    pub on_error: OnError,
    /// How far it is.
    #[schema(inline = false, example = "finished")]
    pub state: ImportState,
    /// Which other system's file it is; null for a table of the register's own columns.
    #[schema(inline = false, example = "project_bank")]
    pub foreign_format: Option<ForeignFormat>,
    /// The system whose ids stand alone in cells.
    #[schema(example = "import")]
    pub system: String,
    /// The size of the file.
    #[schema(minimum = 0, example = 12201)]
    pub bytes: i64,
    /// The SHA-256 of the file (hex).
    #[schema(example = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    pub sha256: String,
    /// What was found out about the file, what of it was guessed, and which columns with personal data were left out.
    #[schema(value_type = Found)]
    pub found: serde_json::Value,
    /// What its columns are taken for.
    #[schema(max_items = 500)]
    pub columns: Vec<ImportColumn>,
    /// How many rows came to what, so far. Of a check: what they would come to.
    pub counts: ImportCounts,
    /// Why it failed.
    #[schema(example = "3 rows have faults, and nothing was written.")]
    pub problem: Option<String>,
    /// When it was sent.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-02T09:15:00.000000Z")]
    pub created_at: Instant,
    /// Who sent it: a user or a client.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e70")]
    pub created_by: Uuid,
    /// When it was over; null until then.
    #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>, example = "2009-03-02T09:15:02.000000Z")]
    pub finished_at: Option<Instant>,
    /// Where to go from it.
    #[serde(rename = "_links")]
    pub links: ImportLinks,
}

impl ImportOut {
    /// An import in a request's context.
    pub(super) fn of(import: Import, context: &Context) -> Self {
        let href = context.link(&format!("/imports/{}", import.id));
        let link = |href, rel| Link { href, rel, method: "GET" };
        let stop = || Link { href: format!("{href}/cancellations"), rel: "cancellations", method: "POST" };
        let links = ImportLinks {
            rows: link(format!("{href}/rows"), "rows"),
            errors: link(format!("{href}/rows?action=error"), "errors"),
            cancellations: import.state.is_on_its_way().then(stop),
            resource: link(context.link(&format!("/{}", import.resource)), "resource"),
            this: link(href, "self"),
        };
        let counts = ImportCounts {
            rows: import.done,
            create: import.created,
            update: import.updated,
            unchanged: import.unchanged,
            skip: import.skipped,
            error: import.errors,
        };
        Self {
            id: import.id.uuid(),
            resource: import.resource,
            mode: import.mode,
            on_error: import.on_error,
            state: import.state,
            foreign_format: import.foreign_format,
            system: import.system,
            bytes: import.bytes,
            sha256: import.sha256,
            found: import.found.0,
            columns: import.mapping.0,
            counts,
            problem: import.problem.map(|problem| problem.0.get(context.lang).to_owned()),
            created_at: import.created_at,
            created_by: import.created_by.uuid(),
            finished_at: import.finished_at,
            links,
        }
    }
}

/// The links of a row.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportRowLinks {
    /// The record that it became or is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Link>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportFault {
    /// The row where it is, when that is another: a partner of a project has a row of its own.
    #[schema(minimum = 1, example = 12)]
    pub row: Option<u64>,
    /// The sheet of that row.
    #[schema(example = "Search results, partners")]
    pub sheet: Option<String>,
    /// The column as written; null when it is about the row.
    #[schema(example = "Total budget")]
    pub field: Option<String>,
    /// The value seen, at most its first 200 letters; null where it may be somebody's personal number, and for others than
    /// who sent the file and those who read what is confidential.
    #[schema(example = "SEK 500.000 €")]
    pub seen: Option<String>,
    /// The stable code, as in problems.
    #[schema(example = "wrong_format")]
    pub code: String,
    /// The rule of the domain, where one speaks.
    #[schema(example = "R-29")]
    pub rule: Option<String>,
    /// What is wrong; only the code for others than who sent the file and those who read what is confidential.
    #[schema(example = "is no number")]
    pub reason: String,
    /// What to do.
    #[schema(example = "Write the digits alone, and the currency in a column of its own")]
    pub advice: String,
}

/// What should be known of a row and is no fault.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportNotice {
    /// The column as written; null when it is about the row.
    #[schema(example = "kommuner")]
    pub field: Option<String>,
    /// What.
    #[schema(example = "Two municipalities of other counties are left out")]
    pub message: String,
}

/// What became of a row, or in a check would become of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ImportRow)]
pub struct ImportRowOut {
    /// The row as a person counts in the file: the line on which it begins (CSV, NDJSON), the row (XLSX), the item (JSON).
    #[schema(minimum = 1, example = 7)]
    pub row: i64,
    /// The sheet of a workbook.
    #[schema(example = "Partners")]
    pub sheet: Option<String>,
    /// What became of it.
    #[schema(inline = false, example = "create")]
    pub action: RowAction,
    /// The record that it became or is; null where there is none, and for what a check would create.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub record_id: Option<Uuid>,
    /// Everything that is wrong with it.
    #[schema(max_items = 500)]
    pub faults: Vec<ImportFault>,
    /// What should be known of it; told to the sender and to those who read what is confidential.
    #[schema(max_items = 500)]
    pub notices: Vec<ImportNotice>,
    /// Where to go from it.
    #[serde(rename = "_links")]
    pub links: ImportRowLinks,
}

impl ImportRowOut {
    /// A row of an import into a register, in a request's context, with what its cells say or without it.
    pub(super) fn of(row: ImportRow, resource: &str, shows_cells: bool, context: &Context) -> Self {
        let lang = context.lang;
        let href = row.resource_id.map(|id| context.link(&format!("/{resource}/{id}")));
        let faults = row.faults.0.into_iter().map(|trouble| ImportFault {
            row: trouble.elsewhere.as_ref().map(|(row, _)| *row),
            sheet: trouble.elsewhere.and_then(|(_, sheet)| sheet),
            // It may say what the cell does.
            reason: if shows_cells { trouble.reason.get(lang).to_owned() } else { trouble.code.clone() },
            advice: trouble.advice.get(lang).to_owned(),
            field: trouble.field,
            seen: trouble.seen.filter(|_| shows_cells),
            code: trouble.code,
            rule: trouble.rule,
        });
        let notices = row
            .notices
            .0
            .into_iter()
            .filter(|_| shows_cells)
            .map(|notice| ImportNotice { message: notice.message.get(lang).to_owned(), field: notice.field });
        Self {
            row: row.row_number,
            sheet: row.sheet,
            action: row.action,
            record_id: row.resource_id.map(|id| id.uuid()),
            faults: faults.collect(),
            notices: notices.collect(),
            links: ImportRowLinks { record: href.map(|href| Link { href, rel: "record", method: "GET" }) },
        }
    }
}
