//! What the cross-sections tell.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::planning::activities::{Slice, Titled};
use crate::register::money::Sum;
use crate::reports::wording::percent;
use crate::text::{Lang, Text};

/// A line: activities that have something in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CrossSectionLine {
    /// Its code.
    #[schema(example = "youth")]
    pub code: &'static str,
    /// What people call it, in the language of the answer.
    #[schema(example = "Young people")]
    pub label: &'static str,
    /// How many activities.
    #[schema(minimum = 0, example = 5)]
    pub count: i64,
    /// Their share of all planned, ongoing and completed activities of the year, in percent; null when there are none.
    #[schema(example = "62.5")]
    pub percent: Option<String>,
    /// What they are thought to cost, one sum per currency.
    pub cost_estimate: Vec<Sum>,
    /// What they cost, one sum per currency.
    pub cost_actual: Vec<Sum>,
}

/// An activity of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CrossSectionActivity {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Ungdomsutbyte med Hedmark")]
    pub title: String,
}

impl CrossSectionActivity {
    /// By its title.
    pub(super) fn of(Titled { id, title }: Titled) -> Self {
        Self { id, title }
    }
}

/// The cross-sections of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CrossSectionsData {
    /// The year.
    #[schema(minimum = 1900, maximum = 2199, example = 2009)]
    pub year: i32,
    /// How many activities of the year are planned, ongoing or completed.
    #[schema(minimum = 0, example = 8)]
    pub activity_count: i64,
    /// For young people (L19.2).
    pub youth: CrossSectionLine,
    /// Across the border (`cross_border`), with a Norwegian partner (`norwegian_partner`), and `either` (L21.6).
    pub border_lines: Vec<CrossSectionLine>,
    /// By dimension of sustainability, and those that serve `all` three (L23.3).
    pub sustainability: Vec<CrossSectionLine>,
    /// With the EU in focus (L9.3).
    pub eu_focus: CrossSectionLine,
    /// By effect, and those with `neither` competitiveness nor renewal (L9.4).
    pub effects: Vec<CrossSectionLine>,
    /// By level of cooperation (L7).
    pub cooperation_levels: Vec<CrossSectionLine>,
    /// The first twenty for young people, by title.
    #[schema(max_items = 20)]
    pub youth_activities: Vec<CrossSectionActivity>,
    /// The first twenty across the border or with a Norwegian partner, by title.
    #[schema(max_items = 20)]
    pub border_activities: Vec<CrossSectionActivity>,
}

/// What lines are made with: how many activities there are in all, and the language.
pub(super) struct Sections {
    pub(super) total: i64,
    pub(super) lang: Lang,
}

impl Sections {
    /// The line of some slices.
    pub(super) fn line(&self, (code, label): (&'static str, Text), slices: Vec<&Slice>) -> CrossSectionLine {
        let count = slices.iter().map(|slice| slice.count).sum();
        let sums = |part: fn(&Slice) -> Option<&(String, i128)>| {
            let parts: Vec<Sum> = slices
                .iter()
                .filter_map(|slice| part(slice))
                .map(|(currency, minor)| Sum::new(*minor, currency.clone()))
                .collect();
            Sum::total(&parts)
        };
        CrossSectionLine {
            code,
            label: label.get(self.lang),
            count,
            percent: percent(count, self.total),
            cost_estimate: sums(|slice| slice.estimate.as_ref()),
            cost_actual: sums(|slice| slice.actual.as_ref()),
        }
    }
}
