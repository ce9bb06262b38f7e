//! Decisions: what a body decided, as its minutes tell it. Recording an approved decision is the only door through a gate:
//! it moves all its subjects in the same transaction, or none. Which way a kind of decision opens stands in the life
//! cycles' tables; which body is competent for it, and when, in the register of competences.

use chrono::NaiveDate;
use diesel::QueryResult;
use uuid::Uuid;

use crate::cooperation::agreements::CooperationAgreement;
use crate::cooperation::memberships::Membership;
use crate::db::Conn;
use crate::error::{ApiError, Fault, FaultCode};
use crate::governance::bodies;
use crate::governance::meetings::Meeting;
use crate::http::endpoint::Endpoint;
use crate::journal::{Action, Cause, Tx};
use crate::planning::operational_plans::OperationalPlan;
use crate::register::gate::{self, Gate};
use crate::register::rules::{Precision, check_rough_start, check_unique};
use crate::register::{
    Erased, Names, Nothing, Operation, Record, Reference, Register, Warning, WarningCode, references,
};
use crate::strategy::strategies::Strategy;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{Message, text};

mod api;
mod correction;
mod dto;
mod store;

pub use dto::{
    DecisionComputed, DecisionFilter, DecisionIn, DecisionKind, DecisionOutcome, DecisionSubject, EuImpact, SubjectType,
};
pub use store::{DecisionRow, EuTally, between, by_eu_impact};

/// The register of decisions.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision;

impl Register for Decision {
    const TYPE: &'static str = "decision";
    const PATH: &'static str = "decisions";
    const NAMES: Names =
        Names { schema: "Decision", one: "decision", many: "decisions", title: text("Beslut", "Decisions") };
    const ABOUT: &'static str = "What a body decided. Recording an approved decision moves its subjects through the gate of its kind, all or none; it is never changed or deleted (R-17), only corrected by another.";
    const FORMAT: i32 = 3;
    const OPERATIONS: &'static [Operation] = &[Operation::List, Operation::Create, Operation::Read, Operation::History];
    const REFERS_TO_ARCHIVED: bool = true;
    const WARNINGS: &'static [WarningCode] = &[WarningCode::DecisionIncomplete];

    type Content = DecisionIn;
    type Kept = Nothing;
    type Computed = DecisionComputed;
    type Facts = Nothing;
    type Filter = DecisionFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.title.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "meeting",
                target: &Erased::<Meeting>::NEW,
                ids: |record| references::pointers("/meetingId", record.content.meeting_id),
            },
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
            Reference {
                name: "cooperationAgreements",
                target: &Erased::<CooperationAgreement>::NEW,
                ids: |record| subjects(record, SubjectType::CooperationAgreement),
            },
            Reference {
                name: "memberships",
                target: &Erased::<Membership>::NEW,
                ids: |record| subjects(record, SubjectType::Membership),
            },
            Reference {
                name: "operationalPlans",
                target: &Erased::<OperationalPlan>::NEW,
                ids: |record| subjects(record, SubjectType::OperationalPlan),
            },
            Reference {
                name: "corrects",
                target: &Erased::<Self>::NEW,
                ids: |record| references::pointers("/correctsId", record.content.corrects_id),
            },
        ]
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let decision = &record.content;
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
        check_rough_start(
            "/decidedOnPrecision",
            "/decidedOn",
            (decision.decided_on, decision.decided_on_precision),
            faults,
        );
        let is_rough = decision.decided_on_precision.is_some_and(|precision| precision != Precision::Day);
        if is_rough && !decision.historic {
            let reason = text("bara ett historiskt beslut är ungefärligt", "only a historic decision is known roughly");
            faults.push(Fault::body("/decidedOnPrecision", FaultCode::Rule, reason));
        }
        if decision.subjects.is_empty() && decision.kind.gate().is_some() {
            let reason = text("beslutet gäller minst en post", "the decision is about at least one record");
            faults.push(Fault::body("/subjects", FaultCode::TooFew, reason));
        }
        check_unique("/subjects", decision.subjects.iter(), faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        _before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        let decision = &after.content;
        bodies::check(conn, "/bodyCode", &decision.body_code, Some(decision.decided_on), faults)?;
        store::check_meeting(conn, decision, faults)?;
        store::check_section(conn, after, faults)?;
        store::check_competence(conn, decision, faults)?;
        correction::check(conn, decision, faults)?;
        check_gate(conn, decision, faults)
    }

    /// The gate: every subject goes through, in the transaction that records the decision.
    fn effect(tx: &mut Tx<'_>, record: &Record<Self>, action: Action) -> Result<(), ApiError> {
        if action != Action::Create {
            return Ok(());
        }
        let decision = &record.content;
        let Some(gate) = opens(tx.conn()?, decision)? else { return Ok(()) };
        let passage = gate.passage(decision, correction::recorded_at(tx.conn()?, decision)?);
        tx.caused_by(Cause { kind: Self::TYPE, id: record.uuid() }, |tx| {
            for (place, subject) in decision.subjects.iter().enumerate() {
                let pointer = format!("/subjects/{place}");
                gate.register.pass_gate(tx, subject.id, passage, &pointer)?;
            }
            Ok(())
        })
    }

    fn compute(
        conn: &mut Conn,
        records: &[Record<Self>],
        _facts: &[Self::Facts],
        _today: NaiveDate,
    ) -> QueryResult<Vec<DecisionComputed>> {
        let ids: Vec<_> = records.iter().map(|record| record.meta.id).collect();
        let corrections = references::referring::<Self, Self>(conn, "corrects", &ids)?;
        let of = |record: &Record<Self>| DecisionComputed {
            corrected_by_id: corrections.iter().find(|(to, _)| *to == record.meta.id).map(|(_, from)| *from),
        };
        Ok(records.iter().map(of).collect())
    }

    /// A decision that is recorded without its section or registry number opens no gate until it is corrected.
    fn warnings(
        _conn: &mut Conn,
        records: &[Record<Self>],
        computed: &[DecisionComputed],
        _today: NaiveDate,
    ) -> QueryResult<Vec<Vec<Warning>>> {
        let of = |(record, computed): (&Record<Self>, &DecisionComputed)| {
            let decision = &record.content;
            let leads = gate::of(decision.kind).is_some_and(|gate| gate.way.leads_to(decision.outcome).is_some());
            if !leads || decision.is_complete() || computed.corrected_by_id.is_some() {
                return Vec::new();
            }
            let message = text(
                "Paragraf eller diarienummer saknas: beslutet verkar först när det har rättats (correctsId).",
                "The section or registry number is missing: the decision takes effect only when it has been corrected (correctsId).",
            );
            vec![Warning::new(WarningCode::DecisionIncomplete, message)]
        };
        Ok(records.iter().zip(computed).map(of).collect())
    }
}

/// The subjects of a type, with their JSON Pointers.
fn subjects(record: &Record<Decision>, kind: SubjectType) -> Vec<(String, Uuid)> {
    let all = record.content.subjects.iter().enumerate();
    all.filter(|(_, subject)| subject.kind == kind)
        .map(|(place, subject)| (format!("/subjects/{place}/id"), subject.id))
        .collect()
}

/// The gate at which a decision acts: none when its kind has no gate, when its record is incomplete, or when it corrects
/// one that has acted already.
fn opens(conn: &mut Conn, decision: &DecisionIn) -> QueryResult<Option<Gate>> {
    if !decision.is_complete() || correction::has_acted(conn, decision)? {
        return Ok(None);
    }
    Ok(gate::of(decision.kind))
}

/// Names everything that keeps the gate shut: a subject of another type than the kind is about, or one that is in another
/// state or lacks something.
fn check_gate(conn: &mut Conn, decision: &DecisionIn, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let Some(Gate { register, .. }) = gate::of(decision.kind) else { return Ok(()) };
    let since = correction::recorded_at(conn, decision)?;
    let acts = opens(conn, decision)?;
    for (place, subject) in decision.subjects.iter().enumerate() {
        let pointer = format!("/subjects/{place}");
        if subject.kind.as_str() != register.kind() {
            let (wanted, kind, names) = (register.kind(), subject.kind, register.names());
            let reason = Message::new(
                format!("beslutet gäller {} ({wanted}), inte {kind}", names.title.sv.to_lowercase()),
                format!("the decision is about {} ({wanted}), not {kind}", names.many),
            );
            let fault = Fault::body(format!("{pointer}/type"), FaultCode::Rule, reason);
            faults.push(Fault { rule: decision.kind.gate(), ..fault });
            continue;
        }
        let Some(gate) = &acts else { continue };
        // What does not exist is named as a reference already.
        let found = gate.register.check_gate(conn, subject.id, gate.passage(decision, since), &pointer)?;
        faults.extend(found.into_iter().filter(|fault| fault.code != FaultCode::UnknownReference));
    }
    Ok(())
}

/// The endpoints of decisions.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
