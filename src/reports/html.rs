//! Tables as a page: real tables, with a caption and with heads of columns and rows.

use maud::{Markup, html};

use super::wording::{amount, decimal};
use super::{Cell, Table};
use crate::http;
use crate::http::page::Sheet;
use crate::text::{Bilingual, Lang, Text, text};

/// What heads the row of sums.
const TOTAL: Text = text("Summa", "Total");

/// A report as a page; `made` says when it was made.
pub(super) fn page(heading: &str, subtitle: &str, content: &Markup, made: &str, lang: Lang, sheet: Sheet) -> String {
    let whole = html! {
        h1 { (heading) }
        p { (subtitle) }
        (content)
        footer { p { (made) } }
    };
    http::page::page(lang, heading, &whole, sheet)
}

/// Tables, one after the other.
pub(super) fn tables(tables: &[Table], lang: Lang) -> Markup {
    html! { @for table in tables { (table_markup(table, lang)) } }
}

fn table_markup(table: &Table, lang: Lang) -> Markup {
    let none = if lang == Lang::Sv { "Inga poster." } else { "No entries." };
    html! {
        table {
            caption { (table.title) }
            thead {
                tr {
                    @for (place, column) in table.columns.iter().enumerate() {
                        @if place > 0 && is_of_numbers(table, place) { th scope="col" class="number" { (column) } }
                        @else { th scope="col" { (column) } }
                    }
                }
            }
            tbody {
                @if table.rows.is_empty() { tr { td colspan=(table.columns.len()) { (none) } } }
                @for row in &table.rows { tr { (cells(row, lang)) } }
            }
            @if let Some(sums) = &table.sums {
                tfoot { tr { th scope="row" { (TOTAL.get(lang)) } @for sum in sums { td class="number" { (sum) } } } }
            }
        }
    }
}

/// Whether a column holds numbers, as far as its first row tells.
fn is_of_numbers(table: &Table, place: usize) -> bool {
    let first = table.rows.first().and_then(|row| row.get(place));
    matches!(first, Some(Cell::Number(_) | Cell::Decimal(_) | Cell::Amount(_)))
}

fn cells(row: &[Cell], lang: Lang) -> Markup {
    html! {
        @for (place, cell) in row.iter().enumerate() {
            @match (place, cell) {
                (0, Cell::Words(words)) => th scope="row" { (words) },
                (_, Cell::Words(words)) => td { (words) },
                (_, Cell::Number(number)) => td class="number" { (number) },
                (_, Cell::Decimal(number)) => td class="number" { (decimal(number, lang)) },
                (_, Cell::Amount(None)) => td {},
                (_, Cell::Amount(Some(money))) => td class="number" { (amount(&money.amount, &money.currency, lang)) },
                (_, Cell::Day(day)) => td class="day" { (day) },
            }
        }
    }
}

/// A text in the page's language, or marked as being in the other.
pub(super) fn words(text: &Bilingual, lang: Lang) -> Markup {
    let spoken = language_of(text, lang);
    html! {
        @if spoken == lang { (text.get(lang)) } @else { span lang=(spoken.code()) { (text.get(lang)) } }
    }
}

/// The language in which a text is shown on a page.
pub(super) fn language_of(text: &Bilingual, lang: Lang) -> Lang {
    match lang {
        Lang::En if text.en.is_none() => Lang::Sv,
        Lang::Sv if text.sv.is_none() => Lang::En,
        _ => lang,
    }
}
