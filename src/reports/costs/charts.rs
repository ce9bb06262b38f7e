//! The costs as charts, one per currency.

use super::{CostSums, CostsData};
use crate::register::money::Sum;
use crate::reports::{Chart, Series, sums};
use crate::text::{Lang, text};

/// A chart per currency that occurs, with a course for each kind of cost that has it; a year without it costs nothing.
pub(super) fn charts(data: &CostsData, lang: Lang) -> Vec<Chart> {
    let currencies = sums::currencies(CostSums::KINDS.iter().flat_map(|(_, of)| of(&data.totals)));
    currencies.iter().map(|currency| chart(data, currency, lang)).collect()
}

fn chart(data: &CostsData, currency: &str, lang: Lang) -> Chart {
    let amount = |sums: &[Sum]| sums.iter().find(|sum| sum.currency == currency).map(|sum| sum.amount.clone());
    let kinds = CostSums::KINDS.iter().filter(|(_, of)| amount(of(&data.totals)).is_some());
    let series = kinds.map(|(name, of)| {
        let values = data.years.iter().map(|year| Some(amount(of(&year.sums)).unwrap_or_else(|| "0".to_owned())));
        Series::decimals(name.get(lang), values)
    });
    Chart {
        title: format!("{}, {currency}", text("Kostnader", "Costs").get(lang)),
        years: data.years.iter().map(|year| year.year).collect(),
        series: series.collect(),
    }
}
