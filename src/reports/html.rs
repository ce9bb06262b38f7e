//! Tables as a page: real tables, with a caption and with heads of columns and rows.

use maud::{Markup, html};

use super::{Cell, Table};
use crate::http;
use crate::text::{Lang, Text, text};

/// What heads the row of sums.
const TOTAL: Text = text("Summa", "Total");

/// A report as a page; `made` says when it was made.
pub(super) fn page(title: Text, subtitle: &str, tables: &[Table], made: &str, lang: Lang) -> String {
    let title = title.get(lang);
    let content = html! {
        h1 { (title) }
        p { (subtitle) }
        @for table in tables { (table_markup(table, lang)) }
        footer { p { (made) } }
    };
    http::page::page(lang, title, &content)
}

fn table_markup(table: &Table, lang: Lang) -> Markup {
    let none = if lang == Lang::Sv { "Inga poster." } else { "No entries." };
    html! {
        table {
            caption { (table.title.get(lang)) }
            thead {
                tr {
                    @for (place, column) in table.columns.iter().enumerate() {
                        @if place == 0 { th scope="col" { (column.get(lang)) } }
                        @else { th scope="col" class="number" { (column.get(lang)) } }
                    }
                }
            }
            tbody {
                @if table.rows.is_empty() { tr { td colspan=(table.columns.len()) { (none) } } }
                @for row in &table.rows { tr { (cells(row)) } }
            }
            @if let Some(sums) = &table.sums {
                tfoot { tr { th scope="row" { (TOTAL.get(lang)) } @for sum in sums { td class="number" { (sum) } } } }
            }
        }
    }
}

fn cells(row: &[Cell]) -> Markup {
    html! {
        @for (place, cell) in row.iter().enumerate() {
            @match (place, cell) {
                (0, Cell::Words(words)) => th scope="row" { (words) },
                (_, Cell::Words(words)) => td { (words) },
                (_, Cell::Number(number)) => td class="number" { (number) },
            }
        }
    }
}
