//! Query parameters: read one by one, every fault collected, what is left over refused by name.

use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};
use serde_json::Value as Json;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{RefOr, Required};

use crate::clock::end_of_day_in_sweden;
use crate::db::types::{Id, Instant};
use crate::error::{ApiError, Fault, FaultCode};
use crate::register::rules::{YEARS, is_date};
use crate::text::{Message, text};

mod filter;
mod list;

pub use filter::{Any, AnyOrNone, Filter, FilterField, Range};
pub use list::{AS_OF, ItemQuery, ListQuery, MAX_LIMIT, Sort, day_of, paging, read_paging, window};

/// A value of a parameter, with its schema.
pub trait Value: FromStr {
    /// The schema.
    fn schema() -> RefOr<Schema>;

    /// Reads it.
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// The schema of a plain type, with its format where it has one.
pub fn plain(kind: Type, format: Option<&str>) -> RefOr<Schema> {
    let format = format.map(|format| SchemaFormat::Custom(format.to_owned()));
    ObjectBuilder::new().schema_type(SchemaType::new(kind)).format(format).into()
}

macro_rules! values {
    ($($ty:ty => $kind:ident $format:expr;)*) => { $(
        impl Value for $ty {
            fn schema() -> RefOr<Schema> {
                plain(Type::$kind, $format)
            }
        }
    )* };
}

values! {
    String => String None;
    bool => Boolean None;
    i32 => Integer Some("int32");
    i64 => Integer Some("int64");
    uuid::Uuid => String Some("uuid");
}

impl Value for Instant {
    fn schema() -> RefOr<Schema> {
        plain(Type::String, Some("date-time"))
    }

    /// In UTC of a year that a date may have: as text, a year of five digits sorts before all others.
    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|at: &Self| YEARS.contains(&at.0.year()))
    }
}

impl Value for NaiveDate {
    fn schema() -> RefOr<Schema> {
        plain(Type::String, Some("date"))
    }

    /// As in a body, `2009-1-1` is no date.
    fn read(text: &str) -> Option<Self> {
        is_date(text).then(|| text.parse().ok()).flatten()
    }
}

impl<R> Value for Id<R> {
    fn schema() -> RefOr<Schema> {
        <uuid::Uuid as Value>::schema()
    }
}

/// The parameters of a request that have not been read yet, and the faults so far.
pub struct Params {
    pairs: Vec<(String, String)>,
    faults: Vec<Fault>,
}

impl Params {
    /// Reads a query string. `lang` is read for every request elsewhere; here only its value is checked.
    pub fn parse(query: &str) -> Self {
        let pairs = serde_urlencoded::from_str(query).unwrap_or_default();
        let mut params = Self { pairs, faults: Vec::new() };
        for (name, value) in &params.pairs {
            if value.chars().chain(name.chars()).any(|letter| letter.is_control() || letter == '\u{fffd}') {
                params.faults.push(Fault::query(
                    name.replace(char::is_control, "?"),
                    FaultCode::InvalidCharacter,
                    text("innehåller styrtecken eller är inte UTF-8", "contains control characters or is not UTF-8"),
                ));
            }
        }
        params.one_of("lang", &["sv", "en"]);
        params
    }

    fn take(&mut self, name: &str) -> Vec<String> {
        let (taken, rest) = std::mem::take(&mut self.pairs).into_iter().partition(|(key, _)| key == name);
        self.pairs = rest;
        let values: Vec<(String, String)> = taken;
        values.into_iter().map(|(_, value)| value).collect()
    }

    /// Notes a parameter that is not known here.
    fn unknown(&mut self, name: &str) {
        self.faults.push(Fault::query(name, FaultCode::Unknown, text("okänd parameter", "unknown parameter")));
    }

    /// Notes a fault.
    pub fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Whether something is wrong with a parameter.
    pub fn is_faulty(&self, name: &str) -> bool {
        self.faults.iter().any(|fault| fault.pointer == name)
    }

    /// All values of a parameter that may be repeated.
    pub fn all<T: Value>(&mut self, name: &str) -> Vec<T> {
        let values = self.take(name);
        values.iter().filter_map(|value| self.value(name, value)).collect()
    }

    fn value<T: Value>(&mut self, name: &str, value: &str) -> Option<T> {
        let parsed = T::read(value);
        if parsed.is_none() {
            let expected = expected(&T::schema());
            self.faults.push(Fault::query(
                name,
                FaultCode::WrongFormat,
                Message::new(format!("förväntade {}", expected.sv), format!("expected {}", expected.en)),
            ));
        }
        parsed
    }

    /// The value of a parameter that may stand once.
    pub fn one<T: Value>(&mut self, name: &str) -> Option<T> {
        let values = self.take(name);
        if values.len() > 1 {
            self.faults.push(Fault::query(
                name,
                FaultCode::Repeated,
                text("får bara stå en gång", "may stand once only"),
            ));
        }
        values.first().and_then(|value| self.value(name, value))
    }

    /// The value of a parameter that is one of a few words.
    pub fn one_of(&mut self, name: &str, words: &[&'static str]) -> Option<&'static str> {
        let value: String = self.one(name)?;
        let found = words.iter().copied().find(|word| *word == value);
        if found.is_none() {
            self.unknown_word(name, &value, words);
        }
        found
    }

    fn unknown_word(&mut self, name: &str, value: &str, words: &[&str]) {
        let words = words.join(", ");
        self.faults.push(Fault::query(
            name,
            FaultCode::WrongFormat,
            Message::new(format!("{value} är inte något av {words}"), format!("{value} is none of {words}")),
        ));
    }

    /// The words of a comma-separated list.
    fn words(&mut self, name: &str) -> Option<Vec<String>> {
        let value: String = self.one(name)?;
        Some(value.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect())
    }

    /// A whole number between bounds, or else the default.
    fn number(&mut self, name: &str, default: i64, range: std::ops::RangeInclusive<i64>) -> i64 {
        self.within(name, range).unwrap_or(default)
    }

    /// A whole number between bounds.
    pub fn within(&mut self, name: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let number: i64 = self.one(name)?;
        if range.contains(&number) {
            return Some(number);
        }
        let (low, high) = (range.start(), range.end());
        self.faults.push(Fault::query(
            name,
            FaultCode::WrongFormat,
            Message::new(format!("ska vara {low} till {high}"), format!("must be {low} to {high}")),
        ));
        None
    }

    /// The instant of `asOf`; a date means its end.
    pub fn as_of(&mut self) -> Option<Instant> {
        let value: String = self.one("asOf")?;
        let at = Instant::read(&value).or_else(|| <NaiveDate as Value>::read(&value).and_then(end_of_day_in_sweden));
        if at.is_none() {
            self.fault(Fault::query(
                "asOf",
                FaultCode::WrongFormat,
                text(
                    "förväntade en tidpunkt enligt RFC 3339 eller ett datum",
                    "expected an RFC 3339 instant or a date",
                ),
            ));
        }
        at
    }

    /// Refuses what is left over, and everything that was wrong.
    ///
    /// # Errors
    /// `invalid_request` with every fault.
    pub fn finish(mut self) -> Result<(), ApiError> {
        for (name, _) in std::mem::take(&mut self.pairs) {
            self.unknown(&name);
        }
        ApiError::check(self.faults)
    }
}

/// What a schema expects, in words.
fn expected(schema: &RefOr<Schema>) -> Message {
    let json = serde_json::to_value(schema).unwrap_or_default();
    if let Some(codes) = json.get("enum").and_then(Json::as_array) {
        let codes = codes.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", ");
        return Message::new(format!("något av {codes}"), format!("one of {codes}"));
    }
    match (json.get("type").and_then(Json::as_str), json.get("format").and_then(Json::as_str)) {
        (_, Some("uuid")) => text("ett UUID", "a UUID").into(),
        (_, Some("date")) => text("ett datum ÅÅÅÅ-MM-DD", "a date YYYY-MM-DD").into(),
        (_, Some("date-time")) => text("en tidpunkt enligt RFC 3339 med zon", "an RFC 3339 instant with zone").into(),
        (Some("boolean"), _) => text("true eller false", "true or false").into(),
        (Some("integer"), _) => text("ett heltal", "a whole number").into(),
        _ => text("ett annat format", "another format").into(),
    }
}

/// An optional query parameter.
pub fn parameter(name: &str, about: &str, schema: RefOr<Schema>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(schema))
        .build()
}

/// An optional query parameter that may be repeated.
pub fn repeated(name: &str, about: &str, item: RefOr<Schema>) -> Parameter {
    let list: Schema = ArrayBuilder::new().items(item).into();
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(RefOr::T(list)))
        .style(Some(utoipa::openapi::path::ParameterStyle::Form))
        .explode(Some(true))
        .build()
}
