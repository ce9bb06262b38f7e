//! The strategy areas in which nothing is in focus in a year (W3).

use std::collections::HashSet;

use diesel::QueryResult;

use super::store;
use crate::db::Conn;
use crate::db::types::Id;
use crate::register::{Record, Scope};
use crate::strategy::strategy_areas::{StrategyArea, columns};

/// The areas that are prioritised on the last day of a year, as far as is known, and have no profile area in it, in their
/// order: three queries.
///
/// # Errors
/// When the database refuses.
pub fn areas_without(conn: &mut Conn, scope: &Scope, year: i32) -> QueryResult<Vec<Record<StrategyArea>>> {
    let profiled = store::of_year(conn, scope, year)?;
    let profiled: HashSet<Id<StrategyArea>> = profiled.iter().map(|area| area.content.strategy_area_id).collect();
    let mut areas = columns(conn, scope, &(year..=year))?.remove(&year).unwrap_or_default();
    areas.retain(|area| !profiled.contains(&area.meta.id));
    Ok(areas)
}
