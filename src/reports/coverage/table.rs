//! The coverage as tables.

use super::data::{CoverageData, CoverageElement, CoverageFramework, CoverageOrphan};
use crate::cooperation::agreements::CooperationAgreement;
use crate::cooperation::memberships::Membership;
use crate::register::Register as _;
use crate::reports::wording::number;
use crate::reports::{Cell, Table};
use crate::text::{Lang, text};

/// The news: how many elements have something, and how many nothing.
pub(super) fn subtitle(data: &CoverageData, lang: Lang) -> String {
    let CoverageData { element_count, gap_count, orphan_count, .. } = data;
    let covered = element_count - gap_count;
    let orphans = usize::try_from(*orphan_count).unwrap_or_default();
    match lang {
        Lang::Sv => {
            let orphans = number(orphans, "post saknar", "poster saknar");
            format!("{covered} av {element_count} delar har en koppling, {gap_count} har ingen. {orphans} koppling.")
        }
        Lang::En => {
            let orphans = number(orphans, "record has", "records have");
            format!("{covered} of {element_count} elements are linked to, {gap_count} are not. {orphans} no link.")
        }
    }
}

/// The elements, and what links to nothing.
pub(super) fn tables(data: &CoverageData, lang: Lang) -> Vec<Table> {
    vec![elements(data, lang), orphans(data, lang)]
}

fn elements(data: &CoverageData, lang: Lang) -> Table {
    let heads = [
        text("Kod", "Code"),
        text("Del", "Element"),
        text("Ramverk", "Framework"),
        text("Nivå", "Level"),
        text("Strategiområden", "Strategy areas"),
        text("Aktiviteter", "Activities"),
        text("Genom området", "Through the area"),
        text("Avtal", "Agreements"),
        text("Medlemskap", "Memberships"),
        text("Starkaste koppling", "Strongest link"),
        text("Lucka", "Gap"),
    ];
    let row = |(framework, element): (&CoverageFramework, &CoverageElement)| {
        let areas: Vec<&str> = element.strategy_areas.iter().map(|area| area.name.get(lang)).collect();
        let strength = element.strength.map(|strength| strength.label().get(lang)).unwrap_or_default();
        let count = |count: usize| Cell::Number(count.try_into().unwrap_or(i64::MAX));
        vec![
            Cell::Words(element.code.clone()),
            Cell::Words(element.name.get(lang).to_owned()),
            Cell::Words(framework.title.get(lang).to_owned()),
            Cell::Words(framework.level.label().get(lang).to_owned()),
            Cell::list(&areas),
            Cell::Number(element.activity_count),
            Cell::Number(element.activity_count_by_area),
            count(element.agreement_count),
            count(element.membership_count),
            Cell::Words(strength.to_owned()),
            Cell::yes(element.gap, lang),
        ]
    };
    let lines = data.frameworks.iter().flat_map(|framework| framework.elements.iter().map(move |one| (framework, one)));
    Table::new(text("Ramverkens delar", "Framework elements").get(lang), &heads, lines.map(row), lang)
}

fn orphans(data: &CoverageData, lang: Lang) -> Table {
    let heads = [text("Namn", "Name"), text("Slag", "Kind")];
    let row = |one: &CoverageOrphan| {
        let kind = match one.kind {
            CooperationAgreement::TYPE => text("Avtal", "Agreement"),
            Membership::TYPE => text("Medlemskap", "Membership"),
            _ => text("Aktivitet", "Activity"),
        };
        vec![Cell::Words(one.title.clone()), Cell::Words(kind.get(lang).to_owned())]
    };
    Table::new(text("Utan koppling", "Without a link").get(lang), &heads, data.orphans.iter().map(row), lang)
}
