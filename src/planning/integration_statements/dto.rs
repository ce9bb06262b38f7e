//! What integration statements look like on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone};
use crate::planning::grades::Grade;

crate::code_list! {
    /// How far a unit has come with international work.
    pub enum IntegrationStage "integration-stages" ("Stadier av internationellt arbete", "Stages of international work") {
        NoWork = "none" ("Bedriver inte internationellt arbete", "Runs no international work"),
        Wishes = "wishes" ("Vill utveckla", "Wishes to develop it"),
        Running = "running" ("Bedriver", "Runs it"),
    }
}

/// The fields of an integration statement that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntegrationStatementIn {
    /// The unit, which alone writes it.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub unit_id: Id<Unit>,
    /// The year. A unit has one statement a year.
    #[schema(minimum = 1900, maximum = 2199, example = 2009)]
    pub year: i32,
    /// How far it has come.
    #[schema(inline = false, example = "running")]
    pub stage: IntegrationStage,
    /// How the international perspective pervades its work.
    #[schema(min_length = 1, max_length = 4000, example = "EU:s program prövas i varje ny kulturplan.")]
    pub text: String,
    /// The grade that the unit gives itself.
    #[schema(inline = false, example = "partly_achieved")]
    pub self_grade: Option<Grade>,
    /// What it does next.
    #[schema(min_length = 1, max_length = 2000, example = "Söka partner till ett nordiskt teaterprojekt.")]
    pub next_step: Option<String>,
}

crate::filter! {
    /// The filters of the list of integration statements.
    pub struct IntegrationStatementFilter {
        /// The unit.
        unit_id: "unitId" => Any<Id<Unit>>,
        /// The year.
        year: "year" => Any<i32>,
        /// How far it has come.
        stage: "stage" => Any<IntegrationStage>,
        /// The grade that the unit gives itself.
        self_grade: "selfGrade" => AnyOrNone<Grade>,
    }
}
