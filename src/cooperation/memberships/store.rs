//! The rows of memberships.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Membership, MembershipIn, MembershipKept, MembershipLevel, MembershipState, terms};
use crate::cooperation::partners::Partner;
use crate::db::schema::memberships;
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::governance::units::Unit;
use crate::register::rules::Precision;
use crate::register::{ListQuery, Record, Register as _, RegistryKey, Table as _};
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{fold, sort_key, text};

crate::register_table! {
    memberships for Membership, row MembershipRow {
        state: String,
        state_reason: Option<String>,
        organisation_id: Id<Partner>,
        member_id: Option<Id<Partner>>,
        level: MembershipLevel,
        via_organisation_id: Option<Id<Partner>>,
        starts_on: Option<NaiveDate>,
        starts_on_precision: Option<Precision>,
        ends_on: Option<NaiveDate>,
        ends_on_precision: Option<Precision>,
        notice_months: Option<i32>,
        responsible_unit_id: Option<Id<Unit>>,
        purpose: String,
        strategy_area_ids: Json<Vec<Id<StrategyArea>>>,
        framework_links: Json<Vec<FrameworkLink>>,
        registry_number: Option<String>,
        registry_key: Option<RegistryKey>,
        approved_on: Option<NaiveDate>,
        notice_given_on: Option<NaiveDate>,
        in_force_from: Option<NaiveDate>,
        in_force_to: Option<NaiveDate>,
        name_key: Vec<u8>,
        search: String,
    }
    sort {
        "purpose" => name_key, "state" => state, "level" => level, "startsOn" => starts_on optional,
        "endsOn" => ends_on optional
    }
}

/// The row of a record.
fn to_row(record: Record<Membership>) -> MembershipRow {
    let term = terms::of(&record);
    let Record { meta, content, kept } = record;
    let MembershipKept { approved_on, notice_given_on } = kept;
    let MembershipIn {
        organisation_id,
        member_id,
        level,
        via_organisation_id,
        starts_on,
        starts_on_precision,
        ends_on,
        ends_on_precision,
        notice_months,
        responsible_unit_id,
        purpose,
        strategy_area_ids,
        framework_links,
        registry_number,
    } = content;
    let registry_key = registry_number.as_deref().map(RegistryKey::of);
    let key = registry_key.as_ref().map(ToString::to_string);
    let mut found_by = vec![purpose.as_str()];
    found_by.extend(registry_number.as_deref());
    found_by.extend(key.as_deref());
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_key: sort_key(&purpose),
        search: fold(&found_by.join(" ")),
        organisation_id,
        member_id,
        level,
        via_organisation_id,
        starts_on,
        starts_on_precision,
        ends_on,
        ends_on_precision,
        notice_months,
        responsible_unit_id,
        purpose,
        strategy_area_ids: Json(strategy_area_ids),
        framework_links: Json(framework_links),
        registry_number,
        registry_key,
        approved_on,
        notice_given_on,
        in_force_from: term.map(|term| term.from),
        in_force_to: term.and_then(|term| term.to),
    };
    MembershipRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: MembershipRow) -> Record<Membership> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = MembershipIn {
        organisation_id: row.organisation_id,
        member_id: row.member_id,
        level: row.level,
        via_organisation_id: row.via_organisation_id,
        starts_on: row.starts_on,
        starts_on_precision: row.starts_on_precision,
        ends_on: row.ends_on,
        ends_on_precision: row.ends_on_precision,
        notice_months: row.notice_months,
        responsible_unit_id: row.responsible_unit_id,
        purpose: row.purpose,
        strategy_area_ids: row.strategy_area_ids.0,
        framework_links: row.framework_links.0,
        registry_number: row.registry_number,
    };
    Record {
        meta,
        content,
        kept: MembershipKept { approved_on: row.approved_on, notice_given_on: row.notice_given_on },
    }
}

impl Membership {
    fn filtered(query: &ListQuery<Self>) -> memberships::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = memberships::table.into_boxed();
        crate::narrow!(rows, memberships::state, filter.state);
        crate::narrow!(rows, memberships::level, filter.level);
        crate::narrow!(rows, memberships::organisation_id, filter.organisation_id);
        crate::narrow_optional!(rows, memberships::member_id, filter.member_id);
        crate::narrow_optional!(rows, memberships::via_organisation_id, filter.via_organisation_id);
        crate::narrow_optional!(rows, memberships::responsible_unit_id, filter.responsible_unit_id);
        crate::narrow_reference!(rows, memberships::id, "membership.strategyAreas", filter.strategy_area_id);
        crate::narrow_links!(rows, memberships::framework_links, filter.framework_element);
        crate::narrow_optional!(rows, memberships::registry_key, filter.registry_number);
        crate::narrow_range!(rows, memberships::starts_on, filter.starts_on);
        crate::narrow_range!(rows, memberships::ends_on, filter.ends_on);
        crate::narrow_holding!(rows, memberships::in_force_from, memberships::in_force_to, query);
        rows
    }
}

/// nobody is a member of the same organisation twice at a time.
pub(super) fn check_overlap(conn: &mut Conn, record: &Record<Membership>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let Some(term) = terms::of(record).filter(|_| !record.meta.archived) else { return Ok(()) };
    let same = memberships::table
        .filter(memberships::organisation_id.eq(record.content.organisation_id))
        .filter(memberships::level.eq(record.content.level))
        .filter(memberships::archived.eq(false))
        .filter(memberships::id.ne(record.meta.id))
        .select(MembershipRow::as_select());
    let others: Vec<MembershipRow> = match record.content.member_id {
        Some(member) => same.filter(memberships::member_id.eq(member)).load(conn)?,
        None => same.filter(memberships::member_id.is_null()).load(conn)?,
    };
    let others = others.into_iter().map(Membership::from_row);
    if others.filter_map(|other| terms::of(&other)).any(|other| other.overlaps(&term)) {
        let reason = text(
            "ett annat medlemskap i organisationen gäller under en del av tiden",
            "another membership in the organisation holds for a part of the time",
        );
        faults.push(Fault { code: FaultCode::Taken, ..Fault::rule("/startsOn", "R-34", reason) });
    }
    Ok(())
}

/// All memberships that are not put away.
///
/// # Errors
/// When the database refuses.
pub fn all(conn: &mut Conn) -> QueryResult<Vec<Record<Membership>>> {
    let rows: Vec<MembershipRow> = memberships::table
        .filter(memberships::archived.eq(false))
        .order((memberships::name_key, memberships::id))
        .select(MembershipRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Membership::from_row).collect())
}

/// The memberships that go on unless it is decided otherwise: active, with notice agreed or a last day.
///
/// # Errors
/// When the database refuses.
pub fn going_on(conn: &mut Conn) -> QueryResult<Vec<Record<Membership>>> {
    let rows: Vec<MembershipRow> = memberships::table
        .filter(memberships::state.eq(MembershipState::Active.as_str()))
        .filter(memberships::archived.eq(false))
        .filter(memberships::notice_months.is_not_null().or(memberships::ends_on.is_not_null()))
        .order((memberships::name_key, memberships::id))
        .select(MembershipRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Membership::from_row).collect())
}

/// The first memberships whose last day in force lies between two days and that are not put away, by day: one query.
///
/// # Errors
/// When the database refuses.
pub fn ending(conn: &mut Conn, (from, to): (NaiveDate, NaiveDate), most: i64) -> QueryResult<Vec<Record<Membership>>> {
    let rows: Vec<MembershipRow> = memberships::table
        .filter(memberships::in_force_to.between(from, to))
        .filter(memberships::archived.eq(false))
        .order((memberships::in_force_to, memberships::id))
        .limit(most)
        .select(MembershipRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Membership::from_row).collect())
}

/// The memberships in force on a day that are not put away.
///
/// # Errors
/// When the database refuses.
pub fn in_force_on(conn: &mut Conn, day: NaiveDate) -> QueryResult<Vec<Record<Membership>>> {
    let rows: Vec<MembershipRow> = memberships::table
        .filter(memberships::archived.eq(false))
        .filter(memberships::in_force_from.le(day))
        .filter(memberships::in_force_to.is_null().or(memberships::in_force_to.ge(day)))
        .order((memberships::name_key, memberships::id))
        .select(MembershipRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Membership::from_row).collect())
}

/// When a membership begins and ends, by its own dates; none when there is no such membership.
///
/// # Errors
/// When the database refuses.
pub fn term_of(conn: &mut Conn, id: Id<Membership>) -> QueryResult<Option<(Option<NaiveDate>, Option<NaiveDate>)>> {
    memberships::table.find(id).select((memberships::starts_on, memberships::ends_on)).get_result(conn).optional()
}

/// What something of a year of some memberships is called, such as a fee, with a fixed number of queries.
///
/// # Errors
/// When the database refuses.
pub fn titles_by_year(conn: &mut Conn, of: impl Iterator<Item = (Id<Membership>, i32)>) -> QueryResult<Vec<String>> {
    let of: Vec<(Id<Membership>, i32)> = of.collect();
    let mut ids: Vec<Id<Membership>> = of.iter().map(|(id, _)| *id).collect();
    ids.sort();
    ids.dedup();
    let found: Vec<Record<Membership>> =
        Membership::rows_by_id(conn, &ids)?.into_iter().map(Membership::from_row).collect();
    let titles = Membership::titles(conn, &found)?;
    let titles: HashMap<Id<Membership>, String> = found.iter().map(|record| record.meta.id).zip(titles).collect();
    let title = |(id, year): (Id<Membership>, i32)| match titles.get(&id) {
        Some(title) => format!("{title} {year}"),
        None => year.to_string(),
    };
    Ok(of.into_iter().map(title).collect())
}
