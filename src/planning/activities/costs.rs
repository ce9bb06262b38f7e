//! What the activities of some years cost.

use std::collections::{BTreeMap, HashMap};

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

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
        let (mut estimates, mut actuals) = (ByCurrency::new(), ByCurrency::new());
        for tally in tallies.into_iter().filter(|tally| COUNTED.contains(&tally.state)) {
            add(&mut estimates, tally.estimate.clone());
            add(&mut actuals, tally.actual.clone());
        }
        Self { estimate: listed(estimates), actual: listed(actuals) }
    }
}

/// Minor units by currency.
type ByCurrency = BTreeMap<String, i128>;

fn add(sums: &mut ByCurrency, part: Option<Minor>) {
    if let Some((currency, minor)) = part {
        *sums.entry(currency).or_default() += minor;
    }
}

fn listed(sums: ByCurrency) -> Vec<Sum> {
    sums.into_iter().map(|(currency, minor)| Sum::new(minor, currency)).collect()
}

/// What sums are taken apart by, so that neither half of a sum outgrows its column, however many amounts there are: a sum
/// of 64 bits would end at some 90,000 of the highest amounts.
const HALF: i128 = 1_000_000;

/// The currencies of what activities are thought to cost and of what they cost: what sums are grouped by.
pub(super) type SummedIn = (Option<String>, Option<String>);

/// What activities are thought to cost and what they cost, each summed in two halves.
pub(super) type Sums = ((Option<i64>, Option<i64>), (Option<i64>, Option<i64>));

/// An amount in minor units of a currency.
pub(super) type Minor = (String, i128);

type Half = SqlLiteral<Nullable<BigInt>>;

/// The sums of some activities' costs, as columns of a query.
pub(super) fn sums() -> ((Half, Half), (Half, Half)) {
    (
        (
            sql("CAST(SUM(cost_estimate_minor / 1000000) AS BIGINT)"),
            sql("CAST(SUM(cost_estimate_minor % 1000000) AS BIGINT)"),
        ),
        (
            sql("CAST(SUM(cost_actual_minor / 1000000) AS BIGINT)"),
            sql("CAST(SUM(cost_actual_minor % 1000000) AS BIGINT)"),
        ),
    )
}

/// What those columns hold: what is thought, and what is real.
pub(super) fn summed((estimated_in, spent_in): SummedIn, (estimate, actual): Sums) -> (Option<Minor>, Option<Minor>) {
    let whole = |currency: Option<String>, (high, low): (Option<i64>, Option<i64>)| {
        Some((currency?, i128::from(high?) * HALF + i128::from(low?)))
    };
    (whole(estimated_in, estimate), whole(spent_in, actual))
}

/// What the planned, ongoing and completed activities of some years cost, those put away aside: one query.
///
/// # Errors
/// When the database refuses.
pub fn costs_of_years(conn: &mut Conn, years: &[i32]) -> QueryResult<HashMap<i32, Costs>> {
    if years.is_empty() {
        return Ok(HashMap::new());
    }
    let currencies = (activities::cost_estimate_currency, activities::cost_actual_currency);
    let key = (activities::year, currencies);
    let rows: Vec<((i32, SummedIn), Sums)> = activities::table
        .group_by(key)
        .select((key, sums()))
        .filter(activities::year.eq_any(years.to_vec()))
        .filter(activities::archived.eq(false))
        .filter(activities::state.eq_any(COUNTED))
        .load(conn)?;
    let mut found: HashMap<i32, (ByCurrency, ByCurrency)> = HashMap::new();
    for ((year, currencies), sums) in rows {
        let (estimates, actuals) = found.entry(year).or_default();
        let (estimate, actual) = summed(currencies, sums);
        add(estimates, estimate);
        add(actuals, actual);
    }
    let costs = |(estimates, actuals)| Costs { estimate: listed(estimates), actual: listed(actuals) };
    Ok(found.into_iter().map(|(year, sums)| (year, costs(sums))).collect())
}
