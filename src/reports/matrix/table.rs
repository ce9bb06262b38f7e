//! The matrix as a table: for CSV and for a workbook.

use super::Matrix;
use super::data::{ActivityTotals, MatrixActivity, MatrixData, StateCounts};
use crate::planning::progress::Light;
use crate::reports::{Cell, Report, Table, sums};
use crate::text::{Lang, text};

/// A row per cell, one for what stands outside, with a column per currency.
pub(super) fn table(data: &MatrixData, lang: Lang) -> Table {
    let word = |sv: &'static str, en: &'static str| text(sv, en).get(lang);
    let (estimated, spent) = (sums::currencies(&data.totals.cost_estimate), sums::currencies(&data.totals.cost_actual));
    let mut columns: Vec<String> = [
        word("Prioritering", "Priority"),
        word("Strategiområde", "Strategy area"),
        word("Aktiviteter", "Activities"),
        word("Utkast", "Drafts"),
        word("Planerade", "Planned"),
        word("Pågående", "Ongoing"),
        word("Genomförda", "Completed"),
        word("Inställda", "Cancelled"),
        word("Gröna", "Green"),
        word("Gula", "Yellow"),
        word("Röda", "Red"),
        word("Grå", "Grey"),
        word("Utan läge", "Without a status"),
        word("Utan ansvarig", "Ownerless"),
    ]
    .map(str::to_owned)
    .to_vec();
    columns.extend(sums::heads(word("Beräknad kostnad", "Cost estimate"), &estimated));
    columns.extend(sums::heads(word("Faktisk kostnad", "Actual cost"), &spent));
    columns.push(word("De första 20 titlarna", "The first 20 titles").to_owned());
    columns.push(word("Inriktning", "Direction").to_owned());
    columns.push(word("Avsiktligt tom", "Empty on purpose").to_owned());
    let numbers = |totals: &ActivityTotals| {
        let StateCounts { draft, planned, ongoing, completed, cancelled } = totals.by_state;
        let mut cells: Vec<Cell> =
            [totals.activity_count, draft, planned, ongoing, completed, cancelled].map(Cell::Number).to_vec();
        cells.extend(Light::ALL.iter().map(|light| Cell::Number(totals.lights.count(*light))));
        cells.push(Cell::Number(totals.ownerless_count));
        cells.extend(sums::cells(&totals.cost_estimate, &estimated));
        cells.extend(sums::cells(&totals.cost_actual, &spent));
        cells
    };
    let titles = |activities: &[MatrixActivity]| {
        let titles: Vec<&str> = activities.iter().map(|activity| activity.title.as_str()).collect();
        Cell::Words(titles.join("; "))
    };
    let mut rows: Vec<Vec<Cell>> = data
        .cells
        .iter()
        .map(|cell| {
            let area = data.strategy_areas.iter().find(|area| area.id == cell.strategy_area_id);
            let area = area.map(|area| area.name.get(lang).to_owned()).unwrap_or_default();
            let mut row = vec![Cell::Words(cell.priority.label().get(lang).to_owned()), Cell::Words(area)];
            row.extend(numbers(&cell.totals));
            row.push(titles(&cell.activities));
            row.push(Cell::Words(cell.direction.clone().unwrap_or_default()));
            row.push(Cell::Words(cell.empty_reason.clone().unwrap_or_default()));
            row
        })
        .collect();
    let mut outside =
        vec![Cell::Words(word("Utanför matrisen", "Outside of the matrix").to_owned()), Cell::Words(String::new())];
    outside.extend(numbers(&data.outside.totals));
    outside.push(titles(&data.outside.activities));
    outside.extend([Cell::Words(String::new()), Cell::Words(String::new())]);
    rows.push(outside);
    Table { title: Matrix::heading(data, lang), columns, rows, sums: None }
}
