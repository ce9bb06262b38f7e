//! The rows of strategies.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Section, Strategy, StrategyFacts, StrategyIn, StrategyKept, StrategyState};
use crate::db::schema::strategies;
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::{ApiError, Fault};
use crate::journal::{Action, Tx};
use crate::register::{ListQuery, Record, write};
use crate::text::{Bilingual, Lang, fold, sort_key, text};

crate::register_table! {
    strategies for Strategy, row StrategyRow {
        state: String,
        state_reason: Option<String>,
        title: Json<Bilingual>,
        purpose: Json<Bilingual>,
        strategic_goal: Json<Bilingual>,
        period_start: NaiveDate,
        period_end: NaiveDate,
        premises: Json<Vec<Bilingual>>,
        delimitations: Json<Vec<Bilingual>>,
        sections: Json<Vec<Section>>,
        next_review_on: Option<NaiveDate>,
        max_prioritised_areas: i32,
        supersedes_id: Option<Id<Strategy>>,
        adopted_on: Option<NaiveDate>,
        superseded_on: Option<NaiveDate>,
        name_key: Vec<u8>,
        search: String,
    }
    sort {
        "title" => name_key, "state" => state, "periodStart" => period_start, "periodEnd" => period_end,
        "nextReviewOn" => next_review_on optional, "adoptedOn" => adopted_on optional
    }
}

/// The row of a record.
fn to_row(record: Record<Strategy>) -> StrategyRow {
    let Record { meta, content, kept } = record;
    let StrategyKept { adopted_on, superseded_on } = kept;
    let StrategyIn {
        title,
        purpose,
        strategic_goal,
        period_start,
        period_end,
        premises,
        delimitations,
        sections,
        next_review_on,
        max_prioritised_areas,
        supersedes_id,
    } = content;
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_key: sort_key(title.get(Lang::Sv)),
        search: fold(&format!("{} {}", title.get(Lang::Sv), title.get(Lang::En))),
        title: Json(title),
        purpose: Json(purpose),
        strategic_goal: Json(strategic_goal),
        period_start,
        period_end,
        premises: Json(premises),
        delimitations: Json(delimitations),
        sections: Json(sections),
        next_review_on,
        max_prioritised_areas,
        supersedes_id,
        adopted_on,
        superseded_on,
    };
    StrategyRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: StrategyRow) -> Record<Strategy> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = StrategyIn {
        title: row.title.0,
        purpose: row.purpose.0,
        strategic_goal: row.strategic_goal.0,
        period_start: row.period_start,
        period_end: row.period_end,
        premises: row.premises.0,
        delimitations: row.delimitations.0,
        sections: row.sections.0,
        next_review_on: row.next_review_on,
        max_prioritised_areas: row.max_prioritised_areas,
        supersedes_id: row.supersedes_id,
    };
    Record { meta, content, kept: StrategyKept { adopted_on: row.adopted_on, superseded_on: row.superseded_on } }
}

impl Strategy {
    fn filtered(query: &ListQuery<Self>) -> strategies::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = strategies::table.into_boxed();
        crate::narrow!(rows, strategies::state, filter.state);
        crate::narrow_optional!(rows, strategies::supersedes_id, filter.supersedes_id);
        crate::narrow_range!(rows, strategies::period_start, filter.period_start);
        crate::narrow_range!(rows, strategies::period_end, filter.period_end);
        crate::narrow_range!(rows, strategies::next_review_on, filter.next_review_on);
        crate::narrow_range!(rows, strategies::adopted_on, filter.adopted_on);
        match query.on {
            Some(day) => rows.filter(is_in_force(day)),
            None => rows,
        }
    }
}

/// In force on a day: adopted by then, within its period, and not superseded yet.
#[diesel::dsl::auto_type(no_type_alias)]
pub(in crate::strategy) fn is_in_force(day: NaiveDate) -> _ {
    let not_superseded = strategies::superseded_on.is_null().or(strategies::superseded_on.gt(day));
    let within = strategies::period_start.le(day).and(strategies::period_end.ge(day));
    strategies::adopted_on.le(day).and(within).and(not_superseded)
}

/// The one strategy in force on a day, if any.
///
/// # Errors
/// When the database refuses.
pub fn in_force(conn: &mut Conn, day: NaiveDate) -> QueryResult<Option<Record<Strategy>>> {
    let row: Option<StrategyRow> =
        strategies::table.filter(is_in_force(day)).select(StrategyRow::as_select()).get_result(conn).optional()?;
    Ok(row.map(from_row))
}

/// a strategy takes the place of one whose period begins earlier, and so none ever of itself.
pub(super) fn check_supersedes(conn: &mut Conn, record: &Record<Strategy>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let Some(predecessor) = record.content.supersedes_id else { return Ok(()) };
    let start: Option<NaiveDate> =
        strategies::table.find(predecessor).select(strategies::period_start).get_result(conn).optional()?;
    if start.is_some_and(|start| start >= record.content.period_start) {
        let reason = text(
            "den strategi som ersätts har inte en tidigare period",
            "the period of the strategy that is superseded does not begin earlier",
        );
        faults.push(Fault::rule("/supersedesId", "R-01", reason));
    }
    Ok(())
}

/// What the adoption of each strategy asks of the others: one query.
pub(super) fn facts(conn: &mut Conn, records: &[Record<Strategy>]) -> QueryResult<Vec<StrategyFacts>> {
    if records.iter().all(|record| record.meta.state.as_deref() == Some(StrategyState::Draft.as_str())) {
        return Ok(vec![StrategyFacts::default(); records.len()]);
    }
    type Adopted = (Id<Strategy>, NaiveDate, NaiveDate, Option<NaiveDate>, Option<NaiveDate>);
    let adopted: Vec<Adopted> = strategies::table
        .filter(strategies::adopted_on.is_not_null())
        .select((
            strategies::id,
            strategies::period_start,
            strategies::period_end,
            strategies::adopted_on,
            strategies::superseded_on,
        ))
        .load(conn)?;
    Ok(records
        .iter()
        .map(|record| {
            let strategy = &record.content;
            let others = || adopted.iter().filter(|(id, ..)| *id != record.meta.id);
            let is_predecessor = |id: &Id<Strategy>| strategy.supersedes_id == Some(*id);
            let overlaps = others().filter(|(id, ..)| !is_predecessor(id)).any(|(_, start, end, _, superseded)| {
                let ends_before = superseded.and_then(|day| day.pred_opt()).unwrap_or(*end).min(*end);
                *start <= strategy.period_end && strategy.period_start <= ends_before
            });
            // A successor that was adopted itself is the one that superseded it.
            let free = |superseded: &Option<NaiveDate>| superseded.is_none() || record.kept.adopted_on.is_some();
            let predecessor_is_none = strategy.supersedes_id.is_some()
                && !others().any(|(id, .., superseded)| is_predecessor(id) && free(superseded));
            let predecessor = others().find(|(id, ..)| is_predecessor(id));
            let predecessor_since =
                predecessor.and_then(|(_, start, _, adopted, _)| adopted.map(|day| day.max(*start)));
            StrategyFacts { overlaps, predecessor_is_none, predecessor_since }
        })
        .collect())
}

/// The strategies whose next review lies between two days, by day: one query. What is superseded or put away is reviewed
/// no more.
///
/// # Errors
/// When the database refuses.
pub fn reviews(conn: &mut Conn, (from, to): (NaiveDate, NaiveDate)) -> QueryResult<Vec<Record<Strategy>>> {
    let rows: Vec<StrategyRow> = strategies::table
        .filter(strategies::next_review_on.between(from, to))
        .filter(strategies::state.ne(StrategyState::Superseded.as_str()))
        .filter(strategies::archived.eq(false))
        .order((strategies::next_review_on, strategies::id))
        .select(StrategyRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Whether a strategy waits to be superseded on a day.
///
/// # Errors
/// When the database refuses.
pub fn is_due(conn: &mut Conn, today: NaiveDate) -> QueryResult<bool> {
    let due: i64 = strategies::table
        .filter(strategies::state.eq(StrategyState::Adopted.as_str()))
        .filter(strategies::superseded_on.le(today))
        .count()
        .get_result(conn)?;
    Ok(due > 0)
}

/// Moves every strategy whose successor is in force by now.
///
/// # Errors
/// When the database refuses.
pub fn supersede_due(tx: &mut Tx<'_>) -> Result<(), ApiError> {
    let today = tx.today();
    let due: Vec<StrategyRow> = strategies::table
        .filter(strategies::state.eq(StrategyState::Adopted.as_str()))
        .filter(strategies::superseded_on.le(today))
        .select(StrategyRow::as_select())
        .order(strategies::id)
        .load(tx.conn()?)?;
    for row in due {
        let mut record = from_row(row);
        record.meta.state = Some(StrategyState::Superseded.as_str().to_owned());
        record.meta.state_reason = None;
        write::store_next(tx, &mut record, Action::Transition)?;
    }
    Ok(())
}
