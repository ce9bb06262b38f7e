//! The demo region: the strategy of Region Värmland 2008-2011 in its own words, its areas, partners and activities, and
//! the agreements, memberships, decisions and visits around them, loaded through the one write path under an injected
//! clock, in the order of their dates, so that the journal reads like the real thing.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use crate::clock::Clock;
use crate::db::types::Id;
use crate::db::{Backing, Db};
use crate::error::{ApiError, ErrorCode};
use crate::governance::units::Unit;
use crate::http::schemas::Schemas;
use crate::identity::caller::Caller;
use crate::identity::passwords;
use crate::identity::policy::Role;
use crate::identity::users::{self, User};
use crate::journal::{self, Origin};
use crate::register::{Record, write};
use crate::text::text;

mod files;
mod rows;
mod timeline;

use rows::{Ids, UNITS, UnitRow};
use timeline::{Hands, Region};

/// The system of the external ids by which a demo database is known again.
const SYSTEM: &str = "demo";

/// One user per role: the name, the role, and the code of the unit.
const USERS: [(&str, Role, Option<&str>); 7] = [
    ("styrelsen", Role::Board, Some("regionstyrelsen")),
    ("arbetsutskottet", Role::WorkingCommittee, Some("arbetsutskottet")),
    ("samordnaren", Role::CoordinationUnit, Some("strategi-analys")),
    ("omradet", Role::AreaUnit, Some("kompetensforsorjning")),
    ("registratorn", Role::Registrar, None),
    ("lasaren", Role::Reader, None),
    ("administratoren", Role::Administrator, None),
];

/// A user of the demo, ready to sign in.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The name.
    pub username: &'static str,
    /// The role.
    pub role: Role,
    /// The id.
    pub id: Uuid,
    /// The password, new at each start.
    pub password: String,
}

/// Loads the demo into an empty database, or finds it there, and gives every user a new password.
///
/// # Errors
/// When the database holds other data.
pub fn prepare(backing: &Backing, schemas: &Arc<Schemas>) -> Result<Vec<Ready>, ApiError> {
    let begin = NaiveDate::from_ymd_opt(2008, 1, 2).ok_or_else(|| ApiError::internal("a date"))?;
    let clock = Clock::fixed(timeline::at(begin, 8)?);
    let db = Db::new(backing, clock.clone());
    let (changes, _) = db.read_now(|conn| Ok(journal::head(conn)?))?;
    if changes == 0 {
        Region { db: &db, clock: &clock, schemas, ids: Ids::default() }.load()?;
    }
    give_passwords(&Db::new(backing, Clock::default()))
}

fn give_passwords(db: &Db) -> Result<Vec<Ready>, ApiError> {
    let other = || {
        ApiError::new(
            ErrorCode::StateConflict,
            text(
                "Databasen innehåller annat än en hel demo.",
                "The database holds other data than a whole demo: give --demo an empty one.",
            ),
        )
    };
    let mut ready = Vec::new();
    for (username, role, _) in USERS {
        let found = db.read_now(|conn| Ok(users::find_by_name(conn, username)?))?.ok_or_else(other)?;
        let record = db.read_now(|conn| write::find::<User>(conn, found))?;
        if !record.meta.external_ids.iter().any(|external| external.system == SYSTEM) {
            return Err(other());
        }
        let password = passwords::invent();
        let hash = passwords::hash_now(&password).map_err(ApiError::internal)?;
        db.write_now(Origin::service(), |tx| users::set_password(tx, found, &hash))?;
        ready.push(Ready { username, role, id: found.uuid(), password });
    }
    Ok(ready)
}

impl Region<'_> {
    fn load(mut self) -> Result<(), ApiError> {
        let operator = Caller::operator();
        for row in rows::read::<UnitRow>(UNITS)? {
            let unit = self.create::<Unit>(&operator, row.body())?;
            self.ids.add(&row.code, unit.meta.id);
        }
        let (last, first) = USERS.split_last().ok_or_else(|| ApiError::internal("a demo without users"))?;
        let first: Vec<Record<User>> =
            first.iter().map(|user| self.create_user(&operator, user, user.1.label().sv)).collect::<Result<_, _>>()?;
        let coordinator = self.caller(&first, Role::CoordinationUnit)?;
        let registrar = self.caller(&first, Role::Registrar)?;
        let units = self.writers(&operator, &first)?;
        self.tell(&Hands { coordinator, registrar, units })?;
        // Last of all: a demo without this user was interrupted, and is not taken for a whole one.
        self.create_user(&operator, last, last.1.label().sv).map(|_| ())
    }

    fn create_user(
        &self,
        operator: &Caller,
        (username, role, unit): &(&str, Role, Option<&str>),
        display_name: &str,
    ) -> Result<Record<User>, ApiError> {
        let unit = unit.map(|code| self.ids.of::<Unit>(code)).transpose()?;
        let body = json!({
            "username": username, "displayName": display_name, "roles": [role], "unitId": unit,
            "externalIds": [{"system": SYSTEM, "value": username}],
        });
        self.create::<User>(operator, body)
    }

    /// Who writes for each unit: its user, or one made for it, who has no password and never signs in.
    fn writers(&self, operator: &Caller, users: &[Record<User>]) -> Result<HashMap<String, Caller>, ApiError> {
        let mut writers = HashMap::new();
        for unit in rows::read::<UnitRow>(UNITS)? {
            let id = self.ids.of::<Unit>(&unit.code)?;
            let own = users.iter().find(|user| user.content.unit_id == Some(id)).map(|user| user.meta.id);
            let user = match own {
                Some(user) => user,
                None => {
                    self.create_user(operator, &(&unit.code, Role::AreaUnit, Some(&unit.code)), &unit.name_sv)?.meta.id
                }
            };
            writers.insert(unit.code, self.caller_of(user)?);
        }
        Ok(writers)
    }

    fn caller(&self, users: &[Record<User>], role: Role) -> Result<Caller, ApiError> {
        let user = users.iter().find(|user| user.content.roles == [role]);
        self.caller_of(user.ok_or_else(|| ApiError::internal("a demo without a role"))?.meta.id)
    }

    fn caller_of(&self, user: Id<User>) -> Result<Caller, ApiError> {
        let found = self.db.read_now(|conn| Ok(users::find_caller(conn, user)?))?;
        found.ok_or_else(|| ApiError::internal("a user of the demo who is gone"))
    }
}
