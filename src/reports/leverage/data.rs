//! What the report on leverage tells.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::funding::projects::{Counted, Leverage};
use crate::text::Bilingual;

/// The leverage of some projects in one currency: the sums are of those to which the region gives money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LeverageLine {
    /// The currency: ISO 4217. Amounts of several are never added.
    #[schema(example = "SEK")]
    pub currency: String,
    /// How many projects have their money in it.
    #[schema(minimum = 0, example = 12)]
    pub project_count: i64,
    /// To how many of them the region gives money that can be compared with their total.
    #[schema(minimum = 0, example = 9)]
    pub leveraged_count: i64,
    /// The sums of those, and their ratios.
    #[serde(flatten)]
    pub leverage: Leverage,
}

/// The leverage of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeverageYear {
    /// The year in which the projects were decided, or else began.
    #[schema(example = 2012)]
    pub year: i32,
    /// One line per currency.
    pub lines: Vec<LeverageLine>,
}

/// The leverage of projects that have something in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeverageGroup {
    /// The programme or the strategy area; null for projects without one.
    pub id: Option<Uuid>,
    /// What it is called.
    pub name: Bilingual,
    /// One line per currency.
    pub lines: Vec<LeverageLine>,
}

/// The leverage of the projects that a municipality takes part in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeverageMunicipality {
    /// Its code.
    #[schema(example = "1784")]
    pub code: String,
    /// Its name.
    #[schema(example = "Arvika")]
    pub name: String,
    /// One line per currency.
    pub lines: Vec<LeverageLine>,
}

/// The leverage of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeverageProject {
    /// The project.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "FEM 2020 - Klimatdriven utveckling")]
    pub name: String,
    /// The year in which it was decided, or else began.
    #[schema(example = 2012)]
    pub year: Option<i32>,
    /// Its money.
    #[serde(flatten)]
    pub leverage: Leverage,
}

/// The leverage of the region's own money in some years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LeverageData {
    /// The first year.
    #[schema(minimum = 1900, maximum = 2199, example = 2008)]
    pub year_from: i32,
    /// The last year.
    #[schema(minimum = 1900, maximum = 2199, example = 2011)]
    pub year_to: i32,
    /// All projects, one line per currency.
    pub lines: Vec<LeverageLine>,
    /// Every year of them, without projects too.
    pub years: Vec<LeverageYear>,
    /// By the programme that funds them.
    pub funding_programmes: Vec<LeverageGroup>,
    /// By strategy area; a project that serves several stands in each.
    pub strategy_areas: Vec<LeverageGroup>,
    /// By municipality that takes part: it is named, gives money, or is among the partners. A project in which several take
    /// part stands in each.
    pub municipalities: Vec<LeverageMunicipality>,
    /// The first 200 projects to which the region gives money, by name.
    #[schema(max_items = 200)]
    pub projects: Vec<LeverageProject>,
    /// How many projects there are in all.
    #[schema(minimum = 0, example = 24)]
    pub project_count: usize,
}

/// Money added up in one currency.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    projects: i64,
    leveraged: i64,
    total: i128,
    region_own: i128,
}

/// Adds projects up by currency.
#[derive(Clone, Debug, Default)]
pub(super) struct Adding(std::collections::BTreeMap<String, Sums>);

impl Adding {
    /// Adds a project.
    pub(super) fn add(&mut self, project: &Counted) {
        let sums = self.0.entry(project.currency.clone()).or_default();
        sums.projects += 1;
        let Some((total, own)) = project.total.zip(project.region_own.filter(|own| *own > 0)) else { return };
        sums.leveraged += 1;
        sums.total += i128::from(total);
        sums.region_own += i128::from(own);
    }

    /// One line per currency.
    pub(super) fn lines(self) -> Vec<LeverageLine> {
        let line = |(currency, sums): (String, Sums)| LeverageLine {
            leverage: Leverage::of(Some(sums.total), Some(sums.region_own), &currency),
            currency,
            project_count: sums.projects,
            leveraged_count: sums.leveraged,
        };
        self.0.into_iter().map(line).collect()
    }
}
