//! Life cycles: one table per register, from which the check, the links, `GET …/transitions` and the documentation come.

use super::{Record, Register};
use crate::code_list::Code;
use crate::error::{ApiError, ErrorCode, Missing};
use crate::text::{Message, Text};

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
}

impl Lifecycle {
    /// The states.
    pub const fn states(&self) -> &'static [Code] {
        self.list.codes
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
                format!("Från {from} går det inte till {to}. Öppna härifrån: {sv}."),
                format!("There is no way from {from} to {to}. Open from here: {en}."),
            ),
        ))
    }

    /// A state diagram as text (Mermaid), for the documentation.
    pub fn diagram(&self) -> String {
        let mut lines = vec!["stateDiagram-v2".to_owned(), format!("    [*] --> {}", self.initial)];
        for way in self.transitions {
            for from in way.from {
                lines.push(format!("    {from} --> {}: {}", way.to, way.title.en));
            }
        }
        lines.join("\n") + "\n"
    }
}

/// Demands that a record has what a state asks for.
///
/// # Errors
/// `unprocessable` with everything that is missing.
pub fn demand<R: Register>(record: &Record<R>, state: &str) -> Result<(), ApiError> {
    let missing = R::missing(record, state);
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
pub fn as_fault(missing: &Missing) -> crate::error::Fault {
    let mut fault = crate::error::Fault::body(missing.pointer, crate::error::FaultCode::Rule, missing.reason);
    fault.rule = missing.rule;
    fault
}
