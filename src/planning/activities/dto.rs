//! What activities look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Activity, ActivityState, Basis};
use crate::cooperation::partners::Partner;
use crate::db::types::Id;
use crate::funding::project_ideas::ProjectIdea;
use crate::funding::projects::Project;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::identity::users::User;
use crate::monitoring::influence_cases::InfluenceCase;
use crate::monitoring::knowledge_activities::KnowledgeActivity;
use crate::monitoring::monitoring_items::MonitoringItem;
use crate::monitoring::profiling_actions::ProfilingAction;
use crate::planning::operational_plans::OperationalPlan;
use crate::planning::progress::{Light, ProgressStatus};
use crate::reference::municipalities::MunicipalityCode;
use crate::register::Money;
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::priorities::Priority;
use crate::strategy::profile_areas::ProfileArea;
use crate::strategy::strategy_areas::StrategyArea;

crate::code_list! {
    /// What kind of activity it is.
    pub enum ActivityKind "activity-kinds" ("Aktivitetsslag", "Kinds of activity") {
        Project = "project" ("Projekt", "Project"),
        Visit = "visit" ("Besök", "Visit"),
        Event = "event" ("Evenemang", "Event"),
        Monitoring = "monitoring" ("Omvärldsbevakning", "Monitoring"),
        Information = "information" ("Information", "Information"),
        Training = "training" ("Utbildning", "Training"),
        Influence = "influence" ("Påverkan", "Influence") ["position or report"],
        Profiling = "profiling" ("Profilering", "Profiling") ["representation"],
        Study = "study" ("Studie", "Study"),
        Other = "other" ("Annat", "Other") ["initiative", "initiativ"],
    }
}

crate::code_list! {
    /// At which level the cooperation is.
    pub enum CooperationLevel "cooperation-levels" ("Samverkansnivåer", "Levels of cooperation") {
        Local = "local" ("Lokal", "Local"),
        Regional = "regional" ("Regional", "Regional"),
        National = "national" ("Nationell", "National"),
        International = "international" ("Internationell", "International"),
    }
}

crate::code_list! {
    /// How an activity improves things for the citizens.
    pub enum BenefitKind "citizen-benefit-kinds" ("Slag av medborgarnytta", "Kinds of citizen benefit") {
        Direct = "direct" ("Direkt", "Direct"),
        Indirect = "indirect" ("Indirekt", "Indirect"),
    }
}

crate::code_list! {
    /// What an activity has an effect on.
    pub enum Effect "effects" ("Effekter", "Effects") {
        Competitiveness = "competitiveness" ("Konkurrenskraft", "Competitiveness"),
        Renewal = "renewal" ("Förnyelse", "Renewal"),
        Other = "other" ("Annat", "Other"),
    }
}

crate::code_list! {
    /// A dimension of sustainability.
    pub enum Sustainability "sustainability-dimensions" ("Hållbarhetsdimensioner", "Dimensions of sustainability") {
        Economic = "economic" ("Ekonomisk", "Economic"),
        Social = "social" ("Social", "Social"),
        Environmental = "environmental" ("Miljömässig", "Environmental"),
    }
}

crate::code_list! {
    /// Whom an activity is for.
    pub enum TargetGroup "target-groups" ("Målgrupper", "Target groups") {
        Youth = "youth" ("Ungdomar", "Young people"),
        Citizens = "citizens" ("Medborgare", "Citizens"),
        Companies = "companies" ("Företag", "Companies"),
        Municipalities = "municipalities" ("Kommuner", "Municipalities"),
        Officials = "officials" ("Tjänstemän", "Officials"),
        Politicians = "politicians" ("Politiker", "Politicians"),
        Academia = "academia" ("Akademi", "Academia"),
        CivilSociety = "civil_society" ("Civilsamhälle", "Civil society"),
        Other = "other" ("Annan", "Other"),
    }
}

/// What an activity does for the citizens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CitizenBenefit {
    /// Directly or indirectly.
    #[schema(inline = false, example = "direct")]
    pub kind: BenefitKind,
    /// How.
    #[schema(min_length = 1, max_length = 2000, example = "Fler kan söka utbildningar på båda sidor av gränsen.")]
    pub text: String,
}

/// The fields of an activity that a caller sets. What a draft may lack, but not a planned activity, is optional.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivityIn {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, example = "Gemensam yrkesutbildning med Hedmark")]
    pub title: String,
    /// What is done.
    #[schema(min_length = 1, max_length = 4000, example = "Två orter delar lärare och utrustning.")]
    pub description: Option<String>,
    /// Its year; one that lasts longer is one activity a year.
    #[schema(minimum = 1900, maximum = 2199, example = 2009)]
    pub year: i32,
    /// The strategic priority.
    #[schema(inline = false, example = "international_cooperation")]
    pub priority: Option<Priority>,
    /// The strategy area; empty for what stands outside of the matrix (D3).
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub strategy_area_id: Option<Id<StrategyArea>>,
    /// What is in focus within its strategy area in the year, of those under /profile-areas.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 20)]
    pub profile_area_ids: Vec<Id<ProfileArea>>,
    /// The elements of the policy frameworks that it links to, of those under /framework-elements.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub framework_links: Vec<FrameworkLink>,
    /// The kind.
    #[schema(inline = false, example = "project")]
    pub kind: ActivityKind,
    /// The level of cooperation.
    #[schema(inline = false, example = "international")]
    pub cooperation_level: CooperationLevel,
    /// The unit that runs it, one alone; an area unit's own, when it creates one and nothing is said.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub owner_unit_id: Option<Id<Unit>>,
    /// Who answers for it, one alone: a name or a role in office.
    #[schema(min_length = 1, max_length = 200, example = "Samordnare, Kompetensförsörjning")]
    pub responsible: Option<String>,
    /// The account of who answers for it.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub responsible_user_id: Option<Id<User>>,
    /// The first day, within the year.
    #[schema(example = "2009-02-01")]
    pub starts_on: Option<NaiveDate>,
    /// The last day, within the year.
    #[schema(example = "2009-11-30")]
    pub ends_on: Option<NaiveDate>,
    /// The partners that take part.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 100)]
    pub partner_ids: Vec<Id<Partner>>,
    /// The municipalities that take part, of those under /municipalities.
    #[serde(default)]
    #[schema(value_type = Vec<MunicipalityCode>, max_items = 50)]
    pub municipality_codes: Vec<String>,
    /// The projects, ideas, items, cases and actions of the three priorities that it rests on. It is one activity, however
    /// many they are. One that is planned or goes on rests on no closed project.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub bases: Vec<Basis>,
    /// What it does for the citizens.
    pub citizen_benefit: Option<CitizenBenefit>,
    /// What it has an effect on.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub effects: Vec<Effect>,
    /// The dimensions of sustainability that it serves.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub sustainability: Vec<Sustainability>,
    /// Whom it is for.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub target_groups: Vec<TargetGroup>,
    /// Whether the EU is in its focus.
    #[serde(default)]
    #[schema(example = true)]
    pub eu_focus: bool,
    /// Whether it crosses the border to Norway.
    #[serde(default)]
    #[schema(example = false)]
    pub cross_border: bool,
    /// Whether it is work of aid character, which the region mainly leaves out (D2).
    #[serde(default)]
    #[schema(example = false)]
    pub aid_character: bool,
    /// Why it stands outside of the prioritised areas (D3), or is of aid character (D2).
    #[schema(min_length = 1, max_length = 2000, example = "Uppdraget kom från regeringen.")]
    pub exception_reason: Option<String>,
    /// What it is thought to cost.
    pub cost_estimate: Option<Money>,
    /// What it cost.
    pub cost_actual: Option<Money>,
    /// The activity of an earlier year that it continues.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub continued_from_id: Option<Id<Activity>>,
}

/// The fields of an activity that the service sets: what its last progress update says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivityKept {
    /// How it goes; empty before its first progress update.
    #[serde(default)]
    #[schema(inline = false, example = "on_track")]
    pub status: Option<ProgressStatus>,
    /// How much of it is done, in percent: a total.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100, example = 40)]
    pub percent_total: Option<i32>,
    /// The day of the last progress update.
    #[serde(default)]
    #[schema(example = "2009-05-11")]
    pub last_update_on: Option<NaiveDate>,
    /// The reporting period that it was for.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 12, example = 1)]
    pub last_update_period: Option<i32>,
}

/// What is computed of an activity.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivityComputed {
    /// The plan of its year, if there is one.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub operational_plan_id: Option<Id<OperationalPlan>>,
    /// The light that its status gives; grey when it is stale.
    #[schema(inline = false, example = "green")]
    pub light: Light,
    /// Whether its next progress update is late: what the last one said may no longer hold.
    #[schema(example = false)]
    pub stale: bool,
    /// When its next progress update is due; empty when the year asks for no more.
    #[schema(example = "2009-09-14")]
    pub next_update_due_on: Option<NaiveDate>,
}

crate::filter! {
    /// The filters of the list of activities.
    pub struct ActivityFilter {
        /// The state.
        state: "state" => Any<ActivityState>,
        /// How it goes, as its last progress update says.
        status: "status" => AnyOrNone<ProgressStatus>,
        /// Whether its next progress update is late.
        stale: "stale" => Any<bool>,
        /// When its next progress update is due.
        next_update_due_on: "nextUpdateDueOn" => Range<NaiveDate>,
        /// The plan of its year.
        operational_plan_id: "operationalPlanId" => Any<Id<OperationalPlan>>,
        /// The year.
        year: "year" => Any<i32>,
        /// A profile area that it serves.
        profile_area_id: "profileAreaId" => AnyOrNone<Id<ProfileArea>>,
        /// The strategic priority.
        priority: "priority" => AnyOrNone<Priority>,
        /// The strategy area.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// A framework element that it links to.
        framework_element: "frameworkElement" => AnyOrNone<String>,
        /// The kind.
        kind: "kind" => Any<ActivityKind>,
        /// The level of cooperation.
        cooperation_level: "cooperationLevel" => Any<CooperationLevel>,
        /// The unit that runs it.
        owner_unit_id: "ownerUnitId" => AnyOrNone<Id<Unit>>,
        /// The account of who answers for it.
        responsible_user_id: "responsibleUserId" => AnyOrNone<Id<User>>,
        /// A partner that takes part.
        partner_id: "partnerId" => AnyOrNone<Id<Partner>>,
        /// A municipality that takes part.
        municipality_code: "municipalityCode" => AnyOrNone<String>,
        /// What it has an effect on.
        effect: "effect" => AnyOrNone<Effect>,
        /// A dimension of sustainability that it serves.
        sustainability: "sustainability" => AnyOrNone<Sustainability>,
        /// Whom it is for.
        target_group: "targetGroup" => AnyOrNone<TargetGroup>,
        /// Whether the EU is in its focus.
        eu_focus: "euFocus" => Any<bool>,
        /// Whether it crosses the border to Norway.
        cross_border: "crossBorder" => Any<bool>,
        /// Whether it is work of aid character.
        aid_character: "aidCharacter" => Any<bool>,
        /// The activity that it continues.
        continued_from_id: "continuedFromId" => AnyOrNone<Id<Activity>>,
        /// A project that it rests on.
        project_id: "projectId" => AnyOrNone<Id<Project>>,
        /// A project idea that it rests on.
        project_idea_id: "projectIdeaId" => AnyOrNone<Id<ProjectIdea>>,
        /// A monitoring item that it rests on.
        monitoring_item_id: "monitoringItemId" => AnyOrNone<Id<MonitoringItem>>,
        /// A knowledge activity that it rests on.
        knowledge_activity_id: "knowledgeActivityId" => AnyOrNone<Id<KnowledgeActivity>>,
        /// An influence case that it rests on.
        influence_case_id: "influenceCaseId" => AnyOrNone<Id<InfluenceCase>>,
        /// A profiling action that it rests on.
        profiling_action_id: "profilingActionId" => AnyOrNone<Id<ProfilingAction>>,
        /// The first day.
        starts_on: "startsOn" => Range<NaiveDate>,
        /// The last day.
        ends_on: "endsOn" => Range<NaiveDate>,
    }
}
