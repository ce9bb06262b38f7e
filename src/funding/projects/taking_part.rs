//! Who takes part in the projects that count in reports: which municipalities, as what, and with how much of their own.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;

use diesel::dsl::count;
use diesel::prelude::*;

use super::counted::that_count;
use super::{Id, ParticipationRole, Project};
use crate::cooperation::partners::PartnerKind;
use crate::db::Conn;
use crate::db::schema::{
    partners, project_figures as figures, project_municipalities as municipalities,
    project_participations as participations, projects,
};
use crate::funding::calls::Call;
use crate::register::money::Sum;

/// A municipality that takes part in a project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Queryable)]
pub struct TakingPart {
    /// The project.
    pub project_id: Id<Project>,
    /// The year in which the project is counted.
    pub year: i32,
    /// The municipality's code.
    pub municipality_code: String,
}

/// The municipalities that take part in the projects of some years, each once per project: it is named, gives money, or is
/// among the partners that take part. Two queries.
///
/// # Errors
/// When the database refuses.
pub fn taking_part(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<BTreeSet<TakingPart>> {
    let named = municipalities::table
        .inner_join(figures::table.on(figures::project_id.eq(municipalities::project_id)))
        .inner_join(projects::table.on(projects::id.eq(municipalities::project_id)));
    let named: Vec<TakingPart> = that_count!(named, years)
        .select((municipalities::project_id, figures::year.assume_not_null(), municipalities::municipality_code))
        .load(conn)?;
    let as_partner = participations::table
        .inner_join(figures::table.on(figures::project_id.eq(participations::project_id)))
        .inner_join(projects::table.on(projects::id.eq(participations::project_id)))
        .inner_join(partners::table.on(partners::id.eq(participations::partner_id)));
    let as_partner: Vec<TakingPart> = that_count!(as_partner, years)
        .filter(partners::kind.eq(PartnerKind::Municipality))
        .filter(partners::municipality_code.is_not_null())
        .select((
            participations::project_id,
            figures::year.assume_not_null(),
            partners::municipality_code.assume_not_null(),
        ))
        .load(conn)?;
    Ok(named.into_iter().chain(as_partner).collect())
}

/// As what municipalities take part in the projects of some years as partners, by code: in how many projects each role.
pub type Roles = HashMap<String, BTreeMap<ParticipationRole, i64>>;

/// The roles of municipalities in the projects of some years: one query.
///
/// # Errors
/// When the database refuses.
pub fn roles_of_years(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<Roles> {
    let key = (partners::municipality_code, participations::role);
    let rows = participations::table
        .inner_join(figures::table.on(figures::project_id.eq(participations::project_id)))
        .inner_join(projects::table.on(projects::id.eq(participations::project_id)))
        .inner_join(partners::table.on(partners::id.eq(participations::partner_id)))
        .group_by(key)
        .select((key, count(participations::project_id).aggregate_distinct()))
        .filter(partners::kind.eq(PartnerKind::Municipality));
    let rows: Vec<((Option<String>, ParticipationRole), i64)> = that_count!(rows, years).load(conn)?;
    let mut roles = Roles::new();
    for ((code, role), count) in rows {
        if let Some(code) = code {
            roles.entry(code).or_default().insert(role, count);
        }
    }
    Ok(roles)
}

/// What municipalities themselves give to the projects of some years, by code: a sum per currency, never mixed. One query.
///
/// # Errors
/// When the database refuses.
pub fn municipal_money_of_years(
    conn: &mut Conn,
    years: &RangeInclusive<i32>,
) -> QueryResult<HashMap<String, Vec<Sum>>> {
    let rows = municipalities::table
        .inner_join(figures::table.on(figures::project_id.eq(municipalities::project_id)))
        .inner_join(projects::table.on(projects::id.eq(municipalities::project_id)));
    let rows: Vec<(String, String, i64)> = that_count!(rows, years)
        .filter(municipalities::amount_minor.gt(0))
        .select((municipalities::municipality_code, figures::currency, municipalities::amount_minor.assume_not_null()))
        .load(conn)?;
    let mut minor: BTreeMap<(String, String), i128> = BTreeMap::new();
    for (code, currency, amount) in rows {
        *minor.entry((code, currency)).or_default() += i128::from(amount);
    }
    let mut sums: HashMap<String, Vec<Sum>> = HashMap::new();
    for ((code, currency), minor) in minor {
        sums.entry(code).or_default().push(Sum::new(minor, currency));
    }
    Ok(sums)
}

/// How many projects name each of some calls, in whatever state, those put away aside: one query.
///
/// # Errors
/// When the database refuses.
pub fn count_by_call(conn: &mut Conn, calls: &[Id<Call>]) -> QueryResult<HashMap<Id<Call>, i64>> {
    if calls.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Option<Id<Call>>, i64)> = projects::table
        .group_by(projects::call_id)
        .select((projects::call_id, diesel::dsl::count_star()))
        .filter(projects::call_id.eq_any(calls.to_vec()))
        .filter(projects::archived.eq(false))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(call, count)| Some((call?, count))).collect())
}
