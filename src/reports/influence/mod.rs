//! Influence: how the cases went that were closed, and what is open (L73.1b).

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use utoipa::openapi::path::Parameter;

use super::years::{Years, words};
use super::{Chart, Format, Report, Setting, Table};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::http::page::Sheet;
use crate::http::query::Params;
use crate::monitoring::influence_cases::{self, Arena, Ended, InfluenceCase, InfluenceOutcome, Open, OpenCase};
use crate::monitoring::profiling_actions;
use crate::register::references;
use crate::text::{Lang, Text, text};

mod data;
mod table;

pub use data::{ClosedInfluence, InfluenceArena, InfluenceData, InfluenceOutcomeCount, InfluenceYear, OpenInfluence};

use data::{mean, outcome};

/// The most cases that are listed.
const MOST: usize = 200;

/// The report.
pub struct Influence;

impl Report for Influence {
    const NAME: &'static str = "influence";
    const SCHEMA: &'static str = "InfluenceReport";
    const TITLE: Text = text("Påverkan", "Influence");
    const ABOUT: &'static str = "The influence cases that were closed in some years: how they went and how favourable that was to the region, from -2 to 2 (L73.1), in all, by year and by arena; the latest 200 of them, with their number. The cases that are open, whatever the years: the first 200, with their number, those for which nothing was done for the longest time first, and those for which nothing was done yet last. And how many profiling actions made the region seen, and how many people those reached (L73.2).";
    const HISTORY_OF: &'static [&'static str] = &["influence-cases", "profiling-actions", "strategies"];
    const FORMATS: &'static [Format] = Format::WITH_CHART;
    const SHEET: Sheet = Sheet::Landscape;
    type Query = Years;
    type Data = InfluenceData;

    fn read(params: &mut Params) -> Years {
        Years::read(params)
    }

    fn document() -> Vec<Parameter> {
        Years::document()
    }

    fn build(conn: &mut Conn, query: &Years, setting: &Setting) -> Result<InfluenceData, ApiError> {
        let years = query.settle(conn, setting)?;
        let closed = influence_cases::closed_in(conn, &years)?;
        let open = influence_cases::open(conn)?;
        let seen = profiling_actions::seen_in(conn, &years)?;
        let of_outcome = |one: &InfluenceOutcome| InfluenceOutcomeCount {
            outcome: *one,
            count: count(closed.iter(), |case| outcome(case) == *one),
        };
        let of_arena = |arena: &Arena| InfluenceArena {
            arena: *arena,
            open_count: count(open.iter(), |case| case.arena == *arena),
            closed_count: count(closed.iter(), |case| case.arena == *arena),
            mean_favourability: mean(closed.iter().filter(|case| case.arena == *arena)),
        };
        Ok(InfluenceData {
            year_from: *years.start(),
            year_to: *years.end(),
            outcomes: InfluenceOutcome::ALL.iter().map(of_outcome).collect(),
            years: years.map(|year| of_year(&closed, year)).collect(),
            arenas: Arena::ALL.iter().map(of_arena).collect(),
            open_count: open.len(),
            open_cases: listed_open(conn, open, setting.day())?,
            closed_count: closed.len(),
            mean_favourability: mean(closed.iter()),
            closed_cases: listed_closed(conn, closed)?,
            profiling_count: seen.count,
            profiling_reach: seen.reach,
        })
    }

    fn heading(data: &InfluenceData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), words(data.year_from, data.year_to))
    }

    fn subtitle(data: &InfluenceData, lang: Lang) -> String {
        table::subtitle(data, lang)
    }

    fn tables(data: &InfluenceData, lang: Lang) -> Vec<Table> {
        table::tables(data, lang)
    }

    fn charts(data: &InfluenceData, lang: Lang) -> Vec<Chart> {
        table::charts(data, lang)
    }
}

/// For how many something holds.
fn count<T>(of: impl Iterator<Item = T>, holds: impl Fn(&T) -> bool) -> i64 {
    of.filter(|one| holds(one)).count().try_into().unwrap_or(i64::MAX)
}

/// The cases that were closed in a year.
fn of_year(closed: &[Ended], year: i32) -> InfluenceYear {
    let here = || closed.iter().filter(|case| case.closed_on.is_some_and(|day| day.year() == year));
    let ended = |one: InfluenceOutcome| count(here(), |case| outcome(case) == one);
    InfluenceYear {
        year,
        closed_count: count(here(), |_| true),
        won: ended(InfluenceOutcome::Won),
        partly: ended(InfluenceOutcome::Partly),
        lost: ended(InfluenceOutcome::Lost),
        unknown: ended(InfluenceOutcome::Unknown),
        mean_favourability: mean(here()),
    }
}

/// The first of the open cases, with what is told of them.
fn listed_open(conn: &mut Conn, mut open: Vec<Open>, today: NaiveDate) -> Result<Vec<OpenInfluence>, ApiError> {
    open.truncate(MOST);
    let told = influence_cases::open_by_ids(conn, open.iter().map(|case| case.id).collect())?;
    let mut told: HashMap<Id<InfluenceCase>, OpenCase> = told.into_iter().map(|case| (case.id, case)).collect();
    let of = |case: Open| {
        let OpenCase { id, title, state, procedure_reference, wanted_position } = told.remove(&case.id)?;
        Some(OpenInfluence {
            id: id.uuid(),
            title,
            arena: case.arena,
            state,
            procedure_reference,
            wanted_position,
            last_action_on: case.last_action_on,
            action_count: case.action_count,
            days_since_action: case.last_action_on.map(|day| (today - day).num_days()),
        })
    };
    Ok(open.into_iter().filter_map(of).collect())
}

/// The first of the closed cases, with their titles.
fn listed_closed(conn: &mut Conn, mut closed: Vec<Ended>) -> Result<Vec<ClosedInfluence>, ApiError> {
    closed.truncate(MOST);
    let mut titles = references::names::<InfluenceCase>(conn, closed.iter().map(|case| case.id))?;
    let of = |case: Ended| ClosedInfluence {
        id: case.id.uuid(),
        title: titles.remove(&case.id).unwrap_or_default(),
        arena: case.arena,
        closed_on: case.closed_on,
        outcome: outcome(&case),
        favourability: case.favourability,
    };
    Ok(closed.into_iter().map(of).collect())
}
