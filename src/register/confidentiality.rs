//! Confidentiality (R-38): a record is public unless a law keeps it from those who have no right to it.
//!
//! Who has no right reads through connections that leave such records out ([`Db::without_confidential`]), so that no query
//! can forget it: lists, counts, search, reports, feed and exports alike. What is written asks here.

use std::collections::HashSet;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Record, Register};
use crate::db::schema::confidential_records as table;
use crate::db::types::Id;
use crate::db::{Conn, Db};
use crate::error::ApiError;
use crate::identity::caller::{Caller, Subject};
use crate::identity::policy::{Grant, Verb};

/// Why a record is kept from those who have no right to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Confidentiality {
    /// Chapter and section of offentlighets- och sekretesslagen (2009:400).
    #[schema(
        pattern = r"^[1-9][0-9]? kap\. [1-9][0-9]?( [a-z])? § OSL$",
        max_length = 40,
        example = "15 kap. 1 § OSL"
    )]
    pub legal_ground: String,
}

/// Confidential records, as a subject of the policy: whoever may read them may also make a record so.
pub struct Confidential;

impl Subject for Confidential {
    const NAME: &'static str = "confidential";
}

/// Whether a caller sees what is confidential.
pub fn sees(caller: &Caller) -> bool {
    caller.grant(Confidential::NAME, Verb::Read) == Grant::All
}

/// The database as a caller sees it.
pub fn seen_by(db: &Db, caller: &Caller) -> Db {
    if sees(caller) { db.clone() } else { db.without_confidential() }
}

/// Demands that a caller sees everything: what touches all that refers to a record, or changes who sees it, is only for
/// them.
///
/// # Errors
/// `forbidden`, naming the permission.
pub fn demand(caller: &Caller) -> Result<(), ApiError> {
    caller.demand(Confidential::NAME, Verb::Read, None).map_err(|mut error| {
        error.0.rule = Some("R-38");
        error
    })
}

/// Whether a record is there for a caller.
pub(super) fn is_there<R: Register>(caller: &Caller, record: &Record<R>) -> bool {
    record.meta.confidentiality.is_none() || sees(caller)
}

/// Only who sees confidential records changes whether one is.
///
/// # Errors
/// As [`demand`].
pub(super) fn check<R: Register>(
    caller: &Caller,
    before: Option<&Record<R>>,
    after: &Record<R>,
) -> Result<(), ApiError> {
    let was = before.and_then(|before| before.meta.confidentiality.as_ref());
    if was == after.meta.confidentiality.as_ref() { Ok(()) } else { demand(caller) }
}

/// What tells of several records is as confidential as they are: on the first one's ground.
pub fn inherited<'a>(of: impl IntoIterator<Item = &'a Option<Confidentiality>>) -> Option<Confidentiality> {
    of.into_iter().flatten().next().cloned()
}

/// Brings the index of what is confidential now up to date with a record. One that is deleted stays in it as it was.
pub(super) fn index<R: Register>(conn: &mut Conn, record: &Record<R>, is_new: bool) -> QueryResult<()> {
    let id = record.meta.id.erased();
    if !is_new {
        diesel::delete(table::table.find(id)).execute(conn)?;
    }
    if record.meta.confidentiality.is_some() {
        diesel::insert_into(table::table).values(table::id.eq(id)).execute(conn)?;
    }
    Ok(())
}

/// Those of some records, of any register, that are confidential now.
///
/// # Errors
/// When the database refuses.
pub fn among(conn: &mut Conn, ids: &[Uuid]) -> QueryResult<HashSet<Uuid>> {
    let ids: Vec<Id<()>> = ids.iter().copied().map(Id::from).collect();
    let found: Vec<Id<()>> = crate::load_of!(conn, table::table.select(table::id), table::id, &ids[..])?;
    Ok(found.into_iter().map(Id::uuid).collect())
}

/// All that is confidential now.
///
/// # Errors
/// When the database refuses.
pub fn all(conn: &mut Conn) -> QueryResult<HashSet<Uuid>> {
    let found: Vec<Id<()>> = table::table.select(table::id).load(conn)?;
    Ok(found.into_iter().map(Id::uuid).collect())
}

/// Makes an index, such as that of an earlier register, say that exactly these are confidential.
///
/// # Errors
/// When the database refuses.
pub fn replace(conn: &mut Conn, ids: &HashSet<Uuid>) -> QueryResult<()> {
    diesel::delete(table::table).execute(conn)?;
    for id in ids {
        diesel::insert_into(table::table).values(table::id.eq(Id::<()>::from(*id))).execute(conn)?;
    }
    Ok(())
}
