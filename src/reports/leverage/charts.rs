//! The leverage as charts: the money of each currency, and how many times its own the region's became.

use super::data::{LeverageData, LeverageLine};
use crate::funding::projects::Leverage;
use crate::reports::{Chart, Series};
use crate::text::{Lang, text};

/// A chart of the money per currency, and one of the ratios.
pub(super) fn charts(data: &LeverageData, lang: Lang) -> Vec<Chart> {
    let word = |sv: &'static str, en: &'static str| text(sv, en).get(lang);
    let currencies = || data.lines.iter().map(|line| line.currency.as_str());
    let money = currencies().map(|currency| {
        let total = of_years(data, currency, |of| Some(of.total.as_ref()?.amount.clone()));
        let own = of_years(data, currency, |of| Some(of.region_own.as_ref()?.amount.clone()));
        let series = vec![
            Series::decimals(word("Totalt", "Total"), total),
            Series::decimals(word("Regionens egna", "The region's own"), own),
        ];
        chart(data, format!("{}, {currency}", word("Pengar i projekten", "Money in the projects")), series)
    });
    let ratios = currencies()
        .map(|currency| Series::decimals(currency, of_years(data, currency, |of| of.total_ratio.clone())))
        .collect();
    let title = word("Totalt per egen krona", "Total by the region's own").to_owned();
    money.chain([chart(data, title, ratios)]).collect()
}

fn chart(data: &LeverageData, title: String, series: Vec<Series>) -> Chart {
    Chart { title, years: data.years.iter().map(|year| year.year).collect(), series }
}

/// What each year tells of a currency.
fn of_years<'a>(
    data: &'a LeverageData,
    currency: &'a str,
    of: fn(&Leverage) -> Option<String>,
) -> impl Iterator<Item = Option<String>> + 'a {
    let line = move |lines: &'a [LeverageLine]| lines.iter().find(|line| line.currency == currency);
    data.years.iter().map(move |year| of(&line(&year.lines)?.leverage))
}
