//! The rows of users, and their passwords.

use std::collections::HashSet;

use diesel::prelude::*;

use super::{User, UserIn};
use crate::db::schema::{credentials, users};
use crate::db::types::{Id, Instant, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::{ApiError, Fault};
use crate::governance::units::Unit;
use crate::identity::caller::{Caller, Person, Who};
use crate::identity::keys::generation;
use crate::identity::policy::Role;
use crate::identity::sessions::{end_all, signed_out_at};
use crate::journal::{Action, Tx};
use crate::register::rules::check_free;
use crate::register::{ListQuery, Nothing, Record, write};
use crate::text::{fold, sort_key, text};

crate::register_table! {
    users for User, row UserRow {
        username: String,
        username_folded: String,
        display_name: Option<String>,
        roles: Json<Vec<Role>>,
        unit_id: Option<Id<Unit>>,
        disabled: bool,
        name_key: Vec<u8>,
        search: String,
        email: Option<String>,
    }
    sort { "username" => name_key }
}

/// Those of some users who are disabled or put away: one query.
///
/// # Errors
/// When the database refuses.
pub fn disabled(conn: &mut Conn, ids: &[Id<User>]) -> QueryResult<HashSet<Id<User>>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let gone = users::table.filter(users::disabled.eq(true).or(users::archived.eq(true)));
    Ok(gone.filter(users::id.eq_any(ids.to_vec())).select(users::id).load(conn)?.into_iter().collect())
}

/// The row of a record.
fn to_row(record: Record<User>) -> UserRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let UserIn { username, display_name, email, roles, unit_id, disabled } = content;
    let columns = Columns {
        username_folded: fold(&username),
        name_key: sort_key(&username),
        search: fold(&format!("{username} {}", display_name.as_deref().unwrap_or_default())),
        username,
        display_name,
        roles: Json(roles),
        unit_id,
        disabled,
        email,
    };
    UserRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: UserRow) -> Record<User> {
    let meta = row.take_meta();
    let content = UserIn {
        username: row.username,
        display_name: row.display_name,
        email: row.email,
        roles: row.roles.0,
        unit_id: row.unit_id,
        disabled: row.disabled,
    };
    Record { meta, content, kept: Nothing {} }
}

impl User {
    fn filtered(query: &ListQuery<Self>) -> users::BoxedQuery<'static, MultiBackend> {
        let mut rows = users::table.into_boxed();
        crate::narrow!(rows, users::username, query.filter.username);
        crate::narrow_optional!(rows, users::unit_id, query.filter.unit_id);
        crate::narrow!(rows, users::disabled, query.filter.disabled);
        rows
    }
}

/// The name is another user's, in whatever case.
pub(super) fn check_name(conn: &mut Conn, record: &Record<User>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let holder = find_by_name(conn, &record.content.username)?;
    let reason = text("en annan användare har namnet", "another user has the name");
    check_free("/username", holder, record.meta.id, reason, faults);
    Ok(())
}

/// Somebody must be left who can let others in.
pub(super) fn check_last_administrator(
    conn: &mut Conn,
    record: &Record<User>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let open: Vec<(Id<User>, Json<Vec<Role>>)> = users::table
        .filter(users::disabled.eq(false))
        .filter(users::archived.eq(false))
        .select((users::id, users::roles))
        .load(conn)?;
    let administrators: Vec<Id<User>> =
        open.into_iter().filter(|(_, roles)| roles.0.contains(&Role::Administrator)).map(|(id, _)| id).collect();
    let user = &record.content;
    let stays = user.roles.contains(&Role::Administrator) && !user.disabled && !record.meta.archived;
    if !stays && administrators == [record.meta.id] {
        faults.push(Fault::rule(
            "/roles",
            "R-21",
            text("den sista administratören kan inte tas bort", "the last administrator cannot be removed"),
        ));
    }
    Ok(())
}

/// The user with a name, in whatever case.
///
/// # Errors
/// When the database refuses.
pub fn find_by_name(conn: &mut Conn, username: &str) -> QueryResult<Option<Id<User>>> {
    users::table.filter(users::username_folded.eq(fold(username))).select(users::id).get_result(conn).optional()
}

/// Who a user is as a caller; none when there is no such user, or the account is shut or put away.
///
/// # Errors
/// When the database refuses.
pub fn find_caller(conn: &mut Conn, id: Id<User>) -> QueryResult<Option<Caller>> {
    let row: Option<(UserRow, Option<Instant>)> = users::table
        .left_join(credentials::table.on(credentials::user_id.eq(users::id)))
        .filter(users::id.eq(id))
        .select((UserRow::as_select(), credentials::changed_at.nullable()))
        .get_result(conn)
        .optional()?;
    let Some((row, set_at)) = row.filter(|(row, _)| !row.disabled && !row.archived) else { return Ok(None) };
    let generation = generation(set_at, signed_out_at(conn, id.uuid())?);
    let UserRow { username, display_name, email, roles, unit_id, .. } = row;
    let who = Who::Person(Person { username, display_name, email, roles: roles.0 });
    Ok(Some(Caller { id: id.uuid(), who, unit_id, generation }))
}

/// The users whose accounts are open and who have an address, with it, by name: one query.
///
/// # Errors
/// When the database refuses.
pub fn with_email(conn: &mut Conn) -> QueryResult<Vec<(Id<User>, String)>> {
    users::table
        .filter(users::email.is_not_null())
        .filter(users::disabled.eq(false))
        .filter(users::archived.eq(false))
        .order((users::name_key, users::id))
        .select((users::id, users::email.assume_not_null()))
        .load(conn)
}

/// Who wants to sign in.
#[derive(Clone, Debug)]
pub struct Account {
    /// The user.
    pub id: Id<User>,
    /// The hash of the password.
    pub hash: String,
    /// Of which generation the user's tokens are.
    pub generation: i64,
}

/// Who wants to sign in; none when there is no such user, or the account is shut.
///
/// # Errors
/// When the database refuses.
pub fn find_account(conn: &mut Conn, username: &str) -> QueryResult<Option<Account>> {
    let found: Option<(Id<User>, String, Instant)> = users::table
        .inner_join(credentials::table.on(credentials::user_id.eq(users::id)))
        .filter(users::username_folded.eq(fold(username)))
        .filter(users::disabled.eq(false))
        .filter(users::archived.eq(false))
        .select((users::id, credentials::password_hash, credentials::changed_at))
        .get_result(conn)
        .optional()?;
    let Some((id, hash, set_at)) = found else { return Ok(None) };
    let generation = generation(Some(set_at), signed_out_at(conn, id.uuid())?);
    Ok(Some(Account { id, hash, generation }))
}

/// Of which generation a user's tokens are.
///
/// # Errors
/// When the database refuses.
pub fn find_generation(conn: &mut Conn, id: Id<User>) -> QueryResult<i64> {
    let set_at = credentials::table.find(id).select(credentials::changed_at).get_result(conn).optional()?;
    Ok(generation(set_at, signed_out_at(conn, id.uuid())?))
}

/// The hash of a user's password.
///
/// # Errors
/// When the database refuses.
pub(crate) fn find_password(conn: &mut Conn, id: Id<User>) -> QueryResult<Option<String>> {
    credentials::table.find(id).select(credentials::password_hash).get_result(conn).optional()
}

/// Sets a user's password, given as its hash, and ends the user's sessions. The journal tells that it was set, and nothing of it.
///
/// # Errors
/// Not found when there is no such user.
pub fn set_password(tx: &mut Tx<'_>, id: Id<User>, hash: &str) -> Result<(), ApiError> {
    let mut record = write::find(tx.conn()?, id)?;
    let changed_at = tx.now();
    diesel::delete(credentials::table.find(id)).execute(tx.conn()?)?;
    diesel::insert_into(credentials::table)
        .values((
            credentials::user_id.eq(id),
            credentials::password_hash.eq(hash),
            credentials::changed_at.eq(changed_at),
        ))
        .execute(tx.conn()?)?;
    end_all(tx.conn()?, id)?;
    write::store_next(tx, &mut record, Action::SetPassword)
}
