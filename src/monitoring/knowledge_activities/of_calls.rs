//! By which knowledge activities calls were made known, and to which municipalities (L65.2): an activity names a call itself,
//! or a monitoring item that is about the call.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{KnowledgeActivity, KnowledgeKind, KnowledgeState};
use crate::db::schema::{calls, knowledge_activities, monitoring_items, record_references};
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::funding::calls::Call;

/// A knowledge activity that was held and made a call known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The activity.
    pub id: Id<KnowledgeActivity>,
    /// What it is called.
    pub title: String,
    /// The first day.
    pub held_on: Option<NaiveDate>,
    /// The kind.
    pub kind: KnowledgeKind,
    /// The municipalities that were told.
    pub municipality_codes: Vec<String>,
}

/// A call, and what made it known, as they are read.
type Row = (Id<()>, (Id<KnowledgeActivity>, String, Option<NaiveDate>, KnowledgeKind, Json<Vec<String>>));

/// What made a call known, each activity once and by day.
type ByDay = BTreeMap<(Option<NaiveDate>, Id<KnowledgeActivity>), Told>;

/// The references by which activities that were held name calls themselves; what is put away does not count.
macro_rules! directly {
    () => {
        record_references::table
            .inner_join(knowledge_activities::table.on(knowledge_activities::id.eq(record_references::from_id)))
            .filter(record_references::reference.eq("knowledge_activity.calls"))
            .filter(knowledge_activities::state.eq(KnowledgeState::Held))
            .filter(knowledge_activities::archived.eq(false))
    };
}

/// The references by which activities that were held name monitoring items about calls; what is put away does not count.
macro_rules! by_items {
    () => {
        record_references::table
            .inner_join(knowledge_activities::table.on(knowledge_activities::id.eq(record_references::from_id)))
            .inner_join(monitoring_items::table.on(monitoring_items::id.eq(record_references::to_id)))
            .filter(record_references::reference.eq("knowledge_activity.monitoringItems"))
            .filter(knowledge_activities::state.eq(KnowledgeState::Held))
            .filter(knowledge_activities::archived.eq(false))
            .filter(monitoring_items::archived.eq(false))
            .filter(monitoring_items::call_id.is_not_null())
    };
}

/// What made some calls known, each activity once per call and by day: two queries.
///
/// # Errors
/// When the database refuses.
pub fn of_calls(conn: &mut Conn, calls: &[Id<Call>]) -> QueryResult<HashMap<Id<Call>, Vec<Told>>> {
    if calls.is_empty() {
        return Ok(HashMap::new());
    }
    let told = (
        knowledge_activities::id,
        knowledge_activities::title,
        knowledge_activities::held_on,
        knowledge_activities::kind,
        knowledge_activities::municipality_codes,
    );
    let ids: Vec<Id<()>> = calls.iter().map(Id::erased).collect();
    let direct: Vec<Row> = directly!()
        .filter(record_references::to_id.eq_any(ids.clone()))
        .select((record_references::to_id, told))
        .load(conn)?;
    let by_items: Vec<Row> = by_items!()
        .filter(monitoring_items::call_id.eq_any(ids))
        .select((monitoring_items::call_id.assume_not_null(), told))
        .load(conn)?;
    let mut found: HashMap<Id<Call>, ByDay> = HashMap::new();
    for (call, (id, title, held_on, kind, municipality_codes)) in direct.into_iter().chain(by_items) {
        let told = Told { id, title, held_on, kind, municipality_codes: municipality_codes.0 };
        found.entry(Id::from(call.uuid())).or_default().insert((held_on, id), told);
    }
    Ok(found.into_iter().map(|(call, told)| (call, told.into_values().collect())).collect())
}

/// How many of some calls no municipality was told of: one query.
///
/// # Errors
/// When the database refuses.
pub fn count_untold(conn: &mut Conn, calls: calls::BoxedQuery<'static, MultiBackend>) -> QueryResult<i64> {
    let somebody = || knowledge_activities::municipality_codes.ne("[]");
    let direct = directly!().filter(somebody()).select(record_references::to_id);
    let by_items = by_items!().filter(somebody()).select(monitoring_items::call_id.assume_not_null());
    calls.filter(calls::id.ne_all(direct)).filter(calls::id.ne_all(by_items)).count().get_result(conn)
}
