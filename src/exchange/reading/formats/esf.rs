//! The Swedish ESF Council's list of projects, with headers in both languages.

use super::amounts::Source;
use super::draft::Draft;
use super::{Definition, ForeignFormat, NamedPartner, NamedProgramme};
use crate::exchange::reading::values::{self, Edge};
use crate::funding::projects::{MoneyBasis, ParticipationRole};
use crate::register::ExternalId;
use crate::text::{Message, text};

pub(super) const DEFINITION: Definition = Definition {
    format: ForeignFormat::Esf,
    needed: &["Diarienummer", "Stödmottagare", "Namn på insatsen"],
    used: &[
        "Diarienummer",
        "Stödmottagare",
        "Projektägare organisationsnummer",
        "Stödmottagarens land",
        "Namn på insatsen",
        "Total projektbudget",
        "Unionens medfinansieringsgrad",
        "EU-stöd i SEK",
        "EU-stöd",
        "Sammanfattning",
        "Startdatum",
        "Slutdatum",
        "EU-fond",
        "Program CCI",
    ],
    project,
    decimal: None,
};

const SOURCE: Source<'_> = Source { name: "ESF-rådet", currency: "SEK", stated_on: None };

fn project(draft: &mut Draft<'_>) -> Result<ExternalId, Message> {
    const NO_ID: crate::text::Text = text("Raden saknar diarienummer", "The row lacks its diarienummer");
    let id = draft.line(&["Diarienummer"]).ok_or(NO_ID)?;
    draft.set_text("name", &["Namn på insatsen"], 300);
    draft.set_text("description", &["Sammanfattning"], 4000);
    if let Some(local) = draft.fitted(Some("Diarienummer"), &id, 60) {
        draft.body.insert("localId".to_owned(), local.into());
    }
    draft.set_day("startsOn", &["Startdatum"], Edge::First);
    draft.set_day("endsOn", &["Slutdatum"], Edge::Last);
    let total = draft.amount(&["Total projektbudget"], "SEK");
    let eu = draft.amount(&["EU-stöd i SEK", "EU-stöd"], "SEK");
    if let Some(total) = &total {
        draft.add_total(total, &SOURCE, MoneyBasis::Budgeted);
    }
    if let Some(eu) = &eu {
        draft.add_eu_line(eu, &SOURCE, MoneyBasis::Granted);
    }
    draft.check_rate(&["Unionens medfinansieringsgrad"], eu.as_ref(), total.as_ref());
    let (fund, cci) = (draft.line(&["EU-fond"]), draft.line(&["Program CCI"]));
    draft.programme = fund.or_else(|| cci.clone()).map(|name| NamedProgramme { name, period: None, cci });
    if let Some(name) = draft.text(&["Stödmottagare"], 200) {
        let mut partner = NamedPartner::new(name, ParticipationRole::Owner);
        if let Some((header, cell)) = draft.cell(&["Projektägare organisationsnummer"]) {
            partner.organisation_number = draft.taken(header, values::organisation_number(cell));
        }
        if let Some((header, cell)) = draft.cell(&["Stödmottagarens land"]) {
            partner.country = draft.taken(header, values::country(cell));
        }
        draft.partners.push(partner);
    }
    Ok(draft.id(Some("Diarienummer"), "esf", id))
}
