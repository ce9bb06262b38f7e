//! The costs as a table.

use super::{CostSums, Costs, CostsData};
use crate::reports::{Cell, Report as _, Table, sums};
use crate::text::{Lang, text};

/// A row per year, one for all of them together, with a column per kind and currency.
pub(super) fn table(data: &CostsData, lang: Lang) -> Table {
    let word = |sv: &'static str, en: &'static str| text(sv, en).get(lang);
    let codes = Codes::of(&data.totals);
    let mut columns = vec![word("År", "Year").to_owned()];
    columns.extend(sums::heads(word("Beräknat, aktiviteter", "Estimate, activities"), &codes.estimate));
    columns.extend(sums::heads(word("Utfall, aktiviteter", "Actual, activities"), &codes.actual));
    columns.extend(sums::heads(word("Medlemsavgifter", "Membership fees"), &codes.fees));
    columns.extend(sums::heads(word("Besök", "Visits"), &codes.visits));
    columns.extend([word("Ram", "Ceiling"), word("Kvar", "Left"), word("Passerad", "Passed")].map(str::to_owned));
    let mut rows: Vec<Vec<Cell>> = data
        .years
        .iter()
        .map(|year| {
            let mut row = vec![Cell::Words(year.year.to_string())];
            row.extend(codes.cells(&year.sums));
            row.push(Cell::Amount(year.budget_ceiling.clone()));
            let left = year.left.as_ref().map(|left| left.amount.clone());
            row.push(Cell::Decimal(left.unwrap_or_default()));
            let passed = year.budget_ceiling.as_ref().map(|_| Cell::yes(year.passed, lang));
            row.push(passed.unwrap_or_else(nothing));
            row
        })
        .collect();
    let mut last = vec![Cell::Words(word("Summa", "Total").to_owned())];
    last.extend(codes.cells(&data.totals));
    last.extend([nothing(), nothing(), nothing()]);
    rows.push(last);
    Table { title: Costs::heading(data, lang), columns, rows, sums: None }
}

fn nothing() -> Cell {
    Cell::Words(String::new())
}

/// The currencies of each kind of cost.
struct Codes {
    estimate: Vec<String>,
    actual: Vec<String>,
    fees: Vec<String>,
    visits: Vec<String>,
}

impl Codes {
    fn of(totals: &CostSums) -> Self {
        Self {
            estimate: sums::currencies(&totals.activity_estimates),
            actual: sums::currencies(&totals.activity_actuals),
            fees: sums::currencies(&totals.membership_fees),
            visits: sums::currencies(&totals.visits),
        }
    }

    fn cells(&self, of: &CostSums) -> Vec<Cell> {
        let mut cells = sums::cells(&of.activity_estimates, &self.estimate);
        cells.extend(sums::cells(&of.activity_actuals, &self.actual));
        cells.extend(sums::cells(&of.membership_fees, &self.fees));
        cells.extend(sums::cells(&of.visits, &self.visits));
        cells
    }
}
