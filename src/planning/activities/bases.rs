//! What activities rest on: the projects, ideas, items, cases and actions of the three priorities. However many an activity
//! rests on, it is one activity and is counted once.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Activity, ActivityState};
use crate::db::Conn;
use crate::db::schema::{activities, projects};
use crate::db::types::Id;
use crate::error::Fault;
use crate::funding::projects::{Project, ProjectState};
use crate::journal::Tx;
use crate::register::{Record, references};
use crate::text::text;

crate::code_list! {
    /// What an activity can rest on.
    pub enum BasisType "activity-basis-types" ("Vad aktiviteter kan vila på", "What activities can rest on") {
        Project = "project" ("Projekt", "Project"),
        ProjectIdea = "project_idea" ("Projektidé", "Project idea"),
        MonitoringItem = "monitoring_item" ("Omvärldsbevakning", "Monitoring item"),
        KnowledgeActivity = "knowledge_activity" ("Kunskapsaktivitet", "Knowledge activity"),
        InfluenceCase = "influence_case" ("Påverkansärende", "Influence case"),
        ProfilingAction = "profiling_action" ("Profileringsinsats", "Profiling action"),
    }
}

/// A record that an activity rests on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Its type.
    #[serde(rename = "type")]
    #[schema(inline = false, example = "project")]
    pub kind: BasisType,
    /// Its id.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Uuid,
}

/// What an activity rests on of a type, with the JSON Pointers.
pub(super) fn of_type(record: &Record<Activity>, kind: BasisType) -> Vec<(String, Uuid)> {
    let all = record.content.bases.iter().enumerate();
    all.filter(|(_, basis)| basis.kind == kind).map(|(place, basis)| (format!("/bases/{place}/id"), basis.id)).collect()
}

/// Whether an activity is to be done or goes on, and is not put away.
fn is_open(record: &Record<Activity>) -> bool {
    !record.meta.archived && matches!(Activity::state(record), ActivityState::Planned | ActivityState::Ongoing)
}

/// A closed project has no open activity: none is opened on one, and none that is open begins to rest on one.
pub(super) fn check_projects(
    tx: &mut Tx<'_>,
    before: Option<&Record<Activity>>,
    after: &Record<Activity>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let mut bases = of_type(after, BasisType::Project);
    if let Some(before) = before.filter(|before| is_open(before)) {
        let old = of_type(before, BasisType::Project);
        bases.retain(|(_, id)| !old.iter().any(|(_, known)| known == id));
    }
    if bases.is_empty() || !is_open(after) {
        return Ok(());
    }
    let ids: Vec<Id<Project>> = bases.iter().map(|(_, id)| Id::from(*id)).collect();
    let closed: Vec<Id<Project>> = projects::table
        .filter(projects::id.eq_any(ids))
        .filter(projects::state.eq(ProjectState::Closed.as_str()))
        .select(projects::id)
        .load(tx.conn()?)?;
    for (pointer, _) in bases.iter().filter(|(_, id)| closed.contains(&Id::from(*id))) {
        let reason = text(
            "är ett avslutat projekt, och har inga öppna aktiviteter",
            "is a closed project, and has no open activities",
        );
        faults.push(Fault::body(pointer, crate::error::FaultCode::Rule, reason));
    }
    Ok(())
}

/// Those of some projects on which an activity rests that is to be done or goes on: two queries.
///
/// # Errors
/// When the database refuses.
pub fn projects_with_open(conn: &mut Conn, projects: &[Id<Project>]) -> QueryResult<Vec<Id<Project>>> {
    let links = references::referring::<Activity, Project>(conn, "projects", projects)?;
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let open: Vec<Id<Activity>> = activities::table
        .filter(activities::id.eq_any(links.iter().map(|(_, activity)| *activity).collect::<Vec<_>>()))
        .filter(activities::state.eq_any([ActivityState::Planned, ActivityState::Ongoing]))
        .filter(activities::archived.eq(false))
        .select(activities::id)
        .load(conn)?;
    Ok(links.into_iter().filter(|(_, activity)| open.contains(activity)).map(|(project, _)| project).collect())
}
