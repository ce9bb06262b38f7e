//! A change as it is answered.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::feed::Page;
use crate::calendar::RecordRef;
use crate::error::ApiError;
use crate::http::context::Context;
use crate::journal::{Action, ChangeLine};
use crate::register::dto::ChangeMade;
use crate::register::represent::Link;
use crate::routes::register_of;

/// The links of a change.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangeLinks {
    /// The record as it is now; not after a deletion.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub this: Option<Link>,
}

/// A change of a record. A deletion is a tombstone: it has no record and no link.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub struct ChangeOut {
    /// The change.
    #[serde(flatten)]
    pub made: ChangeMade,
    /// What was changed.
    #[serde(flatten)]
    pub subject: RecordRef,
    /// The stored fields after the change, in today's shape, with `include=record`; null after a deletion.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub record: Option<Value>,
    /// Where the record is.
    #[serde(rename = "_links")]
    pub links: ChangeLinks,
}

impl ChangeOut {
    /// A line of the journal, with the record if it was asked for; links begin with the address of the API.
    ///
    /// # Errors
    /// When there is no register of its type.
    pub fn of(line: ChangeLine, record: Option<Value>, base: &str) -> Result<Self, ApiError> {
        let register = register_of(&line.resource_type).ok_or_else(|| ApiError::internal("a change of no register"))?;
        let subject = RecordRef::within(register, line.resource_id.uuid());
        let is_gone = line.action == Action::Delete.code();
        let this =
            (!is_gone).then(|| Link { href: format!("{base}{}", subject.address()), rel: "self", method: "GET" });
        Ok(Self { made: line.into(), subject, record, links: ChangeLinks { this } })
    }

    /// What happened, such as `partner.update`.
    pub fn event(&self) -> String {
        event(self.subject.kind, &self.made.action)
    }
}

/// What an event is called: the type of the record and what was done.
pub fn event(kind: &str, action: &str) -> String {
    format!("{kind}.{action}")
}

/// How far an answer of the feed reaches.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangeMeta {
    /// The number after which it begins.
    #[schema(minimum = 0, example = 100)]
    pub after: i64,
    /// The number to continue after. It also passes changes of types that were not asked for.
    #[schema(minimum = 0, example = 117)]
    pub last: i64,
    /// How many changes it has.
    #[schema(minimum = 0, example = 1)]
    pub count: usize,
    /// Whether the journal goes on: there may be more changes at once.
    #[schema(example = false)]
    pub more: bool,
}

/// The links of an answer of the feed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangeListLinks {
    /// This answer.
    #[serde(rename = "self")]
    pub this: Link,
    /// What comes after it; also when nothing does yet.
    pub next: Link,
}

/// Changes in the order they were made.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangeList {
    /// The changes.
    #[schema(max_items = 1000)]
    pub items: Vec<ChangeOut>,
    /// How far they reach.
    #[serde(rename = "_meta")]
    pub meta: ChangeMeta,
    /// To what comes after.
    #[serde(rename = "_links")]
    pub links: ChangeListLinks,
}

impl ChangeList {
    /// The answer to a request that asked for what comes after a number.
    pub(super) fn of(after: i64, page: Page, context: &Context) -> Self {
        let link = |rel, href| Link { href, rel, method: "GET" };
        let query = if context.query.is_empty() { String::new() } else { format!("?{}", context.query) };
        let links = ChangeListLinks {
            this: link("self", format!("{}{}{query}", context.origin, context.path)),
            next: link("next", context.with_parameter("after", page.last)),
        };
        let meta = ChangeMeta { after, last: page.last, count: page.items.len(), more: page.more };
        Self { items: page.items, meta, links }
    }
}
