//! Planned cells of the matrix: what is meant for a priority and a strategy area in the plan of a year. The cell itself
//! follows from the activities; this is its direction, or the mark that it is empty on purpose.

use diesel::QueryResult;

use crate::db::Conn;
use crate::error::Fault;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::planning::operational_plans::{self, OperationalPlan};
use crate::register::{Erased, Names, Nothing, Operation, Record, Reference, Register, references};
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{Lang, text};

mod api;
mod dto;
mod store;

pub use dto::{MatrixCellFilter, MatrixCellIn};
pub use store::of_plan;

/// The register of planned cells.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixCell;

impl Register for MatrixCell {
    const TYPE: &'static str = "matrix_cell";
    const PATH: &'static str = "matrix-cells";
    const NAMES: Names = Names {
        // The matrix report has a schema MatrixCell: the cell as it became.
        schema: "PlannedCell",
        one: "matrix cell",
        many: "matrix cells",
        title: text("Rutor i matrisen", "Matrix cells"),
    };
    const ABOUT: &'static str = "What is meant for a cell of the matrix in a plan: its direction, or that it is empty on purpose and why (R-08). A closed plan's cells change no more (R-13).";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;

    type Content = MatrixCellIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = MatrixCellFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.priority.label().get(Lang::Sv).to_owned()
    }

    /// A cell is known by its strategy area and its priority.
    fn titles(conn: &mut Conn, records: &[Record<Self>]) -> QueryResult<Vec<String>> {
        references::named_after(
            conn,
            records,
            |record| record.content.strategy_area_id,
            |name, record| format!("{name}: {}", record.content.priority.label().sv),
        )
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "operationalPlan",
                target: &Erased::<OperationalPlan>::NEW,
                ids: |record| references::pointers("/operationalPlanId", Some(record.content.operational_plan_id)),
            },
            Reference {
                name: "strategyArea",
                target: &Erased::<StrategyArea>::NEW,
                ids: |record| references::pointers("/strategyAreaId", Some(record.content.strategy_area_id)),
            },
        ]
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let cell = &record.content;
        let mut refuse = |pointer, reason| faults.push(Fault::rule(pointer, "R-08", reason));
        if cell.intentionally_empty && cell.empty_reason.is_none() {
            refuse(
                "/emptyReason",
                text("krävs när rutan är avsiktligt tom", "is asked for when the cell is empty on purpose"),
            );
        }
        if !cell.intentionally_empty && cell.empty_reason.is_some() {
            refuse(
                "/emptyReason",
                text("hör bara till en ruta som är avsiktligt tom", "belongs only to a cell that is empty on purpose"),
            );
        }
        if !cell.intentionally_empty && cell.direction.is_none() {
            refuse(
                "/direction",
                text("krävs när rutan inte är avsiktligt tom", "is asked for when the cell is not empty on purpose"),
            );
        }
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        if let Some(before) = before {
            check_place(&before.content, &after.content, faults);
        }
        operational_plans::check_open(conn, after.content.operational_plan_id, "/operationalPlanId", faults)?;
        store::check_cell(conn, after, faults)
    }
}

/// a cell is its plan, its priority and its area, and keeps them.
fn check_place(before: &MatrixCellIn, after: &MatrixCellIn, faults: &mut Vec<Fault>) {
    let reason = text("en ruta behåller sin plats i matrisen", "a cell keeps its place in the matrix");
    for (pointer, is_same) in [
        ("/operationalPlanId", before.operational_plan_id == after.operational_plan_id),
        ("/priority", before.priority == after.priority),
        ("/strategyAreaId", before.strategy_area_id == after.strategy_area_id),
    ] {
        if !is_same {
            faults.push(Fault::rule(pointer, "R-08", reason));
        }
    }
}

/// The endpoints of planned cells.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
