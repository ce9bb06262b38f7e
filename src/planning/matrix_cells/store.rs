//! The rows of planned cells.

use diesel::prelude::*;

use super::{MatrixCell, MatrixCellIn};
use crate::db::schema::matrix_cells;
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::planning::operational_plans::OperationalPlan;
use crate::register::{ListQuery, Nothing, Record};
use crate::strategy::priorities::Priority;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{fold, text};

crate::register_table! {
    matrix_cells for MatrixCell, row MatrixCellRow {
        operational_plan_id: Id<OperationalPlan>,
        priority: Priority,
        strategy_area_id: Id<StrategyArea>,
        direction: Option<String>,
        intentionally_empty: bool,
        empty_reason: Option<String>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "priority" => name_key }
}

/// The row of a record.
fn to_row(record: Record<MatrixCell>) -> MatrixCellRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let MatrixCellIn { operational_plan_id, priority, strategy_area_id, direction, intentionally_empty, empty_reason } =
        content;
    let said = [direction.as_deref(), empty_reason.as_deref()];
    // The priorities in the order of the matrix.
    let row = Priority::ALL.iter().position(|one| *one == priority).unwrap_or_default();
    let columns = Columns {
        name_key: row.to_string().into_bytes(),
        search: fold(&said.into_iter().flatten().collect::<Vec<_>>().join(" ")),
        operational_plan_id,
        priority,
        strategy_area_id,
        direction,
        intentionally_empty,
        empty_reason,
    };
    MatrixCellRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: MatrixCellRow) -> Record<MatrixCell> {
    let meta = row.take_meta();
    let content = MatrixCellIn {
        operational_plan_id: row.operational_plan_id,
        priority: row.priority,
        strategy_area_id: row.strategy_area_id,
        direction: row.direction,
        intentionally_empty: row.intentionally_empty,
        empty_reason: row.empty_reason,
    };
    Record { meta, content, kept: Nothing {} }
}

impl MatrixCell {
    fn filtered(query: &ListQuery<Self>) -> matrix_cells::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = matrix_cells::table.into_boxed();
        crate::narrow!(rows, matrix_cells::operational_plan_id, filter.operational_plan_id);
        crate::narrow!(rows, matrix_cells::priority, filter.priority);
        crate::narrow!(rows, matrix_cells::strategy_area_id, filter.strategy_area_id);
        crate::narrow!(rows, matrix_cells::intentionally_empty, filter.intentionally_empty);
        rows
    }
}

/// a plan has one cell for a priority and an area. What is put away counts no more.
pub(super) fn check_cell(conn: &mut Conn, record: &Record<MatrixCell>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    if record.meta.archived {
        return Ok(());
    }
    let cell = &record.content;
    let holders: i64 = matrix_cells::table
        .filter(matrix_cells::operational_plan_id.eq(cell.operational_plan_id))
        .filter(matrix_cells::strategy_area_id.eq(cell.strategy_area_id))
        .filter(matrix_cells::priority.eq(cell.priority))
        .filter(matrix_cells::archived.eq(false))
        .filter(matrix_cells::id.ne(record.meta.id))
        .count()
        .get_result(conn)?;
    if holders > 0 {
        let reason = text(
            "planen har redan rutan för prioriteringen och området",
            "the plan has the cell of the priority and the area already",
        );
        faults.push(Fault { code: FaultCode::Taken, ..Fault::rule("/strategyAreaId", "R-08", reason) });
    }
    Ok(())
}

/// The cells of a plan that are not put away.
///
/// # Errors
/// When the database refuses.
pub fn of_plan(conn: &mut Conn, plan: Id<OperationalPlan>) -> QueryResult<Vec<Record<MatrixCell>>> {
    let rows: Vec<MatrixCellRow> = matrix_cells::table
        .filter(matrix_cells::operational_plan_id.eq(plan))
        .filter(matrix_cells::archived.eq(false))
        .order(matrix_cells::id)
        .select(MatrixCellRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}
