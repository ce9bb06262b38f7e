//! The twin regions, which stand apart from the strategic alliances (D1).

use diesel::prelude::*;

use super::{Partner, PartnerState, PartnershipKind};
use crate::db::Conn;
use crate::db::schema::partners;
use crate::db::types::Id;

/// A twin region that is strategic or an ally.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwinRegion {
    /// Its id.
    pub id: Id<Partner>,
    /// What it is called.
    pub name: String,
    /// Its state.
    pub state: PartnerState,
    /// Whether it is an ally.
    pub alliance: bool,
    /// Why it joins the prioritised set.
    pub exception_reason: Option<String>,
}

/// The twin regions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TwinRegions {
    /// Those that are strategic or allies, by name.
    pub exceptions: Vec<TwinRegion>,
    /// How many twin regions there are in all.
    pub total: i64,
}

/// The twin regions that are not put away: two queries.
///
/// # Errors
/// When the database refuses.
pub fn twin_regions(conn: &mut Conn) -> QueryResult<TwinRegions> {
    type Row = (Id<Partner>, String, PartnerState, bool, Option<String>);
    let twins = || {
        partners::table
            .filter(partners::partnership_kind.eq(PartnershipKind::TwinRegion))
            .filter(partners::archived.eq(false))
    };
    let rows: Vec<Row> = twins()
        .filter(partners::state.eq(PartnerState::Strategic).or(partners::alliance.eq(true)))
        .order((partners::name_key, partners::id))
        .select((partners::id, partners::name, partners::state, partners::alliance, partners::exception_reason))
        .load(conn)?;
    let twin =
        |(id, name, state, alliance, exception_reason)| TwinRegion { id, name, state, alliance, exception_reason };
    Ok(TwinRegions { exceptions: rows.into_iter().map(twin).collect(), total: twins().count().get_result(conn)? })
}
