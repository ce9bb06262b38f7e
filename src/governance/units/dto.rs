//! What units look like on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::query::Any;
use crate::identity::policy::Role;
use crate::text::Bilingual;

crate::code_list! {
    /// What a unit is.
    pub enum UnitKind "unit-kinds" ("Enhetsslag", "Kinds of unit") {
        Board = "board" ("Styrelse", "Board"),
        WorkingCommittee = "working_committee" ("Arbetsutskott", "Working committee"),
        CoordinationUnit = "coordination_unit" ("Samordnande enhet", "Coordination unit"),
        AreaUnit = "area_unit" ("Områdesenhet", "Area unit"),
    }
}

impl UnitKind {
    /// The role of the unit's people.
    pub fn role(self) -> Role {
        match self {
            Self::Board => Role::Board,
            Self::WorkingCommittee => Role::WorkingCommittee,
            Self::CoordinationUnit => Role::CoordinationUnit,
            Self::AreaUnit => Role::AreaUnit,
        }
    }
}

/// The fields of a unit that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnitIn {
    /// A short code, unique among units: lower-case letters, digits and hyphens.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 40, example = "strategi-analys")]
    pub code: String,
    /// What it is called.
    #[schema(example = json!({"sv": "Strategi & Analys", "en": "Strategy & Analysis"}))]
    pub name: Bilingual,
    /// What it is.
    #[schema(inline = false, example = "coordination_unit")]
    pub kind: UnitKind,
}

crate::filter! {
    /// The filters of the list of units.
    pub struct UnitFilter {
        /// The code.
        code: "code" => Any<String>,
        /// What it is.
        kind: "kind" => Any<UnitKind>,
    }
}
