//! What the strategic partners contribute, which partners lie dormant, and when the region was last in touch with some.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::{AreaLink, Partner, PartnerState, PartnershipKind};
use crate::cooperation::engagements;
use crate::db::schema::partners;
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::governance::visits;

/// Strategic partners that contribute the same to the same areas, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributing {
    /// What they contribute to which areas.
    pub areas: Vec<AreaLink>,
    /// Whether they are twin regions, which stand apart (D1).
    pub twin_region: bool,
    /// How many.
    pub count: i64,
}

type Counted = ((Json<Vec<AreaLink>>, PartnershipKind), i64);

/// The strategic partners that are not put away, by what they contribute: one query. With a day, those in force on it.
///
/// # Errors
/// When the database refuses.
pub fn contributing(conn: &mut Conn, on: Option<NaiveDate>) -> QueryResult<Vec<Contributing>> {
    let key = (partners::strategy_areas, partners::partnership_kind);
    let mut rows = partners::table
        .group_by(key)
        .select((key, count_star()))
        .filter(partners::state.eq(PartnerState::Strategic))
        .filter(partners::archived.eq(false))
        .into_boxed();
    crate::narrow_in_force!(rows, partners::valid_from, partners::valid_to, on);
    let counted: Vec<Counted> = rows.load(conn)?;
    let of = |((areas, partnership), count): Counted| Contributing {
        areas: areas.0,
        twin_region: partnership == PartnershipKind::TwinRegion,
        count,
    };
    Ok(counted.into_iter().map(of).collect())
}

/// A partner by its name.
pub type Named = (Id<Partner>, String);

/// The list of partners, as it is narrowed.
type Rows = partners::BoxedQuery<'static, MultiBackend>;

/// The first partners of a state that are not put away, by name, and how many there are: two queries. With a day, those in
/// force on it; `narrow` asks for more.
///
/// # Errors
/// When the database refuses.
pub fn of_state(
    conn: &mut Conn,
    state: PartnerState,
    on: Option<NaiveDate>,
    most: i64,
    narrow: impl Fn(Rows) -> Rows,
) -> QueryResult<(Vec<Named>, i64)> {
    let here = || {
        let rows = partners::table.filter(partners::state.eq(state)).filter(partners::archived.eq(false));
        let mut rows = narrow(rows.into_boxed());
        crate::narrow_in_force!(rows, partners::valid_from, partners::valid_to, on);
        rows
    };
    let total = here().count().get_result(conn)?;
    let first = here()
        .order((partners::name_key, partners::id))
        .select((partners::id, partners::name))
        .limit(most)
        .load(conn)?;
    Ok((first, total))
}

/// The last day on which the region was in touch with each of some partners, of the engagements and of the visits that
/// have begun: two queries.
///
/// # Errors
/// When the database refuses.
pub fn last_contacts(
    conn: &mut Conn,
    ids: &[Id<Partner>],
    today: NaiveDate,
) -> QueryResult<HashMap<Id<Partner>, NaiveDate>> {
    let mut last = engagements::last_days(conn, ids, today)?;
    for (partner, day) in visits::last_days(conn, ids, today)? {
        let known = last.entry(partner).or_insert(day);
        *known = day.max(*known);
    }
    Ok(last)
}
