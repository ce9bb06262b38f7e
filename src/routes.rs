//! The whole URL map, and the registers behind it.

use crate::cooperation::agreements::{self, CooperationAgreement};
use crate::cooperation::benefit_reviews::{self, BenefitReview};
use crate::cooperation::engagements::{self, Engagement};
use crate::cooperation::mandates::{self, Mandate};
use crate::cooperation::membership_fees::{self, MembershipFee};
use crate::cooperation::memberships::{self, Membership};
use crate::cooperation::partners::{self, Partner};
use crate::exchange::webhooks::Webhook;
use crate::funding::calls::{self, Call};
use crate::funding::funding_programmes::{self, FundingProgramme};
use crate::funding::project_ideas::{self, ProjectIdea};
use crate::funding::projects::{self, Project};
use crate::governance::bodies::{self, Body};
use crate::governance::competences::{self, Competence};
use crate::governance::decisions::{self, Decision};
use crate::governance::introductions::{self, Introduction};
use crate::governance::meetings::{self, Meeting};
use crate::governance::units::{self, Unit};
use crate::governance::visits::{self, Visit};
use crate::http::endpoint::Endpoint;
use crate::identity::clients::{self, Client};
use crate::identity::users::{self, User};
use crate::identity::{me, sessions, tokens};
use crate::monitoring::influence_cases::{self, InfluenceCase};
use crate::monitoring::knowledge_activities::{self, KnowledgeActivity};
use crate::monitoring::monitoring_items::{self, MonitoringItem};
use crate::monitoring::profiling_actions::{self, ProfilingAction};
use crate::planning::activities::{self, Activity};
use crate::planning::indicator_values::{self, IndicatorValue};
use crate::planning::indicators::{self, Indicator};
use crate::planning::integration_statements::{self, IntegrationStatement};
use crate::planning::matrix_cells::{self, MatrixCell};
use crate::planning::operational_plans::{self, OperationalPlan};
use crate::planning::progress_updates::{self, ProgressUpdate};
use crate::planning::report_snapshots::{self, ReportSnapshot};
use crate::planning::roll_overs::{self, RollOver};
use crate::planning::status_reports::{self, StatusReport};
use crate::reference::code_lists::{self, CodeLists};
use crate::reference::fixed;
use crate::reference::municipalities::{self, Municipalities};
use crate::register::{AnyRegister, Erased};
use crate::strategy::framework_elements::{self, FrameworkElement};
use crate::strategy::policy_frameworks::{self, PolicyFramework};
use crate::strategy::priorities::{self, Priorities};
use crate::strategy::profile_areas::{self, ProfileArea};
use crate::strategy::strategies::{self, Strategy};
use crate::strategy::strategy_areas::{self, StrategyArea};
use crate::{calendar, exchange, health, openapi, reports};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

/// Every register, what is referred to before what refers to it: in this order a register is rebuilt.
pub const REGISTERS: &[&dyn AnyRegister] = &[
    &Erased::<Unit>::NEW,
    &Erased::<User>::NEW,
    &Erased::<Client>::NEW,
    &Erased::<PolicyFramework>::NEW,
    &Erased::<FrameworkElement>::NEW,
    &Erased::<Strategy>::NEW,
    &Erased::<StrategyArea>::NEW,
    &Erased::<ProfileArea>::NEW,
    &Erased::<Partner>::NEW,
    &Erased::<OperationalPlan>::NEW,
    &Erased::<MatrixCell>::NEW,
    &Erased::<Activity>::NEW,
    &Erased::<ProgressUpdate>::NEW,
    &Erased::<Indicator>::NEW,
    &Erased::<IndicatorValue>::NEW,
    &Erased::<IntegrationStatement>::NEW,
    &Erased::<StatusReport>::NEW,
    &Erased::<ReportSnapshot>::NEW,
    &Erased::<RollOver>::NEW,
    &Erased::<CooperationAgreement>::NEW,
    &Erased::<Membership>::NEW,
    &Erased::<Body>::NEW,
    &Erased::<Competence>::NEW,
    &Erased::<Meeting>::NEW,
    &Erased::<Decision>::NEW,
    &Erased::<MembershipFee>::NEW,
    &Erased::<Mandate>::NEW,
    &Erased::<BenefitReview>::NEW,
    &Erased::<Visit>::NEW,
    &Erased::<Introduction>::NEW,
    &Erased::<FundingProgramme>::NEW,
    &Erased::<Call>::NEW,
    &Erased::<ProjectIdea>::NEW,
    &Erased::<Project>::NEW,
    &Erased::<MonitoringItem>::NEW,
    &Erased::<KnowledgeActivity>::NEW,
    &Erased::<InfluenceCase>::NEW,
    &Erased::<ProfilingAction>::NEW,
    &Erased::<Engagement>::NEW,
    &Erased::<Webhook>::NEW,
];

/// The register of a type of the journal.
pub fn register_of(kind: &str) -> Option<&'static dyn AnyRegister> {
    REGISTERS.iter().copied().find(|register| register.kind() == kind)
}

/// What the small lists that are read only add to the document's schemas.
pub fn fixed_schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    fixed::schemas::<Priorities>(schemas);
    fixed::schemas::<Municipalities>(schemas);
    fixed::schemas::<CodeLists>(schemas);
}

/// Everything below the API's base.
pub fn api() -> Vec<Endpoint> {
    [
        strategies::endpoints(),             // /strategies, /strategies/current
        priorities::endpoints(),             // /priorities
        policy_frameworks::endpoints(),      // /policy-frameworks
        framework_elements::endpoints(),     // /framework-elements
        strategy_areas::endpoints(),         // /strategy-areas
        profile_areas::endpoints(),          // /profile-areas
        operational_plans::endpoints(),      // /operational-plans
        matrix_cells::endpoints(),           // /matrix-cells
        activities::endpoints(),             // /activities
        progress_updates::endpoints(),       // /progress-updates
        indicators::endpoints(),             // /indicators
        indicator_values::endpoints(),       // /indicator-values
        integration_statements::endpoints(), // /integration-statements
        status_reports::endpoints(),         // /status-reports
        report_snapshots::endpoints(),       // /report-snapshots
        roll_overs::endpoints(),             // /roll-overs, /operational-plans/{id}/roll-over
        bodies::endpoints(),                 // /bodies
        competences::endpoints(),            // /competences
        meetings::endpoints(),               // /meetings
        decisions::endpoints(),              // /decisions
        agreements::endpoints(),             // /cooperation-agreements
        memberships::endpoints(),            // /memberships
        membership_fees::endpoints(),        // /membership-fees
        mandates::endpoints(),               // /mandates
        benefit_reviews::endpoints(),        // /benefit-reviews
        visits::endpoints(),                 // /visits
        introductions::endpoints(),          // /introductions
        funding_programmes::endpoints(),     // /funding-programmes
        calls::endpoints(),                  // /calls
        project_ideas::endpoints(),          // /project-ideas
        projects::endpoints(),               // /projects
        monitoring_items::endpoints(),       // /monitoring-items, /monitoring-items/{id}/chain
        knowledge_activities::endpoints(),   // /knowledge-activities
        influence_cases::endpoints(),        // /influence-cases
        profiling_actions::endpoints(),      // /profiling-actions
        engagements::endpoints(),            // /engagements
        partners::endpoints(),               // /partners
        units::endpoints(),                  // /units
        municipalities::endpoints(),         // /municipalities
        code_lists::endpoints(),             // /code-lists
        reports::endpoints(),                // /reports, /report-links
        calendar::endpoints(),               // /calendar, /calendar-subscriptions, /calendar-feeds, /me/tasks
        exchange::endpoints(),               // /changes, /imports, /webhooks, /webhook-deliveries, /open-data, /dcat
        users::endpoints(),                  // /users
        clients::endpoints(),                // /clients, /clients/{id}/secrets
        me::endpoints(),                     // /me
        sessions::endpoints(),               // /me/sessions
        tokens::endpoints(),                 // /tokens
        openapi::endpoints(),                // /api-info, /openapi.json, /openapi.yaml
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Everything beside it, open to all: `/`, health, the key set, the problems' pages.
pub fn beside() -> Vec<Endpoint> {
    health::endpoints()
}
