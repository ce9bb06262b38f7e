//! The rows of units.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::{Unit, UnitIn, UnitKind};
use crate::db::schema::units;
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::register::rules::check_free;
use crate::register::{ListQuery, Nothing, Record};
use crate::text::{Bilingual, Lang, fold, sort_key, text};

crate::register_table! {
    units for Unit, row UnitRow {
        code: String,
        name: Json<Bilingual>,
        kind: UnitKind,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "name" => name_key, "code" => code, "kind" => kind }
}

/// The row of a record.
fn to_row(record: Record<Unit>) -> UnitRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let UnitIn { code, name, kind } = content;
    let columns = Columns {
        name_key: sort_key(name.get(Lang::Sv)),
        search: fold(&format!("{code} {} {}", name.get(Lang::Sv), name.get(Lang::En))),
        code,
        name: Json(name),
        kind,
    };
    UnitRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: UnitRow) -> Record<Unit> {
    let meta = row.take_meta();
    Record { meta, content: UnitIn { code: row.code, name: row.name.0, kind: row.kind }, kept: Nothing {} }
}

impl Unit {
    fn filtered(query: &ListQuery<Self>) -> units::BoxedQuery<'static, MultiBackend> {
        let mut rows = units::table.into_boxed();
        crate::narrow!(rows, units::code, query.filter.code);
        crate::narrow!(rows, units::kind, query.filter.kind);
        rows
    }
}

/// The code is another unit's.
pub(super) fn check_code(conn: &mut Conn, record: &Record<Unit>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let holder = find_by_code(conn, &record.content.code)?;
    let reason = text("en annan enhet har koden", "another unit has the code");
    check_free("/code", holder, record.meta.id, reason, faults);
    Ok(())
}

/// The unit with a code.
///
/// # Errors
/// When the database refuses.
pub fn find_by_code(conn: &mut Conn, code: &str) -> QueryResult<Option<Id<Unit>>> {
    units::table.filter(units::code.eq(code)).select(units::id).get_result(conn).optional()
}

/// Of what kind a unit is.
///
/// # Errors
/// When the database refuses.
pub fn kind_of(conn: &mut Conn, id: Id<Unit>) -> QueryResult<Option<UnitKind>> {
    units::table.find(id).select(units::kind).get_result(conn).optional()
}

/// What some units are called: one query.
///
/// # Errors
/// When the database refuses.
pub fn names(conn: &mut Conn, ids: impl IntoIterator<Item = Id<Unit>>) -> QueryResult<HashMap<Id<Unit>, Bilingual>> {
    let mut ids: Vec<Id<Unit>> = ids.into_iter().collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(Id<Unit>, Json<Bilingual>)> =
        units::table.filter(units::id.eq_any(ids)).select((units::id, units::name)).load(conn)?;
    Ok(found.into_iter().map(|(id, name)| (id, name.0)).collect())
}

/// Those of some units that are put away: one query.
///
/// # Errors
/// When the database refuses.
pub fn archived(conn: &mut Conn, ids: impl IntoIterator<Item = Id<Unit>>) -> QueryResult<HashSet<Id<Unit>>> {
    let mut ids: Vec<Id<Unit>> = ids.into_iter().collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let away = units::table.filter(units::archived.eq(true)).filter(units::id.eq_any(ids)).select(units::id);
    Ok(away.load(conn)?.into_iter().collect())
}

/// The units that do the work and are not put away: the coordination unit and the area units, by name.
///
/// # Errors
/// When the database refuses.
pub fn working(conn: &mut Conn) -> QueryResult<Vec<Record<Unit>>> {
    let rows: Vec<UnitRow> = units::table
        .filter(units::kind.eq_any([UnitKind::CoordinationUnit, UnitKind::AreaUnit]))
        .filter(units::archived.eq(false))
        .order((units::name_key, units::id))
        .select(UnitRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}
