//! What became of a row: what is wrong with it, told by the columns of the file.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::RowAction;
use crate::error::{ApiError, ErrorCode, Fault, FaultCode};
use crate::exchange::reading::formats::Notice;
use crate::exchange::reading::values::{Wrong, cut};
use crate::exchange::reading::{Cell, RowFault};
use crate::register::ExternalId;
use crate::text::{Message, Text, text};

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RowTrouble {
    /// The row of the file and its sheet, where it is another than the record's.
    #[serde(default)]
    pub(super) elsewhere: Option<(u64, Option<String>)>,
    /// The column as written; none when it is about the row.
    pub(super) field: Option<String>,
    /// The value seen.
    pub(super) seen: Option<String>,
    /// The stable code.
    pub(super) code: String,
    /// The rule of the domain, where one speaks.
    pub(super) rule: Option<String>,
    /// What is wrong.
    pub(super) reason: Message,
    /// What to do.
    pub(super) advice: Message,
}

/// A row that has been gone through.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) position: i64,
    pub(super) number: u64,
    pub(super) sheet: Option<String>,
    pub(super) action: RowAction,
    pub(super) resource_id: Option<Uuid>,
    pub(super) troubles: Vec<RowTrouble>,
    pub(super) notices: Vec<Notice>,
    /// The only thing that is wrong with it: it refers to what nobody knows yet.
    pub(super) awaits: Option<Awaited>,
}

/// The records that a row refers to and that nobody knows yet.
#[derive(Clone, Debug)]
pub(super) struct Awaited {
    pub(super) externals: Vec<ExternalId>,
    /// The record that the row would change; none of one that it would create.
    pub(super) changes: Option<Uuid>,
}

impl Outcome {
    /// What it awaits is in rows above, which are not kept: what becomes of it is seen when they are written together.
    pub(super) fn expect(&mut self, awaited: &Awaited) {
        self.resource_id = awaited.changes;
        self.action = if awaited.changes.is_some() { RowAction::Update } else { RowAction::Create };
        self.troubles.clear();
        let message = text(
            "Raden hänvisar till en rad ovanför. Reglerna för dem tillsammans prövas när filen skrivs.",
            "The row refers to a row above it. The rules for both together are tried when the file is written.",
        );
        self.notices.push(Notice { field: None, message: message.into() });
    }
}

impl RowTrouble {
    /// A cell that could not be read.
    pub(super) fn of_cell(field: String, wrong: Wrong, rule: Option<&str>) -> Self {
        Self {
            elsewhere: None,
            field: Some(field),
            seen: Some(wrong.seen).filter(|seen| !seen.is_empty()),
            code: FaultCode::WrongFormat.code().to_owned(),
            rule: rule.map(str::to_owned),
            reason: wrong.why,
            advice: wrong.advice,
        }
    }

    /// A row that could not be read.
    pub(super) fn of_row(fault: RowFault) -> Self {
        Self {
            elsewhere: None,
            field: None,
            seen: None,
            code: ErrorCode::MalformedBody.code().to_owned(),
            rule: None,
            reason: fault.message,
            advice: text("Rätta raden i filen", "Correct the row in the file").into(),
        }
    }

    /// A fault of a field, at the column that the field came from, where a file has columns of its own.
    pub(super) fn of_fault(fault: Fault, column: Option<(&str, &Cell)>, has_columns: bool) -> Self {
        // What may be somebody's personal number is not told back.
        let told = fault.code != FaultCode::CheckDigit && !fault.pointer.starts_with("/organisationNumber");
        let seen = column.filter(|_| told).map(|(_, cell)| cell).filter(|cell| !cell.is_empty());
        let field = column.map_or_else(|| fault.pointer.trim_start_matches('/'), |(header, _)| header);
        Self {
            elsewhere: None,
            field: Some(field.to_owned()).filter(|field| !field.is_empty()),
            seen: seen.map(|cell| cut(&cell.to_string(), 200).0),
            code: fault.code.code().to_owned(),
            rule: fault.rule.map(str::to_owned),
            reason: fault.reason,
            advice: match fault.code {
                FaultCode::Missing if has_columns && column.is_none() => NO_COLUMN,
                code => advice(code),
            }
            .into(),
        }
    }

    /// What is wrong with the whole row.
    pub(super) fn of_problem(error: &ApiError) -> Self {
        let problem = &error.0;
        let permission = problem.permission.as_ref();
        let reason = problem.detail.clone().unwrap_or_else(|| problem.code.title().into());
        let reason = match permission {
            Some(permission) => {
                Message::new(format!("{} ({permission})", reason.sv), format!("{} ({permission})", reason.en))
            }
            None => reason,
        };
        Self {
            elsewhere: None,
            field: None,
            seen: None,
            code: problem.code.code().to_owned(),
            rule: problem.rule.map(str::to_owned),
            reason,
            advice: match problem.code {
                ErrorCode::PreconditionFailed => text(
                    "Exportera posten på nytt och gör om ändringen",
                    "Export the record again and make the change again",
                ),
                ErrorCode::Forbidden => text(
                    "Be någon som har rätten att importera raden",
                    "Ask somebody who has the right to import the row",
                ),
                _ => text("Rätta raden", "Correct the row"),
            }
            .into(),
        }
    }
}

/// What to do where a file lacks the column.
const NO_COLUMN: Text = text(
    "Lägg till en kolumn för det, eller ange det för alla rader med fill=",
    "Add a column for it, or say it for all rows with fill=",
);

/// What to do about a fault.
const fn advice(code: FaultCode) -> Text {
    match code {
        FaultCode::Missing | FaultCode::TooFew | FaultCode::TooShort => text("Fyll i cellen", "Fill the cell in"),
        FaultCode::UnknownCode => {
            text("Skriv en av koderna eller dess benämning", "Write one of the codes, or what it is called")
        }
        FaultCode::TooLong => text("Korta texten", "Shorten the text"),
        FaultCode::UnknownReference => text(
            "Importera först det som raden hänvisar till, eller rätta id:t",
            "Import first what the row refers to, or correct the id",
        ),
        FaultCode::ArchivedReference => {
            text("Hänvisa till en post som inte är arkiverad", "Refer to a record that is not archived")
        }
        FaultCode::Taken => text(
            "Ge raden den befintliga postens id, eller ändra värdet",
            "Give the row the id of the record that is there, or change the value",
        ),
        FaultCode::ReadOnly | FaultCode::Settled => {
            text("Låt cellen vara som den var, eller lämna den tom", "Leave the cell as it was, or empty")
        }
        FaultCode::Rule | FaultCode::WrongState | FaultCode::NotCompetent => {
            text("Rätta raden så att regeln följs", "Correct the row so that the rule is kept")
        }
        _ => text("Rätta cellen", "Correct the cell"),
    }
}
