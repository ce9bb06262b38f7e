//! The rows of roll-overs.

use diesel::prelude::*;

use super::{RollOver, RollOverChoice, RollOverIn, RollOverItem, RollOverKept};
use crate::db::schema::{operational_plans, roll_overs};
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::planning::operational_plans::OperationalPlan;
use crate::register::rules::check_free;
use crate::register::{ListQuery, Record};
use crate::text::text;

crate::register_table! {
    roll_overs for RollOver, row RollOverRow {
        state: String,
        state_reason: Option<String>,
        from_plan_id: Id<OperationalPlan>,
        to_plan_id: Option<Id<OperationalPlan>>,
        choices: Json<Vec<RollOverChoice>>,
        items: Json<Vec<RollOverItem>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "state" => state }
}

/// The row of a record.
fn to_row(record: Record<RollOver>) -> RollOverRow {
    let Record { meta, content, kept } = record;
    let RollOverIn { from_plan_id, choices } = content;
    let RollOverKept { to_plan_id, items } = kept;
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        from_plan_id,
        to_plan_id,
        choices: Json(choices),
        items: Json(items),
        // In the order in which they were made.
        name_key: meta.id.to_string().into_bytes(),
        search: String::new(),
    };
    RollOverRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: RollOverRow) -> Record<RollOver> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = RollOverIn { from_plan_id: row.from_plan_id, choices: row.choices.0 };
    Record { meta, content, kept: RollOverKept { to_plan_id: row.to_plan_id, items: row.items.0 } }
}

impl RollOver {
    fn filtered(query: &ListQuery<Self>) -> roll_overs::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = roll_overs::table.into_boxed();
        crate::narrow!(rows, roll_overs::state, filter.state);
        crate::narrow!(rows, roll_overs::from_plan_id, filter.from_plan_id);
        rows
    }
}

/// A plan is rolled over once, unless that was undone, or the plan that it made was deleted and it cannot be undone any
/// more.
pub(super) fn check_once(conn: &mut Conn, record: &Record<RollOver>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let holder: Option<Id<RollOver>> = roll_overs::table
        .filter(roll_overs::from_plan_id.eq(record.content.from_plan_id))
        .filter(roll_overs::state.eq("applied"))
        .filter(roll_overs::to_plan_id.eq_any(operational_plans::table.select(operational_plans::id.nullable())))
        .select(roll_overs::id)
        .get_result(conn)
        .optional()?;
    let reason = text("planen har redan förts över; ångra det först", "the plan has been rolled over; undo that first");
    check_free("/fromPlanId", holder, record.meta.id, reason, faults);
    Ok(())
}
