//! What is frozen of a status report: its text, and the unit's activities as they are when it is approved.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::StatusReport;
use crate::db::Conn;
use crate::error::ApiError;
use crate::governance::units::Unit;
use crate::planning::activities::{self, Activity, ActivityState};
use crate::planning::operational_plans::OperationalPlan;
use crate::planning::periods::Rhythm;
use crate::planning::progress::{Light, ProgressStatus};
use crate::planning::progress_updates;
use crate::register::{Loaded, Money, Record, Register as _, read, write};
use crate::text::Bilingual;

/// A status report as it was approved.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FrozenStatusReport {
    /// The year.
    #[schema(example = 2009)]
    pub year: i32,
    /// The plan.
    #[schema(example = "Verksamhetsplan 2009")]
    pub plan: String,
    /// The unit.
    pub unit: Bilingual,
    /// The reporting period.
    #[schema(example = 1)]
    pub period: i32,
    /// Its first day.
    #[schema(example = "2009-01-01")]
    pub period_starts_on: Option<NaiveDate>,
    /// Its last day.
    #[schema(example = "2009-04-30")]
    pub period_ends_on: Option<NaiveDate>,
    /// The report in words.
    #[schema(example = "Arbetet går enligt plan.")]
    pub text: String,
    /// When it was approved.
    #[schema(example = "2009-05-20")]
    pub approved_on: NaiveDate,
    /// The unit's activities of the year that had left the drafts, by title.
    pub activities: Vec<FrozenActivity>,
}

/// An activity as it was when the report was approved.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FrozenActivity {
    /// The activity.
    pub id: Uuid,
    /// Its version.
    #[schema(example = 3)]
    pub version: i32,
    /// What it is called.
    #[schema(example = "Gemensam yrkesutbildning med Hedmark")]
    pub title: String,
    /// Its state.
    #[schema(inline = false, example = "ongoing")]
    pub state: ActivityState,
    /// Who answers for it.
    #[schema(example = "Samordnare, Kompetensförsörjning")]
    pub responsible: Option<String>,
    /// How it goes.
    #[schema(inline = false, example = "on_track")]
    pub status: Option<ProgressStatus>,
    /// The light.
    #[schema(inline = false, example = "green")]
    pub light: Light,
    /// How much of it is done, in percent.
    #[schema(example = 40)]
    pub percent_total: Option<i32>,
    /// The day of its last update.
    #[schema(example = "2009-05-11")]
    pub last_update_on: Option<NaiveDate>,
    /// Its last update in words.
    #[schema(example = "Två av fyra kurser är planerade.")]
    pub text: Option<String>,
    /// What is otherwise than planned.
    #[schema(example = "Den norska parten saknar lärare.")]
    pub deviation: Option<String>,
    /// What is done about it.
    #[schema(example = "Hamar lånar ut en lärare.")]
    pub measure: Option<String>,
    /// What it is thought to cost.
    pub cost_estimate: Option<Money>,
    /// What it cost.
    pub cost_actual: Option<Money>,
}

/// Puts together what is frozen.
pub(super) fn build(
    conn: &mut Conn,
    report: &Record<StatusReport>,
    plan: &Record<OperationalPlan>,
    today: NaiveDate,
) -> Result<FrozenStatusReport, ApiError> {
    let unit = write::find::<Unit>(conn, report.content.unit_id)?;
    let period = Rhythm::of(&plan.content).period(report.content.period);
    let records = activities::of_unit(conn, plan.content.year, report.content.unit_id)?;
    let ids: Vec<_> = records.iter().map(|record| record.meta.id).collect();
    let updates = progress_updates::latest_of(conn, &ids)?;
    let frozen = |loaded: Loaded<Activity>| {
        let Loaded { record, computed, .. } = loaded;
        let update = updates.get(&record.meta.id).map(|update| &update.content);
        FrozenActivity {
            id: record.uuid(),
            version: record.meta.version,
            state: Activity::state(&record),
            status: record.kept.status,
            light: computed.light,
            percent_total: record.kept.percent_total,
            last_update_on: record.kept.last_update_on,
            text: update.map(|update| update.text.clone()),
            deviation: update.and_then(|update| update.deviation.clone()),
            measure: update.and_then(|update| update.measure.clone()),
            title: record.content.title,
            responsible: record.content.responsible,
            cost_estimate: record.content.cost_estimate,
            cost_actual: record.content.cost_actual,
        }
    };
    Ok(FrozenStatusReport {
        year: plan.content.year,
        plan: OperationalPlan::title(plan),
        unit: unit.content.name,
        period: report.content.period,
        period_starts_on: period.map(|period| period.starts_on),
        period_ends_on: period.map(|period| period.ends_on),
        text: report.content.text.clone(),
        approved_on: today,
        activities: read::load_all(conn, records, today)?.into_iter().map(frozen).collect(),
    })
}
