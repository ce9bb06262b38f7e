//! On how many of the decisions those of the European Union bear: the region's own number beside the strategy's (L21.4).

use utoipa::openapi::path::Parameter;

use super::wording::decimal;
use super::years::{Years, words};
use super::{Cell, Chart, Format, Report, Series, Setting, Table};
use crate::db::Conn;
use crate::error::ApiError;
use crate::governance::decisions::{self, EuImpact};
use crate::http::query::Params;
use crate::text::{Lang, Text, text};

mod data;

pub use data::{EuImpactData, EuImpactSums, EuImpactYear};

/// What the strategy says of decisions in municipalities, county councils and regions.
const STRATEGY_SAYS: Text =
    text("Strategin räknar med omkring 60 procent.", "The strategy reckons with about 60 percent.");

/// The report.
pub struct EuImpactReport;

impl Report for EuImpactReport {
    const NAME: &'static str = "eu-impact";
    const SCHEMA: &'static str = "EuImpactReport";
    const TITLE: Text = text("Beslut med EU-påverkan", "Decisions with EU impact");
    const ABOUT: &'static str = "On how many of the decisions of some years those of the European Union bear, indirectly or directly, and their share of the decisions for which that was assessed (L21.4), in all and by the year in which they were taken; the strategy reckons with about 60 percent. Of a decision that was corrected the correction counts. A share is null where nothing was assessed.";
    const HISTORY_OF: &'static [&'static str] = &["decisions", "strategies"];
    const FORMATS: &'static [Format] = Format::WITH_CHART;
    type Query = Years;
    type Data = EuImpactData;

    fn read(params: &mut Params) -> Years {
        Years::read(params)
    }

    fn document() -> Vec<Parameter> {
        Years::document()
    }

    fn build(conn: &mut Conn, query: &Years, setting: &Setting) -> Result<EuImpactData, ApiError> {
        let years = query.settle(conn, setting)?;
        let tallies = decisions::by_eu_impact(conn, &years)?;
        let of_year = |year: i32| EuImpactYear {
            year,
            sums: EuImpactSums::of(tallies.iter().filter(|(decided, ..)| *decided == year)),
        };
        Ok(EuImpactData {
            year_from: *years.start(),
            year_to: *years.end(),
            totals: EuImpactSums::of(tallies.iter()),
            years: years.map(of_year).collect(),
        })
    }

    fn heading(data: &EuImpactData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), words(data.year_from, data.year_to))
    }

    fn subtitle(data: &EuImpactData, lang: Lang) -> String {
        let EuImpactSums { decision_count: all, classified_count: assessed, share, .. } = &data.totals;
        let own = match (share.as_deref().map(|share| decimal(share, lang)), lang) {
            (None, Lang::Sv) => format!("Inget av {all} beslut är bedömt."),
            (None, Lang::En) => format!("None of {all} decisions is assessed."),
            (Some(share), Lang::Sv) => {
                format!("{assessed} av {all} beslut är bedömda; {share} % av dem påverkas av EU.")
            }
            (Some(share), Lang::En) => {
                format!("{assessed} of {all} decisions are assessed; {share} % of them are affected by the EU.")
            }
        };
        format!("{own} {}", STRATEGY_SAYS.get(lang))
    }

    fn tables(data: &EuImpactData, lang: Lang) -> Vec<Table> {
        vec![table(data, lang)]
    }

    fn charts(data: &EuImpactData, lang: Lang) -> Vec<Chart> {
        charts(data, lang)
    }
}

/// A row per year, and one for all of them together.
fn table(data: &EuImpactData, lang: Lang) -> Table {
    let heads = [
        text("År", "Year"),
        text("Beslut", "Decisions"),
        text("Bedömda", "Assessed"),
        text("Ingen påverkan", "No impact"),
        text("Indirekt", "Indirect"),
        text("Direkt", "Direct"),
        text("Andel med påverkan (%)", "Share with impact (%)"),
    ];
    let row = |name: String, sums: &EuImpactSums| {
        let numbers = [sums.decision_count, sums.classified_count, sums.none, sums.indirect, sums.direct];
        let share = Cell::Decimal(sums.share.clone().unwrap_or_default());
        [Cell::Words(name)].into_iter().chain(numbers.map(Cell::Number)).chain([share]).collect::<Vec<Cell>>()
    };
    let all = row(text("Alla år", "All years").get(lang).to_owned(), &data.totals);
    let rows = data.years.iter().map(|year| row(year.year.to_string(), &year.sums)).chain([all]);
    Table::new(&EuImpactReport::heading(data, lang), &heads, rows, lang)
}

/// The decisions that were assessed, and the share of those on which the EU bears, year by year.
fn charts(data: &EuImpactData, lang: Lang) -> Vec<Chart> {
    let chart = |title: Text, series: Vec<Series>| Chart {
        title: title.get(lang).to_owned(),
        years: data.years.iter().map(|year| year.year).collect(),
        series,
    };
    let course = |impact: EuImpact, count: fn(&EuImpactSums) -> i64| {
        Series::counts(impact.label(), lang, data.years.iter().map(|year| count(&year.sums)))
    };
    let counts = vec![
        course(EuImpact::None, |sums| sums.none),
        course(EuImpact::Indirect, |sums| sums.indirect),
        course(EuImpact::Direct, |sums| sums.direct),
    ];
    let share = text("Andel med påverkan", "Share with impact");
    let shares = Series::decimals(share.get(lang), data.years.iter().map(|year| year.sums.share.clone()));
    vec![
        chart(text("Bedömda beslut efter EU-påverkan, antal", "Assessed decisions by EU impact, number"), counts),
        chart(
            text("Andel beslut med EU-påverkan, procent", "Share of decisions with EU impact, percent"),
            vec![shares],
        ),
    ]
}
