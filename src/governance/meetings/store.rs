//! The rows of meetings.

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;

use super::{Meeting, MeetingIn};
use crate::db::schema::{decisions, meetings};
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::register::rules::YEARS;
use crate::register::{ListQuery, Nothing, Record, Table as _};
use crate::text::{fold, text};

crate::register_table! {
    meetings for Meeting, row MeetingRow {
        body_code: String,
        held_on: NaiveDate,
        agenda_deadline_on: Option<NaiveDate>,
        place: Option<String>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "heldOn" => held_on, "bodyCode" => body_code, "agendaDeadlineOn" => agenda_deadline_on optional }
}

/// The row of a record.
fn to_row(record: Record<Meeting>) -> MeetingRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let MeetingIn { body_code, held_on, agenda_deadline_on, place } = content;
    let columns = Columns {
        name_key: format!("{held_on} {body_code}").into_bytes(),
        search: fold(&format!("{body_code} {held_on} {}", place.as_deref().unwrap_or_default())),
        body_code,
        held_on,
        agenda_deadline_on,
        place,
    };
    MeetingRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: MeetingRow) -> Record<Meeting> {
    let meta = row.take_meta();
    let content = MeetingIn {
        body_code: row.body_code,
        held_on: row.held_on,
        agenda_deadline_on: row.agenda_deadline_on,
        place: row.place,
    };
    Record { meta, content, kept: Nothing {} }
}

impl Meeting {
    fn filtered(query: &ListQuery<Self>) -> meetings::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = meetings::table.into_boxed();
        crate::narrow!(rows, meetings::body_code, filter.body_code);
        crate::narrow_range!(rows, meetings::held_on, filter.held_on);
        crate::narrow_range!(rows, meetings::agenda_deadline_on, filter.agenda_deadline_on);
        rows
    }
}

/// A meeting that decisions were taken at keeps its body and its day.
pub(super) fn check_decided(
    conn: &mut Conn,
    before: Option<&Record<Meeting>>,
    after: &Record<Meeting>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let Some(before) = before else { return Ok(()) };
    let changed = [
        ("/bodyCode", before.content.body_code != after.content.body_code),
        ("/heldOn", before.content.held_on != after.content.held_on),
        ("/archived", !before.meta.archived && after.meta.archived),
    ];
    let changed: Vec<&str> = changed.iter().filter(|(_, is)| *is).map(|(pointer, _)| *pointer).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let decided: i64 = decisions::table.filter(decisions::meeting_id.eq(after.meta.id)).count().get_result(conn)?;
    if decided > 0 {
        let reason = text("mötet har fattat beslut", "the meeting has taken decisions");
        faults.extend(changed.into_iter().map(|pointer| Fault::body(pointer, FaultCode::Settled, reason)));
    }
    Ok(())
}

/// The days on which any of some bodies meets, from one day to another, in their order: (body, day).
///
/// # Errors
/// When the database refuses.
pub fn days_between(
    conn: &mut Conn,
    bodies: &[String],
    from: NaiveDate,
    to: NaiveDate,
) -> QueryResult<Vec<(String, NaiveDate)>> {
    meetings::table
        .filter(meetings::body_code.eq_any(bodies.to_vec()))
        .filter(meetings::archived.eq(false))
        .filter(meetings::held_on.ge(from))
        .filter(meetings::held_on.le(to))
        .order((meetings::held_on, meetings::body_code))
        .select((meetings::body_code, meetings::held_on))
        .load(conn)
}

/// The first meetings of all bodies between two days, by day: one query.
///
/// # Errors
/// When the database refuses.
pub fn held(conn: &mut Conn, (from, to): (NaiveDate, NaiveDate), most: i64) -> QueryResult<Vec<Record<Meeting>>> {
    let held = meetings::table.filter(meetings::held_on.between(from, to));
    first(conn, held.order((meetings::held_on, meetings::id)).into_boxed(), most)
}

/// The first meetings of all bodies whose agenda is closed between two days, by that day: one query.
///
/// # Errors
/// When the database refuses.
pub fn closing(conn: &mut Conn, (from, to): (NaiveDate, NaiveDate), most: i64) -> QueryResult<Vec<Record<Meeting>>> {
    let closing = meetings::table.filter(meetings::agenda_deadline_on.between(from, to));
    first(conn, closing.order((meetings::agenda_deadline_on, meetings::id)).into_boxed(), most)
}

/// The first of some meetings that are not put away.
fn first(
    conn: &mut Conn,
    meetings: meetings::BoxedQuery<'_, MultiBackend>,
    most: i64,
) -> QueryResult<Vec<Record<Meeting>>> {
    let rows: Vec<MeetingRow> =
        meetings.filter(meetings::archived.eq(false)).limit(most).select(MeetingRow::as_select()).load(conn)?;
    Ok(rows.into_iter().map(Meeting::from_row).collect())
}

/// The meetings of a body on its next days from a day on, one a day, the next first.
///
/// # Errors
/// When the database refuses.
pub fn following(conn: &mut Conn, body: &str, from: NaiveDate, count: usize) -> QueryResult<Vec<Record<Meeting>>> {
    let mut found = Vec::new();
    let mut from = Some(from);
    while let Some(day) = from.filter(|_| found.len() < count) {
        let next: Option<MeetingRow> = meetings::table
            .filter(meetings::body_code.eq(body.to_owned()))
            .filter(meetings::archived.eq(false))
            .filter(meetings::held_on.ge(day))
            .order((meetings::held_on, meetings::id))
            .limit(1)
            .select(MeetingRow::as_select())
            .get_result(conn)
            .optional()?;
        from = next.as_ref().and_then(|meeting| meeting.held_on.succ_opt()).filter(|day| YEARS.contains(&day.year()));
        found.extend(next.map(Meeting::from_row));
    }
    Ok(found)
}

/// The next meeting of a body from a day on, or else its last one.
///
/// # Errors
/// When the database refuses.
pub fn nearest(conn: &mut Conn, body: &str, day: NaiveDate) -> QueryResult<Option<Record<Meeting>>> {
    if let Some(next) = following(conn, body, day, 1)?.pop() {
        return Ok(Some(next));
    }
    let last: Option<MeetingRow> = meetings::table
        .filter(meetings::body_code.eq(body.to_owned()))
        .filter(meetings::archived.eq(false))
        .order((meetings::held_on.desc(), meetings::id.desc()))
        .limit(1)
        .select(MeetingRow::as_select())
        .get_result(conn)
        .optional()?;
    Ok(last.map(Meeting::from_row))
}

/// The meeting of the same body on the day before one on which it met.
///
/// # Errors
/// When the database refuses.
pub fn preceding(conn: &mut Conn, meeting: &Record<Meeting>) -> QueryResult<Option<Record<Meeting>>> {
    let MeetingIn { body_code, held_on, .. } = &meeting.content;
    let row: Option<MeetingRow> = meetings::table
        .filter(meetings::body_code.eq(body_code.clone()))
        .filter(meetings::archived.eq(false))
        .filter(meetings::held_on.lt(*held_on))
        .order((meetings::held_on.desc(), meetings::id.desc()))
        .limit(1)
        .select(MeetingRow::as_select())
        .get_result(conn)
        .optional()?;
    Ok(row.map(Meeting::from_row))
}

/// A meeting's body and day; none when it was called off.
///
/// # Errors
/// When the database refuses.
pub fn body_and_day(conn: &mut Conn, id: Id<Meeting>) -> QueryResult<Option<(String, NaiveDate)>> {
    let found = meetings::table.find(id).filter(meetings::archived.eq(false));
    found.select((meetings::body_code, meetings::held_on)).get_result(conn).optional()
}
