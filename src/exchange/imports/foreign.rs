//! Projects of other systems: what a file names is looked up, and what other sources say of the project stays.

use diesel::QueryResult;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::cooperation::partners::{self, Partner, PartnerKind, PartnershipKind};
use crate::db::types::Id;
use crate::error::ApiError;
use crate::exchange::reading::formats::{Foreign, NamedPartner, NamedProgramme, Notice};
use crate::funding::funding_programmes;
use crate::funding::projects::Project;
use crate::http::schemas::Schemas;
use crate::identity::caller::Caller;
use crate::journal::Tx;
use crate::register::{AnyRegister, Effect, Erased, Incoming, Register, named, references, write};
use crate::text::{Message, text};

/// Takes in a project of another system.
///
/// # Errors
/// Those of creating and changing projects and partners.
pub(super) fn take_in(
    tx: &mut Tx<'_>,
    caller: &Caller,
    schemas: &Schemas,
    foreign: &Foreign,
) -> Result<(Uuid, Effect, Vec<Notice>), ApiError> {
    let mut notices: Vec<Notice> = foreign.notices.clone();
    let mut known_by = vec![foreign.external_id.clone()];
    known_by.extend(foreign.aliases.iter().cloned());
    let known = named::find_any::<Project>(tx, &known_by)?;
    let before = known.map(|id| stored(tx, caller, id)).transpose()?;
    let mut fields = foreign.body.clone();
    if let Some(programme) = &foreign.programme {
        let known = funding_programmes::find_named(tx.conn()?, &programme.name, programme.cci.as_deref())?;
        match seen(tx, caller, known)? {
            Some(id) => {
                fields.insert("fundingProgrammeId".to_owned(), json!(id));
            }
            None => notices.push(no_programme(programme)),
        }
    }
    let mut participations = Vec::new();
    for partner in &foreign.partners {
        let id = partner_of(tx, caller, schemas, partner, &mut notices)?;
        let item = json!({"partnerId": id, "role": partner.role});
        if !participations.contains(&item) {
            participations.push(item);
        }
    }
    if !participations.is_empty() {
        fields.insert("participations".to_owned(), participations.into());
    }
    match &before {
        None => report_first(&mut fields),
        Some(before) => join(before, &mut fields, &mut notices),
    }
    let incoming = Incoming { id: known.map(Id::uuid), known_by, fields, ..Incoming::default() };
    let (id, effect) = Erased::<Project>::NEW.take_in(tx, caller, schemas, incoming)?;
    Ok((id, effect, notices))
}

/// The stored fields of a project.
fn stored(tx: &mut Tx<'_>, caller: &Caller, id: Id<Project>) -> Result<Value, ApiError> {
    write::find_for(tx.conn()?, caller, id)?.snapshot().map_err(ApiError::internal)
}

/// A record that was found, if it is there for the caller.
fn seen<R: Register>(tx: &mut Tx<'_>, caller: &Caller, found: Option<Id<R>>) -> QueryResult<Option<Id<R>>> {
    let Some(id) = found else { return Ok(None) };
    let is_there = references::is_there(tx, caller, &Erased::<R>::NEW, id.uuid())?;
    Ok(Some(id).filter(|_| is_there))
}

fn no_programme(programme: &NamedProgramme) -> Notice {
    let NamedProgramme { name, period, .. } = programme;
    let period = period.as_deref().map(|period| format!(" {period}")).unwrap_or_default();
    Notice {
        field: None,
        message: Message::new(
            format!(
                "Programmet {name}{period} finns inte i registret: projektet har inget program förrän det läggs till"
            ),
            format!("The programme {name}{period} is not in the register: the project has none until it is added"),
        ),
    }
}

/// The partner that a row names: by its ids, its number, or its name; created as identified when there is none.
fn partner_of(
    tx: &mut Tx<'_>,
    caller: &Caller,
    schemas: &Schemas,
    named_so: &NamedPartner,
    notices: &mut Vec<Notice>,
) -> Result<Id<Partner>, ApiError> {
    let known = named::find_any::<Partner>(tx, named_so.external_id.as_slice())?;
    if let Some(id) = seen(tx, caller, known)? {
        return Ok(id);
    }
    let number = named_so.organisation_number.as_deref();
    let names = std::iter::once(&named_so.name).chain(&named_so.aliases);
    let known = partners::find_named(tx.conn()?, number, names.map(String::as_str))?;
    if let Some(id) = seen(tx, caller, known)? {
        return Ok(id);
    }
    let NamedPartner { name, aliases, country, organisation_number, foreign_id, kind, website, external_id, .. } =
        named_so;
    let mut body = Map::new();
    let said = [
        ("name", json!(name)),
        ("aliases", json!(aliases)),
        ("country", json!(country)),
        ("organisationNumber", json!(organisation_number)),
        ("foreignId", json!(foreign_id)),
        ("website", json!(website)),
        ("kind", json!(kind.unwrap_or(PartnerKind::Other))),
        ("partnershipKind", json!(PartnershipKind::Project)),
        ("externalIds", json!(external_id.iter().collect::<Vec<_>>())),
    ];
    body.extend(said.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)));
    let partner = write::create::<Partner>(tx, caller, write::read_new(schemas, body)?)?;
    notices.push(Notice {
        field: None,
        message: Message::new(
            format!("Partnern {name} är ny i registret: se om den redan finns under ett annat namn"),
            format!("The partner {name} is new in the register: see whether it is there under another name"),
        ),
    });
    Ok(partner.meta.id)
}

/// Of several totals of a new project, the first is reported.
fn report_first(fields: &mut Map<String, Value>) {
    if let Some(Value::Array(totals)) = fields.get_mut("statedTotals")
        && let Some(Value::Object(first)) = totals.first_mut()
    {
        first.insert("reporting".to_owned(), true.into());
    }
}

/// What other sources say of a project stays: an amount takes the place of one of the same source alone, and who takes
/// part already still does.
fn join(before: &Value, fields: &mut Map<String, Value>, notices: &mut Vec<Notice>) {
    let had = |name: &str| before.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    // A note belongs to those who work with the project.
    if before.get("note").is_some_and(Value::is_string) {
        fields.remove("note");
    }
    for (name, same) in [
        ("statedTotals", &["source", "basis"][..]),
        ("fundingLines", &["source", "basis", "kind", "financierId", "municipalityCode"]),
        ("participations", &["partnerId", "role"]),
        ("documents", &["url"]),
    ] {
        let Some(Value::Array(said)) = fields.get(name).cloned() else { continue };
        let mut all = had(name);
        let is_new_source = name == "statedTotals" && !all.is_empty();
        for mut item in said {
            let is_same = |old: &&mut Value| {
                same.iter()
                    .all(|part| old.get(*part).unwrap_or(&Value::Null) == item.get(*part).unwrap_or(&Value::Null))
            };
            match all.iter_mut().find(is_same) {
                Some(old) => {
                    if let (Some(reporting), Value::Object(item)) = (old.get("reporting").cloned(), &mut item) {
                        item.insert("reporting".to_owned(), reporting);
                    }
                    *old = item;
                }
                None => {
                    if is_new_source {
                        let reason = text(
                            "Ytterligare en källa anger projektets total: den är tillagd, och den redovisade är densamma (R-29)",
                            "Another source states the total of the project: it is added, and the reported one stays (R-29)",
                        );
                        notices.push(Notice { field: None, message: reason.into() });
                    }
                    all.push(item);
                }
            }
        }
        if name == "statedTotals"
            && !all.iter().any(|total| total.get("reporting") == Some(&Value::Bool(true)))
            && let Some(Value::Object(first)) = all.first_mut()
        {
            first.insert("reporting".to_owned(), true.into());
        }
        fields.insert(name.to_owned(), all.into());
    }
}
