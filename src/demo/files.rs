//! The files whose columns are the fields of a register, or of a step in its life cycle.
//!
//! Columns that begin with `_` are the story's: the key by which other rows name the record, the day on which it is
//! written down, the unit that writes it, and of a step the state and the reason. All others are fields, with a word for
//! what is no text:
//! `partnerIds:partner*` are the ids of partners by their keys, `year:json` is a number, and in JSON the text
//! `@partner/par-kau` is the id of that record. Empty cells say nothing. A row of steps without a state changes fields.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::rows::{Ids, external, links, list, read, some, sources};
use super::timeline::Region;
use crate::cooperation::agreements::CooperationAgreement;
use crate::cooperation::benefit_reviews::BenefitReview;
use crate::cooperation::engagements::Engagement;
use crate::cooperation::mandates::Mandate;
use crate::cooperation::membership_fees::MembershipFee;
use crate::cooperation::memberships::Membership;
use crate::cooperation::partners::Partner;
use crate::error::ApiError;
use crate::funding::calls::Call;
use crate::funding::funding_programmes::FundingProgramme;
use crate::funding::project_ideas::ProjectIdea;
use crate::funding::projects::Project;
use crate::governance::bodies::Body;
use crate::governance::competences::Competence;
use crate::governance::decisions::Decision;
use crate::governance::introductions::Introduction;
use crate::governance::meetings::Meeting;
use crate::governance::visits::Visit;
use crate::identity::caller::Caller;
use crate::monitoring::influence_cases::InfluenceCase;
use crate::monitoring::knowledge_activities::KnowledgeActivity;
use crate::monitoring::monitoring_items::MonitoringItem;
use crate::monitoring::profiling_actions::ProfilingAction;
use crate::planning::indicator_values::IndicatorValue;
use crate::planning::indicators::Indicator;
use crate::planning::integration_statements::IntegrationStatement;
use crate::planning::matrix_cells::MatrixCell;
use crate::planning::operational_plans::OperationalPlan;
use crate::planning::progress_updates::ProgressUpdate;
use crate::planning::roll_overs::RollOver;
use crate::planning::status_reports::StatusReport;
use crate::register::dto::TransitionIn;
use crate::register::{Record, Register};
use crate::strategy::framework_elements::FrameworkElement;
use crate::strategy::policy_frameworks::PolicyFramework;
use crate::strategy::profile_areas::ProfileArea;

/// Who writes something down, unless its row names a unit.
pub(super) enum Hand {
    Coordinator,
    Registrar,
    /// Who sets the service up.
    Operator,
}

/// What is done with a row.
type Tell = fn(&mut Region<'_>, &Caller, &FileRow) -> Result<(), ApiError>;

/// A file, and what is done with its rows.
pub(super) struct File {
    text: &'static str,
    pub(super) hand: Hand,
    /// The hour of the day at which it is done.
    pub(super) hour: u32,
    pub(super) tell: Tell,
}

/// What happens at the same hour happens in this order.
pub(super) const FILES: &[File] = &[
    File::new(include_str!("bodies.csv"), Hand::Registrar, 8, create::<Body>),
    File::new(include_str!("competences.csv"), Hand::Operator, 8, create::<Competence>),
    File::new(include_str!("policy-frameworks.csv"), Hand::Coordinator, 8, create::<PolicyFramework>),
    File::new(include_str!("framework-elements.csv"), Hand::Coordinator, 8, create::<FrameworkElement>),
    File::new(include_str!("operational-plans.csv"), Hand::Coordinator, 8, create::<OperationalPlan>),
    File::new(include_str!("progress-updates.csv"), Hand::Coordinator, 9, create::<ProgressUpdate>),
    File::new(include_str!("funding-programmes.csv"), Hand::Coordinator, 9, create::<FundingProgramme>),
    File::new(include_str!("calls.csv"), Hand::Coordinator, 9, create::<Call>),
    File::new(include_str!("meetings.csv"), Hand::Registrar, 10, create::<Meeting>),
    File::new(include_str!("memberships.csv"), Hand::Coordinator, 10, create::<Membership>),
    File::new(include_str!("agreements.csv"), Hand::Coordinator, 10, create::<CooperationAgreement>),
    File::new(include_str!("membership-fees.csv"), Hand::Coordinator, 11, create::<MembershipFee>),
    File::new(include_str!("benefit-reviews.csv"), Hand::Coordinator, 11, create::<BenefitReview>),
    File::new(include_str!("mandates.csv"), Hand::Coordinator, 11, create::<Mandate>),
    File::new(include_str!("visits.csv"), Hand::Coordinator, 11, create::<Visit>),
    File::new(include_str!("introductions.csv"), Hand::Coordinator, 11, create::<Introduction>),
    File::new(include_str!("roll-overs.csv"), Hand::Coordinator, 9, roll_over),
    File::new(include_str!("profile-areas.csv"), Hand::Coordinator, 11, create::<ProfileArea>),
    File::new(include_str!("matrix-cells.csv"), Hand::Coordinator, 11, create::<MatrixCell>),
    File::new(include_str!("indicators.csv"), Hand::Coordinator, 11, create::<Indicator>),
    File::new(include_str!("indicator-values.csv"), Hand::Coordinator, 11, create::<IndicatorValue>),
    File::new(include_str!("integration-statements.csv"), Hand::Coordinator, 11, create::<IntegrationStatement>),
    File::new(include_str!("status-reports.csv"), Hand::Coordinator, 11, create::<StatusReport>),
    File::new(include_str!("monitoring-items.csv"), Hand::Coordinator, 11, create::<MonitoringItem>),
    File::new(include_str!("knowledge-activities.csv"), Hand::Coordinator, 11, create::<KnowledgeActivity>),
    File::new(include_str!("influence-cases.csv"), Hand::Coordinator, 11, create::<InfluenceCase>),
    File::new(include_str!("profiling-actions.csv"), Hand::Coordinator, 11, create::<ProfilingAction>),
    File::new(include_str!("project-ideas.csv"), Hand::Coordinator, 11, create::<ProjectIdea>),
    File::new(include_str!("projects.csv"), Hand::Coordinator, 11, create::<Project>),
    File::new(include_str!("engagements.csv"), Hand::Coordinator, 11, create::<Engagement>),
    File::new(include_str!("profile-area-steps.csv"), Hand::Coordinator, 12, step::<ProfileArea>),
    File::new(include_str!("status-report-steps.csv"), Hand::Coordinator, 12, step::<StatusReport>),
    File::new(include_str!("operational-plan-steps.csv"), Hand::Coordinator, 12, step::<OperationalPlan>),
    File::new(include_str!("membership-steps.csv"), Hand::Coordinator, 12, step::<Membership>),
    File::new(include_str!("agreement-steps.csv"), Hand::Coordinator, 12, step::<CooperationAgreement>),
    File::new(include_str!("monitoring-item-steps.csv"), Hand::Coordinator, 12, step::<MonitoringItem>),
    File::new(include_str!("knowledge-activity-steps.csv"), Hand::Coordinator, 12, step::<KnowledgeActivity>),
    File::new(include_str!("influence-case-steps.csv"), Hand::Coordinator, 12, step::<InfluenceCase>),
    File::new(include_str!("project-idea-steps.csv"), Hand::Coordinator, 12, step::<ProjectIdea>),
    File::new(include_str!("project-steps.csv"), Hand::Coordinator, 12, step::<Project>),
    File::new(include_str!("decisions.csv"), Hand::Registrar, 15, create::<Decision>),
];

impl File {
    const fn new(text: &'static str, hand: Hand, hour: u32, tell: Tell) -> Self {
        Self { text, hand, hour, tell }
    }

    pub(super) fn rows(&self) -> Result<Vec<FileRow>, ApiError> {
        Ok(read::<BTreeMap<String, String>>(self.text)?.into_iter().map(FileRow).collect())
    }
}

/// A row: its cells by their columns.
pub(super) struct FileRow(BTreeMap<String, String>);

impl FileRow {
    fn cell(&self, column: &str) -> &str {
        self.0.get(column).map(String::as_str).unwrap_or_default()
    }

    /// The day on which it is written down.
    pub(super) fn on(&self) -> Result<NaiveDate, ApiError> {
        self.cell("_on").parse().map_err(ApiError::internal)
    }

    /// The unit that writes it down, if it names one.
    pub(super) fn by(&self) -> Option<&str> {
        some(self.cell("_by"))
    }

    fn fields(&self, ids: &Ids) -> Result<Map<String, Value>, ApiError> {
        let filled = self.0.iter().filter(|(column, cell)| !column.starts_with('_') && !cell.is_empty());
        let field = |(column, cell): (&String, &String)| {
            let (name, word) = column.split_once(':').unwrap_or((column, ""));
            Ok((name.to_owned(), value(word, cell, ids)?))
        };
        filled.map(field).collect()
    }
}

/// What a cell says.
fn value(word: &str, cell: &str, ids: &Ids) -> Result<Value, ApiError> {
    let id = |kind: &str, key: &str| Ok::<_, ApiError>(json!(ids.find(&format!("{kind}/{key}"))?));
    match word {
        "" => Ok(json!(cell)),
        "json" => resolved(serde_json::from_str(cell).map_err(ApiError::internal)?, ids),
        "list" => Ok(json!(list(cell))),
        "links" => Ok(json!(links(cell))),
        "choices" => list(cell).into_iter().map(|choice| chosen(choice, ids)).collect(),
        "roles" => list(cell).into_iter().map(|role| participation(role, ids)).collect(),
        "sources" => Ok(json!(sources(cell))),
        "money" => {
            let (amount, currency) = cell.split_once(' ').unwrap_or((cell, ""));
            Ok(json!({"amount": amount, "currency": currency}))
        }
        "subjects" => {
            let subject = |path: &str| Ok(json!({"type": path.split('/').next(), "id": ids.find(path)?}));
            list(cell).into_iter().map(subject).collect()
        }
        kind => match kind.strip_suffix('*') {
            Some(kind) => list(cell).into_iter().map(|key| id(kind, key)).collect(),
            None => id(kind, cell),
        },
    }
}

/// JSON in which texts such as `@partner/par-kau` are ids.
fn resolved(json: Value, ids: &Ids) -> Result<Value, ApiError> {
    match json {
        Value::String(text) => match text.strip_prefix('@') {
            Some(path) => Ok(json!(ids.find(path)?)),
            None => Ok(Value::String(text)),
        },
        Value::Array(items) => items.into_iter().map(|item| resolved(item, ids)).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, field)| Ok((name, resolved(field, ids)?))).collect(),
        other => Ok(other),
    }
}

/// Who takes part in a project, and as what: `owner=par-kau`
fn participation(role: &str, ids: &Ids) -> Result<Value, ApiError> {
    let (role, key) = role.split_once('=').unwrap_or((role, ""));
    Ok(json!({"partnerId": ids.of::<Partner>(key)?, "role": role}))
}

/// A choice of a roll-over: `activity/demo-2009-14=close=The reason.`
fn chosen(choice: &str, ids: &Ids) -> Result<Value, ApiError> {
    let mut parts = choice.splitn(3, '=');
    let path = parts.next().unwrap_or_default();
    let kind = path.split('/').next();
    Ok(json!({"type": kind, "id": ids.find(path)?, "choice": parts.next(), "reason": parts.next()}))
}

/// Makes the record of a row.
fn create<R: Register>(region: &mut Region<'_>, by: &Caller, row: &FileRow) -> Result<(), ApiError> {
    made::<R>(region, by, row).map(|_| ())
}

/// As [`create`]; the record.
fn made<R: Register>(region: &mut Region<'_>, by: &Caller, row: &FileRow) -> Result<Record<R>, ApiError> {
    let mut body = row.fields(&region.ids)?;
    let key = row.cell("_key");
    body.insert("externalIds".into(), external(key));
    let record = region.create::<R>(by, Value::Object(body))?;
    region.ids.add(key, record.meta.id);
    Ok(record)
}

/// Makes the roll-over of a row, and names what it made: `activity/demo-2009-01=demo-2010-01`.
fn roll_over(region: &mut Region<'_>, by: &Caller, row: &FileRow) -> Result<(), ApiError> {
    let record = made::<RollOver>(region, by, row)?;
    for result in list(row.cell("_results")) {
        let (path, key) = result.split_once('=').unwrap_or((result, ""));
        let from = region.ids.find(path)?;
        let item = record.kept.items.iter().find(|item| item.id == from);
        let missing = || ApiError::internal(format!("the demo's roll-over made nothing of {path}"));
        let id = item.and_then(|item| item.result_id).ok_or_else(missing)?;
        let kind = path.split('/').next().unwrap_or_default();
        region.ids.add_path(&format!("{kind}/{key}"), id);
    }
    Ok(())
}

/// Moves the record that a row names, or changes its fields where the row names no state.
fn step<R: Register>(region: &mut Region<'_>, by: &Caller, row: &FileRow) -> Result<(), ApiError> {
    let (id, fields) = (region.ids.of::<R>(row.cell("_key"))?, row.fields(&region.ids)?);
    let Some(to) = some(row.cell("_to")) else { return region.edit(by, id, fields) };
    let reason = some(row.cell("_reason")).map(str::to_owned);
    region.step(by, id, TransitionIn { to: to.to_owned(), reason, fields: Some(fields) })
}
