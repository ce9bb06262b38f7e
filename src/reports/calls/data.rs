//! What the report on calls tells.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::funding::calls::CallPhase;
use crate::monitoring::knowledge_activities::KnowledgeKind;
use crate::register::Money;

/// The programme that calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallingProgramme {
    /// The programme.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Interreg Sverige-Norge")]
    pub name: String,
}

/// How many ideas aim at a call, by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallIdeas {
    /// Ideas.
    #[schema(minimum = 0, example = 2)]
    pub idea: i64,
    /// Those that mobilise.
    #[schema(minimum = 0, example = 1)]
    pub mobilising: i64,
    /// Those that were applied with.
    #[schema(minimum = 0, example = 1)]
    pub applied: i64,
    /// Those that were dropped.
    #[schema(minimum = 0, example = 0)]
    pub dropped: i64,
}

/// A knowledge activity that was held and made a call known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallKnowledge {
    /// The knowledge activity.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Kommundag om höstens utlysningar")]
    pub title: String,
    /// The day on which it was held.
    #[schema(example = "2009-02-10")]
    pub held_on: Option<NaiveDate>,
    /// The kind.
    #[schema(inline = false, example = "briefing")]
    pub kind: KnowledgeKind,
}

/// A municipality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallMunicipality {
    /// Its code.
    #[schema(example = "1737")]
    pub code: String,
    /// Its name.
    #[schema(example = "Torsby")]
    pub name: String,
}

/// A call, what aims at it, and who was told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallLine {
    /// The call.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Andra ansökningsomgången")]
    pub title: String,
    /// The programme that calls.
    pub funding_programme: CallingProgramme,
    /// What it is about.
    #[schema(example = "Ekonomisk tillväxt och attraktiv livsmiljö.")]
    pub theme: Option<String>,
    /// The first day on which one may apply.
    #[schema(example = "2009-02-02")]
    pub opens_on: Option<NaiveDate>,
    /// The last day on which one may apply.
    #[schema(example = "2009-03-31")]
    pub closes_on: Option<NaiveDate>,
    /// In how many days it closes: 0 on its last day, less than nothing when it has closed. Null when its last day is not
    /// known.
    #[schema(example = 24)]
    pub days_left: Option<i64>,
    /// Where it stands: null when it may have opened and its last day is not known.
    #[schema(inline = false, example = "open")]
    pub phase: Option<CallPhase>,
    /// The fewest partners that it asks for, or else its programme; null when neither says.
    #[schema(minimum = 1, example = 3)]
    pub minimum_partners: Option<i32>,
    /// What it has to give.
    pub budget: Option<Money>,
    /// How many ideas aim at it.
    pub ideas: CallIdeas,
    /// How many projects answered it, in whatever state.
    #[schema(minimum = 0, example = 2)]
    pub project_count: i64,
    /// The knowledge activities that were held and made it known, by day: they name it, or a monitoring item about it.
    pub knowledge_activities: Vec<CallKnowledge>,
    /// The municipalities that they told, by name.
    pub told_municipalities: Vec<CallMunicipality>,
    /// The county's other municipalities, by name.
    pub untold_municipalities: Vec<CallMunicipality>,
}

/// Calls by their last day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallsData {
    /// The first of the last days.
    #[schema(example = "2009-01-01")]
    pub closes_from: NaiveDate,
    /// The last of them; null when there is no end.
    #[schema(example = "2009-12-31")]
    pub closes_to: Option<NaiveDate>,
    /// The first 500 calls by last day and title; those whose last day is not known come last, and only when no days were
    /// asked for.
    #[schema(max_items = 500)]
    pub calls: Vec<CallLine>,
    /// How many there are in all.
    #[schema(minimum = 0, example = 12)]
    pub call_count: i64,
    /// How many of them no municipality was told of.
    #[schema(minimum = 0, example = 3)]
    pub untold_call_count: i64,
}
