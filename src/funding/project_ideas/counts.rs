//! Who takes part in ideas, and how many ideas aim at calls, for the reports.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::{ProjectIdea, ProjectIdeaState};
use crate::cooperation::partners::PartnerKind;
use crate::db::Conn;
use crate::db::schema::{partners, project_idea_municipalities as interested, project_ideas, record_references};
use crate::db::types::Id;
use crate::funding::calls::Call;

/// A municipality that takes part in an idea: its code, the idea, and the idea's state.
pub type Interested = (String, Id<ProjectIdea>, ProjectIdeaState);

/// The municipalities that take part in the ideas that are neither dropped nor put away, each once per idea: it is named, or
/// is among the idea's partners. Two queries.
///
/// # Errors
/// When the database refuses.
pub fn taking_part(conn: &mut Conn) -> QueryResult<BTreeSet<Interested>> {
    let named: Vec<Interested> = interested::table
        .inner_join(project_ideas::table.on(project_ideas::id.eq(interested::project_idea_id)))
        .filter(project_ideas::archived.eq(false))
        .filter(project_ideas::state.ne(ProjectIdeaState::Dropped))
        .select((interested::municipality_code, project_ideas::id, project_ideas::state))
        .load(conn)?;
    let as_partner: Vec<Interested> = record_references::table
        .inner_join(project_ideas::table.on(project_ideas::id.eq(record_references::from_id)))
        .inner_join(partners::table.on(partners::id.eq(record_references::to_id)))
        .filter(record_references::reference.eq_any(["project_idea.initiator", "project_idea.partners"]))
        .filter(partners::kind.eq(PartnerKind::Municipality))
        .filter(partners::municipality_code.is_not_null())
        .filter(project_ideas::archived.eq(false))
        .filter(project_ideas::state.ne(ProjectIdeaState::Dropped))
        .select((partners::municipality_code.assume_not_null(), project_ideas::id, project_ideas::state))
        .load(conn)?;
    Ok(named.into_iter().chain(as_partner).collect())
}

/// How many ideas there are in each state.
pub type ByState = BTreeMap<ProjectIdeaState, i64>;

/// The call at which ideas aim, and their state.
type AimedAt = (Option<Id<Call>>, ProjectIdeaState);

/// How many ideas aim at each of some calls, those put away aside, by state: one query.
///
/// # Errors
/// When the database refuses.
pub fn count_by_call(conn: &mut Conn, calls: &[Id<Call>]) -> QueryResult<HashMap<Id<Call>, ByState>> {
    if calls.is_empty() {
        return Ok(HashMap::new());
    }
    let key = (project_ideas::call_id, project_ideas::state);
    let rows: Vec<(AimedAt, i64)> = project_ideas::table
        .group_by(key)
        .select((key, count_star()))
        .filter(project_ideas::call_id.eq_any(calls.to_vec()))
        .filter(project_ideas::archived.eq(false))
        .load(conn)?;
    let mut counts: HashMap<Id<Call>, ByState> = HashMap::new();
    for ((call, state), count) in rows {
        if let Some(call) = call {
            counts.entry(call).or_default().insert(state, count);
        }
    }
    Ok(counts)
}
