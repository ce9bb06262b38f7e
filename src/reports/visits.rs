//! The visits of a year and the doors that were opened, with what came of them.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::Parameter;
use uuid::Uuid;

use super::agreements::remarks;
use super::matrix::{read_year, year_parameter};
use super::wording::number;
use super::{Cell, Report, Setting, Table};
use crate::cooperation::partners::{self, Partner};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::governance::introductions;
use crate::governance::visits::{self, Representative, Visit, VisitDirection};
use crate::http::query::Params;
use crate::planning::activities::Activity;
use crate::reference::countries;
use crate::register::money::Sum;
use crate::register::warnings::WarningItem;
use crate::register::{AnyRegister as _, Erased, Loaded, Money, read, references};
use crate::text::{Lang, Text, text};

/// The report.
pub struct Visits;

/// A visit.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VisitLine {
    /// The visit.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Besök hos Hedmark fylkeskommune")]
    pub title: String,
    /// To or from the region.
    #[schema(inline = false, example = "outgoing")]
    pub direction: VisitDirection,
    /// The first day.
    #[schema(example = "2009-05-12")]
    pub starts_on: NaiveDate,
    /// The last day.
    #[schema(example = "2009-05-13")]
    pub ends_on: Option<NaiveDate>,
    /// Where.
    #[schema(example = "Hamar")]
    pub place: String,
    /// The country, ISO 3166-1 alpha-2.
    #[schema(example = "NO")]
    pub country: Option<String>,
    /// The names of the partners.
    #[schema(example = json!(["Hedmark fylkeskommune"]))]
    pub partners: Vec<String>,
    /// Who represented the region.
    pub representatives: Vec<Representative>,
    /// What it cost.
    pub cost: Option<Money>,
    /// What came of it.
    #[schema(example = "Två möten om yrkesutbildning; en arbetsgrupp tillsattes.")]
    pub report: Option<String>,
    /// The activities that follow it up.
    pub follow_ups: Vec<references::Summary>,
    /// What is worth a warning.
    pub warnings: Vec<WarningItem>,
}

/// A door that was opened.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntroductionLine {
    /// The introduction.
    pub id: Uuid,
    /// When.
    #[schema(example = "2009-05-12")]
    pub introduced_on: NaiveDate,
    /// Who opened the door.
    #[schema(example = "Arbetsutskottets ordförande")]
    pub opened_by: String,
    /// To which partner.
    #[schema(example = "Hedmark fylkeskommune")]
    pub partner: String,
    /// Who was introduced.
    #[schema(example = "Högskolan i Karlstad")]
    pub introduced_to: String,
    /// What came of it.
    #[schema(example = "Ett gemensamt projekt söks.")]
    pub result: Option<String>,
}

/// The visits and introductions of a year.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VisitsData {
    /// The year.
    #[schema(minimum = 1900, maximum = 2199, example = 2009)]
    pub year: i32,
    /// The visits that began in the year, by day.
    pub visits: Vec<VisitLine>,
    /// How many of them were represented by nobody of the working committee (W5).
    #[schema(minimum = 0, example = 1)]
    pub without_committee: usize,
    /// What they cost, per currency.
    pub costs: Vec<Sum>,
    /// The introductions of the year, by day.
    pub introductions: Vec<IntroductionLine>,
    /// How many of them something came of.
    #[schema(minimum = 0, example = 1)]
    pub with_result: usize,
}

impl Report for Visits {
    const NAME: &'static str = "visits";
    const SCHEMA: &'static str = "VisitsReport";
    const TITLE: Text = text("Besök och öppnade dörrar", "Visits and doors opened");
    const ABOUT: &'static str = "The visits of a year with who represented the region, what they cost and what followed, and the doors that were opened with what came of it.";
    const HISTORY_OF: &'static [&'static str] = &["visits", "introductions"];
    const SHEET: crate::http::page::Sheet = crate::http::page::Sheet::Landscape;
    type Query = Option<i32>;
    type Data = VisitsData;

    fn read(params: &mut Params) -> Option<i32> {
        read_year(params)
    }

    fn document() -> Vec<Parameter> {
        vec![year_parameter()]
    }

    fn build(conn: &mut Conn, query: &Option<i32>, setting: &Setting) -> Result<VisitsData, ApiError> {
        let year = query.unwrap_or_else(|| setting.day().year());
        let records = visits::of_year(conn, year)?;
        let opened = introductions::of_year(conn, year)?;
        let parties = records.iter().flat_map(|record| record.content.partner_ids.iter().copied());
        let parties: Vec<_> = parties.chain(opened.iter().map(|record| record.content.partner_id)).collect();
        let names = partners::names_and_kinds(conn, parties)?;
        let name = |id: &Id<Partner>| names.get(id).map(|(name, _)| name.clone());
        let wanted: Vec<Uuid> =
            records.iter().flat_map(|record| record.content.follow_up_ids.iter().map(|id| id.uuid())).collect();
        let follow_ups = Erased::<Activity>::NEW.summaries(conn, &wanted)?;
        let follow_ups: HashMap<Uuid, references::Summary> =
            follow_ups.into_iter().map(|summary| (summary.id, summary)).collect();
        let line = |loaded: Loaded<Visit>| {
            let Loaded { record, warnings, .. } = loaded;
            let (id, visit) = (record.uuid(), record.content);
            VisitLine {
                id,
                partners: visit.partner_ids.iter().filter_map(name).collect(),
                follow_ups: visit.follow_up_ids.iter().filter_map(|id| follow_ups.get(&id.uuid()).cloned()).collect(),
                title: visit.title,
                direction: visit.direction,
                starts_on: visit.starts_on,
                ends_on: visit.ends_on,
                place: visit.place,
                country: visit.country,
                representatives: visit.representatives,
                cost: visit.cost,
                report: visit.report,
                warnings: warnings.iter().map(|warning| WarningItem::of(warning, setting.lang)).collect(),
            }
        };
        let visits: Vec<VisitLine> = read::load_all(conn, records, setting.day())?.into_iter().map(line).collect();
        let introductions: Vec<IntroductionLine> = opened
            .into_iter()
            .map(|record| IntroductionLine {
                id: record.uuid(),
                introduced_on: record.content.introduced_on,
                opened_by: record.content.opened_by,
                partner: name(&record.content.partner_id).unwrap_or_default(),
                introduced_to: record.content.introduced_to,
                result: record.content.result,
            })
            .collect();
        Ok(VisitsData {
            year,
            without_committee: visits.iter().filter(|line| !line.warnings.is_empty()).count(),
            costs: Sum::of(visits.iter().filter_map(|line| line.cost.as_ref())),
            visits,
            with_result: introductions.iter().filter(|line| line.result.is_some()).count(),
            introductions,
        })
    }

    fn subtitle(data: &VisitsData, lang: Lang) -> String {
        let VisitsData { year, without_committee, with_result, .. } = data;
        let (visits, doors) = (data.visits.len(), data.introductions.len());
        match lang {
            Lang::Sv => {
                let doors = number(doors, "öppnad dörr", "öppnade dörrar");
                format!(
                    "{visits} besök {year}, {without_committee} utan arbetsutskottet. {doors}, {with_result} med resultat."
                )
            }
            Lang::En => {
                let (visits, doors) = (number(visits, "visit", "visits"), number(doors, "door", "doors"));
                format!(
                    "{visits} in {year}, {without_committee} without the working committee. {doors} opened, {with_result} with a result."
                )
            }
        }
    }

    fn tables(data: &VisitsData, lang: Lang) -> Vec<Table> {
        vec![visits_table(data, lang), doors_table(data, lang)]
    }
}

fn visits_table(data: &VisitsData, lang: Lang) -> Table {
    let heads = [
        text("Besök", "Visit"),
        text("Riktning", "Direction"),
        text("Dag", "Day"),
        text("Plats", "Place"),
        text("Parter", "Partners"),
        text("Företrädare", "Representatives"),
        text("Kostnad", "Cost"),
        text("Rapport", "Report"),
        text("Uppföljning", "Follow-up"),
        text("Anmärkning", "Remark"),
    ];
    let row = |line: &VisitLine| {
        let country = line.country.as_deref().map(|code| countries::name(code, lang));
        let place: Vec<&str> = std::iter::once(line.place.as_str()).chain(country).collect();
        let people: Vec<&str> = line.representatives.iter().map(|one| one.person.as_str()).collect();
        let follow_ups: Vec<&str> = line.follow_ups.iter().map(|one| one.name.as_str()).collect();
        vec![
            Cell::Words(line.title.clone()),
            Cell::Words(line.direction.label().get(lang).to_owned()),
            Cell::day(Some(line.starts_on)),
            Cell::Words(place.join(", ")),
            Cell::list(&line.partners),
            Cell::list(&people),
            Cell::Amount(line.cost.clone()),
            Cell::Words(line.report.clone().unwrap_or_default()),
            Cell::list(&follow_ups),
            remarks(&line.warnings),
        ]
    };
    Table::new(text("Besök", "Visits").get(lang), &heads, data.visits.iter().map(row), lang)
}

fn doors_table(data: &VisitsData, lang: Lang) -> Table {
    let heads = [
        text("Dörröppnare", "Opened by"),
        text("Dag", "Day"),
        text("Till", "To"),
        text("För", "For"),
        text("Resultat", "Result"),
    ];
    let row = |line: &IntroductionLine| {
        vec![
            Cell::Words(line.opened_by.clone()),
            Cell::day(Some(line.introduced_on)),
            Cell::Words(line.partner.clone()),
            Cell::Words(line.introduced_to.clone()),
            Cell::Words(line.result.clone().unwrap_or_default()),
        ]
    };
    Table::new(text("Öppnade dörrar", "Doors opened").get(lang), &heads, data.introductions.iter().map(row), lang)
}
