//! A list of projects with their budgets, as it is kept in a spreadsheet, with headings in Swedish or English.

use super::amounts::Source;
use super::draft::Draft;
use super::{Definition, ForeignFormat, NamedPartner, NamedProgramme};
use crate::exchange::reading::values::Edge;
use crate::funding::projects::{FundingKind, MoneyBasis, ParticipationRole};
use crate::register::ExternalId;
use crate::text::{Message, text};

const ID: &[&str] = &["external_id", "Externt id"];
const NAME: &[&str] = &["name", "Projektnamn"];
const PROGRAMME: &[&str] = &["programme", "Program"];
const PERIOD: &[&str] = &["programme_period", "Programperiod"];
const DECIDED: &[&str] = &["decision_date", "Beslutsdatum"];
const CURRENCY: &[&str] = &["currency", "Valuta"];
const TOTAL: &[&str] = &["total_budget"];
const EU: &[&str] = &["eu_funding", "EU-stöd"];
const NORWEGIAN: &[&str] = &["norwegian_state_ir_funding", "Norska IR-medel"];
const REGION: &[&str] = &["region_varmland_cofinancing", "Regional medfinansiering"];

pub(super) const DEFINITION: Definition = Definition {
    format: ForeignFormat::ProjectList,
    needed: &["external_id|Externt id", "name|Projektnamn", "total_budget"],
    used: &[
        "external_id",
        "Externt id",
        "name",
        "Projektnamn",
        "acronym",
        "Akronym",
        "programme",
        "Program",
        "programme_period",
        "Programperiod",
        "cci",
        "start_date",
        "Startdatum",
        "end_date",
        "Slutdatum",
        "decision_date",
        "Beslutsdatum",
        "currency",
        "Valuta",
        "total_budget",
        "eu_funding",
        "EU-stöd",
        "norwegian_state_ir_funding",
        "Norska IR-medel",
        "region_varmland_cofinancing",
        "Regional medfinansiering",
        "swedish_owner",
        "Projektägare",
        "norwegian_owner",
        "Norsk projektägare",
        "lead_partner",
        "Samordnande stödmottagare",
        "note",
        "Anteckning",
    ],
    project,
    decimal: None,
};

/// Who states the amounts: the list itself.
const SOURCE: &str = "Projektlista";

fn project(draft: &mut Draft<'_>) -> Result<ExternalId, Message> {
    draft.set_text("name", NAME, 300);
    draft.set_text("acronym", &["acronym", "Akronym"], 60);
    draft.set_text("note", &["note", "Anteckning"], 4000);
    draft.set_day("startsOn", &["start_date", "Startdatum"], Edge::First);
    draft.set_day("endsOn", &["end_date", "Slutdatum"], Edge::Last);
    draft.set_day("decidedOn", DECIDED, Edge::First);
    draft.programme = draft.line(PROGRAMME).map(|name| NamedProgramme {
        name,
        period: draft.line(PERIOD),
        cci: draft.line(&["cci"]),
    });
    add_money(draft);
    for (names, role, country) in [
        (&["lead_partner", "Samordnande stödmottagare"][..], ParticipationRole::Lead, None),
        (&["swedish_owner", "Projektägare"], ParticipationRole::Owner, Some("SE")),
        (&["norwegian_owner", "Norsk projektägare"], ParticipationRole::Owner, Some("NO")),
    ] {
        if let Some(name) = draft.text(names, 200) {
            let partner = NamedPartner::new(name, role);
            draft.partners.push(NamedPartner { country: country.map(str::to_owned), ..partner });
        }
    }
    const NO_ID: crate::text::Text = text("Raden saknar externt id", "The row lacks its external id");
    let id = draft.line(ID).ok_or(NO_ID)?;
    Ok(draft.id(None, "import", id))
}

/// The total and who pays it, in the currency of the row.
fn add_money(draft: &mut Draft<'_>) {
    let currency = draft.line(CURRENCY).unwrap_or_else(|| "SEK".to_owned()).to_uppercase();
    let source = Source { name: SOURCE, currency: &currency, stated_on: None };
    if let Some(total) = draft.amount(TOTAL, &currency) {
        draft.add_total(&total, &source, MoneyBasis::Budgeted);
    }
    for (names, kind) in
        [(EU, FundingKind::Eu), (NORWEGIAN, FundingKind::NorwegianState), (REGION, FundingKind::RegionOwn)]
    {
        if let Some(amount) = draft.amount(names, &currency) {
            draft.add_line(&amount, &source, MoneyBasis::Budgeted, kind);
        }
    }
}
