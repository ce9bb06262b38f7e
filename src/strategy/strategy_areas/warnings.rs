//! What a prioritised strategy area is warned of in the current year (W2, W3, W4).

use std::collections::HashSet;

use chrono::{Datelike as _, NaiveDate};
use diesel::QueryResult;

use super::{StrategyArea, StrategyAreaState};
use crate::db::Conn;
use crate::db::types::Id;
use crate::planning::activities::{self, Cover};
use crate::planning::{matrix_cells, operational_plans};
use crate::register::{Record, Warning, WarningCode};
use crate::strategy::priorities::Priority;
use crate::strategy::{profile_areas, strategies};
use crate::text::Message;

/// The warnings about some areas: only those that are columns of today's matrix have any.
pub(super) fn of(
    conn: &mut Conn,
    records: &[Record<StrategyArea>],
    today: NaiveDate,
) -> QueryResult<Vec<Vec<Warning>>> {
    let prioritised = Some(StrategyAreaState::Prioritised.as_str());
    if records.iter().all(|record| record.meta.state.as_deref() != prioritised) {
        return Ok(vec![Vec::new(); records.len()]);
    }
    let strategy = strategies::in_force(conn, today)?.map(|strategy| strategy.meta.id);
    let is_column = |record: &Record<StrategyArea>| {
        record.meta.state.as_deref() == prioritised && strategy.is_some() && record.content.strategy_id == strategy
    };
    let columns: Vec<Id<StrategyArea>> =
        records.iter().filter(|record| is_column(record)).map(|record| record.meta.id).collect();
    let year = today.year();
    let cover = activities::cover(conn, &columns, year)?;
    let left_empty: HashSet<(Id<StrategyArea>, Priority)> = match operational_plans::of_year(conn, year)? {
        Some(plan) => matrix_cells::of_plan(conn, plan.meta.id)?
            .into_iter()
            .filter(|cell| cell.content.intentionally_empty)
            .map(|cell| (cell.content.strategy_area_id, cell.content.priority))
            .collect(),
        None => HashSet::new(),
    };
    let focused: HashSet<Id<StrategyArea>> = profile_areas::of_year(conn, year)?
        .into_iter()
        .filter(|profile| profile.meta.state.as_deref() == Some("current"))
        .map(|profile| profile.content.strategy_area_id)
        .collect();
    let warnings = |record: &Record<StrategyArea>| {
        if !is_column(record) {
            return Vec::new();
        }
        let id = record.meta.id;
        let empty_cells = empty_cells(id, &cover, &left_empty, year);
        let no_profile = (!focused.contains(&id)).then(|| {
            let message = Message::new(format!("Inget profilområde {year}."), format!("No profile area in {year}."));
            Warning::new(WarningCode::NoProfileArea, message)
        });
        let no_eu = (!cover.eu_focus.contains(&id)).then(|| {
            let message = Message::new(
                format!("Ingen aktivitet {year} har EU i fokus."),
                format!("No activity of {year} has the EU in focus."),
            );
            Warning::new(WarningCode::NoEuFocus, message)
        });
        empty_cells.into_iter().chain(no_profile).chain(no_eu).collect()
    };
    Ok(records.iter().map(warnings).collect())
}

/// W2: the priorities without an activity in the area, but for the cells that the plan leaves empty on purpose.
fn empty_cells(
    area: Id<StrategyArea>,
    cover: &Cover,
    left_empty: &HashSet<(Id<StrategyArea>, Priority)>,
    year: i32,
) -> Option<Warning> {
    let is_empty =
        |priority: &&Priority| !cover.cells.contains(&(area, **priority)) && !left_empty.contains(&(area, **priority));
    let empty: Vec<&Priority> = Priority::ALL.iter().filter(is_empty).collect();
    if empty.is_empty() {
        return None;
    }
    let named = |pick: fn(&Priority) -> &'static str| empty.iter().map(|one| pick(one)).collect::<Vec<_>>().join(", ");
    let message = Message::new(
        format!("Inga aktiviteter {year} för: {}.", named(|one| one.label().sv)),
        format!("No activities in {year} for: {}.", named(|one| one.label().en)),
    );
    Some(Warning::new(WarningCode::EmptyCells, message))
}
