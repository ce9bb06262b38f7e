//! How a record looks to a caller: its fields, and links to what this caller may do with it now.

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::lifecycle::missing_to_move;
use super::warnings::WarningItem;
use super::{Door, Embedded, Loaded, Operation, Register, Transition};
use crate::db::types::Id;
use crate::error::ApiError;
use crate::governance::units::Unit;
use crate::http::context::Context;
use crate::http::query::ListQuery;
use crate::identity::caller::Caller;
use crate::identity::policy::{Grant, Verb};
use crate::text::Lang;

/// A link (DIGG HYP.11): where, what for, and with which method.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Link {
    /// The absolute address.
    #[schema(
        format = "uri",
        example = "https://utblick.example.se/international-strategy/v1/partners/0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f"
    )]
    pub href: String,
    /// The relation, of IANA's where one fits.
    #[schema(example = "self")]
    pub rel: &'static str,
    /// The method to use.
    #[schema(example = "GET")]
    pub method: &'static str,
}

/// A transition that is open to this caller now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TransitionLink {
    /// The absolute address.
    #[schema(
        format = "uri",
        example = "https://utblick.example.se/international-strategy/v1/partners/0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f/transitions"
    )]
    pub href: String,
    /// Always `transition`.
    #[schema(example = "transition")]
    pub rel: &'static str,
    /// Always POST.
    #[schema(example = "POST")]
    pub method: &'static str,
    /// The state it leads to.
    #[schema(example = "assessed")]
    pub to: &'static str,
    /// What a button for it says.
    #[schema(example = "Assess")]
    pub title: &'static str,
}

/// The links of a record: `edit` and `delete` only if this caller may.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecordLinks {
    /// The record.
    #[serde(rename = "self")]
    pub this: Link,
    /// The list it is in.
    pub collection: Link,
    /// To change it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit: Option<Link>,
    /// To delete it. Others that refer to it are told when it is tried (409 with `heldBy`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete: Option<Link>,
    /// Its history.
    #[serde(rename = "version-history", skip_serializing_if = "Option::is_none")]
    pub history: Option<Link>,
    /// The transitions open to this caller now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transitions: Option<Vec<TransitionLink>>,
}

/// How many there are, and which of them the page holds (DIGG FNS.13).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PageMeta {
    /// All that match.
    #[schema(minimum = 0, example = 53)]
    pub total_records: i64,
    /// This page, from 1.
    #[schema(minimum = 0, example = 1)]
    pub page: i64,
    /// The most items of a page.
    #[schema(minimum = 1, maximum = 100, example = 20)]
    pub limit: i64,
    /// The items of this page.
    #[schema(minimum = 0, example = 20)]
    pub count: usize,
}

/// The links of a page; all keep the other parameters (DIGG FNS.11, FNS.12).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PageLinks {
    /// This page.
    #[serde(rename = "self")]
    pub this: Link,
    /// The first page.
    pub first: Link,
    /// The page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev: Option<Link>,
    /// The page after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
    /// The last page.
    pub last: Link,
}

/// A page of anything.
#[derive(Clone, Debug, Serialize)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// How many there are.
    #[serde(rename = "_meta")]
    pub meta: PageMeta,
    /// To the other pages.
    #[serde(rename = "_links")]
    pub links: PageLinks,
}

impl<T> Page<T> {
    /// A page, with links made from the request's own query.
    pub fn new(context: &Context, items: Vec<T>, total: i64, page: i64, limit: i64) -> Self {
        let last = ((total + limit - 1) / limit).max(1);
        let link = |rel, page: i64| Link { href: context.with_parameter("page", page), rel, method: "GET" };
        let links = PageLinks {
            this: link("self", page),
            first: link("first", 1),
            prev: (page > 1).then(|| link("prev", (page - 1).min(last))),
            next: (page < last).then(|| link("next", page + 1)),
            last: link("last", last),
        };
        let meta = PageMeta { total_records: total, page, limit, count: items.len() };
        Self { items, meta, links }
    }
}

impl<T> Page<T> {
    /// The page of a list that is small enough to be at hand whole.
    pub fn slice(context: &Context, all: Vec<T>, page: i64, limit: i64) -> Self {
        let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let wanted = usize::try_from(if page == 0 { 0 } else { limit }).unwrap_or_default();
        let before = usize::try_from((page - 1).max(0) * limit).unwrap_or(usize::MAX);
        Self::new(context, all.into_iter().skip(before).take(wanted).collect(), total, page, limit)
    }
}

/// Which fields of a record are shown, and what is embedded.
#[derive(Clone, Copy, Debug, Default)]
pub struct View<'a> {
    /// Only these fields.
    pub fields: Option<&'a [String]>,
    /// What is embedded.
    pub embedded: Option<&'a Embedded>,
    /// Whether the record is shown as it was: nothing can be done with it then.
    pub is_past: bool,
}

/// The fields of a record, or those that are wanted, without links.
///
/// # Errors
/// Only if a field cannot be written as JSON.
pub fn fields<R: Register>(
    loaded: &Loaded<R>,
    lang: Lang,
    wanted: Option<&[String]>,
) -> Result<Map<String, Value>, ApiError> {
    let mut fields = object(&loaded.record)?;
    // Left out of a snapshot when there is none; an answer always has it.
    fields.entry("confidentiality").or_insert(Value::Null);
    if R::LIFECYCLE.is_some() {
        fields.entry("stateReason").or_insert(Value::Null);
    }
    fields.append(&mut object(&loaded.computed)?);
    if !R::WARNINGS.is_empty() {
        let said: Vec<_> = loaded.warnings.iter().map(|warning| WarningItem::of(warning, lang)).collect();
        fields.insert("warnings".into(), json!(said));
    }
    if let Some(wanted) = wanted {
        fields.retain(|name, _| name == "id" || name == "version" || wanted.iter().any(|one| one == name));
    }
    Ok(fields)
}

/// A record as this caller sees it.
///
/// # Errors
/// Only if a field cannot be written as JSON.
pub fn represent<R: Register>(
    loaded: &Loaded<R>,
    caller: &Caller,
    context: &Context,
    view: View<'_>,
) -> Result<Map<String, Value>, ApiError> {
    let mut fields = fields(loaded, context.lang, view.fields)?;
    fields.insert(
        "_links".into(),
        serde_json::to_value(links(loaded, caller, context, view.is_past)).map_err(ApiError::internal)?,
    );
    if let Some(embedded) = view.embedded.filter(|embedded| !embedded.is_empty()) {
        fields.insert("_embedded".into(), json!(embedded));
    }
    Ok(fields)
}

fn object(value: &impl Serialize) -> Result<Map<String, Value>, ApiError> {
    match serde_json::to_value(value).map_err(ApiError::internal)? {
        Value::Object(object) => Ok(object),
        _ => Ok(Map::new()),
    }
}

/// Whether a way is open to a caller who may move the record: no gate is.
pub(super) fn is_open<R: Register>(
    way: &Transition,
    facts: &R::Facts,
    caller: &Caller,
    owner: Option<Id<Unit>>,
) -> bool {
    match R::door(way, facts) {
        Door::Any => true,
        Door::Editor => caller.may(R::PATH, Verb::Edit, owner),
        Door::All => caller.grant(R::PATH, Verb::Transition) == Grant::All,
        Door::Decision(_) | Door::Itself => false,
    }
}

fn links<R: Register>(loaded: &Loaded<R>, caller: &Caller, context: &Context, is_past: bool) -> RecordLinks {
    let record = &loaded.record;
    let owner = R::owner(record);
    let collection = context.link(&format!("/{}", R::PATH));
    let this = format!("{collection}/{}", record.meta.id);
    let offered = |operation, verb| R::OPERATIONS.contains(&operation) && caller.may(R::PATH, verb, owner);
    let link = |href: &str, rel, method| Link { href: href.to_owned(), rel, method };
    let deletable = R::LIFECYCLE.is_none_or(|life| life.may_delete(record.meta.state.as_deref()));
    let transitions = R::LIFECYCLE.filter(|_| !is_past).map(|life| {
        let state = record.meta.state.as_deref().unwrap_or_default();
        life.ways_from(state)
            .filter(|way| {
                offered(Operation::Transition, Verb::Transition) && is_open::<R>(way, &loaded.facts, caller, owner)
            })
            .filter(|way| missing_to_move(record, &loaded.facts, way.to).is_empty())
            .map(|way| TransitionLink {
                href: format!("{this}/transitions"),
                rel: "transition",
                method: "POST",
                to: way.to,
                title: way.title.get(context.lang),
            })
            .collect()
    });
    RecordLinks {
        edit: (!is_past && offered(Operation::Edit, Verb::Edit)).then(|| link(&this, "edit", "PATCH")),
        delete: (!is_past && deletable && offered(Operation::Delete, Verb::Delete))
            .then(|| link(&this, "delete", "DELETE")),
        history: offered(Operation::History, Verb::History)
            .then(|| link(&format!("{this}/history"), "version-history", "GET")),
        transitions,
        collection: link(&collection, "collection", "GET"),
        this: link(&this, "self", "GET"),
    }
}

/// A page of records as this caller sees them.
///
/// # Errors
/// As [`represent`].
pub fn represent_page<R: Register>(
    loaded: &[Loaded<R>],
    embedded: &[Embedded],
    total: i64,
    query: &ListQuery<R>,
    caller: &Caller,
    context: &Context,
) -> Result<Page<Map<String, Value>>, ApiError> {
    let items: Result<Vec<_>, ApiError> = loaded
        .iter()
        .enumerate()
        .map(|(place, loaded)| {
            let view =
                View { fields: query.fields.as_deref(), embedded: embedded.get(place), is_past: query.as_of.is_some() };
            represent(loaded, caller, context, view)
        })
        .collect();
    Ok(Page::new(context, items?, total, query.page(), query.wanted()))
}
