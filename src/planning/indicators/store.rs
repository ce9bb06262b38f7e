//! The rows of indicators.

use diesel::prelude::*;

use super::{Indicator, IndicatorDirection, IndicatorIn};
use crate::db::schema::{activities, indicators};
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::governance::units::Unit;
use crate::planning::activities::Activity;
use crate::register::{ListQuery, Nothing, Record};
use crate::strategy::ownership::check_owner;
use crate::strategy::strategies::Strategy;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{fold, sort_key, text};

crate::register_table! {
    indicators for Indicator, row IndicatorRow {
        name: String,
        measure: String,
        activity_id: Option<Id<Activity>>,
        strategy_area_id: Option<Id<StrategyArea>>,
        strategy_id: Option<Id<Strategy>>,
        baseline: Option<String>,
        target: Option<String>,
        direction: IndicatorDirection,
        source: Option<String>,
        carried_from_id: Option<Id<Indicator>>,
        owner_unit_id: Option<Id<Unit>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "name" => name_key }
}

/// The row of a record.
fn to_row(record: Record<Indicator>) -> IndicatorRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let IndicatorIn {
        name,
        measure,
        activity_id,
        strategy_area_id,
        strategy_id,
        baseline,
        target,
        direction,
        source,
        carried_from_id,
        owner_unit_id,
    } = content;
    let columns = Columns {
        name_key: sort_key(&name),
        search: fold(&format!("{name} {measure}")),
        name,
        measure,
        activity_id,
        strategy_area_id,
        strategy_id,
        baseline,
        target,
        direction,
        source,
        carried_from_id,
        owner_unit_id,
    };
    IndicatorRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: IndicatorRow) -> Record<Indicator> {
    let meta = row.take_meta();
    let content = IndicatorIn {
        name: row.name,
        measure: row.measure,
        activity_id: row.activity_id,
        strategy_area_id: row.strategy_area_id,
        strategy_id: row.strategy_id,
        baseline: row.baseline,
        target: row.target,
        direction: row.direction,
        source: row.source,
        carried_from_id: row.carried_from_id,
        owner_unit_id: row.owner_unit_id,
    };
    Record { meta, content, kept: Nothing {} }
}

impl Indicator {
    fn filtered(query: &ListQuery<Self>) -> indicators::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = indicators::table.into_boxed();
        crate::narrow_optional!(rows, indicators::activity_id, filter.activity_id);
        crate::narrow_optional!(rows, indicators::strategy_area_id, filter.strategy_area_id);
        crate::narrow_optional!(rows, indicators::strategy_id, filter.strategy_id);
        crate::narrow_optional!(rows, indicators::owner_unit_id, filter.owner_unit_id);
        crate::narrow!(rows, indicators::direction, filter.direction);
        rows
    }
}

/// the owner is the unit that runs the activity, if one does.
pub(super) fn check_activity_owner(
    conn: &mut Conn,
    owner: Option<Id<Unit>>,
    activity: Id<Activity>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let runs: Option<Option<Id<Unit>>> =
        activities::table.find(activity).select(activities::owner_unit_id).get_result(conn).optional()?;
    let reason = text("är inte den enhet som driver aktiviteten", "is not the unit that runs the activity");
    check_owner(owner, runs.flatten(), reason, faults);
    Ok(())
}

/// The unit that follows an indicator; none also when there is no such indicator.
///
/// # Errors
/// When the database refuses.
pub fn owner_of(conn: &mut Conn, id: Id<Indicator>) -> QueryResult<Option<Id<Unit>>> {
    let owner: Option<Option<Id<Unit>>> =
        indicators::table.find(id).select(indicators::owner_unit_id).get_result(conn).optional()?;
    Ok(owner.flatten())
}

/// The indicators of some activities that are not put away, by name.
///
/// # Errors
/// When the database refuses.
pub fn of_activities(conn: &mut Conn, activities: &[Id<Activity>]) -> QueryResult<Vec<Record<Indicator>>> {
    if activities.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<IndicatorRow> = indicators::table
        .filter(indicators::activity_id.eq_any(activities.to_vec()))
        .filter(indicators::archived.eq(false))
        .order((indicators::name_key, indicators::id))
        .select(IndicatorRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The indicators of some strategies and strategy areas that are not put away, by name.
///
/// # Errors
/// When the database refuses.
pub fn of_strategies_and_areas(
    conn: &mut Conn,
    strategies: &[Id<Strategy>],
    areas: &[Id<StrategyArea>],
) -> QueryResult<Vec<Record<Indicator>>> {
    let of_any = indicators::strategy_id
        .eq_any(strategies.to_vec())
        .or(indicators::strategy_area_id.eq_any(areas.to_vec()))
        .assume_not_null();
    let rows: Vec<IndicatorRow> = indicators::table
        .filter(of_any)
        .filter(indicators::archived.eq(false))
        .order((indicators::name_key, indicators::id))
        .select(IndicatorRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}
