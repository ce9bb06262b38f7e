//! What strategy areas look like on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::query::Any;
use crate::text::Bilingual;

/// The fields of a strategy area that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StrategyAreaIn {
    /// A short code, unique among areas: lower-case letters, digits and hyphens.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 40, example = "kultur")]
    pub code: String,
    /// What it is called.
    #[schema(example = json!({"sv": "Kultur", "en": "Culture"}))]
    pub name: Bilingual,
    /// What it covers.
    #[schema(example = json!({"sv": "Kulturens internationella utbyten."}))]
    pub description: Option<Bilingual>,
    /// Its place among the areas, from 1.
    #[schema(minimum = 1, maximum = 1000, example = 1)]
    pub order: i32,
}

crate::filter! {
    /// The filters of the list of strategy areas.
    pub struct StrategyAreaFilter {
        /// The code.
        code: "code" => Any<String>,
    }
}
