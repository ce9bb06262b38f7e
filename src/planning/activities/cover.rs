//! What the activities of a year cover of some strategy areas: which priorities, and whether the EU is in focus.

use std::collections::HashSet;

use diesel::prelude::*;

use super::which::counted_in;
use crate::db::Conn;
use crate::db::schema::activities;
use crate::db::types::Id;
use crate::strategy::priorities::Priority;
use crate::strategy::strategy_areas::StrategyArea;

/// What the planned, ongoing and completed activities of a year cover.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// The cells of the matrix with an activity.
    pub cells: HashSet<(Id<StrategyArea>, Priority)>,
    /// The areas with an activity that has the EU in focus.
    pub eu_focus: HashSet<Id<StrategyArea>>,
}

/// What the activities of a year cover of some areas: two queries.
///
/// # Errors
/// When the database refuses.
pub fn cover(conn: &mut Conn, areas: &[Id<StrategyArea>], year: i32) -> QueryResult<Cover> {
    if areas.is_empty() {
        return Ok(Cover::default());
    }
    let counted =
        || activities::table.filter(counted_in(year)).filter(activities::strategy_area_id.eq_any(areas.to_vec()));
    let cells: Vec<(Option<Id<StrategyArea>>, Option<Priority>)> =
        counted().select((activities::strategy_area_id, activities::priority)).distinct().load(conn)?;
    let eu_focus: Vec<Option<Id<StrategyArea>>> =
        counted().filter(activities::eu_focus.eq(true)).select(activities::strategy_area_id).distinct().load(conn)?;
    Ok(Cover {
        cells: cells.into_iter().filter_map(|(area, priority)| area.zip(priority)).collect(),
        eu_focus: eu_focus.into_iter().flatten().collect(),
    })
}
