//! The municipalities of the county, with their population by date.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::fixed::{self, FixedList};
use crate::db::Conn;
use crate::db::schema::{municipalities, municipality_populations};
use crate::error::Fault;
use crate::http::endpoint::Endpoint;
use crate::identity::caller::Subject;
use crate::identity::me::SelfLink;
use crate::journal::{Lookup, Tx};
use crate::register::rules::{check_known, is_changed, listed};
use crate::register::{Nothing, Record, Register};
use crate::text::sort_key;

/// The municipalities, as a subject of the policy.
pub struct Municipalities;

impl Subject for Municipalities {
    const NAME: &'static str = "municipalities";
}

/// The code of a municipality, as a schema.
#[derive(Debug, ToSchema)]
#[schema(pattern = "^[0-9]{4}$", example = "1780")]
pub struct MunicipalityCode(pub String);

/// A population at a date.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Population {
    /// The date of the count.
    #[schema(example = "2023-12-31")]
    pub on: NaiveDate,
    /// How many lived there.
    #[schema(minimum = 0, example = 97233)]
    pub population: i32,
}

/// A municipality.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MunicipalityOut {
    /// Statistics Sweden's code.
    #[schema(example = "1780")]
    pub code: String,
    /// Its name.
    #[schema(example = "Karlstad")]
    pub name: String,
    /// Its name as an authority.
    #[schema(example = "Karlstads kommun")]
    pub official_name: String,
    /// The code of its county.
    #[schema(example = "17")]
    pub county_code: String,
    /// The name of its county.
    #[schema(example = "Värmlands län")]
    pub county_name: String,
    /// Its region in NUTS.
    #[schema(example = "SE311")]
    pub nuts_code: String,
    /// The version of NUTS that the code is from.
    #[schema(example = "2021")]
    pub nuts_version: String,
    /// Its organisation number, where a source gives it.
    #[schema(example = "212000-1850")]
    pub organisation_number: Option<String>,
    /// Its population by date, the newest first.
    pub populations: Vec<Population>,
    /// Where this is.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

/// What the municipalities are called, by code: one query.
///
/// # Errors
/// When the database refuses.
pub fn names(conn: &mut Conn) -> QueryResult<BTreeMap<String, String>> {
    let rows: Vec<(String, String)> =
        municipalities::table.select((municipalities::code, municipalities::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The codes and names of the municipalities, by name in Swedish order: one query.
///
/// # Errors
/// When the database refuses.
pub fn by_name(conn: &mut Conn) -> QueryResult<Vec<(String, String)>> {
    let mut found: Vec<(String, String)> = names(conn)?.into_iter().collect();
    found.sort_by_cached_key(|(_, name)| sort_key(name));
    Ok(found)
}

type Row = (String, String, String, String, String, String, String, Option<String>);

impl FixedList for Municipalities {
    const SCHEMA: &'static str = "Municipality";
    const ONE: &'static str = "municipality";
    const MANY: &'static str = "municipalities";
    const KEY: &'static str = "code";
    const ABOUT: &'static str =
        "The municipalities of the county, by name in Swedish order, with their population by date.";
    type Item = MunicipalityOut;
    type Filter = Nothing;

    fn load(conn: &mut Conn, link: &dyn Fn(&str) -> SelfLink) -> QueryResult<Vec<MunicipalityOut>> {
        let rows: Vec<Row> = municipalities::table.load(conn)?;
        let counts: Vec<(String, NaiveDate, i32)> =
            municipality_populations::table.order(municipality_populations::counted_on.desc()).load(conn)?;
        let mut found: Vec<MunicipalityOut> = rows
            .into_iter()
            .map(
                |(
                    code,
                    name,
                    official_name,
                    county_code,
                    county_name,
                    nuts_code,
                    nuts_version,
                    organisation_number,
                )| {
                    let populations = counts
                        .iter()
                        .filter(|(of, _, _)| *of == code)
                        .map(|(_, on, population)| Population { on: *on, population: *population });
                    MunicipalityOut {
                        populations: populations.collect(),
                        links: link(&code),
                        code,
                        name,
                        official_name,
                        county_code,
                        county_name,
                        nuts_code,
                        nuts_version,
                        organisation_number,
                    }
                },
            )
            .collect();
        found.sort_by_cached_key(|municipality| sort_key(&municipality.name));
        Ok(found)
    }

    fn key(item: &MunicipalityOut) -> &str {
        &item.code
    }
}

/// The codes of the county's municipalities.
#[derive(PartialEq, Eq, Hash)]
struct Codes;

impl Lookup for Codes {
    type Found = Rc<HashSet<String>>;
    const FROM: &'static [&'static str] = &[];

    fn look_up(&self, conn: &mut Conn) -> QueryResult<Self::Found> {
        let codes: Vec<String> = municipalities::table.select(municipalities::code).load(conn)?;
        Ok(Rc::new(codes.into_iter().collect()))
    }
}

/// Names every code that is none of the county's municipalities; each comes with its JSON Pointer.
///
/// # Errors
/// When the database refuses.
pub fn check<'a>(
    tx: &mut Tx<'_>,
    codes: impl Iterator<Item = (String, &'a str)>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    // What has not the form of a code is named by the schema already.
    let mut codes = codes.filter(|(_, code)| code.len() == 4).peekable();
    if codes.peek().is_none() {
        return Ok(());
    }
    check_known(codes, Municipalities::NAME, &*tx.look_up(Codes)?, faults);
    Ok(())
}

/// The same of the list in which a record names them, where that was changed.
///
/// # Errors
/// When the database refuses.
pub fn check_listed<R: Register>(
    tx: &mut Tx<'_>,
    before: Option<&Record<R>>,
    after: &Record<R>,
    codes: fn(&R::Content) -> &Vec<String>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    if !is_changed(before, after, codes) {
        return Ok(());
    }
    check(tx, listed("/municipalityCodes", codes(&after.content)), faults)
}

/// The endpoints.
pub fn endpoints() -> Vec<Endpoint> {
    fixed::endpoints::<Municipalities>()
}
