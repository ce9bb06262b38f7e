//! The partners, counted by country, kind and state, with the twin regions apart (D1).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::Parameter;

use super::{Cell, Report, Setting, Table};
use crate::cooperation::partners::{PartnerKind, PartnerState, Tally, tally};
use crate::db::Conn;
use crate::error::ApiError;
use crate::http::query::{Params, Value, parameter};
use crate::reference::countries;
use crate::register::Scope;
use crate::text::{Lang, Text, sort_key, text};

/// The report.
pub struct Partners;

/// How many, twin regions apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Partners that are no twin regions.
    #[schema(minimum = 0, example = 12)]
    pub partners: i64,
    /// Twin regions.
    #[schema(minimum = 0, example = 1)]
    pub twin_regions: i64,
}

impl Counts {
    fn add(&mut self, tally: &Tally) {
        if tally.twin_region { self.twin_regions += tally.count } else { self.partners += tally.count }
    }
}

/// A line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CountedCode {
    /// The code; null for partners without one.
    #[schema(example = "NO")]
    pub code: Option<String>,
    /// What people call it, in the language of the answer.
    #[schema(example = "Norway")]
    pub label: String,
    /// Partners that are no twin regions.
    #[schema(minimum = 0, example = 12)]
    pub partners: i64,
    /// Twin regions.
    #[schema(minimum = 0, example = 1)]
    pub twin_regions: i64,
}

/// The partners that are not put away, counted three ways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnersData {
    /// Only what was in force this day, if one was asked for.
    #[schema(example = "2009-06-01")]
    pub on: Option<NaiveDate>,
    /// All of them.
    pub totals: Counts,
    /// By country, by name.
    pub by_country: Vec<CountedCode>,
    /// By kind of body, in the order of the code list.
    pub by_kind: Vec<CountedCode>,
    /// By state, in the order of the life cycle.
    pub by_state: Vec<CountedCode>,
}

/// The parameters of the report.
#[derive(Clone, Debug)]
pub struct Query {
    on: Option<NaiveDate>,
}

impl Report for Partners {
    const NAME: &'static str = "partners";
    const SCHEMA: &'static str = "PartnersReport";
    const TITLE: Text = text("Partner", "Partners");
    const ABOUT: &'static str = "The partners that are not put away, counted by country, kind and state; twin regions stand apart, as they are no strategic alliances (D1).";
    const HISTORY_OF: &'static [&'static str] = &["partners"];
    type Query = Query;
    type Data = PartnersData;

    fn read(params: &mut Params) -> Query {
        Query { on: params.one("on") }
    }

    fn document() -> Vec<Parameter> {
        vec![parameter("on", "Only what was in force this day, by its business dates.", <NaiveDate as Value>::schema())]
    }

    fn build(conn: &mut Conn, scope: &Scope, query: &Query, setting: &Setting) -> Result<PartnersData, ApiError> {
        let tallies = tally(conn, scope, query.on)?;
        let mut totals = Counts::default();
        tallies.iter().for_each(|tally| totals.add(tally));
        let lang = setting.lang;
        let without = text("Utan land", "Without country").get(lang);
        let mut by_country = group(
            &tallies,
            |tally| tally.country.clone(),
            |code| code.as_deref().map_or(without, |code| countries::name(code, lang)).to_owned(),
            |code| code,
        );
        // Those without a country come last.
        by_country.sort_by_cached_key(|line| (line.code.is_none(), sort_key(&line.label)));
        Ok(PartnersData {
            on: query.on,
            totals,
            by_country,
            by_kind: group(
                &tallies,
                |tally| tally.kind,
                |kind| PartnerKind::LIST.label(kind.as_str(), lang).to_owned(),
                |kind| Some(kind.as_str().to_owned()),
            ),
            by_state: group(
                &tallies,
                |tally| tally.state,
                |state| PartnerState::LIST.label(state.as_str(), lang).to_owned(),
                |state| Some(state.as_str().to_owned()),
            ),
        })
    }

    fn subtitle(data: &PartnersData, lang: Lang) -> String {
        let Counts { partners, twin_regions } = data.totals;
        let counted = match lang {
            Lang::Sv => {
                format!("{partners} partner och {twin_regions} {}", number(twin_regions, "vänregion", "vänregioner"))
            }
            Lang::En => format!(
                "{partners} {} and {twin_regions} {}",
                number(partners, "partner", "partners"),
                number(twin_regions, "twin region", "twin regions")
            ),
        };
        match (data.on, lang) {
            (None, _) => format!("{counted}."),
            (Some(day), Lang::Sv) => format!("{counted} den {day}."),
            (Some(day), Lang::En) => format!("{counted} on {day}."),
        }
    }

    fn tables(data: &PartnersData, lang: Lang) -> Vec<Table> {
        vec![
            table(lang, text("Efter land", "By country"), text("Land", "Country"), &data.by_country, data.totals),
            table(lang, text("Efter slag", "By kind"), text("Slag", "Kind"), &data.by_kind, data.totals),
            table(lang, text("Efter tillstånd", "By state"), text("Tillstånd", "State"), &data.by_state, data.totals),
        ]
    }
}

/// The word that goes with a number.
const fn number(count: i64, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
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

fn table(lang: Lang, title: Text, head: Text, lines: &[CountedCode], totals: Counts) -> Table {
    let rows = lines.iter().map(|line| {
        vec![Cell::Words(line.label.clone()), Cell::Number(line.partners), Cell::Number(line.twin_regions)]
    });
    Table {
        title: title.get(lang).to_owned(),
        columns: [head, text("Partner", "Partners"), text("Vänregioner", "Twin regions")]
            .map(|column| column.get(lang).to_owned())
            .to_vec(),
        rows: rows.collect(),
        sums: Some(vec![totals.partners, totals.twin_regions]),
    }
}
