//! The demo region: real partners of Region Värmland, loaded through the one write path under an injected clock, in the
//! order of their dates, so that the journal reads like the real thing.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::clock::Clock;
use crate::cooperation::partners::Partner;
use crate::db::types::{Id, Instant};
use crate::db::{Backing, Db};
use crate::error::{ApiError, ErrorCode};
use crate::governance::units::Unit;
use crate::http::context::{Context, new_trace_id};
use crate::http::preconditions::IfMatch;
use crate::http::schemas::Schemas;
use crate::identity::caller::Caller;
use crate::identity::passwords;
use crate::identity::policy::Role;
use crate::identity::users::{self, User};
use crate::journal::{self, Origin};
use crate::register::represent::{View, represent};
use crate::register::{Record, Register, read, write};
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::text;

const UNITS: &str = include_str!("units.csv");
const AREAS: &str = include_str!("strategy-areas.csv");
const PARTNERS: &str = include_str!("partners.csv");

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
    let start =
        NaiveDate::from_ymd_opt(2008, 1, 2).and_then(|date| at(date, 8)).ok_or_else(|| ApiError::internal("a date"))?;
    let clock = Clock::fixed(start);
    let db = Db::new(backing, clock.clone());
    let (changes, _) = db.read_now(|conn| Ok(journal::head(conn)?))?;
    if changes == 0 {
        Region { db: &db, clock: &clock, schemas }.load()?;
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

#[derive(Deserialize)]
struct UnitRow {
    code: String,
    name_sv: String,
    name_en: String,
    kind: String,
}

#[derive(Deserialize)]
struct AreaRow {
    code: String,
    name_sv: String,
    name_en: String,
    order: i32,
    description_sv: String,
}

#[derive(Clone, Deserialize)]
struct PartnerRow {
    external_id: String,
    name: String,
    aliases: String,
    kind: String,
    country: String,
    municipality_code: String,
    nuts_code: String,
    nuts_version: String,
    organisation_number: String,
    website: String,
    partnership_kind: String,
    alliance: bool,
    cross_border: bool,
    predecessors: String,
    valid_from: Option<NaiveDate>,
    valid_from_precision: String,
    valid_to: Option<NaiveDate>,
    valid_to_precision: String,
    state: String,
    description: String,
    note: String,
    sources: String,
}

/// Something that happened to a partner.
enum Event {
    Found(PartnerRow),
    Assessed(String),
    Closed(PartnerRow),
}

struct Region<'a> {
    db: &'a Db,
    clock: &'a Clock,
    schemas: &'a Arc<Schemas>,
}

impl Region<'_> {
    fn load(self) -> Result<(), ApiError> {
        let operator = Arc::new(Caller::operator());
        let mut units: HashMap<String, Id<Unit>> = HashMap::new();
        for row in rows::<UnitRow>(UNITS)? {
            let body = json!({
                "code": row.code, "name": {"sv": row.name_sv, "en": row.name_en}, "kind": row.kind,
                "externalIds": [{"system": SYSTEM, "value": row.code}],
            });
            let unit = self.create::<Unit>(&operator, body)?;
            units.insert(row.code, unit.meta.id);
        }
        let (last, first) = USERS.split_last().ok_or_else(|| ApiError::internal("a demo without users"))?;
        let mut user = |&(username, role, unit): &(&str, Role, Option<&str>)| {
            let unit = unit.and_then(|code| units.get(code));
            let body = json!({
                "username": username, "displayName": role_label(role), "roles": [role], "unitId": unit,
                "externalIds": [{"system": SYSTEM, "value": username}],
            });
            self.create::<User>(&operator, body)
        };
        let first: Vec<Record<User>> = first.iter().map(&mut user).collect::<Result<_, _>>()?;
        let coordinator = first.iter().find(|user| user.content.roles == [Role::CoordinationUnit]);
        let coordinator = coordinator.ok_or_else(|| ApiError::internal("a demo without a coordinator"))?.meta.id;
        let coordinator = self.db.read_now(|conn| Ok(users::find_caller(conn, coordinator)?))?;
        let coordinator = Arc::new(coordinator.ok_or_else(|| ApiError::internal("a coordinator who is no caller"))?);
        for row in rows::<AreaRow>(AREAS)? {
            let body = json!({
                "code": row.code, "name": {"sv": row.name_sv, "en": row.name_en}, "order": row.order,
                "description": {"sv": row.description_sv},
            });
            self.create::<StrategyArea>(&coordinator, body)?;
        }
        self.load_partners(&coordinator)?;
        // Last of all: a demo without this user was interrupted, and is not taken for a whole one.
        user(last).map(|_| ())
    }

    fn load_partners(&self, coordinator: &Arc<Caller>) -> Result<(), ApiError> {
        let begin = NaiveDate::from_ymd_opt(2008, 2, 1).ok_or_else(|| ApiError::internal("a date"))?;
        let mut events: Vec<(Instant, Event)> = Vec::new();
        for row in rows::<PartnerRow>(PARTNERS)? {
            let found = row.valid_from.unwrap_or(begin).max(begin);
            let mut note = |date: NaiveDate, hour, event| {
                if let Some(instant) = at(date, hour) {
                    events.push((instant, event));
                }
            };
            note(found, 9, Event::Found(row.clone()));
            if row.state != "identified" {
                note(found + TimeDelta::days(28), 9, Event::Assessed(row.external_id.clone()));
            }
            if let Some(end) = row.valid_to {
                note(end, 15, Event::Closed(row));
            }
        }
        // Stable: what the file lists first comes first on the same day, predecessors before their successors.
        events.sort_by_key(|(instant, _)| *instant);
        let mut ids: HashMap<String, Id<Partner>> = HashMap::new();
        for (minute, (instant, event)) in (0..).zip(events) {
            self.clock.set(Instant(instant.0 + TimeDelta::minutes(minute)));
            match event {
                Event::Found(row) => {
                    let key = row.external_id.clone();
                    let partner = self.create::<Partner>(coordinator, partner_body(&row, &ids))?;
                    ids.insert(key, partner.meta.id);
                }
                Event::Assessed(key) => self.transition(coordinator, &ids, &key, "assessed", None)?,
                Event::Closed(row) => self.close(coordinator, &ids, &row)?,
            }
        }
        Ok(())
    }

    fn close(
        &self,
        caller: &Arc<Caller>,
        ids: &HashMap<String, Id<Partner>>,
        row: &PartnerRow,
    ) -> Result<(), ApiError> {
        let id = id_of(ids, &row.external_id)?;
        let patch = object(json!({"validTo": row.valid_to, "validToPrecision": row.valid_to_precision}));
        self.db.write_now(by(caller), |tx| {
            let today = self.clock.today();
            let current = |conn: &mut crate::db::Conn, record: &Record<Partner>| {
                represent(&read::load(conn, record.clone(), today)?, caller, &Context::silent(), View::default())
            };
            write::edit(tx, caller, id, &IfMatch::Any, self.schemas, patch, current)
        })?;
        if row.state == "ended" {
            self.transition(caller, ids, &row.external_id, "ended", Some("Verksamheten har upphört."))?;
        }
        Ok(())
    }

    fn transition(
        &self,
        caller: &Arc<Caller>,
        ids: &HashMap<String, Id<Partner>>,
        key: &str,
        to: &str,
        reason: Option<&str>,
    ) -> Result<(), ApiError> {
        let id = id_of(ids, key)?;
        self.db.write_now(by(caller), |tx| write::transition(tx, caller, id, &IfMatch::Absent, to, reason))?;
        Ok(())
    }

    fn create<R: Register>(&self, caller: &Arc<Caller>, body: Value) -> Result<Record<R>, ApiError> {
        let input = write::read_new::<R>(self.schemas, object(body))?;
        self.db.write_now(by(caller), |tx| write::create(tx, caller, input))
    }
}

/// The id of a partner that was found before.
fn id_of(ids: &HashMap<String, Id<Partner>>, key: &str) -> Result<Id<Partner>, ApiError> {
    ids.get(key).copied().ok_or_else(|| ApiError::internal(format!("the demo changes {key} before it is there")))
}

/// Changes made by a demo user, or by the operator before there is one.
fn by(caller: &Caller) -> Origin {
    let actor = Some(caller.id.uuid()).filter(|id| !id.is_nil());
    Origin { actor, trace_id: new_trace_id(), cause: None }
}

fn partner_body(row: &PartnerRow, ids: &HashMap<String, Id<Partner>>) -> Value {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let list =
        |text: &str| -> Vec<String> { text.split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect() };
    let predecessors: Vec<Id<Partner>> =
        list(&row.predecessors).iter().filter_map(|key| ids.get(key).copied()).collect();
    let documents: Vec<Value> =
        list(&row.sources).into_iter().map(|url| json!({"title": "Källa", "url": url, "kind": "source"})).collect();
    json!({
        "name": row.name, "aliases": list(&row.aliases), "kind": row.kind, "country": some(&row.country),
        "municipalityCode": some(&row.municipality_code), "nutsCode": some(&row.nuts_code),
        "nutsVersion": some(&row.nuts_version), "organisationNumber": some(&row.organisation_number),
        "website": some(&row.website), "partnershipKind": row.partnership_kind, "alliance": row.alliance,
        "crossBorder": row.cross_border, "predecessorIds": predecessors, "validFrom": row.valid_from,
        "validFromPrecision": some(&row.valid_from_precision), "description": some(&row.description),
        "note": some(&row.note), "documents": documents,
        "externalIds": [{"system": SYSTEM, "value": row.external_id}],
    })
}

fn role_label(role: Role) -> &'static str {
    Role::LIST.codes.iter().find(|code| code.code == role.as_str()).map_or("", |code| code.label.sv)
}

fn rows<T: for<'de> Deserialize<'de>>(text: &str) -> Result<Vec<T>, ApiError> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().map_err(ApiError::internal)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// An hour of a day, in UTC.
fn at(date: NaiveDate, hour: u32) -> Option<Instant> {
    Some(Instant(date.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?).and_local_timezone(Utc).single()?))
}
