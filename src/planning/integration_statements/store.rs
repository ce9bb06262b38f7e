//! The rows of integration statements.

use diesel::prelude::*;

use super::{IntegrationStage, IntegrationStatement, IntegrationStatementIn};
use crate::db::schema::integration_statements;
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::governance::units::Unit;
use crate::planning::grades::Grade;
use crate::register::rules::check_free;
use crate::register::{ListQuery, Nothing, Record};
use crate::text::{fold, text};

crate::register_table! {
    integration_statements for IntegrationStatement, row IntegrationStatementRow {
        unit_id: Id<Unit>,
        year: i32,
        stage: IntegrationStage,
        text: String,
        self_grade: Option<Grade>,
        next_step: Option<String>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "year" => year, "stage" => stage, "selfGrade" => self_grade optional }
}

/// The row of a record.
fn to_row(record: Record<IntegrationStatement>) -> IntegrationStatementRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let IntegrationStatementIn { unit_id, year, stage, text, self_grade, next_step } = content;
    let columns = Columns {
        name_key: format!("{year:04}").into_bytes(),
        search: fold(&format!("{year} {text} {}", next_step.as_deref().unwrap_or_default())),
        unit_id,
        year,
        stage,
        text,
        self_grade,
        next_step,
    };
    IntegrationStatementRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: IntegrationStatementRow) -> Record<IntegrationStatement> {
    let meta = row.take_meta();
    let content = IntegrationStatementIn {
        unit_id: row.unit_id,
        year: row.year,
        stage: row.stage,
        text: row.text,
        self_grade: row.self_grade,
        next_step: row.next_step,
    };
    Record { meta, content, kept: Nothing {} }
}

impl IntegrationStatement {
    fn filtered(query: &ListQuery<Self>) -> integration_statements::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = integration_statements::table.into_boxed();
        crate::narrow!(rows, integration_statements::unit_id, filter.unit_id);
        crate::narrow!(rows, integration_statements::year, filter.year);
        crate::narrow!(rows, integration_statements::stage, filter.stage);
        crate::narrow_optional!(rows, integration_statements::self_grade, filter.self_grade);
        rows
    }
}

/// A unit has one statement a year. What is put away counts no more.
pub(super) fn check_year(
    conn: &mut Conn,
    record: &Record<IntegrationStatement>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    if record.meta.archived {
        return Ok(());
    }
    let holder: Option<Id<IntegrationStatement>> = integration_statements::table
        .filter(integration_statements::unit_id.eq(record.content.unit_id))
        .filter(integration_statements::year.eq(record.content.year))
        .filter(integration_statements::archived.eq(false))
        .filter(integration_statements::id.ne(record.meta.id))
        .select(integration_statements::id)
        .get_result(conn)
        .optional()?;
    let reason = text("enheten har redan en redovisning för året", "the unit has a statement of the year already");
    check_free("/year", holder, record.meta.id, reason, faults);
    Ok(())
}

/// The statements of a year that are not put away.
///
/// # Errors
/// When the database refuses.
pub fn of_year(conn: &mut Conn, year: i32) -> QueryResult<Vec<Record<IntegrationStatement>>> {
    let rows: Vec<IntegrationStatementRow> = integration_statements::table
        .filter(integration_statements::year.eq(year))
        .filter(integration_statements::archived.eq(false))
        .order(integration_statements::id)
        .select(IntegrationStatementRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}
