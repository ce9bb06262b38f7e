//! Users: accounts, their roles and their unit. Passwords are kept apart and never leave.

use diesel::QueryResult;
use serde_json::Value;

use super::caller::Caller;
use super::policy::Role;
use crate::error::Fault;
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::rules::check_unique;
use crate::register::{Erased, Names, Nothing, Operation, Record, Reference, Register, references};
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{PasswordIn, UserFilter, UserIn};
pub(crate) use store::find_password;
pub use store::{
    Account, disabled, find_account, find_by_name, find_caller, find_generation, set_password, with_email,
};

/// The register of users.
#[derive(Clone, Debug, PartialEq)]
pub struct User;

impl Register for User {
    const TYPE: &'static str = "user";
    const PATH: &'static str = "users";
    const NAMES: Names = Names { schema: "User", one: "user", many: "users", title: text("Användare", "Users") };
    const ABOUT: &'static str = "An account. Users are disabled, never deleted: the journal knows them by id.";
    const FORMAT: i32 = 2;
    const OPERATIONS: &'static [Operation] = Operation::KEPT;

    type Content = UserIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = UserFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.username.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[Reference {
            name: "unit",
            target: &Erased::<Unit>::NEW,
            ids: |record| references::pointers("/unitId", record.content.unit_id),
        }]
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let roles = &record.content.roles;
        let has = |role| roles.contains(&role);
        check_unique("/roles", roles.iter(), faults);
        if has(Role::Administrator) && (has(Role::Board) || has(Role::Registrar)) {
            faults.push(Fault::rule(
                "/roles",
                "R-21",
                text(
                    "administratör kan inte förenas med regionstyrelse eller registrator",
                    "administrator is never held together with board or registrar",
                ),
            ));
        }
        if has(Role::AreaUnit) && record.content.unit_id.is_none() {
            faults.push(Fault::rule(
                "/unitId",
                "R-20",
                text("en områdesenhets användare hör till en enhet", "a user of an area unit belongs to a unit"),
            ));
        }
    }

    /// Format 1 knew no addresses.
    fn upgrade(format: i32, mut snapshot: Value) -> Value {
        if format < 2
            && let Value::Object(fields) = &mut snapshot
        {
            fields.insert("email".into(), Value::Null);
        }
        snapshot
    }

    fn check_caller(caller: &Caller, before: Option<&Record<Self>>, after: &Record<Self>, faults: &mut Vec<Fault>) {
        let own = before.filter(|before| before.uuid() == caller.id);
        if own.is_some_and(|before| before.content.roles != after.content.roles) {
            faults.push(Fault::rule(
                "/roles",
                "R-21",
                text("ingen ändrar sina egna roller", "nobody changes their own roles"),
            ));
        }
        // A right that reaches to one's own unit would reach further.
        if own.is_some_and(|before| before.content.unit_id != after.content.unit_id) {
            faults.push(Fault::rule(
                "/unitId",
                "R-21",
                text("ingen byter själv sin enhet", "nobody changes their own unit"),
            ));
        }
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        _before: Option<&Record<Self>>,
        record: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        store::check_name(conn, record, faults)?;
        store::check_last_administrator(conn, record, faults)
    }
}

/// The endpoints of users.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
