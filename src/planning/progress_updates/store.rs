//! The rows of progress updates.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;

use super::{ProgressUpdate, ProgressUpdateIn, ProgressUpdateKept};
use crate::db::schema::{activities, progress_updates};
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::governance::units::Unit;
use crate::journal::Tx;
use crate::planning::activities::{Activity, ActivityKept};
use crate::planning::operational_plans::{self, OperationalPlan};
use crate::planning::periods::Rhythm;
use crate::planning::progress::ProgressStatus;
use crate::planning::status_reports;
use crate::register::{ListQuery, Record};
use crate::text::{Message, fold, text};

crate::register_table! {
    progress_updates for ProgressUpdate, row ProgressUpdateRow {
        state: String,
        state_reason: Option<String>,
        activity_id: Id<Activity>,
        period: i32,
        reported_on: NaiveDate,
        status: ProgressStatus,
        percent_total: i32,
        text: String,
        deviation: Option<String>,
        measure: Option<String>,
        unit_id: Option<Id<Unit>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "reportedOn" => reported_on, "period" => period, "percentTotal" => percent_total, "status" => status }
}

/// The row of a record.
fn to_row(record: Record<ProgressUpdate>) -> ProgressUpdateRow {
    let Record { meta, content, kept: ProgressUpdateKept { unit_id } } = record;
    let ProgressUpdateIn { activity_id, period, reported_on, status, percent_total, text, deviation, measure } =
        content;
    let words = [Some(text.as_str()), deviation.as_deref(), measure.as_deref()];
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        // Days sort as they are.
        name_key: reported_on.to_string().into_bytes(),
        search: fold(&words.into_iter().flatten().collect::<Vec<_>>().join(" ")),
        activity_id,
        period,
        reported_on,
        status,
        percent_total,
        text,
        deviation,
        measure,
        unit_id,
    };
    ProgressUpdateRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: ProgressUpdateRow) -> Record<ProgressUpdate> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = ProgressUpdateIn {
        activity_id: row.activity_id,
        period: row.period,
        reported_on: row.reported_on,
        status: row.status,
        percent_total: row.percent_total,
        text: row.text,
        deviation: row.deviation,
        measure: row.measure,
    };
    Record { meta, content, kept: ProgressUpdateKept { unit_id: row.unit_id } }
}

impl ProgressUpdate {
    fn filtered(query: &ListQuery<Self>) -> progress_updates::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = progress_updates::table.into_boxed();
        crate::narrow!(rows, progress_updates::state, filter.state);
        crate::narrow!(rows, progress_updates::activity_id, filter.activity_id);
        if let Some(years) = filter.year.values() {
            let of_years = activities::table.filter(activities::year.eq_any(years.to_vec())).select(activities::id);
            rows = rows.filter(progress_updates::activity_id.eq_any(of_years));
        }
        crate::narrow!(rows, progress_updates::period, filter.period);
        crate::narrow!(rows, progress_updates::status, filter.status);
        crate::narrow_optional!(rows, progress_updates::unit_id, filter.unit_id);
        crate::narrow_range!(rows, progress_updates::reported_on, filter.reported_on);
        rows
    }
}

/// The unit that runs an activity, if it is there and has one.
pub(super) fn unit_of(conn: &mut Conn, activity: Id<Activity>) -> QueryResult<Option<Id<Unit>>> {
    let unit: Option<Option<Id<Unit>>> =
        activities::table.find(activity).select(activities::owner_unit_id).get_result(conn).optional()?;
    Ok(unit.flatten())
}

/// What an update may be about: a planned activity, in a period of its plan that has begun and is not closed.
pub(super) fn check_place(
    tx: &mut Tx<'_>,
    before: Option<&Record<ProgressUpdate>>,
    record: &Record<ProgressUpdate>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let update = &record.content;
    let activity: Option<(i32, String, Option<Id<Unit>>)> = activities::table
        .find(update.activity_id)
        .select((activities::year, activities::state, activities::owner_unit_id))
        .get_result(tx.conn()?)
        .optional()?;
    // What is not there is named as a reference already.
    let Some((year, state, owner)) = activity else { return Ok(()) };
    check_unit(before, record, owner, faults);
    if state == "draft" {
        let reason = text("är ett utkast; planera aktiviteten först", "is a draft; plan the activity first");
        faults.push(Fault { rule: Some("R-11"), ..Fault::body("/activityId", FaultCode::WrongState, reason) });
    }
    let Some(plan) = operational_plans::check_year_open(tx, year, "/activityId", faults)? else {
        let reason =
            Message::new(format!("{year} har ingen verksamhetsplan"), format!("{year} has no operational plan"));
        faults.push(Fault::rule("/activityId", "R-10", reason));
        return Ok(());
    };
    let Some(period) = Rhythm::of(&plan.content).check_period(update.period, faults) else { return Ok(()) };
    if update.reported_on < period.starts_on || update.reported_on.year() > year + 1 {
        let reason = Message::new(
            format!("ligger före periodens början {} eller efter året därpå", period.starts_on),
            format!("is before the period begins on {}, or after the year that follows", period.starts_on),
        );
        faults.push(Fault::rule("/reportedOn", "R-11", reason));
    }
    let periods: Vec<i32> = before.into_iter().chain([record]).map(|record| record.content.period).collect();
    check_open(tx.conn()?, plan.meta.id, record, &periods, faults)
}

/// an update is written by the unit that runs the activity. One that ran it before writes and mends none any more;
/// what it wrote may still be returned or put away.
fn check_unit(
    before: Option<&Record<ProgressUpdate>>,
    record: &Record<ProgressUpdate>,
    owner: Option<Id<Unit>>,
    faults: &mut Vec<Fault>,
) {
    let says = before.is_none_or(|before| before.content != record.content || record.meta.state != before.meta.state);
    let counts = record.meta.state.as_deref() != Some("returned");
    if says && counts && (owner.is_none() || owner != record.kept.unit_id) {
        let reason = match owner {
            None => text("ingen enhet driver aktiviteten", "no unit runs the activity"),
            Some(_) => text("en annan enhet driver aktiviteten nu", "another unit runs the activity now"),
        };
        faults.push(Fault::rule("/activityId", "R-20", reason));
    }
}

/// what a closed period says is never changed, only corrected by an update of a later period. A period is closed by the report of the unit that runs the activity, and by that of any that has run it.
fn check_open(
    conn: &mut Conn,
    plan: Id<OperationalPlan>,
    record: &Record<ProgressUpdate>,
    periods: &[i32],
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let others: Vec<Option<Id<Unit>>> = progress_updates::table
        .filter(progress_updates::activity_id.eq(record.content.activity_id))
        .select(progress_updates::unit_id)
        .load(conn)?;
    let units: HashSet<Id<Unit>> = others.into_iter().chain([record.kept.unit_id]).flatten().collect();
    if status_reports::is_submitted(conn, plan, &units, periods)? {
        let reason = text(
            "perioden är stängd: enhetens statusrapport är lämnad",
            "the period is closed: the unit's status report has been submitted",
        );
        faults.push(Fault { rule: Some("R-11"), ..Fault::body("/period", FaultCode::WrongState, reason) });
    }
    Ok(())
}

/// The updates that count: neither put away nor returned; the last first.
#[diesel::dsl::auto_type(no_type_alias)]
fn counting() -> _ {
    let state: &'static str = "submitted";
    progress_updates::table
        .filter(progress_updates::archived.eq(false))
        .filter(progress_updates::state.eq(state))
        .order((progress_updates::period.desc(), progress_updates::reported_on.desc(), progress_updates::id.desc()))
}

/// What an activity's last update says of it; nothing, when there is none.
pub(super) fn latest(conn: &mut Conn, activity: Id<Activity>) -> QueryResult<ActivityKept> {
    let update = latest_of(conn, &[activity])?.remove(&activity);
    Ok(update.as_ref().map(ActivityKept::from).unwrap_or_default())
}

/// The last update of each of some activities: one query.
///
/// # Errors
/// When the database refuses.
pub fn latest_of(
    conn: &mut Conn,
    activities: &[Id<Activity>],
) -> QueryResult<HashMap<Id<Activity>, Record<ProgressUpdate>>> {
    if activities.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<ProgressUpdateRow> = counting()
        .filter(progress_updates::activity_id.eq_any(activities.to_vec()))
        .select(ProgressUpdateRow::as_select())
        .load(conn)?;
    let mut latest = HashMap::new();
    for record in rows.into_iter().map(from_row) {
        latest.entry(record.content.activity_id).or_insert(record);
    }
    Ok(latest)
}

/// A unit's updates that were returned and are not put away, by day: one query.
///
/// # Errors
/// When the database refuses.
pub fn returned(conn: &mut Conn, unit: Id<Unit>) -> QueryResult<Vec<Record<ProgressUpdate>>> {
    let rows: Vec<ProgressUpdateRow> = progress_updates::table
        .filter(progress_updates::unit_id.eq(unit))
        .filter(progress_updates::state.eq("returned"))
        .filter(progress_updates::archived.eq(false))
        .order((progress_updates::reported_on, progress_updates::id))
        .select(ProgressUpdateRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}
