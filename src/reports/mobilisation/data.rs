//! What the report on mobilisation tells.

use serde::Serialize;
use utoipa::ToSchema;

use crate::funding::projects::ParticipationRole;
use crate::register::money::Sum;
use crate::register::warnings::WarningItem;

/// In how many projects a municipality has a role as a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MobilisedRole {
    /// The role.
    #[schema(inline = false, example = "partner")]
    pub role: ParticipationRole,
    /// In how many projects.
    #[schema(minimum = 1, example = 3)]
    pub count: i64,
}

/// How a municipality has mobilised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MobilisedMunicipality {
    /// Its code.
    #[schema(example = "1737")]
    pub code: String,
    /// Its name.
    #[schema(example = "Torsby")]
    pub name: String,
    /// In how many projects of the years it takes part: it is named, gives money, or is among the partners.
    #[schema(minimum = 0, example = 5)]
    pub project_count: usize,
    /// Its part of them, when each is divided equally among the municipalities that take part: decimal text with four
    /// decimals, rounded half up.
    #[schema(pattern = "^[0-9]+\\.[0-9]{4}$", example = "1.8333")]
    pub project_share: String,
    /// In how many of them all municipalities of the county take part.
    #[schema(minimum = 0, example = 1)]
    pub whole_county_count: usize,
    /// In how many ideas it takes part that are not dropped, whatever year: it is named, or is among the partners.
    #[schema(minimum = 0, example = 2)]
    pub idea_count: usize,
    /// How many of those ideas mobilise.
    #[schema(minimum = 0, example = 1)]
    pub mobilising_count: usize,
    /// As what it is a partner in the projects; roles that it does not have are left out.
    #[schema(max_items = 5)]
    pub roles: Vec<MobilisedRole>,
    /// What it gives to the projects itself, one sum per currency.
    pub amounts: Vec<Sum>,
    /// Whether it is in no project and no idea (W9).
    #[schema(example = false)]
    pub blank: bool,
    /// What is worth a warning.
    #[schema(max_items = 1)]
    pub warnings: Vec<WarningItem>,
}

/// How the municipalities had mobilised in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MobilisedYear {
    /// The year in which the projects were decided, or else began.
    #[schema(example = 2012)]
    pub year: i32,
    /// How many of its projects have a municipality.
    #[schema(minimum = 0, example = 7)]
    pub project_count: usize,
    /// How many municipalities take part in any of them.
    #[schema(minimum = 0, example = 12)]
    pub municipality_count: usize,
}

/// How the municipalities have mobilised in some years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MobilisationData {
    /// The first year.
    #[schema(minimum = 1900, maximum = 2199, example = 2008)]
    pub year_from: i32,
    /// The last year.
    #[schema(minimum = 1900, maximum = 2199, example = 2011)]
    pub year_to: i32,
    /// Every municipality of the county: those in nothing first, then those in the fewest projects, by name.
    pub municipalities: Vec<MobilisedMunicipality>,
    /// How many of them are in no project and no idea (W9).
    #[schema(minimum = 0, example = 3)]
    pub blank_count: usize,
    /// How many projects have a municipality.
    #[schema(minimum = 0, example = 24)]
    pub project_count: usize,
    /// In how many of them all municipalities of the county take part.
    #[schema(minimum = 0, example = 1)]
    pub whole_county_count: usize,
    /// Every year of them, without projects too.
    pub years: Vec<MobilisedYear>,
}
