//! How the international perspective pervades the work, unit by unit: its statement of the year, and its activities (L9.3,
//! L47, L51.4).

use std::collections::HashMap;

use chrono::Datelike as _;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::Parameter;
use uuid::Uuid;

use super::matrix::{read_year, year_parameter};
use super::wording::percent;
use super::{Cell, Report, Setting, Table};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::governance::units::{self, Unit, UnitKind};
use crate::http::page::Sheet;
use crate::http::query::Params;
use crate::planning::activities::{self, UnitCount};
use crate::planning::grades::Grade;
use crate::planning::integration_statements::{self, IntegrationStage, IntegrationStatement};
use crate::register::Record;
use crate::text::{Bilingual, Lang, Text, text};

/// The report.
pub struct Integration;

/// What a unit states of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatedIntegration {
    /// The statement.
    pub id: Uuid,
    /// How far the unit has come.
    #[schema(inline = false, example = "running")]
    pub stage: IntegrationStage,
    /// How the international perspective pervades its work.
    #[schema(example = "EU:s program prövas i varje ny kulturplan.")]
    pub text: String,
    /// The grade that it gives itself.
    #[schema(inline = false, example = "partly_achieved")]
    pub self_grade: Option<Grade>,
    /// What it does next.
    #[schema(example = "Söka partner till ett nordiskt teaterprojekt.")]
    pub next_step: Option<String>,
}

/// A unit in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntegrationLine {
    /// The unit.
    pub unit_id: Uuid,
    /// What it is called.
    pub name: Bilingual,
    /// What it is.
    #[schema(inline = false, example = "area_unit")]
    pub kind: UnitKind,
    /// What it states of the year; null when it has stated nothing.
    pub statement: Option<StatedIntegration>,
    /// How many planned, ongoing and completed activities of the year it runs.
    #[schema(minimum = 0, example = 8)]
    pub activity_count: i64,
    /// How many of them have the EU in focus.
    #[schema(minimum = 0, example = 5)]
    pub eu_focus_count: i64,
    /// The share of them, in percent; null when it runs none.
    #[schema(example = "62.5")]
    pub eu_focus_percent: Option<String>,
}

/// How many units have come how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntegrationStageCount {
    /// How far.
    #[schema(inline = false, example = "running")]
    pub stage: IntegrationStage,
    /// How many units.
    #[schema(minimum = 0, example = 2)]
    pub unit_count: usize,
}

/// The integration of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntegrationData {
    /// The year.
    #[schema(minimum = 1900, maximum = 2199, example = 2009)]
    pub year: i32,
    /// The coordination unit and the area units that are not put away, by name.
    pub units: Vec<IntegrationLine>,
    /// How many of them have come how far, in the order of the code list.
    pub stages: Vec<IntegrationStageCount>,
    /// How many of them have stated nothing.
    #[schema(minimum = 0, example = 1)]
    pub without_statement: usize,
}

impl Report for Integration {
    const NAME: &'static str = "integration";
    const SCHEMA: &'static str = "IntegrationReport";
    const TITLE: Text = text("Integrering per enhet", "Integration by unit");
    const ABOUT: &'static str = "How the international perspective pervades the work of the coordination unit and each area unit in a year: its statement, if it has written one, its planned, ongoing and completed activities, and the share of them with the EU in focus; with the number of units at each stage.";
    const HISTORY_OF: &'static [&'static str] = &["integration-statements", "units", "activities"];
    const SHEET: Sheet = Sheet::Landscape;
    type Query = Option<i32>;
    type Data = IntegrationData;

    fn read(params: &mut Params) -> Option<i32> {
        read_year(params)
    }

    fn document() -> Vec<Parameter> {
        vec![year_parameter()]
    }

    fn build(conn: &mut Conn, query: &Option<i32>, setting: &Setting) -> Result<IntegrationData, ApiError> {
        let year = query.unwrap_or_else(|| setting.day().year());
        let working = units::working(conn)?;
        let counts = activities::by_unit(conn, year)?;
        let statements = integration_statements::of_year(conn, year)?;
        let mut statements: HashMap<Id<Unit>, Record<IntegrationStatement>> =
            statements.into_iter().map(|statement| (statement.content.unit_id, statement)).collect();
        let one = |unit: Record<Unit>| {
            let id = unit.meta.id;
            line(unit, statements.remove(&id), counts.get(&id).copied().unwrap_or_default())
        };
        let units: Vec<IntegrationLine> = working.into_iter().map(one).collect();
        let at = |stage| {
            let reached = units.iter().filter_map(|unit| unit.statement.as_ref()).map(|statement| statement.stage);
            reached.filter(|one| *one == stage).count()
        };
        let stages = IntegrationStage::ALL.iter().copied();
        Ok(IntegrationData {
            year,
            stages: stages.map(|stage| IntegrationStageCount { stage, unit_count: at(stage) }).collect(),
            without_statement: units.iter().filter(|unit| unit.statement.is_none()).count(),
            units,
        })
    }

    fn heading(data: &IntegrationData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), data.year)
    }

    fn subtitle(data: &IntegrationData, lang: Lang) -> String {
        let (units, without) = (data.units.len(), data.without_statement);
        let stated = units - without;
        match lang {
            Lang::Sv => format!("{stated} av {units} enheter har lämnat en redovisning, {without} har ingen."),
            Lang::En => format!("{stated} of {units} units have written a statement, {without} have none."),
        }
    }

    fn tables(data: &IntegrationData, lang: Lang) -> Vec<Table> {
        vec![units_table(data, lang), stages_table(data, lang)]
    }
}

fn line(unit: Record<Unit>, statement: Option<Record<IntegrationStatement>>, count: UnitCount) -> IntegrationLine {
    let stated = |record: Record<IntegrationStatement>| StatedIntegration {
        id: record.uuid(),
        stage: record.content.stage,
        text: record.content.text,
        self_grade: record.content.self_grade,
        next_step: record.content.next_step,
    };
    IntegrationLine {
        unit_id: unit.uuid(),
        name: unit.content.name,
        kind: unit.content.kind,
        statement: statement.map(stated),
        activity_count: count.counted,
        eu_focus_count: count.eu_focus,
        eu_focus_percent: percent(count.eu_focus, count.counted),
    }
}

fn units_table(data: &IntegrationData, lang: Lang) -> Table {
    let heads = [
        text("Enhet", "Unit"),
        text("Stadium", "Stage"),
        text("Egen bedömning", "Own grade"),
        text("Redovisning", "Statement"),
        text("Nästa steg", "Next step"),
        text("Aktiviteter", "Activities"),
        text("Med EU i fokus", "With the EU in focus"),
        text("Andel (%)", "Share (%)"),
    ];
    let none = text("Ingen redovisning", "No statement");
    let row = |line: &IntegrationLine| {
        let stated = line.statement.as_ref();
        let grade = stated.and_then(|stated| stated.self_grade).map(|grade| grade.label().get(lang));
        let next = stated.and_then(|stated| stated.next_step.clone());
        vec![
            Cell::Words(line.name.get(lang).to_owned()),
            Cell::Words(stated.map_or(none, |stated| stated.stage.label()).get(lang).to_owned()),
            Cell::Words(grade.unwrap_or_default().to_owned()),
            Cell::Words(stated.map(|stated| stated.text.clone()).unwrap_or_default()),
            Cell::Words(next.unwrap_or_default()),
            Cell::Number(line.activity_count),
            Cell::Number(line.eu_focus_count),
            Cell::Decimal(line.eu_focus_percent.clone().unwrap_or_default()),
        ]
    };
    Table::new(text("Enheter", "Units").get(lang), &heads, data.units.iter().map(row), lang)
}

fn stages_table(data: &IntegrationData, lang: Lang) -> Table {
    let heads = [text("Stadium", "Stage"), text("Enheter", "Units")];
    let count = |count: usize| Cell::Number(count.try_into().unwrap_or(i64::MAX));
    let row =
        |one: &IntegrationStageCount| vec![Cell::Words(one.stage.label().get(lang).to_owned()), count(one.unit_count)];
    let none = text("Ingen redovisning", "No statement").get(lang).to_owned();
    let rows = data.stages.iter().map(row).chain([vec![Cell::Words(none), count(data.without_statement)]]);
    Table::new(text("Efter stadium", "By stage").get(lang), &heads, rows, lang)
}
