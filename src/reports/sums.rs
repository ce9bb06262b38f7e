//! Sums in tables: a column per currency, and never two currencies in one.

use super::Cell;
use crate::register::money::Sum;

/// The currencies of some sums, each once, in order.
pub(super) fn currencies<'a>(sums: impl IntoIterator<Item = &'a Sum>) -> Vec<String> {
    let mut codes: Vec<String> = sums.into_iter().map(|sum| sum.currency.clone()).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// The heads of the columns of some currencies.
pub(super) fn heads(word: &str, codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| format!("{word} {code}")).collect()
}

/// The cells of those columns.
pub(super) fn cells(sums: &[Sum], codes: &[String]) -> Vec<Cell> {
    let amount = |code: &String| sums.iter().find(|sum| sum.currency == *code).map(|sum| sum.amount.clone());
    codes.iter().map(|code| Cell::Decimal(amount(code).unwrap_or_default())).collect()
}
