//! What the activities of some years cost.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::cells::whole;
use super::{COUNTED, Tally};
use crate::db::Conn;
use crate::db::schema::activities;
use crate::register::money::Sum;

/// What activities are thought to cost, and what they cost: one sum per currency each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// Thought.
    pub estimate: Vec<Sum>,
    /// Real.
    pub actual: Vec<Sum>,
}

impl Costs {
    /// The sums of those that count: never of several currencies together.
    pub fn of<'a>(tallies: impl IntoIterator<Item = &'a Tally>) -> Self {
        let (mut estimates, mut actuals) = (BTreeMap::new(), BTreeMap::new());
        for tally in tallies.into_iter().filter(|tally| COUNTED.contains(&tally.state)) {
            for (sums, part) in [(&mut estimates, &tally.estimate), (&mut actuals, &tally.actual)] {
                if let Some((currency, minor)) = part {
                    *sums.entry(currency.clone()).or_insert(0_i128) += minor;
                }
            }
        }
        Self { estimate: listed(estimates), actual: listed(actuals) }
    }
}

/// Minor units by currency.
type Sums = BTreeMap<String, i128>;

fn listed(sums: Sums) -> Vec<Sum> {
    sums.into_iter().map(|(currency, minor)| Sum::new(minor, currency)).collect()
}

/// What the planned, ongoing and completed activities of some years cost, those put away aside: one query.
///
/// # Errors
/// When the database refuses.
pub fn costs_of_years(conn: &mut Conn, years: &[i32]) -> QueryResult<HashMap<i32, Costs>> {
    use diesel::dsl::sql;
    type Part = (Option<i64>, Option<i64>);
    type Row = ((i32, Option<String>, Option<String>), (Part, Part));
    if years.is_empty() {
        return Ok(HashMap::new());
    }
    let key = (activities::year, activities::cost_estimate_currency, activities::cost_actual_currency);
    let half = sql::<Nullable<BigInt>>;
    // Summed in two halves, as in the tally of the matrix.
    let sums = (
        (
            half("CAST(SUM(cost_estimate_minor / 1000000) AS BIGINT)"),
            half("CAST(SUM(cost_estimate_minor % 1000000) AS BIGINT)"),
        ),
        (
            half("CAST(SUM(cost_actual_minor / 1000000) AS BIGINT)"),
            half("CAST(SUM(cost_actual_minor % 1000000) AS BIGINT)"),
        ),
    );
    let rows: Vec<Row> = activities::table
        .group_by(key)
        .select((key, sums))
        .filter(activities::year.eq_any(years.to_vec()))
        .filter(activities::archived.eq(false))
        .filter(activities::state.eq_any(COUNTED.map(|state| state.as_str())))
        .load(conn)?;
    let mut found: HashMap<i32, (Sums, Sums)> = HashMap::new();
    for ((year, estimated_in, spent_in), (estimate, actual)) in rows {
        let (estimates, actuals) = found.entry(year).or_default();
        for (sums, part) in [(estimates, whole(estimated_in, estimate)), (actuals, whole(spent_in, actual))] {
            if let Some((currency, minor)) = part {
                *sums.entry(currency).or_default() += minor;
            }
        }
    }
    Ok(found
        .into_iter()
        .map(|(year, (estimate, actual))| (year, Costs { estimate: listed(estimate), actual: listed(actual) }))
        .collect())
}
