//! The rows of strategy areas.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;

use super::{PrioritisedPeriod, StrategyArea, StrategyAreaIn, StrategyAreaKept, StrategyAreaState};
use crate::db::schema::{strategies, strategy_area_periods, strategy_areas};
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::governance::units::Unit;
use crate::register::rules::check_free;
use crate::register::{ListQuery, Record};
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::strategies::{Strategy, is_in_force};
use crate::text::{Bilingual, Lang, fold, sort_key, text};

crate::register_table! {
    strategy_areas for StrategyArea, row StrategyAreaRow {
        code: String,
        name: Json<Bilingual>,
        description: Option<Json<Bilingual>>,
        position: i32,
        name_key: Vec<u8>,
        search: String,
        state: String,
        state_reason: Option<String>,
        strategy_id: Option<Id<Strategy>>,
        owner_unit_id: Option<Id<Unit>>,
        framework_links: Json<Vec<FrameworkLink>>,
        link_justification: Option<String>,
        carried_from_id: Option<Id<StrategyArea>>,
        periods: Json<Vec<PrioritisedPeriod>>,
    }
    sort { "name" => name_key, "code" => code, "order" => position, "state" => state }
}

/// The row of a record.
fn to_row(record: Record<StrategyArea>) -> StrategyAreaRow {
    let Record { meta, content, kept: StrategyAreaKept { periods } } = record;
    let StrategyAreaIn {
        strategy_id,
        code,
        name,
        description,
        order,
        owner_unit_id,
        framework_links,
        link_justification,
        carried_from_id,
    } = content;
    let columns = Columns {
        name_key: sort_key(name.get(Lang::Sv)),
        search: fold(&format!("{code} {} {}", name.get(Lang::Sv), name.get(Lang::En))),
        code,
        name: Json(name),
        description: description.map(Json),
        position: order,
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        strategy_id,
        owner_unit_id,
        framework_links: Json(framework_links),
        link_justification,
        carried_from_id,
        periods: Json(periods),
    };
    StrategyAreaRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: StrategyAreaRow) -> Record<StrategyArea> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = StrategyAreaIn {
        strategy_id: row.strategy_id,
        code: row.code,
        name: row.name.0,
        description: row.description.map(|description| description.0),
        order: row.position,
        owner_unit_id: row.owner_unit_id,
        framework_links: row.framework_links.0,
        link_justification: row.link_justification,
        carried_from_id: row.carried_from_id,
    };
    Record { meta, content, kept: StrategyAreaKept { periods: row.periods.0 } }
}

impl StrategyArea {
    fn filtered(query: &ListQuery<Self>) -> strategy_areas::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = strategy_areas::table.into_boxed();
        crate::narrow!(rows, strategy_areas::state, filter.state);
        crate::narrow!(rows, strategy_areas::code, filter.code);
        crate::narrow_optional!(rows, strategy_areas::strategy_id, filter.strategy_id);
        crate::narrow_optional!(rows, strategy_areas::owner_unit_id, filter.owner_unit_id);
        crate::narrow_links!(rows, strategy_areas::framework_links, filter.framework_element);
        crate::narrow_optional!(rows, strategy_areas::carried_from_id, filter.carried_from_id);
        if let Some(day) = query.on {
            let prioritised = strategy_area_periods::table
                .filter(strategy_area_periods::prioritised_on.le(day))
                .filter(
                    strategy_area_periods::deprioritised_on
                        .is_null()
                        .or(strategy_area_periods::deprioritised_on.gt(day)),
                )
                .select(strategy_area_periods::strategy_area_id);
            let strategy = strategies::table.filter(is_in_force(day)).select(strategies::id.nullable());
            rows = rows
                .filter(strategy_areas::id.eq_any(prioritised))
                .filter(strategy_areas::strategy_id.eq_any(strategy));
        }
        rows
    }
}

/// The code is another area's of the same strategy.
pub(super) fn check_code(conn: &mut Conn, record: &Record<StrategyArea>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let same_code = strategy_areas::table
        .filter(strategy_areas::code.eq(&record.content.code))
        .filter(strategy_areas::id.ne(record.meta.id))
        .select(strategy_areas::id);
    let holder: Option<Id<StrategyArea>> = match record.content.strategy_id {
        Some(strategy) => same_code.filter(strategy_areas::strategy_id.eq(strategy)).get_result(conn).optional()?,
        None => same_code.filter(strategy_areas::strategy_id.is_null()).get_result(conn).optional()?,
    };
    let reason = text("ett annat område i strategin har koden", "another area of the strategy has the code");
    check_free("/code", holder, record.meta.id, reason, faults);
    Ok(())
}

/// an area carries on one of an earlier strategy, and so none ever itself.
pub(super) fn check_carried_from(
    conn: &mut Conn,
    record: &Record<StrategyArea>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let Some(from) = record.content.carried_from_id else { return Ok(()) };
    let period_start = |conn: &mut Conn, strategy: Id<Strategy>| -> QueryResult<Option<NaiveDate>> {
        strategies::table.find(strategy).select(strategies::period_start).get_result(conn).optional()
    };
    let earlier: Option<Option<Id<Strategy>>> =
        strategy_areas::table.find(from).select(strategy_areas::strategy_id).get_result(conn).optional()?;
    // What is not there is named as a reference already.
    let Some(earlier) = earlier else { return Ok(()) };
    let earlier = earlier.map(|strategy| period_start(conn, strategy)).transpose()?.flatten();
    let own = record.content.strategy_id.map(|strategy| period_start(conn, strategy)).transpose()?.flatten();
    let follows = earlier.is_some_and(|earlier| own.is_some_and(|own| earlier < own));
    if !follows {
        let reason = text(
            "ska vara ett område i en tidigare strategi än områdets egen",
            "must be an area of an earlier strategy than the area's own",
        );
        faults.push(Fault::rule("/carriedFromId", "R-03", reason));
    }
    Ok(())
}

/// Brings the table of periods up to date.
pub(super) fn index(conn: &mut Conn, record: &Record<StrategyArea>) -> QueryResult<()> {
    let id = record.meta.id;
    diesel::delete(strategy_area_periods::table.filter(strategy_area_periods::strategy_area_id.eq(id)))
        .execute(conn)?;
    for period in &record.kept.periods {
        diesel::insert_into(strategy_area_periods::table)
            .values((
                strategy_area_periods::strategy_area_id.eq(id),
                strategy_area_periods::prioritised_on.eq(period.prioritised_on),
                strategy_area_periods::deprioritised_on.eq(period.deprioritised_on),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The areas of a strategy, in their order.
///
/// # Errors
/// When the database refuses.
pub fn of_strategy(conn: &mut Conn, strategy: Id<Strategy>) -> QueryResult<Vec<Record<StrategyArea>>> {
    let rows: Vec<StrategyAreaRow> = strategy_areas::table
        .filter(strategy_areas::strategy_id.eq(strategy))
        .order((strategy_areas::position, strategy_areas::name_key, strategy_areas::id))
        .select(StrategyAreaRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The areas of some strategies, in their order.
pub(super) fn of_strategies(conn: &mut Conn, ids: Vec<Id<Strategy>>) -> QueryResult<Vec<Record<StrategyArea>>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<StrategyAreaRow> = strategy_areas::table
        .filter(strategy_areas::strategy_id.eq_any(ids))
        .order((strategy_areas::position, strategy_areas::name_key, strategy_areas::id))
        .select(StrategyAreaRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Some areas, by id: one query.
///
/// # Errors
/// When the database refuses.
pub fn by_ids(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = Id<StrategyArea>>,
) -> QueryResult<HashMap<Id<StrategyArea>, Record<StrategyArea>>> {
    let mut ids: Vec<Id<StrategyArea>> = ids.into_iter().collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<StrategyAreaRow> =
        strategy_areas::table.filter(strategy_areas::id.eq_any(ids)).select(StrategyAreaRow::as_select()).load(conn)?;
    Ok(rows.into_iter().map(from_row).map(|record| (record.meta.id, record)).collect())
}

/// Whether and when some areas are prioritised: one query.
///
/// # Errors
/// When the database refuses.
pub fn standings(conn: &mut Conn, ids: &[Id<StrategyArea>]) -> QueryResult<HashMap<Id<StrategyArea>, Standing>> {
    type Row = (Id<StrategyArea>, StrategyAreaState, Json<Vec<PrioritisedPeriod>>);
    let areas = strategy_areas::table.select((strategy_areas::id, strategy_areas::state, strategy_areas::periods));
    let found: Vec<Row> = crate::load_of!(conn, areas, strategy_areas::id, ids)?;
    Ok(found.into_iter().map(|(id, state, periods)| (id, Standing { state, periods: periods.0 })).collect())
}

/// The last years of the strategies of some areas, of those that belong to one: one query.
///
/// # Errors
/// When the database refuses.
pub fn last_years(conn: &mut Conn, ids: Vec<Id<StrategyArea>>) -> QueryResult<HashMap<Id<StrategyArea>, i32>> {
    let rows: Vec<(Id<StrategyArea>, NaiveDate)> = strategy_areas::table
        .inner_join(strategies::table.on(strategy_areas::strategy_id.eq(strategies::id.nullable())))
        .filter(strategy_areas::id.eq_any(ids))
        .select((strategy_areas::id, strategies::period_end))
        .load(conn)?;
    Ok(rows.into_iter().map(|(area, end)| (area, end.year())).collect())
}

/// How an area stands with the board.
#[derive(Clone, Debug)]
pub struct Standing {
    state: StrategyAreaState,
    periods: Vec<PrioritisedPeriod>,
}

impl Standing {
    /// Whether it is prioritised now, or was so at the end of a year, when it was a column of that year's matrix.
    pub fn is_prioritised(&self, year: i32) -> bool {
        let last_day = NaiveDate::from_ymd_opt(year, 12, 31);
        self.state == StrategyAreaState::Prioritised
            || last_day.is_some_and(|day| self.periods.iter().any(|period| period.holds(day)))
    }
}

/// How many areas of some strategies are prioritised, those put away aside: one query.
///
/// # Errors
/// When the database refuses.
pub fn prioritised_of(conn: &mut Conn, strategies: &[Id<Strategy>]) -> QueryResult<HashMap<Id<Strategy>, i64>> {
    if strategies.is_empty() {
        return Ok(HashMap::new());
    }
    let counts: Vec<(Option<Id<Strategy>>, i64)> = strategy_areas::table
        .group_by(strategy_areas::strategy_id)
        .select((strategy_areas::strategy_id, diesel::dsl::count_star()))
        .filter(strategy_areas::strategy_id.eq_any(strategies.to_vec()))
        .filter(strategy_areas::state.eq(StrategyAreaState::Prioritised))
        .filter(strategy_areas::archived.eq(false))
        .load(conn)?;
    Ok(counts.into_iter().filter_map(|(strategy, count)| Some((strategy?, count))).collect())
}
