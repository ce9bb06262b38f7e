//! Rows taken in, each as a whole or not at all, and what is wrong with those that are not.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value};
use uuid::Uuid;

use super::mapping::Mapping;
use super::outcome::{Awaited, Outcome, RowTrouble};
use super::source::{Item, Said};
use super::store::Import;
use super::{KIND, RowAction, foreign};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{ApiError, ErrorCode, Fault, FaultCode};
use crate::exchange::reading::Cell;
use crate::exchange::reading::formats::CellFault;
use crate::http::schemas::Schemas;
use crate::identity::caller::{Caller, Who, find_caller};
use crate::identity::policy::Right;
use crate::journal::{Cause, Origin, Tx};
use crate::register::{AnyRegister, Effect, ExternalId, external_ids, references};

/// An import at work.
pub(super) struct Job {
    pub(super) id: Id<Import>,
    /// Who sent it.
    pub(super) sender: Uuid,
    /// What a client's token allowed.
    pub(super) scopes: Option<Vec<Right>>,
    pub(super) register: &'static dyn AnyRegister,
    pub(super) schemas: Arc<Schemas>,
    pub(super) mapping: Mutex<Mapping>,
    pub(super) trace_id: String,
    /// By what this process holds the lease.
    pub(super) owner: String,
}

/// Takes rows in, each as a whole or not at all.
///
/// # Errors
/// Only when the service fails: what is wrong with a row is in its outcome.
pub(super) fn take_all(tx: &mut Tx<'_>, job: &Job, items: &[Item]) -> Result<Vec<Outcome>, ApiError> {
    let caller = job.caller(tx.conn()?)?;
    let known_by: Vec<&ExternalId> = items.iter().flat_map(Item::known_by).collect();
    external_ids::foresee(tx, job.register.kind(), &known_by)?;
    items.iter().map(|item| take_one(tx, job, &caller, item)).collect()
}

fn take_one(tx: &mut Tx<'_>, job: &Job, caller: &Caller, item: &Item) -> Result<Outcome, ApiError> {
    let mut outcome = Outcome {
        position: item.position,
        number: item.number,
        sheet: item.sheet.clone(),
        action: RowAction::Error,
        resource_id: None,
        troubles: Vec::new(),
        notices: Vec::new(),
        awaits: None,
    };
    let (done, cells) = match &item.said {
        Said::Unreadable(fault) => {
            outcome.troubles.push(RowTrouble::of_row(fault.clone()));
            return Ok(outcome);
        }
        Said::Record(read, cells) => {
            outcome.troubles.clone_from(&read.troubles);
            outcome.notices.clone_from(&read.notices);
            let is_whole = read.troubles.is_empty();
            let take_in = |tx: &mut Tx<'_>| {
                let (id, effect) = job.register.take_in(tx, caller, &job.schemas, read.incoming.clone())?;
                let assumed = if effect == Effect::Create { read.assumed() } else { Vec::new() };
                whole(is_whole, (id, effect, assumed))
            };
            (tx.attempt(take_in), &cells[..])
        }
        Said::Project(foreign) => {
            let of_cell = |fault: &CellFault| {
                let is_elsewhere = fault.row != foreign.row || fault.sheet != foreign.sheet;
                let elsewhere = is_elsewhere.then(|| (fault.row, fault.sheet.clone()));
                RowTrouble { elsewhere, ..RowTrouble::of_cell(fault.field.clone(), fault.wrong.clone(), fault.rule) }
            };
            outcome.troubles = foreign.faults.iter().map(of_cell).collect();
            let is_whole = foreign.faults.is_empty();
            let take_in = |tx: &mut Tx<'_>| {
                let done = foreign::take_in(tx, caller, &job.schemas, foreign)?;
                whole(is_whole, done)
            };
            (tx.attempt(take_in), &[][..])
        }
    };
    match done {
        Ok((id, effect, notices)) => {
            outcome.notices.extend(notices);
            outcome.resource_id = Some(id);
            outcome.action = match effect {
                Effect::Create => RowAction::Create,
                Effect::Update => RowAction::Update,
                Effect::Unchanged => RowAction::Unchanged,
            };
        }
        Err(error) if error.0.code.status() >= 500 => return Err(error),
        Err(error) => {
            if let (Said::Record(read, _), true) = (&item.said, outcome.troubles.is_empty()) {
                outcome.awaits = match awaited(&error, &read.incoming.fields, job.register.path()) {
                    Some(externals) => {
                        Some(Awaited { externals, changes: job.register.known(tx, caller, &read.incoming)? })
                    }
                    None => None,
                };
            }
            job.tell(&mut outcome.troubles, error, cells);
        }
    }
    Ok(outcome)
}

/// A row with cells that could not be read is not kept, whatever the rest of it is.
fn whole<T>(is_whole: bool, done: T) -> Result<T, ApiError> {
    if is_whole { Ok(done) } else { Err(ApiError::faults(Vec::new())) }
}

/// The records of a register that a row refers to by external ids that nobody has, unless anything else is wrong with it.
fn awaited(error: &ApiError, fields: &Map<String, Value>, path: &str) -> Option<Vec<ExternalId>> {
    if error.0.faults.is_empty() || !error.0.missing.is_empty() {
        return None;
    }
    let fields = Value::Object(fields.clone());
    let awaited = |fault: &Fault| {
        let external = ExternalId::read(fields.pointer(&fault.pointer)?.as_str()?)?;
        (*fault == references::unknown(&*fault.pointer, &external.to_string(), path)).then_some(external)
    };
    error.0.faults.iter().map(awaited).collect()
}

impl Job {
    /// Who sent the file, with the rights of this moment, and no more than the token had that it was sent with.
    fn caller(&self, conn: &mut Conn) -> Result<Caller, ApiError> {
        let mut caller = find_caller(conn, self.sender)?.ok_or(ErrorCode::Forbidden)?;
        if let (Who::Machine(machine), Some(scopes)) = (&mut caller.who, &self.scopes) {
            machine.scopes.retain(|scope| scopes.contains(scope));
        }
        Ok(caller)
    }

    /// Who writes, and what for.
    pub(super) fn origin(&self) -> Origin {
        Origin {
            actor: Some(self.sender),
            trace_id: self.trace_id.clone(),
            cause: Some(Cause { kind: KIND, id: self.id.uuid() }),
            once: None,
        }
    }

    /// Adds what is wrong with a row to what is wrong with its cells.
    fn tell(&self, troubles: &mut Vec<RowTrouble>, mut error: ApiError, cells: &[(String, Cell)]) {
        let mut faults = std::mem::take(&mut error.0.faults);
        faults.extend(error.0.missing.drain(..).map(|missing| Fault {
            rule: missing.rule,
            ..Fault::body(missing.pointer, FaultCode::Missing, missing.reason)
        }));
        // A row that is refused for its cells alone has no more to say.
        if faults.is_empty() && (troubles.is_empty() || error.0.code != ErrorCode::Unprocessable) {
            troubles.push(RowTrouble::of_problem(&error));
        }
        let mut mapping = self.mapping.lock().unwrap_or_else(PoisonError::into_inner);
        for fault in faults {
            let column = mapping.cell_of(&fault.pointer, cells);
            // What could not be read is said already, and is not missing.
            let is_told = column
                .is_some_and(|(header, _)| troubles.iter().any(|trouble| trouble.field.as_deref() == Some(header)));
            if !is_told {
                troubles.push(RowTrouble::of_fault(fault, column, !cells.is_empty()));
            }
        }
    }
}
