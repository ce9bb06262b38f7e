//! What policy frameworks look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::PolicyFramework;
use crate::db::types::Id;
use crate::http::query::{Any, AnyOrNone};
use crate::text::Bilingual;

crate::code_list! {
    /// The level at which a policy framework was adopted.
    pub enum FrameworkLevel "framework-levels" ("Ramverkens nivåer", "Levels of policy frameworks") {
        Regional = "regional" ("Regional", "Regional"),
        National = "national" ("Nationell", "National"),
        Eu = "eu" ("EU", "EU"),
        Global = "global" ("Global", "Global"),
    }
}

/// The fields of a policy framework that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PolicyFrameworkIn {
    /// A short code, unique among frameworks: capital letters, digits and hyphens. It never changes.
    #[schema(pattern = "^[A-Z0-9]+(-[A-Z0-9]+)*$", max_length = 20, example = "VS40")]
    pub code: String,
    /// What it is called.
    #[schema(example = json!({"sv": "Värmlandsstrategin 2040", "en": "The Värmland Strategy 2040"}))]
    pub title: Bilingual,
    /// The level at which it was adopted. To be prioritised an area links to a regional one.
    #[schema(inline = false, example = "regional")]
    pub level: FrameworkLevel,
    /// The first day of its period; empty when it has no known beginning.
    #[schema(example = "2021-01-01")]
    pub valid_from: Option<NaiveDate>,
    /// The last day of its period; empty as long as it has none.
    #[schema(example = "2040-12-31")]
    pub valid_to: Option<NaiveDate>,
    /// The framework that took its place. Links to its elements stay.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub superseded_by_id: Option<Id<PolicyFramework>>,
}

crate::filter! {
    /// The filters of the list of policy frameworks.
    pub struct PolicyFrameworkFilter {
        /// The level.
        level: "level" => Any<FrameworkLevel>,
        /// The code.
        code: "code" => Any<String>,
        /// The framework that took its place.
        superseded_by_id: "supersededById" => AnyOrNone<Id<PolicyFramework>>,
    }
}
