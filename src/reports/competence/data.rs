//! What the report on competence tells.

use serde::Serialize;
use utoipa::ToSchema;

use crate::monitoring::knowledge_activities::{Audience, Held};

/// Knowledge activities and those who took part in them, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompetenceSums {
    /// How many activities.
    #[schema(minimum = 0, example = 6)]
    pub activity_count: i64,
    /// How many politicians took part: who took part in several is counted in each.
    #[schema(minimum = 0, example = 42)]
    pub politicians: i64,
    /// How many officials.
    #[schema(minimum = 0, example = 88)]
    pub officials: i64,
    /// How many others.
    #[schema(minimum = 0, example = 12)]
    pub others: i64,
    /// How many of the activities were evaluated.
    #[schema(minimum = 0, example = 4)]
    pub evaluated_count: i64,
}

impl CompetenceSums {
    /// Those of some activities.
    pub(super) fn of<'a>(activities: impl IntoIterator<Item = &'a Held>) -> Self {
        let mut sums = Self::default();
        for one in activities {
            sums.activity_count += 1;
            sums.politicians += one.politicians;
            sums.officials += one.officials;
            sums.others += one.others;
            sums.evaluated_count += i64::from(one.is_evaluated);
        }
        sums
    }
}

/// The activities of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompetenceYear {
    /// The year of their first day.
    #[schema(example = 2009)]
    pub year: i32,
    /// Their sums.
    #[serde(flatten)]
    pub sums: CompetenceSums,
}

/// The activities that have a topic, a competence or a kind in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompetenceLine {
    /// The code; null for activities that name none.
    #[schema(example = "cohesion_policy")]
    pub code: Option<&'static str>,
    /// What people call it, in the language of the answer.
    #[schema(example = "Cohesion policy")]
    pub label: &'static str,
    /// Their sums.
    #[serde(flatten)]
    pub sums: CompetenceSums,
}

/// The activities for an audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompetenceAudience {
    /// The audience.
    #[schema(inline = false, example = "politicians")]
    pub audience: Audience,
    /// How many activities.
    #[schema(minimum = 0, example = 5)]
    pub activity_count: i64,
}

/// What was made known in some years, and to how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompetenceData {
    /// The first year.
    #[schema(minimum = 1900, maximum = 2199, example = 2008)]
    pub year_from: i32,
    /// The last year.
    #[schema(minimum = 1900, maximum = 2199, example = 2011)]
    pub year_to: i32,
    /// All activities that were held in these years.
    pub totals: CompetenceSums,
    /// Every year of them, without activities too.
    pub years: Vec<CompetenceYear>,
    /// By topic, in the order of the code list, those without one last: an activity stands in each of its topics.
    pub topics: Vec<CompetenceLine>,
    /// By competence (L13.4), in the same way.
    pub competences: Vec<CompetenceLine>,
    /// By kind.
    pub kinds: Vec<CompetenceLine>,
    /// By audience: an activity stands in each of its audiences.
    pub audiences: Vec<CompetenceAudience>,
    /// How many municipalities were told something.
    #[schema(minimum = 0, example = 7)]
    pub told_municipality_count: i64,
}
