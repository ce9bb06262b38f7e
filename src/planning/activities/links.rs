//! What the activities of a year link to: elements of frameworks, by themselves or through their strategy areas.

use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use super::which::{counted_in, past_draft_in};
use crate::db::Conn;
use crate::db::schema::activities;
use crate::db::types::{Id, Json};
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::strategy_areas::StrategyArea;

/// An activity by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titled {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
}

impl Titled {
    pub(super) fn of((id, title): (Id<()>, String)) -> Self {
        Self { id: id.uuid(), title }
    }
}

/// Activities that have their links and their strategy area in common, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// Their links.
    pub links: Vec<FrameworkLink>,
    /// Their strategy area.
    pub strategy_area_id: Option<Id<StrategyArea>>,
    /// How many.
    pub count: i64,
}

/// The planned, ongoing and completed activities of a year that are not put away, by what they link to: one query, in
/// which those that link alike are one row.
///
/// # Errors
/// When the database refuses.
pub fn linked(conn: &mut Conn, year: i32) -> QueryResult<Vec<Linked>> {
    type Row = (Json<Vec<FrameworkLink>>, Option<Id<StrategyArea>>, i64);
    let rows: Vec<Row> = activities::table
        .group_by((activities::framework_links, activities::strategy_area_id))
        .select((activities::framework_links, activities::strategy_area_id, count_star()))
        .filter(counted_in(year))
        .load(conn)?;
    let linked = |(links, strategy_area_id, count): Row| Linked { links: links.0, strategy_area_id, count };
    Ok(rows.into_iter().map(linked).collect())
}

/// with neither a strategy area nor a link.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_linked_to_nothing() -> _ {
    activities::strategy_area_id.is_null().and(activities::framework_links.eq("[]"))
}

/// The first activities of a year that have left the drafts, are not put away, and have neither a strategy area nor a
/// link, by title; and how many there are: two queries.
///
/// # Errors
/// When the database refuses.
pub fn orphans(conn: &mut Conn, year: i32, most: i64) -> QueryResult<(Vec<Titled>, i64)> {
    let rows: Vec<(Id<()>, String)> = activities::table
        .filter(past_draft_in(year))
        .filter(is_linked_to_nothing())
        .order((activities::name_key, activities::id))
        .select((activities::id, activities::title))
        .limit(most)
        .load(conn)?;
    let total =
        activities::table.filter(past_draft_in(year)).filter(is_linked_to_nothing()).count().get_result(conn)?;
    Ok((rows.into_iter().map(Titled::of).collect(), total))
}
