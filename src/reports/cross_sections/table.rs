//! The cross-sections as tables.

use super::data::{CrossSectionActivity, CrossSectionLine, CrossSectionsData};
use crate::reports::{Cell, Table, sums};
use crate::text::{Lang, Text, text};

/// The lines, and the activities named.
pub(super) fn tables(data: &CrossSectionsData, lang: Lang) -> Vec<Table> {
    let border = text("Över gränsen eller med norsk partner", "Across the border or with a Norwegian partner");
    vec![
        lines(data, lang),
        titles(text("För ungdomar", "For young people"), &data.youth_activities, lang),
        titles(border, &data.border_activities, lang),
    ]
}

/// The lines, each with what it is of.
fn of(data: &CrossSectionsData) -> Vec<(Text, &CrossSectionLine)> {
    let parts: [(Text, &[CrossSectionLine]); 6] = [
        (text("Målgrupp", "Target group"), std::slice::from_ref(&data.youth)),
        (text("Norge och gränsen", "Norway and the border"), &data.border_lines),
        (text("Hållbarhet", "Sustainability"), &data.sustainability),
        (text("EU", "EU"), std::slice::from_ref(&data.eu_focus)),
        (text("Effekt", "Effect"), &data.effects),
        (text("Samverkansnivå", "Level of cooperation"), &data.cooperation_levels),
    ];
    parts.into_iter().flat_map(|(theme, lines)| lines.iter().map(move |line| (theme, line))).collect()
}

fn lines(data: &CrossSectionsData, lang: Lang) -> Table {
    let word = |sv: &'static str, en: &'static str| text(sv, en).get(lang);
    let all = of(data);
    let estimated = sums::currencies(all.iter().flat_map(|(_, line)| &line.cost_estimate));
    let spent = sums::currencies(all.iter().flat_map(|(_, line)| &line.cost_actual));
    let mut columns: Vec<String> = [
        word("Tvärsnitt", "Cross-section"),
        word("Av", "Of"),
        word("Aktiviteter", "Activities"),
        word("Andel (%)", "Share (%)"),
    ]
    .map(str::to_owned)
    .to_vec();
    columns.extend(sums::heads(word("Beräknad kostnad", "Cost estimate"), &estimated));
    columns.extend(sums::heads(word("Faktisk kostnad", "Actual cost"), &spent));
    let row = |(theme, line): &(Text, &CrossSectionLine)| {
        let mut row = vec![
            Cell::Words(line.label.to_owned()),
            Cell::Words(theme.get(lang).to_owned()),
            Cell::Number(line.count),
            Cell::Decimal(line.percent.clone().unwrap_or_default()),
        ];
        row.extend(sums::cells(&line.cost_estimate, &estimated));
        row.extend(sums::cells(&line.cost_actual, &spent));
        row
    };
    Table {
        title: word("Aktiviteter", "Activities").to_owned(),
        columns,
        rows: all.iter().map(row).collect(),
        sums: None,
    }
}

fn titles(title: Text, activities: &[CrossSectionActivity], lang: Lang) -> Table {
    let row = |one: &CrossSectionActivity| vec![Cell::Words(one.title.clone())];
    let heads = [text("De första 20 titlarna", "The first 20 titles")];
    Table::new(title.get(lang), &heads, activities.iter().map(row), lang)
}
