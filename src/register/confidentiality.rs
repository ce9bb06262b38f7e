//! Confidentiality (R-38): a record is public unless a law keeps it from those who have no right to it.
//!
//! Who has no right reads through connections that leave such records out ([`Db::without_confidential`]), so that no query
//! can forget it: lists, counts, search, reports, feed and exports alike. What is written asks here.

use std::collections::{BTreeSet, HashSet};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::write::{find, store_next};
use super::{Record, Reference, Register, references};
use crate::db::schema::{confidential_records as table, record_references, records};
use crate::db::table::AT_ONCE;
use crate::db::types::Id;
use crate::db::{Conn, Db};
use crate::error::ApiError;
use crate::identity::caller::{Caller, Subject};
use crate::identity::policy::{Grant, Verb};
use crate::journal::{Action, Tx};
use crate::routes::{REGISTERS, register_of};

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
    /// Whether it is so with what the record is part of or tells of, and public again when that is; set by the service. What is
    /// said of the record itself is not, nor what is sent back with `false`.
    #[serde(default)]
    #[schema(read_only, example = false)]
    pub inherited: bool,
}

impl Confidentiality {
    /// What a caller says of a record: of its own, unless it is what the record has.
    pub(super) fn said(self, before: Option<&Self>) -> Self {
        if before == Some(&self) { self } else { self.owned() }
    }

    /// The ground as the record's own.
    fn owned(self) -> Self {
        Self { inherited: false, ..self }
    }
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

/// The references by which a record is part of another or decides about it: what is said of the one is said of the other.
pub const PART_OF: &[&str] = &[
    "progress_update.activity",
    "indicator.activity",
    "indicator_value.indicator",
    "membership_fee.membership",
    "mandate.membership",
    "benefit_review.membership",
    "introduction.visit",
    "engagement.partner",
    "decision.strategies",
    "decision.strategyAreas",
    "decision.cooperationAgreements",
    "decision.memberships",
    "decision.operationalPlans",
    "decision.corrects",
];

/// Makes a record that is written as confidential as what it is part of or tells of, unless it is so on a ground of its own. What
/// it followed until now and does so no more, it keeps as its own: nothing is made public in passing.
///
/// # Errors
/// When the database refuses.
pub(super) fn inherit<R: Register>(tx: &mut Tx<'_>, record: &mut Record<R>) -> QueryResult<()> {
    let said = record.meta.confidentiality.clone();
    judge(tx, record)?;
    if record.meta.confidentiality.is_none() {
        record.meta.confidentiality = said.map(Confidentiality::owned);
    }
    Ok(())
}

/// Makes a record as confidential as what it is part of or tells of, or public, unless it is so on a ground of its own.
fn judge<R: Register>(tx: &mut Tx<'_>, record: &mut Record<R>) -> QueryResult<()> {
    if record.meta.confidentiality.as_ref().is_some_and(|is| !is.inherited) {
        return Ok(());
    }
    let ground = match ground_of_whole(tx, record)? {
        None => ground_of_told(tx, record)?,
        found => found,
    };
    record.meta.confidentiality = ground.map(|legal_ground| Confidentiality { legal_ground, inherited: true });
    Ok(())
}

/// On what ground something is confidential that a record is part of.
fn ground_of_whole<R: Register>(tx: &mut Tx<'_>, record: &Record<R>) -> QueryResult<Option<String>> {
    let is_part = |reference: &&Reference<R>| PART_OF.contains(&reference.key().as_str());
    for reference in R::references().iter().filter(is_part) {
        for (_, id) in (reference.ids)(record) {
            if references::is_hidden(tx, reference.target, id)? {
                return reference.target.legal_ground(tx.conn()?, id);
            }
        }
    }
    Ok(None)
}

/// On what ground something is confidential that a record tells of. What was so when it was deleted stays so.
fn ground_of_told<R: Register>(tx: &mut Tx<'_>, record: &Record<R>) -> QueryResult<Option<String>> {
    let Some(tells) = R::TELLS else { return Ok(None) };
    let conn = tx.conn()?;
    let told = (tells.of)(conn, record)?;
    if let Some(ground) = ground_of_any(conn, &told, tells.by)? {
        return Ok(Some(ground));
    }
    let was = record.meta.confidentiality.as_ref().map(|was| was.legal_ground.clone());
    Ok(if was.is_some() && !among(conn, &told)?.is_empty() { was } else { None })
}

/// Makes the parts of a record, and what tells of it, as confidential as it has become, and so on with theirs; what was so with
/// it becomes public with it, unless it is part of something else or tells of something else that is confidential.
///
/// # Errors
/// When the database refuses.
pub(super) fn follow(tx: &mut Tx<'_>, whole: Uuid) -> Result<(), ApiError> {
    let (mut changed, mut done) = (vec![whole], 0);
    while done < changed.len() {
        while let Some(whole) = changed.get(done).copied() {
            done += 1;
            for (part, kind) in parts(tx.conn()?, whole)? {
                let register = register_of(&kind).ok_or_else(|| {
                    ApiError::internal(format!("the index of references names an unknown register: {kind}"))
                })?;
                changed.extend(register.follow(tx, part)?.then_some(part));
            }
        }
        for register in REGISTERS {
            for teller in register.telling(tx.conn()?, &changed)? {
                changed.extend(register.follow(tx, teller)?.then_some(teller));
            }
        }
    }
    Ok(())
}

/// The parts of a record, each with its type.
fn parts(conn: &mut Conn, whole: Uuid) -> QueryResult<Vec<(Uuid, String)>> {
    let found: Vec<(Id<()>, String)> = record_references::table
        .inner_join(records::table.on(records::id.eq(record_references::from_id)))
        .filter(record_references::to_id.eq(Id::<()>::from(whole)))
        .filter(record_references::reference.eq_any(PART_OF))
        .select((records::id, records::resource_type))
        .distinct()
        .order(records::id)
        .load(conn)?;
    Ok(found.into_iter().map(|(id, kind)| (id.uuid(), kind)).collect())
}

/// The records of one register that tell of any of some.
///
/// # Errors
/// When the database refuses.
pub(super) fn telling<R: Register>(conn: &mut Conn, wanted: &[Uuid]) -> QueryResult<Vec<Uuid>> {
    let Some(tells) = R::TELLS else { return Ok(Vec::new()) };
    let mut told: HashSet<Uuid> = wanted.iter().copied().collect();
    for some in wanted.chunks(AT_ONCE) {
        let some: Vec<Id<()>> = some.iter().copied().map(Id::from).collect();
        let known: Vec<Id<()>> = record_references::table
            .inner_join(records::table.on(records::id.eq(record_references::from_id)))
            .filter(records::id.eq_any(some))
            .filter(records::resource_type.eq_any(tells.by.to_vec()))
            .select(record_references::to_id)
            .load(conn)?;
        told.extend(known.into_iter().map(Id::uuid));
    }
    let all: Vec<Id<()>> = records::table.filter(records::resource_type.eq(R::TYPE)).select(records::id).load(conn)?;
    let all: Vec<Id<R>> = all.into_iter().map(|id| Id::from(id.uuid())).collect();
    let mut telling = Vec::new();
    for some in all.chunks(AT_ONCE) {
        for record in R::rows_by_id(conn, some)?.into_iter().map(R::from_row) {
            if (tells.of)(conn, &record)?.iter().any(|id| told.contains(id)) {
                telling.push(record.uuid());
            }
        }
    }
    Ok(telling)
}

/// Makes one record as confidential as what it is part of or tells of has become; whether that changed it.
///
/// # Errors
/// When the database refuses.
pub(super) fn follow_one<R: Register>(tx: &mut Tx<'_>, id: Id<R>) -> Result<bool, ApiError> {
    let mut record = find(tx.conn()?, id)?;
    let was = record.meta.confidentiality.clone();
    judge(tx, &mut record)?;
    let is_changed = record.meta.confidentiality != was;
    if is_changed {
        store_next(tx, &mut record, Action::Update)?;
    }
    Ok(is_changed)
}

/// Brings the index of what is confidential now up to date with a record. One that is deleted stays in it as it was.
pub(super) fn index<R: Register>(tx: &mut Tx<'_>, record: &Record<R>, is_new: bool) -> QueryResult<()> {
    let id = record.meta.id.erased();
    if !is_new {
        diesel::delete(table::table.find(id)).execute(tx.conn()?)?;
    }
    if record.meta.confidentiality.is_some() {
        diesel::insert_into(table::table).values(table::id.eq(id)).execute(tx.conn()?)?;
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

/// On what ground any of some records, of any register, is confidential, or what is known of them by records of some types, such
/// as an indicator's values.
///
/// # Errors
/// When the database refuses.
fn ground_of_any(conn: &mut Conn, told: &[Uuid], by: &[&'static str]) -> QueryResult<Option<String>> {
    let told: BTreeSet<Id<()>> = told.iter().copied().map(Id::from).collect();
    let told: Vec<Id<()>> = told.into_iter().collect();
    let known_by = record_references::table
        .filter(record_references::to_id.eq_any(told.clone()))
        .select(record_references::from_id);
    let confidential: Option<(Id<()>, String)> = records::table
        .filter(records::id.eq_any(table::table.select(table::id)))
        .filter(
            records::id.eq_any(told).or(records::resource_type.eq_any(by.to_vec()).and(records::id.eq_any(known_by))),
        )
        .order(records::id)
        .select((records::id, records::resource_type))
        .first(conn)
        .optional()?;
    let Some((id, kind)) = confidential else { return Ok(None) };
    register_of(&kind).map_or(Ok(None), |register| register.legal_ground(conn, id.uuid()))
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
