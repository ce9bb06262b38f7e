//! What is asked of the feed.

use std::str::FromStr;

use utoipa::openapi::RefOr;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};

use super::followed;
use crate::error::ApiError;
use crate::http::query::{Params, Value, parameter, repeated};
use crate::identity::caller::Caller;
use crate::identity::policy::Verb;
use crate::register::AnyRegister;
use crate::routes::{REGISTERS, register_of};

/// The changes of an answer when nothing is said (DIGG FNS.09).
const DEFAULT_LIMIT: i64 = 20;
/// The most changes of an answer.
const MAX_LIMIT: i64 = 1_000;

/// A type of record, as the journal calls it.
#[derive(Clone, Copy)]
pub struct RecordType(pub &'static dyn AnyRegister);

impl FromStr for RecordType {
    type Err = ();

    fn from_str(kind: &str) -> Result<Self, ()> {
        register_of(kind).map(Self).ok_or(())
    }
}

impl Value for RecordType {
    fn schema() -> RefOr<Schema> {
        let kinds = REGISTERS.iter().map(|register| register.kind());
        ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).enum_values(Some(kinds)).into()
    }
}

/// What is asked of the feed.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The number after which the answer begins.
    pub after: i64,
    /// The most changes of the answer.
    pub limit: i64,
    /// The types named; none when all are wanted.
    types: Vec<&'static str>,
    /// Whether the records come along.
    pub with_record: bool,
}

impl Asked {
    /// Reads the query.
    ///
    /// # Errors
    /// `invalid_request` with every fault.
    pub fn read(query: &str) -> Result<Self, ApiError> {
        let mut params = Params::parse(query);
        let asked = Self {
            after: params.within("after", 0..=i64::MAX).unwrap_or(0),
            limit: params.within("limit", 1..=MAX_LIMIT).unwrap_or(DEFAULT_LIMIT),
            types: params.all::<RecordType>("type").into_iter().map(|kind| kind.0.kind()).collect(),
            with_record: params.one_of("include", &["record"]).is_some(),
        };
        params.finish()?;
        Ok(asked)
    }

    /// The types that a caller gets: those asked for, or all that the caller may read.
    ///
    /// # Errors
    /// `forbidden` when one is asked for that the caller may not read.
    pub fn kinds(&self, caller: &Caller) -> Result<Vec<&'static str>, ApiError> {
        for register in self.types.iter().filter_map(|kind| register_of(kind)) {
            caller.demand_any(register.path(), Verb::Read)?;
        }
        let wanted = |kind: &&str| self.types.is_empty() || self.types.contains(kind);
        Ok(followed(caller).map(|register| register.kind()).filter(wanted).collect())
    }

    /// The parameters in the document.
    pub fn document() -> Vec<Parameter> {
        let whole = |default: i64, minimum: i64, maximum: Option<i64>| {
            ObjectBuilder::new()
                .schema_type(SchemaType::new(Type::Integer))
                .default(Some(default.into()))
                .minimum(Some(minimum))
                .maximum(maximum)
                .into()
        };
        vec![
            parameter(
                "after",
                "The number after which the answer begins: `_meta.last` of the answer before.",
                whole(0, 0, None),
            ),
            parameter(
                "limit",
                "The most changes of an answer, at most 1000.",
                whole(DEFAULT_LIMIT, 1, Some(MAX_LIMIT)),
            ),
            repeated("type", "The type of record. Repeated: any of them.", RecordType::schema()),
            parameter(
                "include",
                "`record`: with each change the stored fields after it, as the history's `version=` has them; null after a deletion.",
                <String as Value>::schema(),
            ),
        ]
    }
}
