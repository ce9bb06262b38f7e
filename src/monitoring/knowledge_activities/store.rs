//! The rows of knowledge activities.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    Audience, InternationalCompetence, KnowledgeActivity, KnowledgeActivityIn, KnowledgeKind, KnowledgeState,
    Participants,
};
use crate::clock::days_of_years;
use crate::db::schema::knowledge_activities;
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::funding::calls::Call;
use crate::governance::units::Unit;
use crate::monitoring::monitoring_items::MonitoringItem;
use crate::monitoring::topics::Topic;
use crate::register::money::{ByYear, by_year_of_day};
use crate::register::{ListQuery, Money, Nothing, Record};
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{fold, sort_key};

crate::register_table! {
    knowledge_activities for KnowledgeActivity, row KnowledgeActivityRow {
        state: String,
        state_reason: Option<String>,
        title: String,
        kind: KnowledgeKind,
        held_on: Option<NaiveDate>,
        ends_on: Option<NaiveDate>,
        place: Option<String>,
        description: Option<String>,
        audiences: Json<Vec<Audience>>,
        competences: Json<Vec<InternationalCompetence>>,
        topics: Json<Vec<Topic>>,
        monitoring_item_ids: Json<Vec<Id<MonitoringItem>>>,
        call_ids: Json<Vec<Id<Call>>>,
        strategy_area_ids: Json<Vec<Id<StrategyArea>>>,
        municipality_codes: Json<Vec<String>>,
        politicians: Option<i32>,
        officials: Option<i32>,
        others: Option<i32>,
        evaluation: Option<String>,
        cost_minor: Option<i64>,
        cost_currency: Option<String>,
        owner_unit_id: Option<Id<Unit>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "title" => name_key, "heldOn" => held_on optional, "kind" => kind, "state" => state }
}

/// The row of a record.
fn to_row(record: Record<KnowledgeActivity>) -> KnowledgeActivityRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let KnowledgeActivityIn {
        title,
        kind,
        held_on,
        ends_on,
        place,
        description,
        audiences,
        competences,
        topics,
        monitoring_item_ids,
        call_ids,
        strategy_area_ids,
        municipality_codes,
        participants,
        evaluation,
        cost,
        owner_unit_id,
    } = content;
    let (politicians, officials, others) = columns_of(participants);
    let (cost_minor, cost_currency) = Money::columns(cost);
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_key: sort_key(&title),
        search: fold(&format!("{title} {}", place.as_deref().unwrap_or_default())),
        title,
        kind,
        held_on,
        ends_on,
        place,
        description,
        audiences: Json(audiences),
        competences: Json(competences),
        topics: Json(topics),
        monitoring_item_ids: Json(monitoring_item_ids),
        call_ids: Json(call_ids),
        strategy_area_ids: Json(strategy_area_ids),
        municipality_codes: Json(municipality_codes),
        politicians,
        officials,
        others,
        evaluation,
        cost_minor,
        cost_currency,
        owner_unit_id,
    };
    KnowledgeActivityRow::new(meta, columns)
}

/// The three columns in which the numbers of participants are stored.
fn columns_of(participants: Option<Participants>) -> (Option<i32>, Option<i32>, Option<i32>) {
    match participants {
        Some(Participants { politicians, officials, others }) => (politicians, officials, others),
        None => (None, None, None),
    }
}

/// The record of a row.
fn from_row(mut row: KnowledgeActivityRow) -> Record<KnowledgeActivity> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = KnowledgeActivityIn {
        title: row.title,
        kind: row.kind,
        held_on: row.held_on,
        ends_on: row.ends_on,
        place: row.place,
        description: row.description,
        audiences: row.audiences.0,
        competences: row.competences.0,
        topics: row.topics.0,
        monitoring_item_ids: row.monitoring_item_ids.0,
        call_ids: row.call_ids.0,
        strategy_area_ids: row.strategy_area_ids.0,
        municipality_codes: row.municipality_codes.0,
        participants: Participants::new(row.politicians, row.officials, row.others),
        evaluation: row.evaluation,
        cost: Money::of_columns(row.cost_minor, row.cost_currency),
        owner_unit_id: row.owner_unit_id,
    };
    Record { meta, content, kept: Nothing {} }
}

impl KnowledgeActivity {
    fn filtered(query: &ListQuery<Self>) -> knowledge_activities::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = knowledge_activities::table.into_boxed();
        crate::narrow!(rows, knowledge_activities::state, filter.state);
        crate::narrow!(rows, knowledge_activities::kind, filter.kind);
        crate::narrow_list!(rows, knowledge_activities::audiences, filter.audience);
        crate::narrow_list!(rows, knowledge_activities::competences, filter.competence);
        crate::narrow_list!(rows, knowledge_activities::topics, filter.topic);
        crate::narrow_reference!(
            rows,
            knowledge_activities::id,
            "knowledge_activity.monitoringItems",
            filter.monitoring_item_id
        );
        crate::narrow_reference!(rows, knowledge_activities::id, "knowledge_activity.calls", filter.call_id);
        crate::narrow_reference!(
            rows,
            knowledge_activities::id,
            "knowledge_activity.strategyAreas",
            filter.strategy_area_id
        );
        crate::narrow_list!(rows, knowledge_activities::municipality_codes, filter.municipality_code);
        crate::narrow_range!(rows, knowledge_activities::held_on, filter.held_on);
        crate::narrow_optional!(rows, knowledge_activities::owner_unit_id, filter.owner_unit_id);
        rows
    }
}

/// What the knowledge activities cost that were held in some years and are not put away, by the year in which they began
/// and currency, in minor units: one query.
///
/// # Errors
/// When the database refuses.
pub fn costs_of_years(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<ByYear> {
    let Some((first, last)) = days_of_years(years) else { return Ok(ByYear::new()) };
    let rows: Vec<(NaiveDate, i64, String)> = knowledge_activities::table
        .filter(knowledge_activities::state.eq(KnowledgeState::Held))
        .filter(knowledge_activities::archived.eq(false))
        .filter(knowledge_activities::held_on.between(first, last))
        .filter(knowledge_activities::cost_minor.is_not_null())
        .select((
            knowledge_activities::held_on.assume_not_null(),
            knowledge_activities::cost_minor.assume_not_null(),
            knowledge_activities::cost_currency.assume_not_null(),
        ))
        .load(conn)?;
    Ok(by_year_of_day(rows))
}
