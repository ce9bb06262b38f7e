//! What knowledge activities look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::KnowledgeState;
use crate::db::types::Id;
use crate::funding::calls::Call;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::monitoring::monitoring_items::MonitoringItem;
use crate::monitoring::topics::Topic;
use crate::reference::municipalities::MunicipalityCode;
use crate::register::Money;
use crate::strategy::strategy_areas::StrategyArea;

crate::code_list! {
    /// What kind of knowledge activity it is.
    pub enum KnowledgeKind "knowledge-activity-kinds" ("Kunskapsaktiviteters slag", "Kinds of knowledge activity") {
        Information = "information" ("Information", "Information"),
        Training = "training" ("Utbildning", "Training"),
        Briefing = "briefing" ("Genomgång", "Briefing"),
        StudyVisit = "study_visit" ("Studiebesök", "Study visit"),
        Newsletter = "newsletter" ("Nyhetsbrev", "Newsletter"),
    }
}

impl KnowledgeKind {
    /// Whether it is sent out, so that nobody counts who took part.
    pub const fn is_sent_out(self) -> bool {
        matches!(self, Self::Information | Self::Newsletter)
    }
}

crate::code_list! {
    /// Whom a knowledge activity is for.
    pub enum Audience "audiences" ("Mottagare av kunskap", "Audiences") {
        Politicians = "politicians" ("Politiker", "Politicians"),
        Officials = "officials" ("Tjänstemän", "Officials"),
        Municipalities = "municipalities" ("Kommuner", "Municipalities"),
        Other = "other" ("Andra", "Others"),
    }
}

crate::code_list! {
    /// What a knowledge activity makes people better at (L13.4).
    pub enum InternationalCompetence "international-competences" ("Internationell kompetens", "International competences") {
        Language = "language" ("Språk", "Language"),
        Monitoring = "monitoring" ("Omvärldsbevakning", "Monitoring"),
        Cooperation = "cooperation" ("Samverkan", "Cooperation"),
        EuKnowledge = "eu_knowledge" ("Kunskap om EU", "Knowledge of the EU"),
        Other = "other" ("Annat", "Other"),
    }
}

/// How many took part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Participants {
    /// Politicians; given only when they are among the audiences.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100000, example = 14)]
    pub politicians: Option<i32>,
    /// Officials; given only when they are among the audiences.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100000, example = 22)]
    pub officials: Option<i32>,
    /// Others.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100000, example = 3)]
    pub others: Option<i32>,
}

impl Participants {
    /// The numbers, if there is any.
    pub fn new(politicians: Option<i32>, officials: Option<i32>, others: Option<i32>) -> Option<Self> {
        let is_counted = politicians.or(officials).or(others).is_some();
        is_counted.then_some(Self { politicians, officials, others })
    }
}

/// The fields of a knowledge activity that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KnowledgeActivityIn {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, example = "Genomgång av grönboken om territoriell sammanhållning")]
    pub title: String,
    /// The kind.
    #[schema(inline = false, example = "briefing")]
    pub kind: KnowledgeKind,
    /// The first day; asked for when it was held, and then not in the future.
    #[schema(example = "2008-11-05")]
    pub held_on: Option<NaiveDate>,
    /// The last day; empty for one of a single day.
    #[schema(example = "2008-11-06")]
    pub ends_on: Option<NaiveDate>,
    /// Where.
    #[schema(min_length = 1, max_length = 200, example = "Residenset, Karlstad")]
    pub place: Option<String>,
    /// What it is about, in words.
    #[schema(
        min_length = 1,
        max_length = 4000,
        example = "Vad kommissionen frågar, och vad det betyder för en gränsregion."
    )]
    pub description: Option<String>,
    /// Whom it is for (L19.3).
    #[schema(min_items = 1, max_items = 10, example = json!(["politicians", "officials"]))]
    pub audiences: Vec<Audience>,
    /// What it makes them better at (L13.4).
    #[serde(default)]
    #[schema(max_items = 10)]
    pub competences: Vec<InternationalCompetence>,
    /// What it is about.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub topics: Vec<Topic>,
    /// The monitoring items that it makes known (L69.3).
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 100)]
    pub monitoring_item_ids: Vec<Id<MonitoringItem>>,
    /// The calls that it makes known.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 100)]
    pub call_ids: Vec<Id<Call>>,
    /// The strategy areas that it serves.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 50)]
    pub strategy_area_ids: Vec<Id<StrategyArea>>,
    /// The municipalities that were told, of those under /municipalities.
    #[serde(default)]
    #[schema(value_type = Vec<MunicipalityCode>, max_items = 50)]
    pub municipality_codes: Vec<String>,
    /// How many took part: at least one number is asked for when it was held, unless it is a newsletter or information.
    pub participants: Option<Participants>,
    /// What those who took part thought of it.
    #[schema(min_length = 1, max_length = 4000, example = "De flesta vill ha en uppföljning till våren.")]
    pub evaluation: Option<String>,
    /// What it cost.
    pub cost: Option<Money>,
    /// The unit that looks after it; an area unit's own, when it creates one and nothing is said.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub owner_unit_id: Option<Id<Unit>>,
}

crate::filter! {
    /// The filters of the list of knowledge activities.
    pub struct KnowledgeActivityFilter {
        /// The state.
        state: "state" => Any<KnowledgeState>,
        /// The kind.
        kind: "kind" => Any<KnowledgeKind>,
        /// Whom it is for.
        audience: "audience" => AnyOrNone<Audience>,
        /// What it makes people better at.
        competence: "competence" => AnyOrNone<InternationalCompetence>,
        /// What it is about.
        topic: "topic" => AnyOrNone<Topic>,
        /// A monitoring item that it makes known.
        monitoring_item_id: "monitoringItemId" => AnyOrNone<Id<MonitoringItem>>,
        /// A call that it makes known.
        call_id: "callId" => AnyOrNone<Id<Call>>,
        /// A strategy area that it serves.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// A municipality that was told.
        municipality_code: "municipalityCode" => AnyOrNone<String>,
        /// The first day.
        held_on: "heldOn" => Range<NaiveDate>,
        /// The unit that looks after it.
        owner_unit_id: "ownerUnitId" => AnyOrNone<Id<Unit>>,
    }
}
