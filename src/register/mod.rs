//! The mechanism that all registers share. A register says what it is by implementing [`Register`]; listing, reading,
//! creating, changing, deleting, moving, history, references, links and documentation are written here, once.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::QueryResult;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::db::Conn;
use crate::db::types::{Id, Instant};
use crate::error::{ApiError, Fault, Missing};
use crate::governance::units::Unit;
use crate::http::query::{Filter, Params};
use crate::identity::caller::Caller;
use crate::identity::users::User;
use crate::journal::{Action, Tx};
use crate::text::Text;

mod any;
pub mod api;
pub mod confidentiality;
pub mod dto;
mod endpoints;
pub mod erase;
pub mod external_ids;
pub mod gate;
mod incoming;
pub mod lifecycle;
pub mod money;
pub mod named;
pub mod read;
pub mod references;
mod registry;
pub mod repoint;
pub mod represent;
pub mod rules;
pub mod schema;
pub mod undo;
pub mod warnings;
pub mod write;

pub use crate::http::query::ListQuery;
pub use any::{AnyRegister, Erased, Waiting, Warned, record_of, stored_of};
pub use confidentiality::Confidentiality;
pub use endpoints::endpoints;
pub use incoming::{Effect, Incoming};
pub use lifecycle::{Door, Lifecycle, Settled, Transition};
pub use money::Money;
pub use references::Reference;
pub use registry::RegistryKey;
pub use warnings::{Warning, WarningCode};

/// An id that another system has given to a record; unique per system and type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExternalId {
    /// The system that gave the id; without a colon, which parts it from the value where the two are written as one.
    #[schema(min_length = 1, max_length = 100, pattern = "^[^:]*$", example = "w3d3")]
    pub system: String,
    /// The id in that system.
    #[schema(min_length = 1, max_length = 200, example = "RV-2009-117")]
    pub value: String,
}

impl ExternalId {
    /// Reads one that is written as one: the system, a colon, and the value. A web address is none.
    pub fn read(text: &str) -> Option<Self> {
        let is_one =
            |(system, value): &(&str, &str)| !system.is_empty() && !value.is_empty() && !value.starts_with("//");
        let (system, value) = text.split_once(':').filter(is_one)?;
        Some(Self { system: system.to_owned(), value: value.to_owned() })
    }
}

impl std::fmt::Display for ExternalId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.system, self.value)
    }
}

crate::code_list! {
    /// What a linked document is.
    pub enum DocumentKind "document-kinds" ("Dokumentslag", "Kinds of document") {
        Decision = "decision" ("Beslut", "Decision"),
        Agreement = "agreement" ("Avtal", "Agreement"),
        Report = "report" ("Rapport", "Report"),
        Minutes = "minutes" ("Protokoll", "Minutes"),
        Source = "source" ("Källa", "Source"),
        Other = "other" ("Annat", "Other"),
    }
}

/// A link to a document that is kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Document {
    /// What the document is called.
    #[schema(min_length = 1, max_length = 300, example = "Verksamhetsplan 2009")]
    pub title: String,
    /// Where it is: http or https.
    #[schema(format = "web-address", max_length = 2000, example = "https://www.regionvarmland.se/plan-2009")]
    pub url: String,
    /// Its number in the registry, as printed.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 40, example = "RV2009-117")]
    pub registry_number: Option<String>,
    /// What it is.
    pub kind: DocumentKind,
    /// Its language, ISO 639-1.
    #[serde(default)]
    #[schema(pattern = "^[a-z]{2}$", example = "sv")]
    pub language: Option<String>,
}

/// What every record has beside its own fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", bound = "")]
pub struct Meta<R: 'static> {
    /// Its id.
    pub id: Id<R>,
    /// Its version, one higher with every change.
    pub version: i32,
    /// Its state, where the register has a life cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Why it is in this state, as said when it was moved there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_reason: Option<String>,
    /// Whether it is put away.
    pub archived: bool,
    /// Ids in other systems.
    pub external_ids: Vec<ExternalId>,
    /// Links to documents.
    pub documents: Vec<Document>,
    /// A note for colleagues.
    pub note: Option<String>,
    /// Why it is kept from those who have no right to it; what is public has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidentiality: Option<Confidentiality>,
    /// When it came to be.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// Who changed it last; none when the service or its operator did.
    pub updated_by: Option<Id<User>>,
}

/// A record as it is stored, and as the journal keeps it: nothing computed, nothing that depends on who asks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Record<R: Register> {
    /// What every record has.
    #[serde(flatten)]
    pub meta: Meta<R>,
    /// The fields that a caller sets.
    #[serde(flatten)]
    pub content: R::Content,
    /// The fields that the service sets.
    #[serde(flatten)]
    pub kept: R::Kept,
}

/// A field set for registers that keep or compute nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Nothing {}

impl Filter for Nothing {
    fn read(_params: &mut Params) -> Self {
        Self {}
    }

    fn document() -> Vec<utoipa::openapi::path::Parameter> {
        Vec::new()
    }
}

/// What a register and one of its records are called.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// The schema's name, such as `Partner`.
    pub schema: &'static str,
    /// One record, in English prose: `partner`.
    pub one: &'static str,
    /// Several, in English prose: `partners`.
    pub many: &'static str,
    /// Several, as a heading in both languages.
    pub title: Text,
}

/// An operation that a register offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `GET /things`.
    List,
    /// `POST /things`.
    Create,
    /// `GET /things/{id}`.
    Read,
    /// `PATCH /things/{id}`.
    Edit,
    /// `DELETE /things/{id}`.
    Delete,
    /// `GET /things/{id}/history`.
    History,
    /// `GET` and `POST /things/{id}/transitions`.
    Transition,
}

impl Operation {
    /// What is never deleted and has no life cycle: a wrong one is put away.
    pub const KEPT: &'static [Self] = &[Self::List, Self::Create, Self::Read, Self::Edit, Self::History];
    /// All of them, for a register with a life cycle.
    pub const ALL: &'static [Self] =
        &[Self::List, Self::Create, Self::Read, Self::Edit, Self::Delete, Self::History, Self::Transition];
}

/// The statements that [`register_table!`](crate::register_table) writes for a register.
pub trait Table: Sized + 'static {
    /// What the database calls it.
    const TABLE: &'static str;
    /// The row.
    type Row: Send;
    /// The keys of `sort=`.
    const SORTS: &'static [&'static str];

    /// The row of a record.
    fn to_row(record: Record<Self>) -> Self::Row
    where
        Self: Register;
    /// The record of a row.
    fn from_row(row: Self::Row) -> Record<Self>
    where
        Self: Register;
    /// Inserts rows.
    ///
    /// # Errors
    /// When the database refuses; so for all of them.
    fn insert_rows(conn: &mut Conn, rows: &[Self::Row]) -> QueryResult<()>;
    /// Replaces a row.
    #[expect(clippy::missing_errors_doc, reason = "as insert_rows")]
    fn update_row(conn: &mut Conn, row: &Self::Row) -> QueryResult<usize>;
    /// Deletes a row.
    #[expect(clippy::missing_errors_doc, reason = "as insert_rows")]
    fn delete_row(conn: &mut Conn, id: Id<Self>) -> QueryResult<usize>;
    /// The row of one id.
    #[expect(clippy::missing_errors_doc, reason = "as insert_rows")]
    fn row_by_id(conn: &mut Conn, id: Id<Self>) -> QueryResult<Option<Self::Row>>;
    /// The rows of some ids, in no order.
    #[expect(clippy::missing_errors_doc, reason = "as insert_rows")]
    fn rows_by_id(conn: &mut Conn, ids: &[Id<Self>]) -> QueryResult<Vec<Self::Row>>;
    /// A page and its total: two queries, whatever it holds.
    #[expect(clippy::missing_errors_doc, reason = "as insert_rows")]
    fn page_of_rows(conn: &mut Conn, query: &ListQuery<Self>) -> QueryResult<(Vec<Self::Row>, i64)>
    where
        Self: Register;
    /// The next rows of a list after an id, in the order of the ids: whatever its length, each step costs the same.
    #[expect(clippy::missing_errors_doc, reason = "as insert_rows")]
    fn rows_after(
        conn: &mut Conn,
        query: &ListQuery<Self>,
        after: Option<Id<Self>>,
        limit: i64,
    ) -> QueryResult<Vec<Self::Row>>
    where
        Self: Register;
}

/// The field that names the unit whose own a record is.
pub struct Owner<R: Register> {
    /// What it says.
    pub of: fn(&R::Content) -> Option<Id<Unit>>,
    /// The field, to fill it.
    pub field: fn(&mut R::Content) -> &mut Option<Id<Unit>>,
}

/// What the records of a register tell in words of their own: they are as confidential as what they tell of, whenever that
/// becomes so.
pub struct Tells<R: Register> {
    /// The records that one tells of.
    pub of: fn(&mut Conn, &Record<R>) -> QueryResult<Vec<Uuid>>,
    /// The types of records by which it knows how those go, such as an indicator's values.
    pub by: &'static [&'static str],
}

/// What a register says of itself; everything else comes for free.
pub trait Register: Table + Send + Sync + std::fmt::Debug + Clone + PartialEq {
    /// The type in the journal, such as `partner`.
    const TYPE: &'static str;
    /// The segment of the address, and the subject in the policy: `partners`.
    const PATH: &'static str;
    /// What it is called.
    const NAMES: Names;
    /// What a record is, for the documentation.
    const ABOUT: &'static str;
    /// The shape of its snapshots; one higher when fields change.
    const FORMAT: i32 = 1;
    /// What can be done with it.
    const OPERATIONS: &'static [Operation];
    /// Its life cycle, if it has one.
    const LIFECYCLE: Option<&'static Lifecycle> = None;
    /// Whether it may begin to refer to what is put away: what is recorded afterwards may.
    const REFERS_TO_ARCHIVED: bool = false;
    /// What its records are warned of.
    const WARNINGS: &'static [WarningCode] = &[];
    /// Whether `on=` asks for what was in force a day.
    const HAS_PERIOD: bool = false;
    /// The rule by which a right reaches to one's own alone, where the domain has one.
    const OWN_RULE: Option<&'static str> = None;
    /// The field in which a caller says whose own it is. What a unit's user creates without saying so becomes the unit's,
    /// where the right to create reaches only to one's own.
    const OWNER: Option<Owner<Self>> = None;
    /// What its records tell of in words of their own, where they do.
    const TELLS: Option<Tells<Self>> = None;
    /// Fields that are set in another way than by a patch, each with its rule and what that way is.
    const SET_ELSEWHERE: &'static [(&'static str, &'static str, Text)] = &[];

    /// The fields that a caller sets; its schema is the contract and the check of what comes in.
    type Content: Clone + std::fmt::Debug + PartialEq + Serialize + DeserializeOwned + ToSchema + Send + Sync;
    /// The fields that the service sets and stores.
    type Kept: Clone + std::fmt::Debug + Default + PartialEq + Serialize + DeserializeOwned + ToSchema + Send + Sync;
    /// The fields that are computed for an answer.
    type Computed: Clone + std::fmt::Debug + Default + Serialize + ToSchema + Send;
    /// What the rules of a state ask of other records; [`Nothing`] where they ask nothing.
    type Facts: Clone + std::fmt::Debug + Default + Send;
    /// The filters of its list.
    type Filter: Filter;

    /// What people call this record.
    fn title(record: &Record<Self>) -> String;

    /// What people call some records, in their order, where a name is made of other records' too.
    ///
    /// # Errors
    /// When the database refuses.
    fn titles(_conn: &mut Conn, records: &[Record<Self>]) -> QueryResult<Vec<String>> {
        Ok(records.iter().map(Self::title).collect())
    }

    /// The other records that it refers to.
    fn references() -> &'static [Reference<Self>] {
        &[]
    }

    /// The unit whose own it is, for rights that reach only to one's own: the one that [`Register::OWNER`] names, unless it
    /// is known in another way.
    fn owner(record: &Record<Self>) -> Option<Id<Unit>> {
        (Self::OWNER?.of)(&record.content)
    }

    /// Sets what the service keeps, when a record is created; before it is known whether the caller may create it.
    ///
    /// # Errors
    /// When the database refuses.
    fn prepare(_tx: &mut Tx<'_>, _record: &mut Record<Self>, _caller: &Caller) -> QueryResult<()> {
        Ok(())
    }

    /// The rules that need nothing but the record.
    fn check(_record: &Record<Self>, _faults: &mut Vec<Fault>) {}

    /// The rules that ask the database, such as that a name is free; `before` is the record as it was, if it was.
    ///
    /// # Errors
    /// When the database refuses.
    fn check_stored(
        _tx: &mut Tx<'_>,
        _before: Option<&Record<Self>>,
        _after: &Record<Self>,
        _faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        Ok(())
    }

    /// The rules about who changes what, beyond the policy.
    fn check_caller(_caller: &Caller, _before: Option<&Record<Self>>, _after: &Record<Self>, _faults: &mut Vec<Fault>) {
    }

    /// What some records' states ask of other records on a day, in their order, with a fixed number of queries.
    ///
    /// # Errors
    /// When the database refuses.
    fn facts(_conn: &mut Conn, records: &[Record<Self>], _today: NaiveDate) -> QueryResult<Vec<Self::Facts>> {
        Ok(vec![Self::Facts::default(); records.len()])
    }

    /// What a record lacks to be in a state; it holds for entering it and for staying in it.
    fn missing(_record: &Record<Self>, _facts: &Self::Facts, _state: &str) -> Vec<Missing> {
        Vec::new()
    }

    /// What decisions have settled of a record, and no patch changes any more.
    fn settled(_record: &Record<Self>) -> Option<&'static Settled> {
        None
    }

    /// Who goes a way, where that depends on other records.
    fn door(way: &Transition, _facts: &Self::Facts) -> Door {
        way.door
    }

    /// Sets what the service keeps of a record that has just entered its state. The facts are those from before.
    fn entered(_record: &mut Record<Self>, _facts: &Self::Facts, _entry: Entry, _faults: &mut Vec<Fault>) {}

    /// What a change of a record does to others, in the same transaction.
    ///
    /// # Errors
    /// What forbids it; nothing is changed then.
    fn effect(_tx: &mut Tx<'_>, _record: &Record<Self>, _action: Action) -> Result<(), ApiError> {
        Ok(())
    }

    /// Sets columns of a row about to be written that lists need, that no snapshot holds, and that follow from another record. A
    /// replay does without it: [`Register::index`] and [`Register::forget`] of that record set the same columns of all rows.
    ///
    /// # Errors
    /// When the database refuses.
    fn derive(_tx: &mut Tx<'_>, _record: &Record<Self>, _row: &mut Self::Row) -> QueryResult<()> {
        Ok(())
    }

    /// Brings tables of the register's own that index its lists up to date, after its row was written. Its references
    /// are indexed without it.
    ///
    /// # Errors
    /// When the database refuses.
    fn index(_tx: &mut Tx<'_>, _record: &Record<Self>) -> QueryResult<()> {
        Ok(())
    }

    /// Brings what others' indexes took from a record up to date, after it was deleted.
    ///
    /// # Errors
    /// When the database refuses.
    fn forget(_tx: &mut Tx<'_>, _record: &Record<Self>) -> QueryResult<()> {
        Ok(())
    }

    /// Brings fields to the one form in which they are stored, such as an organisation number's.
    fn normalise(_content: &mut Self::Content) {}

    /// The computed fields of some records, in their order, with a fixed number of queries; what was asked of others for
    /// their states is known.
    ///
    /// # Errors
    /// When the database refuses.
    fn compute(
        _conn: &mut Conn,
        records: &[Record<Self>],
        _facts: &[Self::Facts],
        _today: NaiveDate,
    ) -> QueryResult<Vec<Self::Computed>> {
        Ok(vec![Self::Computed::default(); records.len()])
    }

    /// What is worth a warning about some records, in their order, with a fixed number of queries (W1 to W11): it blocks
    /// nothing.
    ///
    /// # Errors
    /// When the database refuses.
    fn warnings(
        _conn: &mut Conn,
        records: &[Record<Self>],
        _computed: &[Self::Computed],
        _today: NaiveDate,
    ) -> QueryResult<Vec<Vec<Warning>>> {
        Ok(vec![Vec::new(); records.len()])
    }

    /// Lifts a snapshot of an older format to the current one.
    fn upgrade(_format: i32, snapshot: serde_json::Value) -> serde_json::Value {
        snapshot
    }
}

/// How a record came into a state.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// When: through a gate, the day of the decision.
    pub on: NaiveDate,
    /// Who moved it; none when a decision or the service did.
    pub by: Option<Id<User>>,
}

/// A record with what is computed for an answer.
#[derive(Clone, Debug)]
pub struct Loaded<R: Register> {
    /// As stored.
    pub record: Record<R>,
    /// As computed.
    pub computed: R::Computed,
    /// What its state asks of others.
    pub facts: R::Facts,
    /// What is worth a warning.
    pub warnings: Vec<Warning>,
}

/// The `_embedded` of one record: by name of the reference, what is referred to.
pub type Embedded = HashMap<&'static str, Vec<references::Summary>>;

impl<R: Register> Record<R> {
    /// The stored fields as JSON, the shape that the journal keeps.
    ///
    /// # Errors
    /// Only if a field cannot be written as JSON, which their types rule out.
    pub fn snapshot(&self) -> serde_json::Result<serde_json::Value> {
        serde_json::to_value(self)
    }

    /// The id without its type.
    pub fn uuid(&self) -> Uuid {
        self.meta.id.uuid()
    }
}
