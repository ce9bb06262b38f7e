//! Life cycles: one table per register, from which the check, the links, `GET …/transitions`, the documentation and the
//! state diagram come.

use serde_json::Value;

use super::{Record, Register};
use crate::code_list::Code;
use crate::error::{ApiError, ErrorCode, Fault, FaultCode, Missing};
use crate::governance::decisions::{DecisionKind, DecisionOutcome};
use crate::text::{Lang, Message, Text, text};

/// The states of a register and the ways between them.
#[derive(Debug)]
pub struct Lifecycle {
    /// The name of the list of states under `/code-lists`, such as `partner-states`.
    pub list: crate::code_list::CodeList,
    /// Where a new record begins.
    pub initial: &'static str,
    /// The states in which a record may still be deleted; in all others it can only be archived.
    pub deletable: &'static [&'static str],
    /// The ways.
    pub transitions: &'static [Transition],
}

/// Fields that a decision was about: no patch changes them afterwards, or a patch would be a way around the gate.
#[derive(Debug)]
pub struct Settled {
    /// These fields.
    pub fields: &'static [&'static str],
    /// The gate whose decision they rest on.
    pub rule: &'static str,
}

/// A way from some states to one.
#[derive(Debug)]
pub struct Transition {
    /// From any of these.
    pub from: &'static [&'static str],
    /// To this.
    pub to: &'static str,
    /// What a button for it says.
    pub title: Text,
    /// Whether it asks for a reason.
    pub reason_required: bool,
    /// Who goes through.
    pub door: Door,
    /// Fields that may be set in the same step, as they are only known then.
    pub takes: &'static [&'static str],
    /// Of a gate: where a decision sends the record whose outcome is another than approval.
    pub otherwise: &'static [(DecisionOutcome, &'static str)],
}

/// What a rejected or referred proposal becomes, where it has a draft to go back to.
pub const BACK_TO_DRAFT: &[(DecisionOutcome, &str)] =
    &[(DecisionOutcome::Rejected, "draft"), (DecisionOutcome::Referred, "draft")];

/// Who goes a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Whoever may move the record by the policy.
    Any,
    /// Whoever may move all records of the register, not only those of their own unit.
    All,
    /// Whoever may move the record and edit it too: not who only signs off.
    Editor,
    /// A gate: nobody. An approved decision of this kind, by a body that is competent for it, moves the record.
    Decision(DecisionKind),
    /// Nobody: the service moves the record when its time has come.
    Itself,
}

impl Transition {
    /// A way for whoever may move the record.
    pub const fn new(from: &'static [&'static str], to: &'static str, title: Text) -> Self {
        Self { from, to, title, reason_required: false, door: Door::Any, takes: &[], otherwise: &[] }
    }

    /// The same way through another door.
    pub const fn through(self, door: Door) -> Self {
        Self { door, ..self }
    }

    /// The same way, with a reason.
    pub const fn with_reason(self) -> Self {
        Self { reason_required: true, ..self }
    }

    /// The same way, on which some fields may be set.
    pub const fn taking(self, takes: &'static [&'static str]) -> Self {
        Self { takes, ..self }
    }

    /// The same gate, with where other outcomes than approval lead.
    pub const fn or(self, otherwise: &'static [(DecisionOutcome, &'static str)]) -> Self {
        Self { otherwise, ..self }
    }

    /// Where a decision of an outcome sends what waits at this gate; none when it stays.
    pub fn leads_to(&self, outcome: DecisionOutcome) -> Option<&'static str> {
        if outcome == DecisionOutcome::Approved {
            return Some(self.to);
        }
        self.otherwise.iter().find(|(one, _)| *one == outcome).map(|(_, to)| *to)
    }

    /// The kind of decision that alone opens the way.
    pub const fn decision(&self) -> Option<DecisionKind> {
        self.door.decision()
    }
}

impl Door {
    /// The kind of decision that alone opens it.
    pub const fn decision(self) -> Option<DecisionKind> {
        match self {
            Self::Decision(kind) => Some(kind),
            Self::Any | Self::All | Self::Editor | Self::Itself => None,
        }
    }
}

impl Lifecycle {
    /// The states.
    pub const fn states(&self) -> &'static [Code] {
        self.list.codes
    }

    /// A state as prose names it: its label, and the code that programs know.
    pub fn named(&self, state: &str, lang: Lang) -> String {
        format!("{} ({state})", self.list.label(state, lang).to_lowercase())
    }

    /// Whether a record in a state may still be deleted.
    pub fn may_delete(&self, state: Option<&str>) -> bool {
        state.is_some_and(|state| self.deletable.contains(&state))
    }

    /// The ways out of a state.
    pub fn ways_from<'a>(&'a self, state: &'a str) -> impl Iterator<Item = &'static Transition> + 'a {
        self.transitions.iter().filter(move |way| way.from.contains(&state))
    }

    /// The way to a state.
    ///
    /// # Errors
    /// `state_conflict` when there is none from here.
    pub fn way(&self, from: &str, to: &str) -> Result<&'static Transition, ApiError> {
        if let Some(way) = self.ways_from(from).find(|way| way.to == to) {
            return Ok(way);
        }
        let open: Vec<&str> = self.ways_from(from).map(|way| way.to).collect();
        let (sv, en) =
            if open.is_empty() { ("inga".to_owned(), "none".to_owned()) } else { (open.join(", "), open.join(", ")) };
        Err(ApiError::new(
            ErrorCode::StateConflict,
            Message::new(
                format!("Från {from} går det inte till {to}. Vägar härifrån: {sv}."),
                format!("There is no way from {from} to {to}. Ways from here: {en}."),
            ),
        ))
    }

    /// A state diagram as text (Mermaid), for the documentation.
    pub fn diagram(&self) -> String {
        let mut lines = vec!["stateDiagram-v2".to_owned(), format!("    [*] --> {}", self.initial)];
        for way in self.transitions {
            let door = match way.door {
                Door::Any | Door::All | Door::Editor => String::new(),
                Door::Decision(kind) => format!(" [{} {}]", kind.gate().unwrap_or_default(), kind.as_str()),
                Door::Itself => " [by itself]".to_owned(),
            };
            for from in way.from {
                lines.push(format!("    {from} --> {}: {}{door}", way.to, way.title.en));
                lines.extend(
                    way.otherwise.iter().map(|(outcome, to)| format!("    {from} --> {to}: {outcome} [decision]")),
                );
            }
        }
        lines.join("\n") + "\n"
    }
}

/// What a record lacks for a way. What its present state asks for in vain too has gone missing by itself, such as an
/// area that is prioritised no more, and stops nobody. What is put away goes nowhere.
pub fn missing_to_move<R: Register>(record: &Record<R>, facts: &R::Facts, to: &str) -> Vec<Missing> {
    let mut missing = R::missing(record, facts, to);
    if let Some(state) = &record.meta.state {
        let lacked = R::missing(record, facts, state);
        missing.retain(|item| !lacked.contains(item));
    }
    if record.meta.archived {
        let reason = text("att den tas fram igen: PATCH archived", "that it is taken out again: PATCH archived");
        missing.push(Missing { pointer: "/archived", reason, rule: Some("R-40") });
    }
    missing
}

/// What an edit took away of what the record's state asks for. What was missing before stays forgiven, as long as the
/// edit does not touch it.
pub fn missing_after_edit<R: Register>(
    (before, facts_before): (&Record<R>, &R::Facts),
    (after, facts_after): (&Record<R>, &R::Facts),
) -> Vec<Missing> {
    let Some(state) = &after.meta.state else { return Vec::new() };
    let mut missing = R::missing(after, facts_after, state);
    if missing.is_empty() {
        return missing;
    }
    let lacked = R::missing(before, facts_before, state);
    let (old, new) = (value(before), value(after));
    missing.retain(|item| !lacked.contains(item) || old.pointer(item.pointer) != new.pointer(item.pointer));
    missing
}

/// Names every settled field that an edit changes.
pub fn check_settled<R: Register>(before: &Record<R>, after: &Record<R>, faults: &mut Vec<Fault>) {
    let Some(Settled { fields, rule }) = R::settled(before) else { return };
    let (old, new) = (value(before), value(after));
    for field in fields.iter().filter(|field| old.get(**field) != new.get(**field)) {
        let reason =
            text("är beslutat och ändras bara av ett nytt beslut", "was decided, and only a new decision changes it");
        faults.push(Fault { rule: Some(rule), ..Fault::body(format!("/{field}"), FaultCode::Settled, reason) });
    }
}

fn value<R: Register>(record: &Record<R>) -> Value {
    serde_json::to_value(&record.content).unwrap_or_default()
}

/// Refuses with everything that is missing.
///
/// # Errors
/// `unprocessable`, if there is anything.
pub fn demand(missing: Vec<Missing>, state: &str) -> Result<(), ApiError> {
    if missing.is_empty() {
        return Ok(());
    }
    let mut error = ApiError::new(
        ErrorCode::Unprocessable,
        Message::new(
            format!("Posten saknar något som tillståndet {state} kräver."),
            format!("The record lacks something that the state {state} asks for."),
        ),
    );
    error.0.rule = missing.iter().find_map(|missing| missing.rule);
    error.0.faults = missing.iter().map(as_fault).collect();
    error.0.missing = missing;
    Err(error)
}

/// What is missing, said as a fault of a body.
pub fn as_fault(missing: &Missing) -> Fault {
    let reason = Message::new(format!("kräver {}", missing.reason.sv), format!("needs {}", missing.reason.en));
    Fault { rule: missing.rule, ..Fault::body(missing.pointer, FaultCode::Rule, reason) }
}
