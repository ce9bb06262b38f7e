//! The tables of a body's brief.

use super::board_brief::{BoardBriefData, BriefChange, BriefDecision, BriefWarning};
use super::{Cell, Table};
use crate::clock::date_in_sweden;
use crate::journal::Action;
use crate::register::AnyRegister;
use crate::routes::register_of;
use crate::text::{Lang, text};

/// The decisions.
pub(super) fn decisions_table(data: &BoardBriefData, lang: Lang) -> Table {
    let heads = [
        text("Beslut", "Decision"),
        text("Dag", "Day"),
        text("Paragraf", "Section of the minutes"),
        text("Diarienummer", "Registry number"),
        text("Slag", "Kind"),
        text("Utfall", "Outcome"),
    ];
    let row = |decision: &BriefDecision| {
        vec![
            Cell::Words(decision.title.clone()),
            Cell::day(Some(decision.decided_on)),
            Cell::Words(decision.section.clone().unwrap_or_default()),
            Cell::Words(decision.registry_number.clone().unwrap_or_default()),
            Cell::Words(decision.kind.label().get(lang).to_owned()),
            Cell::Words(decision.outcome.label().get(lang).to_owned()),
        ]
    };
    Table::new(text("Fattade beslut", "Decisions taken").get(lang), &heads, data.decisions.iter().map(row), lang)
}

/// What is worth a warning.
pub(super) fn warnings_table(warnings: &[BriefWarning], lang: Lang) -> Table {
    let heads = [text("Post", "Record"), text("Register", "Register"), text("Anmärkning", "Remark")];
    let row = |warning: &BriefWarning| {
        let words: Vec<String> = warning.warnings.iter().map(|one| format!("{} ({})", one.message, one.rule)).collect();
        vec![Cell::Words(warning.name.clone()), register_name(warning.kind, lang), Cell::Words(words.join(" "))]
    };
    Table::new(text("Anmärkningar", "Remarks").get(lang), &heads, warnings.iter().map(row), lang)
}

/// What was changed.
pub(super) fn changes_table(data: &BoardBriefData, lang: Lang) -> Table {
    let heads = [
        text("Post", "Record"),
        text("Register", "Register"),
        text("Ändring", "Change"),
        text("Tillstånd nu", "State now"),
        text("Senast", "Last"),
    ];
    let row = |change: &BriefChange| {
        let done: Vec<&str> = change.actions.iter().map(|action| action_word(action, lang)).collect();
        vec![
            Cell::Words(change.name.clone()),
            register_name(change.kind, lang),
            Cell::Words(done.join(", ")),
            Cell::Words(state_name(change, lang)),
            Cell::day(Some(date_in_sweden(change.last_changed_at))),
        ]
    };
    Table::new(
        text("Ändrat sedan förra mötet", "Changed since the meeting before").get(lang),
        &heads,
        data.changes.iter().map(row),
        lang,
    )
}

fn register_name(kind: &str, lang: Lang) -> Cell {
    Cell::Words(register_of(kind).map(|register| register.names().title.get(lang).to_owned()).unwrap_or_default())
}

fn state_name(change: &BriefChange, lang: Lang) -> String {
    let life = register_of(change.kind).and_then(AnyRegister::lifecycle);
    life.zip(change.state.as_deref()).map(|(life, state)| life.list.label(state, lang).to_owned()).unwrap_or_default()
}

fn action_word(action: &str, lang: Lang) -> &str {
    let words = [
        (Action::Create, text("ny", "new")),
        (Action::Update, text("ändrad", "changed")),
        (Action::Transition, text("flyttad", "moved")),
        (Action::Delete, text("borttagen", "deleted")),
    ];
    words.iter().find(|(one, _)| one.code() == action).map_or(action, |(_, word)| word.get(lang))
}
