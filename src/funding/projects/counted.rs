//! The projects that count in reports on money: granted, running or closed, and not put away, by the year in which they
//! were decided or else began.

use std::ops::RangeInclusive;

use diesel::prelude::*;

use super::{Id, Project, ProjectState};
use crate::db::Conn;
use crate::db::schema::{project_figures as figures, projects, record_references};
use crate::funding::funding_programmes::FundingProgramme;
use crate::register::money::{ByYear, by_year};
use crate::strategy::strategy_areas::StrategyArea;

/// The states of projects that have been given money.
pub(super) const GRANTED: [&str; 3] =
    [ProjectState::Granted.as_str(), ProjectState::Running.as_str(), ProjectState::Closed.as_str()];

/// Narrows a query over projects and their figures to those that count in some years.
macro_rules! that_count {
    ($rows:expr, $years:expr) => {
        $rows
            .filter($crate::db::schema::project_figures::year.between(*$years.start(), *$years.end()))
            .filter($crate::db::schema::projects::state.eq_any($crate::funding::projects::counted::GRANTED))
            .filter($crate::db::schema::projects::archived.eq(false))
    };
}
pub(super) use that_count;

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
pub fn counted(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<Vec<Counted>> {
    let rows = figures::table.inner_join(projects::table.on(projects::id.eq(figures::project_id)));
    that_count!(rows, years)
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

/// What the region itself gives to the projects of some years, by year and currency, in minor units: one query. What
/// cannot be compared with a project's total is not among it.
///
/// # Errors
/// When the database refuses.
pub fn region_own_of_years(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<ByYear> {
    let own = figures::table.inner_join(projects::table.on(projects::id.eq(figures::project_id)));
    let rows: Vec<(i32, i64, String)> = that_count!(own, years)
        .filter(figures::region_own_minor.gt(0))
        .select((figures::year.assume_not_null(), figures::region_own_minor.assume_not_null(), figures::currency))
        .load(conn)?;
    Ok(by_year(rows))
}
