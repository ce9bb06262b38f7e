//! Undoing a roll-over by new writes: what it made is deleted, what it changed becomes what it was.

use super::{RollOverType, WrittenRecord};
use crate::error::{ApiError, ErrorCode, Holder};
use crate::journal::Tx;
use crate::planning::activities::Activity;
use crate::planning::indicators::Indicator;
use crate::planning::operational_plans::OperationalPlan;
use crate::register::{AnyRegister, Erased};
use crate::strategy::profile_areas::ProfileArea;
use crate::text::text;

fn register(kind: RollOverType) -> &'static dyn AnyRegister {
    match kind {
        RollOverType::OperationalPlan => &Erased::<OperationalPlan>::NEW,
        RollOverType::ProfileArea => &Erased::<ProfileArea>::NEW,
        RollOverType::Activity => &Erased::<Activity>::NEW,
        RollOverType::Indicator => &Erased::<Indicator>::NEW,
    }
}

/// Undoes what was written, the last first.
///
/// # Errors
/// `state_conflict` when something was changed since, naming all of it; `referenced` when something new refers to what
/// the roll-over made.
pub(super) fn undo(tx: &mut Tx<'_>, written: &[WrittenRecord]) -> Result<(), ApiError> {
    let mut changed = Vec::new();
    for WrittenRecord { kind, id, version } in written {
        let register = register(*kind);
        if register.version(tx.conn, *id)? != Some(*version) {
            let name = register.summaries(tx.conn, &[*id])?.pop().map(|summary| summary.name).unwrap_or_default();
            changed.push(Holder { kind: register.kind(), id: *id, name });
        }
    }
    if !changed.is_empty() {
        let mut error = ApiError::new(
            ErrorCode::StateConflict,
            text(
                "Poster som överföringen skrev har ändrats sedan dess. heldBy räknar upp dem.",
                "Records that the roll-over wrote have been changed since. heldBy lists them.",
            ),
        );
        error.0.held_by = changed;
        return Err(error);
    }
    for WrittenRecord { kind, id, version } in written.iter().rev() {
        register(*kind).take_back(tx, *id, *version)?;
    }
    Ok(())
}
