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
.number{text-align:right;font-variant-numeric:tabular-nums}td.number,.day{white-space:nowrap}th,td{hyphens:auto;overflow-wrap:break-word}\
figure{margin:1rem 0;break-inside:avoid}figure svg{max-width:100%;height:auto}\
.light{font-weight:bold}.green{color:#1a6b2d}.yellow{color:#8a5a00}.red{color:#b00020}.grey,.unlit{color:#555}\
@media print{body{margin:0;max-width:none}}@page{margin:1.5cm}";

/// What a wide table adds to the look: the whole screen or a sheet that lies down, and words small enough for both.
const WIDE: &str = "\
body{max-width:90rem}table{font-size:.9rem}.matrix{table-layout:fixed;font-size:.9rem}.matrix thead th:first-child{width:15%}\
.matrix th,.matrix td{border:1px solid #666}.matrix ul,.below ul{list-style:none;margin:0;padding:0}.matrix li,.below li{margin:0 0 .25em;padding-left:1.2em;text-indent:-1.2em}.matrix li .light,.below li .light{display:inline-block;min-width:.9em;text-indent:0}.matrix li.more,.below li.more{text-indent:0}\
.matrix th{background:#f2f2f2}.matrix .cost{font-size:.85em;margin:.4em 0 0}.matrix .empty{text-align:center;vertical-align:middle;font-style:italic}\
.matrix .focus{font-weight:normal;font-size:.85em;margin:.2em 0 0}.matrix .direction{font-style:italic;margin:0 0 .4em}\
.lights{margin:0 0 .4em}.lights span,.legend span{white-space:nowrap}.legend{font-size:.85rem}.legend>span{margin-right:1em}\
.below{display:flex;flex-wrap:wrap;gap:0 4rem}.below section{flex:1;min-width:18rem}.below p,.below ul{margin:.2em 0}\
h2{font-size:1.1rem;margin:.5rem 0 .2rem}\
@page{size:A4 landscape;margin:1cm}\
@media print{body{font-size:9pt;line-height:1.3}table{font-size:8pt;margin:.3rem 0 .8rem}th,td{padding:.15rem .4rem}caption{font-size:9pt;padding:.1rem 0}h1{font-size:14pt;margin:0}.legend{font-size:8pt;margin:.2em 0}.matrix{font-size:8pt;margin:.3rem 0 .6rem}\
.matrix th,.matrix td{padding:.2rem .35rem}.below{font-size:8pt}h2{font-size:9pt}footer p{margin:.3em 0}}";

/// How the sheets lie when a page is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Upright.
    Portrait,
    /// Lying down, for a wide table.
    Landscape,
}

/// A page in one language, with its title and what is in it.
pub fn page(lang: Lang, title: &str, content: &Markup, sheet: Sheet) -> String {
    html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) @if sheet == Sheet::Landscape { (PreEscaped(WIDE)) } }
            }
            body { main { (content) } }
        }
    }
    .into_string()
}
