//! The mobilisation in words, as tables and as a chart.

use super::data::{MobilisationData, MobilisedMunicipality, MobilisedYear};
use crate::reports::agreements::remarks;
use crate::reports::{Cell, Chart, Series, Table, sums, wording};
use crate::text::{Lang, text};

/// How many are in nothing.
pub(super) fn subtitle(data: &MobilisationData, lang: Lang) -> String {
    let (blank, all) = (data.blank_count, data.municipalities.len());
    match (blank, lang) {
        (0, Lang::Sv) => format!("Alla {all} kommuner är med i projekt eller idé."),
        (0, Lang::En) => format!("All {all} municipalities are in a project or an idea."),
        (_, Lang::Sv) => format!("{blank} av {all} kommuner är varken med i projekt eller idé."),
        (1, Lang::En) => format!("1 of {all} municipalities is in neither a project nor an idea."),
        (_, Lang::En) => format!("{blank} of {all} municipalities are in neither a project nor an idea."),
    }
}

/// A table of the municipalities, and one of the years.
pub(super) fn tables(data: &MobilisationData, lang: Lang) -> Vec<Table> {
    vec![municipalities(data, lang), years(data, lang)]
}

fn number(count: usize) -> Cell {
    Cell::Number(count.try_into().unwrap_or(i64::MAX))
}

fn municipalities(data: &MobilisationData, lang: Lang) -> Table {
    let word = |sv: &'static str, en: &'static str| text(sv, en).get(lang).to_owned();
    let currencies = sums::currencies(data.municipalities.iter().flat_map(|one| &one.amounts));
    let mut columns = vec![
        word("Kommun", "Municipality"),
        word("Projekt", "Projects"),
        word("Egen andel av dem", "Own part of them"),
        word("Med hela länet", "With the whole county"),
        word("Idéer", "Ideas"),
        word("Varav mobiliserar", "Of which mobilising"),
        word("Roller", "Roles"),
    ];
    columns.extend(sums::heads(&word("Egna medel", "Own money"), &currencies));
    columns.push(word("Anmärkning", "Remark"));
    let row = |one: &MobilisedMunicipality| {
        let roles = one.roles.iter().map(|role| (role.role.label().get(lang), role.count));
        let mut row = vec![
            Cell::Words(one.name.clone()),
            number(one.project_count),
            Cell::Decimal(one.project_share.clone()),
            number(one.whole_county_count),
            number(one.idea_count),
            number(one.mobilising_count),
            Cell::Words(wording::counted(roles)),
        ];
        row.extend(sums::cells(&one.amounts, &currencies));
        row.push(remarks(&one.warnings));
        row
    };
    let rows = data.municipalities.iter().map(row).collect();
    Table { title: word("Kommuner", "Municipalities"), columns, rows, sums: None }
}

fn years(data: &MobilisationData, lang: Lang) -> Table {
    let heads = [
        text("År", "Year"),
        text("Projekt med kommuner", "Projects with municipalities"),
        text("Kommuner i projekt", "Municipalities in projects"),
    ];
    let row = |year: &MobilisedYear| {
        vec![Cell::Words(year.year.to_string()), number(year.project_count), number(year.municipality_count)]
    };
    Table::new(text("År för år", "Year by year").get(lang), &heads, data.years.iter().map(row), lang)
}

/// The course over the years.
pub(super) fn chart(data: &MobilisationData, lang: Lang) -> Chart {
    let counts = |of: fn(&MobilisedYear) -> usize| {
        data.years.iter().map(move |year| i64::try_from(of(year)).unwrap_or(i64::MAX))
    };
    Chart {
        title: text(
            "Projekt med kommuner, och kommuner i projekt",
            "Projects with municipalities, and municipalities in projects",
        )
        .get(lang)
        .to_owned(),
        years: data.years.iter().map(|year| year.year).collect(),
        series: vec![
            Series::counts(text("Projekt", "Projects"), lang, counts(|year| year.project_count)),
            Series::counts(text("Kommuner", "Municipalities"), lang, counts(|year| year.municipality_count)),
        ],
    }
}
