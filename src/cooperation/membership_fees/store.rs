//! The rows of membership fees.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{FeeBasis, MembershipFee, MembershipFeeIn};
use crate::cooperation::memberships::{Membership, MembershipLevel};
use crate::db::schema::{membership_fees, memberships};
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::register::money::{ByYear, by_year};
use crate::register::rules::check_free;
use crate::register::{ListQuery, Money, Nothing, Record, Table as _};
use crate::text::{fold, text};

crate::register_table! {
    membership_fees for MembershipFee, row MembershipFeeRow {
        membership_id: Id<Membership>,
        year: i32,
        amount_minor: i64,
        amount_currency: String,
        basis: FeeBasis,
        population_count: Option<i32>,
        paid_on: Option<NaiveDate>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "year" => year, "paidOn" => paid_on optional }
}

/// The row of a record.
fn to_row(record: Record<MembershipFee>) -> MembershipFeeRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let MembershipFeeIn { membership_id, year, amount, basis, population_count, paid_on } = content;
    let columns = Columns {
        name_key: format!("{year:04}").into_bytes(),
        search: fold(&format!("{year} {}", amount.currency)),
        membership_id,
        year,
        // The schema and the check let nothing in that is no amount.
        amount_minor: amount.minor().unwrap_or_default(),
        amount_currency: amount.currency,
        basis,
        population_count,
        paid_on,
    };
    MembershipFeeRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: MembershipFeeRow) -> Record<MembershipFee> {
    let meta = row.take_meta();
    let content = MembershipFeeIn {
        membership_id: row.membership_id,
        year: row.year,
        amount: Money::of_minor(row.amount_minor, row.amount_currency),
        basis: row.basis,
        population_count: row.population_count,
        paid_on: row.paid_on,
    };
    Record { meta, content, kept: Nothing {} }
}

impl MembershipFee {
    fn filtered(query: &ListQuery<Self>) -> membership_fees::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = membership_fees::table.into_boxed();
        crate::narrow!(rows, membership_fees::membership_id, filter.membership_id);
        crate::narrow_range!(rows, membership_fees::year, filter.year);
        crate::narrow!(rows, membership_fees::basis, filter.basis);
        crate::narrow_range!(rows, membership_fees::paid_on, filter.paid_on);
        rows
    }
}

/// the region pays no fee for a membership that is not its own.
pub(super) fn check_level(conn: &mut Conn, record: &Record<MembershipFee>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let level: Option<MembershipLevel> =
        memberships::table.find(record.content.membership_id).select(memberships::level).get_result(conn).optional()?;
    if level.is_some_and(|level| level != MembershipLevel::Direct) {
        let reason = text("är inte regionens eget medlemskap", "is not a membership of the region's own");
        faults.push(Fault::rule("/membershipId", "R-35", reason));
    }
    Ok(())
}

/// A membership has one fee a year. What is put away counts no more.
pub(super) fn check_year(conn: &mut Conn, record: &Record<MembershipFee>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let holder: Option<Id<MembershipFee>> = membership_fees::table
        .filter(membership_fees::membership_id.eq(record.content.membership_id))
        .filter(membership_fees::year.eq(record.content.year))
        .filter(membership_fees::archived.eq(false))
        .filter(membership_fees::id.ne(record.meta.id))
        .select(membership_fees::id)
        .get_result(conn)
        .optional()?;
    let reason = text("avgiften för året finns redan", "the fee of the year is there already");
    check_free("/year", holder, record.meta.id, reason, faults);
    Ok(())
}

/// The fees of a year that are not put away.
///
/// # Errors
/// When the database refuses.
pub fn of_year(conn: &mut Conn, year: i32) -> QueryResult<Vec<Record<MembershipFee>>> {
    let rows: Vec<MembershipFeeRow> = membership_fees::table
        .filter(membership_fees::year.eq(year))
        .filter(membership_fees::archived.eq(false))
        .order(membership_fees::id)
        .select(MembershipFeeRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(MembershipFee::from_row).collect())
}

/// What the fees of some years are that are not put away, by year and currency, in minor units: one query.
///
/// # Errors
/// When the database refuses.
pub fn sums_of_years(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<ByYear> {
    let rows: Vec<(i32, i64, String)> = membership_fees::table
        .filter(membership_fees::year.between(*years.start(), *years.end()))
        .filter(membership_fees::archived.eq(false))
        .select((membership_fees::year, membership_fees::amount_minor, membership_fees::amount_currency))
        .load(conn)?;
    Ok(by_year(rows))
}
