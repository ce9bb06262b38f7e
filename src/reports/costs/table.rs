//! The costs as a table.

use super::{CostSums, Costs, CostsData, Kind};
use crate::reports::{Cell, Report as _, Table, sums};
use crate::text::{Lang, text};

/// A row per year, one for all of them together, with a column per kind and currency.
pub(super) fn table(data: &CostsData, lang: Lang) -> Table {
    let word = |sv: &'static str, en: &'static str| text(sv, en).get(lang);
    let kinds = Columns::of(&data.totals);
    let mut columns = vec![word("År", "Year").to_owned()];
    columns.extend(kinds.heads(lang));
    columns.extend([word("Ram", "Ceiling"), word("Kvar", "Left"), word("Passerad", "Passed")].map(str::to_owned));
    let mut rows: Vec<Vec<Cell>> = data
        .years
        .iter()
        .map(|year| {
            let mut row = vec![Cell::Words(year.year.to_string())];
            row.extend(kinds.cells(&year.sums));
            row.push(Cell::Amount(year.budget_ceiling.clone()));
            let left = year.left.as_ref().map(|left| left.amount.clone());
            row.push(Cell::Decimal(left.unwrap_or_default()));
            let passed = year.budget_ceiling.as_ref().map(|_| Cell::yes(year.passed, lang));
            row.push(passed.unwrap_or_else(nothing));
            row
        })
        .collect();
    let mut last = vec![Cell::Words(word("Summa", "Total").to_owned())];
    last.extend(kinds.cells(&data.totals));
    last.extend([nothing(), nothing(), nothing()]);
    rows.push(last);
    Table { title: Costs::heading(data, lang), columns, rows, sums: None }
}

fn nothing() -> Cell {
    Cell::Words(String::new())
}

/// The columns of the costs: each kind with its currencies.
struct Columns(Vec<(Kind, Vec<String>)>);

impl Columns {
    fn of(totals: &CostSums) -> Self {
        Self(CostSums::KINDS.iter().map(|kind| (*kind, sums::currencies(kind.1(totals)))).collect())
    }

    fn heads(&self, lang: Lang) -> impl Iterator<Item = String> {
        self.0.iter().flat_map(move |((name, _), codes)| sums::heads(name.get(lang), codes))
    }

    fn cells(&self, costs: &CostSums) -> impl Iterator<Item = Cell> {
        self.0.iter().flat_map(|((_, of), codes)| sums::cells(of(costs), codes))
    }
}
