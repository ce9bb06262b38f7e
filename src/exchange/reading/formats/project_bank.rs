//! The project bank of Tillväxtverket: the European Regional Development Fund 2014-2020, and 2007-2013 with other keys. The
//! amount is the grant, not what the project costs in all.

use super::amounts::Source;
use super::draft::Draft;
use super::{Definition, ForeignFormat, NamedPartner, NamedProgramme};
use crate::exchange::reading::values::Edge;
use crate::funding::projects::{MoneyBasis, ParticipationRole};
use crate::register::ExternalId;
use crate::text::{Message, text};

pub(super) const DEFINITION: Definition = Definition {
    format: ForeignFormat::ProjectBank,
    needed: &["ärende-id", "stödmottagare", "projektnamn"],
    used: &[
        "ärende-id",
        "stödmottagare",
        "stödmottagare_short",
        "beviljat_belopp_sek",
        "beviljat_belopp_eur",
        "projektnamn",
        "projektnamn_short",
        "projektbeskrivning",
        "projekt_starttid",
        "projekt_sluttid",
        "pågår_slut",
        "kommuner",
        "uppdateringsdatum",
        "laddningsdatum",
        "område",
        "målprogram",
        "insatsområde",
        "tematiskt_mål",
        "offentlig_finansiär",
        "län",
    ],
    project,
    decimal: None,
};

const SOURCE: &str = "Tillväxtverkets projektbank";

fn project(draft: &mut Draft<'_>) -> Result<ExternalId, Message> {
    const NO_ID: crate::text::Text = text("Raden saknar ärende-id", "The row lacks its ärende-id");
    let id = draft.line(&["ärende-id"]).ok_or(NO_ID)?;
    draft.set_text("name", &["projektnamn", "projektnamn_short"], 300);
    draft.set_text("description", &["projektbeskrivning"], 4000);
    if let Some(local) = draft.fitted(Some("ärende-id"), &id, 60) {
        draft.body.insert("localId".to_owned(), local.into());
    }
    draft.set_day("startsOn", &["projekt_starttid"], Edge::First);
    draft.set_day("endsOn", &["projekt_sluttid", "pågår_slut"], Edge::Last);
    add_grant(draft);
    draft.set_municipalities(&["kommuner"], &[',', ';', '|']);
    draft.add_note("Län", &["län"]);
    draft.add_note("Insatsområde", &["insatsområde"]);
    draft.add_note("Tematiskt mål", &["tematiskt_mål"]);
    // Only the older files have these.
    let older = draft.has("målprogram") || draft.has("laddningsdatum");
    let period = if older { "2007-2013" } else { "2014-2020" };
    draft.programme = draft.line(&["målprogram", "område"]).map(|name| NamedProgramme {
        name,
        period: Some(period.to_owned()),
        cci: None,
    });
    add_partners(draft);
    Ok(draft.id(Some("ärende-id"), "projektbanken", id))
}

/// The grant in kronor, or else in euro.
fn add_grant(draft: &mut Draft<'_>) {
    let stated_on = draft.stated_on(&["uppdateringsdatum", "laddningsdatum"]);
    for (header, currency) in [("beviljat_belopp_sek", "SEK"), ("beviljat_belopp_eur", "EUR")] {
        let faults = draft.faults.len();
        if let Some(grant) = draft.amount(&[header], currency) {
            draft.add_eu_line(&grant, &Source { name: SOURCE, currency, stated_on }, MoneyBasis::Granted);
            return;
        }
        if draft.faults.len() > faults {
            return;
        }
    }
    draft.notice(None, text("Beviljat belopp är inte angivet", "The grant is not given").into());
}

fn add_partners(draft: &mut Draft<'_>) {
    if let Some(name) = draft.text(&["stödmottagare", "stödmottagare_short"], 200) {
        let short = draft.text(&["stödmottagare_short"], 200).filter(|short| *short != name);
        let partner = NamedPartner::new(name, ParticipationRole::Owner);
        draft.partners.push(NamedPartner {
            aliases: short.into_iter().collect(),
            country: Some("SE".to_owned()),
            ..partner
        });
    }
    if let Some(name) = draft.text(&["offentlig_finansiär"], 200) {
        draft.partners.push(NamedPartner::new(name, ParticipationRole::Financier));
    }
}
