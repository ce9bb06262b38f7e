//! What the delimitations leave aside, and was done all the same, with the reasons: twin regions in the prioritised set (D1),
//! work of aid character (D2), and activities outside of the prioritised areas (D3).

use chrono::Datelike as _;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::Parameter;
use uuid::Uuid;

use super::matrix::{read_year, year_parameter};
use super::wording::{decimal, number, percent};
use super::{Cell, Report, Setting, Table};
use crate::cooperation::partners::{self, PartnerState, TwinRegion};
use crate::db::Conn;
use crate::error::ApiError;
use crate::governance::units;
use crate::http::page::Sheet;
use crate::http::query::Params;
use crate::planning::activities::{self, ActivityState, Delimited};
use crate::register::Money;
use crate::text::{Bilingual, Lang, Text, text};

/// The most activities named.
const LISTED: i64 = 200;

/// The report.
pub struct Delimitations;

/// An activity that the delimitations speak of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DelimitedActivity {
    /// The activity.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Skolbygge i Sarajevo")]
    pub title: String,
    /// Its state.
    #[schema(inline = false, example = "completed")]
    pub state: ActivityState,
    /// Whether it is work of aid character (D2).
    #[schema(example = true)]
    pub aid_character: bool,
    /// Whether it stands outside of the prioritised areas (D3).
    #[schema(example = false)]
    pub outside: bool,
    /// Why it was done all the same.
    #[schema(example = "Uppdraget kom från regeringen.")]
    pub exception_reason: Option<String>,
    /// The unit that runs it.
    pub owner_unit_id: Option<Uuid>,
    /// What that is called.
    pub owner_unit: Option<Bilingual>,
    /// What it is thought to cost.
    pub cost_estimate: Option<Money>,
    /// What it cost.
    pub cost_actual: Option<Money>,
}

/// A twin region in the prioritised set (D1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DelimitedPartner {
    /// The partner.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Hedmark fylkeskommune")]
    pub name: String,
    /// Its state.
    #[schema(inline = false, example = "strategic")]
    pub state: PartnerState,
    /// Whether it is an ally.
    #[schema(example = true)]
    pub alliance: bool,
    /// Why it joins the prioritised set.
    #[schema(example = "Vänlänet är också grannregion.")]
    pub exception_reason: Option<String>,
}

/// The exceptions of a year, with their reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DelimitationsData {
    /// The year.
    #[schema(minimum = 1900, maximum = 2199, example = 2009)]
    pub year: i32,
    /// The first 200 activities past draft that are of aid character or stand outside of the prioritised areas, by title.
    #[schema(max_items = 200)]
    pub activities: Vec<DelimitedActivity>,
    /// How many there are.
    #[schema(minimum = 0, example = 4)]
    pub activity_count: i64,
    /// How many of them are of aid character (D2).
    #[schema(minimum = 0, example = 1)]
    pub aid_count: i64,
    /// How many of them stand outside of the prioritised areas (D3).
    #[schema(minimum = 0, example = 3)]
    pub outside_count: i64,
    /// The twin regions that are strategic or allies (D1), by name.
    pub twin_regions: Vec<DelimitedPartner>,
    /// How many twin regions there are in all.
    #[schema(minimum = 0, example = 3)]
    pub twin_region_count: i64,
    /// How many activities of the year are planned, ongoing or completed.
    #[schema(minimum = 0, example = 8)]
    pub counted_activities: i64,
    /// How many of those have a strategic partner; a twin region is none (D1).
    #[schema(minimum = 0, example = 5)]
    pub with_strategic_partner: i64,
    /// The share of them, in percent; null when there are none.
    #[schema(example = "62.5")]
    pub strategic_percent: Option<String>,
}

impl Report for Delimitations {
    const NAME: &'static str = "delimitations";
    const SCHEMA: &'static str = "DelimitationsReport";
    const TITLE: Text = text("Avgränsningar", "Delimitations");
    const ABOUT: &'static str = "What the delimitations leave aside, and was done all the same, with the reasons: the year's activities past draft that are of aid character (D2) or stand outside of the prioritised areas (D3), the first 200 with their number; the twin regions that are strategic or allies (D1), all of them counted apart; and the share of activities with a strategic partner.";
    const HISTORY_OF: &'static [&'static str] = &["activities", "partners", "strategy-areas", "units"];
    const SHEET: Sheet = Sheet::Landscape;
    type Query = Option<i32>;
    type Data = DelimitationsData;

    fn read(params: &mut Params) -> Option<i32> {
        read_year(params)
    }

    fn document() -> Vec<Parameter> {
        vec![year_parameter()]
    }

    fn build(conn: &mut Conn, query: &Option<i32>, setting: &Setting) -> Result<DelimitationsData, ApiError> {
        let year = query.unwrap_or_else(|| setting.day().year());
        let found = activities::delimited(conn, year, LISTED)?;
        let names = units::names(conn, found.activities.iter().filter_map(|one| one.owner_unit_id))?;
        let twins = partners::twin_regions(conn)?;
        let counted_activities = activities::counted(conn, year)?;
        let with_strategic_partner = activities::with_strategic_partner(conn, year)?;
        let activity = |one: Delimited| {
            let name = one.owner_unit_id.and_then(|id| names.get(&id).cloned());
            line(one, name)
        };
        Ok(DelimitationsData {
            year,
            activities: found.activities.into_iter().map(activity).collect(),
            activity_count: found.total,
            aid_count: found.aid,
            outside_count: found.outside,
            twin_regions: twins.exceptions.into_iter().map(twin).collect(),
            twin_region_count: twins.total,
            counted_activities,
            with_strategic_partner,
            strategic_percent: percent(with_strategic_partner, counted_activities),
        })
    }

    fn heading(data: &DelimitationsData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), data.year)
    }

    fn subtitle(data: &DelimitationsData, lang: Lang) -> String {
        let DelimitationsData { aid_count: aid, outside_count: outside, twin_region_count: all, .. } = data;
        let twins = data.twin_regions.len();
        let share = data.strategic_percent.as_deref().map(|share| decimal(share, lang));
        let counted = match lang {
            Lang::Sv => format!(
                "{aid} av biståndskaraktär, {outside} utanför de prioriterade områdena, {twins} av {all} vänregioner i den prioriterade kretsen."
            ),
            Lang::En => format!(
                "{aid} of aid character, {outside} outside of the prioritised areas, {twins} of {} in the prioritised set.",
                number(usize::try_from(*all).unwrap_or_default(), "twin region", "twin regions")
            ),
        };
        match (share, lang) {
            (None, _) => counted,
            (Some(share), Lang::Sv) => format!("{counted} {share} % av aktiviteterna har en strategisk partner."),
            (Some(share), Lang::En) => format!("{counted} {share} % of the activities have a strategic partner."),
        }
    }

    fn tables(data: &DelimitationsData, lang: Lang) -> Vec<Table> {
        vec![activities_table(data, lang), twins_table(data, lang)]
    }
}

fn line(one: Delimited, owner_unit: Option<Bilingual>) -> DelimitedActivity {
    let Delimited {
        id,
        title,
        state,
        owner_unit_id,
        aid_character,
        outside,
        exception_reason,
        cost_estimate,
        cost_actual,
    } = one;
    DelimitedActivity {
        id,
        title,
        state,
        aid_character,
        outside,
        exception_reason,
        owner_unit_id: owner_unit_id.map(|id| id.uuid()),
        owner_unit,
        cost_estimate,
        cost_actual,
    }
}

fn twin(TwinRegion { id, name, state, alliance, exception_reason }: TwinRegion) -> DelimitedPartner {
    DelimitedPartner { id: id.uuid(), name, state, alliance, exception_reason }
}

fn activities_table(data: &DelimitationsData, lang: Lang) -> Table {
    let heads = [
        text("Aktivitet", "Activity"),
        text("Tillstånd", "State"),
        text("Biståndskaraktär", "Aid character"),
        text("Utanför områdena", "Outside of the areas"),
        text("Skäl", "Reason"),
        text("Enhet", "Unit"),
        text("Beräknad kostnad", "Cost estimate"),
        text("Faktisk kostnad", "Actual cost"),
    ];
    let row = |line: &DelimitedActivity| {
        let unit = line.owner_unit.as_ref().map(|name| name.get(lang)).unwrap_or_default();
        vec![
            Cell::Words(line.title.clone()),
            Cell::Words(line.state.label().get(lang).to_owned()),
            Cell::yes(line.aid_character, lang),
            Cell::yes(line.outside, lang),
            Cell::Words(line.exception_reason.clone().unwrap_or_default()),
            Cell::Words(unit.to_owned()),
            Cell::Amount(line.cost_estimate.clone()),
            Cell::Amount(line.cost_actual.clone()),
        ]
    };
    let title = text("Aktiviteter som är undantag", "Activities that are exceptions");
    Table::new(title.get(lang), &heads, data.activities.iter().map(row), lang)
}

fn twins_table(data: &DelimitationsData, lang: Lang) -> Table {
    let heads = [
        text("Vänregion", "Twin region"),
        text("Tillstånd", "State"),
        text("Strategisk allians", "Strategic alliance"),
        text("Skäl", "Reason"),
    ];
    let row = |line: &DelimitedPartner| {
        vec![
            Cell::Words(line.name.clone()),
            Cell::Words(line.state.label().get(lang).to_owned()),
            Cell::yes(line.alliance, lang),
            Cell::Words(line.exception_reason.clone().unwrap_or_default()),
        ]
    };
    let title = text("Vänregioner som är undantag", "Twin regions that are exceptions");
    Table::new(title.get(lang), &heads, data.twin_regions.iter().map(row), lang)
}
