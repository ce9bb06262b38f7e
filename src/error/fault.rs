//! What is wrong with a request, field by field, and what a record lacks or is held by.

use crate::text::{Message, Text};

/// Where in a request a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The body; `pointer` is a JSON Pointer (RFC 6901).
    Body,
    /// A query parameter; `pointer` is its name.
    Query,
    /// A part of the path; `pointer` is its name.
    Path,
    /// A header; `pointer` is its name.
    Header,
}

/// What is wrong with one field or parameter: `Name = "code" status`.
macro_rules! fault_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal $status:literal;)*) => {
        /// What is wrong with one field or parameter.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum FaultCode { $($(#[$doc])* $name,)* }

        impl FaultCode {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The status that a body with this fault alone is answered with.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }
        }
    };
}

fault_codes! {
    /// No such field or parameter.
    Unknown = "unknown" 400;
    /// A required field is absent.
    Missing = "missing" 400;
    /// Another JSON type than the field's.
    WrongType = "wrong_type" 400;
    /// Not a date, UUID, address … as the field asks.
    WrongFormat = "wrong_format" 400;
    /// A control character, such as NUL.
    InvalidCharacter = "invalid_character" 400;
    /// The same name twice.
    Repeated = "repeated" 400;
    /// Not one of the field's codes.
    UnknownCode = "unknown_code" 422;
    /// Too many characters.
    TooLong = "too_long" 422;
    /// Too few characters.
    TooShort = "too_short" 422;
    /// Too many items.
    TooMany = "too_many" 422;
    /// Too few items.
    TooFew = "too_few" 422;
    /// Over the highest number.
    TooLarge = "too_large" 422;
    /// Under the lowest number.
    TooSmall = "too_small" 422;
    /// The same item twice.
    DuplicateItem = "duplicate_item" 422;
    /// A field that only the service sets.
    ReadOnly = "read_only" 422;
    /// What a decision has settled.
    Settled = "settled" 422;
    /// More decimals than the currency has.
    TooPrecise = "too_precise" 422;
    /// A check digit that does not fit.
    CheckDigit = "check_digit" 422;
    /// No record with that id or code.
    UnknownReference = "unknown_reference" 422;
    /// A record that is put away.
    ArchivedReference = "archived_reference" 422;
    /// A rule of the domain.
    Rule = "rule" 422;
    /// Another record has it.
    Taken = "taken" 409;
    /// The record is in another state than the action asks for.
    WrongState = "wrong_state" 409;
    /// The body may not decide this.
    NotCompetent = "not_competent" 409;
}

/// One fault of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// The JSON Pointer or the name.
    pub pointer: String,
    /// What.
    pub code: FaultCode,
    /// In words.
    pub reason: Message,
    /// The rule of the domain that speaks, such as `R-30`.
    pub rule: Option<&'static str>,
}

impl Fault {
    /// A fault of the body at a JSON Pointer.
    pub fn body(pointer: impl Into<String>, code: FaultCode, reason: impl Into<Message>) -> Self {
        Self { place: Place::Body, pointer: pointer.into(), code, reason: reason.into(), rule: None }
    }

    /// A fault of a query parameter.
    pub fn query(name: impl Into<String>, code: FaultCode, reason: impl Into<Message>) -> Self {
        Self { place: Place::Query, pointer: name.into(), code, reason: reason.into(), rule: None }
    }

    /// A breach of a rule of the domain, at a field.
    pub fn rule(pointer: &str, rule: &'static str, reason: impl Into<Message>) -> Self {
        Self { rule: Some(rule), ..Self::body(pointer, FaultCode::Rule, reason) }
    }

    /// The same fault at another place.
    pub fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }
}

/// What a record lacks for a transition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The JSON Pointer of the field.
    pub pointer: &'static str,
    /// In words.
    pub reason: Text,
    /// The rule that asks for it.
    pub rule: Option<&'static str>,
}

/// A record that refers to another.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Holder {
    /// The type of the record, such as `partner`.
    #[serde(rename = "type")]
    #[schema(example = "partner")]
    pub kind: &'static str,
    /// Its id.
    pub id: uuid::Uuid,
    /// Its name.
    #[schema(example = "Region Dalarna")]
    pub name: String,
}
