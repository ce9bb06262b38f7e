//! What the coverage tells.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::strategy::framework_elements::LinkStrength;
use crate::strategy::policy_frameworks::FrameworkLevel;
use crate::text::Bilingual;

/// A prioritised area that links to an element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageArea {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub name: Bilingual,
}

/// An element of a framework, and what links to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CoverageElement {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    #[schema(example = "RUP-3")]
    pub code: String,
    /// What it is called.
    pub name: Bilingual,
    /// The areas prioritised on 31 December of the year that link to it, in their order.
    pub strategy_areas: Vec<CoverageArea>,
    /// How many planned, ongoing and completed activities of the year link to it themselves.
    #[schema(minimum = 0, example = 3)]
    pub activity_count: i64,
    /// How many more of them have an area that links to it.
    #[schema(minimum = 0, example = 5)]
    pub activity_count_by_area: i64,
    /// How many agreements in force on 31 December link to it.
    #[schema(minimum = 0, example = 1)]
    pub agreement_count: usize,
    /// How many memberships in force on 31 December link to it.
    #[schema(minimum = 0, example = 1)]
    pub membership_count: usize,
    /// How strongly it is served by what serves it best; null when nothing links to it.
    #[schema(inline = false, example = "primary")]
    pub strength: Option<LinkStrength>,
    /// Whether nothing links to it.
    #[schema(example = false)]
    pub gap: bool,
}

/// A framework, element by element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CoverageFramework {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    #[schema(example = "RUP")]
    pub code: String,
    /// What it is called.
    pub title: Bilingual,
    /// The level at which it was adopted.
    #[schema(inline = false, example = "regional")]
    pub level: FrameworkLevel,
    /// The first day of its period.
    #[schema(example = "2007-01-01")]
    pub valid_from: Option<NaiveDate>,
    /// The last day of its period.
    #[schema(example = "2013-12-31")]
    pub valid_to: Option<NaiveDate>,
    /// Its elements, in their order.
    pub elements: Vec<CoverageElement>,
}

/// What has neither a strategy area nor a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageOrphan {
    /// Its type: `activity`, `cooperation_agreement` or `membership`.
    #[serde(rename = "type")]
    #[schema(example = "activity")]
    pub kind: &'static str,
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Studieresa")]
    pub title: String,
}

/// The coverage of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CoverageData {
    /// The year.
    #[schema(minimum = 1900, maximum = 2199, example = 2009)]
    pub year: i32,
    /// The frameworks that hold on a day of the year, the regional ones first.
    pub frameworks: Vec<CoverageFramework>,
    /// How many elements they have.
    #[schema(minimum = 0, example = 11)]
    pub element_count: usize,
    /// How many of them nothing links to.
    #[schema(minimum = 0, example = 2)]
    pub gap_count: usize,
    /// The first 200 of what has left the drafts with neither a strategy area nor a link: activities of the year, and the
    /// agreements and memberships in force on 31 December.
    #[schema(max_items = 200)]
    pub orphans: Vec<CoverageOrphan>,
    /// How many there are.
    #[schema(minimum = 0, example = 0)]
    pub orphan_count: i64,
}
