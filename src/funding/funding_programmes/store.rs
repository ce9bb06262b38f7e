//! The rows of funding programmes.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{FundingProgramme, FundingProgrammeIn, FundingStrand};
use crate::db::schema::funding_programmes;
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::register::rules::check_free;
use crate::register::{ListQuery, Money, Nothing, Record};
use crate::text::{fold, sort_key, text};

crate::register_table! {
    funding_programmes for FundingProgramme, row FundingProgrammeRow {
        name: String,
        strand: FundingStrand,
        valid_from: Option<NaiveDate>,
        valid_to: Option<NaiveDate>,
        cci: Option<String>,
        eligible_area: Option<String>,
        minimum_partners: Option<i32>,
        typical_budget_minor: Option<i64>,
        typical_budget_currency: Option<String>,
        description: Option<String>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "name" => name_key, "strand" => strand, "validFrom" => valid_from optional, "validTo" => valid_to optional }
}

/// The row of a record.
fn to_row(record: Record<FundingProgramme>) -> FundingProgrammeRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let FundingProgrammeIn {
        name,
        strand,
        valid_from,
        valid_to,
        cci,
        eligible_area,
        minimum_partners,
        typical_budget,
        description,
    } = content;
    let (typical_budget_minor, typical_budget_currency) = Money::columns(typical_budget);
    let columns = Columns {
        name_key: sort_key(&name),
        search: fold(&format!("{name} {}", cci.as_deref().unwrap_or_default())),
        name,
        strand,
        valid_from,
        valid_to,
        cci,
        eligible_area,
        minimum_partners,
        typical_budget_minor,
        typical_budget_currency,
        description,
    };
    FundingProgrammeRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: FundingProgrammeRow) -> Record<FundingProgramme> {
    let meta = row.take_meta();
    let content = FundingProgrammeIn {
        name: row.name,
        strand: row.strand,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        cci: row.cci,
        eligible_area: row.eligible_area,
        minimum_partners: row.minimum_partners,
        typical_budget: Money::of_columns(row.typical_budget_minor, row.typical_budget_currency),
        description: row.description,
    };
    Record { meta, content, kept: Nothing {} }
}

impl FundingProgramme {
    fn filtered(query: &ListQuery<Self>) -> funding_programmes::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = funding_programmes::table.into_boxed();
        crate::narrow!(rows, funding_programmes::strand, filter.strand);
        crate::narrow_optional!(rows, funding_programmes::cci, filter.cci);
        crate::narrow_in_force!(rows, funding_programmes::valid_from, funding_programmes::valid_to, query.on);
        rows
    }
}

/// A name stands once among the programmes that begin on the same day, however it is written: the next period of a
/// programme often has its name. What is put away counts no more.
pub(super) fn check_name(
    conn: &mut Conn,
    record: &Record<FundingProgramme>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    if record.meta.archived {
        return Ok(());
    }
    let others = funding_programmes::table
        .filter(funding_programmes::archived.eq(false))
        .filter(funding_programmes::id.ne(record.meta.id))
        .select((funding_programmes::id, funding_programmes::name));
    let others: Vec<(Id<FundingProgramme>, String)> = match record.content.valid_from {
        Some(day) => others.filter(funding_programmes::valid_from.eq(day)).load(conn)?,
        None => others.filter(funding_programmes::valid_from.is_null()).load(conn)?,
    };
    let name = fold(&record.content.name);
    let holder = others.into_iter().find(|(_, other)| fold(other) == name).map(|(id, _)| id);
    let reason = text(
        "ett annat program som börjar samma dag har namnet",
        "another programme that begins on the same day has the name",
    );
    check_free("/name", holder, record.meta.id, reason, faults);
    Ok(())
}

/// The programme that has a number of the European Commission, or else a name, whatever its case. Of several of one name, none:
/// nobody can tell which is meant.
///
/// # Errors
/// When the database refuses.
pub fn find_named(conn: &mut Conn, name: &str, cci: Option<&str>) -> QueryResult<Option<Id<FundingProgramme>>> {
    if let Some(cci) = cci {
        let rows = funding_programmes::table.filter(funding_programmes::cci.eq(cci)).order(funding_programmes::id);
        let found = rows.select(funding_programmes::id).first(conn).optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    let rows = funding_programmes::table.filter(funding_programmes::name_key.eq(sort_key(name)));
    let found: Vec<(Id<FundingProgramme>, String)> =
        rows.select((funding_programmes::id, funding_programmes::name)).load(conn)?;
    let mut same = found.into_iter().filter(|(_, other)| fold(other) == fold(name));
    Ok(match (same.next(), same.next()) {
        (Some((id, _)), None) => Some(id),
        _ => None,
    })
}
