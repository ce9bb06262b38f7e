//! The partners as words and tables.

use super::data::{CountedCode, Counts, ListedPartner, PartnersData};
use crate::reports::wording::{decimal, number};
use crate::reports::{Cell, Table};
use crate::text::{Lang, Text, text};

/// How many they are, and in how much of the work the strategic ones take part.
pub(super) fn subtitle(data: &PartnersData, lang: Lang) -> String {
    let Counts { partners, twin_regions } = data.totals;
    let counted = match lang {
        Lang::Sv => format!("{partners} partner och {}", number(twin_regions, "vänregion", "vänregioner")),
        Lang::En => format!(
            "{} and {}",
            number(partners, "partner", "partners"),
            number(twin_regions, "twin region", "twin regions")
        ),
    };
    let counted = match (data.on, lang) {
        (None, _) => format!("{counted}."),
        (Some(day), Lang::Sv) => format!("{counted} den {day}."),
        (Some(day), Lang::En) => format!("{counted} on {day}."),
    };
    let share = &data.activity_share;
    let Some(percent) = share.share.as_deref().map(|percent| decimal(percent, lang)) else { return counted };
    let (year, all, with) = (share.year, share.activity_count, share.with_strategic_partner_count);
    match lang {
        Lang::Sv => format!("{counted} {with} av {all} aktiviteter {year} ({percent} %) har en strategisk partner."),
        Lang::En => format!("{counted} {with} of {all} activities of {year} ({percent} %) have a strategic partner."),
    }
}

/// The counts, what the strategic partners contribute, and those with which little happens.
pub(super) fn tables(data: &PartnersData, lang: Lang) -> Vec<Table> {
    let counted = |title: Text, head: Text, lines: &[CountedCode]| {
        let lines = lines.iter().map(|line| (line.label.clone(), line.partners, line.twin_regions));
        let sums = Some(vec![data.totals.partners, data.totals.twin_regions]);
        Table { sums, ..counts(title, head, lines, lang) }
    };
    let contributions = data
        .by_contribution
        .iter()
        .map(|line| (line.contribution.label().get(lang).to_owned(), line.partners, line.twin_regions));
    let year = data.activity_share.year;
    let idle = text("Strategiska utan aktivitet", "Strategic without an activity").get(lang);
    vec![
        counted(text("Efter land", "By country"), text("Land", "Country"), &data.by_country),
        counted(text("Efter slag", "By kind"), text("Slag", "Kind"), &data.by_kind),
        counted(text("Efter tillstånd", "By state"), text("Tillstånd", "State"), &data.by_state),
        counts(
            text("Strategiska efter bidrag", "Strategic by contribution"),
            text("Bidrag", "Contribution"),
            contributions,
            lang,
        ),
        areas(data, lang),
        listed(text("Vilande", "Dormant").get(lang), &data.dormant_partners, lang),
        listed(&format!("{idle} {year}"), &data.inactive_partners, lang),
    ]
}

fn counts(title: Text, head: Text, lines: impl Iterator<Item = (String, i64, i64)>, lang: Lang) -> Table {
    let heads = [head, text("Partner", "Partners"), text("Vänregioner", "Twin regions")];
    let rows = lines.map(|(label, partners, twin_regions)| {
        vec![Cell::Words(label), Cell::Number(partners), Cell::Number(twin_regions)]
    });
    Table::new(title.get(lang), &heads, rows, lang)
}

fn areas(data: &PartnersData, lang: Lang) -> Table {
    let heads = [
        text("Strategiområde", "Strategy area"),
        text("Stöder", "Support it"),
        text("Utvecklar", "Develop it"),
        text("Stärker", "Strengthen it"),
    ];
    let rows = data.by_area.iter().map(|line| {
        vec![
            Cell::Words(line.name.get(lang).to_owned()),
            Cell::Number(line.supports),
            Cell::Number(line.develops),
            Cell::Number(line.strengthens),
        ]
    });
    Table::new(text("Strategiska efter område", "Strategic by area").get(lang), &heads, rows, lang)
}

fn listed(title: &str, partners: &[ListedPartner], lang: Lang) -> Table {
    let heads = [text("Namn", "Name"), text("Senaste kontakt", "Last contact")];
    let rows = partners.iter().map(|one| vec![Cell::Words(one.name.clone()), Cell::day(one.last_contact_on)]);
    Table::new(title, &heads, rows, lang)
}
