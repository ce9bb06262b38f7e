//! Gates: the ways that only a decision opens. Which decision opens which way stands in the life cycles' tables, and
//! nowhere else.

use chrono::NaiveDate;
use diesel::QueryResult;

use super::lifecycle::{self, missing_to_move};
use super::write::store_next;
use super::{AnyRegister, Entry, Record, Register, Transition};
use crate::db::Conn;
use crate::db::types::{Id, Instant};
use crate::error::{ApiError, ErrorCode, Fault, FaultCode, Missing};
use crate::governance::decisions::{Decision, DecisionIn, DecisionKind, DecisionOutcome};
use crate::identity::caller::Caller;
use crate::identity::policy::Verb;
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

impl Gate {
    /// What a decision does to each of its subjects here.
    pub fn passage(&self, decision: &DecisionIn, unchanged_since: Option<Instant>) -> Passage {
        Passage { way: self.way, outcome: decision.outcome, on: decision.decided_on, unchanged_since }
    }
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
            rule: kind.gate(),
        },
    );
    beside
}

/// The answer to a client that asks for a gated state, with a decision or without.
pub fn refused(caller: &Caller) -> ApiError {
    let mut error = caller.refusal(Decision::PATH, Verb::Create);
    error.0.detail = Some(
        text(
            "En klient går inte genom någon grind, vilka rättigheter den än har. Beslut registreras av en människa.",
            "A client passes no gate, whatever its scopes. Decisions are recorded by a person.",
        )
        .into(),
    );
    error
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
    error.0.rule = kind.gate();
    error.0.gate = Some(kind);
    error.0.missing = missing(kind, beside);
    error
}

/// A decision before a gate: what it does to each of its subjects.
#[derive(Clone, Copy, Debug)]
pub struct Passage {
    /// The way that the gate is in.
    pub way: &'static Transition,
    /// How the matter ended.
    pub outcome: DecisionOutcome,
    /// The day of the decision.
    pub on: NaiveDate,
    /// Since when its subjects must be unchanged, if it only completes an earlier record of the decision.
    pub unchanged_since: Option<Instant>,
}

/// A record as a decision leaves it, or none if it stays as it is; or else everything that keeps the gate shut for it.
fn opened<R: Register>(
    conn: &mut Conn,
    id: Id<R>,
    passage: Passage,
    pointer: &str,
) -> QueryResult<Result<Option<Record<R>>, Vec<Fault>>> {
    let Passage { way, outcome, on, unchanged_since } = passage;
    let fault = |code, reason: Message| Ok(Err(vec![Fault::body(pointer, code, reason)]));
    let Some(mut record) = R::row_by_id(conn, id)?.map(R::from_row) else {
        let reason = Message::new(format!("{id} finns inte i /{}", R::PATH), format!("{id} is not in /{}", R::PATH));
        return Ok(Err(vec![Fault::body(format!("{pointer}/id"), FaultCode::UnknownReference, reason)]));
    };
    if outcome == DecisionOutcome::Noted {
        return Ok(Ok(None));
    }
    let title = R::titles(conn, std::slice::from_ref(&record))?.pop().unwrap_or_default();
    if record.meta.archived {
        let reason = Message::new(
            format!("{title} är arkiverad; ta fram posten först (PATCH archived)"),
            format!("{title} is archived; take it out first (PATCH archived)"),
        );
        return fault(FaultCode::ArchivedReference, reason);
    }
    let state = record.meta.state.clone().unwrap_or_default();
    if !way.from.contains(&state.as_str()) {
        return fault(FaultCode::WrongState, elsewhere::<R>(&title, &state, way));
    }
    if unchanged_since.is_some_and(|since| record.meta.updated_at > since) {
        let reason = Message::new(
            format!("{title} har ändrats sedan beslutet först registrerades; registrera ett nytt beslut"),
            format!("{title} was changed since the decision was first recorded; record a new decision"),
        );
        return fault(FaultCode::Rule, reason);
    }
    let Some(to) = way.leads_to(outcome) else { return Ok(Ok(None)) };
    let facts = R::facts(conn, std::slice::from_ref(&record), on)?.pop().unwrap_or_default();
    let lacking = if to == way.to { missing_to_move(&record, &facts, to) } else { Vec::new() };
    let mut faults: Vec<Fault> = lacking.iter().map(|item| of_subject(item, &title, pointer)).collect();
    record.meta.state = Some(to.to_owned());
    record.meta.state_reason = None;
    R::entered(&mut record, &facts, Entry { on, by: None }, &mut faults);
    Ok(if faults.is_empty() { Ok(Some(record)) } else { Err(faults) })
}

/// A subject is in another state than the decision asks for.
fn elsewhere<R: Register>(title: &str, state: &str, way: &Transition) -> Message {
    let named = |lang| {
        let name = |state: &str| R::LIFECYCLE.map_or_else(String::new, |life| life.named(state, lang));
        (name(state), way.from.iter().map(|state| name(state)).collect::<Vec<_>>().join(", "))
    };
    let ((is_sv, wanted_sv), (is_en, wanted_en)) = (named(Lang::Sv), named(Lang::En));
    Message::new(
        format!("{title} är {is_sv}; beslutet förutsätter {wanted_sv}"),
        format!("{title} is {is_en}; the decision asks for {wanted_en}"),
    )
}

/// What a subject lacks, said at its place in the decision.
fn of_subject(item: &Missing, title: &str, pointer: &str) -> Fault {
    let fault = lifecycle::as_fault(item);
    let reason = Message::new(
        format!("{title}: {} {}", fault.pointer, fault.reason.sv),
        format!("{title}: {} {}", fault.pointer, fault.reason.en),
    );
    Fault { reason, pointer: pointer.to_owned(), ..fault }
}

/// Names everything that keeps a gate shut for a record.
pub(super) fn check<R: Register>(
    conn: &mut Conn,
    id: Id<R>,
    passage: Passage,
    pointer: &str,
) -> QueryResult<Vec<Fault>> {
    Ok(opened(conn, id, passage, pointer)?.err().unwrap_or_default())
}

/// Moves a record as a decision says. Only a decision comes here, in the transaction that records it.
pub(super) fn pass<R: Register>(tx: &mut Tx<'_>, id: Id<R>, passage: Passage, pointer: &str) -> Result<(), ApiError> {
    match opened(tx.conn()?, id, passage, pointer)?.map_err(ApiError::faults)? {
        Some(mut record) => store_next(tx, &mut record, Action::Transition),
        None => Ok(()),
    }
}
