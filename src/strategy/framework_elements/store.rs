//! The rows of framework elements.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{FrameworkElement, FrameworkElementIn};
use crate::db::schema::{framework_elements, policy_frameworks};
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::register::rules::check_free;
use crate::register::{ListQuery, Nothing, Record};
use crate::strategy::chains::leads_back;
use crate::strategy::policy_frameworks::{FrameworkLevel, PolicyFramework};
use crate::text::{Bilingual, Lang, fold, sort_key, text};

crate::register_table! {
    framework_elements for FrameworkElement, row FrameworkElementRow {
        framework_id: Id<PolicyFramework>,
        code: String,
        name: Json<Bilingual>,
        position: i32,
        parent_id: Option<Id<FrameworkElement>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "name" => name_key, "code" => code, "order" => position }
}

/// The row of a record.
fn to_row(record: Record<FrameworkElement>) -> FrameworkElementRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let FrameworkElementIn { framework_id, code, name, order, parent_id } = content;
    let columns = Columns {
        name_key: sort_key(name.get(Lang::Sv)),
        search: fold(&format!("{code} {} {}", name.get(Lang::Sv), name.get(Lang::En))),
        framework_id,
        code,
        name: Json(name),
        position: order,
        parent_id,
    };
    FrameworkElementRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: FrameworkElementRow) -> Record<FrameworkElement> {
    let meta = row.take_meta();
    let content = FrameworkElementIn {
        framework_id: row.framework_id,
        code: row.code,
        name: row.name.0,
        order: row.position,
        parent_id: row.parent_id,
    };
    Record { meta, content, kept: Nothing {} }
}

impl FrameworkElement {
    fn filtered(query: &ListQuery<Self>) -> framework_elements::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = framework_elements::table.into_boxed();
        crate::narrow!(rows, framework_elements::framework_id, filter.framework_id);
        crate::narrow!(rows, framework_elements::code, filter.code);
        crate::narrow_optional!(rows, framework_elements::parent_id, filter.parent_id);
        if let Some(codes) = filter.framework.values() {
            let of = policy_frameworks::table
                .filter(policy_frameworks::code.eq_any(codes.to_vec()))
                .select(policy_frameworks::id);
            rows = rows.filter(framework_elements::framework_id.eq_any(of));
        }
        if let Some(levels) = filter.level.values() {
            let of = policy_frameworks::table
                .filter(policy_frameworks::level.eq_any(levels.to_vec()))
                .select(policy_frameworks::id);
            rows = rows.filter(framework_elements::framework_id.eq_any(of));
        }
        rows
    }
}

/// The level of the framework of every element, by the element's code.
///
/// # Errors
/// When the database refuses.
pub fn frameworks(conn: &mut Conn) -> QueryResult<HashMap<String, FrameworkLevel>> {
    let rows: Vec<(String, FrameworkLevel)> = framework_elements::table
        .inner_join(policy_frameworks::table.on(framework_elements::framework_id.eq(policy_frameworks::id)))
        .select((framework_elements::code, policy_frameworks::level))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The code is another element's, of whatever framework.
pub(super) fn check_code(
    conn: &mut Conn,
    record: &Record<FrameworkElement>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let holder: Option<Id<FrameworkElement>> = framework_elements::table
        .filter(framework_elements::code.eq(&record.content.code))
        .select(framework_elements::id)
        .get_result(conn)
        .optional()?;
    let reason = text("ett annat element har koden", "another element has the code");
    check_free("/code", holder, record.meta.id, reason, faults);
    Ok(())
}

/// An element is a part of itself neither at once nor by way of others.
pub(super) fn check_cycle(
    conn: &mut Conn,
    record: &Record<FrameworkElement>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let next = |one: Id<FrameworkElement>| -> QueryResult<Option<Id<FrameworkElement>>> {
        let found: Option<Option<Id<FrameworkElement>>> =
            framework_elements::table.find(one).select(framework_elements::parent_id).get_result(conn).optional()?;
        Ok(found.flatten())
    };
    if leads_back(record.meta.id, record.content.parent_id, next)? {
        let reason = text(
            "leder tillbaka till elementet självt, eller genom för många andra",
            "leads back to the element itself, or through too many others",
        );
        faults.push(Fault::body("/parentId", FaultCode::Rule, reason));
    }
    Ok(())
}

/// An element and its parts are of one framework.
pub(super) fn check_framework(
    conn: &mut Conn,
    before: Option<&Record<FrameworkElement>>,
    after: &Record<FrameworkElement>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let element = &after.content;
    if let Some(parent) = element.parent_id.filter(|parent| *parent != after.meta.id) {
        let of: Option<Id<PolicyFramework>> = framework_elements::table
            .find(parent)
            .select(framework_elements::framework_id)
            .get_result(conn)
            .optional()?;
        if of.is_some_and(|of| of != element.framework_id) {
            let reason = text("hör till ett annat ramverk", "is of another framework");
            faults.push(Fault::body("/parentId", FaultCode::Rule, reason));
        }
    }
    if before.is_some_and(|before| before.content.framework_id != element.framework_id) {
        let left: i64 = framework_elements::table
            .filter(framework_elements::parent_id.eq(after.meta.id))
            .filter(framework_elements::framework_id.ne(element.framework_id))
            .count()
            .get_result(conn)?;
        if left > 0 {
            let reason =
                text("elementets delar hör till ett annat ramverk", "parts of the element are of another framework");
            faults.push(Fault::body("/frameworkId", FaultCode::Rule, reason));
        }
    }
    Ok(())
}

/// The elements of some frameworks that are not put away, in their order: one query.
///
/// # Errors
/// When the database refuses.
pub fn of_frameworks(conn: &mut Conn, ids: Vec<Id<PolicyFramework>>) -> QueryResult<Vec<Record<FrameworkElement>>> {
    let rows: Vec<FrameworkElementRow> = framework_elements::table
        .filter(framework_elements::framework_id.eq_any(ids))
        .filter(framework_elements::archived.eq(false))
        .order((framework_elements::position, framework_elements::name_key, framework_elements::id))
        .select(FrameworkElementRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}
