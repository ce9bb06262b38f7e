//! The unattended as tables.

use super::data::{OwnerlessActivity, StaleActivity, UnattendedData, UnattendedUnit};
use crate::reports::{Cell, Table};
use crate::text::{Bilingual, Lang, text};

/// What nobody answers for, what is late, and the units.
pub(super) fn tables(data: &UnattendedData, lang: Lang) -> Vec<Table> {
    vec![ownerless(data, lang), stale(data, lang), units(data, lang)]
}

fn named(unit: Option<&Bilingual>, lang: Lang) -> Cell {
    Cell::Words(unit.map(|name| name.get(lang)).unwrap_or_default().to_owned())
}

fn ownerless(data: &UnattendedData, lang: Lang) -> Table {
    let heads = [
        text("Aktivitet", "Activity"),
        text("Tillstånd", "State"),
        text("Enhet", "Unit"),
        text("Ansvarig", "Responsible"),
        text("Skäl", "Reason"),
    ];
    let row = |line: &OwnerlessActivity| {
        let reasons: Vec<&str> = line.reasons.iter().map(|reason| reason.label().get(lang)).collect();
        vec![
            Cell::Words(line.title.clone()),
            Cell::Words(line.state.label().get(lang).to_owned()),
            named(line.owner_unit.as_ref(), lang),
            Cell::Words(line.responsible.clone().unwrap_or_default()),
            Cell::list(&reasons),
        ]
    };
    let title = text("Utan ansvarig", "Ownerless");
    Table::new(title.get(lang), &heads, data.ownerless.activities.iter().map(row), lang)
}

fn stale(data: &UnattendedData, lang: Lang) -> Table {
    let heads = [
        text("Aktivitet", "Activity"),
        text("Tillstånd", "State"),
        text("Enhet", "Unit"),
        text("Ansvarig", "Responsible"),
        text("Skulle ha kommit", "Was due"),
        text("Dagar sedan dess", "Days since then"),
        text("Senaste läge", "Last status"),
        text("Senaste lägesrapport", "Last progress update"),
    ];
    let row = |line: &StaleActivity| {
        let status = line.status.map(|status| status.label().get(lang)).unwrap_or_default();
        vec![
            Cell::Words(line.title.clone()),
            Cell::Words(line.state.label().get(lang).to_owned()),
            named(line.owner_unit.as_ref(), lang),
            Cell::Words(line.responsible.clone().unwrap_or_default()),
            Cell::day(Some(line.due_on)),
            Cell::Number(line.days_since_due),
            Cell::Words(status.to_owned()),
            Cell::day(line.last_update_on),
        ]
    };
    let title = text("Utan lägesrapport", "Stale");
    Table::new(title.get(lang), &heads, data.stale.activities.iter().map(row), lang)
}

fn units(data: &UnattendedData, lang: Lang) -> Table {
    let heads = [
        text("Enhet", "Unit"),
        text("Planerade och pågående", "Planned and ongoing"),
        text("Utan ansvarig", "Ownerless"),
        text("Utan lägesrapport", "Stale"),
    ];
    let none = text("Ingen enhet", "No unit").get(lang);
    let row = |line: &UnattendedUnit| {
        let name = line.name.as_ref().map_or(none, |name| name.get(lang));
        vec![
            Cell::Words(name.to_owned()),
            Cell::Number(line.activity_count),
            Cell::Number(line.ownerless_count),
            Cell::Number(line.stale_count),
        ]
    };
    let mut table = Table::new(text("Per enhet", "By unit").get(lang), &heads, data.units.iter().map(row), lang);
    table.sums = Some(vec![data.activity_count, data.ownerless.count, data.stale.count]);
    table
}
