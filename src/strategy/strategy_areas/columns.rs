//! The columns of the matrix year by year: the areas that were prioritised on the last day of each.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{StrategyArea, store};
use crate::db::Conn;
use crate::db::schema::strategies;
use crate::db::types::Id;
use crate::register::Record;
use crate::strategy::strategies::Strategy;

/// A strategy that was adopted, and when it is in force.
type Adopted = (Id<Strategy>, Option<NaiveDate>, NaiveDate, NaiveDate, Option<NaiveDate>);

/// The columns of some years in their order, years without any too: two queries, however many years.
///
/// # Errors
/// When the database refuses.
pub fn columns(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<BTreeMap<i32, Vec<Record<StrategyArea>>>> {
    let adopted: Vec<Adopted> = strategies::table
        .filter(strategies::adopted_on.is_not_null())
        .select((
            strategies::id,
            strategies::adopted_on,
            strategies::period_start,
            strategies::period_end,
            strategies::superseded_on,
        ))
        .load(conn)?;
    let in_force = |day: NaiveDate| adopted.iter().find(|one| holds(one, day)).map(|(id, ..)| *id);
    let last_days: Vec<(i32, NaiveDate)> =
        years.clone().filter_map(|year| Some((year, NaiveDate::from_ymd_opt(year, 12, 31)?))).collect();
    let wanted: BTreeSet<Id<Strategy>> = last_days.iter().filter_map(|(_, day)| in_force(*day)).collect();
    let areas = store::of_strategies(conn, wanted.into_iter().collect())?;
    let of_year = |(year, day): (i32, NaiveDate)| {
        let strategy = in_force(day);
        let is_column = |area: &&Record<StrategyArea>| {
            strategy.is_some()
                && area.content.strategy_id == strategy
                && area.kept.periods.iter().any(|period| period.holds(day))
        };
        (year, areas.iter().filter(is_column).cloned().collect())
    };
    Ok(last_days.into_iter().map(of_year).collect())
}

/// The columns of a year in their order: two queries.
///
/// # Errors
/// When the database refuses.
pub fn of_year(conn: &mut Conn, year: i32) -> QueryResult<Vec<Record<StrategyArea>>> {
    Ok(columns(conn, &(year..=year))?.remove(&year).unwrap_or_default())
}

/// As `is_in_force` of strategies asks the database.
fn holds((_, adopted_on, start, end, superseded_on): &Adopted, day: NaiveDate) -> bool {
    let is_adopted = adopted_on.is_some_and(|adopted| adopted <= day);
    is_adopted && *start <= day && day <= *end && superseded_on.is_none_or(|superseded| day < superseded)
}
