//! Which events a webhook sends.

use super::dto::Event;
use crate::error::{Fault, FaultCode};
use crate::journal::Action;
use crate::routes::register_of;
use crate::text::text;

/// Stands for everything.
const ALL: &str = "*";

impl Event {
    /// The type of record; none when it stands for all.
    fn kind(&self) -> Option<&str> {
        self.0.split('.').next().filter(|kind| *kind != ALL)
    }

    /// What is done; none when it stands for all.
    fn action(&self) -> Option<&str> {
        self.0.split_once('.').map(|(_, action)| action).filter(|action| *action != ALL)
    }

    fn is_known(&self) -> bool {
        let Some((kind, action)) = self.0.split_once('.') else { return self.0 == ALL };
        register_of(kind).is_some() && (action == ALL || Action::ALL.iter().any(|one| one.code() == action))
    }

    /// Whether it stands for something done to a type of record.
    fn covers(&self, kind: &str, action: &str) -> bool {
        self.kind().is_none_or(|one| one == kind) && self.action().is_none_or(|one| one == action)
    }
}

/// Whether any of some events may happen to a type of record.
pub(super) fn concern(events: &[Event], kind: &str) -> bool {
    events.iter().any(|event| event.kind().is_none_or(|one| one == kind))
}

/// Whether any of some events stands for something done to a type of record.
pub(super) fn cover(events: &[Event], kind: &str, action: &str) -> bool {
    events.iter().any(|event| event.covers(kind, action))
}

/// The events that are none.
pub(super) fn check(events: &[Event], faults: &mut Vec<Fault>) {
    let reason = text(
        "förväntade *, eller en typ ur ändringsflödet och vad som görs: partner.* eller partner.update",
        "expected *, or a type of the change feed and what is done: partner.* or partner.update",
    );
    let unknown = events.iter().enumerate().filter(|(_, event)| !event.is_known());
    faults.extend(unknown.map(|(place, _)| Fault::body(format!("/events/{place}"), FaultCode::UnknownCode, reason)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(all: &[&str]) -> Vec<Event> {
        all.iter().map(|event| Event((*event).to_owned())).collect()
    }

    #[test]
    fn an_event_stands_for_one_thing_a_type_or_everything() {
        assert!(cover(&events(&["*"]), "unit", "create"));
        assert!(cover(&events(&["unit.create", "partner.*"]), "partner", "delete"));
        assert!(!cover(&events(&["partner.update"]), "partner", "delete"));
        assert!(!cover(&events(&["partner.*"]), "unit", "create"));
        assert!(concern(&events(&["partner.update"]), "partner") && !concern(&events(&["partner.update"]), "unit"));
    }

    #[test]
    fn what_is_no_event_is_named() {
        let mut faults = Vec::new();
        check(
            &events(&["*", "partner.*", "partner.delete", "partners.*", "partner", "*.*", "partner.read", ""]),
            &mut faults,
        );
        let places: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(places, ["/events/3", "/events/4", "/events/5", "/events/6", "/events/7"]);
    }
}
