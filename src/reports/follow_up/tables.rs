//! The follow-up of a year as tables.

use super::data::{AreaFollowUp, DeviationLine, FollowUpData, GradeCounts, IndicatorLine, StatusReportLine};
use crate::planning::progress::Light;
use crate::register::money::Sum;
use crate::reports::wording::{amount, number};
use crate::reports::{Cell, Table};
use crate::text::{Bilingual, Lang, text};

/// What happened, in a sentence; and the money.
pub(super) fn subtitle(data: &FollowUpData, lang: Lang) -> String {
    let GradeCounts { achieved, partly_achieved, not_achieved, ungraded, .. } = &data.totals;
    let plan = match (&data.plan_title, data.plan_state) {
        (Some(title), Some(state)) => format!("{title} ({}). ", state.label().get(lang).to_lowercase()),
        _ => text("Året har ingen verksamhetsplan. ", "The year has no operational plan. ").get(lang).to_owned(),
    };
    let all = usize::try_from(data.totals.activity_count).unwrap_or_default();
    let counted = match lang {
        Lang::Sv => format!(
            "{}: {achieved} uppnådda, {partly_achieved} delvis, {not_achieved} ej uppnådda, {ungraded} utan betyg.",
            number(all, "aktivitet", "aktiviteter")
        ),
        Lang::En => format!(
            "{}: {achieved} achieved, {partly_achieved} partly, {not_achieved} not, {ungraded} without a grade.",
            number(all, "activity", "activities")
        ),
    };
    format!("{plan}{counted}{}", money(data, lang))
}

/// What it cost, against the ceiling.
fn money(data: &FollowUpData, lang: Lang) -> String {
    let listed =
        |sums: &[Sum]| sums.iter().map(|sum| amount(&sum.amount, &sum.currency, lang)).collect::<Vec<_>>().join("; ");
    let mut words = String::new();
    for (label, sums) in [
        (text(" Beräknat ", " Estimate "), &data.cost_estimate),
        (text(" Utfall ", " Actual cost "), &data.cost_actual),
    ] {
        if !sums.is_empty() {
            words += &format!("{}{}.", label.get(lang), listed(sums));
        }
    }
    if let Some(ceiling) = &data.budget_ceiling {
        let label = text(" Ram ", " Ceiling ").get(lang);
        words += &format!("{label}{}.", amount(&ceiling.amount, &ceiling.currency, lang));
    }
    words
}

/// All tables; those without rows say so.
pub(super) fn tables(data: &FollowUpData, lang: Lang) -> Vec<Table> {
    let mut tables = vec![grades(data, lang), deviations(data, lang)];
    if !data.indicators.is_empty() {
        tables.push(indicators(data, lang));
    }
    if !data.status_reports.is_empty() {
        tables.push(reports(data, lang));
    }
    tables
}

fn grades(data: &FollowUpData, lang: Lang) -> Table {
    let heads = [
        text("Strategiområde", "Strategy area"),
        text("Aktiviteter", "Activities"),
        text("● Uppnådda", "● Achieved"),
        text("▲ Delvis", "▲ Partly"),
        text("■ Ej uppnådda", "■ Not achieved"),
        text("– Utan betyg", "– Without a grade"),
        text("Uppnådda, %", "Achieved, %"),
        text("Gröna", "Green"),
        text("Gula", "Yellow"),
        text("Röda", "Red"),
        text("Grå (försenade)", "Grey (late)"),
    ];
    let row = |name: String, grades: &GradeCounts| {
        let GradeCounts { activity_count, achieved, partly_achieved, not_achieved, ungraded, percent_achieved, lights } =
            grades;
        let mut cells = vec![Cell::Words(name)];
        cells.extend([*activity_count, *achieved, *partly_achieved, *not_achieved, *ungraded].map(Cell::Number));
        cells.push(Cell::Decimal(percent_achieved.clone().unwrap_or_default()));
        let shown = [Light::Green, Light::Yellow, Light::Red, Light::Grey];
        cells.extend(shown.map(|light| Cell::Number(lights.count(light))));
        cells
    };
    let of_area = |area: &AreaFollowUp| row(area.name.get(lang).to_owned(), &area.grades);
    let all = row(text("Hela året", "The whole year").get(lang).to_owned(), &data.totals);
    let rows = data.strategy_areas.iter().map(of_area).chain([all]);
    Table::new(text("Måluppfyllelse", "Grades").get(lang), &heads, rows, lang)
}

fn deviations(data: &FollowUpData, lang: Lang) -> Table {
    let heads = [
        text("Aktivitet", "Activity"),
        text("Läge", "Status"),
        text("Klart", "Done"),
        text("Område", "Area"),
        text("Enhet", "Unit"),
        text("Ansvarig", "Responsible"),
        text("Rapporterat", "Reported"),
        text("Avvikelse", "Deviation"),
        text("Åtgärd", "Measure"),
    ];
    let named = |name: &Option<Bilingual>| name.as_ref().map(|name| name.get(lang).to_owned()).unwrap_or_default();
    let row = |line: &DeviationLine| {
        let status = line.status.map(|status| status.label().get(lang)).unwrap_or_default();
        let late = if line.light == Light::Grey { text(", försenad", ", late").get(lang) } else { "" };
        let done = line.percent_total.map(|percent| format!("{percent}\u{a0}%")).unwrap_or_default();
        vec![
            Cell::Words(line.title.clone()),
            Cell::Words(format!("{} {status}{late}", line.light.shape())),
            Cell::Words(done),
            Cell::Words(named(&line.strategy_area)),
            Cell::Words(named(&line.owner_unit)),
            Cell::Words(line.responsible.clone().unwrap_or_default()),
            Cell::day(line.last_update_on),
            Cell::Words(line.deviation.clone().or_else(|| line.text.clone()).unwrap_or_default()),
            Cell::Words(line.measure.clone().unwrap_or_default()),
        ]
    };
    let title = text("Det som inte går som planerat", "What does not go as planned").get(lang);
    let listed = i64::try_from(data.deviations.len()).unwrap_or_default();
    let title = match lang {
        _ if listed == data.deviation_count => title.to_owned(),
        Lang::Sv => format!("{title} (de första {listed} av {})", data.deviation_count),
        Lang::En => format!("{title} (the first {listed} of {})", data.deviation_count),
    };
    Table::new(&title, &heads, data.deviations.iter().map(row), lang)
}

fn indicators(data: &FollowUpData, lang: Lang) -> Table {
    let heads = [
        text("Indikator", "Indicator"),
        text("Område", "Area"),
        text("Mäts i", "Measured in"),
        text("Utgångsläge", "Baseline"),
        text("Mål", "Target"),
        text("Senast", "Latest"),
        text("Den", "On"),
        text("Av vägen, %", "Of the way, %"),
    ];
    let plain = |value: &Option<String>| Cell::Decimal(value.clone().unwrap_or_default());
    let row = |line: &IndicatorLine| {
        let area = line.strategy_area.as_ref().map(|name| name.get(lang).to_owned());
        vec![
            Cell::Words(line.name.clone()),
            Cell::Words(area.unwrap_or_else(|| text("Strategin", "The strategy").get(lang).to_owned())),
            Cell::Words(line.measure.clone()),
            plain(&line.baseline),
            plain(&line.target),
            plain(&line.latest_value),
            Cell::day(line.latest_on),
            plain(&line.percent_of_way),
        ]
    };
    Table::new(text("Indikatorer", "Indicators").get(lang), &heads, data.indicators.iter().map(row), lang)
}

fn reports(data: &FollowUpData, lang: Lang) -> Table {
    let heads = [
        text("Enhet", "Unit"),
        text("Period", "Period"),
        text("Tillstånd", "State"),
        text("Fryst med SHA-256", "Frozen with SHA-256"),
    ];
    let row = |line: &StatusReportLine| {
        vec![
            Cell::Words(line.unit.as_ref().map(|name| name.get(lang).to_owned()).unwrap_or_default()),
            Cell::Number(line.period.into()),
            Cell::Words(line.state.label().get(lang).to_owned()),
            Cell::Words(line.sha256.clone().unwrap_or_default()),
        ]
    };
    Table::new(text("Statusrapporter", "Status reports").get(lang), &heads, data.status_reports.iter().map(row), lang)
}
