//! Which column of a file is which field: by name, in Swedish or English, never by position.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::cooperation::agreements::AgreementRelation;
use crate::cooperation::partners::{PartnerKind, PartnershipKind};
use crate::exchange::columns::Column;
use crate::exchange::labels::heading;
use crate::exchange::reading::{Cell, fold_header};
use crate::planning::activities::CooperationLevel;
use crate::text::Lang;

/// What a column of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A column of the register, by its place.
    Column(usize),
    /// A whole object of which the register has a column for each part, by the place of the first.
    Whole(usize),
}

/// Other names of fields: the register (any, when empty), the name, and the field.
const SYNONYMS: &[(&str, &str, &str)] = &[
    ("", "external_id", "externalIds"),
    ("", "Externt id", "externalIds"),
    ("", "External id", "externalIds"),
    ("partners", "name_alias", "aliases"),
    ("partners", "Organisationsnr", "organisationNumber"),
    ("partners", "BENEFICIARY NAME", "name"),
    ("partners", "acronym", "aliases"),
    ("partners", "Akronym", "aliases"),
    ("partners", "seat_country", "country"),
    ("partners", "founded_year", "validFrom"),
    ("partners", "relation_to_varmland", "description"),
    ("partners", "region_varmland_relation", "description"),
    ("cooperation-agreements", "partner_external_id", "partnerIds"),
    ("cooperation-agreements", "signed_year", "signedOn"),
    ("cooperation-agreements", "predecessor", "masterId"),
    ("memberships", "organisation_external_id", "organisationId"),
    ("memberships", "from", "startsOn"),
    ("memberships", "to", "endsOn"),
    ("activities", "partners", "partnerIds"),
    ("activities", "start_date", "startsOn"),
    ("activities", "end_date", "endsOn"),
];

/// What a new record is taken to say where its row says nothing, from what the row says.
pub(super) type Assume = fn(&Map<String, Value>) -> Option<Value>;

/// The register, the field, and what is assumed.
const ASSUMED: &[(&str, &str, Assume)] = &[
    ("partners", "kind", |_| Some(json!(PartnerKind::Other))),
    ("partners", "partnershipKind", |_| Some(json!(PartnershipKind::Other))),
    ("cooperation-agreements", "relation", |said| {
        let goes_back = said.get("masterId").is_some_and(|id| !id.is_null());
        Some(json!(if goes_back { AgreementRelation::Renewal } else { AgreementRelation::Original }))
    }),
    ("activities", "cooperationLevel", |_| Some(json!(CooperationLevel::International))),
    ("activities", "year", |said| said.get("startsOn")?.as_str()?.get(..4)?.parse::<i32>().ok().map(Value::from)),
];

/// The most headers that are remembered: of JSON every row may have its own.
const REMEMBERED: usize = 2000;

/// The columns of a register, by the headers under which a file may have them.
pub(super) struct Mapping {
    pub(super) columns: &'static [Column],
    /// What is assumed of fields of new records.
    pub(super) assumed: Vec<(&'static str, Assume)>,
    by_key: HashMap<String, Target>,
    remembered: HashMap<String, Option<Target>>,
}

impl Mapping {
    /// The mapping of a register.
    pub(super) fn new(path: &str, columns: &'static [Column]) -> Self {
        let mut by_key = HashMap::new();
        for (place, column) in columns.iter().enumerate() {
            by_key.insert(fold_header(&column.name()), Target::Column(place));
            if let [first, _, ..] = column.path.as_slice() {
                by_key.entry(fold_header(first)).or_insert(Target::Whole(place));
            }
        }
        for (place, names) in others(path, columns).into_iter().enumerate() {
            for name in names {
                by_key.entry(fold_header(&name)).or_insert(Target::Column(place));
            }
        }
        Self { columns, assumed: assumed(path).collect(), by_key, remembered: HashMap::new() }
    }

    /// What a column of a file is; none when the register has nothing like it.
    pub(super) fn target(&mut self, header: &str) -> Option<Target> {
        if let Some(known) = self.remembered.get(header) {
            return *known;
        }
        let found = self.by_key.get(&fold_header(header)).copied();
        if self.remembered.len() < REMEMBERED {
            self.remembered.insert(header.to_owned(), found);
        }
        found
    }

    /// The cell that a field came from, with its header: the one whose column leads closest to it.
    pub(super) fn cell_of<'a>(&mut self, pointer: &str, cells: &'a [(String, Cell)]) -> Option<(&'a str, &'a Cell)> {
        let pointer: Vec<&str> = pointer.trim_start_matches('/').split('/').collect();
        let mut closest: Option<(usize, &str, &Cell)> = None;
        for (header, cell) in cells {
            let Some(column) = self.target(header).and_then(|target| self.column(target)) else { continue };
            let shared = column.path.iter().zip(&pointer).take_while(|(name, step)| name == step).count();
            let is_closer = |(most, _, taken): &(usize, &str, &Cell)| {
                shared > *most || (shared == *most && taken.is_empty() && !cell.is_empty())
            };
            if shared > 0 && closest.as_ref().is_none_or(is_closer) {
                closest = Some((shared, header.as_str(), cell));
            }
        }
        closest.map(|(_, header, cell)| (header, cell))
    }

    /// The column of a target.
    pub(super) fn column(&self, target: Target) -> Option<&'static Column> {
        match target {
            Target::Column(place) | Target::Whole(place) => self.columns.get(place),
        }
    }
}

/// What is assumed of fields of a register's new records.
pub(super) fn assumed(path: &str) -> impl Iterator<Item = (&'static str, Assume)> {
    ASSUMED.iter().filter(move |(register, ..)| *register == path).map(|(_, field, assume)| (*field, *assume))
}

/// The names beside that of the API by which each column is known, where they name no other.
pub(super) fn others(path: &str, columns: &[Column]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = columns
        .iter()
        .map(|column| {
            let mut names = vec![heading(column, Lang::Sv), heading(column, Lang::En)];
            let of = |(register, _, field): &&(&str, &str, &str)| {
                (register.is_empty() || *register == path) && *field == column.name()
            };
            names.extend(SYNONYMS.iter().filter(of).map(|(_, name, _)| (*name).to_owned()));
            names.dedup();
            names
        })
        .collect();
    let mut count: HashMap<String, usize> = HashMap::new();
    for names in &all {
        let mut keys: Vec<String> = names.iter().map(|name| fold_header(name)).collect();
        keys.sort();
        keys.dedup();
        keys.into_iter().for_each(|key| *count.entry(key).or_default() += 1);
    }
    let mut own: Vec<String> = columns.iter().map(|column| fold_header(&column.name())).collect();
    own.sort();
    for names in &mut all {
        names.retain(|name| {
            let key = fold_header(name);
            count.get(&key) == Some(&1) && own.binary_search(&key).is_err()
        });
    }
    all
}
