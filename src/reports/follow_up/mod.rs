//! The follow-up of a year: three grades per strategy area, what does not go as planned and what is done about it, the
//! indicators, and what it cost.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use utoipa::openapi::path::Parameter;

use super::matrix::{last_day, read_year, year_parameter};
use super::wording::percent;
use super::{Report, Setting, Table};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::governance::units;
use crate::http::query::Params;
use crate::planning::activities::{self, COUNTED, Costs, Deviating, Tally};
use crate::planning::indicators::{self, Indicator};
use crate::planning::operational_plans::{self, OperationalPlan};
use crate::planning::progress::{Light, ProgressStatus};
use crate::planning::{progress_updates, status_reports};
use crate::register::{Record, Register as _, read};
use crate::strategy::strategies::{self, Strategy};
use crate::strategy::strategy_areas::{self, StrategyArea};
use crate::text::{Bilingual, Lang, Text, text};

mod data;
mod tables;

pub use data::{AreaFollowUp, DeviationLine, FollowUpData, GradeCounts, IndicatorLine, StatusReportLine};

/// The most deviations that are listed.
const MOST: usize = 200;
/// What the activities without an area are called.
const WITHOUT_AREA: Text = text("Utan strategiområde", "Without a strategy area");

/// The report.
pub struct FollowUp;

impl Report for FollowUp {
    const NAME: &'static str = "follow-up";
    const SCHEMA: &'static str = "FollowUpReport";
    const TITLE: Text = text("Uppföljning", "Follow-up");
    const ABOUT: &'static str = "How a year went: its planned, ongoing and completed activities in three grades (achieved, partly, not) per strategy area, those that do not go as planned with their measures, the indicators, the units' status reports, and the cost against the plan's ceiling.";
    const HISTORY_OF: &'static [&'static str] = &[
        "activities",
        "indicators",
        "indicator-values",
        "operational-plans",
        "progress-updates",
        "report-snapshots",
        "status-reports",
        "strategies",
        "strategy-areas",
        "units",
    ];
    const SHEET: crate::http::page::Sheet = crate::http::page::Sheet::Landscape;
    type Query = Option<i32>;
    type Data = FollowUpData;

    fn read(params: &mut Params) -> Option<i32> {
        read_year(params)
    }

    fn document() -> Vec<Parameter> {
        vec![year_parameter()]
    }

    fn build(conn: &mut Conn, query: &Option<i32>, setting: &Setting) -> Result<FollowUpData, ApiError> {
        of_year(conn, query.unwrap_or_else(|| setting.day().year()), setting.day())
    }

    fn heading(data: &FollowUpData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), data.year)
    }

    fn subtitle(data: &FollowUpData, lang: Lang) -> String {
        tables::subtitle(data, lang)
    }

    fn tables(data: &FollowUpData, lang: Lang) -> Vec<Table> {
        tables::tables(data, lang)
    }
}

/// The follow-up of a year, as it stands on a day.
///
/// # Errors
/// When the database refuses.
pub fn of_year(conn: &mut Conn, year: i32, day: NaiveDate) -> Result<FollowUpData, ApiError> {
    let plan = operational_plans::of_year(conn, year)?;
    let last_day = last_day(year)?;
    let strategy = strategies::in_force(conn, last_day)?;
    let areas = strategy_areas::of_year(conn, year)?;
    let mut tallies = activities::tally(conn, year)?;
    tallies.retain(|tally| COUNTED.contains(&tally.state));
    let costs = Costs::of(&tallies);
    let deviating = activities::deviating(conn, year, MOST)?;
    let totals = grades(tallies.iter(), day);
    let off = tallies.iter().filter(|tally| tally.status.is_some_and(ProgressStatus::deviates));
    let deviation_count = off.map(|tally| tally.count).sum();
    let status_reports = match &plan {
        Some(plan) => reported(conn, plan)?,
        None => Vec::new(),
    };
    let strategy_ids: Vec<_> = strategy.iter().map(|strategy| strategy.meta.id).collect();
    Ok(FollowUpData {
        year,
        operational_plan_id: plan.as_ref().map(Record::uuid),
        plan_title: plan.as_ref().map(OperationalPlan::title),
        plan_state: plan.as_ref().and_then(|plan| plan.meta.state.as_deref()?.parse().ok()),
        closed_on: plan.as_ref().and_then(|plan| plan.kept.closed_on),
        strategy_areas: of_areas(&areas, &tallies, day),
        totals,
        deviations: lines(conn, deviating, &areas, day)?,
        deviation_count,
        indicators: measured(conn, &strategy_ids, &areas, last_day.min(day))?,
        status_reports,
        budget_ceiling: plan.and_then(|plan| plan.content.budget_ceiling),
        cost_estimate: costs.estimate,
        cost_actual: costs.actual,
    })
}

/// The year of each column, and of the activities that stand in none.
fn of_areas(areas: &[Record<StrategyArea>], tallies: &[Tally], day: NaiveDate) -> Vec<AreaFollowUp> {
    let is_column = |id: &Id<StrategyArea>| areas.iter().any(|area| area.meta.id == *id);
    let mut all: Vec<AreaFollowUp> = areas
        .iter()
        .map(|area| AreaFollowUp {
            strategy_area_id: Some(area.uuid()),
            name: area.content.name.clone(),
            grades: grades(tallies.iter().filter(|one| one.strategy_area_id == Some(area.meta.id)), day),
        })
        .collect();
    let rest = tallies.iter().filter(|one| !one.strategy_area_id.is_some_and(|id| is_column(&id)));
    let grades = grades(rest, day);
    if grades.activity_count > 0 {
        all.push(AreaFollowUp { strategy_area_id: None, name: WITHOUT_AREA.into(), grades });
    }
    all
}

/// The grades of some activities.
fn grades<'a>(tallies: impl Iterator<Item = &'a Tally>, day: NaiveDate) -> GradeCounts {
    let mut counts = GradeCounts::default();
    for tally in tallies {
        counts.activity_count += tally.count;
        *counts.lights.of(tally.light(day)) += tally.count;
        let grade = match tally.status {
            Some(ProgressStatus::Achieved) => &mut counts.achieved,
            Some(ProgressStatus::PartlyAchieved) => &mut counts.partly_achieved,
            Some(ProgressStatus::NotAchieved) => &mut counts.not_achieved,
            _ => &mut counts.ungraded,
        };
        *grade += tally.count;
    }
    counts.percent_achieved = percent(counts.achieved, counts.activity_count - counts.ungraded);
    counts
}

/// The activities that do not go as planned, with what their last updates say.
fn lines(
    conn: &mut Conn,
    deviating: Vec<Deviating>,
    areas: &[Record<StrategyArea>],
    day: NaiveDate,
) -> Result<Vec<DeviationLine>, ApiError> {
    let ids: Vec<_> = deviating.iter().map(|one| one.id).collect();
    let updates = progress_updates::latest_of(conn, &ids)?;
    let units = units::names(conn, deviating.iter().filter_map(|one| one.owner_unit_id))?;
    let line = |one: Deviating| {
        let update = updates.get(&one.id).map(|update| &update.content);
        DeviationLine {
            id: one.id.uuid(),
            light: one.light(day),
            strategy_area: one.strategy_area_id.and_then(|id| name_of(areas, id)),
            owner_unit: one.owner_unit_id.and_then(|id| units.get(&id).cloned()),
            text: update.map(|update| update.text.clone()),
            deviation: update.and_then(|update| update.deviation.clone()),
            measure: update.and_then(|update| update.measure.clone()),
            title: one.title,
            responsible: one.responsible,
            state: one.state,
            status: one.status,
            percent_total: one.percent_total,
            last_update_on: one.last_update_on,
        }
    };
    Ok(deviating.into_iter().map(line).collect())
}

fn name_of(areas: &[Record<StrategyArea>], id: Id<StrategyArea>) -> Option<Bilingual> {
    areas.iter().find(|area| area.meta.id == id).map(|area| area.content.name.clone())
}

/// The indicators of the strategy and its areas, as they were on a day.
fn measured(
    conn: &mut Conn,
    strategies: &[Id<Strategy>],
    areas: &[Record<StrategyArea>],
    day: NaiveDate,
) -> Result<Vec<IndicatorLine>, ApiError> {
    let ids: Vec<Id<StrategyArea>> = areas.iter().map(|area| area.meta.id).collect();
    let records = indicators::of_strategies_and_areas(conn, strategies, &ids)?;
    let computed = read::computed(conn, &records, day)?;
    let line = |(record, computed): (Record<Indicator>, indicators::IndicatorComputed)| {
        let (id, indicator) = (record.uuid(), record.content);
        IndicatorLine {
            id,
            strategy_area: indicator.strategy_area_id.and_then(|id| name_of(areas, id)),
            name: indicator.name,
            measure: indicator.measure,
            baseline: indicator.baseline,
            target: indicator.target,
            latest_value: computed.latest_value,
            latest_on: computed.latest_on,
            percent_of_way: computed.percent_of_way,
        }
    };
    Ok(records.into_iter().zip(computed).map(line).collect())
}

/// What the units reported of the plan's periods.
fn reported(conn: &mut Conn, plan: &Record<OperationalPlan>) -> Result<Vec<StatusReportLine>, ApiError> {
    let records = status_reports::of_plan(conn, plan.meta.id)?;
    let computed = read::computed(conn, &records, NaiveDate::MIN)?;
    let names: HashMap<_, _> = units::names(conn, records.iter().map(|record| record.content.unit_id))?;
    let line = |(record, computed): (Record<_>, status_reports::StatusReportComputed)| {
        let record: Record<status_reports::StatusReport> = record;
        StatusReportLine {
            id: record.uuid(),
            unit: names.get(&record.content.unit_id).cloned(),
            period: record.content.period,
            state: status_reports::StatusReport::state(&record),
            snapshot_id: computed.snapshot_id.map(Id::uuid),
            sha256: computed.sha256,
        }
    };
    Ok(records.into_iter().zip(computed).map(line).collect())
}

impl Deviating {
    fn light(&self, day: NaiveDate) -> Light {
        activities::light(self.state, self.status, self.due_on, day)
    }
}
