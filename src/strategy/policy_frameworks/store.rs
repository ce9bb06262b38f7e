//! The rows of policy frameworks.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{FrameworkLevel, PolicyFramework, PolicyFrameworkIn};
use crate::db::schema::policy_frameworks;
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::register::rules::check_free;
use crate::register::{ListQuery, Nothing, Record};
use crate::strategy::chains::leads_back;
use crate::text::{Bilingual, Lang, fold, sort_key, text};

crate::register_table! {
    policy_frameworks for PolicyFramework, row PolicyFrameworkRow {
        code: String,
        title: Json<Bilingual>,
        level: FrameworkLevel,
        valid_from: Option<NaiveDate>,
        valid_to: Option<NaiveDate>,
        superseded_by_id: Option<Id<PolicyFramework>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "title" => name_key, "code" => code, "level" => level, "validFrom" => valid_from optional }
}

/// The row of a record.
fn to_row(record: Record<PolicyFramework>) -> PolicyFrameworkRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let PolicyFrameworkIn { code, title, level, valid_from, valid_to, superseded_by_id } = content;
    let columns = Columns {
        name_key: sort_key(title.get(Lang::Sv)),
        search: fold(&format!("{code} {} {}", title.get(Lang::Sv), title.get(Lang::En))),
        code,
        title: Json(title),
        level,
        valid_from,
        valid_to,
        superseded_by_id,
    };
    PolicyFrameworkRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: PolicyFrameworkRow) -> Record<PolicyFramework> {
    let meta = row.take_meta();
    let content = PolicyFrameworkIn {
        code: row.code,
        title: row.title.0,
        level: row.level,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        superseded_by_id: row.superseded_by_id,
    };
    Record { meta, content, kept: Nothing {} }
}

impl PolicyFramework {
    fn filtered(query: &ListQuery<Self>) -> policy_frameworks::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = policy_frameworks::table.into_boxed();
        crate::narrow!(rows, policy_frameworks::level, filter.level);
        crate::narrow!(rows, policy_frameworks::code, filter.code);
        crate::narrow_optional!(rows, policy_frameworks::superseded_by_id, filter.superseded_by_id);
        crate::narrow_in_force!(rows, policy_frameworks::valid_from, policy_frameworks::valid_to, query.on);
        rows
    }
}

/// The code is another framework's.
pub(super) fn check_code(
    conn: &mut Conn,
    record: &Record<PolicyFramework>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let holder: Option<Id<PolicyFramework>> = policy_frameworks::table
        .filter(policy_frameworks::code.eq(&record.content.code))
        .select(policy_frameworks::id)
        .get_result(conn)
        .optional()?;
    let reason = text("ett annat ramverk har koden", "another framework has the code");
    check_free("/code", holder, record.meta.id, reason, faults);
    Ok(())
}

/// A framework takes its own place neither itself nor by way of others.
pub(super) fn check_superseded_by(
    conn: &mut Conn,
    record: &Record<PolicyFramework>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let next = |one: Id<PolicyFramework>| -> QueryResult<Option<Id<PolicyFramework>>> {
        let found: Option<Option<Id<PolicyFramework>>> = policy_frameworks::table
            .find(one)
            .select(policy_frameworks::superseded_by_id)
            .get_result(conn)
            .optional()?;
        Ok(found.flatten())
    };
    if leads_back(record.meta.id, record.content.superseded_by_id, next)? {
        let reason = text(
            "leder tillbaka till ramverket självt, eller genom för många andra",
            "leads back to the framework itself, or through too many others",
        );
        faults.push(Fault::body("/supersededById", FaultCode::Rule, reason));
    }
    Ok(())
}

/// The frameworks that hold on a day of a time and are not put away, the regional ones first, by title; open ends hold for
/// ever.
///
/// # Errors
/// When the database refuses.
pub fn holding(conn: &mut Conn, from: NaiveDate, to: NaiveDate) -> QueryResult<Vec<Record<PolicyFramework>>> {
    let rows: Vec<PolicyFrameworkRow> = policy_frameworks::table
        .filter(policy_frameworks::archived.eq(false))
        .filter(policy_frameworks::valid_from.is_null().or(policy_frameworks::valid_from.le(to)))
        .filter(policy_frameworks::valid_to.is_null().or(policy_frameworks::valid_to.ge(from)))
        .order((policy_frameworks::name_key, policy_frameworks::id))
        .select(PolicyFrameworkRow::as_select())
        .load(conn)?;
    let mut records: Vec<Record<PolicyFramework>> = rows.into_iter().map(from_row).collect();
    // Stable: within a level they stay by title.
    records.sort_by_key(|record| record.content.level);
    Ok(records)
}
