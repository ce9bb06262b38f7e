//! The rows of profile areas.

use std::ops::RangeInclusive;

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;

use super::{ProfileArea, ProfileAreaIn};
use crate::db::schema::{profile_areas, strategies, strategy_areas};
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::governance::units::Unit;
use crate::planning::activities::Activity;
use crate::register::{ListQuery, Nothing, Record, references};
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{fold, sort_key, text};

crate::register_table! {
    profile_areas for ProfileArea, row ProfileAreaRow {
        state: String,
        state_reason: Option<String>,
        strategy_area_id: Id<StrategyArea>,
        year: i32,
        name: String,
        description: Option<String>,
        rank: i32,
        carried_from_id: Option<Id<ProfileArea>>,
        owner_unit_id: Option<Id<Unit>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "name" => name_key, "year" => year, "rank" => rank, "state" => state }
}

/// The row of a record.
fn to_row(record: Record<ProfileArea>) -> ProfileAreaRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let ProfileAreaIn { strategy_area_id, year, name, description, rank, carried_from_id, owner_unit_id } = content;
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_key: sort_key(&name),
        // The name alone: by it the same name is known again.
        search: fold(&name),
        strategy_area_id,
        year,
        name,
        description,
        rank,
        carried_from_id,
        owner_unit_id,
    };
    ProfileAreaRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: ProfileAreaRow) -> Record<ProfileArea> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = ProfileAreaIn {
        strategy_area_id: row.strategy_area_id,
        year: row.year,
        name: row.name,
        description: row.description,
        rank: row.rank,
        carried_from_id: row.carried_from_id,
        owner_unit_id: row.owner_unit_id,
    };
    Record { meta, content, kept: Nothing {} }
}

impl ProfileArea {
    fn filtered(query: &ListQuery<Self>) -> profile_areas::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = profile_areas::table.into_boxed();
        crate::narrow!(rows, profile_areas::state, filter.state);
        crate::narrow!(rows, profile_areas::strategy_area_id, filter.strategy_area_id);
        crate::narrow!(rows, profile_areas::year, filter.year);
        crate::narrow_optional!(rows, profile_areas::owner_unit_id, filter.owner_unit_id);
        crate::narrow_optional!(rows, profile_areas::carried_from_id, filter.carried_from_id);
        rows
    }
}

/// a name stands once in an area and a year, however it is written. What is put away counts no more.
pub(super) fn check_name(conn: &mut Conn, record: &Record<ProfileArea>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    if record.meta.archived {
        return Ok(());
    }
    let area = &record.content;
    let holders: i64 = profile_areas::table
        .filter(profile_areas::year.eq(area.year))
        .filter(profile_areas::strategy_area_id.eq(area.strategy_area_id))
        .filter(profile_areas::search.eq(fold(&area.name)))
        .filter(profile_areas::archived.eq(false))
        .filter(profile_areas::id.ne(record.meta.id))
        .count()
        .get_result(conn)?;
    if holders > 0 {
        let reason = text(
            "ett annat profilområde i strategiområdet har namnet det året",
            "another profile area of the strategy area has the name in that year",
        );
        faults.push(Fault { code: FaultCode::Taken, ..Fault::rule("/name", "R-09", reason) });
    }
    Ok(())
}

/// a profile area carries on one of an earlier year, and so none ever carries on itself.
pub(super) fn check_carried_from(
    conn: &mut Conn,
    record: &Record<ProfileArea>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let area = &record.content;
    if let Some(from) = area.carried_from_id {
        let year: Option<i32> =
            profile_areas::table.find(from).select(profile_areas::year).get_result(conn).optional()?;
        if year.is_some_and(|year| area.year <= year) {
            let reason = text("är inte ett profilområde från ett tidigare år", "is no profile area of an earlier year");
            faults.push(Fault::rule("/carriedFromId", "R-09", reason));
        }
    }
    let carried_on: i64 = profile_areas::table
        .filter(profile_areas::carried_from_id.eq(record.meta.id))
        .filter(profile_areas::year.le(area.year))
        .count()
        .get_result(conn)?;
    if carried_on > 0 {
        let reason = text(
            "ett profilområde som för detta vidare ligger inte på ett senare år",
            "a profile area that carries this one on is not of a later year",
        );
        faults.push(Fault::rule("/year", "R-09", reason));
    }
    Ok(())
}

/// a profile area that activities name stays in its area and year, which are theirs.
pub(super) fn check_unnamed(conn: &mut Conn, record: &Record<ProfileArea>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let activities = references::referring::<Activity, ProfileArea>(conn, "profileAreas", &[record.meta.id])?;
    if !activities.is_empty() {
        let reason = text(
            "aktiviteter anger det; det behåller sitt strategiområde och sitt år",
            "activities name it; it keeps its strategy area and its year",
        );
        faults.push(Fault::rule("/year", "R-09", reason));
    }
    Ok(())
}

/// the year lies within the period of the area's strategy, if it belongs to one.
pub(super) fn check_period(conn: &mut Conn, area: &ProfileAreaIn, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let period: Option<(NaiveDate, NaiveDate)> = strategy_areas::table
        .inner_join(strategies::table.on(strategy_areas::strategy_id.eq(strategies::id.nullable())))
        .filter(strategy_areas::id.eq(area.strategy_area_id))
        .select((strategies::period_start, strategies::period_end))
        .get_result(conn)
        .optional()?;
    if period.is_some_and(|(start, end)| area.year < start.year() || end.year() < area.year) {
        let reason = text("ligger utanför strategins period", "is outside of the period of the strategy");
        faults.push(Fault::rule("/year", "R-09", reason));
    }
    Ok(())
}

/// The profile areas of a year that are not put away, by strategy area, rank and name.
///
/// # Errors
/// When the database refuses.
pub fn of_year(conn: &mut Conn, year: i32) -> QueryResult<Vec<Record<ProfileArea>>> {
    let rows: Vec<ProfileAreaRow> = profile_areas::table
        .filter(profile_areas::year.eq(year))
        .filter(profile_areas::archived.eq(false))
        .order((profile_areas::strategy_area_id, profile_areas::rank, profile_areas::name_key, profile_areas::id))
        .select(ProfileAreaRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The profile areas of some years that are not put away, by year, rank and name: one query.
///
/// # Errors
/// When the database refuses.
pub fn of_years(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<Vec<Record<ProfileArea>>> {
    let rows: Vec<ProfileAreaRow> = profile_areas::table
        .filter(profile_areas::year.between(*years.start(), *years.end()))
        .filter(profile_areas::archived.eq(false))
        .order((profile_areas::year, profile_areas::rank, profile_areas::name_key, profile_areas::id))
        .select(ProfileAreaRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}
