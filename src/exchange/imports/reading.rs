//! A row of a file as the record that it says, in the form of the API.

use std::str::FromStr as _;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::mapping::{Mapping, Target};
use super::outcome::RowTrouble;
use crate::code_list::Code;
use crate::exchange::cells::formula_read;
use crate::exchange::columns::{Column, Kind};
use crate::exchange::reading::formats::Notice;
use crate::exchange::reading::values::{self, Edge, Serials, Wrong, cut};
use crate::exchange::reading::{Cell, Decimals, Row};
use crate::journal::sha256;
use crate::register::rules::Precision;
use crate::register::{ExternalId, Incoming};
use crate::text::{Message, normalise, text};

/// How the cells of a file are to be read.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    /// What stands before decimals.
    pub(super) decimals: Decimals,
    /// The system whose ids stand alone in cells.
    pub(super) system: String,
    /// What rows say in columns that they do not have.
    pub(super) fill: Vec<(String, Cell)>,
    /// Whether a text that a spreadsheet could take for a formula has an apostrophe before it, as our exports for Excel do.
    pub(super) guarded: bool,
}

/// What a row says.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) incoming: Incoming,
    pub(super) troubles: Vec<RowTrouble>,
    pub(super) notices: Vec<Notice>,
}

impl Read {
    /// Tells what a new record is taken to say of fields of which the row says nothing.
    pub(super) fn assumed(&self) -> Vec<Notice> {
        let told = |(field, value): (&String, &Value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let message = Message::new(
                format!("{field} är inte angivet: {value} är antaget"),
                format!("{field} is not given: {value} is assumed"),
            );
            Notice { field: None, message }
        };
        self.incoming.assumed.iter().map(told).collect()
    }
}

/// Reads a row.
pub(super) fn read(mapping: &mut Mapping, row: &Row, manner: &Manner) -> Read {
    let mut read = Read { incoming: Incoming::default(), troubles: Vec::new(), notices: Vec::new() };
    let mut cells: Vec<(&str, &Cell, Target)> = Vec::with_capacity(row.cells.len());
    for (header, cell) in &row.cells {
        let Some(target) = mapping.target(header) else { continue };
        match cells.iter_mut().find(|(_, _, taken)| *taken == target) {
            None => cells.push((header, cell, target)),
            // Two columns of one field: what one of them says is taken, and where both say something nobody knows which.
            Some(taken) if taken.1.is_empty() => *taken = (header, cell, target),
            Some((_, taken, _)) if cell.is_empty() || cell == *taken => {}
            Some((other, ..)) => read.troubles.push(RowTrouble::of_cell(header.clone(), same_field(other), None)),
        }
    }
    let cell_of = |name: &str| {
        let is_wanted = |target: Target| {
            matches!(target, Target::Column(_)) && mapping.column(target).is_some_and(|column| column.name() == name)
        };
        cells.iter().find(|(_, _, target)| is_wanted(*target)).map(|(_, cell, _)| *cell)
    };
    for (header, cell, target) in &cells {
        let Some(column) = mapping.column(*target) else { continue };
        let unguarded = match cell {
            Cell::Text(written) if manner.guarded => formula_read(written).map(Cell::text),
            _ => None,
        };
        let cell = unguarded.as_ref().unwrap_or(cell);
        if let Err(wrong) = take(&mut read, column, *target, header, cell, &cell_of, manner, mapping.columns) {
            let is_amount = column.path.last().is_some_and(|last| last == "amount");
            let rule = is_amount.then_some(values::AMOUNTS);
            read.troubles.push(RowTrouble::of_cell((*header).to_owned(), wrong, rule));
        }
    }
    // An empty cell empties; but where it is the key, it says nothing.
    if read.incoming.id.is_some() && cell_of("externalIds").is_some_and(Cell::is_empty) {
        read.incoming.fields.insert("externalIds".to_owned(), Value::Array(Vec::new()));
    }
    // An object whose parts are all empty is none.
    for value in read.incoming.fields.values_mut() {
        if value.as_object().is_some_and(|parts| !parts.is_empty() && parts.values().all(Value::is_null)) {
            *value = Value::Null;
        }
    }
    let said = &read.incoming.fields;
    let assumed = mapping.assumed.iter().filter(|(field, _)| !said.contains_key(*field));
    read.incoming.assumed = assumed.filter_map(|(field, assume)| Some(((*field).to_owned(), assume(said)?))).collect();
    if read.incoming.id.is_none() && read.incoming.known_by.is_empty() {
        let said: Vec<(&str, String)> = cells.iter().map(|(header, cell, _)| (*header, cell.to_string())).collect();
        let said = serde_json::to_string(&said).unwrap_or_default();
        let value = format!("sha256:{}", sha256(&[said.as_bytes()]));
        read.incoming.known_by.push(ExternalId { system: manner.system.clone(), value });
        // An empty list would take that id away again.
        read.incoming.fields.remove("externalIds");
    }
    read
}

/// What the cell says is not told back: it may be somebody's personal number.
fn same_field(other: &str) -> Wrong {
    let why = Message::new(
        format!("är samma fält som {other} och säger något annat"),
        format!("is the same field as {other} and says something else"),
    );
    Wrong::new(&Cell::Empty, why, text("Lämna en av dem tom", "Leave one of them empty"))
}

/// Takes what a cell says.
#[expect(clippy::too_many_arguments, reason = "what a cell means depends on all of them")]
fn take<'a>(
    read: &mut Read,
    column: &Column,
    target: Target,
    header: &str,
    cell: &Cell,
    cell_of: &dyn Fn(&str) -> Option<&'a Cell>,
    manner: &Manner,
    columns: &[Column],
) -> Result<(), Wrong> {
    let name = column.name();
    let incoming = &mut read.incoming;
    match name.as_str() {
        "id" => {
            incoming.id = values::line(cell)
                .map(|written| Uuid::from_str(&written))
                .transpose()
                .map_err(|_| Wrong::new(cell, text("är inget UUID", "is no UUID"), CORRECT_ID))?;
            return Ok(());
        }
        "version" => {
            incoming.version = whole(cell, manner)?.and_then(|number| i32::try_from(number).ok());
            return Ok(());
        }
        "state" => {
            incoming.state = values::line(cell).map(|written| code_of(column, &written));
            return Ok(());
        }
        "externalIds" => {
            incoming.known_by = external_ids(cell, manner)?;
            // A whole list, as in an export, is all that there are; ids alone are those by which the row is known.
            if is_json(cell) {
                incoming.fields.insert(name, serde_json::json!(incoming.known_by));
            }
            return Ok(());
        }
        _ if !column.settable => return Ok(()),
        _ => {}
    }
    if let Target::Whole(_) = target {
        let first = column.path.first().cloned().unwrap_or_default();
        incoming.fields.insert(first, if cell.is_empty() { Value::Null } else { json(cell)? });
        return Ok(());
    }
    let value = match column.kind {
        Kind::Day => match values::date(cell, edge(&name), Serials::Taken)? {
            None => {
                if let Some(precision) = precision_of(&name, columns).filter(|precision| cell_of(precision).is_none()) {
                    incoming.fields.insert(precision, Value::Null);
                }
                Value::Null
            }
            Some(day) => {
                let precision = precision_of(&name, columns);
                let is_rough = precision.is_none() && day.precision != Precision::Day;
                if let Some(precision) = precision.filter(|precision| cell_of(precision).is_none()) {
                    let is_guess = day.precision == Precision::Day;
                    let said = if is_guess { &mut incoming.guessed } else { &mut incoming.fields };
                    said.insert(precision, serde_json::json!(day.precision));
                } else if is_rough {
                    return Err(Wrong::new(
                        cell,
                        text("är ingen hel dag", "is no whole day"),
                        text("Skriv datumet som 2012-06-27", "Write the date as 2012-06-27"),
                    ));
                }
                serde_json::json!(day.on)
            }
        },
        Kind::Decimal => {
            let (value, rounded) = decimal(column, cell, cell_of, manner)?;
            if rounded {
                let message = text(
                    "Beloppet är avrundat till valutans decimaler",
                    "The amount is rounded to its currency's decimals",
                );
                read.notices.push(Notice { field: Some(header.to_owned()), message: message.into() });
            }
            value
        }
        Kind::Whole => whole(cell, manner)?.map_or(Value::Null, Value::from),
        Kind::Flag => values::yes_no(cell)?.map_or(Value::Null, Value::from),
        Kind::List => {
            values::list(cell).into_iter().map(|item| text_of(column, item, manner)).collect::<Vec<_>>().into()
        }
        Kind::Json if cell.is_empty() => Value::Null,
        Kind::Json => json(cell)?,
        // The schema says what is wrong with it.
        Kind::Text if matches!(cell, Cell::Json(_)) => json(cell)?,
        Kind::Text => values::line(cell).map_or(Value::Null, |written| text_of(column, written, manner)),
    };
    put(&mut read.incoming.fields, &column.path, value);
    Ok(())
}

/// The field that says how exactly a day is known, where there is one.
fn precision_of(day: &str, columns: &[Column]) -> Option<String> {
    let precision = format!("{day}Precision");
    columns.iter().any(|column| column.name() == precision).then_some(precision)
}

const CORRECT_ID: crate::text::Text =
    text("Lämna cellen tom, eller skriv id:t ur en export", "Leave the cell empty, or write the id from an export");

/// Puts a value where a column leads.
fn put(fields: &mut Map<String, Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [name] => {
            fields.insert(name.clone(), value);
        }
        [name, rest @ ..] => {
            let inner = fields.entry(name.clone()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

/// A text as the API takes it: a code for what the code is called, and an id of another system with that system's name.
fn text_of(column: &Column, written: String, manner: &Manner) -> Value {
    if !column.codes.is_empty() {
        return code_of(column, &written).into();
    }
    if column.refers && ExternalId::read(&written).is_none() && Uuid::from_str(&written).is_err() {
        return format!("{}:{written}", manner.system).into();
    }
    written.into()
}

/// The code that a text is or means; the text itself where it means none.
fn code_of(column: &Column, written: &str) -> String {
    Code::meant(column.codes, written).map_or(written, |code| code.code).to_owned()
}

/// Whether a column of days holds the last day of something.
fn edge(name: &str) -> Edge {
    if ["To", "endsOn", "closesOn", "deadlineOn"].iter().any(|end| name.ends_with(end)) {
        Edge::Last
    } else {
        Edge::First
    }
}

fn whole(cell: &Cell, manner: &Manner) -> Result<Option<i64>, Wrong> {
    let Some(number) = values::number(cell, manner.decimals)? else { return Ok(None) };
    let digits = number.split_once('.').map_or(number.as_str(), |(whole, rest)| {
        if rest.bytes().all(|byte| byte == b'0') { whole } else { number.as_str() }
    });
    digits.parse().map(Some).map_err(|_| {
        Wrong::new(
            cell,
            text("är inget heltal", "is no whole number"),
            text("Skriv ett heltal", "Write a whole number"),
        )
    })
}

/// A number with decimals, and whether it was rounded: an amount to the decimals of its currency.
fn decimal<'a>(
    column: &Column,
    cell: &Cell,
    cell_of: &dyn Fn(&str) -> Option<&'a Cell>,
    manner: &Manner,
) -> Result<(Value, bool), Wrong> {
    let currency = column.path.split_last().filter(|(last, _)| *last == "amount").and_then(|(_, before)| {
        let name = before.iter().map(String::as_str).chain(["currency"]).collect::<Vec<_>>().join(".");
        values::line(cell_of(&name)?)
    });
    match currency {
        Some(currency) => {
            let stated = values::amount(cell, &currency, manner.decimals)?;
            Ok(stated.map_or((Value::Null, false), |stated| (stated.amount.into(), stated.rounded)))
        }
        None => Ok((values::number(cell, manner.decimals)?.map_or(Value::Null, Value::from), false)),
    }
}

fn json(cell: &Cell) -> Result<Value, Wrong> {
    match cell {
        Cell::Json(value) => Ok(value.clone()),
        Cell::Bool(yes) => Ok((*yes).into()),
        other => match serde_json::from_str(&other.to_string()).map(Cell::json) {
            Ok(Cell::Json(value)) => Ok(value),
            _ => Err(Wrong::new(
                cell,
                text("är inte JSON", "is not JSON"),
                text("Skriv cellen som i en export", "Write the cell as in an export"),
            )),
        },
    }
}

/// Ids in other systems: JSON as in an export, or texts such as `w3d3:RV-2009-117`; one without a system is of the system
/// that the import names.
fn external_ids(cell: &Cell, manner: &Manner) -> Result<Vec<ExternalId>, Wrong> {
    let written = cell.to_string();
    if is_json(cell) {
        return serde_json::from_value(json(cell)?).map_err(|_| {
            let (seen, _) = cut(&written, 200);
            Wrong {
                seen,
                why: text("är ingen lista av externa id", "is no list of external ids").into(),
                advice: Message::new("Skriv id:t, eller system:id", "Write the id, or system:id"),
            }
        });
    }
    let of = |text: String| {
        ExternalId::read(&text).unwrap_or_else(|| ExternalId { system: manner.system.clone(), value: text })
    };
    // Those of some systems have a bar in them.
    Ok(written.split(';').map(normalise).filter(|id| !id.is_empty()).map(of).collect())
}

/// Whether a cell holds JSON, as a value or as its text.
fn is_json(cell: &Cell) -> bool {
    matches!(cell, Cell::Json(_)) || matches!(cell, Cell::Text(text) if text.trim_start().starts_with('['))
}
