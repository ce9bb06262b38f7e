//! How the municipalities have mobilised to enter projects together (L65.2): each with its projects, its ideas, its roles and
//! its own money, and those that are in nothing (W9).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;

use utoipa::openapi::path::Parameter;

use super::years::{Years, words};
use super::{Chart, Format, Report, Setting, Table};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::funding::project_ideas::{self, Interested, ProjectIdeaState};
use crate::funding::projects::{self, Project, Roles, TakingPart};
use crate::http::page::Sheet;
use crate::http::query::Params;
use crate::reference::municipalities;
use crate::register::money::Sum;
use crate::register::warnings::WarningItem;
use crate::register::{Warning, WarningCode};
use crate::text::{Lang, Text, text};

mod data;
mod share;
mod table;

pub use data::{MobilisationData, MobilisedMunicipality, MobilisedRole, MobilisedYear};

use share::Share;

/// The report.
pub struct Mobilisation;

impl Report for Mobilisation {
    const NAME: &'static str = "mobilisation";
    const SCHEMA: &'static str = "MobilisationReport";
    const TITLE: Text = text("Kommunernas mobilisering", "Mobilisation of the municipalities");
    const ABOUT: &'static str = "How the municipalities of the county have mobilised (L65.2), each of them, in nothing or not: the projects that were granted in the years and that it takes part in, with its part of them, its roles as a partner and its own money per currency, never mixed; and the ideas that are not dropped, whatever year. A municipality takes part when it is named, gives money, or is among the partners. Those in no project and no idea stand first, with a warning (W9).";
    const HISTORY_OF: &'static [&'static str] = &["projects", "project-ideas", "partners", "strategies"];
    const FORMATS: &'static [Format] = Format::WITH_CHART;
    const SHEET: Sheet = Sheet::Landscape;
    type Query = Years;
    type Data = MobilisationData;

    fn read(params: &mut Params) -> Years {
        Years::read(params)
    }

    fn document() -> Vec<Parameter> {
        Years::document()
    }

    fn build(conn: &mut Conn, query: &Years, setting: &Setting) -> Result<MobilisationData, ApiError> {
        let years = query.settle(conn, setting)?;
        let towns = municipalities::by_name(conn)?;
        let taking_part = projects::taking_part(conn, &years)?;
        let ideas = project_ideas::taking_part(conn)?;
        let parts = Parts::of(&taking_part, towns.len());
        let mut material = Material {
            ideas: ideas_of(&ideas),
            roles: projects::roles_of_years(conn, &years)?,
            money: projects::municipal_money_of_years(conn, &years)?,
        };
        let line = |(code, name): (String, String)| {
            let part = parts.by_municipality.get(code.as_str()).cloned().unwrap_or_default();
            material.line(code, name, &part, setting.lang)
        };
        let mut municipalities: Vec<MobilisedMunicipality> = towns.into_iter().map(line).collect();
        // They are in the order of their names, and stay so among equals.
        municipalities.sort_by_key(|one| (!one.blank, one.project_count));
        Ok(MobilisationData {
            year_from: *years.start(),
            year_to: *years.end(),
            blank_count: municipalities.iter().filter(|one| one.blank).count(),
            municipalities,
            project_count: parts.project_count,
            whole_county_count: parts.whole_county_count,
            years: of_years(&taking_part, years),
        })
    }

    fn heading(data: &MobilisationData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), words(data.year_from, data.year_to))
    }

    fn subtitle(data: &MobilisationData, lang: Lang) -> String {
        table::subtitle(data, lang)
    }

    fn tables(data: &MobilisationData, lang: Lang) -> Vec<Table> {
        table::tables(data, lang)
    }

    fn charts(data: &MobilisationData, lang: Lang) -> Vec<Chart> {
        vec![table::chart(data, lang)]
    }
}

/// W9.
fn not_mobilised() -> Warning {
    let message = text(
        "Kommunen är varken med i något projekt eller i någon idé.",
        "The municipality is in no project and in no idea.",
    );
    Warning::new(WarningCode::NotMobilised, message)
}

/// What part a municipality has in projects.
#[derive(Clone, Debug, Default)]
struct Part {
    projects: usize,
    share: Share,
    whole_county: usize,
}

/// Who has which part in the projects of some years.
struct Parts<'a> {
    by_municipality: BTreeMap<&'a str, Part>,
    project_count: usize,
    whole_county_count: usize,
}

impl<'a> Parts<'a> {
    fn of(taking_part: &'a BTreeSet<TakingPart>, county: usize) -> Self {
        let mut projects: BTreeMap<Id<Project>, Vec<&'a str>> = BTreeMap::new();
        for one in taking_part {
            projects.entry(one.project_id).or_default().push(&one.municipality_code);
        }
        let mut by_municipality: BTreeMap<&'a str, Part> = BTreeMap::new();
        for codes in projects.values() {
            for code in codes {
                let part = by_municipality.entry(code).or_default();
                part.projects += 1;
                part.share.add(codes.len());
                part.whole_county += usize::from(codes.len() == county);
            }
        }
        Self {
            by_municipality,
            whole_county_count: projects.values().filter(|codes| codes.len() == county).count(),
            project_count: projects.len(),
        }
    }
}

/// In how many ideas a municipality is, and how many of those mobilise.
type IdeaCounts = (usize, usize);

fn ideas_of(taking_part: &BTreeSet<Interested>) -> BTreeMap<&str, IdeaCounts> {
    let mut counts: BTreeMap<&str, IdeaCounts> = BTreeMap::new();
    for (code, _, state) in taking_part {
        let (ideas, mobilising) = counts.entry(code).or_default();
        *ideas += 1;
        *mobilising += usize::from(*state == ProjectIdeaState::Mobilising);
    }
    counts
}

/// What is told of municipalities beside their part in projects, by code.
struct Material<'a> {
    ideas: BTreeMap<&'a str, IdeaCounts>,
    roles: Roles,
    money: HashMap<String, Vec<Sum>>,
}

impl Material<'_> {
    fn line(&mut self, code: String, name: String, part: &Part, lang: Lang) -> MobilisedMunicipality {
        let (idea_count, mobilising_count) = self.ideas.get(code.as_str()).copied().unwrap_or_default();
        let blank = part.projects == 0 && idea_count == 0;
        let roles = self.roles.remove(&code).unwrap_or_default().into_iter();
        MobilisedMunicipality {
            project_count: part.projects,
            project_share: part.share.printed(),
            whole_county_count: part.whole_county,
            idea_count,
            mobilising_count,
            roles: roles.map(|(role, count)| MobilisedRole { role, count }).collect(),
            amounts: self.money.remove(&code).unwrap_or_default(),
            blank,
            warnings: blank.then(|| WarningItem::of(&not_mobilised(), lang)).into_iter().collect(),
            code,
            name,
        }
    }
}

/// The course over the years.
fn of_years(taking_part: &BTreeSet<TakingPart>, years: RangeInclusive<i32>) -> Vec<MobilisedYear> {
    let mut found: BTreeMap<i32, (BTreeSet<Id<Project>>, BTreeSet<&str>)> = BTreeMap::new();
    for one in taking_part {
        let (projects, codes) = found.entry(one.year).or_default();
        projects.insert(one.project_id);
        codes.insert(&one.municipality_code);
    }
    let of = |year| {
        let (projects, codes) = found.remove(&year).unwrap_or_default();
        MobilisedYear { year, project_count: projects.len(), municipality_count: codes.len() }
    };
    years.map(of).collect()
}
