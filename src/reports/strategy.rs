//! The strategy as a document: to read and to print, with its premises, priorities, areas and delimitations.

use chrono::NaiveDate;
use maud::{Markup, html};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::Parameter;
use uuid::Uuid;

use super::html::{language_of, words};
use super::{Format, Report, Setting, Table};
use crate::db::Conn;
use crate::error::{ApiError, ErrorCode};
use crate::http::query::{Params, Value, parameter};
use crate::strategy::priorities::Priority;
use crate::strategy::strategies::{self, Section, StrategyIn, none_in_force};
use crate::strategy::strategy_areas;
use crate::text::{Bilingual, Lang, Text, text};

/// The report.
pub struct Strategy;

/// A strategic priority of the document.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DocumentPriority {
    /// The priority.
    #[schema(inline = false)]
    pub code: Priority,
    /// What it is called.
    pub name: Bilingual,
    /// What it is about.
    pub description: Bilingual,
}

/// A strategy area of the document.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DocumentArea {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    #[schema(example = "kultur")]
    pub code: String,
    /// What it is called.
    pub name: Bilingual,
}

/// The strategy in force on a day, with its priorities and areas.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StrategyData {
    /// The day.
    #[schema(example = "2009-06-01")]
    pub on: NaiveDate,
    /// The strategy.
    pub strategy_id: Uuid,
    /// What it is called.
    pub title: Bilingual,
    /// The first day of its period.
    #[schema(example = "2008-01-01")]
    pub period_start: NaiveDate,
    /// The last day of its period.
    #[schema(example = "2011-12-31")]
    pub period_end: NaiveDate,
    /// The day on which it was adopted.
    #[schema(example = "2008-03-07")]
    pub adopted_on: Option<NaiveDate>,
    /// What the international work is for.
    pub purpose: Bilingual,
    /// What it shall achieve.
    pub strategic_goal: Bilingual,
    /// What it starts from.
    pub premises: Vec<Bilingual>,
    /// The three strategic priorities, in their order.
    pub priorities: Vec<DocumentPriority>,
    /// The areas that were prioritised on the day, in their order.
    pub strategy_areas: Vec<DocumentArea>,
    /// What it leaves out.
    pub delimitations: Vec<Bilingual>,
    /// The document, in its order.
    pub sections: Vec<Section>,
}

/// The parameters of the report.
#[derive(Clone, Debug)]
pub struct Query {
    on: Option<NaiveDate>,
}

impl Report for Strategy {
    const NAME: &'static str = "strategy";
    const SCHEMA: &'static str = "StrategyReport";
    const TITLE: Text = text("Strategin som dokument", "The strategy as a document");
    const ABOUT: &'static str = "The strategy in force on a day as a document to print: its text in sections, with its premises, the three priorities, the areas prioritised on the day, and its delimitations. 404 when none was in force.";
    const HISTORY_OF: &'static [&'static str] = &["strategies", "strategy-areas"];
    // A document is no table.
    const FORMATS: &'static [Format] = &[Format::Json, Format::Html];
    const PROBLEMS: &'static [ErrorCode] = &[ErrorCode::NotFound];
    type Query = Query;
    type Data = StrategyData;

    fn read(params: &mut Params) -> Query {
        Query { on: params.one("on") }
    }

    fn document() -> Vec<Parameter> {
        vec![parameter("on", "The day; today, when nothing is said.", <NaiveDate as Value>::schema())]
    }

    fn build(conn: &mut Conn, query: &Query, setting: &Setting) -> Result<StrategyData, ApiError> {
        let on = query.on.unwrap_or_else(|| setting.day());
        let record = strategies::in_force(conn, on)?.ok_or_else(|| none_in_force(on))?;
        let areas = strategy_areas::of_strategy(conn, record.meta.id)?;
        let strategy_areas = areas
            .into_iter()
            .filter(|area| area.kept.periods.iter().any(|period| period.holds(on)))
            .map(|area| DocumentArea { id: area.uuid(), code: area.content.code, name: area.content.name });
        let strategy_id = record.uuid();
        let StrategyIn {
            title,
            purpose,
            strategic_goal,
            period_start,
            period_end,
            premises,
            delimitations,
            sections,
            next_review_on: _,
            max_prioritised_areas: _,
            supersedes_id: _,
        } = record.content;
        Ok(StrategyData {
            on,
            strategy_id,
            title,
            period_start,
            period_end,
            adopted_on: record.kept.adopted_on,
            purpose,
            strategic_goal,
            premises,
            priorities: Priority::ALL
                .iter()
                .map(|code| DocumentPriority {
                    code: *code,
                    name: code.label().into(),
                    description: code.description().into(),
                })
                .collect(),
            strategy_areas: strategy_areas.collect(),
            delimitations,
            sections,
        })
    }

    fn heading(data: &StrategyData, lang: Lang) -> String {
        data.title.get(lang).to_owned()
    }

    fn subtitle(data: &StrategyData, lang: Lang) -> String {
        let (start, end) = (data.period_start, data.period_end);
        let adopted = data.adopted_on.map(|day| day.to_string()).unwrap_or_default();
        match lang {
            Lang::Sv => format!("Perioden {start} till {end}. Antagen {adopted}."),
            Lang::En => format!("Period {start} to {end}. Adopted on {adopted}."),
        }
    }

    fn tables(_data: &StrategyData, _lang: Lang) -> Vec<Table> {
        Vec::new()
    }

    fn page(data: &StrategyData, lang: Lang) -> Markup {
        html! {
            h2 { (text("I korthet", "In brief").get(lang)) }
            dl {
                dt { (text("Syfte", "Purpose").get(lang)) }
                dd { (words(&data.purpose, lang)) }
                dt { (text("Strategiskt mål", "Strategic goal").get(lang)) }
                dd { (words(&data.strategic_goal, lang)) }
            }
            (list(text("Utgångspunkter", "Premises"), &data.premises, lang))
            h3 { (text("Strategiska prioriteringar", "Strategic priorities").get(lang)) }
            dl {
                @for priority in &data.priorities {
                    dt { (priority.name.get(lang)) }
                    dd { (priority.description.get(lang)) }
                }
            }
            @let areas: Vec<Bilingual> = data.strategy_areas.iter().map(|area| area.name.clone()).collect();
            (list(text("Prioriterade strategiområden", "Prioritised strategy areas"), &areas, lang))
            (list(text("Avgränsningar", "Delimitations"), &data.delimitations, lang))
            @if !data.sections.is_empty() {
                h2 { (text("Dokumentet", "The document").get(lang)) }
            }
            @for section in &data.sections {
                section {
                    h3 { (words(&section.heading, lang)) }
                    (paragraphs(&section.text, lang))
                }
            }
        }
    }
}

fn list(title: Text, items: &[Bilingual], lang: Lang) -> Markup {
    html! {
        @if !items.is_empty() {
            h3 { (title.get(lang)) }
            ul { @for item in items { li { (words(item, lang)) } } }
        }
    }
}

/// Paragraphs with an empty line between them; lines that begin with `- ` are the items of a list.
fn paragraphs(text: &Bilingual, lang: Lang) -> Markup {
    let spoken = language_of(text, lang);
    let foreign = (spoken != lang).then(|| spoken.code());
    let whole = text.get(lang).replace("\r\n", "\n");
    let item = |line: &&str| line.starts_with("- ");
    html! {
        div lang=[foreign] {
            @for block in whole.split("\n\n").filter(|block| !block.trim().is_empty()) {
                @let lines: Vec<&str> = block.lines().collect();
                @for run in lines.chunk_by(|one, other| item(one) == item(other)) {
                    @if run.first().is_some_and(item) {
                        ul { @for line in run { li { (line.trim_start_matches("- ")) } } }
                    } @else {
                        p { (run.join("\n")) }
                    }
                }
            }
        }
    }
}
