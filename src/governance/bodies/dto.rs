//! What bodies look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::query::Any;
use crate::text::Bilingual;

/// The fields of a body that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BodyIn {
    /// A short code, unique among bodies, by which meetings and decisions name it. It never changes.
    #[schema(pattern = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length = 40, example = "regional_development_committee")]
    pub code: String,
    /// What it is called.
    #[schema(example = json!({"sv": "Regionala utvecklingsnämnden", "en": "Regional Development Committee"}))]
    pub name: Bilingual,
    /// Its first day in office; empty when it has no known beginning.
    #[schema(example = "2019-01-01")]
    pub valid_from: Option<NaiveDate>,
    /// Its last day in office.
    #[schema(example = "2026-12-31")]
    pub valid_to: Option<NaiveDate>,
}

crate::filter! {
    /// The filters of the list of bodies.
    pub struct BodyFilter {
        /// The code.
        code: "code" => Any<String>,
    }
}
