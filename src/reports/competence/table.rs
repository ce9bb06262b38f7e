//! The competence as tables and a chart.

use super::data::{CompetenceData, CompetenceLine, CompetenceSums};
use crate::reports::{Cell, Chart, Series, Table};
use crate::text::{Lang, Text, text};

/// By year, topic, competence, kind and audience.
pub(super) fn tables(data: &CompetenceData, lang: Lang) -> Vec<Table> {
    let years = data.years.iter().map(|year| (year.year.to_string(), year.sums));
    let all = [(text("Alla år", "All years").get(lang).to_owned(), data.totals)];
    let of = |lines: &[CompetenceLine]| -> Vec<(String, CompetenceSums)> {
        lines.iter().map(|line| (line.label.to_owned(), line.sums)).collect()
    };
    vec![
        table(text("År", "Year"), years.chain(all), lang),
        table(text("Ämne", "Topic"), of(&data.topics).into_iter(), lang),
        table(text("Kompetens", "Competence"), of(&data.competences).into_iter(), lang),
        table(text("Slag", "Kind"), of(&data.kinds).into_iter(), lang),
        audiences(data, lang),
    ]
}

fn table(of: Text, lines: impl Iterator<Item = (String, CompetenceSums)>, lang: Lang) -> Table {
    let heads = [
        of,
        text("Aktiviteter", "Activities"),
        text("Politiker", "Politicians"),
        text("Tjänstemän", "Officials"),
        text("Andra", "Others"),
        text("Utvärderade", "Evaluated"),
    ];
    let row = |(name, sums): (String, CompetenceSums)| {
        let numbers = [sums.activity_count, sums.politicians, sums.officials, sums.others, sums.evaluated_count];
        [Cell::Words(name)].into_iter().chain(numbers.map(Cell::Number)).collect()
    };
    Table::new(of.get(lang), &heads, lines.map(row), lang)
}

fn audiences(data: &CompetenceData, lang: Lang) -> Table {
    let of = text("Mottagare", "Audience");
    let rows = data
        .audiences
        .iter()
        .map(|line| vec![Cell::Words(line.audience.label().get(lang).to_owned()), Cell::Number(line.activity_count)]);
    Table::new(of.get(lang), &[of, text("Aktiviteter", "Activities")], rows, lang)
}

/// How many took part, year by year.
pub(super) fn charts(data: &CompetenceData, lang: Lang) -> Vec<Chart> {
    let course = |name: Text, count: fn(&CompetenceSums) -> i64| {
        Series::counts(name, lang, data.years.iter().map(|year| count(&year.sums)))
    };
    let series = vec![
        course(text("Politiker", "Politicians"), |sums| sums.politicians),
        course(text("Tjänstemän", "Officials"), |sums| sums.officials),
        course(text("Andra", "Others"), |sums| sums.others),
    ];
    let title = text("Deltagare i kunskapsaktiviteter, antal", "Participants of knowledge activities, number");
    vec![Chart { title: title.get(lang).to_owned(), years: data.years.iter().map(|year| year.year).collect(), series }]
}
