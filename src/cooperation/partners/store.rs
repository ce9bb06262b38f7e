//! The rows of partners.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::dto::{Alias, AreaLink, Contact};
use super::{
    Partner, PartnerComputed, PartnerIn, PartnerKept, PartnerKind, PartnerState, PartnershipKind, last_contacts,
};
use crate::db::schema::partners;
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::governance::units::Unit;
use crate::register::rules::{Precision, check_free};
use crate::register::{ListQuery, Record, references};
use crate::text::{contains_pattern, fold, sort_key, text};

crate::register_table! {
    partners for Partner, row PartnerRow {
        state: String,
        state_reason: Option<String>,
        name: String,
        name_folded: String,
        aliases: Json<Vec<Alias>>,
        kind: PartnerKind,
        country: Option<String>,
        municipality_code: Option<String>,
        nuts_code: Option<String>,
        nuts_version: Option<String>,
        organisation_number: Option<String>,
        foreign_id: Option<String>,
        website: Option<String>,
        partnership_kind: PartnershipKind,
        alliance: bool,
        cross_border: bool,
        strategy_areas: Json<Vec<AreaLink>>,
        predecessor_ids: Json<Vec<Id<Partner>>>,
        valid_from: Option<NaiveDate>,
        valid_from_precision: Option<Precision>,
        valid_to: Option<NaiveDate>,
        valid_to_precision: Option<Precision>,
        exception_reason: Option<String>,
        description: Option<String>,
        contacts: Json<Vec<Contact>>,
        created_by_unit_id: Option<Id<Unit>>,
        merged_into_id: Option<Id<Partner>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort {
        "name" => name_key, "kind" => kind, "country" => country optional, "state" => state,
        "partnershipKind" => partnership_kind, "validFrom" => valid_from optional, "validTo" => valid_to optional
    }
}

/// The row of a record.
fn to_row(record: Record<Partner>) -> PartnerRow {
    let name_folded = compared(&record);
    let Record { meta, content, kept } = record;
    let PartnerKept { created_by_unit_id, merged_into_id } = kept;
    let PartnerIn {
        name,
        aliases,
        kind,
        country,
        municipality_code,
        nuts_code,
        nuts_version,
        organisation_number,
        foreign_id,
        website,
        partnership_kind,
        alliance,
        cross_border,
        strategy_areas,
        predecessor_ids,
        valid_from,
        valid_from_precision,
        valid_to,
        valid_to_precision,
        exception_reason,
        description,
        contacts,
    } = content;
    let mut found_by: Vec<&str> = vec![&name];
    found_by.extend(aliases.iter().map(|alias| alias.0.as_str()));
    found_by.extend(organisation_number.as_deref());
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_folded,
        name_key: sort_key(&name),
        search: fold(&found_by.join(" ")),
        name,
        aliases: Json(aliases),
        kind,
        country,
        municipality_code,
        nuts_code,
        nuts_version,
        organisation_number,
        foreign_id,
        website,
        partnership_kind,
        alliance,
        cross_border,
        strategy_areas: Json(strategy_areas),
        predecessor_ids: Json(predecessor_ids),
        valid_from,
        valid_from_precision,
        valid_to,
        valid_to_precision,
        exception_reason,
        description,
        contacts: Json(contacts),
        created_by_unit_id,
        merged_into_id,
    };
    PartnerRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: PartnerRow) -> Record<Partner> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = PartnerIn {
        name: row.name,
        aliases: row.aliases.0,
        kind: row.kind,
        country: row.country,
        municipality_code: row.municipality_code,
        nuts_code: row.nuts_code,
        nuts_version: row.nuts_version,
        organisation_number: row.organisation_number,
        foreign_id: row.foreign_id,
        website: row.website,
        partnership_kind: row.partnership_kind,
        alliance: row.alliance,
        cross_border: row.cross_border,
        strategy_areas: row.strategy_areas.0,
        predecessor_ids: row.predecessor_ids.0,
        valid_from: row.valid_from,
        valid_from_precision: row.valid_from_precision,
        valid_to: row.valid_to,
        valid_to_precision: row.valid_to_precision,
        exception_reason: row.exception_reason,
        description: row.description,
        contacts: row.contacts.0,
    };
    let kept = PartnerKept { created_by_unit_id: row.created_by_unit_id, merged_into_id: row.merged_into_id };
    Record { meta, content, kept }
}

impl Partner {
    fn filtered(query: &ListQuery<Self>) -> partners::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = partners::table.into_boxed();
        crate::narrow!(rows, partners::state, filter.state);
        crate::narrow!(rows, partners::kind, filter.kind);
        crate::narrow_optional!(rows, partners::country, filter.country);
        crate::narrow_optional!(rows, partners::municipality_code, filter.municipality_code);
        crate::narrow_optional!(rows, partners::nuts_code, filter.nuts_code);
        crate::narrow_optional!(rows, partners::organisation_number, filter.organisation_number);
        crate::narrow!(rows, partners::partnership_kind, filter.partnership_kind);
        crate::narrow!(rows, partners::alliance, filter.alliance);
        crate::narrow!(rows, partners::cross_border, filter.cross_border);
        crate::narrow_reference!(rows, partners::id, "partner.strategyAreas", filter.strategy_area_id);
        crate::narrow_reference!(rows, partners::id, "partner.predecessors", filter.predecessor_id);
        crate::narrow_range!(rows, partners::valid_from, filter.valid_from);
        crate::narrow_range!(rows, partners::valid_to, filter.valid_to);
        crate::narrow_in_force!(rows, partners::valid_from, partners::valid_to, query.on);
        rows
    }
}

/// How the name of a partner is compared: what became part of another keeps its name and takes it from nobody.
fn compared(record: &Record<Partner>) -> String {
    let name = fold(&record.content.name);
    match record.kept.merged_into_id {
        Some(_) => format!("{name}{MERGED}{}", record.meta.id),
        None => name,
    }
}

/// What no folded name has in it.
const MERGED: char = '\u{1}';

/// The name is another partner's, in whatever case, or was a duplicate's that became part of another.
pub(super) fn check_name(conn: &mut Conn, record: &Record<Partner>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    if record.kept.merged_into_id.is_some() {
        return Ok(());
    }
    let name = fold(&record.content.name);
    let (first, last) = (format!("{name}{MERGED}"), format!("{name}{MERGED}{}", char::MAX));
    let holders: Vec<(Id<Partner>, Option<Id<Partner>>)> = partners::table
        .filter(partners::name_folded.eq(name).or(partners::name_folded.between(first, last)))
        .select((partners::id, partners::merged_into_id))
        .load(conn)?;
    let holder = holders.into_iter().map(|(id, into)| into.unwrap_or(id)).find(|holder| *holder != record.meta.id);
    let reason = text("en annan partner har namnet", "another partner has the name");
    check_free("/name", holder, record.meta.id, reason, faults);
    Ok(())
}

/// The partner that has a number, or else one of some names or aliases, whatever their case; of one that became part of
/// another, the other.
///
/// # Errors
/// When the database refuses.
pub fn find_named<'a>(
    conn: &mut Conn,
    organisation_number: Option<&str>,
    names: impl IntoIterator<Item = &'a str>,
) -> QueryResult<Option<Id<Partner>>> {
    type Found = (Id<Partner>, Option<Id<Partner>>);
    let stays = |(id, into): Found| into.unwrap_or(id);
    let first = (partners::id, partners::merged_into_id);
    if let Some(number) = organisation_number {
        let rows = partners::table.filter(partners::organisation_number.eq(number)).order(partners::id);
        let found: Option<Found> = rows.select(first).first(conn).optional()?;
        if found.is_some() {
            return Ok(found.map(stays));
        }
    }
    let names: Vec<String> = names.into_iter().map(fold).collect();
    for name in &names {
        let (from, to) = (format!("{name}{MERGED}"), format!("{name}{MERGED}{}", char::MAX));
        let rows = partners::table.filter(partners::name_folded.eq(name).or(partners::name_folded.between(from, to)));
        let found: Option<Found> = rows.order(partners::name_folded).select(first).first(conn).optional()?;
        if found.is_some() {
            return Ok(found.map(stays));
        }
    }
    for name in &names {
        let pattern = contains_pattern(name);
        let rows: Vec<(Found, Json<Vec<Alias>>)> = partners::table
            .filter(partners::search.like(pattern).escape('\\'))
            .order(partners::id)
            .select((first, partners::aliases))
            .load(conn)?;
        let is_called = |aliases: &Json<Vec<Alias>>| aliases.0.iter().any(|alias| fold(&alias.0) == *name);
        if let Some((found, _)) = rows.into_iter().find(|(_, aliases)| is_called(aliases)) {
            return Ok(Some(stays(found)));
        }
    }
    Ok(None)
}

/// no partner comes after itself, by whatever way round.
pub(super) fn check_succession(conn: &mut Conn, record: &Record<Partner>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    // That it names itself is said already.
    if !record.content.predecessor_ids.contains(&record.meta.id) && succeeds(conn, record, record.meta.id)? {
        let reason = text(
            "en företrädare efterträder i sin tur denna partner",
            "a predecessor in its turn succeeds this partner",
        );
        faults.push(Fault::rule("/predecessorIds", "R-31", reason));
    }
    Ok(())
}

/// Whether a partner comes after another, by however many in between.
pub(super) fn succeeds(conn: &mut Conn, record: &Record<Partner>, other: Id<Partner>) -> QueryResult<bool> {
    let mut seen = Vec::new();
    let mut next = record.content.predecessor_ids.clone();
    while !next.is_empty() {
        if next.contains(&other) {
            return Ok(true);
        }
        let before: Vec<Id<Partner>> = references::referred::<Partner, Partner>(conn, "predecessors", &next)?;
        seen.append(&mut next);
        next = before.into_iter().filter(|id| !seen.contains(id)).collect();
        next.sort();
        next.dedup();
    }
    Ok(false)
}

/// The successors of some partners, and the last contact with each: three queries.
pub(super) fn compute(
    conn: &mut Conn,
    records: &[Record<Partner>],
    today: NaiveDate,
) -> QueryResult<Vec<PartnerComputed>> {
    let ids: Vec<Id<Partner>> = records.iter().map(|record| record.meta.id).collect();
    let links = references::referring::<Partner, Partner>(conn, "predecessors", &ids)?;
    let mut successors: HashMap<Id<Partner>, Vec<Id<Partner>>> = HashMap::new();
    for (predecessor, successor) in links {
        successors.entry(predecessor).or_default().push(successor);
    }
    let contacts = last_contacts(conn, &ids, today)?;
    let of = |record: &Record<Partner>| PartnerComputed {
        successor_ids: successors.remove(&record.meta.id).unwrap_or_default(),
        last_contact_on: contacts.get(&record.meta.id).copied(),
    };
    Ok(records.iter().map(of).collect())
}

/// What counted partners have in common: country, kind, state, kind of partnership.
type TallyKey = (Option<String>, PartnerKind, PartnerState, PartnershipKind);

/// How many partners have a country, kind, state and kind of partnership in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The country.
    pub country: Option<String>,
    /// The kind of body.
    pub kind: PartnerKind,
    /// The state.
    pub state: PartnerState,
    /// Whether they are twin regions, which stand apart (D1).
    pub twin_region: bool,
    /// How many.
    pub count: i64,
}

/// The partners that are not put away, counted: one query, however many there are. With a day, those in force on it.
///
/// # Errors
/// When the database refuses.
pub fn tally(conn: &mut Conn, on: Option<NaiveDate>) -> QueryResult<Vec<Tally>> {
    let key = (partners::country, partners::kind, partners::state, partners::partnership_kind);
    let mut rows =
        partners::table.group_by(key).select((key, count_star())).filter(partners::archived.eq(false)).into_boxed();
    crate::narrow_in_force!(rows, partners::valid_from, partners::valid_to, on);
    let counted: Vec<(TallyKey, i64)> = rows.load(conn)?;
    let tallies = counted.into_iter().map(|((country, kind, state, partnership), count)| Tally {
        country,
        kind,
        state,
        twin_region: partnership == PartnershipKind::TwinRegion,
        count,
    });
    Ok(tallies.collect())
}
