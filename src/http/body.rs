//! Bodies: read once, checked against the published schema, every fault named.
//!
//! What the document says of a body is what is checked: the schemas of the contract are compiled at start (JSON Schema
//! 2020-12, which OpenAPI 3.1 uses), so the two cannot drift apart.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::idempotency;
use super::schemas::Schemas;
use crate::error::{ApiError, ErrorCode, Fault, FaultCode, MAX_FAULTS};
use crate::text::{Message, Text, normalise, text};

/// The most bytes of a body.
pub const MAX_BODY: usize = 1024 * 1024;
/// The media types of JSON bodies; merge patch is what PATCH means by either (RFC 7396).
pub const JSON_TYPES: [&str; 2] = ["application/json", "application/merge-patch+json"];

/// The most bytes of a name: no field has more, and every fault below it repeats the name.
const MAX_NAME: usize = 200;
/// The deepest that a body is nested: no field goes deeper than a few steps.
const MAX_DEPTH: usize = 16;

/// A JSON object as it came in: texts composed and trimmed, nothing else checked.
#[derive(Clone, Debug)]
pub struct Body(pub Map<String, Value>);

impl FromRequest for Body {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if let Err(error) = check_media_type(request, &JSON_TYPES) {
            return Box::pin(std::future::ready(Err(error)));
        }
        let bytes = web::Bytes::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let bytes = bytes.await.map_err(payload_error)?;
            idempotency::note(&request, &bytes)?;
            parse_object(&bytes).map(Self)
        })
    }
}

/// Refuses a body whose media type an operation does not read.
///
/// # Errors
/// `unsupported_media_type`.
pub fn check_media_type(request: &HttpRequest, allowed: &[&str]) -> Result<(), ApiError> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mut parts = content_type.unwrap_or_default().split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    let utf8 = parts.all(|part| {
        let part = part.to_ascii_lowercase();
        !part.starts_with("charset=") || part.trim_matches('"') == "charset=utf-8" || part == "charset=\"utf-8\""
    });
    let plain = request.headers().get(header::CONTENT_ENCODING).is_none_or(|value| value == "identity");
    if allowed.contains(&essence.as_str()) && utf8 && plain {
        return Ok(());
    }
    let allowed = allowed.join(", ");
    Err(ApiError::new(
        ErrorCode::UnsupportedMediaType,
        Message::new(
            format!("Content-Type ska vara någon av {allowed}, i UTF-8 och utan Content-Encoding."),
            format!("Content-Type must be one of {allowed}, in UTF-8 and without Content-Encoding."),
        ),
    ))
}

/// The problem of a body that could not be read.
pub fn payload_error(error: actix_web::Error) -> ApiError {
    match error.as_error::<PayloadError>() {
        Some(PayloadError::Overflow) => ApiError::from(ErrorCode::ContentTooLarge),
        _ => ApiError::from(ErrorCode::MalformedBody),
    }
}

/// Reads a JSON object.
///
/// # Errors
/// `malformed_body` when it is none; `invalid_request` for control characters and names that stand twice.
pub fn parse_object(bytes: &[u8]) -> Result<Map<String, Value>, ApiError> {
    let faults = RefCell::new(Vec::new());
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let strict = Strict { faults: &faults, place: Step::Top };
    let value = strict.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value)).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        ApiError::new(
            ErrorCode::MalformedBody,
            Message::new(
                format!("Innehållet är inte giltig JSON i UTF-8: rad {line}, kolumn {column}."),
                format!("The body is not valid JSON in UTF-8: line {line}, column {column}."),
            ),
        )
    })?;
    ApiError::check(faults.into_inner())?;
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(ApiError::new(
            ErrorCode::MalformedBody,
            text("Innehållet ska vara ett JSON-objekt.", "The body must be a JSON object."),
        )),
    }
}

/// Reads JSON and refuses what serde lets pass: a name that stands twice (RFC 7493), control characters, which a
/// database text cannot hold, and characters that nobody sees.
struct Strict<'a> {
    faults: &'a RefCell<Vec<Fault>>,
    place: Step<'a>,
}

/// A place in a document as the way to it: the pointer is written only when there is a fault to tell.
#[derive(Clone, Copy)]
enum Step<'a> {
    Top,
    Name(&'a Step<'a>, &'a str),
    Item(&'a Step<'a>, usize),
}

impl Step<'_> {
    fn pointer(&self) -> String {
        match self {
            Self::Top => String::new(),
            Self::Name(above, name) => format!("{}/{}", above.pointer(), escape(name)),
            Self::Item(above, place) => format!("{}/{place}", above.pointer()),
        }
    }

    fn depth(&self) -> usize {
        match self {
            Self::Top => 0,
            Self::Name(above, _) | Self::Item(above, _) => above.depth() + 1,
        }
    }
}

impl Strict<'_> {
    fn check_depth<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.place.depth() < MAX_DEPTH { Ok(()) } else { Err(E::custom("nested too deep")) }
    }

    fn fault(&self, code: FaultCode, reason: impl Into<Message>) {
        let mut faults = self.faults.borrow_mut();
        if faults.len() < MAX_FAULTS {
            faults.push(Fault::body(self.place.pointer(), code, reason));
        }
    }

    fn text(&self, value: &str) -> String {
        if let Some(reason) = unwanted(value) {
            self.fault(FaultCode::InvalidCharacter, reason);
        }
        normalise(value)
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(self.text(value).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        let mut list = Vec::new();
        while let Some(item) =
            items.next_element_seed(Strict { faults: self.faults, place: Step::Item(&self.place, list.len()) })?
        {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        let mut object = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            if name.len() > MAX_NAME {
                return Err(serde::de::Error::custom("a name that is too long"));
            }
            let below = Strict { faults: self.faults, place: Step::Name(&self.place, &name) };
            if object.contains_key(&name) {
                below.fault(FaultCode::Repeated, text("står flera gånger", "stands more than once"));
            }
            // A name stays as it is: one with a space too many is another name, and unknown.
            if let Some(reason) = unwanted(&name) {
                below.fault(FaultCode::InvalidCharacter, reason);
            }
            let value = entries.next_value_seed(below)?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

/// JSON and its schemas know one kind of number: `1.0` is as whole as `1`.
pub fn number(value: f64) -> Value {
    /// Up to here every whole number is a float of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let is_whole = value.fract() == 0.0 && value.abs() <= EXACT;
    if is_whole { Value::from(value as i64) } else { value.into() }
}

/// Why a text cannot be taken, if so: for control characters, which a database text cannot hold, and for characters that
/// nobody sees and that make two names look alike.
pub fn unwanted(value: &str) -> Option<Text> {
    if value.chars().any(is_control) {
        Some(text("innehåller styrtecken", "contains control characters"))
    } else if value.chars().any(is_unwanted) {
        Some(text("innehåller tecken som inte syns", "contains characters that cannot be seen"))
    } else {
        None
    }
}

fn is_control(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\t' | '\r')
}

/// Whether it is a character that no text may have, as [`unwanted`] tells.
pub fn is_unwanted(letter: char) -> bool {
    let is_unseen = matches!(letter, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    is_unseen || is_control(letter)
}

/// A step of a JSON Pointer (RFC 6901).
pub fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// Reads a body of an operation that is no register's: checked against its schema, then read into its type.
///
/// # Errors
/// Every fault of the body.
pub fn read<T: serde::de::DeserializeOwned>(
    schemas: &Schemas,
    schema: &str,
    body: Map<String, Value>,
) -> Result<T, ApiError> {
    let value = Value::Object(body);
    ApiError::check(schemas.faults(schema, &value)?)?;
    serde_json::from_value(value).map_err(ApiError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_stand_twice_and_control_characters_are_refused() {
        let error = parse_object(br#"{"a": 1, "b": {"c": "x\u0000", "a/b": 1, "a/b": 2}, "a": 2}"#).unwrap_err();
        let found: Vec<_> = error.0.faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
        assert_eq!(
            found,
            [("/b/c", FaultCode::InvalidCharacter), ("/b/a~1b", FaultCode::Repeated), ("/a", FaultCode::Repeated)]
        );
    }

    #[test]
    fn what_is_no_object_is_malformed() {
        for bytes in [&b"[]"[..], b"", b"{", b"{} {}", b"\"x\"", &[0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]] {
            assert_eq!(parse_object(bytes).unwrap_err().0.code, ErrorCode::MalformedBody);
        }
        let deep = "[".repeat(100_000);
        assert_eq!(parse_object(deep.as_bytes()).unwrap_err().0.code, ErrorCode::MalformedBody);
    }
}
