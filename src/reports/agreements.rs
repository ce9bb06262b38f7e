//! The cooperation agreements: in force on a day, ending, dormant, and by when a decision is needed.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::Parameter;
use uuid::Uuid;

use super::{Cell, Report, Setting, Table};
use crate::cooperation::agreements::{
    self, AgreementKind, AgreementState, CooperationAgreement, CooperationAgreementComputed,
};
use crate::cooperation::partners::{self, Partner};
use crate::cooperation::terms::DecisionDayBasis;
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::http::query::{Params, Value, parameter};
use crate::register::warnings::WarningItem;
use crate::register::{Loaded, read};
use crate::text::{Lang, Text, text};

/// The report.
pub struct Agreements;

/// A cooperation agreement on the day of the report.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgreementLine {
    /// The agreement.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Samarbetsavtal med Innlandet fylkeskommune")]
    pub title: String,
    /// The names of the other parties.
    #[schema(example = json!(["Innlandet fylkeskommune"]))]
    pub partners: Vec<String>,
    /// What kind it is.
    #[schema(inline = false, example = "cooperation")]
    pub kind: AgreementKind,
    /// Its state.
    #[schema(example = "signed")]
    pub state: String,
    /// Whether it was in force on the day.
    #[schema(example = true)]
    pub in_force: bool,
    /// The first day on which it is in force.
    #[schema(example = "2023-03-21")]
    pub in_force_from: Option<NaiveDate>,
    /// The last day on which it is in force.
    #[schema(example = "2026-12-31")]
    pub in_force_to: Option<NaiveDate>,
    /// Whether it had run out on the day.
    #[schema(example = false)]
    pub expired: bool,
    /// The last day on which notice can be given for its last day.
    #[schema(example = "2026-06-30")]
    pub last_notice_day: Option<NaiveDate>,
    /// The day by which a decision is needed.
    #[schema(example = "2026-06-11")]
    pub decision_needed_by: Option<NaiveDate>,
    /// What that day is taken from.
    #[schema(inline = false)]
    pub decision_needed_by_basis: Option<DecisionDayBasis>,
    /// What is worth a warning.
    pub warnings: Vec<WarningItem>,
}

/// All cooperation agreements that are not put away, by title.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgreementsData {
    /// The day.
    #[schema(example = "2024-06-01")]
    pub on: NaiveDate,
    /// How many were in force.
    #[schema(minimum = 0, example = 3)]
    pub in_force: usize,
    /// How many of them are worth a warning.
    #[schema(minimum = 0, example = 1)]
    pub warned: usize,
    /// The agreements.
    pub agreements: Vec<AgreementLine>,
}

/// The parameters of the report.
#[derive(Clone, Debug)]
pub struct Query {
    on: Option<NaiveDate>,
}

impl Report for Agreements {
    const NAME: &'static str = "agreements";
    const SCHEMA: &'static str = "AgreementsReport";
    const TITLE: Text = text("Samarbetsavtal", "Cooperation agreements");
    const ABOUT: &'static str = "The cooperation agreements that are not put away: which were in force on a day, when they end, until when notice can be given, by when a decision is needed, and which are worth a warning.";
    const HISTORY_OF: &'static [&'static str] = &["cooperation-agreements"];
    const SHEET: crate::http::page::Sheet = crate::http::page::Sheet::Landscape;
    type Query = Query;
    type Data = AgreementsData;

    fn read(params: &mut Params) -> Query {
        Query { on: params.one("on") }
    }

    fn document() -> Vec<Parameter> {
        vec![parameter("on", "The day; today, when nothing is said.", <NaiveDate as Value>::schema())]
    }

    fn build(conn: &mut Conn, query: &Query, setting: &Setting) -> Result<AgreementsData, ApiError> {
        let on = query.on.unwrap_or_else(|| setting.day());
        let records = agreements::all(conn)?;
        let parties = records.iter().flat_map(|record| record.content.partner_ids.iter().copied());
        let names = partners::names_and_kinds(conn, parties)?;
        let loaded = read::load_all(conn, records, on)?;
        let name = |id: &Id<Partner>| names.get(id).map(|(name, _)| name.clone());
        let agreements: Vec<AgreementLine> = loaded
            .into_iter()
            .map(|loaded| {
                let parties = loaded.record.content.partner_ids.iter().filter_map(name).collect();
                line(loaded, parties, setting.lang)
            })
            .collect();
        Ok(AgreementsData {
            on,
            in_force: agreements.iter().filter(|line| line.in_force).count(),
            warned: agreements.iter().filter(|line| line.in_force && !line.warnings.is_empty()).count(),
            agreements,
        })
    }

    fn subtitle(data: &AgreementsData, lang: Lang) -> String {
        let AgreementsData { on, in_force, warned, .. } = data;
        match lang {
            Lang::Sv => format!("{in_force} i kraft den {on}, varav {warned} med anmärkning."),
            Lang::En => format!("{in_force} in force on {on}, {warned} of them with a remark."),
        }
    }

    fn tables(data: &AgreementsData, lang: Lang) -> Vec<Table> {
        let heads = [
            text("Avtal", "Agreement"),
            text("Parter", "Parties"),
            text("Slag", "Kind"),
            text("Tillstånd", "State"),
            text("I kraft", "In force"),
            text("Från", "From"),
            text("Till", "To"),
            text("Sista uppsägningsdag", "Last notice day"),
            text("Beslut senast", "Decision needed by"),
            text("Anmärkning", "Remark"),
        ];
        let row = |line: &AgreementLine| {
            vec![
                Cell::Words(line.title.clone()),
                Cell::list(&line.partners),
                Cell::Words(line.kind.label().get(lang).to_owned()),
                Cell::Words(AgreementState::LIST.label(&line.state, lang).to_owned()),
                Cell::yes(line.in_force, lang),
                Cell::day(line.in_force_from),
                Cell::day(line.in_force_to),
                Cell::day(line.last_notice_day),
                decision_day(line.decision_needed_by, line.decision_needed_by_basis, lang),
                remarks(&line.warnings),
            ]
        };
        vec![Table::new(Self::TITLE.get(lang), &heads, data.agreements.iter().map(row), lang)]
    }
}

fn line(loaded: Loaded<CooperationAgreement>, partners: Vec<String>, lang: Lang) -> AgreementLine {
    let Loaded { record, computed, warnings, facts: _ } = loaded;
    let CooperationAgreementComputed {
        in_force,
        in_force_from,
        in_force_to,
        expired,
        last_notice_day,
        decision_needed_by,
        decision_needed_by_basis,
        renewed_by_id: _,
        gap: _,
        dormant: _,
    } = computed;
    AgreementLine {
        id: record.uuid(),
        title: record.content.title,
        partners,
        kind: record.content.kind,
        state: record.meta.state.unwrap_or_default(),
        in_force,
        in_force_from,
        in_force_to,
        expired,
        last_notice_day,
        decision_needed_by,
        decision_needed_by_basis,
        warnings: warnings.iter().map(|warning| WarningItem::of(warning, lang)).collect(),
    }
}

/// The day by which a decision is needed, and whether a meeting is known for it.
pub(super) fn decision_day(day: Option<NaiveDate>, basis: Option<DecisionDayBasis>, lang: Lang) -> Cell {
    let Some(day) = day else { return Cell::day(None) };
    let no_meeting = text("inget möte känt", "no meeting known").get(lang);
    match basis {
        Some(DecisionDayBasis::DaysBefore) => Cell::Words(format!("{day} ({no_meeting})")),
        _ => Cell::day(Some(day)),
    }
}

/// Warnings in words.
pub(super) fn remarks(warnings: &[WarningItem]) -> Cell {
    let words: Vec<&str> = warnings.iter().map(|warning| warning.message.as_str()).collect();
    Cell::Words(words.join(" "))
}
