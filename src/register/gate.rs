//! Gates: the ways that only a decision opens. Which decision opens which way stands in the life cycles' tables, and
//! nowhere else.

use chrono::NaiveDate;
use diesel::QueryResult;

use super::lifecycle::{self, missing_to_move};
use super::write::store_next;
use super::{AnyRegister, Record, Register, Transition};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{ApiError, ErrorCode, Fault, FaultCode, Missing};
use crate::governance::decisions::DecisionKind;
use crate::journal::{Action, Tx};
use crate::routes::REGISTERS;
use crate::text::{Lang, Message, text};

/// What a decision of a kind does to its subjects: moves records of one register one way.
pub struct Gate {
    /// The register.
    pub register: &'static dyn AnyRegister,
    /// The way.
    pub way: &'static Transition,
}

/// The gate that a kind of decision opens.
pub fn of(kind: DecisionKind) -> Option<Gate> {
    REGISTERS.iter().copied().find_map(|register| {
        let way = register.lifecycle()?.transitions.iter().find(|way| way.decision() == Some(kind))?;
        Some(Gate { register, way })
    })
}

/// What a closed gate lacks: the decision, and whatever the record lacks beside it.
pub fn missing(kind: DecisionKind, mut beside: Vec<Missing>) -> Vec<Missing> {
    beside.insert(
        0,
        Missing {
            pointer: "",
            reason: text(
                "ett beslut av behörigt organ, registrerat under /decisions",
                "a decision of the competent body, recorded at /decisions",
            ),
            rule: Some(kind.gate()),
        },
    );
    beside
}

/// The answer to whoever asks for a gated state without a decision.
pub fn closed(kind: DecisionKind, beside: Vec<Missing>) -> ApiError {
    let (code, label) = (kind.as_str(), kind.label());
    let mut error = ApiError::new(
        ErrorCode::GateClosed,
        Message::new(
            format!("Bara ett beslut öppnar grinden: {} ({code}). Registrera det med POST /decisions.", label.sv),
            format!("Only a decision opens the gate: {} ({code}). Record it with POST /decisions.", label.en),
        ),
    );
    error.0.rule = Some(kind.gate());
    error.0.gate = Some(kind);
    error.0.missing = missing(kind, beside);
    error
}

/// A record as a decision of a day leaves it; or everything that keeps the gate shut for it.
fn opened<R: Register>(
    conn: &mut Conn,
    id: Id<R>,
    way: &'static Transition,
    on: NaiveDate,
    pointer: &str,
) -> QueryResult<Result<Record<R>, Vec<Fault>>> {
    let Some(mut record) = R::row_by_id(conn, id)?.map(R::from_row) else {
        let reason = Message::new(format!("{id} finns inte i /{}", R::PATH), format!("{id} is not in /{}", R::PATH));
        return Ok(Err(vec![Fault::body(format!("{pointer}/id"), FaultCode::UnknownReference, reason)]));
    };
    let title = R::title(&record);
    let state = record.meta.state.clone().unwrap_or_default();
    if !way.from.contains(&state.as_str()) {
        let named = |lang| {
            let name = |state: &str| R::LIFECYCLE.map_or_else(String::new, |life| life.named(state, lang));
            (name(&state), way.from.iter().map(|state| name(state)).collect::<Vec<_>>().join(", "))
        };
        let ((is_sv, wanted_sv), (is_en, wanted_en)) = (named(Lang::Sv), named(Lang::En));
        let reason = Message::new(
            format!("{title} är {is_sv}; beslutet förutsätter {wanted_sv}"),
            format!("{title} is {is_en}; the decision asks for {wanted_en}"),
        );
        return Ok(Err(vec![Fault::body(pointer, FaultCode::WrongState, reason)]));
    }
    let facts = R::facts(conn, std::slice::from_ref(&record))?.pop().unwrap_or_default();
    let mut faults: Vec<Fault> = missing_to_move(&record, &facts, way.to)
        .iter()
        .map(|item| {
            let fault = lifecycle::as_fault(item);
            let reason = Message::new(
                format!("{title}: {} {}", fault.pointer, fault.reason.sv),
                format!("{title}: {} {}", fault.pointer, fault.reason.en),
            );
            Fault { reason, pointer: pointer.to_owned(), ..fault }
        })
        .collect();
    record.meta.state = Some(way.to.to_owned());
    record.meta.state_reason = None;
    R::entered(&mut record, &facts, on, &mut faults);
    Ok(if faults.is_empty() { Ok(record) } else { Err(faults) })
}

/// Names everything that keeps a gate shut for a record.
pub(super) fn check<R: Register>(
    conn: &mut Conn,
    id: Id<R>,
    way: &'static Transition,
    on: NaiveDate,
    pointer: &str,
) -> QueryResult<Vec<Fault>> {
    Ok(opened(conn, id, way, on, pointer)?.err().unwrap_or_default())
}

/// Moves a record through a gate. Only a decision comes here, in the transaction that records it.
pub(super) fn pass<R: Register>(
    tx: &mut Tx<'_>,
    id: Id<R>,
    way: &'static Transition,
    on: NaiveDate,
    pointer: &str,
) -> Result<(), ApiError> {
    let mut record = opened(tx.conn, id, way, on, pointer)?.map_err(ApiError::faults)?;
    store_next(tx, &mut record, Action::Transition)
}
