//! What the chain of a monitoring item looks like on the wire.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::identity::me::SelfLink;
use crate::monitoring::influence_cases::{Arena, InfluenceOutcome, InfluenceState};
use crate::monitoring::knowledge_activities::{KnowledgeKind, KnowledgeState};
use crate::monitoring::monitoring_items::MonitoringState;
use crate::monitoring::profiling_actions::ProfilingKind;
use crate::text::{Text, text};

crate::code_list! {
    /// What the chain of a monitoring item lacks.
    pub enum OpenEnd "open-ends" ("Lösa ändar", "Open ends") {
        NoKnowledge = "no_knowledge" ("Ingen kunskapsaktivitet", "No knowledge activity"),
        NoPosition = "no_position" ("Ingen ståndpunkt", "No position"),
        NoOutcome = "no_outcome" ("Inget utfall", "No outcome"),
    }
}

impl OpenEnd {
    /// In words.
    pub(super) const fn message(self) -> Text {
        match self {
            Self::NoKnowledge => text("Ingen kunskapsaktivitet nämner den.", "No knowledge activity names it."),
            Self::NoPosition => text(
                "Inget påverkansärende som nämner den har en önskad ståndpunkt.",
                "No influence case that names it has a wanted position.",
            ),
            Self::NoOutcome => text(
                "Inget påverkansärende som nämner den har avslutats med ett utfall.",
                "No influence case that names it was closed with an outcome.",
            ),
        }
    }
}

/// What a chain lacks, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OpenEndItem {
    /// What it lacks.
    #[schema(inline = false, example = "no_outcome")]
    pub code: OpenEnd,
    /// In words, in the language of the answer.
    #[schema(example = "Inget påverkansärende som nämner den har avslutats med ett utfall.")]
    pub message: String,
}

/// The monitoring item that a chain begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChainItem {
    /// Its id.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Grönbok om territoriell sammanhållning")]
    pub title: String,
    /// Its state.
    #[schema(inline = false, example = "used")]
    pub state: MonitoringState,
    /// The day on which it was published.
    #[schema(example = "2008-10-06")]
    pub published_on: Option<NaiveDate>,
    /// The day from which days are counted: of publication, or else the one on which the item was recorded.
    #[schema(example = "2008-10-06")]
    pub counted_from: NaiveDate,
}

/// A knowledge activity that names the item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChainKnowledge {
    /// Its id.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e70")]
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Genomgång av grönboken")]
    pub title: String,
    /// The kind.
    #[schema(inline = false, example = "briefing")]
    pub kind: KnowledgeKind,
    /// Its state.
    #[schema(inline = false, example = "held")]
    pub state: KnowledgeState,
    /// The first day.
    #[schema(example = "2008-11-05")]
    pub held_on: Option<NaiveDate>,
    /// Days from the item to the first day; null without one.
    #[schema(example = 30)]
    pub days: Option<i64>,
}

/// An influence case that names the item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChainInfluence {
    /// Its id.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e71")]
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Gränsregioner i sammanhållningspolitiken")]
    pub title: String,
    /// Its state.
    #[schema(inline = false, example = "closed")]
    pub state: InfluenceState,
    /// Where it is decided.
    #[schema(inline = false, example = "european_commission")]
    pub arena: Arena,
    /// The day of the decision on the region's position, if there is one.
    #[schema(example = "2008-12-11")]
    pub decided_on: Option<NaiveDate>,
    /// The day of the first action.
    #[schema(example = "2009-01-20")]
    pub first_action_on: Option<NaiveDate>,
    /// How it went.
    #[schema(inline = false, example = "partly")]
    pub outcome: Option<InfluenceOutcome>,
    /// How favourable the outcome is: -2 to 2, and 2 is best.
    #[schema(minimum = -2, maximum = 2, example = 1)]
    pub favourability: Option<i32>,
    /// The day on which it was closed.
    #[schema(example = "2009-06-25")]
    pub closed_on: Option<NaiveDate>,
    /// Days from the item to the first step, which is the decision or the first action; null without any.
    #[schema(example = 66)]
    pub days: Option<i64>,
    /// Days from the item to the day on which the case was closed; null as long as it is open.
    #[schema(example = 262)]
    pub outcome_days: Option<i64>,
}

/// A profiling action that names one of those influence cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChainProfiling {
    /// Its id.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e72")]
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Gränsregionerna på Open Days")]
    pub title: String,
    /// The kind.
    #[schema(inline = false, example = "stand")]
    pub kind: ProfilingKind,
    /// The first day.
    #[schema(example = "2009-10-05")]
    pub held_on: NaiveDate,
    /// The influence cases of the chain that it names.
    #[schema(example = json!(["0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e71"]))]
    pub influence_case_ids: Vec<Uuid>,
    /// Days from the item to the first day.
    #[schema(example = 364)]
    pub days: i64,
}

/// What came of a monitoring item: what is put away is left out.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonitoringChain {
    /// The item.
    pub monitoring_item: ChainItem,
    /// The knowledge activities that name it, by day, those without a day last.
    pub knowledge_activities: Vec<ChainKnowledge>,
    /// The influence cases that name it, in the order in which they were recorded.
    pub influence_cases: Vec<ChainInfluence>,
    /// The profiling actions that name those cases, by day.
    pub profiling_actions: Vec<ChainProfiling>,
    /// What the chain lacks: a knowledge activity that is not cancelled, a case with a wanted position, a closed case.
    pub open_ends: Vec<OpenEndItem>,
    /// Where this is.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}
