//! How the region's own money grew (L63.3, R-27): in all, by year, programme, strategy area, municipality and project.

use std::collections::{BTreeMap, HashMap};

use utoipa::openapi::path::Parameter;

use super::years::{Years, words};
use super::{Chart, Format, Report, Setting, Table};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::funding::funding_programmes::FundingProgramme;
use crate::funding::projects::{self, Counted, Leverage, Project};
use crate::http::page::Sheet;
use crate::http::query::Params;
use crate::reference::municipalities;
use crate::register::references;
use crate::strategy::strategy_areas;
use crate::text::{Bilingual, Lang, Text, text};

mod charts;
mod data;
mod table;

pub use data::{LeverageData, LeverageGroup, LeverageLine, LeverageMunicipality, LeverageProject, LeverageYear};

use data::Adding;

/// The most projects that are listed.
const MOST: usize = 200;

/// The report.
pub struct LeverageReport;

impl Report for LeverageReport {
    const NAME: &'static str = "leverage";
    const SCHEMA: &'static str = "LeverageReport";
    const TITLE: Text = text("Uppväxling av regionens medel", "Leverage of the region's money");
    const ABOUT: &'static str = "How the region's own money grew in the projects that were granted (R-27): all money by the region's own (totalRatio), and the others' money by it (addedRatio), per currency and never mixed; in all, by year, programme, strategy area and municipality, and project by project. The sums are of the projects to which the region gives money; the others are counted. A ratio is null where there is nothing to divide by.";
    const HISTORY_OF: &'static [&'static str] =
        &["projects", "funding-programmes", "strategy-areas", "partners", "strategies"];
    const FORMATS: &'static [Format] = Format::WITH_CHART;
    const SHEET: Sheet = Sheet::Landscape;
    type Query = Years;
    type Data = LeverageData;

    fn read(params: &mut Params) -> Years {
        Years::read(params)
    }

    fn document() -> Vec<Parameter> {
        Years::document()
    }

    fn build(conn: &mut Conn, query: &Years, setting: &Setting) -> Result<LeverageData, ApiError> {
        let years = query.settle(conn, setting)?;
        let counted = projects::counted(conn, &years)?;
        let by_id: HashMap<Id<Project>, &Counted> = counted.iter().map(|project| (project.id, project)).collect();
        let areas = projects::areas_of_years(conn, &years)?;
        let taking_part = projects::taking_part(conn, &years)?;
        let mut by_year = added(counted.iter().map(|project| (project.year, project)));
        let by_programme = added(counted.iter().map(|project| (project.funding_programme_id, project)));
        let by_area = added(areas.iter().filter_map(|(id, area)| Some((*area, *by_id.get(id)?))));
        let by_municipality =
            added(taking_part.iter().filter_map(|one| Some((&one.municipality_code, *by_id.get(&one.project_id)?))));
        let programmes = references::names::<FundingProgramme>(conn, by_programme.keys().copied().flatten())?;
        let area_names = strategy_areas::by_ids(conn, by_area.keys().copied())?;
        let towns = municipalities::names(conn)?;
        Ok(LeverageData {
            year_from: *years.start(),
            year_to: *years.end(),
            lines: added(counted.iter().map(|project| ((), project))).remove(&()).unwrap_or_default().lines(),
            years: years
                .map(|year| LeverageYear { year, lines: by_year.remove(&Some(year)).unwrap_or_default().lines() })
                .collect(),
            funding_programmes: groups(by_programme.into_iter().map(|(id, sums)| {
                let name = id.and_then(|id| programmes.get(&id).cloned());
                let name = name.map_or_else(|| WITHOUT.into(), |name| Bilingual { sv: Some(name), en: None });
                (id.map(|id| id.uuid()), name, sums)
            })),
            strategy_areas: groups(by_area.into_iter().filter_map(|(id, sums)| {
                let name = area_names.get(&id)?.content.name.clone();
                Some((Some(id.uuid()), name, sums))
            })),
            municipalities: by_municipality
                .into_iter()
                .map(|(code, sums)| LeverageMunicipality {
                    name: towns.get(code).cloned().unwrap_or_else(|| code.clone()),
                    code: code.clone(),
                    lines: sums.lines(),
                })
                .collect(),
            projects: counted.iter().filter_map(of_project).take(MOST).collect(),
            project_count: counted.len(),
        })
    }

    fn heading(data: &LeverageData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), words(data.year_from, data.year_to))
    }

    fn subtitle(data: &LeverageData, lang: Lang) -> String {
        table::subtitle(data, lang)
    }

    fn tables(data: &LeverageData, lang: Lang) -> Vec<Table> {
        table::tables(data, lang)
    }

    fn charts(data: &LeverageData, lang: Lang) -> Vec<Chart> {
        charts::charts(data, lang)
    }
}

/// What projects without a programme are gathered under.
const WITHOUT: Text = text("Utan program", "Without a programme");

/// Projects added up by what they have in common.
fn added<'a, K: Ord>(projects: impl Iterator<Item = (K, &'a Counted)>) -> BTreeMap<K, Adding> {
    let mut groups: BTreeMap<K, Adding> = BTreeMap::new();
    for (key, project) in projects {
        groups.entry(key).or_default().add(project);
    }
    groups
}

/// Groups by name, those without one last.
fn groups(of: impl Iterator<Item = (Option<uuid::Uuid>, Bilingual, Adding)>) -> Vec<LeverageGroup> {
    let mut groups: Vec<LeverageGroup> =
        of.map(|(id, name, sums)| LeverageGroup { id, name, lines: sums.lines() }).collect();
    groups.sort_by_cached_key(|group| (group.id.is_none(), crate::text::sort_key(group.name.get(Lang::Sv)), group.id));
    groups
}

/// A project to which the region gives money.
fn of_project(project: &Counted) -> Option<LeverageProject> {
    let own = project.region_own.filter(|own| *own > 0)?;
    Some(LeverageProject {
        id: project.id.uuid(),
        name: project.name.clone(),
        year: project.year,
        leverage: Leverage::of(project.total.map(i128::from), Some(i128::from(own)), &project.currency),
    })
}
