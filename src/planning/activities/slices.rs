//! The activities of a year across the matrix: for whom, across which border, with what effect, at which level.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::costs::{SummedIn, Sums, summed, sums};
use super::links::Titled;
use super::which::counted_in;
use super::{CooperationLevel, Effect, Sustainability, TargetGroup};
use crate::db::Conn;
use crate::db::schema::{activities, partners, record_references};
use crate::db::types::{Id, Json};

/// How a list of target groups, kept as JSON, writes young people.
const YOUTH: &str = "%\"youth\"%";

/// Activities that have much in common, how many they are, and what they cost together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Whom they are for.
    pub target_groups: Vec<TargetGroup>,
    /// Whether they cross the border to Norway.
    pub cross_border: bool,
    /// The dimensions of sustainability that they serve.
    pub sustainability: Vec<Sustainability>,
    /// Whether the EU is in their focus.
    pub eu_focus: bool,
    /// What they have an effect on.
    pub effects: Vec<Effect>,
    /// Their level of cooperation.
    pub cooperation_level: CooperationLevel,
    /// How many.
    pub count: i64,
    /// What they are thought to cost, in minor units of a currency.
    pub estimate: Option<(String, i128)>,
    /// What they cost, in minor units of a currency.
    pub actual: Option<(String, i128)>,
}

type Key =
    (Json<Vec<TargetGroup>>, bool, Json<Vec<Sustainability>>, bool, Json<Vec<Effect>>, CooperationLevel, SummedIn);

type Row = (Key, i64, Sums);

impl Slice {
    fn of((key, count, sums): Row) -> Self {
        let (target_groups, cross_border, sustainability, eu_focus, effects, cooperation_level, currencies) = key;
        let (estimate, actual) = summed(currencies, sums);
        Self {
            target_groups: target_groups.0,
            cross_border,
            sustainability: sustainability.0,
            eu_focus,
            effects: effects.0,
            cooperation_level,
            count,
            estimate,
            actual,
        }
    }
}

/// The activities in which a partner of a country takes part that is not put away.
#[diesel::dsl::auto_type(no_type_alias)]
fn with_partner_in(country: &str) -> _ {
    let at_home =
        partners::table.filter(partners::country.eq(country)).filter(partners::archived.eq(false)).select(partners::id);
    record_references::table
        .filter(record_references::reference.eq("activity.partners"))
        .filter(record_references::to_id.eq_any(at_home))
        .select(record_references::from_id)
}

/// The planned, ongoing and completed activities of a year that are not put away, counted and summed by what they have in
/// common; with a country, those with a partner in it: one query.
///
/// # Errors
/// When the database refuses.
pub fn slices(conn: &mut Conn, year: i32, country: Option<&str>) -> QueryResult<Vec<Slice>> {
    let key = (
        activities::target_groups,
        activities::cross_border,
        activities::sustainability,
        activities::eu_focus,
        activities::effects,
        activities::cooperation_level,
        (activities::cost_estimate_currency, activities::cost_actual_currency),
    );
    let rows = activities::table.group_by(key).select((key, count_star(), sums())).filter(counted_in(year));
    let rows: Vec<Row> = match country {
        Some(country) => rows.filter(activities::id.eq_any(with_partner_in(country))).load(conn)?,
        None => rows.load(conn)?,
    };
    Ok(rows.into_iter().map(Slice::of).collect())
}

/// The first activities of a year that count and are for young people, by title: one query.
///
/// # Errors
/// When the database refuses.
pub fn youth_titles(conn: &mut Conn, year: i32, most: i64) -> QueryResult<Vec<Titled>> {
    let rows: Vec<(Id<()>, String)> = activities::table
        .filter(counted_in(year))
        .filter(activities::target_groups.like(YOUTH))
        .order((activities::name_key, activities::id))
        .select((activities::id, activities::title))
        .limit(most)
        .load(conn)?;
    Ok(rows.into_iter().map(Titled::of).collect())
}

/// The first activities of a year that count and cross the border, or have a partner in a country, by title: one query.
///
/// # Errors
/// When the database refuses.
pub fn border_titles(conn: &mut Conn, year: i32, country: &str, most: i64) -> QueryResult<Vec<Titled>> {
    let crosses = activities::cross_border.eq(true).or(activities::id.eq_any(with_partner_in(country)));
    let rows: Vec<(Id<()>, String)> = activities::table
        .filter(counted_in(year))
        .filter(crosses)
        .order((activities::name_key, activities::id))
        .select((activities::id, activities::title))
        .limit(most)
        .load(conn)?;
    Ok(rows.into_iter().map(Titled::of).collect())
}
