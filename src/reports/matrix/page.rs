//! The matrix on paper: one sheet that lies down, for the board to read at a glance.

use maud::{Markup, html};

use super::data::{ActivityTotals, LightCounts, MatrixActivity, MatrixArea, MatrixCell, MatrixData};
use crate::planning::activities::ActivityState;
use crate::planning::progress::Light;
use crate::register::Money;
use crate::register::money::Sum;
use crate::reports::html::words;
use crate::reports::wording::{amount, number};
use crate::text::{Lang, Text, text};

/// The most titles that a cell shows on paper.
const MAX_LINES: usize = 8;

/// What strategy it is, and how full the matrix is.
pub(super) fn subtitle(data: &MatrixData, lang: Lang) -> String {
    let Some(title) = &data.strategy_title else {
        return match lang {
            Lang::Sv => format!("Ingen strategi gällde den 31 december {}.", data.year),
            Lang::En => format!("No strategy was in force on 31 December {}.", data.year),
        };
    };
    let all = data.cells.len();
    let full = data.cells.iter().filter(|cell| !cell.empty).count();
    let title = title.get(lang);
    match lang {
        Lang::Sv if all == 0 => format!("{title}. Inget strategiområde var prioriterat den 31 december {}.", data.year),
        Lang::En if all == 0 => format!("{title}. No strategy area was prioritised on 31 December {}.", data.year),
        Lang::Sv => {
            let empty = number(all - full, "är tom", "är tomma");
            format!("{title}. {full} av {all} rutor har aktiviteter, {empty}.")
        }
        Lang::En => {
            let empty = number(all - full, "is empty", "are empty");
            format!("{title}. {} of {all} with activities, {empty}.", number(full, "cell", "cells"))
        }
    }
}

/// The table, and below it what it leaves out.
pub(super) fn page(data: &MatrixData, lang: Lang) -> Markup {
    html! {
        @if !data.cells.is_empty() { (table(data, lang)) }
        (below(data, lang))
    }
}

fn table(data: &MatrixData, lang: Lang) -> Markup {
    let caption = text(
        "Aktiviteter efter strategisk prioritering och strategiområde",
        "Activities by strategic priority and strategy area",
    );
    html! {
        table class="matrix" {
            caption { (caption.get(lang)) }
            thead {
                tr {
                    th scope="col" { (text("Prioritering", "Priority").get(lang)) }
                    @for area in &data.strategy_areas { (head(area, lang)) }
                }
            }
            tbody {
                @for priority in &data.priorities {
                    tr {
                        th scope="row" { (words(&priority.name, lang)) }
                        @for cell in data.cells.iter().filter(|cell| cell.priority == priority.code) {
                            (cell_markup(cell, lang))
                        }
                    }
                }
            }
        }
    }
}

/// A column's name, and what is in focus in it.
fn head(area: &MatrixArea, lang: Lang) -> Markup {
    let names: Vec<&str> = area.profile_areas.iter().map(|profile| profile.name.as_str()).collect();
    html! {
        th scope="col" {
            (words(&area.name, lang))
            @if !names.is_empty() { p class="focus" { (text("Profil: ", "Focus: ").get(lang)) (names.join(", ")) } }
        }
    }
}

fn cell_markup(cell: &MatrixCell, lang: Lang) -> Markup {
    let direction = html! { @if let Some(direction) = &cell.direction { p class="direction" { (direction) } } };
    if cell.empty {
        return html! {
            td class="empty" {
                (direction)
                (if cell.intentionally_empty {
                    text("Avsiktligt tom", "Empty on purpose")
                } else {
                    text("Inga aktiviteter", "No activities")
                }.get(lang))
                @if let Some(reason) = &cell.empty_reason { ": " (reason) }
                @if let Some(apart) = apart(&cell.totals, lang) { br; "(" (apart) ")" }
            }
        };
    }
    html! {
        td {
            (direction)
            (lights(&cell.totals, lang))
            (titles(&cell.activities, cell.totals.activity_count, lang))
            (costs(&cell.totals, lang))
            @if let Some(apart) = apart(&cell.totals, lang) { p { "+ " (apart) } }
        }
    }
}

/// The first titles, each with its state in words, and how many more there are.
fn titles(activities: &[MatrixActivity], count: i64, lang: Lang) -> Markup {
    let more = count - i64::try_from(activities.len().min(MAX_LINES)).unwrap_or_default();
    html! {
        ul {
            @for activity in activities.iter().take(MAX_LINES) {
                li { (shape(activity.light, lang)) " " (activity.title) " (" (state(activity.state, lang)) ")" }
            }
            @if more > 0 { li class="more" { (and_more(more, lang)) } }
        }
    }
}

/// A light as a shape, with its word for those who do not see it.
fn shape(light: Light, lang: Lang) -> Markup {
    html! { span class={ "light " (light) } role="img" aria-label=(light.label().get(lang)) { (light.shape()) } }
}

/// How many show each light, in shapes and words; and what nobody answers for.
fn lights(totals: &ActivityTotals, lang: Lang) -> Markup {
    let lit = Light::ALL.iter().copied().filter(|light| totals.lights.count(*light) > 0);
    html! {
        p class="lights" {
            @for light in lit {
                span { span class={ "light " (light) } aria-hidden="true" { (light.shape()) } " " (counted(light, &totals.lights, lang)) }
                " "
            }
            @if totals.ownerless_count > 0 {
                span { (totals.ownerless_count) " " (text("utan ansvarig", "ownerless").get(lang)) }
            }
        }
    }
}

fn counted(light: Light, lights: &LightCounts, lang: Lang) -> String {
    let count = lights.count(light);
    let (one, many) = match light {
        Light::Green => (text("grön", "green"), text("gröna", "green")),
        Light::Yellow => (text("gul", "yellow"), text("gula", "yellow")),
        Light::Red => (text("röd", "red"), text("röda", "red")),
        Light::Grey => (text("grå", "grey"), text("grå", "grey")),
        Light::Unlit => (text("utan läge", "without a status"), text("utan läge", "without a status")),
    };
    format!("{count} {}", if count == 1 { one } else { many }.get(lang))
}

fn state(state: ActivityState, lang: Lang) -> String {
    ActivityState::LIST.label(state.as_str(), lang).to_lowercase()
}

fn and_more(more: i64, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("och {more} till"),
        Lang::En => format!("and {more} more"),
    }
}

/// The drafts and cancelled ones, which do not fill a cell, in words.
fn apart(totals: &ActivityTotals, lang: Lang) -> Option<String> {
    let (drafts, cancelled) = (totals.by_state.draft, totals.by_state.cancelled);
    let mut words = Vec::new();
    if drafts > 0 {
        words.push(match lang {
            Lang::Sv => format!("{drafts} utkast"),
            Lang::En => format!("{drafts} {}", if drafts == 1 { "draft" } else { "drafts" }),
        });
    }
    if cancelled > 0 {
        words.push(match lang {
            Lang::Sv => format!("{cancelled} {}", if cancelled == 1 { "inställd" } else { "inställda" }),
            Lang::En => format!("{cancelled} cancelled"),
        });
    }
    (!words.is_empty()).then(|| words.join(", "))
}

fn costs(totals: &ActivityTotals, lang: Lang) -> Markup {
    let lines =
        [(text("Beräknat", "Estimate"), &totals.cost_estimate), (text("Utfall", "Actual"), &totals.cost_actual)];
    html! {
        @for (label, sums) in lines {
            @if !sums.is_empty() {
                p class="cost" {
                    (label.get(lang)) ": "
                    @for (place, sum) in sums.iter().enumerate() {
                        @if place > 0 { "; " }
                        (amount(&sum.amount, &sum.currency, lang))
                    }
                }
            }
        }
    }
}

/// What stands outside of the matrix, and the year as a whole.
fn below(data: &MatrixData, lang: Lang) -> Markup {
    let line = |totals: &ActivityTotals| {
        let count = totals.activity_count;
        let number_of = match lang {
            Lang::Sv => format!("{count} {}", if count == 1 { "aktivitet" } else { "aktiviteter" }),
            Lang::En => format!("{count} {}", if count == 1 { "activity" } else { "activities" }),
        };
        html! {
            p {
                (number_of)
                @if let Some(apart) = apart(totals, lang) {
                    " " (text("(därutöver", "(and").get(lang)) " " (apart) ")"
                }
                "."
            }
            (lights(totals, lang))
            (costs(totals, lang))
        }
    };
    html! {
        p class="legend" {
            @for light in Light::ALL { span { (shape(*light, lang)) " " (meaning(*light).get(lang)) } " " }
        }
        div class="below" {
            section {
                h2 { (text("Utanför matrisen", "Outside of the matrix").get(lang)) }
                (line(&data.outside.totals))
                @if !data.outside.activities.is_empty() {
                    (titles(&data.outside.activities, data.outside.totals.activity_count, lang))
                }
            }
            section {
                h2 { (text("Hela året", "The whole year").get(lang)) }
                (line(&data.totals))
                @if let Some(ceiling) = &data.budget_ceiling { (budget(ceiling, &data.totals, lang)) }
            }
        }
    }
}

/// What each light means.
fn meaning(light: Light) -> Text {
    match light {
        Light::Green => text("enligt plan eller uppnådd", "on track or achieved"),
        Light::Yellow => text("i riskzonen eller delvis uppnådd", "at risk or partly achieved"),
        Light::Red => text("avviker eller ej uppnådd", "off track or not achieved"),
        Light::Grey => text("lägesrapporten är försenad", "the progress update is late"),
        Light::Unlit => text("inget läge ännu", "no status yet"),
    }
}

/// The ceiling, and whether what the activities cost has passed it.
fn budget(ceiling: &Money, totals: &ActivityTotals, lang: Lang) -> Markup {
    let passed = Sum::left(ceiling, totals.cost_estimate.iter().chain(&totals.cost_actual)).is_negative();
    html! {
        p {
            (text("Budgetram: ", "Budget ceiling: ").get(lang)) (amount(&ceiling.amount, &ceiling.currency, lang))
            @if passed { " – " strong { (text("passerad", "passed").get(lang)) } }
            "."
        }
    }
}
