//! What the report on the impact of the European Union tells.

use serde::Serialize;
use utoipa::ToSchema;

use crate::governance::decisions::{EuImpact, EuTally};
use crate::reports::wording::percent;

/// Decisions by the impact of the EU.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EuImpactSums {
    /// How many decisions.
    #[schema(minimum = 0, example = 20)]
    pub decision_count: i64,
    /// For how many of them the impact was assessed.
    #[schema(minimum = 0, example = 16)]
    pub classified_count: i64,
    /// How many decisions of the EU do not bear on.
    #[schema(minimum = 0, example = 6)]
    pub none: i64,
    /// On how many they bear indirectly.
    #[schema(minimum = 0, example = 7)]
    pub indirect: i64,
    /// On how many they bear directly.
    #[schema(minimum = 0, example = 3)]
    pub direct: i64,
    /// The share of those that were assessed on which they bear, directly or indirectly, in percent; null when none was.
    #[schema(example = "62.5")]
    pub share: Option<String>,
}

impl EuImpactSums {
    /// Those of some counts.
    pub(super) fn of<'a>(tallies: impl Iterator<Item = &'a EuTally>) -> Self {
        let mut sums = Self::default();
        for (_, impact, count) in tallies {
            sums.decision_count += count;
            match impact {
                None => {}
                Some(EuImpact::None) => sums.none += count,
                Some(EuImpact::Indirect) => sums.indirect += count,
                Some(EuImpact::Direct) => sums.direct += count,
            }
        }
        let touched = sums.indirect + sums.direct;
        sums.classified_count = sums.none + touched;
        sums.share = percent(touched, sums.classified_count);
        sums
    }
}

/// The decisions of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EuImpactYear {
    /// The year in which they were taken.
    #[schema(example = 2009)]
    pub year: i32,
    /// By the impact of the EU.
    #[serde(flatten)]
    pub sums: EuImpactSums,
}

/// The impact of the EU on the decisions of some years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EuImpactData {
    /// The first year.
    #[schema(minimum = 1900, maximum = 2199, example = 2008)]
    pub year_from: i32,
    /// The last year.
    #[schema(minimum = 1900, maximum = 2199, example = 2011)]
    pub year_to: i32,
    /// All decisions of these years.
    pub totals: EuImpactSums,
    /// Every year of them, without decisions too.
    pub years: Vec<EuImpactYear>,
}
