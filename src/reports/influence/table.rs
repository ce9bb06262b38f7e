//! Influence as words, tables and a chart.

use super::data::{InfluenceData, InfluenceYear};
use crate::reports::wording::{decimal, number};
use crate::reports::{Cell, Chart, Series, Table};
use crate::text::{Lang, Text, text};

/// How the closed cases went, how many are open, and how much the region was seen.
pub(super) fn subtitle(data: &InfluenceData, lang: Lang) -> String {
    let sum = |of: fn(&InfluenceYear) -> i64| data.years.iter().map(of).sum::<i64>();
    let (won, partly, lost) = (sum(|year| year.won), sum(|year| year.partly), sum(|year| year.lost));
    let closed = sum(|year| year.closed_count);
    let (open, seen) = (data.open_count, data.profiling_count);
    let reached = data.profiling_reach.map(|reach| decimal(&reach.to_string(), lang));
    match lang {
        Lang::Sv => {
            let reached = reached.map(|reach| format!(" som nådde {reach} personer")).unwrap_or_default();
            format!(
                "{}: {won} vunna, {partly} delvis vunna, {lost} förlorade. {open} pågår. {}{reached}.",
                number(closed, "avslutat ärende", "avslutade ärenden"),
                number(seen, "profileringsinsats", "profileringsinsatser"),
            )
        }
        Lang::En => {
            let reached = reached.map(|reach| format!(" that reached {reach} people")).unwrap_or_default();
            format!(
                "{}: {won} won, {partly} partly won, {lost} lost. {open} open. {}{reached}.",
                number(closed, "case was closed", "cases were closed"),
                number(seen, "profiling action", "profiling actions"),
            )
        }
    }
}

/// By year, by arena, what is open, and what was closed.
pub(super) fn tables(data: &InfluenceData, lang: Lang) -> Vec<Table> {
    vec![years(data, lang), arenas(data, lang), open(data, lang), closed(data, lang)]
}

const FAVOURABILITY: Text = text("Gynnsamhet (medel, -2 till 2)", "Favourability (mean, -2 to 2)");

fn years(data: &InfluenceData, lang: Lang) -> Table {
    let of = text("År", "Year");
    let heads = [
        of,
        text("Avslutade", "Closed"),
        text("Vunna", "Won"),
        text("Delvis vunna", "Partly won"),
        text("Förlorade", "Lost"),
        text("Okänt", "Unknown"),
        FAVOURABILITY,
    ];
    let row = |name: String, [closed, won, partly, lost, unknown]: [i64; 5], mean: &Option<String>| {
        let numbers = [closed, won, partly, lost, unknown].map(Cell::Number);
        let mean = Cell::Decimal(mean.clone().unwrap_or_default());
        [Cell::Words(name)].into_iter().chain(numbers).chain([mean]).collect::<Vec<Cell>>()
    };
    let numbers = |year: &InfluenceYear| [year.closed_count, year.won, year.partly, year.lost, year.unknown];
    let sum = |of: fn(&InfluenceYear) -> i64| data.years.iter().map(of).sum::<i64>();
    let sums = [
        sum(|year| year.closed_count),
        sum(|year| year.won),
        sum(|year| year.partly),
        sum(|year| year.lost),
        sum(|year| year.unknown),
    ];
    let all = row(text("Alla år", "All years").get(lang).to_owned(), sums, &data.mean_favourability);
    let rows = data.years.iter().map(|year| row(year.year.to_string(), numbers(year), &year.mean_favourability));
    Table::new(of.get(lang), &heads, rows.chain([all]), lang)
}

fn arenas(data: &InfluenceData, lang: Lang) -> Table {
    let of = text("Arena", "Arena");
    let heads = [of, text("Pågår", "Open"), text("Avslutade", "Closed"), FAVOURABILITY];
    let rows = data.arenas.iter().map(|line| {
        vec![
            Cell::Words(line.arena.label().get(lang).to_owned()),
            Cell::Number(line.open_count),
            Cell::Number(line.closed_count),
            Cell::Decimal(line.mean_favourability.clone().unwrap_or_default()),
        ]
    });
    Table::new(of.get(lang), &heads, rows, lang)
}

fn open(data: &InfluenceData, lang: Lang) -> Table {
    let heads = [
        text("Ärende", "Case"),
        text("Tillstånd", "State"),
        text("Arena", "Arena"),
        text("Procedur", "Procedure"),
        text("Önskad ståndpunkt", "Wanted position"),
        text("Åtgärder", "Actions"),
        text("Senaste åtgärd", "Last action"),
        text("Dagar sedan dess", "Days since then"),
    ];
    let rows = data.open_cases.iter().map(|case| {
        vec![
            Cell::Words(case.title.clone()),
            Cell::Words(case.state.label().get(lang).to_owned()),
            Cell::Words(case.arena.label().get(lang).to_owned()),
            Cell::Words(case.procedure_reference.clone().unwrap_or_default()),
            Cell::Words(case.wanted_position.clone().unwrap_or_default()),
            Cell::Number(case.action_count.try_into().unwrap_or(i64::MAX)),
            Cell::day(case.last_action_on),
            Cell::Decimal(case.days_since_action.map(|days| days.to_string()).unwrap_or_default()),
        ]
    });
    Table::new(text("Pågående ärenden", "Open cases").get(lang), &heads, rows, lang)
}

fn closed(data: &InfluenceData, lang: Lang) -> Table {
    let heads = [
        text("Ärende", "Case"),
        text("Arena", "Arena"),
        text("Avslutat", "Closed on"),
        text("Utfall", "Outcome"),
        text("Gynnsamhet", "Favourability"),
    ];
    let rows = data.closed_cases.iter().map(|case| {
        vec![
            Cell::Words(case.title.clone()),
            Cell::Words(case.arena.label().get(lang).to_owned()),
            Cell::day(case.closed_on),
            Cell::Words(case.outcome.label().get(lang).to_owned()),
            Cell::Decimal(case.favourability.map(|grade| grade.to_string()).unwrap_or_default()),
        ]
    });
    Table::new(text("Avslutade ärenden", "Closed cases").get(lang), &heads, rows, lang)
}

/// How the cases went, year by year.
pub(super) fn charts(data: &InfluenceData, lang: Lang) -> Vec<Chart> {
    let course =
        |name: Text, count: fn(&InfluenceYear) -> i64| Series::counts(name, lang, data.years.iter().map(count));
    let series = vec![
        course(text("Vunna", "Won"), |year| year.won),
        course(text("Delvis vunna", "Partly won"), |year| year.partly),
        course(text("Förlorade", "Lost"), |year| year.lost),
        course(text("Okänt", "Unknown"), |year| year.unknown),
    ];
    let title = text("Avslutade påverkansärenden efter utfall, antal", "Closed influence cases by outcome, number");
    vec![Chart { title: title.get(lang).to_owned(), years: data.years.iter().map(|year| year.year).collect(), series }]
}
