//! The rows of profiling actions.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{ProfilingAction, ProfilingActionIn, ProfilingKind};
use crate::clock::days_of_years;
use crate::db::schema::profiling_actions;
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::governance::units::Unit;
use crate::monitoring::influence_cases::InfluenceCase;
use crate::register::money::{ByYear, by_year_of_day};
use crate::register::{ListQuery, Money, Nothing, Record};
use crate::strategy::profile_areas::ProfileArea;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{fold, sort_key};

crate::register_table! {
    profiling_actions for ProfilingAction, row ProfilingActionRow {
        title: String,
        kind: ProfilingKind,
        held_on: NaiveDate,
        ends_on: Option<NaiveDate>,
        place: Option<String>,
        description: Option<String>,
        strategy_area_ids: Json<Vec<Id<StrategyArea>>>,
        profile_area_ids: Json<Vec<Id<ProfileArea>>>,
        influence_case_ids: Json<Vec<Id<InfluenceCase>>>,
        reach: Option<i32>,
        cost_minor: Option<i64>,
        cost_currency: Option<String>,
        owner_unit_id: Option<Id<Unit>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "title" => name_key, "heldOn" => held_on, "kind" => kind, "reach" => reach optional }
}

/// The row of a record.
fn to_row(record: Record<ProfilingAction>) -> ProfilingActionRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let ProfilingActionIn {
        title,
        kind,
        held_on,
        ends_on,
        place,
        description,
        strategy_area_ids,
        profile_area_ids,
        influence_case_ids,
        reach,
        cost,
        owner_unit_id,
    } = content;
    let (cost_minor, cost_currency) = Money::columns(cost);
    let columns = Columns {
        name_key: sort_key(&title),
        search: fold(&format!("{title} {}", place.as_deref().unwrap_or_default())),
        title,
        kind,
        held_on,
        ends_on,
        place,
        description,
        strategy_area_ids: Json(strategy_area_ids),
        profile_area_ids: Json(profile_area_ids),
        influence_case_ids: Json(influence_case_ids),
        reach,
        cost_minor,
        cost_currency,
        owner_unit_id,
    };
    ProfilingActionRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: ProfilingActionRow) -> Record<ProfilingAction> {
    let meta = row.take_meta();
    let content = ProfilingActionIn {
        title: row.title,
        kind: row.kind,
        held_on: row.held_on,
        ends_on: row.ends_on,
        place: row.place,
        description: row.description,
        strategy_area_ids: row.strategy_area_ids.0,
        profile_area_ids: row.profile_area_ids.0,
        influence_case_ids: row.influence_case_ids.0,
        reach: row.reach,
        cost: Money::of_columns(row.cost_minor, row.cost_currency),
        owner_unit_id: row.owner_unit_id,
    };
    Record { meta, content, kept: Nothing {} }
}

impl ProfilingAction {
    fn filtered(query: &ListQuery<Self>) -> profiling_actions::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = profiling_actions::table.into_boxed();
        crate::narrow!(rows, profiling_actions::kind, filter.kind);
        crate::narrow_range!(rows, profiling_actions::held_on, filter.held_on);
        crate::narrow_reference!(
            rows,
            profiling_actions::id,
            "profiling_action.strategyAreas",
            filter.strategy_area_id
        );
        crate::narrow_reference!(rows, profiling_actions::id, "profiling_action.profileAreas", filter.profile_area_id);
        crate::narrow_reference!(
            rows,
            profiling_actions::id,
            "profiling_action.influenceCases",
            filter.influence_case_id
        );
        crate::narrow_optional!(rows, profiling_actions::owner_unit_id, filter.owner_unit_id);
        rows
    }
}

/// What the profiling actions cost that began in some years and are not put away, by year and currency, in minor units: one
/// query.
///
/// # Errors
/// When the database refuses.
pub fn costs_of_years(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<ByYear> {
    let Some((first, last)) = days_of_years(years) else { return Ok(ByYear::new()) };
    let rows: Vec<(NaiveDate, i64, String)> = profiling_actions::table
        .filter(profiling_actions::archived.eq(false))
        .filter(profiling_actions::held_on.between(first, last))
        .filter(profiling_actions::cost_minor.is_not_null())
        .select((
            profiling_actions::held_on,
            profiling_actions::cost_minor.assume_not_null(),
            profiling_actions::cost_currency.assume_not_null(),
        ))
        .load(conn)?;
    Ok(by_year_of_day(rows))
}
