//! Decisions: what a body decided, as its minutes tell it. Recording an approved decision is the only door through a gate:
//! it moves all its subjects in the same transaction, or none. Which way a kind of decision opens stands in the life
//! cycles' tables; which body is competent for it, and when, in the table `competences`.

use diesel::QueryResult;
use uuid::Uuid;

use crate::db::Conn;
use crate::error::{ApiError, Fault, FaultCode};
use crate::http::endpoint::Endpoint;
use crate::journal::{Action, Cause, Tx};
use crate::register::rules::check_unique;
use crate::register::{Erased, Names, Nothing, Operation, Record, Reference, Register, gate};
use crate::strategy::strategies::Strategy;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{Message, text};

mod api;
mod dto;
mod store;

pub use dto::{BodyCode, DecisionFilter, DecisionIn, DecisionKind, DecisionOutcome, DecisionSubject, SubjectType};

/// The register of decisions.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision;

impl Register for Decision {
    const TYPE: &'static str = "decision";
    const PATH: &'static str = "decisions";
    const NAMES: Names =
        Names { schema: "Decision", one: "decision", many: "decisions", title: text("Beslut", "Decisions") };
    const ABOUT: &'static str = "What a body decided. Recording an approved decision moves its subjects through the gate of its kind, all or none; it is never changed or deleted (R-17).";
    const OPERATIONS: &'static [Operation] = &[Operation::List, Operation::Create, Operation::Read, Operation::History];

    const REFERS_TO_ARCHIVED: bool = true;

    type Content = DecisionIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = DecisionFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.title.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "strategies",
                target: &Erased::<Strategy>::NEW,
                ids: |record| subjects(record, SubjectType::Strategy),
            },
            Reference {
                name: "strategyAreas",
                target: &Erased::<StrategyArea>::NEW,
                ids: |record| subjects(record, SubjectType::StrategyArea),
            },
        ]
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let decision = &record.content;
        let needed =
            [("/section", decision.section.is_none()), ("/registryNumber", decision.registry_number.is_none())];
        for (pointer, is_missing) in needed {
            if is_missing && !decision.historic {
                faults.push(Fault::rule(
                    pointer,
                    decision.kind.gate(),
                    text(
                        "krävs för att beslutet ska öppna grinden, om det inte är historiskt (historic)",
                        "is needed for the decision to open the gate, unless it is historic",
                    ),
                ));
            }
        }
        let recorded = crate::clock::date_in_sweden(record.meta.created_at);
        for (pointer, day) in [("/decidedOn", Some(decision.decided_on)), ("/adjustedOn", decision.adjusted_on)] {
            if day.is_some_and(|day| day > recorded) {
                let reason = text("ligger i framtiden", "lies in the future");
                faults.push(Fault::body(pointer, FaultCode::Rule, reason));
            }
        }
        if decision.adjusted_on.is_some_and(|adjusted| adjusted < decision.decided_on) {
            let reason = text("ligger före beslutet", "is before the decision");
            faults.push(Fault::body("/adjustedOn", FaultCode::Rule, reason));
        }
        check_unique("/subjects", decision.subjects.iter(), faults);
    }

    fn check_stored(
        conn: &mut Conn,
        _before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        store::check_section(conn, after, faults)?;
        store::check_competence(conn, after, faults)?;
        check_gate(conn, after, faults)
    }

    /// The gate: every subject goes through, in the transaction that records the decision.
    fn effect(tx: &mut Tx<'_>, record: &Record<Self>, action: Action) -> Result<(), ApiError> {
        if action != Action::Create {
            return Ok(());
        }
        let decision = &record.content;
        let gate = gate::of(decision.kind).ok_or_else(|| ApiError::internal("a kind of decision without a gate"))?;
        tx.caused_by(Cause { kind: Self::TYPE, id: record.uuid() }, |tx| {
            for (place, subject) in decision.subjects.iter().enumerate() {
                let pointer = format!("/subjects/{place}");
                gate.register.pass_gate(tx, subject.id, gate.way, decision.decided_on, &pointer)?;
            }
            Ok(())
        })
    }
}

/// The subjects of a type, with their JSON Pointers.
fn subjects(record: &Record<Decision>, kind: SubjectType) -> Vec<(String, Uuid)> {
    let all = record.content.subjects.iter().enumerate();
    all.filter(|(_, subject)| subject.kind == kind)
        .map(|(place, subject)| (format!("/subjects/{place}/id"), subject.id))
        .collect()
}

/// Names everything that keeps the gate shut: a subject of another type than the kind is about, or one that is in another
/// state or lacks something.
fn check_gate(conn: &mut Conn, record: &Record<Decision>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let decision = &record.content;
    let Some(gate) = gate::of(decision.kind) else { return Ok(()) };
    let wanted = gate.register.kind();
    for (place, subject) in decision.subjects.iter().enumerate() {
        let pointer = format!("/subjects/{place}");
        if subject.kind.as_str() != wanted {
            let (kind, names) = (subject.kind, gate.register.names());
            let reason = Message::new(
                format!("beslutet gäller {} ({wanted}), inte {kind}", names.title.sv.to_lowercase()),
                format!("the decision is about {} ({wanted}), not {kind}", names.many),
            );
            faults.push(Fault::rule(&format!("{pointer}/type"), decision.kind.gate(), reason));
            continue;
        }
        // What does not exist is named as a reference already.
        let found = gate.register.check_gate(conn, subject.id, gate.way, decision.decided_on, &pointer)?;
        faults.extend(found.into_iter().filter(|fault| fault.code != FaultCode::UnknownReference));
    }
    Ok(())
}

/// The endpoints of decisions.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
