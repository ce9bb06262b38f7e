//! What the international work costs, year by year and against the ceiling of the plan (L55.1).

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use diesel::QueryResult;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::Parameter;
use uuid::Uuid;

use super::wording::{amount, number};
use super::years::{Years, words};
use super::{Chart, Format, Report, Setting, Table};
use crate::cooperation::membership_fees;
use crate::db::Conn;
use crate::error::ApiError;
use crate::funding::projects;
use crate::governance::visits;
use crate::http::page::Sheet;
use crate::http::query::Params;
use crate::monitoring::{knowledge_activities, profiling_actions};
use crate::planning::{activities, operational_plans};
use crate::register::Money;
use crate::register::money::{ByYear, Sum};
use crate::text::{Lang, Text, text};

mod charts;
mod table;

/// The report.
pub struct Costs;

/// Costs by kind, one sum per currency each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CostSums {
    /// What the planned, ongoing and completed activities are thought to cost.
    pub activity_estimates: Vec<Sum>,
    /// What they cost.
    pub activity_actuals: Vec<Sum>,
    /// The fees of the memberships.
    pub membership_fees: Vec<Sum>,
    /// What the visits cost that began in the time.
    pub visits: Vec<Sum>,
    /// The region's own money in the projects that were granted: those that were decided, or else began, in the time.
    pub projects: Vec<Sum>,
    /// What the knowledge activities cost that were held in the time.
    pub knowledge_activities: Vec<Sum>,
    /// What the profiling actions cost that were held in the time.
    pub profiling_actions: Vec<Sum>,
}

/// The costs of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CostYear {
    /// The year.
    #[schema(example = 2009)]
    pub year: i32,
    /// Its costs.
    #[serde(flatten)]
    pub sums: CostSums,
    /// The plan of the year; null when there is none.
    pub operational_plan_id: Option<Uuid>,
    /// What its activities may cost together; null when nothing is said.
    pub budget_ceiling: Option<Money>,
    /// What is left of it beside the larger of what the activities are thought to cost and what they cost, in its own
    /// currency: less than nothing, where it is passed.
    pub left: Option<Sum>,
    /// Whether the ceiling is passed.
    #[schema(example = false)]
    pub passed: bool,
}

/// The costs of some years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CostsData {
    /// The first year.
    #[schema(minimum = 1900, maximum = 2199, example = 2008)]
    pub year_from: i32,
    /// The last year.
    #[schema(minimum = 1900, maximum = 2199, example = 2011)]
    pub year_to: i32,
    /// Every year of them, without costs too.
    pub years: Vec<CostYear>,
    /// The costs of all of them together.
    pub totals: CostSums,
    /// In how many years the ceiling is passed.
    #[schema(minimum = 0, example = 1)]
    pub passed_count: usize,
}

impl Report for Costs {
    const NAME: &'static str = "costs";
    const SCHEMA: &'static str = "CostsReport";
    const TITLE: Text = text("Kostnader", "Costs");
    const ABOUT: &'static str = "What the international work costs, year by year and per currency, never mixed: the planned, ongoing and completed activities, thought and real, the fees of the memberships, the visits, the region's own money in projects that were granted, and the knowledge activities and profiling actions that were held; and what is left of the ceiling of the year's plan beside its activities.";
    const HISTORY_OF: &'static [&'static str] = &[
        "activities",
        "membership-fees",
        "visits",
        "projects",
        "knowledge-activities",
        "profiling-actions",
        "operational-plans",
        "strategies",
    ];
    const FORMATS: &'static [Format] = Format::WITH_CHART;
    const SHEET: Sheet = Sheet::Landscape;
    type Query = Years;
    type Data = CostsData;

    fn read(params: &mut Params) -> Years {
        Years::read(params)
    }

    fn document() -> Vec<Parameter> {
        Years::document()
    }

    fn build(conn: &mut Conn, query: &Years, setting: &Setting) -> Result<CostsData, ApiError> {
        let asked = query.settle(conn, setting)?;
        let all: Vec<i32> = asked.clone().collect();
        let mut activities = activities::costs_of_years(conn, &all)?;
        let mut others = Others::read(conn, &asked)?;
        let mut plans = operational_plans::ceilings(conn, &asked)?;
        let one = |year| {
            let activities = activities.remove(&year).unwrap_or_default();
            let (plan, budget_ceiling) = plans.remove(&year).unzip();
            let budget_ceiling = budget_ceiling.flatten();
            let spent = || activities.estimate.iter().chain(&activities.actual);
            let left = budget_ceiling.as_ref().map(|ceiling| Sum::left(ceiling, spent()));
            CostYear {
                year,
                operational_plan_id: plan.map(|id| id.uuid()),
                passed: left.as_ref().is_some_and(Sum::is_negative),
                left,
                budget_ceiling,
                sums: others.with(year, activities),
            }
        };
        let years: Vec<CostYear> = all.into_iter().map(one).collect();
        Ok(CostsData {
            year_from: *asked.start(),
            year_to: *asked.end(),
            totals: CostSums::total(&years),
            passed_count: years.iter().filter(|year| year.passed).count(),
            years,
        })
    }

    fn heading(data: &CostsData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), words(data.year_from, data.year_to))
    }

    fn subtitle(data: &CostsData, lang: Lang) -> String {
        let sums: Vec<String> =
            data.totals.activity_actuals.iter().map(|sum| amount(&sum.amount, &sum.currency, lang)).collect();
        let sums = sums.join(", ");
        let passed = data.passed_count;
        let spent = match (sums.is_empty(), lang) {
            (true, Lang::Sv) => "Inga faktiska kostnader är noterade.".to_owned(),
            (true, Lang::En) => "No actual costs are recorded.".to_owned(),
            (false, Lang::Sv) => format!("Aktiviteterna har kostat {sums}."),
            (false, Lang::En) => format!("The activities have cost {sums}."),
        };
        match lang {
            Lang::Sv => format!("{spent} Planens ram är passerad {passed} år."),
            Lang::En => format!("{spent} The ceiling of the plan is passed in {}.", number(passed, "year", "years")),
        }
    }

    fn tables(data: &CostsData, lang: Lang) -> Vec<Table> {
        vec![table::table(data, lang)]
    }

    fn charts(data: &CostsData, lang: Lang) -> Vec<Chart> {
        charts::charts(data, lang)
    }
}

/// A kind of costs: what it is called, and its sums.
pub(super) type Kind = (Text, fn(&CostSums) -> &Vec<Sum>);

impl CostSums {
    /// Every kind, in the order in which they are told.
    pub(super) const KINDS: [Kind; 7] = [
        (text("Beräknat, aktiviteter", "Estimate, activities"), |sums| &sums.activity_estimates),
        (text("Utfall, aktiviteter", "Actual, activities"), |sums| &sums.activity_actuals),
        (text("Medlemsavgifter", "Membership fees"), |sums| &sums.membership_fees),
        (text("Besök", "Visits"), |sums| &sums.visits),
        (text("Egna medel i projekt", "Own money in projects"), |sums| &sums.projects),
        (text("Kunskapsaktiviteter", "Knowledge activities"), |sums| &sums.knowledge_activities),
        (text("Profileringsinsatser", "Profiling actions"), |sums| &sums.profiling_actions),
    ];

    /// The costs of some years together.
    fn total(years: &[CostYear]) -> Self {
        let of = |part: fn(&Self) -> &Vec<Sum>| Sum::total(years.iter().flat_map(|year| part(&year.sums)));
        Self {
            activity_estimates: of(|sums| &sums.activity_estimates),
            activity_actuals: of(|sums| &sums.activity_actuals),
            membership_fees: of(|sums| &sums.membership_fees),
            visits: of(|sums| &sums.visits),
            projects: of(|sums| &sums.projects),
            knowledge_activities: of(|sums| &sums.knowledge_activities),
            profiling_actions: of(|sums| &sums.profiling_actions),
        }
    }
}

/// Sums by year.
type ByYears = BTreeMap<i32, Vec<Sum>>;

/// What is spent beside activities, by year.
struct Others {
    membership_fees: ByYears,
    visits: ByYears,
    projects: ByYears,
    knowledge_activities: ByYears,
    profiling_actions: ByYears,
}

impl Others {
    /// Reads it: five queries.
    fn read(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<Self> {
        Ok(Self {
            membership_fees: of_years(membership_fees::sums_of_years(conn, years)?),
            visits: of_years(visits::costs_of_years(conn, years)?),
            projects: of_years(projects::region_own_of_years(conn, years)?),
            knowledge_activities: of_years(knowledge_activities::costs_of_years(conn, years)?),
            profiling_actions: of_years(profiling_actions::costs_of_years(conn, years)?),
        })
    }

    /// The costs of a year, with those of its activities.
    fn with(&mut self, year: i32, activities: activities::Costs) -> CostSums {
        let of = |sums: &mut ByYears| sums.remove(&year).unwrap_or_default();
        CostSums {
            activity_estimates: activities.estimate,
            activity_actuals: activities.actual,
            membership_fees: of(&mut self.membership_fees),
            visits: of(&mut self.visits),
            projects: of(&mut self.projects),
            knowledge_activities: of(&mut self.knowledge_activities),
            profiling_actions: of(&mut self.profiling_actions),
        }
    }
}

fn of_years(parts: ByYear) -> ByYears {
    let mut years = ByYears::new();
    for ((year, currency), minor) in parts {
        years.entry(year).or_default().push(Sum::new(minor, currency));
    }
    years
}
