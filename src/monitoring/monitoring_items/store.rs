//! The rows of monitoring items.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Importance, MonitoringItem, MonitoringItemIn, MonitoringLevel, MonitoringReach};
use crate::db::MultiBackend;
use crate::db::schema::monitoring_items;
use crate::db::types::{Id, Json};
use crate::funding::calls::Call;
use crate::governance::units::Unit;
use crate::monitoring::topics::Topic;
use crate::register::{ListQuery, Nothing, Record};
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{fold, sort_key};

crate::register_table! {
    monitoring_items for MonitoringItem, row MonitoringItemRow {
        state: String,
        state_reason: Option<String>,
        title: String,
        source_url: Option<String>,
        published_on: Option<NaiveDate>,
        level: MonitoringLevel,
        reach: MonitoringReach,
        strategy_area_ids: Json<Vec<Id<StrategyArea>>>,
        framework_links: Json<Vec<FrameworkLink>>,
        topics: Json<Vec<Topic>>,
        procedure_reference: Option<String>,
        importance: Option<Importance>,
        deadline_on: Option<NaiveDate>,
        assessment: Option<String>,
        call_id: Option<Id<Call>>,
        owner_unit_id: Option<Id<Unit>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort {
        "title" => name_key, "publishedOn" => published_on optional, "deadlineOn" => deadline_on optional,
        "state" => state
    }
}

/// The row of a record.
fn to_row(record: Record<MonitoringItem>) -> MonitoringItemRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let MonitoringItemIn {
        title,
        source_url,
        published_on,
        level,
        reach,
        strategy_area_ids,
        framework_links,
        topics,
        procedure_reference,
        importance,
        deadline_on,
        assessment,
        call_id,
        owner_unit_id,
    } = content;
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_key: sort_key(&title),
        search: fold(&format!("{title} {}", procedure_reference.as_deref().unwrap_or_default())),
        title,
        source_url,
        published_on,
        level,
        reach,
        strategy_area_ids: Json(strategy_area_ids),
        framework_links: Json(framework_links),
        topics: Json(topics),
        procedure_reference,
        importance,
        deadline_on,
        assessment,
        call_id,
        owner_unit_id,
    };
    MonitoringItemRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: MonitoringItemRow) -> Record<MonitoringItem> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = MonitoringItemIn {
        title: row.title,
        source_url: row.source_url,
        published_on: row.published_on,
        level: row.level,
        reach: row.reach,
        strategy_area_ids: row.strategy_area_ids.0,
        framework_links: row.framework_links.0,
        topics: row.topics.0,
        procedure_reference: row.procedure_reference,
        importance: row.importance,
        deadline_on: row.deadline_on,
        assessment: row.assessment,
        call_id: row.call_id,
        owner_unit_id: row.owner_unit_id,
    };
    Record { meta, content, kept: Nothing {} }
}

impl MonitoringItem {
    fn filtered(query: &ListQuery<Self>) -> monitoring_items::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = monitoring_items::table.into_boxed();
        crate::narrow!(rows, monitoring_items::state, filter.state);
        crate::narrow!(rows, monitoring_items::level, filter.level);
        crate::narrow!(rows, monitoring_items::reach, filter.reach);
        crate::narrow_reference!(rows, monitoring_items::id, "monitoring_item.strategyAreas", filter.strategy_area_id);
        crate::narrow_links!(rows, monitoring_items::framework_links, filter.framework_element);
        crate::narrow_list!(rows, monitoring_items::topics, filter.topic);
        crate::narrow_optional!(rows, monitoring_items::importance, filter.importance);
        crate::narrow_optional!(rows, monitoring_items::call_id, filter.call_id);
        crate::narrow_optional!(rows, monitoring_items::owner_unit_id, filter.owner_unit_id);
        crate::narrow_range!(rows, monitoring_items::deadline_on, filter.deadline_on);
        crate::narrow_range!(rows, monitoring_items::published_on, filter.published_on);
        rows
    }
}
