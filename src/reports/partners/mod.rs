//! The partners, counted by country, kind and state, with the twin regions apart (D1); what the strategic ones contribute
//! in how much of the work they take part (L84.1), and those with which little happens.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use utoipa::openapi::path::Parameter;

use super::matrix::{read_year, year_parameter};
use super::{Report, Setting, Table};
use crate::cooperation::partners::{self, PartnerKind, PartnerState, Tally, tally};
use crate::db::Conn;
use crate::error::ApiError;
use crate::http::query::{Params, Value, parameter};
use crate::planning::activities;
use crate::reference::countries;
use crate::text::{Lang, Text, sort_key, text};

mod data;
mod strategic;
mod table;

pub use data::{ActivityShare, AreaContributions, ContributionCount, CountedCode, Counts, ListedPartner, PartnersData};

/// The most partners of a list.
const LISTED: i64 = 200;

/// The report.
pub struct Partners;

/// The parameters of the report.
#[derive(Clone, Debug)]
pub struct Query {
    on: Option<NaiveDate>,
    year: Option<i32>,
}

impl Report for Partners {
    const NAME: &'static str = "partners";
    const SCHEMA: &'static str = "PartnersReport";
    const TITLE: Text = text("Partner", "Partners");
    const ABOUT: &'static str = "The partners that are not put away, counted by country, kind and state; twin regions stand apart, as they are no strategic alliances (D1). What the strategic ones contribute, in all and to each strategy area (R-30). Those that lie dormant, and the strategic ones that no planned, ongoing or completed activity of the year names, each with the last contact: the first 200, with their number. And the share of the year's activities with a strategic partner (L84.1). With `on`, only partners in force that day are counted and listed; the activities are those of the year.";
    const HISTORY_OF: &'static [&'static str] = &["partners", "activities", "strategy-areas", "engagements", "visits"];
    type Query = Query;
    type Data = PartnersData;

    fn read(params: &mut Params) -> Query {
        Query { on: params.one("on"), year: read_year(params) }
    }

    fn document() -> Vec<Parameter> {
        let on = "Only what was in force this day, by its business dates.";
        vec![parameter("on", on, <NaiveDate as Value>::schema()), year_parameter()]
    }

    fn build(conn: &mut Conn, query: &Query, setting: &Setting) -> Result<PartnersData, ApiError> {
        let (on, today) = (query.on, setting.day());
        let year = query.year.unwrap_or_else(|| today.year());
        let tallies = tally(conn, on)?;
        let mut totals = Counts::default();
        tallies.iter().for_each(|tally| totals.add(tally));
        let contributing = partners::contributing(conn, on)?;
        let (dormant, dormant_count) = partners::of_state(conn, PartnerState::Dormant, on, LISTED, |rows| rows)?;
        let (idle, inactive_count) = activities::idle_partners(conn, year, on, LISTED)?;
        Ok(PartnersData {
            on,
            totals,
            by_country: by_country(&tallies, setting.lang),
            by_kind: by_kind(&tallies, setting.lang),
            by_state: by_state(&tallies, setting.lang),
            by_contribution: strategic::by_contribution(&contributing),
            by_area: strategic::by_area(conn, &contributing)?,
            dormant_partners: strategic::listed(conn, dormant, PartnerState::Dormant, today)?,
            dormant_count,
            inactive_partners: strategic::listed(conn, idle, PartnerState::Strategic, today)?,
            inactive_count,
            activity_share: strategic::activity_share(conn, year)?,
        })
    }

    fn subtitle(data: &PartnersData, lang: Lang) -> String {
        table::subtitle(data, lang)
    }

    fn tables(data: &PartnersData, lang: Lang) -> Vec<Table> {
        table::tables(data, lang)
    }
}

fn by_country(tallies: &[Tally], lang: Lang) -> Vec<CountedCode> {
    let without = text("Utan land", "Without country").get(lang);
    let mut lines = group(
        tallies,
        |tally| tally.country.clone(),
        |code| code.as_deref().map_or(without, |code| countries::name(code, lang)).to_owned(),
        |code| code,
    );
    // Those without a country come last.
    lines.sort_by_cached_key(|line| (line.code.is_none(), sort_key(&line.label)));
    lines
}

fn by_kind(tallies: &[Tally], lang: Lang) -> Vec<CountedCode> {
    group(
        tallies,
        |tally| tally.kind,
        |kind| PartnerKind::LIST.label(kind.as_str(), lang).to_owned(),
        |kind| Some(kind.as_str().to_owned()),
    )
}

fn by_state(tallies: &[Tally], lang: Lang) -> Vec<CountedCode> {
    group(
        tallies,
        |tally| tally.state,
        |state| PartnerState::LIST.label(state.as_str(), lang).to_owned(),
        |state| Some(state.as_str().to_owned()),
    )
}

fn group<K: Ord + Clone>(
    tallies: &[Tally],
    key: impl Fn(&Tally) -> K,
    label: impl Fn(&K) -> String,
    code: impl Fn(K) -> Option<String>,
) -> Vec<CountedCode> {
    let mut groups: BTreeMap<K, Counts> = BTreeMap::new();
    for tally in tallies {
        groups.entry(key(tally)).or_default().add(tally);
    }
    let lines = groups.into_iter().map(|(key, Counts { partners, twin_regions })| CountedCode {
        label: label(&key),
        code: code(key),
        partners,
        twin_regions,
    });
    lines.collect()
}
