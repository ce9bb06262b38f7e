//! The projects that count in reports on money: granted, running or closed, and not put away, by the year in which they
//! were decided or else began.

use std::ops::RangeInclusive;

use diesel::prelude::*;

use super::{Id, Participation, Project, ProjectState};
use crate::db::Conn;
use crate::db::schema::{
    project_figures as figures, project_municipalities as municipalities, projects, record_references,
};
use crate::db::types::Json;
use crate::funding::funding_programmes::FundingProgramme;
use crate::register::Scope;
use crate::strategy::strategy_areas::StrategyArea;

/// The states of projects that have been given money.
const GRANTED: [&str; 3] =
    [ProjectState::Granted.as_str(), ProjectState::Running.as_str(), ProjectState::Closed.as_str()];

/// What a project's money comes to, in minor units of one currency.
#[derive(Clone, Debug, Queryable)]
pub struct Counted {
    /// The project.
    pub id: Id<Project>,
    /// What it is called.
    pub name: String,
    /// The programme that funds it.
    pub funding_programme_id: Option<Id<FundingProgramme>>,
    /// The year in which it is counted.
    pub year: Option<i32>,
    /// The currency.
    pub currency: String,
    /// All its money; none where that cannot be told.
    pub total: Option<i64>,
    /// The region's own; none where it cannot be compared.
    pub region_own: Option<i64>,
}

/// Those of some years, by name: one query.
///
/// # Errors
/// When the database refuses.
pub fn counted(conn: &mut Conn, _scope: &Scope, years: &RangeInclusive<i32>) -> QueryResult<Vec<Counted>> {
    figures::table
        .inner_join(projects::table.on(projects::id.eq(figures::project_id)))
        .filter(figures::year.between(*years.start(), *years.end()))
        .filter(projects::state.eq_any(GRANTED))
        .filter(projects::archived.eq(false))
        .order((projects::name_key, projects::id))
        .select((
            projects::id,
            projects::name,
            projects::funding_programme_id,
            figures::year,
            figures::currency,
            figures::total_minor,
            figures::region_own_minor,
        ))
        .load(conn)
}

/// The strategy areas that projects of some years serve: one query.
///
/// # Errors
/// When the database refuses.
pub fn areas_of_years(
    conn: &mut Conn,
    _scope: &Scope,
    years: &RangeInclusive<i32>,
) -> QueryResult<Vec<(Id<Project>, Id<StrategyArea>)>> {
    let links: Vec<(Id<Project>, Id<()>)> = record_references::table
        .inner_join(figures::table.on(figures::project_id.eq(record_references::from_id)))
        .filter(record_references::reference.eq("project.strategyAreas"))
        .filter(figures::year.between(*years.start(), *years.end()))
        .select((figures::project_id, record_references::to_id))
        .load(conn)?;
    Ok(links.into_iter().map(|(project, area)| (project, Id::from(area.uuid()))).collect())
}

/// A project, a municipality that takes part in it, and what that gives in the currency of the project's figures.
pub type TakingPart = (Id<Project>, String, Option<i64>);

/// The municipalities that take part in projects of some years: one query.
///
/// # Errors
/// When the database refuses.
pub fn municipalities_of_years(
    conn: &mut Conn,
    _scope: &Scope,
    years: &RangeInclusive<i32>,
) -> QueryResult<Vec<TakingPart>> {
    municipalities::table
        .inner_join(figures::table.on(figures::project_id.eq(municipalities::project_id)))
        .filter(figures::year.between(*years.start(), *years.end()))
        .select((municipalities::project_id, municipalities::municipality_code, municipalities::amount_minor))
        .load(conn)
}

/// A project, and who takes part in it and as what.
pub type Roles = (Id<Project>, Json<Vec<Participation>>);

/// Who takes part in the projects of some years that count: one query.
///
/// # Errors
/// When the database refuses.
pub fn roles_of_years(conn: &mut Conn, _scope: &Scope, years: &RangeInclusive<i32>) -> QueryResult<Vec<Roles>> {
    figures::table
        .inner_join(projects::table.on(projects::id.eq(figures::project_id)))
        .filter(figures::year.between(*years.start(), *years.end()))
        .filter(projects::state.eq_any(GRANTED))
        .filter(projects::archived.eq(false))
        .select((projects::id, projects::participations))
        .load(conn)
}
