//! The chain of a monitoring item: what was made known of it, what the region wanted because of it, and how that went.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::QueryResult;

use super::MonitoringItem;
use crate::db::Conn;
use crate::db::types::Id;
use crate::governance::decisions::Decision;
use crate::identity::me::SelfLink;
use crate::monitoring::influence_cases::InfluenceCase;
use crate::monitoring::knowledge_activities::KnowledgeActivity;
use crate::monitoring::profiling_actions::ProfilingAction;
use crate::register::{Record, Register, Table as _, references};
use crate::text::Lang;

mod course;
mod dto;
mod years;

pub use course::Course;
pub use dto::{ChainInfluence, ChainItem, ChainKnowledge, ChainProfiling, MonitoringChain, OpenEnd, OpenEndItem};
pub use years::{Chained, chains_of_years};

use course::{Telling, Wanting};

/// What a chain is made of; what is put away is left out, but for the item itself.
pub(super) struct Material {
    item: Record<MonitoringItem>,
    knowledge: Vec<Record<KnowledgeActivity>>,
    cases: Vec<Record<InfluenceCase>>,
    /// The days of the decisions on the cases.
    decided: HashMap<Id<Decision>, NaiveDate>,
    profiling: Vec<Record<ProfilingAction>>,
}

/// The records that refer to some others and are not put away: two queries.
fn naming<R: Register, T: 'static>(conn: &mut Conn, reference: &str, to: &[Id<T>]) -> QueryResult<Vec<Record<R>>> {
    let links = references::referring::<R, T>(conn, reference, to)?;
    let mut ids: Vec<Id<R>> = links.into_iter().map(|(_, from)| from).collect();
    ids.sort();
    ids.dedup();
    let records = R::rows_by_id(conn, &ids)?.into_iter().map(R::from_row);
    Ok(records.filter(|record| !record.meta.archived).collect())
}

impl Material {
    /// Reads it, with a fixed number of queries; none when there is no such item.
    pub fn read(conn: &mut Conn, id: Id<MonitoringItem>) -> QueryResult<Option<Self>> {
        let Some(item) = MonitoringItem::row_by_id(conn, id)?.map(MonitoringItem::from_row) else {
            return Ok(None);
        };
        let mut knowledge: Vec<Record<KnowledgeActivity>> = naming(conn, "monitoringItems", &[id])?;
        // What has no day yet comes last.
        knowledge.sort_by_key(|record| (record.content.held_on.unwrap_or(NaiveDate::MAX), record.meta.id));
        let mut cases: Vec<Record<InfluenceCase>> = naming(conn, "monitoringItems", &[id])?;
        cases.sort_by_key(|record| record.meta.id);
        let decisions: Vec<Id<Decision>> = cases.iter().filter_map(|record| record.content.decision_id).collect();
        let decisions = Decision::rows_by_id(conn, &decisions)?.into_iter().map(Decision::from_row);
        let decided = decisions.map(|record| (record.meta.id, record.content.decided_on)).collect();
        let ids: Vec<Id<InfluenceCase>> = cases.iter().map(|record| record.meta.id).collect();
        let mut profiling: Vec<Record<ProfilingAction>> = naming(conn, "influenceCases", &ids)?;
        profiling.sort_by_key(|record| (record.content.held_on, record.meta.id));
        Ok(Some(Self { item, knowledge, cases, decided, profiling }))
    }

    /// The chain, as it is answered.
    pub fn chain(&self, lang: Lang, links: SelfLink) -> MonitoringChain {
        let course = self.course();
        let ends = course.open_ends().into_iter();
        MonitoringChain {
            monitoring_item: ChainItem {
                id: self.item.uuid(),
                title: self.item.content.title.clone(),
                state: MonitoringItem::state(&self.item),
                published_on: self.item.content.published_on,
                counted_from: course.since(),
            },
            knowledge_activities: self.knowledge.iter().map(|record| knowledge(record, &course)).collect(),
            influence_cases: self.cases.iter().map(|record| self.influence(record, &course)).collect(),
            profiling_actions: self.profiling.iter().map(|record| self.profiling(record, &course)).collect(),
            open_ends: ends.map(|code| OpenEndItem { code, message: code.message().get(lang).to_owned() }).collect(),
            links,
        }
    }

    /// How far it has come.
    fn course(&self) -> Course {
        let mut course = Course::new(MonitoringItem::since(&self.item));
        let telling = |record: &Record<KnowledgeActivity>| Telling {
            state: KnowledgeActivity::state(record),
            held_on: record.content.held_on,
        };
        course.knowledge = self.knowledge.iter().map(telling).collect();
        course.cases = self.cases.iter().map(|record| self.wanting(record)).collect();
        course
    }

    fn wanting(&self, record: &Record<InfluenceCase>) -> Wanting {
        let case = &record.content;
        Wanting {
            state: InfluenceCase::state(record),
            has_position: case.wanted_position.is_some(),
            decided_on: case.decision_id.and_then(|id| self.decided.get(&id)).copied(),
            first_action_on: case.actions.iter().map(|action| action.on).min(),
            closed_on: record.kept.closed_on,
        }
    }

    fn influence(&self, record: &Record<InfluenceCase>, course: &Course) -> ChainInfluence {
        let (case, measured) = (&record.content, self.wanting(record));
        ChainInfluence {
            id: record.uuid(),
            title: case.title.clone(),
            state: measured.state,
            arena: case.arena,
            decided_on: measured.decided_on,
            first_action_on: measured.first_action_on,
            outcome: case.outcome,
            favourability: case.favourability,
            closed_on: measured.closed_on,
            days: measured.step().map(|day| course.days(day)),
            outcome_days: measured.closed_on.map(|day| course.days(day)),
        }
    }

    fn profiling(&self, record: &Record<ProfilingAction>, course: &Course) -> ChainProfiling {
        let action = &record.content;
        let is_here = |id: &&Id<InfluenceCase>| self.cases.iter().any(|case| case.meta.id == **id);
        ChainProfiling {
            id: record.uuid(),
            title: action.title.clone(),
            kind: action.kind,
            held_on: action.held_on,
            influence_case_ids: action.influence_case_ids.iter().filter(is_here).map(|id| id.uuid()).collect(),
            days: course.days(action.held_on),
        }
    }
}

fn knowledge(record: &Record<KnowledgeActivity>, course: &Course) -> ChainKnowledge {
    let activity = &record.content;
    ChainKnowledge {
        id: record.uuid(),
        title: activity.title.clone(),
        kind: activity.kind,
        state: KnowledgeActivity::state(record),
        held_on: activity.held_on,
        days: activity.held_on.map(|day| course.days(day)),
    }
}
