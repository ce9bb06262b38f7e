//! The calls in words and as tables.

use super::data::{CallIdeas, CallLine, CallMunicipality, CallsData};
use crate::funding::project_ideas::ProjectIdeaState;
use crate::reports::wording::{counted, number};
use crate::reports::{Cell, Table};
use crate::text::{Lang, text};

/// How many there are, and of how many nobody was told.
pub(super) fn subtitle(data: &CallsData, lang: Lang) -> String {
    let CallsData { closes_from: from, call_count: all, untold_call_count: untold, .. } = data;
    let few = data.calls.len();
    let count = usize::try_from(*all).unwrap_or(usize::MAX);
    let mut said = match (data.closes_to, lang) {
        (Some(to), Lang::Sv) => {
            format!("{} med sista dag {from} till {to}.", number(count, "utlysning", "utlysningar"))
        }
        (Some(to), Lang::En) => format!("{} with a last day from {from} to {to}.", number(count, "call", "calls")),
        (None, Lang::Sv) => format!("{} från {from}.", number(count, "utlysning", "utlysningar")),
        (None, Lang::En) => format!("{} from {from} on.", number(count, "call", "calls")),
    };
    said.push_str(&match lang {
        Lang::Sv => format!(" Om {untold} av dem har ingen kommun fått veta."),
        Lang::En => format!(" No municipality was told of {untold} of them."),
    });
    if few < count {
        said.push_str(&match lang {
            Lang::Sv => format!(" De {few} första visas."),
            Lang::En => format!(" The first {few} are shown."),
        });
    }
    said
}

/// A table of the calls, and one of who was told of them.
pub(super) fn tables(data: &CallsData, lang: Lang) -> Vec<Table> {
    vec![calls(data, lang), told(data, lang)]
}

fn calls(data: &CallsData, lang: Lang) -> Table {
    let heads = [
        text("Utlysning", "Call"),
        text("Program", "Programme"),
        text("Tema", "Theme"),
        text("Öppnar", "Opens"),
        text("Sista dag", "Last day"),
        text("Dagar kvar", "Days left"),
        text("Läge", "Phase"),
        text("Minst antal parter", "Fewest partners"),
        text("Budget", "Budget"),
        text("Idéer", "Ideas"),
        text("Projekt", "Projects"),
    ];
    let optional = |number: Option<i64>| number.map_or_else(|| Cell::Words(String::new()), Cell::Number);
    let row = |line: &CallLine| {
        let phase = line.phase.map(|phase| phase.label().get(lang)).unwrap_or_default();
        vec![
            Cell::Words(line.title.clone()),
            Cell::Words(line.funding_programme.name.clone()),
            Cell::Words(line.theme.clone().unwrap_or_default()),
            Cell::day(line.opens_on),
            Cell::day(line.closes_on),
            optional(line.days_left),
            Cell::Words(phase.to_owned()),
            optional(line.minimum_partners.map(i64::from)),
            Cell::Amount(line.budget.clone()),
            Cell::Words(ideas(line.ideas, lang)),
            Cell::Number(line.project_count),
        ]
    };
    Table::new(text("Utlysningar", "Calls").get(lang), &heads, data.calls.iter().map(row), lang)
}

/// The ideas by state, those states without any left out.
fn ideas(of: CallIdeas, lang: Lang) -> String {
    let counts = [
        (ProjectIdeaState::Idea, of.idea),
        (ProjectIdeaState::Mobilising, of.mobilising),
        (ProjectIdeaState::Applied, of.applied),
        (ProjectIdeaState::Dropped, of.dropped),
    ];
    let some = counts.into_iter().filter(|(_, count)| *count > 0);
    counted(some.map(|(state, count)| (state.label().get(lang), count)))
}

fn told(data: &CallsData, lang: Lang) -> Table {
    let heads = [
        text("Utlysning", "Call"),
        text("Program", "Programme"),
        text("Spridd genom", "Made known by"),
        text("Kommuner som fått veta", "Municipalities that were told"),
        text("Kommuner som inte fått veta", "Municipalities that were not told"),
    ];
    let row = |line: &CallLine| {
        let (told, untold) = (&line.told_municipalities, &line.untold_municipalities);
        let activities: Vec<String> = line
            .knowledge_activities
            .iter()
            .map(|one| {
                let day = one.held_on.map(|day| format!("{day} ")).unwrap_or_default();
                format!("{day}{} ({})", one.title, one.kind.label().get(lang).to_lowercase())
            })
            .collect();
        vec![
            Cell::Words(line.title.clone()),
            Cell::Words(line.funding_programme.name.clone()),
            Cell::list(&activities),
            Cell::Words(names(told, untold.is_empty(), lang)),
            Cell::Words(names(untold, told.is_empty(), lang)),
        ]
    };
    Table::new(text("Vilka som fått veta", "Who was told").get(lang), &heads, data.calls.iter().map(row), lang)
}

/// Municipalities by name; `all` when there are no others.
fn names(of: &[CallMunicipality], all: bool, lang: Lang) -> String {
    if all {
        return text("Alla", "All").get(lang).to_owned();
    }
    if of.is_empty() {
        return text("Ingen", "None").get(lang).to_owned();
    }
    of.iter().map(|town| town.name.as_str()).collect::<Vec<_>>().join(", ")
}
