//! The chains of all monitoring items of some years, as far as they are measured.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::course::{Course, Telling, Wanting};
use crate::clock::{days_of_years, end_of_day_in_sweden};
use crate::db::Conn;
use crate::db::schema::{decisions, influence_cases, knowledge_activities, monitoring_items, record_references};
use crate::db::types::{Id, Instant, Json};
use crate::monitoring::influence_cases::{Acted, InfluenceCase, InfluenceState};
use crate::monitoring::knowledge_activities::KnowledgeState;
use crate::monitoring::monitoring_items::{MonitoringItem, MonitoringLevel, MonitoringState};

/// A monitoring item and how far its chain has come.
#[derive(Clone, Debug)]
pub struct Chained {
    /// The item.
    pub id: Id<MonitoringItem>,
    /// Its state.
    pub state: MonitoringState,
    /// Strategic or tactical.
    pub level: MonitoringLevel,
    /// The last day on which something can be done about it.
    pub deadline_on: Option<NaiveDate>,
    /// How far its chain has come.
    pub course: Course,
}

impl Chained {
    /// W6: nothing follows on it, and it has waited for too long.
    pub fn is_silent(&self, today: NaiveDate) -> bool {
        !self.course.is_followed() && MonitoringItem::waits_too_long(self.state, self.course.since(), today)
    }
}

/// Some years: their first and last day, and the last instant before them and in them.
#[derive(Clone, Copy, Debug)]
struct Span {
    days: (NaiveDate, NaiveDate),
    before: Instant,
    end: Instant,
}

impl Span {
    fn of(years: &RangeInclusive<i32>) -> Option<Self> {
        let days = days_of_years(years)?;
        Some(Self { days, before: end_of_day_in_sweden(days.0.pred_opt()?)?, end: end_of_day_in_sweden(days.1)? })
    }
}

/// The items that are counted from a day of some years and are not put away.
#[diesel::dsl::auto_type(no_type_alias)]
fn counted_in(span: Span) -> _ {
    let (first, last): (NaiveDate, NaiveDate) = span.days;
    let before: Instant = span.before;
    let end: Instant = span.end;
    let is_recorded = monitoring_items::created_at.gt(before).and(monitoring_items::created_at.le(end));
    let is_undated = monitoring_items::published_on.is_null().and(is_recorded);
    let is_counted = monitoring_items::published_on.between(first, last).or(is_undated);
    monitoring_items::table.filter(monitoring_items::archived.eq(false)).filter(is_counted)
}

/// The items of some years that are not put away, by the year of the day from which their days are counted, each with how
/// far its chain has come: four queries, however many.
///
/// # Errors
/// When the database refuses.
pub fn chains_of_years(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<Vec<Chained>> {
    let Some(span) = Span::of(years) else { return Ok(Vec::new()) };
    let mut chains = items(conn, span)?;
    for (item, telling) in tellings(conn, span)? {
        if let Some(chained) = chains.get_mut(&item) {
            chained.course.knowledge.push(telling);
        }
    }
    let cases = cases(conn, span)?;
    for (item, case) in naming(conn, span)? {
        if let (Some(chained), Some(case)) = (chains.get_mut(&item), cases.get(&case)) {
            chained.course.cases.push(*case);
        }
    }
    Ok(chains.into_values().collect())
}

type ItemRow = (Id<MonitoringItem>, MonitoringState, MonitoringLevel, Option<NaiveDate>, Instant, Option<NaiveDate>);

/// The items, by id.
fn items(conn: &mut Conn, span: Span) -> QueryResult<HashMap<Id<()>, Chained>> {
    let rows: Vec<ItemRow> = counted_in(span)
        .select((
            monitoring_items::id,
            monitoring_items::state,
            monitoring_items::level,
            monitoring_items::published_on,
            monitoring_items::created_at,
            monitoring_items::deadline_on,
        ))
        .load(conn)?;
    let of = |(id, state, level, published_on, created_at, deadline_on): ItemRow| {
        let course = Course::new(MonitoringItem::counted_from(published_on, created_at));
        (id.erased(), Chained { id, state, level, deadline_on, course })
    };
    Ok(rows.into_iter().map(of).collect())
}

/// The knowledge activities that name them, each with the item.
fn tellings(conn: &mut Conn, span: Span) -> QueryResult<Vec<(Id<()>, Telling)>> {
    let rows: Vec<(Id<()>, KnowledgeState, Option<NaiveDate>)> = record_references::table
        .inner_join(knowledge_activities::table.on(knowledge_activities::id.eq(record_references::from_id)))
        .filter(record_references::reference.eq("knowledge_activity.monitoringItems"))
        .filter(record_references::to_id.eq_any(counted_in(span).select(monitoring_items::id)))
        .filter(knowledge_activities::archived.eq(false))
        .select((record_references::to_id, knowledge_activities::state, knowledge_activities::held_on))
        .load(conn)?;
    Ok(rows.into_iter().map(|(item, state, held_on)| (item, Telling { state, held_on })).collect())
}

/// Which influence case names which of them.
fn naming(conn: &mut Conn, span: Span) -> QueryResult<Vec<(Id<()>, Id<()>)>> {
    record_references::table
        .filter(record_references::reference.eq("influence_case.monitoringItems"))
        .filter(record_references::to_id.eq_any(counted_in(span).select(monitoring_items::id)))
        .select((record_references::to_id, record_references::from_id))
        .load(conn)
}

type CaseRow = (Id<InfluenceCase>, InfluenceState, bool, Json<Vec<Acted>>, Option<NaiveDate>, Option<NaiveDate>);

/// Those influence cases, by id: what was done stands in each once, however many items it names.
fn cases(conn: &mut Conn, span: Span) -> QueryResult<HashMap<Id<()>, Wanting>> {
    let naming = record_references::table
        .filter(record_references::reference.eq("influence_case.monitoringItems"))
        .filter(record_references::to_id.eq_any(counted_in(span).select(monitoring_items::id)))
        .select(record_references::from_id);
    let rows: Vec<CaseRow> = influence_cases::table
        .left_join(decisions::table.on(influence_cases::decision_id.eq(decisions::id.nullable())))
        .filter(influence_cases::id.eq_any(naming))
        .filter(influence_cases::archived.eq(false))
        .select((
            influence_cases::id,
            influence_cases::state,
            influence_cases::wanted_position.is_not_null(),
            influence_cases::actions,
            influence_cases::closed_on,
            decisions::decided_on.nullable(),
        ))
        .load(conn)?;
    let of = |(id, state, has_position, actions, closed_on, decided_on): CaseRow| {
        let first_action_on = actions.0.iter().map(|action| action.on).min();
        (id.erased(), Wanting { state, has_position, decided_on, first_action_on, closed_on })
    };
    Ok(rows.into_iter().map(of).collect())
}
