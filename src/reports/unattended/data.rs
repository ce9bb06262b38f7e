//! What the report of the unattended tells.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::planning::activities::{ActivityState, OwnerlessReason, Unattended};
use crate::planning::progress::ProgressStatus;
use crate::text::Bilingual;

/// What units are called.
pub(super) type Names = HashMap<Id<Unit>, Bilingual>;

/// An activity that nobody answers for (W10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnerlessActivity {
    /// The activity.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Gemensam yrkesutbildning med Hedmark")]
    pub title: String,
    /// Its state.
    #[schema(inline = false, example = "ongoing")]
    pub state: ActivityState,
    /// The unit that runs it.
    pub owner_unit_id: Option<Uuid>,
    /// What that is called.
    pub owner_unit: Option<Bilingual>,
    /// Who is said to answer for it.
    #[schema(example = "Samordnare, Kompetensförsörjning")]
    pub responsible: Option<String>,
    /// Why nobody does.
    pub reasons: Vec<OwnerlessReason>,
}

/// The activities that nobody answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnerlessActivities {
    /// How many there are.
    #[schema(minimum = 0, example = 2)]
    pub count: i64,
    /// Their share of all that are planned or ongoing, in percent; null when there are none.
    #[schema(example = "12.5")]
    pub percent: Option<String>,
    /// The first 200, by title.
    #[schema(max_items = 200)]
    pub activities: Vec<OwnerlessActivity>,
}

/// An activity whose progress update is late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StaleActivity {
    /// The activity.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Gemensam yrkesutbildning med Hedmark")]
    pub title: String,
    /// Its state.
    #[schema(inline = false, example = "ongoing")]
    pub state: ActivityState,
    /// The unit that runs it.
    pub owner_unit_id: Option<Uuid>,
    /// What that is called.
    pub owner_unit: Option<Bilingual>,
    /// Who answers for it.
    #[schema(example = "Samordnare, Kompetensförsörjning")]
    pub responsible: Option<String>,
    /// When its progress update was due.
    #[schema(example = "2009-05-14")]
    pub due_on: NaiveDate,
    /// How many days have gone since then.
    #[schema(minimum = 1, example = 18)]
    pub days_since_due: i64,
    /// What the last one said.
    #[schema(inline = false, example = "on_track")]
    pub status: Option<ProgressStatus>,
    /// The day of the last one.
    #[schema(example = "2009-01-31")]
    pub last_update_on: Option<NaiveDate>,
}

/// The activities whose progress update is late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaleActivities {
    /// How many there are.
    #[schema(minimum = 0, example = 4)]
    pub count: i64,
    /// Their share of all that are planned or ongoing, in percent; null when there are none.
    #[schema(example = "25.0")]
    pub percent: Option<String>,
    /// The first 200, the latest first.
    #[schema(max_items = 200)]
    pub activities: Vec<StaleActivity>,
}

/// The numbers of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnattendedUnit {
    /// The unit; null for activities that have none.
    pub unit_id: Option<Uuid>,
    /// What it is called.
    pub name: Option<Bilingual>,
    /// How many of its activities are planned or ongoing.
    #[schema(minimum = 0, example = 16)]
    pub activity_count: i64,
    /// How many of them nobody answers for.
    #[schema(minimum = 0, example = 2)]
    pub ownerless_count: i64,
    /// How many of them have a late progress update.
    #[schema(minimum = 0, example = 4)]
    pub stale_count: i64,
}

/// What is unattended of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnattendedData {
    /// The year.
    #[schema(minimum = 1900, maximum = 2199, example = 2009)]
    pub year: i32,
    /// The day on which updates are late.
    #[schema(example = "2009-06-01")]
    pub on: NaiveDate,
    /// How many activities of the year are planned or ongoing.
    #[schema(minimum = 0, example = 16)]
    pub activity_count: i64,
    /// Those that nobody answers for.
    pub ownerless: OwnerlessActivities,
    /// Those whose progress update is late.
    pub stale: StaleActivities,
    /// The numbers of each unit, by name; of activities without one last.
    pub units: Vec<UnattendedUnit>,
}

/// A line of what nobody answers for.
pub(super) fn ownerless(one: Unattended, reasons: Vec<OwnerlessReason>, names: &Names) -> OwnerlessActivity {
    OwnerlessActivity {
        id: one.id,
        title: one.title,
        state: one.state,
        owner_unit_id: one.owner_unit_id.map(|id| id.uuid()),
        owner_unit: one.owner_unit_id.and_then(|id| names.get(&id).cloned()),
        responsible: one.responsible,
        reasons,
    }
}

/// A line of what is late on a day.
pub(super) fn stale(one: Unattended, day: NaiveDate, names: &Names) -> Option<StaleActivity> {
    let due_on = one.due_on?;
    Some(StaleActivity {
        id: one.id,
        title: one.title,
        state: one.state,
        owner_unit_id: one.owner_unit_id.map(|id| id.uuid()),
        owner_unit: one.owner_unit_id.and_then(|id| names.get(&id).cloned()),
        responsible: one.responsible,
        due_on,
        days_since_due: (day - due_on).num_days(),
        status: one.status,
        last_update_on: one.last_update_on,
    })
}
