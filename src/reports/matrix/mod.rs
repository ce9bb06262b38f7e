//! The matrix: the three strategic priorities crossed with the areas that the board has prioritised, and in each cell the
//! activities of a year. An empty cell is news.

use chrono::{Datelike as _, NaiveDate};
use maud::Markup;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};

use super::{Report, Setting, Table};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::http::page::Sheet;
use crate::http::query::{Params, parameter};
use crate::planning::activities::{COUNTED, CellTitle, Costs, Tally, ownerless, tally, titles};
use crate::planning::matrix_cells::{self, MatrixCell as PlannedCell};
use crate::planning::operational_plans;
use crate::planning::progress::Light;
use crate::register::Record;
use crate::register::represent::Link;
use crate::strategy::priorities::Priority;
use crate::strategy::profile_areas::{self, ProfileArea};
use crate::strategy::strategies;
use crate::strategy::strategy_areas::{self, StrategyArea};
use crate::text::{Lang, Text, text};

mod data;
mod page;
mod table;

pub use data::{
    ActivitiesLink, ActivityTotals, LightCounts, MatrixActivity, MatrixArea, MatrixCell, MatrixData, MatrixPriority,
    MatrixProfileArea, Outside, StateCounts,
};

/// The most activities named in a cell; its link leads to all of them.
pub const MAX_TITLES: i64 = 20;
/// The years that can be asked for: those that an activity may have.
pub(super) const YEARS: std::ops::RangeInclusive<i64> = 1900..=2199;

/// The report.
pub struct Matrix;

/// The parameters of the report.
#[derive(Clone, Debug)]
pub struct Query {
    year: Option<i32>,
}

/// The year that a report is asked for.
pub(super) fn read_year(params: &mut Params) -> Option<i32> {
    params.within("year", YEARS).and_then(|year| i32::try_from(year).ok())
}

/// The parameter `year` in the document.
pub(super) fn year_parameter() -> Parameter {
    let year = ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::Integer))
        .minimum(Some(*YEARS.start()))
        .maximum(Some(*YEARS.end()));
    parameter("year", "The year; this year, when nothing is said.", year.into())
}

impl Report for Matrix {
    const NAME: &'static str = "matrix";
    const SCHEMA: &'static str = "MatrixReport";
    const TITLE: Text = text("Strategins matris", "The matrix of the strategy");
    const ABOUT: &'static str = "The three strategic priorities crossed with the areas prioritised on 31 December of a year, and in each cell the year's activities: how many, in which states, what they cost, and the first twenty by title; with the lights that their progress updates give, and what the year's plan means for each cell. Drafts and cancelled ones are counted apart and leave a cell empty.";
    const HISTORY_OF: &'static [&'static str] =
        &["activities", "matrix-cells", "operational-plans", "profile-areas", "strategies", "strategy-areas"];
    const SHEET: Sheet = Sheet::Landscape;
    type Query = Query;
    type Data = MatrixData;

    fn read(params: &mut Params) -> Query {
        Query { year: read_year(params) }
    }

    fn document() -> Vec<Parameter> {
        vec![year_parameter()]
    }

    fn build(conn: &mut Conn, query: &Query, setting: &Setting) -> Result<MatrixData, ApiError> {
        let year = query.year.unwrap_or_else(|| setting.day().year());
        let strategy = strategies::in_force(conn, last_day(year)?)?;
        let areas = strategy_areas::of_year(conn, year)?;
        let plan = operational_plans::of_year(conn, year)?;
        let planned = match &plan {
            Some(plan) => matrix_cells::of_plan(conn, plan.meta.id)?,
            None => Vec::new(),
        };
        let focus = profile_areas::of_year(conn, year)?;
        let mut counts = Counts { left: tally(conn, year)?, ownerless: ownerless(conn, year)?, day: setting.day() };
        let totals = counts.whole();
        let mut cells = Vec::new();
        for priority in Priority::ALL.iter().copied() {
            for area in &areas {
                let totals = counts.take(priority, area.meta.id);
                let titles = if totals.activity_count == 0 {
                    Vec::new()
                } else {
                    titles(conn, year, (Some(priority), Some(area.meta.id)), MAX_TITLES)?
                };
                let named = named(titles, setting.day());
                let meant = planned
                    .iter()
                    .find(|cell| cell.content.priority == priority && cell.content.strategy_area_id == area.meta.id);
                cells.push(cell((year, priority, area), totals, named, meant, &setting.base));
            }
        }
        let rest = counts.whole();
        let outside = outside_titles(conn, year, &counts.left)?;
        Ok(MatrixData {
            year,
            operational_plan_id: plan.as_ref().map(Record::uuid),
            budget_ceiling: plan.and_then(|plan| plan.content.budget_ceiling),
            strategy_id: strategy.as_ref().map(Record::uuid),
            strategy_title: strategy.map(|strategy| strategy.content.title),
            priorities: Priority::ALL
                .iter()
                .map(|code| MatrixPriority { code: *code, name: code.label().into() })
                .collect(),
            strategy_areas: areas.into_iter().map(|area| column(area, &focus)).collect(),
            cells,
            outside: Outside { totals: rest, activities: named(outside, setting.day()) },
            totals,
        })
    }

    fn heading(data: &MatrixData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), data.year)
    }

    fn subtitle(data: &MatrixData, lang: Lang) -> String {
        page::subtitle(data, lang)
    }

    fn tables(data: &MatrixData, lang: Lang) -> Vec<Table> {
        vec![table::table(data, lang)]
    }

    fn page(data: &MatrixData, lang: Lang) -> Markup {
        page::page(data, lang)
    }
}

/// The last day of a year, whose strategy and areas are those of the year.
pub(super) fn last_day(year: i32) -> Result<NaiveDate, ApiError> {
    NaiveDate::from_ymd_opt(year, 12, 31).ok_or_else(|| ApiError::internal("a year's last day"))
}

/// A column, with what is in focus in it.
fn column(area: Record<StrategyArea>, focus: &[Record<ProfileArea>]) -> MatrixArea {
    let is_here = |one: &&Record<ProfileArea>| one.content.strategy_area_id == area.meta.id;
    let profile = |one: &Record<ProfileArea>| MatrixProfileArea {
        id: one.uuid(),
        name: one.content.name.clone(),
        rank: one.content.rank,
    };
    MatrixArea {
        id: area.uuid(),
        profile_areas: focus.iter().filter(is_here).map(profile).collect(),
        code: area.content.code,
        name: area.content.name,
    }
}

/// The counts of a year, from which each cell takes its part; what is left stands outside.
struct Counts {
    left: Vec<Tally>,
    ownerless: Vec<(Option<Priority>, Option<Id<StrategyArea>>, i64)>,
    day: NaiveDate,
}

impl Counts {
    fn take(&mut self, priority: Priority, area: Id<StrategyArea>) -> ActivityTotals {
        let here = (Some(priority), Some(area));
        let (taken, left) = std::mem::take(&mut self.left)
            .into_iter()
            .partition(|tally: &Tally| (tally.priority, tally.strategy_area_id) == here);
        let (without, others) =
            std::mem::take(&mut self.ownerless).into_iter().partition(|(priority, area, _)| (*priority, *area) == here);
        (self.left, self.ownerless) = (left, others);
        Self { left: taken, ownerless: without, day: self.day }.whole()
    }

    /// Counts by state and light, and sums per currency of those that count: never of several currencies together.
    fn whole(&self) -> ActivityTotals {
        let (mut by_state, mut lights) = (StateCounts::default(), LightCounts::default());
        for tally in &self.left {
            *by_state.of(tally.state) += tally.count;
            if COUNTED.contains(&tally.state) {
                *lights.of(tally.light(self.day)) += tally.count;
            }
        }
        let costs = Costs::of(&self.left);
        ActivityTotals {
            activity_count: by_state.counted(),
            by_state,
            lights,
            stale_count: lights.count(Light::Grey),
            ownerless_count: self.ownerless.iter().map(|(.., count)| count).sum(),
            cost_estimate: costs.estimate,
            cost_actual: costs.actual,
        }
    }
}

fn cell(
    (year, priority, area): (i32, Priority, &Record<StrategyArea>),
    totals: ActivityTotals,
    activities: Vec<MatrixActivity>,
    meant: Option<&Record<PlannedCell>>,
    base: &str,
) -> MatrixCell {
    let states: String = COUNTED.iter().map(|state| format!("&state={state}")).collect();
    let href = format!("{base}/activities?year={year}&priority={priority}&strategyAreaId={}{states}", area.meta.id);
    let meant = meant.map(|cell| &cell.content);
    MatrixCell {
        priority,
        strategy_area_id: area.uuid(),
        empty: totals.activity_count == 0,
        direction: meant.and_then(|cell| cell.direction.clone()),
        intentionally_empty: meant.is_some_and(|cell| cell.intentionally_empty),
        empty_reason: meant.and_then(|cell| cell.empty_reason.clone()),
        totals,
        activities,
        links: ActivitiesLink { activities: Link { href, rel: "collection", method: "GET" } },
    }
}

fn named(titles: Vec<CellTitle>, day: NaiveDate) -> Vec<MatrixActivity> {
    let activity = |one: CellTitle| MatrixActivity {
        light: one.light(day),
        id: one.id,
        title: one.title,
        state: one.state,
        status: one.status,
    };
    titles.into_iter().map(activity).collect()
}

/// The first activities that stand in no cell, by title: one query for each priority and area that is left.
fn outside_titles(conn: &mut Conn, year: i32, left: &[Tally]) -> Result<Vec<CellTitle>, ApiError> {
    let mut places: Vec<_> = left
        .iter()
        .filter(|tally| COUNTED.contains(&tally.state))
        .map(|tally| (tally.priority, tally.strategy_area_id))
        .collect();
    places.sort();
    places.dedup();
    let mut found = Vec::new();
    for place in places {
        found.extend(titles(conn, year, place, MAX_TITLES)?);
    }
    found.sort_by(|one, other| (&one.key, one.id).cmp(&(&other.key, other.id)));
    found.truncate(usize::try_from(MAX_TITLES).unwrap_or_default());
    Ok(found)
}
