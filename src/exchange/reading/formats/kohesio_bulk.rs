//! Kohesio's file of all projects of a country: 33 columns, more in newer files.

use super::amounts::Source;
use super::draft::Draft;
use super::{Definition, ForeignFormat, NamedPartner, NamedProgramme, kohesio};
use crate::exchange::reading::DecimalSign;
use crate::exchange::reading::values::{self, Edge};
use crate::funding::projects::{MoneyBasis, ParticipationRole};
use crate::register::ExternalId;
use crate::register::money;
use crate::text::{Message, text};

pub(super) const DEFINITION: Definition = Definition {
    format: ForeignFormat::KohesioBulk,
    needed: &["Operation_Unique_Identifier", "Operation_Start_Date", "Programme_Name"],
    used: &[
        "Operation_Unique_Identifier",
        "Operation_Local_Identifier",
        "Operation_Name_English",
        "Operation_Name_Programme_Language",
        "Country",
        "CountryCode",
        "Operation_Start_Date",
        "Operation_End_Date",
        "Cofinancing_Rate",
        "Total_Eligible_Expenditure_amount",
        "Total_Eligible_Expenditure_Currency",
        "Project_EU_Budget",
        "Beneficiary_Unique_Identifier",
        "Beneficiary_Name",
        "Beneficiary_Local_Identifier",
        "Category_Label",
        "Fund_Name",
        "Programme_Code",
        "Programme_Name",
        "Programming_Period",
        "Operation_Summary_English",
        "Operation_Summary_Programme_Language",
        "InfoRegio_URL",
        "LAU_Labels",
    ],
    project,
    decimal: Some(DecimalSign::Point),
};

fn project(draft: &mut Draft<'_>) -> Result<ExternalId, Message> {
    const NO_ID: crate::text::Text =
        text("Raden saknar Operation_Unique_Identifier", "The row lacks Operation_Unique_Identifier");
    let id = draft.line(&["Operation_Unique_Identifier"]).ok_or(NO_ID)?;
    draft.set_text("name", &["Operation_Name_Programme_Language", "Operation_Name_English"], 300);
    draft.set_text("description", &["Operation_Summary_Programme_Language", "Operation_Summary_English"], 4000);
    draft.set_day("startsOn", &["Operation_Start_Date"], Edge::First);
    draft.set_day("endsOn", &["Operation_End_Date"], Edge::Last);
    add_local_id(draft);
    add_money(draft);
    draft.set_municipalities(&["LAU_Labels"], &[',', ';', '|']);
    draft.add_website(&["InfoRegio_URL"]);
    draft.add_note("Fond", &["Fund_Name"]);
    draft.add_note("Kategori", &["Category_Label"]);
    let (cci, period) = (draft.line(&["Programme_Code"]), draft.line(&["Programming_Period"]));
    draft.programme = draft.line(&["Programme_Name"]).or_else(|| cci.clone()).map(|name| NamedProgramme {
        name,
        period: period.map(|period| period.replace(' ', "")),
        cci,
    });
    add_beneficiary(draft);
    Ok(kohesio::id(draft, "Operation_Unique_Identifier", &id))
}

/// The id of the programme itself. That of the Social Fund has the Swedish registry number in it, by which the ESF Council
/// knows the project: `2021SE05SFPR001_22-002-S01`.
fn add_local_id(draft: &mut Draft<'_>) {
    const HEADER: &str = "Operation_Local_Identifier";
    let Some(local) = draft.line(&[HEADER]) else { return };
    if let Some((cci, number)) = local.split_once('_')
        && cci.len() == 15
        && cci.get(8..10) == Some("SF")
        && cci.get(4..6) == Some("SE")
    {
        let alias = draft.id(Some(HEADER), "esf", number.to_owned());
        draft.aliases.push(alias);
    }
    let alias = draft.id(Some(HEADER), "kohesio-local", local.clone());
    draft.aliases.push(alias);
    if let Some(local) = draft.fitted(Some(HEADER), &local, 60) {
        draft.body.insert("localId".to_owned(), local.into());
    }
}

fn add_money(draft: &mut Draft<'_>) {
    let currency = draft.line(&["Total_Eligible_Expenditure_Currency"]).map(|currency| currency.to_uppercase());
    let currency = currency.filter(|currency| money::is_currency(currency)).unwrap_or_else(|| "EUR".to_owned());
    let source = Source { name: kohesio::SOURCE, currency: &currency, stated_on: None };
    let total = draft.amount(&["Total_Eligible_Expenditure_amount"], &currency);
    let eu = draft.amount(&["Project_EU_Budget"], &currency);
    if let Some(total) = &total {
        draft.add_total(total, &source, MoneyBasis::Budgeted);
    }
    if let Some(eu) = &eu {
        draft.add_eu_line(eu, &source, MoneyBasis::Granted);
    }
    draft.check_rate(&["Cofinancing_Rate"], eu.as_ref(), total.as_ref());
}

/// The beneficiary, which newer files name.
fn add_beneficiary(draft: &mut Draft<'_>) {
    let Some(name) = draft.text(&["Beneficiary_Name"], 200) else { return };
    let mut partner = NamedPartner::new(name, ParticipationRole::Owner);
    if let Some(id) = draft.line(&["Beneficiary_Unique_Identifier"]) {
        partner.external_id = Some(kohesio::id(draft, "Beneficiary_Unique_Identifier", &id));
    }
    if let Some((header, cell)) = draft.cell(&["CountryCode", "Country"]) {
        partner.country = draft.taken(header, values::country(cell));
    }
    if let Some((_, cell)) = draft.cell(&["Beneficiary_Local_Identifier"]) {
        // In other countries it is another number.
        partner.organisation_number = values::organisation_number(cell).unwrap_or_default();
    }
    draft.partners.push(partner);
}
