//! The rows of clients, and signing in with a secret.

use diesel::prelude::*;

use super::{Client, ClientIn, secrets};
use crate::db::schema::{clients, units};
use crate::db::types::{Id, Instant, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::governance::units::{Unit, UnitKind};
use crate::identity::caller::{Caller, Machine, Who};
use crate::identity::keys::generation;
use crate::identity::policy::{Right, may_be_scope, right};
use crate::identity::sessions::signed_out_at;
use crate::register::rules::check_free;
use crate::register::{ListQuery, Nothing, Record};
use crate::text::{fold, sort_key, text};

crate::register_table! {
    clients for Client, row ClientRow {
        name: String,
        name_folded: String,
        description: Option<String>,
        owner_unit_id: Id<Unit>,
        scopes: Json<Vec<String>>,
        disabled: bool,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "name" => name_key }
}

/// The row of a record.
fn to_row(record: Record<Client>) -> ClientRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let ClientIn { name, description, owner_unit_id, scopes, disabled } = content;
    let columns = Columns {
        name_folded: fold(&name),
        name_key: sort_key(&name),
        search: fold(&format!("{name} {}", description.as_deref().unwrap_or_default())),
        name,
        description,
        owner_unit_id,
        scopes: Json(scopes),
        disabled,
    };
    ClientRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: ClientRow) -> Record<Client> {
    let meta = row.take_meta();
    let content = ClientIn {
        name: row.name,
        description: row.description,
        owner_unit_id: row.owner_unit_id,
        scopes: row.scopes.0,
        disabled: row.disabled,
    };
    Record { meta, content, kept: Nothing {} }
}

impl Client {
    fn filtered(query: &ListQuery<Self>) -> clients::BoxedQuery<'static, MultiBackend> {
        let mut rows = clients::table.into_boxed();
        crate::narrow!(rows, clients::owner_unit_id, query.filter.owner_unit_id);
        crate::narrow!(rows, clients::disabled, query.filter.disabled);
        rows
    }
}

/// The name is another client's, in whatever case.
pub(super) fn check_name(conn: &mut Conn, record: &Record<Client>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let named = clients::table.filter(clients::name_folded.eq(fold(&record.content.name)));
    let holder = named.select(clients::id).get_result(conn).optional()?;
    let reason = text("en annan klient har namnet", "another client has the name");
    check_free("/name", holder, record.meta.id, reason, faults);
    Ok(())
}

/// Who a client is as a caller; none when there is no such client, or it is disabled or put away.
///
/// # Errors
/// When the database refuses.
pub fn find_caller(conn: &mut Conn, id: Id<Client>) -> QueryResult<Option<Caller>> {
    let row: Option<(ClientRow, UnitKind)> = clients::table
        .inner_join(units::table.on(units::id.eq(clients::owner_unit_id)))
        .filter(clients::id.eq(id))
        .select((ClientRow::as_select(), units::kind))
        .get_result(conn)
        .optional()?;
    let Some((row, kind)) = row.filter(|(row, _)| !row.disabled && !row.archived) else { return Ok(None) };
    let role = kind.role();
    // The policy may have become stricter since the scope was given.
    let scopes = row.scopes.0.iter().filter_map(|name| right(name)).filter(|right| may_be_scope(role, *right));
    let who = Who::Machine(Machine { name: row.name, role, scopes: scopes.collect() });
    let generation = generation(None, signed_out_at(conn, id.uuid())?);
    Ok(Some(Caller { id: id.uuid(), who, unit_id: Some(row.owner_unit_id), generation }))
}

/// Who signs in as a client with a secret, given as its hash, and its scopes; none when the client is not open or the secret
/// is not one of its good ones.
///
/// # Errors
/// When the database refuses.
pub fn sign_in(
    conn: &mut Conn,
    id: Id<Client>,
    secret_hash: &str,
    now: Instant,
) -> QueryResult<Option<(Caller, Vec<Right>)>> {
    if !secrets::spend(conn, id, secret_hash, now)? {
        return Ok(None);
    }
    Ok(find_caller(conn, id)?.map(|caller| {
        let scopes = match &caller.who {
            Who::Machine(machine) => machine.scopes.clone(),
            Who::Person(_) => Vec::new(),
        };
        (caller, scopes)
    }))
}
