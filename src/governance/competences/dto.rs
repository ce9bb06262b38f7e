//! What competences look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::governance::decisions::DecisionKind;
use crate::http::query::Any;

/// The fields of a competence that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompetenceIn {
    /// The body.
    #[schema(min_length = 1, max_length = 40, example = "regional_development_committee")]
    pub body_code: String,
    /// What it may decide. Other matters than those of a gate need no competence.
    #[schema(inline = false, example = "approve_agreement")]
    pub decision_kind: DecisionKind,
    /// The first day; empty when it has no known beginning.
    #[schema(example = "2023-01-01")]
    pub valid_from: Option<NaiveDate>,
    /// The last day; empty as long as it holds.
    #[schema(example = "2026-12-31")]
    pub valid_to: Option<NaiveDate>,
}

crate::filter! {
    /// The filters of the list of competences.
    pub struct CompetenceFilter {
        /// The body.
        body_code: "bodyCode" => Any<String>,
        /// What it may decide.
        decision_kind: "decisionKind" => Any<DecisionKind>,
    }
}
