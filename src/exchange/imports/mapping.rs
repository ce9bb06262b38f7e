//! Which column of a file is which field: by name, in Swedish or English, never by position.

use std::collections::HashMap;

use crate::exchange::columns::Column;
use crate::exchange::labels::heading;
use crate::exchange::reading::{Cell, fold_header};
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
    ("cooperation-agreements", "partner_external_id", "partnerId"),
    ("cooperation-agreements", "approved_date", "signedOn"),
    ("memberships", "organisation_external_id", "organisationId"),
    ("activities", "start_date", "startsOn"),
    ("activities", "end_date", "endsOn"),
];

/// The most headers that are remembered: of JSON every row may have its own.
const REMEMBERED: usize = 2000;

/// The columns of a register, by the headers under which a file may have them.
pub(super) struct Mapping {
    pub(super) columns: &'static [Column],
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
        Self { columns, by_key, remembered: HashMap::new() }
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
            if shared > 0 && closest.as_ref().is_none_or(|(most, ..)| shared > *most) {
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
