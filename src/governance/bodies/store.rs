//! The rows of bodies.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Body, BodyIn};
use crate::db::schema::bodies;
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::register::rules::check_free;
use crate::register::{ListQuery, Nothing, Record};
use crate::text::{Bilingual, Lang, Message, fold, sort_key, text};

crate::register_table! {
    bodies for Body, row BodyRow {
        code: String,
        name: Json<Bilingual>,
        valid_from: Option<NaiveDate>,
        valid_to: Option<NaiveDate>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "name" => name_key, "code" => code }
}

/// The row of a record.
fn to_row(record: Record<Body>) -> BodyRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let BodyIn { code, name, valid_from, valid_to } = content;
    let columns = Columns {
        name_key: sort_key(name.get(Lang::Sv)),
        search: fold(&format!("{code} {} {}", name.get(Lang::Sv), name.get(Lang::En))),
        code,
        name: Json(name),
        valid_from,
        valid_to,
    };
    BodyRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: BodyRow) -> Record<Body> {
    let meta = row.take_meta();
    let content = BodyIn { code: row.code, name: row.name.0, valid_from: row.valid_from, valid_to: row.valid_to };
    Record { meta, content, kept: Nothing {} }
}

impl Body {
    fn filtered(query: &ListQuery<Self>) -> bodies::BoxedQuery<'static, MultiBackend> {
        let mut rows = bodies::table.into_boxed();
        crate::narrow!(rows, bodies::code, query.filter.code);
        crate::narrow_in_force!(rows, bodies::valid_from, bodies::valid_to, query.on);
        rows
    }
}

/// The code is another body's.
pub(super) fn check_code(conn: &mut Conn, record: &Record<Body>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let holder: Option<Id<Body>> =
        bodies::table.filter(bodies::code.eq(&record.content.code)).select(bodies::id).get_result(conn).optional()?;
    let reason = text("ett annat organ har koden", "another body has the code");
    check_free("/code", holder, record.meta.id, reason, faults);
    Ok(())
}

/// Names a code that no body has, and a day on which the body was not in office.
///
/// # Errors
/// When the database refuses.
pub fn check(
    conn: &mut Conn,
    pointer: &str,
    code: &str,
    day: Option<NaiveDate>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let period: Option<(Option<NaiveDate>, Option<NaiveDate>)> = bodies::table
        .filter(bodies::code.eq(code))
        .select((bodies::valid_from, bodies::valid_to))
        .get_result(conn)
        .optional()?;
    match period {
        None => {
            let reason = Message::new(format!("{code} finns inte i /bodies"), format!("{code} is not in /bodies"));
            faults.push(Fault::body(pointer, FaultCode::UnknownReference, reason));
        }
        Some((from, to)) => {
            let outside = |day| from.is_some_and(|from| day < from) || to.is_some_and(|to| day > to);
            if day.is_some_and(outside) {
                let reason = text("organet verkade inte den dagen", "the body was not in office on that day");
                faults.push(Fault::body(pointer, FaultCode::Rule, reason));
            }
        }
    }
    Ok(())
}

/// What a body is called.
///
/// # Errors
/// When the database refuses.
pub fn name_of(conn: &mut Conn, code: &str) -> QueryResult<Option<Bilingual>> {
    let name: Option<Json<Bilingual>> =
        bodies::table.filter(bodies::code.eq(code)).select(bodies::name).get_result(conn).optional()?;
    Ok(name.map(|name| name.0))
}

/// What all bodies are called, by code: one query.
///
/// # Errors
/// When the database refuses.
pub fn names(conn: &mut Conn) -> QueryResult<HashMap<String, Bilingual>> {
    let rows: Vec<(String, Json<Bilingual>)> = bodies::table.select((bodies::code, bodies::name)).load(conn)?;
    Ok(rows.into_iter().map(|(code, name)| (code, name.0)).collect())
}
