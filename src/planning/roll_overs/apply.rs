//! Doing what was chosen.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use uuid::Uuid;

use super::choose::Offer;
use super::material::Material;
use super::{Choice, RollOver, RollOverItem, RollOverKept, RollOverType};
use crate::db::types::Id;
use crate::error::ApiError;
use crate::journal::{Action, Tx};
use crate::planning::activities::{Activity, ActivityIn, ActivityState};
use crate::planning::indicators::{Indicator, IndicatorIn};
use crate::planning::operational_plans::{OperationalPlan, OperationalPlanIn};
use crate::register::{Record, Register, write};
use crate::strategy::profile_areas::{ProfileArea, ProfileAreaIn};
use crate::text::Lang;

/// What a roll-over keeps of what it will do, with the ids of what it makes.
pub(super) fn plan(material: &Material, offers: Vec<Offer>) -> RollOverKept {
    let to_plan_id = material.next.as_ref().map_or_else(Id::new, |next| next.meta.id);
    let mut items = Vec::new();
    if material.next.is_none() {
        let (from, kind) = (&material.plan, RollOverType::OperationalPlan);
        let (id, title, result_id) = (from.uuid(), from.content.title.clone(), Some(to_plan_id.uuid()));
        items.push(RollOverItem { kind, id, title, choice: Choice::Carry, reason: None, result_id });
    }
    items.extend(offers.into_iter().map(|offer| {
        let Offer { kind, id, title, choice, reason, said, .. } = offer;
        let result_id = (choice != Choice::Close).then(|| Id::<()>::new().uuid());
        let reason = Some(said.unwrap_or_else(|| reason.get(Lang::Sv).to_owned()));
        RollOverItem { kind, id, title, choice, reason, result_id }
    }));
    RollOverKept { to_plan_id: Some(to_plan_id), items }
}

/// What closing makes of an activity: what runs is completed, what never began is cancelled.
fn closing(state: ActivityState) -> Option<&'static str> {
    match state {
        ActivityState::Ongoing => Some("completed"),
        ActivityState::Planned => Some("cancelled"),
        ActivityState::Draft | ActivityState::Completed | ActivityState::Cancelled => None,
    }
}

/// What closing makes of a profile area: what the year after does not have is dropped.
fn dropping(material: &Material, area: &Record<ProfileArea>) -> Option<&'static str> {
    let goes_on = area.meta.state.as_deref() == Some("current") && !material.is_there(area);
    goes_on.then_some("dropped")
}

/// Makes and changes everything that a roll-over keeps, in the order in which it keeps it.
///
/// # Errors
/// When the database refuses.
pub(super) fn apply(tx: &mut Tx<'_>, record: &Record<RollOver>) -> Result<(), ApiError> {
    let Some(material) = Material::read(tx.conn()?, record.content.from_plan_id)? else {
        return Err(ApiError::internal("a roll-over without its plan"));
    };
    let results: HashMap<Uuid, Uuid> =
        record.kept.items.iter().filter_map(|item| Some((item.id, item.result_id?))).collect();
    for item in &record.kept.items {
        match (item.kind, item.result_id) {
            (RollOverType::OperationalPlan, Some(id)) => make_plan(tx, &material, id)?,
            (RollOverType::OperationalPlan, None) | (RollOverType::Indicator, None) => {}
            (RollOverType::ProfileArea, Some(id)) => {
                for area in material.profile_areas.iter().filter(|area| area.uuid() == item.id) {
                    let content = carried_profile_area(area, material.to_year());
                    write::keep::<ProfileArea>(tx, id.into(), content, area.meta.confidentiality.clone())?;
                }
            }
            (RollOverType::Activity, Some(id)) => {
                for activity in material.activities.iter().filter(|activity| activity.uuid() == item.id) {
                    let content = next_activity(activity, item.choice, &results, material.to_year());
                    write::keep::<Activity>(tx, id.into(), content, activity.meta.confidentiality.clone())?;
                }
            }
            (RollOverType::Indicator, Some(id)) => {
                for (indicator, computed) in material.indicators.iter().filter(|(one, _)| one.uuid() == item.id) {
                    let latest = computed.latest_value.clone();
                    let content = next_indicator(indicator, latest, item.choice, &results);
                    write::keep::<Indicator>(tx, id.into(), content, indicator.meta.confidentiality.clone())?;
                }
            }
            (RollOverType::ProfileArea, None) => close::<ProfileArea>(tx, item, |area| dropping(&material, area))?,
            (RollOverType::Activity, None) => {
                close::<Activity>(tx, item, |activity| closing(Activity::state(activity)))?;
            }
        }
    }
    Ok(())
}

/// Moves what goes on to its end; what has ended by itself stays as it is.
fn close<R: Register>(
    tx: &mut Tx<'_>,
    item: &RollOverItem,
    end: impl FnOnce(&Record<R>) -> Option<&'static str>,
) -> Result<(), ApiError> {
    let mut record = write::find::<R>(tx.conn()?, item.id.into())?;
    let Some(state) = end(&record) else { return Ok(()) };
    record.meta.state = Some(state.to_owned());
    record.meta.state_reason = item.reason.clone();
    write::store_next(tx, &mut record, Action::Transition)
}

fn make_plan(tx: &mut Tx<'_>, material: &Material, id: Uuid) -> Result<(), ApiError> {
    let OperationalPlanIn { year, title, strategy_id: _, cadence, update_days, budget_ceiling: _, previous_plan_id: _ } =
        material.plan.content.clone();
    let (old, new) = (year.to_string(), material.to_year().to_string());
    let content = OperationalPlanIn {
        year: material.to_year(),
        title: if title.contains(&old) { title.replace(&old, &new) } else { with_year(&title, &new) },
        // Which strategy the next year carries out, and what it may cost, is decided anew.
        strategy_id: None,
        cadence,
        update_days,
        budget_ceiling: None,
        previous_plan_id: Some(material.plan.meta.id),
    };
    write::keep::<OperationalPlan>(tx, id.into(), content, material.plan.meta.confidentiality.clone()).map(|_| ())
}

/// A title with a year behind it, no longer than a title may be.
fn with_year(title: &str, year: &str) -> String {
    let most = LONGEST_TITLE - year.len() - 1;
    format!("{} {year}", title.chars().take(most).collect::<String>().trim_end())
}

/// The most characters of a plan's title.
const LONGEST_TITLE: usize = 200;

fn carried_profile_area(area: &Record<ProfileArea>, year: i32) -> ProfileAreaIn {
    ProfileAreaIn { year, carried_from_id: Some(area.meta.id), ..area.content.clone() }
}

/// An activity of the year after: what goes on begins with the year, what is made anew lies as it lay. Both are drafts.
fn next_activity(record: &Record<Activity>, choice: Choice, results: &HashMap<Uuid, Uuid>, year: i32) -> ActivityIn {
    let activity = record.content.clone();
    let goes_on = choice == Choice::Carry;
    let shifted =
        |day: Option<NaiveDate>| day.and_then(|day| day.with_year(year).or_else(|| day.pred_opt()?.with_year(year)));
    let carried = |id: &Id<ProfileArea>| results.get(&id.uuid()).copied().map(Id::from);
    ActivityIn {
        year,
        starts_on: if goes_on { NaiveDate::from_ymd_opt(year, 1, 1) } else { shifted(activity.starts_on) },
        ends_on: if goes_on { None } else { shifted(activity.ends_on) },
        profile_area_ids: activity.profile_area_ids.iter().filter_map(carried).collect(),
        cost_actual: None,
        continued_from_id: goes_on.then_some(record.meta.id),
        ..activity
    }
}

/// An indicator of the year after: what goes on begins where it stands.
fn next_indicator(
    record: &Record<Indicator>,
    latest: Option<String>,
    choice: Choice,
    results: &HashMap<Uuid, Uuid>,
) -> IndicatorIn {
    let indicator = record.content.clone();
    let activity_id = indicator.activity_id.and_then(|id| results.get(&id.uuid()).copied()).map(Id::from);
    let goes_on = choice == Choice::Carry;
    IndicatorIn {
        activity_id,
        baseline: latest.filter(|_| goes_on).or(indicator.baseline),
        carried_from_id: goes_on.then_some(record.meta.id),
        ..indicator
    }
}
