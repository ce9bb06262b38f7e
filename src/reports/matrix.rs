//! The matrix: the three strategic priorities crossed with the areas that the board has prioritised, and in each cell the
//! activities of a year. An empty cell is news.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use maud::Markup;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use uuid::Uuid;

use super::{Cell, Report, Setting, Table, matrix_page};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::http::page::Sheet;
use crate::http::query::{Params, parameter};
use crate::planning::activities::{ActivityState, CellTitle, Tally, tally, titles};
use crate::register::money::Sum;
use crate::register::represent::Link;
use crate::register::{Record, Scope};
use crate::strategy::priorities::Priority;
use crate::strategy::strategies;
use crate::strategy::strategy_areas::{self, StrategyArea};
use crate::text::{Bilingual, Lang, Text, text};

/// The most activities named in a cell; its link leads to all of them.
pub const MAX_TITLES: i64 = 20;
/// The years that can be asked for: those that an activity may have.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2199;
/// The states of activities that fill a cell: drafts and what was cancelled are counted apart.
const COUNTED: [ActivityState; 3] = [ActivityState::Planned, ActivityState::Ongoing, ActivityState::Completed];

/// The report.
pub struct Matrix;

/// A row of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MatrixPriority {
    /// The priority.
    #[schema(inline = false)]
    pub code: Priority,
    /// What it is called.
    pub name: Bilingual,
}

/// A column of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MatrixArea {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    #[schema(example = "kultur")]
    pub code: String,
    /// What it is called.
    pub name: Bilingual,
}

/// How many activities are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct StateCounts {
    /// Drafts, which do not fill a cell.
    #[schema(minimum = 0, example = 1)]
    pub draft: i64,
    /// Planned.
    #[schema(minimum = 0, example = 2)]
    pub planned: i64,
    /// Ongoing.
    #[schema(minimum = 0, example = 0)]
    pub ongoing: i64,
    /// Completed.
    #[schema(minimum = 0, example = 3)]
    pub completed: i64,
    /// Cancelled, which do not fill a cell.
    #[schema(minimum = 0, example = 1)]
    pub cancelled: i64,
}

impl StateCounts {
    fn of(&mut self, state: ActivityState) -> &mut i64 {
        match state {
            ActivityState::Draft => &mut self.draft,
            ActivityState::Planned => &mut self.planned,
            ActivityState::Ongoing => &mut self.ongoing,
            ActivityState::Completed => &mut self.completed,
            ActivityState::Cancelled => &mut self.cancelled,
        }
    }

    fn counted(&self) -> i64 {
        self.planned + self.ongoing + self.completed
    }
}

/// Activities counted, and what they cost; drafts and cancelled ones are counted by state alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivityTotals {
    /// How many are planned, ongoing or completed.
    #[schema(minimum = 0, example = 5)]
    pub activity_count: i64,
    /// How many are in each state.
    pub by_state: StateCounts,
    /// What those that count are thought to cost, one sum per currency.
    pub cost_estimate: Vec<Sum>,
    /// What they cost, one sum per currency.
    pub cost_actual: Vec<Sum>,
}

/// An activity in a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatrixActivity {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Gemensam yrkesutbildning med Hedmark")]
    pub title: String,
    /// Its state.
    #[schema(inline = false, example = "completed")]
    pub state: ActivityState,
}

/// To the activities behind a number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActivitiesLink {
    /// The list of those that count.
    pub activities: Link,
}

/// A cell of the matrix.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixCell {
    /// Its row.
    #[schema(inline = false)]
    pub priority: Priority,
    /// Its column.
    pub strategy_area_id: Uuid,
    /// Whether no activity is planned, ongoing or completed in it.
    #[schema(example = false)]
    pub empty: bool,
    /// Its activities, counted.
    #[serde(flatten)]
    pub totals: ActivityTotals,
    /// The first twenty of those that count, by title.
    #[schema(max_items = 20)]
    pub activities: Vec<MatrixActivity>,
    /// To all of them.
    #[serde(rename = "_links")]
    pub links: ActivitiesLink,
}

/// The activities that stand in no cell.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Outside {
    /// Counted.
    #[serde(flatten)]
    pub totals: ActivityTotals,
    /// The first twenty of those that count, by title.
    #[schema(max_items = 20)]
    pub activities: Vec<MatrixActivity>,
}

/// The matrix of a year.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixData {
    /// The year.
    #[schema(example = 2009)]
    pub year: i32,
    /// The strategy in force on 31 December of the year; null when there was none.
    pub strategy_id: Option<Uuid>,
    /// What it is called.
    pub strategy_title: Option<Bilingual>,
    /// The rows, in their order.
    pub priorities: Vec<MatrixPriority>,
    /// The columns, in their order: the strategy's areas that were prioritised on 31 December of the year.
    pub strategy_areas: Vec<MatrixArea>,
    /// All cells, row by row; empty ones too.
    pub cells: Vec<MatrixCell>,
    /// The activities of the year that stand in no cell (D3).
    pub outside: Outside,
    /// All activities of the year.
    pub totals: ActivityTotals,
}

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
    const ABOUT: &'static str = "The three strategic priorities crossed with the areas prioritised on 31 December of a year, and in each cell the year's activities: how many, in which states, what they cost, and the first twenty by title. Drafts and cancelled ones are counted apart and leave a cell empty.";
    const HISTORY_OF: &'static [&'static str] = &["activities", "strategies", "strategy-areas"];
    const SHEET: Sheet = Sheet::Landscape;
    type Query = Query;
    type Data = MatrixData;

    fn read(params: &mut Params) -> Query {
        Query { year: read_year(params) }
    }

    fn document() -> Vec<Parameter> {
        vec![year_parameter()]
    }

    fn build(conn: &mut Conn, scope: &Scope, query: &Query, setting: &Setting) -> Result<MatrixData, ApiError> {
        let year = query.year.unwrap_or_else(|| setting.day().year());
        let last_day = NaiveDate::from_ymd_opt(year, 12, 31).ok_or_else(|| ApiError::internal("a year's last day"))?;
        let strategy = strategies::in_force(conn, scope, last_day)?;
        let areas = match &strategy {
            Some(strategy) => strategy_areas::of_strategy(conn, scope, strategy.meta.id)?,
            None => Vec::new(),
        };
        let areas: Vec<Record<StrategyArea>> =
            areas.into_iter().filter(|area| area.kept.periods.iter().any(|period| period.holds(last_day))).collect();
        let mut counts = Counts::new(tally(conn, scope, year)?);
        let mut cells = Vec::new();
        for priority in Priority::ALL.iter().copied() {
            for area in &areas {
                let totals = counts.take(priority, area.meta.id);
                let named = if totals.activity_count == 0 {
                    Vec::new()
                } else {
                    titles(conn, scope, year, (Some(priority), Some(area.meta.id)), MAX_TITLES)?
                };
                cells.push(cell(year, priority, area, totals, named, &setting.base));
            }
        }
        let rest = counts.rest();
        let outside = outside_titles(conn, scope, year, &counts.left)?;
        Ok(MatrixData {
            year,
            strategy_id: strategy.as_ref().map(Record::uuid),
            strategy_title: strategy.map(|strategy| strategy.content.title),
            priorities: Priority::ALL
                .iter()
                .map(|code| MatrixPriority { code: *code, name: code.label().into() })
                .collect(),
            strategy_areas: areas
                .into_iter()
                .map(|area| MatrixArea { id: area.uuid(), code: area.content.code, name: area.content.name })
                .collect(),
            cells,
            outside: Outside { totals: rest, activities: named(outside) },
            totals: counts.all,
        })
    }

    fn heading(data: &MatrixData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), data.year)
    }

    fn subtitle(data: &MatrixData, lang: Lang) -> String {
        matrix_page::subtitle(data, lang)
    }

    fn tables(data: &MatrixData, lang: Lang) -> Vec<Table> {
        vec![table(data, lang)]
    }

    fn page(data: &MatrixData, lang: Lang) -> Markup {
        matrix_page::page(data, lang)
    }
}

/// The counts of a year, from which each cell takes its part; what is left stands outside.
struct Counts {
    left: Vec<Tally>,
    all: ActivityTotals,
}

impl Counts {
    fn new(tallies: Vec<Tally>) -> Self {
        Self { all: sum(&tallies), left: tallies }
    }

    fn take(&mut self, priority: Priority, area: Id<StrategyArea>) -> ActivityTotals {
        let is_here = |tally: &Tally| tally.priority == Some(priority) && tally.strategy_area_id == Some(area);
        let (here, left): (Vec<Tally>, Vec<Tally>) = std::mem::take(&mut self.left).into_iter().partition(is_here);
        self.left = left;
        sum(&here)
    }

    fn rest(&self) -> ActivityTotals {
        sum(&self.left)
    }
}

/// Counts by state, and sums per currency of those that count: never of several currencies together.
fn sum(tallies: &[Tally]) -> ActivityTotals {
    let mut by_state = StateCounts::default();
    let (mut estimates, mut actuals) = (BTreeMap::new(), BTreeMap::new());
    for tally in tallies {
        *by_state.of(tally.state) += tally.count;
        if !COUNTED.contains(&tally.state) {
            continue;
        }
        for (sums, part) in [(&mut estimates, &tally.estimate), (&mut actuals, &tally.actual)] {
            if let Some((currency, minor)) = part {
                *sums.entry(currency.clone()).or_insert(0_i128) += minor;
            }
        }
    }
    let listed =
        |sums: BTreeMap<String, i128>| sums.into_iter().map(|(currency, minor)| Sum::new(minor, currency)).collect();
    ActivityTotals {
        activity_count: by_state.counted(),
        by_state,
        cost_estimate: listed(estimates),
        cost_actual: listed(actuals),
    }
}

fn cell(
    year: i32,
    priority: Priority,
    area: &Record<StrategyArea>,
    totals: ActivityTotals,
    titles: Vec<CellTitle>,
    base: &str,
) -> MatrixCell {
    let states: String = COUNTED.iter().map(|state| format!("&state={state}")).collect();
    let href = format!("{base}/activities?year={year}&priority={priority}&strategyAreaId={}{states}", area.meta.id);
    MatrixCell {
        priority,
        strategy_area_id: area.uuid(),
        empty: totals.activity_count == 0,
        totals,
        activities: named(titles),
        links: ActivitiesLink { activities: Link { href, rel: "collection", method: "GET" } },
    }
}

fn named(titles: Vec<CellTitle>) -> Vec<MatrixActivity> {
    titles.into_iter().map(|CellTitle { id, key: _, title, state }| MatrixActivity { id, title, state }).collect()
}

/// The first activities that stand in no cell, by title: one query for each priority and area that is left.
fn outside_titles(conn: &mut Conn, scope: &Scope, year: i32, left: &[Tally]) -> Result<Vec<CellTitle>, ApiError> {
    let mut places: Vec<_> = left
        .iter()
        .filter(|tally| COUNTED.contains(&tally.state))
        .map(|tally| (tally.priority, tally.strategy_area_id))
        .collect();
    places.sort();
    places.dedup();
    let mut found = Vec::new();
    for place in places {
        found.extend(titles(conn, scope, year, place, MAX_TITLES)?);
    }
    found.sort_by(|one, other| (&one.key, one.id).cmp(&(&other.key, other.id)));
    found.truncate(usize::try_from(MAX_TITLES).unwrap_or_default());
    Ok(found)
}

/// A row per cell, one for what stands outside, with a column per currency.
fn table(data: &MatrixData, lang: Lang) -> Table {
    let word = |sv: &'static str, en: &'static str| text(sv, en).get(lang);
    let currencies = |sums: &[Sum]| sums.iter().map(|sum| sum.currency.clone()).collect::<Vec<_>>();
    let (estimated, spent) = (currencies(&data.totals.cost_estimate), currencies(&data.totals.cost_actual));
    let mut columns: Vec<String> = [
        word("Prioritering", "Priority"),
        word("Strategiområde", "Strategy area"),
        word("Aktiviteter", "Activities"),
        word("Utkast", "Drafts"),
        word("Planerade", "Planned"),
        word("Pågående", "Ongoing"),
        word("Genomförda", "Completed"),
        word("Inställda", "Cancelled"),
    ]
    .map(str::to_owned)
    .to_vec();
    columns.extend(estimated.iter().map(|code| format!("{} {code}", word("Beräknad kostnad", "Cost estimate"))));
    columns.extend(spent.iter().map(|code| format!("{} {code}", word("Faktisk kostnad", "Actual cost"))));
    columns.push(word("De första 20 titlarna", "The first 20 titles").to_owned());
    let numbers = |totals: &ActivityTotals| {
        let StateCounts { draft, planned, ongoing, completed, cancelled } = totals.by_state;
        let mut cells: Vec<Cell> =
            [totals.activity_count, draft, planned, ongoing, completed, cancelled].map(Cell::Number).to_vec();
        let amounts = |sums: &[Sum], codes: &[String]| -> Vec<Cell> {
            let amount = |code: &String| sums.iter().find(|sum| sum.currency == *code).map(|sum| sum.amount.clone());
            codes.iter().map(|code| Cell::Decimal(amount(code).unwrap_or_default())).collect()
        };
        cells.extend(amounts(&totals.cost_estimate, &estimated));
        cells.extend(amounts(&totals.cost_actual, &spent));
        cells
    };
    let titles = |activities: &[MatrixActivity]| {
        let titles: Vec<&str> = activities.iter().map(|activity| activity.title.as_str()).collect();
        Cell::Words(titles.join("; "))
    };
    let mut rows: Vec<Vec<Cell>> = data
        .cells
        .iter()
        .map(|cell| {
            let area = data.strategy_areas.iter().find(|area| area.id == cell.strategy_area_id);
            let area = area.map(|area| area.name.get(lang).to_owned()).unwrap_or_default();
            let mut row = vec![Cell::Words(cell.priority.label().get(lang).to_owned()), Cell::Words(area)];
            row.extend(numbers(&cell.totals));
            row.push(titles(&cell.activities));
            row
        })
        .collect();
    let mut outside =
        vec![Cell::Words(word("Utanför matrisen", "Outside of the matrix").to_owned()), Cell::Words(String::new())];
    outside.extend(numbers(&data.outside.totals));
    outside.push(titles(&data.outside.activities));
    rows.push(outside);
    Table { title: Matrix::heading(data, lang), columns, rows, sums: None }
}
