//! The leverage as tables.

use super::data::{LeverageData, LeverageLine};
use crate::funding::projects::Leverage;
use crate::register::money::Sum;
use crate::reports::wording::{amount, decimal};
use crate::reports::{Cell, Table};
use crate::text::{Lang, Text, text};

/// The ratios in a sentence, one per currency.
pub(super) fn subtitle(data: &LeverageData, lang: Lang) -> String {
    let said: Vec<String> = data.lines.iter().filter_map(|line| sentence(line, lang)).collect();
    if said.is_empty() {
        let none = text(
            "Regionen har inga egna medel i de projekt som beviljades.",
            "The region has no money of its own in the projects that were granted.",
        );
        return none.get(lang).to_owned();
    }
    said.join(" ")
}

fn sentence(line: &LeverageLine, lang: Lang) -> Option<String> {
    let (total, own, ratio) =
        (line.leverage.total.as_ref()?, line.leverage.region_own.as_ref()?, line.leverage.total_ratio.as_ref()?);
    let (total, own) = (amount(&total.amount, &total.currency, lang), amount(&own.amount, &own.currency, lang));
    let ratio = decimal(ratio, lang);
    Some(match lang {
        Lang::Sv => format!("{own} av regionens medel blev {total}: {ratio} gånger så mycket."),
        Lang::En => format!("{own} of the region's money became {total}: {ratio} times as much."),
    })
}

/// One table per way to take the projects apart; those without rows are left out, but for the years.
pub(super) fn tables(data: &LeverageData, lang: Lang) -> Vec<Table> {
    let years = data.years.iter().map(|year| (year.year.to_string(), &year.lines));
    let whole = [(text("Alla år", "All years").get(lang).to_owned(), &data.lines)];
    let mut tables = vec![table(text("År", "Year"), years.chain(whole), lang)];
    let named = |of: &'static str, en: &'static str| text(of, en);
    let programmes = data.funding_programmes.iter().map(|group| (group.name.get(lang).to_owned(), &group.lines));
    let areas = data.strategy_areas.iter().map(|group| (group.name.get(lang).to_owned(), &group.lines));
    let towns = data.municipalities.iter().map(|town| (town.name.clone(), &town.lines));
    for table in [
        table(named("Program", "Programme"), programmes, lang),
        table(named("Strategiområde", "Strategy area"), areas, lang),
        table(named("Kommun", "Municipality"), towns, lang),
        projects(data, lang),
    ] {
        if !table.rows.is_empty() {
            tables.push(table);
        }
    }
    tables
}

fn table<'a>(of: Text, groups: impl Iterator<Item = (String, &'a Vec<LeverageLine>)>, lang: Lang) -> Table {
    let heads = [
        of,
        text("Projekt", "Projects"),
        text("Med regionens medel", "With the region's money"),
        text("Valuta", "Currency"),
        text("Totalt", "Total"),
        text("Regionens egna", "The region's own"),
        text("Totalt per egen krona", "Total by own"),
        text("Andras per egen krona", "Others' by own"),
    ];
    let rows = groups.flat_map(|(name, lines)| {
        lines.iter().map(move |line| {
            let mut row = vec![
                Cell::Words(name.clone()),
                Cell::Number(line.project_count),
                Cell::Number(line.leveraged_count),
                Cell::Words(line.currency.clone()),
            ];
            row.extend(money(&line.leverage));
            row
        })
    });
    Table::new(of.get(lang), &heads, rows, lang)
}

fn money(leverage: &Leverage) -> [Cell; 4] {
    let sum = |sum: &Option<Sum>| Cell::Decimal(sum.as_ref().map(|sum| sum.amount.clone()).unwrap_or_default());
    let ratio = |ratio: &Option<String>| Cell::Decimal(ratio.clone().unwrap_or_default());
    [sum(&leverage.total), sum(&leverage.region_own), ratio(&leverage.total_ratio), ratio(&leverage.added_ratio)]
}

fn projects(data: &LeverageData, lang: Lang) -> Table {
    let heads = [
        text("Projekt", "Project"),
        text("År", "Year"),
        text("Valuta", "Currency"),
        text("Totalt", "Total"),
        text("Regionens egna", "The region's own"),
        text("Totalt per egen krona", "Total by own"),
        text("Andras per egen krona", "Others' by own"),
    ];
    let rows = data.projects.iter().map(|project| {
        let currency = project.leverage.region_own.as_ref().map(|sum| sum.currency.clone());
        let mut row = vec![
            Cell::Words(project.name.clone()),
            Cell::Words(project.year.map(|year| year.to_string()).unwrap_or_default()),
            Cell::Words(currency.unwrap_or_default()),
        ];
        row.extend(money(&project.leverage));
        row
    });
    Table::new(text("Projekt", "Projects").get(lang), &heads, rows, lang)
}
