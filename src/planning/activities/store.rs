//! The rows of activities.

use std::collections::HashSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::due::{due_on, narrow_stale, years_of};
use super::{
    Activity, ActivityIn, ActivityKept, ActivityKind, ActivityState, Basis, CitizenBenefit, CooperationLevel, Effect,
    Sustainability, TargetGroup,
};
use crate::cooperation::partners::Partner;
use crate::db::schema::{activities, profile_areas, progress_updates, record_references};
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::governance::units::Unit;
use crate::identity::users::User;
use crate::journal::Tx;
use crate::planning::operational_plans;
use crate::planning::periods::Rhythm;
use crate::planning::progress::ProgressStatus;
use crate::register::{ListQuery, Money, Record};
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::priorities::Priority;
use crate::strategy::profile_areas::ProfileArea;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{fold, sort_key, text};

crate::register_table! {
    activities for Activity, row ActivityRow {
        state: String,
        state_reason: Option<String>,
        title: String,
        description: Option<String>,
        year: i32,
        priority: Option<Priority>,
        strategy_area_id: Option<Id<StrategyArea>>,
        framework_links: Json<Vec<FrameworkLink>>,
        kind: ActivityKind,
        cooperation_level: CooperationLevel,
        owner_unit_id: Option<Id<Unit>>,
        responsible: Option<String>,
        responsible_user_id: Option<Id<User>>,
        starts_on: Option<NaiveDate>,
        ends_on: Option<NaiveDate>,
        partner_ids: Json<Vec<Id<Partner>>>,
        municipality_codes: Json<Vec<String>>,
        bases: Json<Vec<Basis>>,
        citizen_benefit: Option<Json<CitizenBenefit>>,
        effects: Json<Vec<Effect>>,
        sustainability: Json<Vec<Sustainability>>,
        target_groups: Json<Vec<TargetGroup>>,
        eu_focus: bool,
        cross_border: bool,
        aid_character: bool,
        exception_reason: Option<String>,
        cost_estimate_minor: Option<i64>,
        cost_estimate_currency: Option<String>,
        cost_actual_minor: Option<i64>,
        cost_actual_currency: Option<String>,
        continued_from_id: Option<Id<Activity>>,
        profile_area_ids: Json<Vec<Id<ProfileArea>>>,
        status: Option<ProgressStatus>,
        percent_total: Option<i32>,
        last_update_on: Option<NaiveDate>,
        last_update_period: Option<i32>,
        next_update_due_on: Option<NaiveDate>,
        name_key: Vec<u8>,
        search: String,
    }
    sort {
        "title" => name_key, "year" => year, "state" => state, "kind" => kind, "priority" => priority optional,
        "startsOn" => starts_on optional, "endsOn" => ends_on optional
    }
}

/// The row of a record.
fn to_row(record: Record<Activity>) -> ActivityRow {
    let Record { meta, content, kept } = record;
    let ActivityKept { status, percent_total, last_update_on, last_update_period } = kept;
    let ActivityIn {
        title,
        description,
        year,
        priority,
        strategy_area_id,
        profile_area_ids,
        framework_links,
        kind,
        cooperation_level,
        owner_unit_id,
        responsible,
        responsible_user_id,
        starts_on,
        ends_on,
        partner_ids,
        municipality_codes,
        bases,
        citizen_benefit,
        effects,
        sustainability,
        target_groups,
        eu_focus,
        cross_border,
        aid_character,
        exception_reason,
        cost_estimate,
        cost_actual,
        continued_from_id,
    } = content;
    let (cost_estimate_minor, cost_estimate_currency) = Money::columns(cost_estimate);
    let (cost_actual_minor, cost_actual_currency) = Money::columns(cost_actual);
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_key: sort_key(&title),
        search: fold(&title),
        title,
        description,
        year,
        priority,
        strategy_area_id,
        framework_links: Json(framework_links),
        kind,
        cooperation_level,
        owner_unit_id,
        responsible,
        responsible_user_id,
        starts_on,
        ends_on,
        partner_ids: Json(partner_ids),
        municipality_codes: Json(municipality_codes),
        bases: Json(bases),
        citizen_benefit: citizen_benefit.map(Json),
        effects: Json(effects),
        sustainability: Json(sustainability),
        target_groups: Json(target_groups),
        eu_focus,
        cross_border,
        aid_character,
        exception_reason,
        cost_estimate_minor,
        cost_estimate_currency,
        cost_actual_minor,
        cost_actual_currency,
        continued_from_id,
        profile_area_ids: Json(profile_area_ids),
        status,
        percent_total,
        last_update_on,
        last_update_period,
        // Follows from the plan of its year.
        next_update_due_on: None,
    };
    ActivityRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: ActivityRow) -> Record<Activity> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = ActivityIn {
        title: row.title,
        description: row.description,
        year: row.year,
        priority: row.priority,
        strategy_area_id: row.strategy_area_id,
        profile_area_ids: row.profile_area_ids.0,
        framework_links: row.framework_links.0,
        kind: row.kind,
        cooperation_level: row.cooperation_level,
        owner_unit_id: row.owner_unit_id,
        responsible: row.responsible,
        responsible_user_id: row.responsible_user_id,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        partner_ids: row.partner_ids.0,
        municipality_codes: row.municipality_codes.0,
        bases: row.bases.0,
        citizen_benefit: row.citizen_benefit.map(|benefit| benefit.0),
        effects: row.effects.0,
        sustainability: row.sustainability.0,
        target_groups: row.target_groups.0,
        eu_focus: row.eu_focus,
        cross_border: row.cross_border,
        aid_character: row.aid_character,
        exception_reason: row.exception_reason,
        cost_estimate: Money::of_columns(row.cost_estimate_minor, row.cost_estimate_currency),
        cost_actual: Money::of_columns(row.cost_actual_minor, row.cost_actual_currency),
        continued_from_id: row.continued_from_id,
    };
    let kept = ActivityKept {
        status: row.status,
        percent_total: row.percent_total,
        last_update_on: row.last_update_on,
        last_update_period: row.last_update_period,
    };
    Record { meta, content, kept }
}

/// Enters when the next update of an activity is due.
pub(super) fn derive(tx: &mut Tx<'_>, record: &Record<Activity>, row: &mut ActivityRow) -> QueryResult<()> {
    let plan = tx.look_up(operational_plans::PlanOf { year: record.content.year })?;
    row.next_update_due_on = due_on(record, plan.map(|plan| Rhythm::of(&plan.content)));
    Ok(())
}

impl Activity {
    fn filtered(query: &ListQuery<Self>) -> activities::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = activities::table.into_boxed();
        crate::narrow!(rows, activities::state, filter.state);
        crate::narrow_optional!(rows, activities::status, filter.status);
        if let Some(wanted) = filter.stale.values() {
            rows = narrow_stale(rows, wanted, query.on.unwrap_or(query.today));
        }
        crate::narrow_range!(rows, activities::next_update_due_on, filter.next_update_due_on);
        if let Some(plans) = filter.operational_plan_id.values() {
            rows = rows.filter(activities::year.eq_any(years_of(plans.to_vec())));
        }
        crate::narrow!(rows, activities::year, filter.year);
        crate::narrow_optional!(rows, activities::priority, filter.priority);
        crate::narrow_optional!(rows, activities::strategy_area_id, filter.strategy_area_id);
        crate::narrow_reference!(rows, activities::id, "activity.profileAreas", filter.profile_area_id);
        crate::narrow_links!(rows, activities::framework_links, filter.framework_element);
        crate::narrow!(rows, activities::kind, filter.kind);
        crate::narrow!(rows, activities::cooperation_level, filter.cooperation_level);
        crate::narrow_optional!(rows, activities::owner_unit_id, filter.owner_unit_id);
        crate::narrow_optional!(rows, activities::responsible_user_id, filter.responsible_user_id);
        crate::narrow_reference!(rows, activities::id, "activity.partners", filter.partner_id);
        crate::narrow_list!(rows, activities::municipality_codes, filter.municipality_code);
        crate::narrow_list!(rows, activities::effects, filter.effect);
        crate::narrow_list!(rows, activities::sustainability, filter.sustainability);
        crate::narrow_list!(rows, activities::target_groups, filter.target_group);
        crate::narrow!(rows, activities::eu_focus, filter.eu_focus);
        crate::narrow!(rows, activities::cross_border, filter.cross_border);
        crate::narrow!(rows, activities::aid_character, filter.aid_character);
        crate::narrow_optional!(rows, activities::continued_from_id, filter.continued_from_id);
        crate::narrow_reference!(rows, activities::id, "activity.projects", filter.project_id);
        crate::narrow_reference!(rows, activities::id, "activity.projectIdeas", filter.project_idea_id);
        crate::narrow_reference!(rows, activities::id, "activity.monitoringItems", filter.monitoring_item_id);
        crate::narrow_reference!(rows, activities::id, "activity.knowledgeActivities", filter.knowledge_activity_id);
        crate::narrow_reference!(rows, activities::id, "activity.influenceCases", filter.influence_case_id);
        crate::narrow_reference!(rows, activities::id, "activity.profilingActions", filter.profiling_action_id);
        crate::narrow_range!(rows, activities::starts_on, filter.starts_on);
        crate::narrow_range!(rows, activities::ends_on, filter.ends_on);
        if let Some(day) = query.on {
            // What has no days is not known to go on.
            rows = rows.filter(activities::starts_on.le(day)).filter(activities::ends_on.ge(day));
        }
        rows
    }
}

/// what belongs to a year whose plan is closed is as it was closed. R-10: an activity of which updates tell keeps
/// its year.
pub(super) fn check_year(
    tx: &mut Tx<'_>,
    before: Option<&Record<Activity>>,
    record: &Record<Activity>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let year = record.content.year;
    operational_plans::check_year_open(tx, year, "/year", faults)?;
    let Some(old) = before.map(|before| before.content.year).filter(|old| *old != year) else { return Ok(()) };
    operational_plans::check_year_open(tx, old, "/year", faults)?;
    let updates = progress_updates::table.filter(progress_updates::activity_id.eq(record.meta.id));
    let updates: i64 = updates.count().get_result(tx.conn()?)?;
    if updates > 0 {
        let reason =
            text("aktiviteten har lägesrapporter och behåller sitt år", "the activity has updates and keeps its year");
        faults.push(Fault::rule("/year", "R-10", reason));
    }
    Ok(())
}

/// What is in focus is of the activity's own area and year.
pub(super) fn check_profile_areas(
    tx: &mut Tx<'_>,
    before: Option<&Record<Activity>>,
    record: &Record<Activity>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let place = |record: &Record<Activity>| {
        let activity = &record.content;
        (activity.year, activity.strategy_area_id, activity.profile_area_ids.clone())
    };
    let activity = &record.content;
    if activity.profile_area_ids.is_empty() || before.is_some_and(|before| place(before) == place(record)) {
        return Ok(());
    }
    let found: Vec<(Id<ProfileArea>, Id<StrategyArea>, i32)> = profile_areas::table
        .filter(profile_areas::id.eq_any(activity.profile_area_ids.clone()))
        .select((profile_areas::id, profile_areas::strategy_area_id, profile_areas::year))
        .load(tx.conn()?)?;
    for (place, id) in activity.profile_area_ids.iter().enumerate() {
        // What is not there is named as a reference already.
        let is_elsewhere = found
            .iter()
            .any(|(one, area, year)| one == id && (Some(*area) != activity.strategy_area_id || *year != activity.year));
        if is_elsewhere {
            let reason = text(
                "hör till ett annat strategiområde eller år än aktiviteten",
                "is of another strategy area or year than the activity",
            );
            faults.push(Fault::rule(&format!("/profileAreaIds/{place}"), "R-09", reason));
        }
    }
    Ok(())
}

/// an activity continues one of an earlier year, and so none ever continues itself.
pub(super) fn check_continued_from(
    tx: &mut Tx<'_>,
    before: Option<&Record<Activity>>,
    record: &Record<Activity>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let activity = &record.content;
    if let Some(from) = activity.continued_from_id {
        let columns = (activities::year, activities::state, activities::owner_unit_id);
        let found: Option<(i32, ActivityState, Option<Id<Unit>>)> =
            activities::table.find(from).select(columns).get_result(tx.conn()?).optional()?;
        if found.is_some_and(|(year, ..)| year >= activity.year) {
            let reason = text("är inte en aktivitet från ett tidigare år", "is no activity of an earlier year");
            faults.push(Fault::rule("/continuedFromId", "R-10", reason));
        }
        // Its unit could neither delete nor move it any more.
        if found.is_some_and(|(_, state, owner)| state == ActivityState::Draft && owner != activity.owner_unit_id) {
            let reason = text("är en annan enhets utkast", "is a draft of another unit");
            faults.push(Fault::rule("/continuedFromId", "R-10", reason));
        }
    }
    // Nothing continues what is not there yet.
    if before.is_none() {
        return Ok(());
    }
    let earlier: i64 = activities::table
        .filter(activities::continued_from_id.eq(record.meta.id))
        .filter(activities::year.le(activity.year))
        .count()
        .get_result(tx.conn()?)?;
    if earlier > 0 {
        let reason = text(
            "en aktivitet som fortsätter denna ligger inte på ett senare år",
            "an activity that continues this one is not of a later year",
        );
        faults.push(Fault::rule("/year", "R-10", reason));
    }
    Ok(())
}

/// The activities of a year that are not put away, by title.
///
/// # Errors
/// When the database refuses.
pub fn of_year(conn: &mut Conn, year: i32) -> QueryResult<Vec<Record<Activity>>> {
    let rows: Vec<ActivityRow> = activities::table
        .filter(activities::year.eq(year))
        .filter(activities::archived.eq(false))
        .order((activities::name_key, activities::id))
        .select(ActivityRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// A unit's activities of a year that have left the drafts and are not put away, by title.
///
/// # Errors
/// When the database refuses.
pub fn of_unit(conn: &mut Conn, year: i32, unit: Id<Unit>) -> QueryResult<Vec<Record<Activity>>> {
    let rows: Vec<ActivityRow> = activities::table
        .filter(activities::year.eq(year))
        .filter(activities::owner_unit_id.eq(unit))
        .filter(activities::archived.eq(false))
        .filter(activities::state.ne(ActivityState::Draft))
        .order((activities::name_key, activities::id))
        .select(ActivityRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Those of some partners that take part in an activity of a year which is planned, runs or was completed: one query.
///
/// # Errors
/// When the database refuses.
pub fn partners_in(conn: &mut Conn, partners: &[Id<Partner>], year: i32) -> QueryResult<HashSet<Id<Partner>>> {
    if partners.is_empty() {
        return Ok(HashSet::new());
    }
    let mut wanted: Vec<Id<()>> = partners.iter().map(Id::erased).collect();
    wanted.sort();
    wanted.dedup();
    let of_year = activities::table
        .filter(activities::year.eq(year))
        .filter(activities::archived.eq(false))
        .filter(activities::state.eq_any(["planned", "ongoing", "completed"]))
        .select(activities::id);
    let found: Vec<Id<()>> = record_references::table
        .filter(record_references::reference.eq("activity.partners"))
        .filter(record_references::to_id.eq_any(wanted))
        .filter(record_references::from_id.eq_any(of_year))
        .select(record_references::to_id)
        .distinct()
        .load(conn)?;
    Ok(found.into_iter().map(|id| Id::from(id.uuid())).collect())
}
