//! What other registers ask of partners: their names and kinds, and which of them have ended.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Partner, PartnerKind, PartnerState};
use crate::db::Conn;
use crate::db::schema::partners;
use crate::db::types::Id;
use crate::register::references;
use crate::text::{Message, sort_key};

/// A partner that has ended, or that others have succeeded.
#[derive(Clone, Debug)]
pub struct Ending {
    name: String,
    successors: Vec<String>,
}

impl Ending {
    /// What is said of it.
    pub fn message(&self) -> Message {
        let Self { name, successors } = self;
        if successors.is_empty() {
            return Message::new(format!("{name} har upphört."), format!("{name} has ended."));
        }
        let successors = successors.join(", ");
        Message::new(format!("{name} har ersatts av {successors}."), format!("{name} was succeeded by {successors}."))
    }
}

/// Those of some partners that have ended by a day, or that others have succeeded: three queries, however many.
///
/// # Errors
/// When the database refuses.
pub fn endings(conn: &mut Conn, ids: &[Id<Partner>], today: NaiveDate) -> QueryResult<HashMap<Id<Partner>, Ending>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut ids = ids.to_vec();
    ids.sort();
    ids.dedup();
    let links = references::referring::<Partner, Partner>(conn, "predecessors", &ids)?;
    let successors: Vec<Id<Partner>> = links.iter().map(|(_, successor)| *successor).collect();
    // Those that have come after by then.
    let names: HashMap<Id<Partner>, String> = partners::table
        .filter(partners::id.eq_any(successors))
        .filter(partners::valid_from.is_null().or(partners::valid_from.le(today)))
        .select((partners::id, partners::name))
        .load::<(Id<Partner>, String)>(conn)?
        .into_iter()
        .collect();
    let rows: Vec<(Id<Partner>, String, String, Option<NaiveDate>)> = partners::table
        .filter(partners::id.eq_any(ids))
        .select((partners::id, partners::name, partners::state, partners::valid_to))
        .load(conn)?;
    let of = |(id, name, state, valid_to): (Id<Partner>, String, String, Option<NaiveDate>)| {
        let mut successors: Vec<String> =
            links.iter().filter(|(to, _)| *to == id).filter_map(|(_, by)| names.get(by).cloned()).collect();
        successors.sort_by_cached_key(|name| sort_key(name));
        // Where its last day is known, that decides.
        let has_ended = match valid_to {
            Some(day) => day < today,
            None => state == PartnerState::Ended.as_str() || !successors.is_empty(),
        };
        has_ended.then_some((id, Ending { name, successors }))
    };
    Ok(rows.into_iter().filter_map(of).collect())
}

/// Name and kind of some partners: one query.
///
/// # Errors
/// When the database refuses.
pub fn names_and_kinds(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = Id<Partner>>,
) -> QueryResult<HashMap<Id<Partner>, (String, PartnerKind)>> {
    let mut ids: Vec<Id<Partner>> = ids.into_iter().collect();
    ids.sort();
    ids.dedup();
    let rows: Vec<(Id<Partner>, String, PartnerKind)> = partners::table
        .filter(partners::id.eq_any(ids))
        .select((partners::id, partners::name, partners::kind))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name, kind)| (id, (name, kind))).collect())
}

/// Those of some partners that are strategic: one query.
///
/// # Errors
/// When the database refuses.
pub fn strategic_of(conn: &mut Conn, ids: impl IntoIterator<Item = Id<Partner>>) -> QueryResult<HashSet<Id<Partner>>> {
    let ids: HashSet<Id<Partner>> = ids.into_iter().collect();
    let found: Vec<Id<Partner>> = partners::table
        .filter(partners::id.eq_any(ids.into_iter().collect::<Vec<_>>()))
        .filter(partners::state.eq(PartnerState::Strategic.as_str()))
        .select(partners::id)
        .load(conn)?;
    Ok(found.into_iter().collect())
}
