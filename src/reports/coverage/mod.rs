//! How the frameworks are covered, element by element: what links to each, and where there is a gap (R-04, L57.2); and what
//! links to nothing.

use chrono::{Datelike as _, NaiveDate};
use utoipa::openapi::path::Parameter;

use super::matrix::{read_year, year_parameter};
use super::{Report, Setting, Table};
use crate::cooperation::{agreements, memberships};
use crate::db::Conn;
use crate::error::ApiError;
use crate::http::page::Sheet;
use crate::http::query::Params;
use crate::planning::activities;
use crate::strategy::{framework_elements, policy_frameworks, strategy_areas};
use crate::text::{Lang, Text, text};

mod data;
mod links;
mod orphans;
mod table;

pub use data::{CoverageArea, CoverageData, CoverageElement, CoverageFramework, CoverageOrphan};

use links::Links;

/// The report.
pub struct Coverage;

impl Report for Coverage {
    const NAME: &'static str = "coverage";
    const SCHEMA: &'static str = "CoverageReport";
    const TITLE: Text = text("Ramverkens täckning", "Coverage of the frameworks");
    const ABOUT: &'static str = "The policy frameworks that hold in a year, element by element in their order: the year's prioritised areas that link to each, its planned, ongoing and completed activities that do so themselves or through their area, the agreements and memberships in force on 31 December, and the gaps, to which nothing links (R-04). And what has neither a strategy area nor a link (R-05): the first 200, with their number.";
    const HISTORY_OF: &'static [&'static str] = &[
        "policy-frameworks",
        "framework-elements",
        "strategies",
        "strategy-areas",
        "activities",
        "cooperation-agreements",
        "memberships",
    ];
    const SHEET: Sheet = Sheet::Landscape;
    type Query = Option<i32>;
    type Data = CoverageData;

    fn read(params: &mut Params) -> Option<i32> {
        read_year(params)
    }

    fn document() -> Vec<Parameter> {
        vec![year_parameter()]
    }

    fn build(conn: &mut Conn, query: &Option<i32>, setting: &Setting) -> Result<CoverageData, ApiError> {
        let year = query.unwrap_or_else(|| setting.day().year());
        let days = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31));
        let (Some(first), Some(last)) = days else { return Err(ApiError::internal("a year's days")) };
        let frameworks = policy_frameworks::holding(conn, first, last)?;
        let ids = frameworks.iter().map(|framework| framework.meta.id).collect();
        let elements = framework_elements::of_frameworks(conn, ids)?;
        let columns = strategy_areas::of_year(conn, year)?;
        let linked = activities::linked(conn, year)?;
        let areas = strategy_areas::by_ids(conn, linked.iter().filter_map(|one| one.strategy_area_id))?;
        let agreements = agreements::in_force_on(conn, last)?;
        let memberships = memberships::in_force_on(conn, last)?;
        let mut links = Links::default();
        links.add_areas(&columns);
        links.add_activities(&linked, &areas);
        links.add_agreements(&agreements);
        links.add_memberships(&memberships);
        let (orphans, orphan_count) = orphans::of(conn, year, agreements, memberships)?;
        let frameworks: Vec<CoverageFramework> =
            frameworks.into_iter().map(|framework| links.framework(framework, &elements)).collect();
        let elements = || frameworks.iter().flat_map(|framework| &framework.elements);
        Ok(CoverageData {
            year,
            element_count: elements().count(),
            gap_count: elements().filter(|element| element.gap).count(),
            frameworks,
            orphans,
            orphan_count,
        })
    }

    fn heading(data: &CoverageData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), data.year)
    }

    fn subtitle(data: &CoverageData, lang: Lang) -> String {
        table::subtitle(data, lang)
    }

    fn tables(data: &CoverageData, lang: Lang) -> Vec<Table> {
        table::tables(data, lang)
    }
}
