//! What the report on partners tells.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cooperation::partners::{Contribution, PartnerState, Tally};
use crate::text::Bilingual;

/// How many, twin regions apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Partners that are no twin regions.
    #[schema(minimum = 0, example = 12)]
    pub partners: i64,
    /// Twin regions.
    #[schema(minimum = 0, example = 1)]
    pub twin_regions: i64,
}

impl Counts {
    pub(super) fn add(&mut self, tally: &Tally) {
        self.count(tally.twin_region, tally.count);
    }

    pub(super) const fn count(&mut self, twin_region: bool, count: i64) {
        if twin_region { self.twin_regions += count } else { self.partners += count }
    }
}

/// A line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CountedCode {
    /// The code; null for partners without one.
    #[schema(example = "NO")]
    pub code: Option<String>,
    /// What people call it, in the language of the answer.
    #[schema(example = "Norway")]
    pub label: String,
    /// Partners that are no twin regions.
    #[schema(minimum = 0, example = 12)]
    pub partners: i64,
    /// Twin regions.
    #[schema(minimum = 0, example = 1)]
    pub twin_regions: i64,
}

/// The strategic partners that contribute in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContributionCount {
    /// What they do for a strategy area.
    #[schema(inline = false, example = "supports")]
    pub contribution: Contribution,
    /// Partners that are no twin regions.
    #[schema(minimum = 0, example = 5)]
    pub partners: i64,
    /// Twin regions.
    #[schema(minimum = 0, example = 0)]
    pub twin_regions: i64,
}

/// The strategic partners that contribute to a strategy area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AreaContributions {
    /// The strategy area.
    pub strategy_area_id: Uuid,
    /// What it is called.
    pub name: Bilingual,
    /// How many support it.
    #[schema(minimum = 0, example = 3)]
    pub supports: i64,
    /// How many develop it.
    #[schema(minimum = 0, example = 2)]
    pub develops: i64,
    /// How many strengthen it.
    #[schema(minimum = 0, example = 1)]
    pub strengthens: i64,
}

/// A partner that is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListedPartner {
    /// The partner.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Hedmark fylkeskommune")]
    pub name: String,
    /// Its state.
    #[schema(inline = false, example = "dormant")]
    pub state: PartnerState,
    /// The last day on which the region was in touch with it.
    #[schema(example = "2009-03-24")]
    pub last_contact_on: Option<NaiveDate>,
}

/// How many activities of a year have a strategic partner (L84.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivityShare {
    /// The year.
    #[schema(minimum = 1900, maximum = 2199, example = 2009)]
    pub year: i32,
    /// How many of its activities are planned, ongoing or completed.
    #[schema(minimum = 0, example = 8)]
    pub activity_count: i64,
    /// How many of those have a strategic partner; a twin region is none (D1).
    #[schema(minimum = 0, example = 5)]
    pub with_strategic_partner_count: i64,
    /// Their share, in percent; null when there are no activities.
    #[schema(example = "62.5")]
    pub share: Option<String>,
}

/// The partners that are not put away: counted, what the strategic ones contribute, and those with which little happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnersData {
    /// Only what was in force this day, if one was asked for.
    #[schema(example = "2009-06-01")]
    pub on: Option<NaiveDate>,
    /// All of them.
    pub totals: Counts,
    /// By country, by name.
    pub by_country: Vec<CountedCode>,
    /// By kind of body, in the order of the code list.
    pub by_kind: Vec<CountedCode>,
    /// By state, in the order of the life cycle.
    pub by_state: Vec<CountedCode>,
    /// The strategic ones by what they contribute: one that contributes in several ways stands in each.
    pub by_contribution: Vec<ContributionCount>,
    /// The strategic ones, twin regions among them, by the strategy areas to which they contribute, by name.
    pub by_area: Vec<AreaContributions>,
    /// The first 200 that lie dormant, by name.
    #[schema(max_items = 200)]
    pub dormant_partners: Vec<ListedPartner>,
    /// How many there are in all.
    #[schema(minimum = 0, example = 2)]
    pub dormant_count: i64,
    /// The first 200 strategic ones that no planned, ongoing or completed activity of the year names, by name.
    #[schema(max_items = 200)]
    pub inactive_partners: Vec<ListedPartner>,
    /// How many there are in all.
    #[schema(minimum = 0, example = 1)]
    pub inactive_count: i64,
    /// The share of the year's activities with a strategic partner (L84.1).
    pub activity_share: ActivityShare,
}
