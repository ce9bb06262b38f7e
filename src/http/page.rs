//! Pages for people: one head and one look, readable without colour or script, made to be printed; nothing in them loads
//! or runs anything.

use actix_web::http::header::HeaderValue;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::text::Lang;

/// The media type of a page.
pub const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// What a page may do: show itself.
pub const CONTENT_SECURITY_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The look: system fonts, rules instead of colours, no table broken between sheets.
const STYLE: &str = "\
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#111;background:#fff}\
table{border-collapse:collapse;width:100%;margin:1rem 0 2rem;break-inside:avoid}\
caption{text-align:left;font-weight:bold;font-size:1.1rem;padding:.3rem 0}\
th,td{border-bottom:1px solid #999;padding:.3rem .6rem;text-align:left;vertical-align:top}\
thead th{border-bottom:2px solid #111}tfoot th,tfoot td{border-top:2px solid #111;border-bottom:0;font-weight:bold}\
.number{text-align:right;font-variant-numeric:tabular-nums}\
@media print{body{margin:0;max-width:none}}@page{margin:1.5cm}";

/// A page in one language, with its title and what is in it.
pub fn page(lang: Lang, title: &str, content: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (content) } }
        }
    }
    .into_string()
}
