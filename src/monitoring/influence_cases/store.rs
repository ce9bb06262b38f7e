//! The rows of influence cases.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Arena, InfluenceAction, InfluenceCase, InfluenceCaseIn, InfluenceCaseKept, InfluenceOutcome};
use crate::db::MultiBackend;
use crate::db::schema::influence_cases;
use crate::db::types::{Id, Json};
use crate::governance::decisions::Decision;
use crate::governance::units::Unit;
use crate::monitoring::monitoring_items::MonitoringItem;
use crate::register::{ListQuery, Record};
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{fold, sort_key};

crate::register_table! {
    influence_cases for InfluenceCase, row InfluenceCaseRow {
        state: String,
        state_reason: Option<String>,
        title: String,
        procedure_reference: Option<String>,
        arena: Arena,
        wanted_position: Option<String>,
        favours: Option<String>,
        monitoring_item_ids: Json<Vec<Id<MonitoringItem>>>,
        strategy_area_ids: Json<Vec<Id<StrategyArea>>>,
        actions: Json<Vec<InfluenceAction>>,
        decision_id: Option<Id<Decision>>,
        outcome: Option<InfluenceOutcome>,
        favourability: Option<i32>,
        outcome_text: Option<String>,
        closed_on: Option<NaiveDate>,
        owner_unit_id: Option<Id<Unit>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort {
        "title" => name_key, "state" => state, "arena" => arena, "favourability" => favourability optional,
        "closedOn" => closed_on optional
    }
}

/// The row of a record.
fn to_row(record: Record<InfluenceCase>) -> InfluenceCaseRow {
    let Record { meta, content, kept: InfluenceCaseKept { closed_on } } = record;
    let InfluenceCaseIn {
        title,
        procedure_reference,
        arena,
        wanted_position,
        favours,
        monitoring_item_ids,
        strategy_area_ids,
        actions,
        decision_id,
        outcome,
        favourability,
        outcome_text,
        owner_unit_id,
    } = content;
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_key: sort_key(&title),
        search: fold(&format!("{title} {}", procedure_reference.as_deref().unwrap_or_default())),
        title,
        procedure_reference,
        arena,
        wanted_position,
        favours,
        monitoring_item_ids: Json(monitoring_item_ids),
        strategy_area_ids: Json(strategy_area_ids),
        actions: Json(actions),
        decision_id,
        outcome,
        favourability,
        outcome_text,
        closed_on,
        owner_unit_id,
    };
    InfluenceCaseRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: InfluenceCaseRow) -> Record<InfluenceCase> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = InfluenceCaseIn {
        title: row.title,
        procedure_reference: row.procedure_reference,
        arena: row.arena,
        wanted_position: row.wanted_position,
        favours: row.favours,
        monitoring_item_ids: row.monitoring_item_ids.0,
        strategy_area_ids: row.strategy_area_ids.0,
        actions: row.actions.0,
        decision_id: row.decision_id,
        outcome: row.outcome,
        favourability: row.favourability,
        outcome_text: row.outcome_text,
        owner_unit_id: row.owner_unit_id,
    };
    Record { meta, content, kept: InfluenceCaseKept { closed_on: row.closed_on } }
}

impl InfluenceCase {
    fn filtered(query: &ListQuery<Self>) -> influence_cases::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = influence_cases::table.into_boxed();
        crate::narrow!(rows, influence_cases::state, filter.state);
        crate::narrow!(rows, influence_cases::arena, filter.arena);
        crate::narrow_optional!(rows, influence_cases::outcome, filter.outcome);
        crate::narrow_range!(rows, influence_cases::favourability, filter.favourability);
        crate::narrow_reference!(rows, influence_cases::id, "influence_case.strategyAreas", filter.strategy_area_id);
        crate::narrow_reference!(
            rows,
            influence_cases::id,
            "influence_case.monitoringItems",
            filter.monitoring_item_id
        );
        crate::narrow_optional!(rows, influence_cases::decision_id, filter.decision_id);
        crate::narrow_optional!(rows, influence_cases::owner_unit_id, filter.owner_unit_id);
        rows
    }
}
