//! The profile areas year by year: what was in focus within each strategy area, and where nothing was (L57.4, W3).

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::Parameter;
use uuid::Uuid;

use super::years::{Years, words};
use super::{Cell, Report, Setting, Table};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::http::query::Params;
use crate::planning::activities;
use crate::register::{Record, references};
use crate::reports::wording::number;
use crate::strategy::profile_areas::{self, ProfileArea, ProfileAreaState};
use crate::strategy::strategy_areas::{self, StrategyArea};
use crate::text::{Bilingual, Lang, Text, sort_key, text};

/// The report.
pub struct ProfileAreas;

/// A profile area in its year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileAreaLine {
    /// The profile area.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Scenkonst över gränsen")]
    pub name: String,
    /// Its rank: 1 is first.
    #[schema(minimum = 1, example = 1)]
    pub rank: i32,
    /// Its state.
    #[schema(inline = false, example = "current")]
    pub state: ProfileAreaState,
    /// Why it was dropped.
    #[schema(example = "Samarbetet med Hedmark upphörde.")]
    pub dropped_reason: Option<String>,
    /// What the profile area of an earlier year is called that it carries on.
    #[schema(example = "Scenkonst")]
    pub carried_from: Option<String>,
    /// How many planned, ongoing and completed activities of the year serve it.
    #[schema(minimum = 0, example = 2)]
    pub activity_count: i64,
}

/// A strategy area in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileAreaYear {
    /// The year.
    #[schema(example = 2009)]
    pub year: i32,
    /// Whether the area was prioritised on 31 December.
    #[schema(example = true)]
    pub prioritised: bool,
    /// Whether it was, and has no profile area in the year (W3).
    #[schema(example = false)]
    pub missing: bool,
    /// What is in focus in it, the first in rank first.
    pub profile_areas: Vec<ProfileAreaLine>,
}

/// A strategy area, year by year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProfiledArea {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    #[schema(example = "kultur")]
    pub code: String,
    /// What it is called.
    pub name: Bilingual,
    /// The years in which it was prioritised or had a profile area.
    pub years: Vec<ProfileAreaYear>,
}

/// The profile areas of some years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileAreasData {
    /// The first year.
    #[schema(minimum = 1900, maximum = 2199, example = 2008)]
    pub year_from: i32,
    /// The last year.
    #[schema(minimum = 1900, maximum = 2199, example = 2011)]
    pub year_to: i32,
    /// The strategy areas, in their order.
    pub strategy_areas: Vec<ProfiledArea>,
    /// How many profile areas there are.
    #[schema(minimum = 0, example = 6)]
    pub profile_area_count: usize,
    /// How many times an area was prioritised in a year without any (W3).
    #[schema(minimum = 0, example = 1)]
    pub missing_count: usize,
}

impl Report for ProfileAreas {
    const NAME: &'static str = "profile-areas";
    const SCHEMA: &'static str = "ProfileAreasReport";
    const TITLE: Text = text("Profilområden år för år", "Profile areas year by year");
    const ABOUT: &'static str = "The profile areas of some years by strategy area: ranked, with their state, why they were dropped, what they carry on, and how many planned, ongoing and completed activities serve each. An area that was prioritised on 31 December of a year without any is listed as missing (W3).";
    const HISTORY_OF: &'static [&'static str] = &["profile-areas", "strategies", "strategy-areas", "activities"];
    type Query = Years;
    type Data = ProfileAreasData;

    fn read(params: &mut Params) -> Years {
        Years::read(params)
    }

    fn document() -> Vec<Parameter> {
        Years::document()
    }

    fn build(conn: &mut Conn, query: &Years, setting: &Setting) -> Result<ProfileAreasData, ApiError> {
        let years = query.settle(conn, setting)?;
        let columns = strategy_areas::columns(conn, &years)?;
        let found = profile_areas::of_years(conn, &years)?;
        let serving = activities::serving(conn, &years)?;
        let earlier = references::names(conn, found.iter().filter_map(|one| one.content.carried_from_id))?;
        let mut areas = strategy_areas::by_ids(conn, found.iter().map(|one| one.content.strategy_area_id))?;
        let profile_area_count = found.len();
        let mut places: BTreeMap<(Id<StrategyArea>, i32), ProfileAreaYear> = BTreeMap::new();
        for (year, columns) in columns {
            for area in columns {
                places.insert((area.meta.id, year), place(year, true));
                areas.insert(area.meta.id, area);
            }
        }
        for record in found {
            let (area, year) = (record.content.strategy_area_id, record.content.year);
            let here = places.entry((area, year)).or_insert_with(|| place(year, false));
            here.missing = false;
            here.profile_areas.push(line(record, &serving, &earlier));
        }
        Ok(ProfileAreasData {
            year_from: *years.start(),
            year_to: *years.end(),
            missing_count: places.values().filter(|place| place.missing).count(),
            strategy_areas: by_area(areas, places),
            profile_area_count,
        })
    }

    fn heading(data: &ProfileAreasData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), words(data.year_from, data.year_to))
    }

    fn subtitle(data: &ProfileAreasData, lang: Lang) -> String {
        let ProfileAreasData { profile_area_count: count, missing_count: missing, .. } = data;
        match lang {
            Lang::Sv => {
                let found = number(*count, "profilområde", "profilområden");
                let times = number(*missing, "gång", "gånger");
                format!("{found}. {times} är ett prioriterat område utan profilområde ett år.")
            }
            Lang::En => {
                let found = number(*count, "profile area", "profile areas");
                let times = number(*missing, "time", "times");
                format!("{found}. {times} a prioritised area has none in a year.")
            }
        }
    }

    fn tables(data: &ProfileAreasData, lang: Lang) -> Vec<Table> {
        let heads = [
            text("Strategiområde", "Strategy area"),
            text("År", "Year"),
            text("Rang", "Rank"),
            text("Profilområde", "Profile area"),
            text("Tillstånd", "State"),
            text("Skäl", "Reason"),
            text("Fört vidare från", "Carried from"),
            text("Aktiviteter", "Activities"),
        ];
        let rows =
            data.strategy_areas.iter().flat_map(|area| area.years.iter().flat_map(|year| rows(area, year, lang)));
        vec![Table::new(Self::TITLE.get(lang), &heads, rows, lang)]
    }
}

/// A year of an area before its profile areas are known.
fn place(year: i32, prioritised: bool) -> ProfileAreaYear {
    ProfileAreaYear { year, prioritised, missing: prioritised, profile_areas: Vec::new() }
}

fn line(
    record: Record<ProfileArea>,
    serving: &HashMap<Id<ProfileArea>, i64>,
    earlier: &HashMap<Id<ProfileArea>, String>,
) -> ProfileAreaLine {
    let state = record.meta.state.as_deref().and_then(|state| state.parse().ok());
    let state = state.unwrap_or(ProfileAreaState::Current);
    ProfileAreaLine {
        id: record.uuid(),
        activity_count: serving.get(&record.meta.id).copied().unwrap_or_default(),
        carried_from: record.content.carried_from_id.and_then(|id| earlier.get(&id).cloned()),
        dropped_reason: record.meta.state_reason.filter(|_| state == ProfileAreaState::Dropped),
        state,
        name: record.content.name,
        rank: record.content.rank,
    }
}

/// The areas in their order, each with its years.
fn by_area(
    areas: HashMap<Id<StrategyArea>, Record<StrategyArea>>,
    places: BTreeMap<(Id<StrategyArea>, i32), ProfileAreaYear>,
) -> Vec<ProfiledArea> {
    let mut years: HashMap<Id<StrategyArea>, Vec<ProfileAreaYear>> = HashMap::new();
    for ((area, _), place) in places {
        years.entry(area).or_default().push(place);
    }
    let mut areas: Vec<Record<StrategyArea>> = areas.into_values().collect();
    areas.sort_by_cached_key(|area| (area.content.order, sort_key(area.content.name.get(Lang::Sv)), area.meta.id));
    let profiled = |area: Record<StrategyArea>| ProfiledArea {
        id: area.uuid(),
        years: years.remove(&area.meta.id).unwrap_or_default(),
        code: area.content.code,
        name: area.content.name,
    };
    areas.into_iter().map(profiled).collect()
}

/// A row per profile area; one that says so, where there is none.
fn rows(area: &ProfiledArea, year: &ProfileAreaYear, lang: Lang) -> Vec<Vec<Cell>> {
    let start = || vec![Cell::Words(area.name.get(lang).to_owned()), Cell::Day(year.year.to_string())];
    if year.missing {
        let mut row = start();
        let missing = text("Saknas (W3)", "Missing (W3)").get(lang).to_owned();
        row.extend([String::new(), missing, String::new(), String::new(), String::new()].map(Cell::Words));
        row.push(Cell::Number(0));
        return vec![row];
    }
    let row = |line: &ProfileAreaLine| {
        let mut row = start();
        row.extend([
            Cell::Number(line.rank.into()),
            Cell::Words(line.name.clone()),
            Cell::Words(line.state.label().get(lang).to_owned()),
            Cell::Words(line.dropped_reason.clone().unwrap_or_default()),
            Cell::Words(line.carried_from.clone().unwrap_or_default()),
            Cell::Number(line.activity_count),
        ]);
        row
    };
    year.profile_areas.iter().map(row).collect()
}
