//! The search results of Kohesio: several values in a cell are joined with `|`.

use super::amounts::Source;
use super::draft::Draft;
use super::{Definition, ForeignFormat, kohesio};
use crate::exchange::reading::DecimalSign;
use crate::exchange::reading::values::Edge;
use crate::funding::projects::MoneyBasis;
use crate::register::ExternalId;
use crate::text::{Message, text};

pub(super) const DEFINITION: Definition = Definition {
    format: ForeignFormat::KohesioSearch,
    needed: &["ID", "PROJECT NAME", "TOTAL BUDGET", "AMOUNT EU SUPPORT"],
    used: &["ID", "PROJECT NAME", "TOTAL BUDGET", "AMOUNT EU SUPPORT", "START DATE", "END DATE", "COUNTRY", "SUMMARY"],
    project,
    decimal: Some(DecimalSign::Point),
};

const SOURCE: Source<'_> = Source { name: kohesio::SOURCE, currency: "EUR", stated_on: None };

fn project(draft: &mut Draft<'_>) -> Result<ExternalId, Message> {
    const NO_ID: crate::text::Text = text("Raden saknar ID", "The row lacks its ID");
    let id = draft.line(&["ID"]).ok_or(NO_ID)?;
    if let Some((header, name)) = draft.first(&["PROJECT NAME"])
        && let Some(name) = draft.fitted(Some(header), &name.to_string(), 300)
    {
        draft.body.insert("name".to_owned(), name.into());
    }
    draft.set_text("description", &["SUMMARY"], 4000);
    draft.set_day("startsOn", &["START DATE"], Edge::First);
    draft.set_day("endsOn", &["END DATE"], Edge::Last);
    if let Some((header, cell)) = draft.first(&["TOTAL BUDGET"])
        && let Some(total) = draft.read_amount(header, &cell, SOURCE.currency)
    {
        draft.add_total(&total, &SOURCE, MoneyBasis::Budgeted);
    }
    if let Some((header, cell)) = draft.first(&["AMOUNT EU SUPPORT"])
        && let Some(eu) = draft.read_amount(header, &cell, SOURCE.currency)
    {
        draft.add_eu_line(&eu, &SOURCE, MoneyBasis::Granted);
    }
    draft.add_note("Land", &["COUNTRY"]);
    Ok(kohesio::id(draft, "ID", &id))
}
