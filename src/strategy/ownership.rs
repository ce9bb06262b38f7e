//! Who runs what: what belongs to something that a unit runs is that unit's own.

use diesel::prelude::*;

use super::strategy_areas::StrategyArea;
use crate::db::Conn;
use crate::db::schema::strategy_areas;
use crate::db::types::Id;
use crate::error::Fault;
use crate::governance::units::Unit;
use crate::text::{Text, text};

/// what belongs to something that a unit runs has that unit as its owner. Without an owner it is nobody's own, and
/// the coordination unit keeps it.
pub fn check_owner(owner: Option<Id<Unit>>, runs: Option<Id<Unit>>, reason: Text, faults: &mut Vec<Fault>) {
    if let (Some(owner), Some(runs)) = (owner, runs)
        && owner != runs
    {
        faults.push(Fault::rule("/ownerUnitId", "R-20", reason));
    }
}

/// the owner is the unit that runs the strategy area, if one does.
///
/// # Errors
/// When the database refuses.
pub fn check_area_owner(
    conn: &mut Conn,
    owner: Option<Id<Unit>>,
    area: Id<StrategyArea>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let runs: Option<Option<Id<Unit>>> =
        strategy_areas::table.find(area).select(strategy_areas::owner_unit_id).get_result(conn).optional()?;
    let reason = text("är inte den enhet som driver strategiområdet", "is not the unit that runs the strategy area");
    check_owner(owner, runs.flatten(), reason, faults);
    Ok(())
}
