//! Tables of reports: one definition, written as HTML and as CSV.

use chrono::NaiveDate;

use crate::register::Money;
use crate::text::{Lang, Text, text};

/// A table of a report.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// Its columns; the first heads the rows.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// The sums of the columns after the first, if they make sense: in HTML alone.
    pub sums: Option<Vec<i64>>,
}

impl Table {
    /// A table without sums.
    pub(super) fn new(title: &str, heads: &[Text], rows: impl Iterator<Item = Vec<Cell>>, lang: Lang) -> Self {
        let columns = heads.iter().map(|head| head.get(lang).to_owned()).collect();
        Self { title: title.to_owned(), columns, rows: rows.collect(), sums: None }
    }
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Words.
    Words(String),
    /// A number.
    Number(i64),
    /// A number with decimals, as decimal text.
    Decimal(String),
    /// An amount of money, if there is one.
    Amount(Option<Money>),
    /// A day, or what stands for one: never broken between lines.
    Day(String),
}

impl Cell {
    /// A day, or nothing.
    pub fn day(day: Option<NaiveDate>) -> Self {
        Self::Day(day.map(|day| day.to_string()).unwrap_or_default())
    }

    /// Several texts.
    pub fn list<T: AsRef<str>>(texts: &[T]) -> Self {
        Self::Words(texts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("; "))
    }

    /// Yes or no.
    pub fn yes(is: bool, lang: Lang) -> Self {
        Self::Words(if is { text("ja", "yes") } else { text("nej", "no") }.get(lang).to_owned())
    }
}
