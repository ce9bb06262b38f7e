//! From monitoring to influence: how much of what is seen becomes knowledge, a position and an outcome, how long that
//! takes, and on what nothing has followed (L69.3, L73.1).

use chrono::{Datelike as _, NaiveDate};
use utoipa::openapi::path::Parameter;

use super::years::{Years, words};
use super::{Chart, Format, Report, Setting, Table};
use crate::db::Conn;
use crate::error::ApiError;
use crate::http::page::Sheet;
use crate::http::query::Params;
use crate::monitoring::monitoring_items::{self, Chained, MonitoringItem, MonitoringLevel};
use crate::register::references;
use crate::text::{Lang, Text, text};

mod data;
mod table;

pub use data::{ChainLevel, ChainSums, ChainYear, MonitoringChainData, SilentItem};

/// The most items that are listed.
const MOST: usize = 200;

/// The report.
pub struct MonitoringChainReport;

impl Report for MonitoringChainReport {
    const NAME: &'static str = "monitoring-chain";
    const SCHEMA: &'static str = "MonitoringChainReport";
    const TITLE: Text = text("Från bevakning till påverkan", "From monitoring to influence");
    const ABOUT: &'static str = "How much of what was seen became known, led to a position and to an outcome, and how many days that took of the middle item (L69.3, L73.1), by the year and the level of the items; as the chain of each item tells it. An item is of the year in which it was published, or else recorded. And the items on which nothing has followed for more than thirty days (W6): the first 200, with their number. A share or a number of days is null where there is nothing to tell it of.";
    const HISTORY_OF: &'static [&'static str] =
        &["monitoring-items", "knowledge-activities", "influence-cases", "decisions", "strategies"];
    const FORMATS: &'static [Format] = Format::WITH_CHART;
    const SHEET: Sheet = Sheet::Landscape;
    type Query = Years;
    type Data = MonitoringChainData;

    fn read(params: &mut Params) -> Years {
        Years::read(params)
    }

    fn document() -> Vec<Parameter> {
        Years::document()
    }

    fn build(conn: &mut Conn, query: &Years, setting: &Setting) -> Result<MonitoringChainData, ApiError> {
        let years = query.settle(conn, setting)?;
        let chains = monitoring_items::chains_of_years(conn, &years)?;
        let of = |holds: &dyn Fn(&Chained) -> bool| {
            ChainSums::of(&chains.iter().filter(|one| holds(one)).collect::<Vec<&Chained>>())
        };
        let year = |year: i32| ChainYear { year, sums: of(&|one| one.course.since().year() == year) };
        let level = |level: &MonitoringLevel| ChainLevel { level: *level, sums: of(&|one| one.level == *level) };
        let (open_ends, open_end_count) = open_ends(conn, &chains, setting.day())?;
        Ok(MonitoringChainData {
            year_from: *years.start(),
            year_to: *years.end(),
            totals: of(&|_| true),
            years: years.map(year).collect(),
            levels: MonitoringLevel::ALL.iter().map(level).collect(),
            open_ends,
            open_end_count,
        })
    }

    fn heading(data: &MonitoringChainData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), words(data.year_from, data.year_to))
    }

    fn subtitle(data: &MonitoringChainData, lang: Lang) -> String {
        table::subtitle(data, lang)
    }

    fn tables(data: &MonitoringChainData, lang: Lang) -> Vec<Table> {
        table::tables(data, lang)
    }

    fn charts(data: &MonitoringChainData, lang: Lang) -> Vec<Chart> {
        table::charts(data, lang)
    }
}

/// Those on which nothing follows, the first of them by what is most urgent; and how many there are.
fn open_ends(conn: &mut Conn, chains: &[Chained], today: NaiveDate) -> Result<(Vec<SilentItem>, usize), ApiError> {
    let mut silent: Vec<&Chained> = chains.iter().filter(|one| one.is_silent(today)).collect();
    silent.sort_by_key(|one| (one.deadline_on.is_none(), one.deadline_on, one.course.since(), one.id));
    let count = silent.len();
    silent.truncate(MOST);
    let mut titles = references::names::<MonitoringItem>(conn, silent.iter().map(|one| one.id))?;
    let item = |one: &Chained| SilentItem {
        id: one.id.uuid(),
        title: titles.remove(&one.id).unwrap_or_default(),
        state: one.state,
        counted_from: one.course.since(),
        days: (today - one.course.since()).num_days(),
        deadline_on: one.deadline_on,
        open_ends: one.course.open_ends(),
    };
    Ok((silent.into_iter().map(item).collect(), count))
}
