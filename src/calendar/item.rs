//! What an event and a task have in common: the record that they are about, and where to go from them.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::db::types::Id;
use crate::http::context::Context;
use crate::register::represent::Link;
use crate::register::{AnyRegister, Record, Register};

/// The record that an event or a task is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct RecordRef {
    /// The type of the record.
    #[serde(rename = "type")]
    #[schema(example = "cooperation_agreement")]
    pub kind: &'static str,
    /// The record.
    pub id: Uuid,
    /// The segment of its register's address.
    #[serde(skip)]
    path: &'static str,
}

impl RecordRef {
    /// A record by its id.
    pub fn of<R: Register>(id: Id<R>) -> Self {
        Self { kind: R::TYPE, id: id.uuid(), path: R::PATH }
    }

    /// A record at hand.
    pub fn to<R: Register>(record: &Record<R>) -> Self {
        Self::of(record.meta.id)
    }

    /// A record of a register without its type.
    pub fn within(register: &dyn AnyRegister, id: Uuid) -> Self {
        Self { kind: register.kind(), id, path: register.path() }
    }

    /// The path of its address, below the API's.
    pub fn address(&self) -> String {
        format!("/{}/{}", self.path, self.id)
    }
}

/// Where to go: the record that it is about, or else the list of what it counts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ItemLinks {
    /// The record.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub this: Option<Link>,
    /// The list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<Link>,
}

impl ItemLinks {
    /// The links to a record and to a list, whose path is below the API's.
    pub fn new(record: Option<&RecordRef>, list: Option<&str>, context: &Context) -> Self {
        let link = |path: &str, rel| Link { href: context.link(path), rel, method: "GET" };
        Self {
            this: record.map(|record| link(&record.address(), "self")),
            list: list.map(|path| link(path, "collection")),
        }
    }
}
