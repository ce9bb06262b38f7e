//! Every enumeration with its codes and labels, for drop-down lists.

use diesel::QueryResult;
use serde::Serialize;
use utoipa::ToSchema;

use super::countries;
use super::fixed::{self, FixedList};
use crate::calendar::EventKind;
use crate::calendar::tasks::TaskKind;
use crate::code_list::{Code, CodeList};
use crate::cooperation::agreements::{AgreementKind, AgreementRelation, AgreementState};
use crate::cooperation::benefit_reviews::Recommendation;
use crate::cooperation::engagements::EngagementKind;
use crate::cooperation::mandates::MandateSeat;
use crate::cooperation::membership_fees::FeeBasis;
use crate::cooperation::memberships::{MembershipLevel, MembershipState};
use crate::cooperation::partners::{Contribution, PartnerKind, PartnerState, PartnershipKind};
use crate::cooperation::terms::DecisionDayBasis;
use crate::db::Conn;
use crate::exchange::imports::{ImportColumnKind, ImportMode, ImportState, OnError, RowAction};
use crate::exchange::reading::formats::ForeignFormat;
use crate::exchange::reading::{DecimalSign, Delimiter, FileEncoding, FileFormat, Guess};
use crate::exchange::webhooks::{DeliveryState, WebhookState};
use crate::funding::calls::CallPhase;
use crate::funding::funding_programmes::FundingStrand;
use crate::funding::project_ideas::ProjectIdeaState;
use crate::funding::projects::{FundingKind, MoneyBasis, ParticipationRole, ProjectState, ValueKind};
use crate::governance::decisions::{DecisionKind, DecisionOutcome, EuImpact, SubjectType};
use crate::governance::units::UnitKind;
use crate::governance::visits::VisitDirection;
use crate::http::endpoint::Endpoint;
use crate::identity::caller::Subject;
use crate::identity::me::SelfLink;
use crate::identity::policy::Role;
use crate::monitoring::influence_cases::{Arena, InfluenceActionKind, InfluenceOutcome, InfluenceState};
use crate::monitoring::knowledge_activities::{Audience, InternationalCompetence, KnowledgeKind, KnowledgeState};
use crate::monitoring::monitoring_items::{Importance, MonitoringLevel, MonitoringReach, MonitoringState, OpenEnd};
use crate::monitoring::profiling_actions::ProfilingKind;
use crate::monitoring::topics::Topic;
use crate::openapi::ApiStatus;
use crate::planning::activities::{
    ActivityKind, ActivityState, BasisType, BenefitKind, CooperationLevel, Effect, OwnerlessReason, Sustainability,
    TargetGroup,
};
use crate::planning::grades::Grade;
use crate::planning::indicators::IndicatorDirection;
use crate::planning::integration_statements::IntegrationStage;
use crate::planning::operational_plans::OperationalPlanState;
use crate::planning::periods::Cadence;
use crate::planning::progress::{Light, ProgressStatus};
use crate::planning::progress_updates::ProgressUpdateState;
use crate::planning::report_snapshots::SnapshotKind;
use crate::planning::roll_overs::{Choice, RollOverState, RollOverType};
use crate::planning::status_reports::StatusReportState;
use crate::register::WarningCode;
use crate::register::rules::Precision;
use crate::register::{DocumentKind, Nothing};
use crate::routes::REGISTERS;
use crate::strategy::framework_elements::LinkStrength;
use crate::strategy::policy_frameworks::FrameworkLevel;
use crate::strategy::priorities::Priority;
use crate::strategy::profile_areas::ProfileAreaState;
use crate::strategy::strategies::StrategyState;
use crate::strategy::strategy_areas::StrategyAreaState;
use crate::text::{Bilingual, Text, text};

/// Every enumeration of the service.
pub const LISTS: &[CodeList] = &[
    ActivityKind::LIST,
    BasisType::LIST,
    ActivityState::LIST,
    AgreementKind::LIST,
    AgreementRelation::LIST,
    AgreementState::LIST,
    ApiStatus::LIST,
    Arena::LIST,
    Audience::LIST,
    BenefitKind::LIST,
    Cadence::LIST,
    CallPhase::LIST,
    Contribution::LIST,
    CooperationLevel::LIST,
    DecisionDayBasis::LIST,
    DecisionKind::LIST,
    DecisionOutcome::LIST,
    DocumentKind::LIST,
    Effect::LIST,
    EngagementKind::LIST,
    EuImpact::LIST,
    EventKind::LIST,
    FeeBasis::LIST,
    FrameworkLevel::LIST,
    FundingStrand::LIST,
    Grade::LIST,
    Importance::LIST,
    IndicatorDirection::LIST,
    InfluenceActionKind::LIST,
    InfluenceOutcome::LIST,
    InfluenceState::LIST,
    IntegrationStage::LIST,
    InternationalCompetence::LIST,
    KnowledgeKind::LIST,
    KnowledgeState::LIST,
    Light::LIST,
    LinkStrength::LIST,
    MandateSeat::LIST,
    MembershipLevel::LIST,
    MembershipState::LIST,
    MonitoringLevel::LIST,
    MonitoringReach::LIST,
    MonitoringState::LIST,
    OpenEnd::LIST,
    OperationalPlanState::LIST,
    OwnerlessReason::LIST,
    PartnerKind::LIST,
    PartnerState::LIST,
    PartnershipKind::LIST,
    Precision::LIST,
    Priority::LIST,
    ProfileAreaState::LIST,
    ProfilingKind::LIST,
    ProgressStatus::LIST,
    ProgressUpdateState::LIST,
    ProjectIdeaState::LIST,
    ImportMode::LIST,
    OnError::LIST,
    ImportState::LIST,
    RowAction::LIST,
    FileFormat::LIST,
    ForeignFormat::LIST,
    FileEncoding::LIST,
    Delimiter::LIST,
    DecimalSign::LIST,
    Guess::LIST,
    ImportColumnKind::LIST,
    WebhookState::LIST,
    DeliveryState::LIST,
    ProjectState::LIST,
    ParticipationRole::LIST,
    FundingKind::LIST,
    MoneyBasis::LIST,
    ValueKind::LIST,
    Recommendation::LIST,
    Role::LIST,
    Choice::LIST,
    RollOverState::LIST,
    RollOverType::LIST,
    SnapshotKind::LIST,
    StatusReportState::LIST,
    StrategyAreaState::LIST,
    StrategyState::LIST,
    SubjectType::LIST,
    Sustainability::LIST,
    TargetGroup::LIST,
    TaskKind::LIST,
    Topic::LIST,
    UnitKind::LIST,
    VisitDirection::LIST,
    WarningCode::LIST,
];

/// The list of countries, which comes from a library and not from an enumeration.
const COUNTRIES: (&str, Text) = ("countries", text("Länder (ISO 3166-1)", "Countries (ISO 3166-1)"));

/// The list of the registers' types, as the journal and the change feed call them.
const RECORD_TYPES: (&str, Text) = ("record-types", text("Posttyper", "Types of record"));

/// The code lists, as a subject of the policy.
pub struct CodeLists;

impl Subject for CodeLists {
    const NAME: &'static str = "code-lists";
}

/// A code and its labels.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeOut {
    /// The stable code.
    #[schema(example = "university")]
    pub code: String,
    /// What people call it.
    pub label: Bilingual,
    /// Other words that mean it in files that come in.
    #[schema(max_items = 50, example = json!(["university college"]))]
    pub words: &'static [&'static str],
}

impl From<&Code> for CodeOut {
    fn from(code: &Code) -> Self {
        Self { code: code.code.to_owned(), label: code.label.into(), words: code.words }
    }
}

/// An enumeration.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeListOut {
    /// Its name in the address.
    #[schema(example = "partner-kinds")]
    pub name: String,
    /// What it lists.
    pub title: Bilingual,
    /// Its codes, in their order.
    pub codes: Vec<CodeOut>,
    /// Where this is.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

impl FixedList for CodeLists {
    const SCHEMA: &'static str = "CodeList";
    const ONE: &'static str = "code list";
    const MANY: &'static str = "code lists";
    const KEY: &'static str = "name";
    const ABOUT: &'static str =
        "Every enumeration of the service with its codes and labels in Swedish and English, for drop-down lists.";
    type Item = CodeListOut;
    type Filter = Nothing;

    fn load(_conn: &mut Conn, link: &dyn Fn(&str) -> SelfLink) -> QueryResult<Vec<CodeListOut>> {
        Ok(all(link))
    }

    fn key(item: &CodeListOut) -> &str {
        &item.name
    }
}

/// The endpoints.
pub fn endpoints() -> Vec<Endpoint> {
    fixed::endpoints::<CodeLists>()
}

fn all(links: &dyn Fn(&str) -> SelfLink) -> Vec<CodeListOut> {
    let mut lists: Vec<CodeListOut> = LISTS
        .iter()
        .map(|list| CodeListOut {
            name: list.name.to_owned(),
            title: list.title.into(),
            codes: list.codes.iter().map(CodeOut::from).collect(),
            links: links(list.name),
        })
        .collect();
    let mut push = |(name, title): (&str, Text), codes: Vec<CodeOut>| {
        lists.push(CodeListOut { name: name.to_owned(), title: title.into(), codes, links: links(name) });
    };
    let code = |code: &str, label: Bilingual| CodeOut { code: code.to_owned(), label, words: &[] };
    push(COUNTRIES, countries::all().map(|(country, name)| code(country, name.clone())).collect());
    let registers = REGISTERS.iter().map(|register| code(register.kind(), register.names().title.into()));
    push(RECORD_TYPES, registers.collect());
    lists.sort_by(|one, other| one.name.cmp(&other.name));
    lists
}
