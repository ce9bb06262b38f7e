//! What has followed on monitoring items: the knowledge activities and influence cases that name them (L69.3).

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::MonitoringItem;
use crate::db::Conn;
use crate::db::schema::{influence_cases, knowledge_activities, record_references};
use crate::db::types::Id;
use crate::monitoring::knowledge_activities::KnowledgeState;

/// How many knowledge activities and influence cases name each of some items: two queries. What is put away counts no
/// more, and what was cancelled neither.
pub(super) fn count(conn: &mut Conn, items: &[Id<MonitoringItem>]) -> QueryResult<HashMap<Id<MonitoringItem>, i64>> {
    let items: Vec<Id<()>> = items.iter().map(Id::erased).collect();
    let informed = record_references::table
        .inner_join(knowledge_activities::table.on(knowledge_activities::id.eq(record_references::from_id)))
        .group_by(record_references::to_id)
        .select((record_references::to_id, count_star()))
        .filter(record_references::reference.eq("knowledge_activity.monitoringItems"))
        .filter(knowledge_activities::archived.eq(false))
        .filter(knowledge_activities::state.ne(KnowledgeState::Cancelled));
    let influenced = record_references::table
        .inner_join(influence_cases::table.on(influence_cases::id.eq(record_references::from_id)))
        .group_by(record_references::to_id)
        .select((record_references::to_id, count_star()))
        .filter(record_references::reference.eq("influence_case.monitoringItems"))
        .filter(influence_cases::archived.eq(false));
    let informed: Vec<(Id<()>, i64)> = crate::load_of!(conn, informed, record_references::to_id, &items[..])?;
    let influenced: Vec<(Id<()>, i64)> = crate::load_of!(conn, influenced, record_references::to_id, &items[..])?;
    let mut counts: HashMap<Id<MonitoringItem>, i64> = HashMap::new();
    for (item, count) in informed.into_iter().chain(influenced) {
        *counts.entry(Id::from(item.uuid())).or_default() += count;
    }
    Ok(counts)
}
