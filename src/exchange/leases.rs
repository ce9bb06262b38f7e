//! Leases: several instances share work in the background. Whoever has taken a piece of work has it until a time, and
//! renews it while it works; when it is killed in the middle, another takes the work up after that time.

use chrono::TimeDelta;
use diesel::prelude::*;
use uuid::Uuid;

use crate::app::App;
use crate::db::Conn;
use crate::db::schema::leases as table;
use crate::db::types::Instant;
use crate::error::ApiError;

/// By what a process is known when it takes leases.
#[derive(Clone, Debug)]
pub struct Holder(String);

impl Default for Holder {
    fn default() -> Self {
        Self(Uuid::now_v7().to_string())
    }
}

impl Holder {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl App {
    /// Takes a lease for this process, or renews it; whether it is now its own for so long.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_lease(&self, name: String, long: TimeDelta) -> Result<bool, ApiError> {
        let (Holder(owner), now) = (self.holder.clone(), self.clock.now());
        self.db.passing(move |conn| Ok(take(conn, &name, &owner, now, Instant(now.0 + long))?)).await
    }

    /// Gives a lease of this process back.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn release_lease(&self, name: String) -> Result<(), ApiError> {
        let (Holder(owner), now) = (self.holder.clone(), self.clock.now());
        self.db.passing(move |conn| Ok(release(conn, &name, &owner, now)?)).await
    }
}

/// Makes a lease that nobody has, together with the work that it is for.
///
/// # Errors
/// When the database refuses.
pub fn make(conn: &mut Conn, name: &str) -> QueryResult<()> {
    let nobody = Instant(chrono::DateTime::UNIX_EPOCH);
    let row = (table::name.eq(name), table::owner.eq(""), table::until.eq(nobody));
    diesel::insert_into(table::table).values(row).execute(conn).map(|_| ())
}

/// Takes a lease that is free, or renews one's own; whether it is now one's own until then.
///
/// # Errors
/// When the database refuses.
pub fn take(conn: &mut Conn, name: &str, owner: &str, now: Instant, until: Instant) -> QueryResult<bool> {
    let open = table::owner.eq(owner.to_owned()).or(table::until.le(now));
    let taken = diesel::update(table::table.find(name.to_owned()).filter(open))
        .set((table::owner.eq(owner), table::until.eq(until)))
        .execute(conn)?;
    Ok(taken == 1)
}

/// Gives one's own lease back; another's stays.
///
/// # Errors
/// When the database refuses.
pub fn release(conn: &mut Conn, name: &str, owner: &str, now: Instant) -> QueryResult<()> {
    diesel::update(table::table.find(name.to_owned()).filter(table::owner.eq(owner.to_owned())))
        .set(table::until.eq(now))
        .execute(conn)
        .map(|_| ())
}

/// Removes a lease with the work that it was for.
///
/// # Errors
/// When the database refuses.
pub fn forget(conn: &mut Conn, name: &str) -> QueryResult<()> {
    diesel::delete(table::table.find(name.to_owned())).execute(conn).map(|_| ())
}
