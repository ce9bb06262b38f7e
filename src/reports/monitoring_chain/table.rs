//! From monitoring to influence as words, tables and a chart.

use super::data::{ChainSums, MonitoringChainData};
use crate::reports::wording::{decimal, number};
use crate::reports::{Cell, Chart, Series, Table};
use crate::text::{Lang, Text, text};

/// How much became of the items, and how many are left lying.
pub(super) fn subtitle(data: &MonitoringChainData, lang: Lang) -> String {
    let ChainSums { item_count: items, known_count: known, position_count: positions, outcome_count: outcomes, .. } =
        data.totals;
    if items == 0 {
        return text("Inga bevakningar är registrerade.", "No monitoring items are recorded.").get(lang).to_owned();
    }
    let share = |count: i64, share: &Option<String>| {
        let share = share.as_deref().map(|share| format!(" ({} %)", decimal(share, lang)));
        format!("{count}{}", share.unwrap_or_default())
    };
    let known = share(known, &data.totals.known_share);
    let positions = share(positions, &data.totals.position_share);
    let outcomes = share(outcomes, &data.totals.outcome_share);
    let silent = data.open_end_count;
    match lang {
        Lang::Sv => format!(
            "Av {} har {known} blivit kunskap, {positions} en ståndpunkt och {outcomes} ett utfall. {silent} har inte följts upp.",
            number(items, "bevakning", "bevakningar")
        ),
        Lang::En => format!(
            "Of {}, {known} became known, {positions} led to a position and {outcomes} to an outcome. {silent} not followed up.",
            number(items, "monitoring item", "monitoring items")
        ),
    }
}

/// By year, by level, and what is left lying.
pub(super) fn tables(data: &MonitoringChainData, lang: Lang) -> Vec<Table> {
    let years = data.years.iter().map(|year| (year.year.to_string(), &year.sums));
    let all = [(text("Alla år", "All years").get(lang).to_owned(), &data.totals)];
    let levels = data.levels.iter().map(|level| (level.level.label().get(lang).to_owned(), &level.sums));
    vec![
        table(text("År", "Year"), years.chain(all), lang),
        table(text("Nivå", "Level"), levels, lang),
        open_ends(data, lang),
    ]
}

fn table<'a>(of: Text, lines: impl Iterator<Item = (String, &'a ChainSums)>, lang: Lang) -> Table {
    let heads = [
        of,
        text("Bevakningar", "Items"),
        text("Bedömda", "Assessed"),
        text("Blev kunskap", "Became known"),
        text("Andel (%)", "Share (%)"),
        text("Gav ståndpunkt", "Led to a position"),
        text("Andel (%)", "Share (%)"),
        text("Gav utfall", "Led to an outcome"),
        text("Andel (%)", "Share (%)"),
        text("Dagar till kunskap (median)", "Days to knowledge (median)"),
        text("Dagar till första steg (median)", "Days to the first step (median)"),
        text("Dagar till utfall (median)", "Days to an outcome (median)"),
    ];
    let decimal = |text: &Option<String>| Cell::Decimal(text.clone().unwrap_or_default());
    let row = |(name, sums): (String, &ChainSums)| {
        vec![
            Cell::Words(name),
            Cell::Number(sums.item_count),
            Cell::Number(sums.assessed_count),
            Cell::Number(sums.known_count),
            decimal(&sums.known_share),
            Cell::Number(sums.position_count),
            decimal(&sums.position_share),
            Cell::Number(sums.outcome_count),
            decimal(&sums.outcome_share),
            decimal(&sums.median_days_to_knowledge),
            decimal(&sums.median_days_to_step),
            decimal(&sums.median_days_to_outcome),
        ]
    };
    Table::new(of.get(lang), &heads, lines.map(row), lang)
}

fn open_ends(data: &MonitoringChainData, lang: Lang) -> Table {
    let heads = [
        text("Bevakning", "Item"),
        text("Tillstånd", "State"),
        text("Räknas från", "Counted from"),
        text("Dagar", "Days"),
        text("Sista dag", "Last day"),
        text("Lösa ändar", "Open ends"),
    ];
    let rows = data.open_ends.iter().map(|item| {
        let ends: Vec<&str> = item.open_ends.iter().map(|end| end.label().get(lang)).collect();
        vec![
            Cell::Words(item.title.clone()),
            Cell::Words(item.state.label().get(lang).to_owned()),
            Cell::day(Some(item.counted_from)),
            Cell::Number(item.days),
            Cell::day(item.deadline_on),
            Cell::list(&ends),
        ]
    });
    Table::new(text("Inte uppföljt", "Not followed up").get(lang), &heads, rows, lang)
}

/// What was seen and what came of it, year by year.
pub(super) fn charts(data: &MonitoringChainData, lang: Lang) -> Vec<Chart> {
    let course = |name: Text, count: fn(&ChainSums) -> i64| {
        Series::counts(name, lang, data.years.iter().map(|year| count(&year.sums)))
    };
    let series = vec![
        course(text("Bevakningar", "Items"), |sums| sums.item_count),
        course(text("Blev kunskap", "Became known"), |sums| sums.known_count),
        course(text("Gav ståndpunkt", "Led to a position"), |sums| sums.position_count),
        course(text("Gav utfall", "Led to an outcome"), |sums| sums.outcome_count),
    ];
    let title = text("Bevakningar och vad de ledde till, antal", "Monitoring items and what came of them, number");
    vec![Chart { title: title.get(lang).to_owned(), years: data.years.iter().map(|year| year.year).collect(), series }]
}
