//! Amounts of money: decimal text and a currency, stored in whole minor units; never a float.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use iso_currency::Currency;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::{Fault, FaultCode};
use crate::text::Message;

/// The most digits before the decimal sign.
const MAX_DIGITS: usize = 12;

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Decimal text with a full stop, not negative, at most 999999999999.99, with at most the decimals of the currency.
    #[schema(format = "amount", example = "1520000.00")]
    pub amount: String,
    /// ISO 4217.
    #[schema(format = "currency", example = "SEK")]
    pub currency: String,
}

/// A sum of amounts in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sum {
    /// Decimal text with a full stop.
    #[schema(example = "1520000.00")]
    pub amount: String,
    /// ISO 4217.
    #[schema(example = "SEK")]
    pub currency: String,
}

/// Amounts by year and currency, in minor units.
pub type ByYear = BTreeMap<(i32, String), i128>;

/// Adds up amounts of years, given in minor units with their currency.
pub fn by_year(amounts: impl IntoIterator<Item = (i32, i64, String)>) -> ByYear {
    let mut sums = ByYear::new();
    for (year, minor, currency) in amounts {
        *sums.entry((year, currency)).or_default() += i128::from(minor);
    }
    sums
}

/// Adds up what was spent on days, given in minor units with its currency, by the year of the day.
pub fn by_year_of_day(amounts: impl IntoIterator<Item = (NaiveDate, i64, String)>) -> ByYear {
    by_year(amounts.into_iter().map(|(day, minor, currency)| (day.year(), minor, currency)))
}

/// The decimals of a currency; none for what is no currency to pay with.
pub fn decimals(currency: &str) -> Option<usize> {
    Currency::from_code(currency)?.exponent().map(usize::from)
}

/// Whether a currency is known.
pub fn is_currency(code: &str) -> bool {
    decimals(code).is_some()
}

/// Whether a text has the form of an amount: `1520000.00`; not `1,5`, `1e9`, `-5`, `.5`, `007`, nor above the limit.
pub fn is_amount(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && whole.len() <= MAX_DIGITS
        && fraction.len() <= 4
        && (whole == "0" || !whole.starts_with('0'))
}

impl Money {
    /// The amount in minor units; none when it is no amount of the currency.
    pub fn minor(&self) -> Option<i64> {
        let decimals = decimals(&self.currency)?;
        if !is_amount(&self.amount) {
            return None;
        }
        let (whole, fraction) = self.amount.split_once('.').unwrap_or((&self.amount, ""));
        if fraction.len() > decimals {
            return None;
        }
        format!("{whole}{fraction:0<decimals$}").parse().ok()
    }

    /// The amount of some minor units.
    pub fn of_minor(minor: i64, currency: String) -> Self {
        Self { amount: printed(i128::from(minor), &currency), currency }
    }

    /// The two columns in which an optional amount is stored.
    pub fn columns(money: Option<Self>) -> (Option<i64>, Option<String>) {
        match money.as_ref().and_then(Self::minor) {
            Some(minor) => (Some(minor), money.map(|money| money.currency)),
            None => (None, None),
        }
    }

    /// The optional amount of two columns.
    pub fn of_columns(minor: Option<i64>, currency: Option<String>) -> Option<Self> {
        Some(Self::of_minor(minor?, currency?))
    }

    /// With all the decimals of its currency: `5` becomes `5.00`. What is no amount stays as it is.
    pub fn normalise(money: &mut Option<Self>) {
        if let Some(minor) = money.as_ref().and_then(Self::minor)
            && let Some(known) = money.take()
        {
            *money = Some(Self::of_minor(minor, known.currency));
        }
    }

    /// Names an amount with more decimals than its currency has. Whether it is an amount at all, and of a currency, is
    /// the schema's to say.
    pub fn check(money: Option<&Self>, pointer: &str, faults: &mut Vec<Fault>) {
        let Some(money) = money.filter(|money| is_amount(&money.amount)) else { return };
        let Some(decimals) = decimals(&money.currency) else { return };
        if money.minor().is_none() {
            let currency = &money.currency;
            let reason = if decimals == 0 {
                Message::new(format!("{currency} har inga decimaler"), format!("{currency} has no decimals"))
            } else {
                Message::new(
                    format!("{currency} har högst {decimals} decimaler"),
                    format!("{currency} has at most {decimals} decimals"),
                )
            };
            faults.push(Fault::body(format!("{pointer}/amount"), FaultCode::TooPrecise, reason));
        }
    }
}

impl Sum {
    /// The sums of some amounts, one per currency and never mixed, by currency.
    pub fn of<'a>(amounts: impl IntoIterator<Item = &'a Money>) -> Vec<Self> {
        let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
        for money in amounts {
            *sums.entry(&money.currency).or_default() += i128::from(money.minor().unwrap_or_default());
        }
        sums.into_iter().map(|(currency, minor)| Self::new(minor, currency.to_owned())).collect()
    }

    /// The sums of some sums, one per currency and never mixed, by currency.
    pub fn total<'a>(sums: impl IntoIterator<Item = &'a Self>) -> Vec<Self> {
        let mut totals: BTreeMap<&str, i128> = BTreeMap::new();
        for sum in sums {
            *totals.entry(&sum.currency).or_default() += sum.minor();
        }
        totals.into_iter().map(|(currency, minor)| Self::new(minor, currency.to_owned())).collect()
    }

    /// The sum in minor units: it has all the decimals of its currency.
    fn minor(&self) -> i128 {
        self.amount.replace('.', "").parse().unwrap_or_default()
    }

    /// What is left of an amount beside the largest of some sums in its currency: less than nothing, where more is gone.
    pub fn left<'a>(of: &Money, spent: impl IntoIterator<Item = &'a Self>) -> Self {
        let largest = spent.into_iter().filter(|sum| sum.currency == of.currency).map(Self::minor).max();
        let minor = i128::from(of.minor().unwrap_or_default()) - largest.unwrap_or_default();
        Self::new(minor, of.currency.clone())
    }

    /// Whether it is less than nothing.
    pub fn is_negative(&self) -> bool {
        self.minor() < 0
    }

    /// A sum of minor units.
    pub fn new(minor: i128, currency: String) -> Self {
        Self { amount: printed(minor, &currency), currency }
    }
}

/// Minor units as decimal text.
fn printed(minor: i128, currency: &str) -> String {
    let decimals = decimals(currency).unwrap_or_default();
    let sign = if minor < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = decimals + 1);
    match digits.split_at_checked(digits.len() - decimals) {
        Some((whole, fraction)) if decimals > 0 => format!("{sign}{whole}.{fraction}"),
        _ => format!("{sign}{digits}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: &str, currency: &str) -> Money {
        Money { amount: amount.into(), currency: currency.into() }
    }

    #[test]
    fn amounts_are_whole_minor_units_of_their_currency() {
        for (amount, currency, minor) in [
            ("1520000.00", "SEK", Some(152_000_000)),
            ("5", "SEK", Some(500)),
            ("0.5", "EUR", Some(50)),
            ("500", "JPY", Some(500)),
            ("1.234", "KWD", Some(1_234)),
            ("999999999999.99", "SEK", Some(99_999_999_999_999)),
            ("1.234", "SEK", None),
            ("0.5", "JPY", None),
            ("5", "XXX", None),
        ] {
            assert_eq!(money(amount, currency).minor(), minor, "{amount} {currency}");
        }
        for wrong in
            ["1,234", "1e9", "-5", "+5", "", ".5", "5.", "007", "1 000", "1000000000000", "1000000000000000", "١"]
        {
            assert!(!is_amount(wrong), "{wrong}");
        }
    }

    #[test]
    fn amounts_are_printed_with_all_their_decimals() {
        for (minor, currency, amount) in
            [(5, "SEK", "0.05"), (0, "EUR", "0.00"), (152_000_000, "SEK", "1520000.00"), (7, "JPY", "7")]
        {
            assert_eq!(Money::of_minor(minor, currency.into()), money(amount, currency));
        }
        for (minor, currency, amount) in [(-5, "SEK", "-0.05"), (-152_000_000, "SEK", "-1520000.00"), (-7, "JPY", "-7")]
        {
            assert_eq!(Sum::new(minor, currency.into()).amount, amount);
        }
        let most = i128::from(i64::MAX) * 1_000_000;
        assert_eq!(Sum::new(most, "SEK".into()).amount, "92233720368547758070000.00");
    }

    #[test]
    fn what_is_left_is_counted_in_one_currency_and_from_the_larger_sum() {
        let sum = |amount: &str, currency: &str| Sum { amount: amount.into(), currency: currency.into() };
        let spent = [sum("80.00", "SEK"), sum("120.50", "SEK"), sum("500.00", "EUR")];
        for (ceiling, left, passed) in [("100", "-20.50", true), ("120.50", "0.00", false), ("200", "79.50", false)] {
            let found = Sum::left(&money(ceiling, "SEK"), &spent);
            assert_eq!((found.amount.as_str(), found.is_negative()), (left, passed), "{ceiling}");
        }
        assert_eq!(Sum::left(&money("5", "JPY"), &spent), sum("5", "JPY"));
        let totals = Sum::total(&[sum("0.05", "SEK"), sum("500", "JPY"), sum("0.95", "SEK")]);
        assert_eq!(totals, [sum("500", "JPY"), sum("1.00", "SEK")]);
    }
}
